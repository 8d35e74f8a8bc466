/** How I stand with the warehouses that I sign in to as myself. */
import type { Connection } from '@penstock/domain/connections/connection';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf } from '../app/authenticate.ts';
import { revocationSchema, warehouseSignInsSchema } from './schema.ts';
import type { WarehouseTokens } from './warehouse-tokens.ts';

interface Needs {
  readonly tokens: WarehouseTokens;
  readonly connections: { list(): Promise<readonly Connection[]>; load(id: string): Promise<Connection | null> };
}

const tags = ['Profile'];

export const warehouseSignInRoutes =
  ({ tokens, connections }: Needs): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/profile/warehouse-sign-ins',
      { schema: { tags, summary: 'My warehouse sign-ins', response: { 200: warehouseSignInsSchema } } },
      async (request) => {
        const { memberId } = actorOf(request);
        const personal = (await connections.list()).filter(({ oauth }) => oauth !== null);
        const items = await Promise.all(
          personal.map(async (connection) => {
            const { state, login, expiresAt, refreshExpiresAt, endsAt } = await tokens.standing(memberId, connection);
            return {
              connectionId: connection.id,
              connectionName: connection.name,
              login,
              state,
              expiresAt: expiresAt?.toISOString() ?? null,
              refreshExpiresAt: refreshExpiresAt?.toISOString() ?? null,
              endsAt: endsAt?.toISOString() ?? null,
              signInUrl: connection.oauth?.level === 'independent' ? `/auth/connections/${connection.id}/sign-in` : '/auth/sign-in',
            };
          }),
        );
        return { items, nextCursor: null };
      },
    );

    app.post(
      '/profile/warehouse-sign-ins/:connectionId/revoke',
      {
        schema: {
          tags,
          summary: 'End my sign-in to a warehouse, and to all that share its OAuth client',
          params: z.object({ connectionId: z.uuid() }),
          response: { 200: revocationSchema },
        },
      },
      async (request) => {
        const connection = await connections.load(request.params.connectionId);
        if (connection === null) throw new PenstockError('request.not-found', 'There is no such connection.');
        return { result: await tokens.revoke(actorOf(request).memberId, connection) };
      },
    );
  };
