import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { actorOf } from '../app/authenticate.ts';
import { idParams } from '../app/schema.ts';
import type { DataPermissions } from './data-permissions.ts';
import { dataPermissions as shape } from './schema.ts';

const tags = ['connections'];

export const dataPermissionRoutes =
  ({ dataPermissions }: { dataPermissions: DataPermissions }): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/connections/:id/data-permissions',
      { schema: { tags, summary: 'Who may read and write what on a static connection', params: idParams, response: { 200: shape } } },
      async (request) => ({ permissions: [...(await dataPermissions.list(actorOf(request), request.params.id))] }),
    );

    app.put(
      '/connections/:id/data-permissions',
      {
        schema: {
          tags,
          summary: 'Replace who may read and write what on a static connection',
          params: idParams,
          body: shape,
          response: { 200: shape },
        },
      },
      async (request) => ({
        permissions: [...(await dataPermissions.replace(actorOf(request), request.params.id, request.body.permissions))],
      }),
    );
  };
