/** Connections over HTTP: everybody may see which there are, only who manages connections may change them (R4). */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Permission } from '@penstock/domain/members/permissions';
import type { RandomSource } from '@penstock/domain/ports/random';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf, requirePermission } from '../app/authenticate.ts';
import { idOfRequest } from '../app/request-id.ts';
import type { SecretStore } from '../credentials/secret-store.ts';
import type { WarehouseTokens } from '../credentials/warehouse-tokens.ts';
import type { DataPermissions } from '../data-permissions/data-permissions.ts';
import type { Database } from '../metadata/database.ts';
import type { RunAs } from '../queries/run-as.ts';
import type { ProbeRegistry } from '../write-destinations/probe-registry.ts';
import { describeTable, foreignTables, listCatalog } from './catalog.ts';
import { changeConnection, createConnection, deleteConnection } from './commands.ts';
import { draftAfter, draftOf } from './draft.ts';
import { examine } from './examine.ts';
import type { Governance } from './governance.ts';
import type { Asker, CommandNeeds } from './needs.ts';
import { presentConnection, presentHealth } from './present.ts';
import {
  catalogQuery,
  catalogResponse,
  catalogTableQuery,
  catalogTableResponse,
  changeConnectionSchema,
  connectionIdParams,
  connectionListResponse,
  connectionResponse,
  createConnectionSchema,
  governanceResponse,
  putWriteAccessSchema,
  testConnectionSchema,
  testResponse,
} from './schema.ts';
import { loadFacts } from './store.ts';
import type { ConnectionStore } from './store.ts';

export interface ConnectionServices {
  readonly connections: ConnectionStore;
  readonly dataPermissions: Pick<DataPermissions, 'grantsOf' | 'personFacts'>;
  readonly database: Database;
  readonly secrets: SecretStore;
  readonly runAs: Pick<RunAs, 'withSession' | 'withDraftSession'>;
  readonly tokens: Pick<WarehouseTokens, 'accessToken'>;
  readonly registry: ProbeRegistry;
  readonly governance: Governance;
  readonly random: RandomSource;
  readonly editLog: { pendingCount(connectionId: string): Promise<number> };
}

const tags = ['connections'];
const manage = 'connections.manage';

export const connectionRoutes =
  (services: ConnectionServices): FastifyPluginAsyncZod =>
  async (app) => {
    const { connections, database } = services;
    const needs: CommandNeeds = {
      database,
      secrets: services.secrets,
      examineEditLog: (draft, asker) => examine(services, draft, asker, 'edit-log'),
      pendingEdits: (connectionId) => services.editLog.pendingCount(connectionId),
    };

    app.get(
      '/connections',
      { schema: { tags, summary: 'All connections', response: { 200: connectionListResponse } } },
      async (request) => {
        const forAdmin = actorOf(request).permissions.has(manage);
        const all = await connections.listFacts();
        const items = await Promise.all(
          all.map(async (facts) =>
            presentConnection(facts, forAdmin, forAdmin ? await services.governance.latest(facts.connection.id) : null),
          ),
        );
        return { items, nextCursor: null };
      },
    );

    app.get(
      '/connections/:id',
      { schema: { tags, summary: 'One connection', params: connectionIdParams, response: { 200: connectionResponse } } },
      async (request) => {
        const { id } = request.params;
        const forAdmin = actorOf(request).permissions.has(manage);
        return presentConnection(await newestFacts(database, id), forAdmin, forAdmin ? await services.governance.latest(id) : null);
      },
    );

    app.post(
      '/connections',
      { schema: { tags, summary: 'Create a connection', body: createConnectionSchema, response: { 201: connectionResponse } } },
      async (request, reply) => {
        const asker = allowed(request, manage);
        const id = await createConnection(needs, asker, idOfRequest(request), request.body);
        reply.code(201);
        return withWarnings(services, asker, id);
      },
    );

    app.patch(
      '/connections/:id',
      {
        schema: {
          tags,
          summary: 'Change a connection',
          params: connectionIdParams,
          body: changeConnectionSchema,
          response: { 200: connectionResponse },
        },
      },
      async (request) => {
        const asker = allowed(request, manage);
        await changeConnection(needs, asker, request.params.id, request.body);
        return withWarnings(services, asker, request.params.id);
      },
    );

    app.put(
      '/connections/:id/write-access',
      {
        schema: {
          tags,
          summary: 'Set write access: destinations, edit log and service account',
          params: connectionIdParams,
          body: putWriteAccessSchema,
          response: { 200: connectionResponse },
        },
      },
      async (request) => {
        const asker = allowed(request, manage);
        const { serviceAccount, ...writeAccess } = request.body;
        await changeConnection(
          needs,
          asker,
          request.params.id,
          serviceAccount === undefined ? { writeAccess } : { writeAccess, serviceAccount },
          '/body',
        );
        return withWarnings(services, asker, request.params.id);
      },
    );

    app.delete(
      '/connections/:id',
      { schema: { tags, summary: 'Delete a connection that nothing lives on', params: connectionIdParams, response: { 204: z.null() } } },
      async (request, reply) => {
        allowed(request, manage);
        await deleteConnection(needs, request.params.id);
        connections.forget(request.params.id);
        return reply.code(204).send(null);
      },
    );

    app.post(
      '/connections/test',
      {
        schema: {
          tags,
          summary: 'Try a connection, saved or not, stage by stage',
          body: testConnectionSchema,
          response: { 200: testResponse },
        },
      },
      async (request) => {
        const asker = allowed(request, manage);
        const draft =
          'draft' in request.body
            ? draftOf(request.body.draft)
            : (
                await draftAfter(
                  needs,
                  await newestFacts(database, request.body.connectionId),
                  request.body.change ?? {},
                  '/body/change/writeAccess',
                )
              ).draft;
        const stages = await examine(services, draft, asker, 'all');
        return {
          stages: [...stages],
          passed: stages.some((stage) => stage.result === 'passed') && stages.every((stage) => stage.result !== 'failed'),
        };
      },
    );

    app.get(
      '/connections/:id/catalog',
      {
        schema: {
          tags,
          summary: 'What you may read in the warehouse',
          params: connectionIdParams,
          querystring: catalogQuery,
          response: { 200: catalogResponse },
        },
      },
      async (request) => {
        const asker = allowed(request, 'workbooks.explore');
        const { database: named, schema, search } = request.query;
        return listCatalog(services, asker, request.params.id, { database: named ?? null, schema: schema ?? null, search: search ?? null });
      },
    );

    app.post(
      '/connections/:id/catalog/refresh',
      {
        schema: {
          tags,
          summary: 'Ask the warehouse for its catalog again; nothing of it is kept between requests',
          params: connectionIdParams,
          response: { 200: catalogResponse },
        },
      },
      async (request) => {
        const asker = allowed(request, 'workbooks.explore');
        return listCatalog(services, asker, request.params.id, { database: null, schema: null, search: null });
      },
    );

    app.get(
      '/connections/:id/catalog/table',
      {
        schema: {
          tags,
          summary: 'Columns of a table',
          params: connectionIdParams,
          querystring: catalogTableQuery,
          response: { 200: catalogTableResponse },
        },
      },
      async (request) => {
        const asker = allowed(request, 'workbooks.explore');
        const { database: named, schema, table } = request.query;
        return describeTable(services, asker, request.params.id, { database: named ?? null, schema, table });
      },
    );

    app.get(
      '/connections/:id/governance',
      {
        schema: {
          tags,
          summary: 'Who can write the edit log, checked now',
          params: connectionIdParams,
          response: { 200: governanceResponse },
        },
      },
      async (request) => {
        allowed(request, manage);
        return presentHealth(await services.governance.check(request.params.id));
      },
    );
  };

/** The asking member, who holds `permission`. */
function allowed(request: FastifyRequest, permission: Permission): Asker {
  const actor = actorOf(request);
  requirePermission(actor, permission);
  return { actor, requestId: request.id };
}

async function newestFacts(database: Database, id: string) {
  const facts = await loadFacts(database.pool, id);
  if (facts === null) throw new PenstockError('connection.not-found', `There is no connection ${id}.`);
  return facts;
}

/** The saved connection with what an Admin should know about it (R3). */
async function withWarnings(services: ConnectionServices, asker: Asker, id: string) {
  services.connections.forget(id);
  const facts = await newestFacts(services.database, id);
  const foreign = facts.connection.writeAccess ? await foreignTables(services, asker, facts) : [];
  return {
    ...presentConnection(facts, true, await services.governance.latest(id)),
    warnings: foreign.map(({ schema, tables }) => ({
      code: 'write-destination.holds-foreign-tables',
      detail: `The schema "${schema}" already holds tables that Penstock did not make (${tables.map((table) => `"${table}"`).join(', ')}). Use a schema of its own: what is in a destination is not meant for browsing.`,
    })),
  };
}
