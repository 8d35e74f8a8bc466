/** Input tables over HTTP. */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Actor } from '@penstock/domain/members/actor';
import type { Source } from '@penstock/domain/workbooks/definition';
import type { DocumentVersion } from '@penstock/domain/workbooks/versions';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { actorAgain, actorOf } from '../app/authenticate.ts';
import { idOfRequest } from '../app/request-id.ts';
import { nothing } from '../app/schema.ts';
import { grantToLogin, putAway, recheck, sendAgain, submitEdit } from './commands.ts';
import { changeColumnRules, choicesOf } from './column-rules.ts';
import { createInputTable } from './create.ts';
import { editValidator } from './edit-body.ts';
import { openEventStream } from './event-stream.ts';
import type { EventStream } from './event-stream.ts';
import type { ElementQueries } from '../queries/element-queries.ts';
import { describeForNewElement } from '../queries/describe-source.ts';
import type { DescribeNeeds } from '../queries/describe-source.ts';
import { whileAllowed } from '../queries/while-allowed.ts';
import type { Workbooks } from '../workbooks/workbooks.ts';
import type { AllowedNeeds } from '../queries/while-allowed.ts';
import type { InputTables } from './input-tables.ts';
import type { LinkedRows, RequestedOperation } from './linked.ts';
import type { Listener, LiveEvent, Sight } from './live-events.ts';
import {
  presentEdit,
  presentHistory,
  presentPage,
  presentPastPage,
  presentPending,
  presentPerson,
  presentSubmitted,
  presentTable,
  presentTray,
} from './present.ts';
import type { Reached } from './reach.ts';
import { rebuildInputTable } from './rebuild.ts';
import {
  adoptRequest,
  adoptResponse,
  choicesResponse,
  columnParameters,
  columnRulesRequest,
  createTableRequest,
  createTableResponse,
  editRequest,
  editResponse,
  eventsQuery,
  grantRequest,
  grantResponse,
  historyQuery,
  historyResponse,
  inputTableResponse,
  lookQuery,
  pageQuery,
  pageResponse,
  pendingResponse,
  rebuildResponse,
  sendAgainRequest,
  tableParameters,
  trayParameters,
  trayResponse,
  withdrawRequest,
  withdrawResponse,
} from './schema.ts';
import { adopt, withdraw } from './waiting-edits.ts';
import type { Look } from './who-reads.ts';

export interface InputTableServices extends AllowedNeeds, DescribeNeeds {
  readonly workbooks: DescribeNeeds['workbooks'] & Pick<Workbooks, 'reach'>;
  readonly inputTables: InputTables;
  readonly elementQueries: Pick<ElementQueries, 'values'>;
  readonly config: { readonly limits: { readonly editsRequestBytes: number } };
}

const tags = ['input tables'];

type LookRequest = FastifyRequest<{ Params: { id: string }; Querystring: { version?: DocumentVersion | undefined } }>;

export const inputTableRoutes =
  (services: InputTableServices): FastifyPluginAsyncZod =>
  async (app) => {
    const { inputTables } = services;
    const { reads, reach } = inputTables;
    const bodyLimit = services.config.limits.editsRequestBytes;
    const personOf = (memberId: string): ReturnType<typeof inputTables.members.byId> => inputTables.members.byId(memberId);
    const present = async (
      actor: Actor,
      reached: Reached,
      version: DocumentVersion | null = null,
    ): Promise<ReturnType<typeof presentTable>> =>
      presentTable(reached, await reads.describe(actor, reached, version), actor, inputTables.dialect);
    const lookOf = async (request: LookRequest): Promise<Look> => {
      const actor = actorOf(request);
      const { table } = await reach.of(actor, request.params.id);
      return { actor, table, version: request.query.version ?? null };
    };

    app.post(
      '/input-tables',
      { schema: { tags, summary: 'Create an empty input table', body: createTableRequest, response: { 201: createTableResponse } } },
      async (request, reply) => {
        const actor = actorOf(request);
        const { editId = editIdOf(request), destinationId = null, link = null, ...wanted } = request.body;
        inputTables.trace?.received(editId, request.headers, { memberId: actor.memberId, requestId: request.id });
        const { workbookId } = wanted;
        const describe = async (source: Source): Promise<LinkedRows> => {
          const signal = whileAllowed(services, request, reply, workbookId);
          return describeForNewElement(services, { actor, requestId: request.id, workbookId, source, signal });
        };
        const asked = { ...wanted, link, destinationId, editId, requestId: request.id };
        const table = await createInputTable({ ...inputTables, describe }, actor, asked);
        reach.forget(table.id);
        return reply.code(201).send({ inputTable: await present(actor, await reach.of(actor, table.id)) });
      },
    );

    app.get(
      '/input-tables/:id',
      {
        schema: {
          tags,
          summary: 'One input table: columns, place, who may edit',
          params: tableParameters,
          querystring: lookQuery,
          response: { 200: inputTableResponse },
        },
      },
      async (request) => {
        const actor = actorOf(request);
        return present(actor, await reach.of(actor, request.params.id), request.query.version ?? null);
      },
    );

    app.get(
      '/input-tables/:id/rows',
      {
        schema: {
          tags,
          summary: 'Rows by position or by id, now or as of an earlier moment',
          params: tableParameters,
          querystring: pageQuery,
          response: { 200: pageResponse },
        },
      },
      async (request) => {
        const look = await lookOf(request);
        const { offset, limit, asOf, ids, system } = request.query;
        if (asOf !== undefined) return presentPastPage(await reads.past(look, asOf, offset, limit), offset, system);
        if (ids !== undefined) return presentPage(await reads.rowsById(look, rowIdsOf(ids)), 0, system);
        return presentPage(await reads.page(look, offset, limit), offset, system);
      },
    );

    app.post(
      '/input-tables/:id/edits',
      {
        bodyLimit,
        config: { idempotency: 'own' },
        validatorCompiler: editValidator,
        schema: {
          tags,
          summary: 'Log an edit; answers when the edit log has confirmed it',
          params: tableParameters,
          body: editRequest,
          response: { 200: editResponse },
        },
      },
      async (request) => {
        const { editId, baseNum, operation } = request.body;
        const actor = actorOf(request);
        inputTables.trace?.received(editId, request.headers, { memberId: actor.memberId, requestId: request.id });
        // The schema has checked the shape; only the spelling of absent members differs between the two types.
        const edit = { editId, base: baseNum, operation: operation as RequestedOperation };
        return presentSubmitted(await submitEdit(inputTables, actor, request.params.id, { ...edit, requestId: request.id }));
      },
    );

    app.put(
      '/input-tables/:id/columns/:columnId/rules',
      {
        schema: {
          tags,
          summary: 'Who may write a column, and which values are wanted in it',
          params: columnParameters,
          body: columnRulesRequest,
          response: { 200: inputTableResponse },
        },
      },
      async (request) => {
        const actor = actorOf(request);
        const { id, columnId } = request.params;
        await changeColumnRules(inputTables, actor, id, columnId, request.body);
        return present(actor, await reach.of(actor, id));
      },
    );

    app.get(
      '/input-tables/:id/columns/:columnId/choices',
      {
        schema: {
          tags,
          summary: "The values of a column's list, as I may see them",
          params: columnParameters,
          querystring: lookQuery,
          response: { 200: choicesResponse },
        },
      },
      async (request, reply) => {
        const { id, columnId } = request.params;
        const { elementQueries } = services;
        const asking = { id: request.id, signal: (workbookId: string) => whileAllowed(services, request, reply, workbookId) };
        const { version = null } = request.query;
        const { values, hasMore } = await choicesOf(
          { ...inputTables, elementQueries },
          actorOf(request),
          { id, columnId, version },
          asking,
        );
        return { values: [...values], hasMore };
      },
    );

    app.get(
      '/input-tables/:id/history',
      {
        schema: {
          tags,
          summary: 'The past of a cell, a row or the table, newest first',
          params: tableParameters,
          querystring: historyQuery,
          response: { 200: historyResponse },
        },
      },
      async (request) => {
        const look = await lookOf(request);
        const { row = null, column = null, before = null, limit } = request.query;
        const items = await reads.history(look, { row, column, before, limit });
        const pending = await reads.pending(look, 'history');
        return presentHistory(
          personOf,
          items,
          new Map(pending.map(({ entry, exception }) => [entry.num, exception === null ? 'pending' : 'waiting'])),
          limit,
        );
      },
    );

    app.get(
      '/input-tables/:id/pending',
      {
        schema: {
          tags,
          summary: 'Edits that are logged but not yet in the warehouse',
          params: tableParameters,
          querystring: lookQuery,
          response: { 200: pendingResponse },
        },
      },
      async (request) => presentPending(personOf, await reads.pending(await lookOf(request), 'overlay')),
    );

    app.get(
      '/input-tables/:id/tray',
      { schema: { tags, summary: 'My edits that the warehouse refused', params: tableParameters, response: { 200: trayResponse } } },
      async (request) => {
        const actor = actorOf(request);
        const { table } = await reach.of(actor, request.params.id);
        return presentTray(await reads.rejected(actor, table));
      },
    );

    app.post(
      '/input-tables/:id/tray/:editId/send-again',
      {
        schema: {
          tags,
          summary: 'Send a refused edit again under a new id',
          params: trayParameters,
          body: sendAgainRequest,
          response: { 200: editResponse },
        },
      },
      async (request) =>
        presentSubmitted(
          await sendAgain(inputTables, actorOf(request), request.params.id, request.params.editId, {
            newEditId: request.body.newEditId,
            requestId: request.id,
          }),
        ),
    );

    app.delete(
      '/input-tables/:id/tray/:editId',
      { schema: { tags, summary: 'Put a refused edit away', params: trayParameters, response: { 204: nothing } } },
      async (request, reply) => {
        await putAway(inputTables, actorOf(request), request.params.id, request.params.editId);
        return reply.code(204).send();
      },
    );

    app.post(
      '/input-tables/:id/adopt',
      {
        schema: {
          tags,
          summary: 'Have waiting edits of others applied with my sign-in',
          params: tableParameters,
          body: adoptRequest,
          response: { 200: adoptResponse },
        },
      },
      async (request) => {
        const adopted = await adopt(inputTables, actorOf(request), request.params.id, request.body.nums, {
          editId: editIdOf(request),
          requestId: request.id,
        });
        return { adopted: [...adopted] };
      },
    );

    app.post(
      '/input-tables/:id/withdraw',
      {
        schema: {
          tags,
          summary: 'Take back edits of mine that wait',
          params: tableParameters,
          body: withdrawRequest,
          response: { 200: withdrawResponse },
        },
      },
      async (request) => {
        const withdrawn = await withdraw(inputTables, actorOf(request), request.params.id, request.body.nums, {
          editId: editIdOf(request),
          requestId: request.id,
        });
        return { withdrawn: [...withdrawn] };
      },
    );

    app.post(
      '/input-tables/:id/recheck',
      {
        schema: {
          tags,
          summary: 'Ask the warehouse again and lift what it no longer justifies',
          params: tableParameters,
          response: { 200: inputTableResponse },
        },
      },
      async (request) => {
        const actor = actorOf(request);
        await recheck(inputTables, actor, request.params.id);
        return present(actor, await reach.of(actor, request.params.id));
      },
    );

    app.post(
      '/input-tables/:id/grant',
      {
        schema: {
          tags,
          summary: "Give a colleague's warehouse login a right on the table, as its creator",
          params: tableParameters,
          body: grantRequest,
          response: { 200: grantResponse },
        },
      },
      async (request) => ({
        sql: await grantToLogin(inputTables, actorOf(request), request.params.id, {
          login: request.body.login,
          right: request.body.privilege,
        }),
      }),
    );

    app.post(
      '/input-tables/:id/rebuild',
      {
        schema: {
          tags,
          summary: 'Rebuild the data table from its log, in place, as me',
          params: tableParameters,
          response: { 200: rebuildResponse },
        },
      },
      async (request) =>
        rebuildInputTable(inputTables, actorOf(request), request.params.id, { editId: editIdOf(request), requestId: request.id }),
    );

    const streams = new Set<EventStream>();
    app.addHook('preClose', async () => {
      for (const stream of streams) stream.end();
    });
    app.get(
      '/input-tables/:id/events',
      { schema: { tags, summary: 'Live edits as server-sent events', params: tableParameters, querystring: eventsQuery } },
      async (request, reply) => {
        const actor = actorOf(request);
        const reached = await reach.of(actor, request.params.id);
        const after = lastEventId(request) ?? request.query.after ?? (await lastNum(services, reached));
        await listen(services, request, reply, { actor, table: reached.table, version: request.query.version ?? null }, after, streams);
      },
    );
  };

/** The last number without a gap before it. */
async function lastNum({ inputTables: { reads, editLog } }: InputTableServices, { table }: Reached): Promise<number> {
  const { appliedNum } = await editLog.status({
    tableId: table.id,
    connectionId: table.connectionId,
    ...table.destination,
    table: table.tableName,
  });
  return (await reads.entriesAfter(table, appliedNum)).at(-1)?.num ?? appliedNum;
}

async function listen(
  services: InputTableServices,
  request: FastifyRequest,
  reply: FastifyReply,
  { actor, table, version }: Look,
  after: number,
  streams: Set<EventStream>,
): Promise<void> {
  const { inputTables } = services;
  const { reads, reach, live, members } = inputTables;
  const personOf = (memberId: string): ReturnType<typeof members.byId> => members.byId(memberId);

  const sight = async (): Promise<Sight> => {
    const still = await actorAgain(services, request);
    if (still === null) return 'ended';
    try {
      await reach.of(still, table.id);
    } catch (error) {
      if (error instanceof PenstockError) return 'ended';
      throw error;
    }
    // A refusal is an answer: nobody reads the table for this person at this moment.
    return reads.sight({ actor: still, table, version }).catch((error: unknown) => {
      if (error instanceof PenstockError) return 'nothing';
      throw error;
    });
  };

  const deliver = async (event: LiveEvent): Promise<void> => {
    switch (event.event) {
      case 'edit':
        return void stream.send('edit', await presentEdit(personOf, event.entry), event.entry.num);
      case 'hidden':
        return void stream.send('hidden', { num: event.num }, event.num);
      case 'overwritten': {
        const { id, name } = await presentPerson(personOf, { memberId: event.by.id, email: event.by.email, login: '' });
        return void stream.send('overwritten', { num: event.num, by: { id, name }, cells: event.cells });
      }
      case 'settled': {
        const { num, state, code, reason } = event;
        return void stream.send('settled', { num, state, code, reason });
      }
      case 'editing': {
        const { editing } = await reads.describe(actor, await reach.of(actor, table.id), version);
        return void stream.send('editing', editing);
      }
      case 'ended':
        stream.send('ended', {});
        return stream.end();
    }
  };

  const listener: Listener = { memberId: actor.memberId, sight, deliver };
  let stop = (): void => {};
  const stream = openEventStream(reply, () => {
    streams.delete(stream);
    stop();
  });
  streams.add(stream);
  stop = live.listen(table.id, listener, after);
}

function lastEventId(request: FastifyRequest): number | null {
  const header = request.headers['last-event-id'];
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : null;
}

function rowIdsOf(ids: string): readonly string[] {
  const rowIds = ids.split(',').filter((id) => id !== '');
  if (rowIds.length > 500)
    throw new PenstockError('request.invalid', 'Ask for up to 500 rows by id.', { fields: [{ pointer: '/ids', message: 'too many' }] });
  return rowIds;
}

/** The edit id of what this request does: a retry with the same Idempotency-Key is the same edit. */
function editIdOf(request: FastifyRequest): string {
  return idOfRequest(request, 'edit').replaceAll('-', '');
}
