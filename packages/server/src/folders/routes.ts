import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { requirePermission } from '@penstock/domain/members/require-permission';
import { actorOf } from '../app/authenticate.ts';
import { idOfRequest } from '../app/request-id.ts';
import { idParams, nothing } from '../app/schema.ts';
import { grantsFrom, presentGrants } from '../workbooks/present.ts';
import { grants, newGrants } from '../workbooks/schema.ts';
import type { Folders, ReachedFolder } from './folders.ts';
import * as schema from './schema.ts';

const tags = ['Folders'];

export const folderRoutes =
  ({ folders }: { folders: Folders }): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/folders',
      { schema: { tags, summary: 'Folders that I may see, by name', response: { 200: schema.folderList } } },
      async (request) => {
        const actor = actorOf(request);
        requirePermission(actor, 'workbooks.view');
        return { items: (await folders.list(actor)).map(presentFolder) };
      },
    );

    app.post(
      '/folders',
      { schema: { tags, summary: 'Make a folder', body: schema.newFolder, response: { 201: schema.folder } } },
      async (request, reply) => {
        const actor = actorOf(request);
        requirePermission(actor, 'workbooks.build');
        return reply.code(201).send(presentFolder(await folders.create(actor, { id: idOfRequest(request), ...request.body })));
      },
    );

    app.patch(
      '/folders/:id',
      {
        schema: {
          tags,
          summary: 'Rename a folder or move it into another',
          params: idParams,
          body: schema.folderChange,
          response: { 200: schema.folder },
        },
      },
      async (request) => presentFolder(await folders.change(actorOf(request), request.params.id, request.body)),
    );

    app.delete(
      '/folders/:id',
      {
        schema: {
          tags,
          summary: 'Delete a folder; what lies in it moves to the folder above',
          params: idParams,
          response: { 204: nothing },
        },
      },
      async (request, reply) => {
        await folders.delete(actorOf(request), request.params.id);
        return reply.code(204).send();
      },
    );

    app.get(
      '/folders/:id/grants',
      { schema: { tags, summary: 'With whom a folder is shared', params: idParams, response: { 200: grants } } },
      async (request) => presentGrants(await folders.grants(actorOf(request), request.params.id)),
    );

    app.put(
      '/folders/:id/grants',
      {
        schema: {
          tags,
          summary: 'Replace with whom a folder and all that lies in it is shared',
          params: idParams,
          body: newGrants,
          response: { 200: grants },
        },
      },
      async (request) => presentGrants(await folders.setGrants(actorOf(request), request.params.id, grantsFrom(request.body))),
    );
  };

function presentFolder({ folder, right }: ReachedFolder): z.output<typeof schema.folder> {
  return { id: folder.id, name: folder.name, parentId: folder.parentId, owner: folder.owner, myRight: right };
}
