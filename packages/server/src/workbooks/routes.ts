import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { requirePermission } from '@penstock/domain/members/require-permission';
import { actorOf } from '../app/authenticate.ts';
import { cursorOf, readCursor } from '../app/cursor.ts';
import { idOfRequest } from '../app/request-id.ts';
import { idParams, nothing } from '../app/schema.ts';
import { presentGrants, presentSummary, presentWorkbook } from './present.ts';
import * as schema from './schema.ts';
import type { Workbooks } from './workbooks.ts';

const tags = ['Workbooks'];

export const workbookRoutes =
  ({ workbooks }: { workbooks: Workbooks }): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/workbooks',
      {
        schema: {
          tags,
          summary: 'Workbooks that I may open, newest first',
          querystring: schema.workbookListQuery,
          response: { 200: schema.workbookList },
        },
      },
      async (request) => {
        const actor = actorOf(request);
        requirePermission(actor, 'workbooks.view');
        const { filter, cursor, limit } = request.query;
        const [orderedBy, id] = cursor === undefined ? [] : readCursor(cursor, 2);
        const after = orderedBy === undefined || id === undefined ? null : { orderedBy, id };
        const found = await workbooks.list(actor, { filter, after, limit: limit + 1 });
        const page = found.slice(0, limit);
        const last = page.at(-1);
        return {
          items: page.map((summary) => presentSummary(summary, actor)).filter((item) => item !== null),
          nextCursor: found.length > limit && last !== undefined ? cursorOf([last.orderedBy, last.id]) : null,
        };
      },
    );

    app.post(
      '/workbooks',
      { schema: { tags, summary: 'Make a workbook with one empty page', body: schema.newWorkbook, response: { 201: schema.workbook } } },
      async (request, reply) => {
        const actor = actorOf(request);
        requirePermission(actor, 'workbooks.build');
        const workbook = await workbooks.create(actor, { id: idOfRequest(request), ...request.body });
        return reply.code(201).send(presentWorkbook(workbook, 'edit'));
      },
    );

    app.get(
      '/workbooks/:id',
      { schema: { tags, summary: 'A workbook with its pages and elements', params: idParams, response: { 200: schema.workbook } } },
      async (request) => {
        const { workbook, reached } = await workbooks.open(actorOf(request), request.params.id);
        return presentWorkbook(workbook, reached.right);
      },
    );

    app.patch(
      '/workbooks/:id',
      {
        schema: {
          tags,
          summary: 'Rename a workbook or replace its pages',
          params: idParams,
          body: schema.workbookChange,
          response: { 200: schema.workbook },
        },
      },
      async (request) => {
        const { name = null, documentTimeZone = null, pages = null, version = null } = request.body;
        const workbook = await workbooks.change(actorOf(request), request.params.id, { name, documentTimeZone, pages, version });
        return presentWorkbook(workbook, 'edit');
      },
    );

    app.delete(
      '/workbooks/:id',
      { schema: { tags, summary: 'Delete a workbook', params: idParams, response: { 204: nothing } } },
      async (request, reply) => {
        await workbooks.delete(actorOf(request), request.params.id);
        return reply.code(204).send();
      },
    );

    app.get(
      '/workbooks/:id/grants',
      { schema: { tags, summary: 'With whom a workbook is shared', params: idParams, response: { 200: schema.grants } } },
      async (request) => presentGrants(await workbooks.grants(actorOf(request), request.params.id)),
    );

    app.put(
      '/workbooks/:id/grants',
      {
        schema: {
          tags,
          summary: 'Replace with whom a workbook is shared',
          params: idParams,
          body: schema.newGrants,
          response: { 200: schema.grants },
        },
      },
      async (request) => {
        const grants = request.body.grants.map(({ to, right }) => ({ memberId: to === 'everyone' ? null : to.memberId, right }));
        return presentGrants(await workbooks.setGrants(actorOf(request), request.params.id, grants));
      },
    );

    app.get(
      '/search',
      {
        schema: {
          tags,
          summary: 'Find workbooks and input tables by name',
          querystring: schema.searchQuery,
          response: { 200: schema.found },
        },
      },
      async (request) => {
        const actor = actorOf(request);
        requirePermission(actor, 'workbooks.view');
        if (request.query.q === '') return { items: [] };
        return { items: [...(await workbooks.search(actor, request.query.q))] };
      },
    );
  };
