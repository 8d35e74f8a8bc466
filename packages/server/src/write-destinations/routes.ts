/** Where the asking person may write. Destinations are shown to those who may write at all (R58 keeps the rest to Admins). */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { actorOf, requirePermission } from '../app/authenticate.ts';
import type { ConnectionStore } from '../connections/store.ts';
import { presentLeftovers, presentVerdicts } from './present.ts';
import { connectionIdParams, leftoversResponse, verdictsResponse } from './schema.ts';
import type { WriteAccess } from './write-access.ts';

export const writeDestinationRoutes =
  (services: { readonly writeAccess: WriteAccess; readonly connections: Pick<ConnectionStore, 'get'> }): FastifyPluginAsyncZod =>
  async (app) => {
    const tags = ['write destinations'];
    app.get(
      '/connections/:id/write-destinations',
      { schema: { tags, summary: 'Where you may write', params: connectionIdParams, response: { 200: verdictsResponse } } },
      async (request) => {
        const actor = actorOf(request);
        requirePermission(actor, 'input-tables.write');
        return presentVerdicts(await services.writeAccess.verdicts(actor, request.params.id));
      },
    );

    app.post(
      '/connections/:id/write-destinations/check',
      {
        schema: {
          tags,
          summary: 'Ask the warehouse again where you may write',
          params: connectionIdParams,
          response: { 200: verdictsResponse },
        },
      },
      async (request) => {
        const actor = actorOf(request);
        requirePermission(actor, 'input-tables.write');
        return presentVerdicts(await services.writeAccess.check(actor, request.params.id));
      },
    );

    app.get(
      '/connections/:id/write-destinations/leftovers',
      {
        schema: {
          tags,
          summary: 'Check tables that a crash left behind, until their creator signs in again: your own, or all for an Admin',
          params: connectionIdParams,
          response: { 200: leftoversResponse },
        },
      },
      async (request) => {
        const actor = actorOf(request);
        const forAdmin = actor.permissions.has('connections.manage');
        if (!forAdmin) requirePermission(actor, 'input-tables.write');
        await services.connections.get(request.params.id);
        const memberId = forAdmin ? null : actor.memberId;
        return presentLeftovers(await services.writeAccess.leftovers(request.params.id, memberId));
      },
    );
  };
