import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { requirePermission } from '@penstock/domain/members/require-permission';
import { actorOf } from '../app/authenticate.ts';
import { cursorOf, readCursor } from '../app/cursor.ts';
import { idOfRequest } from '../app/request-id.ts';
import { idParams, listQuery } from '../app/schema.ts';
import type { MemberAttributes } from './attributes.ts';
import type { Members } from './members.ts';
import { presentAccountType, presentMember } from './present.ts';
import * as schema from './schema.ts';

const tags = ['Members'];

export const memberRoutes =
  ({ members, memberAttributes }: { members: Members; memberAttributes: MemberAttributes }): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/members',
      { schema: { tags, summary: 'Everybody, by name', querystring: listQuery, response: { 200: schema.memberList } } },
      async (request) => {
        // Who may share a workbook must be able to name colleagues.
        requirePermission(actorOf(request), 'workbooks.build');
        const { cursor, limit } = request.query;
        const [name, id] = cursor === undefined ? [] : readCursor(cursor, 2);
        const found = await members.list(name === undefined || id === undefined ? null : { name, id }, limit + 1);
        const page = found.slice(0, limit);
        const last = page.at(-1);
        return {
          items: page.map(presentMember),
          nextCursor: found.length > limit && last !== undefined ? cursorOf([last.name, last.id]) : null,
        };
      },
    );

    app.post(
      '/members',
      { schema: { tags, summary: 'Add a member before they sign in', body: schema.newMember, response: { 201: schema.member } } },
      async (request, reply) => {
        requirePermission(actorOf(request), 'members.manage');
        const { email, name, accountTypeId = null } = request.body;
        const member = await members.add({ id: idOfRequest(request), email, name, accountTypeId });
        return reply.code(201).send(presentMember(member));
      },
    );

    app.patch(
      '/members/:id',
      {
        schema: {
          tags,
          summary: 'Change account type or status; deactivating ends all sessions',
          params: idParams,
          body: schema.memberChange,
          response: { 200: schema.member },
        },
      },
      async (request) => {
        requirePermission(actorOf(request), 'members.manage');
        const { accountTypeId = null, status = null } = request.body;
        return presentMember(await members.change(request.params.id, { accountTypeId, status }));
      },
    );

    app.get(
      '/members/:id/attributes',
      { schema: { tags, summary: "A member's attributes", params: idParams, response: { 200: schema.attributes } } },
      async (request) => ({ attributes: Object.fromEntries(await memberAttributes.list(actorOf(request), request.params.id)) }),
    );

    app.put(
      '/members/:id/attributes',
      {
        schema: {
          tags,
          summary: "Replace a member's attributes",
          params: idParams,
          body: schema.attributes,
          response: { 200: schema.attributes },
        },
      },
      async (request) => {
        const wanted = new Map(Object.entries(request.body.attributes));
        return { attributes: Object.fromEntries(await memberAttributes.replace(actorOf(request), request.params.id, wanted)) };
      },
    );

    app.get(
      '/account-types',
      { schema: { tags, summary: 'Account types, lowest first', response: { 200: schema.accountTypeList } } },
      async (request) => {
        actorOf(request);
        return { items: (await members.accountTypes()).map(presentAccountType) };
      },
    );

    app.post(
      '/account-types',
      { schema: { tags, summary: 'Make a custom account type', body: schema.newAccountType, response: { 201: schema.accountType } } },
      async (request, reply) => {
        requirePermission(actorOf(request), 'members.manage');
        const type = await members.addAccountType({ id: idOfRequest(request), ...request.body });
        return reply.code(201).send(presentAccountType(type));
      },
    );

    app.patch(
      '/account-types/:id',
      {
        schema: {
          tags,
          summary: 'Change a custom account type',
          params: idParams,
          body: schema.accountTypeChange,
          response: { 200: schema.accountType },
        },
      },
      async (request) => {
        requirePermission(actorOf(request), 'members.manage');
        const { name = null, permissions = null } = request.body;
        return presentAccountType(await members.changeAccountType(request.params.id, { name, permissions }));
      },
    );
  };
