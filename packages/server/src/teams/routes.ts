import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { requirePermission } from '@penstock/domain/members/require-permission';
import { actorOf } from '../app/authenticate.ts';
import { idOfRequest } from '../app/request-id.ts';
import { idParams, nothing } from '../app/schema.ts';
import * as schema from './schema.ts';
import type { Teams, TeamWithMembers } from './teams.ts';

const tags = ['Teams'];

export const teamRoutes =
  ({ teams }: { teams: Teams }): FastifyPluginAsyncZod =>
  async (app) => {
    app.get('/teams', { schema: { tags, summary: 'Teams, by name', response: { 200: schema.teamList } } }, async (request) => {
      // Who may share a document must be able to name teams.
      requirePermission(actorOf(request), 'workbooks.build');
      return { items: [...(await teams.list())] };
    });

    app.post(
      '/teams',
      { schema: { tags, summary: 'Make a team', body: schema.newTeam, response: { 201: schema.teamWithMembers } } },
      async (request, reply) => {
        requirePermission(actorOf(request), 'members.manage');
        return reply.code(201).send(presentTeam(await teams.create({ id: idOfRequest(request), name: request.body.name })));
      },
    );

    app.get(
      '/teams/:id',
      { schema: { tags, summary: 'A team with its members', params: idParams, response: { 200: schema.teamWithMembers } } },
      async (request) => {
        requirePermission(actorOf(request), 'workbooks.build');
        return presentTeam(await teams.byId(request.params.id));
      },
    );

    app.patch(
      '/teams/:id',
      { schema: { tags, summary: 'Rename a team', params: idParams, body: schema.newTeam, response: { 200: schema.teamWithMembers } } },
      async (request) => {
        requirePermission(actorOf(request), 'members.manage');
        return presentTeam(await teams.rename(request.params.id, request.body.name));
      },
    );

    app.put(
      '/teams/:id/members',
      {
        schema: {
          tags,
          summary: 'Replace who is in a team',
          params: idParams,
          body: schema.teamMembers,
          response: { 200: schema.teamWithMembers },
        },
      },
      async (request) => {
        requirePermission(actorOf(request), 'members.manage');
        return presentTeam(await teams.setMembers(request.params.id, request.body.memberIds));
      },
    );

    app.delete(
      '/teams/:id',
      { schema: { tags, summary: 'Delete a team and with it every grant to it', params: idParams, response: { 204: nothing } } },
      async (request, reply) => {
        requirePermission(actorOf(request), 'members.manage');
        await teams.delete(request.params.id);
        return reply.code(204).send();
      },
    );
  };

function presentTeam({ id, name, memberCount, members }: TeamWithMembers): z.output<typeof schema.teamWithMembers> {
  return { id, name, memberCount, members: members.map((member) => ({ id: member.id, name: member.name, email: member.email })) };
}
