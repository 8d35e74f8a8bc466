/** Documents as a whole: finding, opening, naming, sharing, giving away, deleting. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { requirePermission } from '@penstock/domain/members/require-permission';
import { actorOf } from '../app/authenticate.ts';
import { cursorOf, readCursor } from '../app/cursor.ts';
import { idOfRequest } from '../app/request-id.ts';
import { idParams, nothing } from '../app/schema.ts';
import { grantsFrom, presentGrants, presentSummary, presentWorkbook } from './present.ts';
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
          summary: 'Workbooks, data models and datasets that I may open, newest first; or mine in the trash',
          querystring: schema.workbookListQuery,
          response: { 200: schema.workbookList },
        },
      },
      async (request) => {
        const actor = actorOf(request);
        requirePermission(actor, 'workbooks.view');
        const { filter, kind = null, folderId = null, cursor, limit } = request.query;
        const [orderedBy, id] = cursor === undefined ? [] : readCursor(cursor, 2);
        const after = orderedBy === undefined || id === undefined ? null : { orderedBy, id };
        const found = await workbooks.list(actor, { filter, kind, folderId, after, limit: limit + 1 });
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
      {
        schema: {
          tags,
          summary: 'Make a workbook, a data model or a dataset with one empty page',
          body: schema.newWorkbook,
          response: { 201: schema.workbook },
        },
      },
      async (request, reply) => {
        const actor = actorOf(request);
        requirePermission(actor, 'workbooks.build');
        return reply.code(201).send(presentWorkbook(await workbooks.create(actor, { id: idOfRequest(request), ...request.body })));
      },
    );

    app.get(
      '/workbooks/:id',
      {
        schema: {
          tags,
          summary: 'A document in the version that I may see',
          params: idParams,
          querystring: schema.workbookQuery,
          response: { 200: schema.workbook },
        },
      },
      async (request) => presentWorkbook(await workbooks.open(actorOf(request), request.params.id, request.query.version ?? null)),
    );

    app.patch(
      '/workbooks/:id',
      {
        schema: {
          tags,
          summary: 'Rename a document or move it to another folder',
          params: idParams,
          body: schema.workbookChange,
          response: { 200: schema.workbook },
        },
      },
      async (request) => presentWorkbook(await workbooks.change(actorOf(request), request.params.id, request.body)),
    );

    app.delete(
      '/workbooks/:id',
      { schema: { tags, summary: 'Put a document in the trash', params: idParams, response: { 204: nothing } } },
      async (request, reply) => {
        await workbooks.delete(actorOf(request), request.params.id);
        return reply.code(204).send();
      },
    );

    app.post(
      '/trash/:id/restore',
      { schema: { tags, summary: 'Take a document out of the trash', params: idParams, response: { 204: nothing } } },
      async (request, reply) => {
        await workbooks.undelete(actorOf(request), request.params.id);
        return reply.code(204).send();
      },
    );

    app.post(
      '/workbooks/:id/duplicate',
      {
        schema: {
          tags,
          summary: 'Make a copy of my own; input tables stay where they are',
          params: idParams,
          body: schema.copyRequest,
          response: { 201: schema.workbook },
        },
      },
      async (request, reply) => {
        const actor = actorOf(request);
        await workbooks.require(actor, request.params.id, 'view');
        requirePermission(actor, 'workbooks.build');
        const copy = { id: idOfRequest(request), ...request.body };
        return reply.code(201).send(presentWorkbook(await workbooks.duplicate(actor, request.params.id, copy)));
      },
    );

    app.post(
      '/workbooks/:id/transfer',
      {
        schema: {
          tags,
          summary: 'Give a document to another member; its owner or an Admin does',
          params: idParams,
          body: schema.transferRequest,
          response: { 204: nothing },
        },
      },
      async (request, reply) => {
        await workbooks.transfer(actorOf(request), request.params.id, request.body.memberId);
        return reply.code(204).send();
      },
    );

    app.get(
      '/workbooks/:id/grants',
      { schema: { tags, summary: 'With whom a document is shared', params: idParams, response: { 200: schema.grants } } },
      async (request) => presentGrants(await workbooks.grants(actorOf(request), request.params.id)),
    );

    app.put(
      '/workbooks/:id/grants',
      {
        schema: {
          tags,
          summary: 'Replace with whom a document is shared',
          params: idParams,
          body: schema.newGrants,
          response: { 200: schema.grants },
        },
      },
      async (request) => presentGrants(await workbooks.setGrants(actorOf(request), request.params.id, grantsFrom(request.body))),
    );

    app.get(
      '/search',
      {
        schema: {
          tags,
          summary: 'Find documents and elements by name',
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
