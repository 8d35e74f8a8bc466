import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Actor } from '@penstock/domain/members/actor';
import { requirePermission } from '@penstock/domain/members/require-permission';
import type { DataElement } from '@penstock/domain/workbooks/definition';
import { isDataElement } from '@penstock/domain/workbooks/references';
import type { z } from 'zod';
import { actorOf } from '../app/authenticate.ts';
import type { Finders } from '../app/authenticate.ts';
import { cursorOf, readCursor } from '../app/cursor.ts';
import type { Workbooks } from '../workbooks/workbooks.ts';
import { keepDownload, takeDownload } from './download-tickets.ts';
import type { TicketNeeds } from './download-tickets.ts';
import type { ElementQueries, ElementQuestion, ExportedTexts } from './element-queries.ts';
import { describeSource } from './describe-source.ts';
import type { DescribeNeeds } from './describe-source.ts';
import { readHistory } from './history-reads.ts';
import type { HistoryQuestion } from './history-reads.ts';
import { presentHistory, presentPage } from './present.ts';
import type { QueryHistory } from './query-history.ts';
import * as schema from './schema.ts';
import { whileAllowed } from './while-allowed.ts';
import type { AllowedNeeds } from './while-allowed.ts';

const tags = ['Queries'];

interface Needs extends DescribeNeeds, Finders, TicketNeeds {
  readonly workbooks: DescribeNeeds['workbooks'] & Pick<Workbooks, 'reach'>;
  readonly elementQueries: ElementQueries;
  readonly queryHistory: QueryHistory;
}

export const queryRoutes =
  (needs: Needs): FastifyPluginAsyncZod =>
  async (app) => {
    const { elementQueries, queryHistory, workbooks, database } = needs;
    // Nothing of the product is changed by asking: a repeated request is computed again, and no answer is kept.
    const config = { idempotency: 'own' } as const;

    app.post(
      '/workbooks/:id/elements/:elementId/query',
      {
        config,
        schema: {
          tags,
          summary: 'Rows of an element',
          params: schema.elementParams,
          body: schema.query,
          response: { 200: schema.queryResult },
        },
      },
      async (request, reply) => {
        const { offset, limit, refresh } = request.body;
        return presentPage(await elementQueries.page(questionOf(needs, request, reply), { offset, limit, refresh }));
      },
    );

    app.post(
      '/workbooks/:id/elements/:elementId/totals',
      {
        config,
        schema: {
          tags,
          summary: 'The totals of a table, in one row',
          params: schema.elementParams,
          body: schema.totalsQuestion,
          response: { 200: schema.queryResult },
        },
      },
      async (request, reply) => presentPage(await elementQueries.totals(questionOf(needs, request, reply), request.body.refresh)),
    );

    app.post(
      '/workbooks/:id/elements/:elementId/count',
      {
        config,
        schema: {
          tags,
          summary: 'How many rows an element has',
          params: schema.elementParams,
          body: schema.countQuestion,
          response: { 200: schema.count },
        },
      },
      async (request, reply) => elementQueries.count(questionOf(needs, request, reply)),
    );

    app.post(
      '/workbooks/:id/elements/:elementId/values',
      {
        config,
        schema: {
          tags,
          summary: 'The values of a column, each once with how many rows have it, the most frequent first',
          params: schema.elementParams,
          body: schema.valuesQuestion,
          response: { 200: schema.queryResult },
        },
      },
      async (request, reply) => {
        const { columnId, containing, offset, limit } = request.body;
        return presentPage(await elementQueries.values(questionOf(needs, request, reply), { columnId, containing }, { offset, limit }));
      },
    );

    app.post(
      '/workbooks/:id/elements/:elementId/sql',
      {
        config,
        schema: {
          tags,
          summary: 'The SQL of an element, to read and copy',
          params: schema.elementParams,
          body: schema.statementQuestion,
          response: { 200: schema.statement },
        },
      },
      async (request, reply) => elementQueries.statement(questionOf(needs, request, reply)),
    );

    app.post(
      '/workbooks/:id/elements/:elementId/export',
      {
        config,
        schema: {
          tags,
          summary: 'All rows of an element as CSV, written by the warehouse',
          params: schema.elementParams,
          body: schema.exportQuestion,
          produces: ['text/csv'],
        },
      },
      async (request, reply) => {
        return sendCsv(reply, questionOf(needs, request, reply), request.body.texts);
      },
    );

    app.post(
      '/workbooks/:id/elements/:elementId/export/ticket',
      {
        config,
        schema: {
          tags,
          summary: 'A link to the same CSV, for a browser to follow',
          params: schema.elementParams,
          body: schema.exportQuestion,
          response: { 200: schema.download },
        },
      },
      async (request, reply) => {
        // A browser that follows a link shows no refusal: it is told here.
        await elementQueries.checkExport(questionOf(needs, request, reply));
        const { id: workbookId, elementId } = request.params;
        const asked = { workbookId, elementId, question: request.body };
        return { path: `/downloads/${await keepDownload(needs, actorOf(request).memberId, asked)}` };
      },
    );

    app.get(
      '/downloads/:ticket',
      { config, schema: { tags, summary: 'What a ticket was given for', params: schema.downloadParams, produces: ['text/csv'] } },
      async (request, reply) => {
        const found = await takeDownload(needs, actorOf(request).memberId, request.params.ticket);
        if (found === null)
          throw new PenstockError('request.not-found', 'This link was used already, or is older than a minute. Download again.');
        const body = schema.exportQuestion.parse(found.question);
        const asked = { id: found.workbookId, elementId: found.elementId };
        return sendCsv(reply, questionAbout(needs, request, reply, asked, body), body.texts);
      },
    );

    async function sendCsv(reply: FastifyReply, question: ElementQuestion, texts: ExportedTexts): Promise<FastifyReply> {
      const { name, csv } = await elementQueries.exportCsv(question, texts);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', attachment(`${name}.csv`))
        .send(csv);
    }

    app.post(
      '/workbooks/:id/describe-source',
      {
        config,
        schema: {
          tags,
          summary: 'Columns of a source, as I may read them',
          params: schema.workbookParams,
          body: schema.describeSource,
          response: { 200: schema.describedSource },
        },
      },
      async (request, reply) => {
        const { id: workbookId } = request.params;
        const signal = whileAllowed(needs, request, reply, workbookId);
        const asked = { actor: actorOf(request), requestId: request.id, workbookId, source: request.body.source, signal };
        const { columns, keyColumns } = await describeSource(needs, asked);
        return { columns: [...columns], keyColumns: [...keyColumns] };
      },
    );

    app.get(
      '/workbooks/:id/query-history',
      {
        schema: {
          tags,
          summary: 'What the elements of a document asked, newest first',
          params: schema.workbookParams,
          querystring: schema.historyQuery,
          response: { 200: schema.historyList },
        },
      },
      async (request) => {
        await workbooks.require(actorOf(request), request.params.id, 'edit');
        return history(actorOf(request), request.query, request.params.id);
      },
    );

    app.get(
      '/query-history',
      {
        schema: {
          tags,
          summary: 'What all documents asked, newest first',
          querystring: schema.historyQuery,
          response: { 200: schema.historyList },
        },
      },
      async (request) => {
        requirePermission(actorOf(request), 'connections.manage');
        return history(actorOf(request), request.query, null);
      },
    );

    async function history(
      { memberId, permissions }: Actor,
      { cursor, limit, state }: z.output<typeof schema.historyQuery>,
      workbookId: string | null,
    ): Promise<z.input<typeof schema.historyList>> {
      // What this node has just run is there when somebody looks.
      await queryHistory.flush();
      const [at, id] = cursor === undefined ? [] : readCursor(cursor, 2);
      const before: HistoryQuestion['before'] = at === undefined || id === undefined ? null : { at, id };
      const reader = { memberId, isAdmin: permissions.has('connections.manage') };
      const found = await readHistory(database, { workbookId, state: state ?? null, before, limit: limit + 1, reader });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const nextCursor = found.length > limit && last !== undefined ? cursorOf([last.at.toISOString(), last.id]) : null;
      return { items: page.map(presentHistory), nextCursor };
    }
  };

type Question = FastifyRequest<{ Params: z.output<typeof schema.elementParams>; Body: z.output<typeof schema.statementQuestion> }>;

function questionOf(needs: AllowedNeeds, request: Question, reply: FastifyReply): ElementQuestion {
  return questionAbout(needs, request, reply, request.params, request.body);
}

function questionAbout(
  needs: AllowedNeeds,
  request: FastifyRequest,
  reply: FastifyReply,
  { id: workbookId, elementId }: Question['params'],
  { version, controls, view, element }: Question['body'],
): ElementQuestion {
  return {
    actor: actorOf(request),
    requestId: request.id,
    workbookId,
    elementId,
    version: version ?? null,
    controls,
    view,
    element: element === undefined ? null : dataElement(element, elementId),
    signal: whileAllowed(needs, request, reply, workbookId),
  };
}

function dataElement(element: NonNullable<Question['body']['element']>, elementId: string): DataElement {
  if (element.id === elementId && isDataElement(element)) return element;
  throw new PenstockError('request.invalid', 'The element to explore is a table, pivot or chart with the id of the address.', {
    fields: [{ pointer: '/element', message: 'is not an element with data of this id' }],
  });
}

/** RFC 6266: a name that every browser understands, and the true one. */
function attachment(name: string): string {
  const plain = name.replaceAll(/[^\w.() -]/g, '_').slice(0, 100);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name.toWellFormed())}`;
}
