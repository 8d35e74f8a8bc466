/**
 * The data of elements, one way for all who ask: look up what the element reads, let `decide` choose the principal, plan,
 * render, ask the cache, run, tell the history. Nothing here picks a principal or writes SQL.
 */
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { PassThrough } from 'node:stream';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Connection } from '@penstock/domain/connections/connection';
import { newSources } from '@penstock/domain/data-permissions/read-source';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { decide } from '@penstock/domain/execution-identity/decide';
import type { ExecutionIdentity } from '@penstock/domain/execution-identity/decide';
import type { DocumentPurpose } from '@penstock/domain/execution-identity/purpose';
import type { Actor } from '@penstock/domain/members/actor';
import { interactionOf } from '@penstock/domain/queries/interaction';
import type { ElementPlan, PlannedColumn } from '@penstock/domain/queries/plan';
import { planElement } from '@penstock/domain/queries/plan-element';
import type { ValuesOf, View } from '@penstock/domain/queries/plan-element';
import type { ControlValue, DataElement, Filter, Sort } from '@penstock/domain/workbooks/definition';
import type { Outcome, ResultSet, Statement, StatementTag, WarehouseSession } from '@penstock/warehouse/port';
import { decodeResult } from '@penstock/warehouse/queries/decode-result';
import type { DecodedResult, PivotPart } from '@penstock/warehouse/queries/decode-result';
import { inertCsv } from '@penstock/warehouse/queries/inert-csv';
import { postgresqlQueries } from '@penstock/warehouse/queries/postgresql';
import { renderPlan } from '@penstock/warehouse/queries/render-plan';
import type { ConnectionStore } from '../connections/store.ts';
import { controlsOf, elementOf, listed, theOneConnection, withElement } from './asked-element.ts';
import type { ElementSources, LogHead, LookedUp } from './element-sources.ts';
import { linkedPage, mayTypeInto, withWaiting } from './linked-page.ts';
import type { LinkedPage, WaitingRows } from './linked-page.ts';
import type { QueryEnd, QueryHistory } from './query-history.ts';
import { ranAsOf, refuse, refusedIdentity, wrongElement } from './refusals.ts';
import type { Failed, RanAs } from './refusals.ts';
import type { ResultCache } from './result-cache.ts';
import type { RunAs } from './run-as.ts';
import type { DataPermissions } from '../data-permissions/data-permissions.ts';
import type { InputTable } from '../input-tables/store.ts';
import type { Look } from '../input-tables/who-reads.ts';
import type { Toggles } from '../run-as-service-account/toggles.ts';
import type { Workbooks } from '../workbooks/workbooks.ts';
import { whileSignedIn } from './while-allowed.ts';

/** What somebody asks of an element. */
export interface ElementQuestion {
  readonly actor: Actor;
  readonly requestId: string;
  readonly workbookId: string;
  readonly elementId: string;
  /** `null`: the one that the person sees when they open the document. A number: an older one. */
  readonly version: 'draft' | 'published' | number | null;
  readonly controls: Readonly<Record<string, ControlValue>>;
  readonly view: {
    readonly sorts: readonly Sort[] | null;
    readonly filters: readonly Filter[];
    readonly collapsed: Readonly<Record<string, boolean>>;
  };
  /** In place of the document's element of the same id, for exploring. */
  readonly element: DataElement | null;
  /** Aborted when nobody waits for the answer any more: the statement is then cancelled in the warehouse. */
  readonly signal: AbortSignal;
}

export interface ElementPage {
  readonly columns: readonly PlannedColumn[];
  /** One list per column. */
  readonly values: readonly (readonly unknown[])[];
  readonly rowCount: number;
  readonly hasMore: boolean;
  /** Of a pivot with totals: what each row is. */
  readonly parts: readonly PivotPart[] | null;
  /** Which typed column a column passes on, by the column's id. */
  readonly inputColumns: ReadonlyMap<string, string>;
  /** Of a linked input table, for those who may type there. */
  readonly linked: LinkedPage | null;
  readonly runsAs: RanAs;
  /** Saved edits of input tables that the rows lack: they wait for their author, or for the warehouse. */
  readonly editsMissing: number;
  /** `null`: computed for this request. */
  readonly cachedAtMs: number | null;
  readonly durationMs: number;
  readonly queryId: string | null;
}

interface Needs {
  readonly workbooks: Pick<Workbooks, 'definition' | 'requireSources'>;
  readonly sources: ElementSources;
  readonly dataPermissions: Pick<DataPermissions, 'mayRead' | 'personFacts'>;
  readonly toggles: Pick<Toggles, 'partFacts'>;
  readonly connections: Pick<ConnectionStore, 'get'>;
  readonly runAs: Pick<RunAs, 'withSession' | 'admit'>;
  readonly history: QueryHistory;
  readonly cache: ResultCache;
  /** Among these rows, those with logged edits that are not written yet; `null`: none, or not for this person. */
  readonly waitingRows: (look: Look, rowIds: ReadonlySet<string>) => Promise<WaitingRows | null>;
  readonly timeoutMs: number;
  readonly exportTimeoutMs: number;
}

type Wanted = Pick<View, 'answer' | 'page' | 'withTotals'>;
const wholeElement: Wanted = { answer: 'rows', withTotals: false, page: null };

/** `inert`: so that no spreadsheet takes them for formulas. */
export type ExportedTexts = 'as-they-are' | 'inert';

interface Answer {
  readonly result: ResultSet;
  readonly login: string | null;
  readonly cachedAtMs: number | null;
  readonly queryId: string | null;
}

type Ran<T> = { readonly kind: 'done'; readonly value: T; readonly login: string; readonly queryId: string } | Failed;

/** What came of a query: how many rows, and how long it took from the first of them to the last. */
type Fetched = Pick<QueryEnd, 'rowCount' | 'fetchMs'>;

const nothingFetched: Fetched = { rowCount: null, fetchMs: null };

/** Between the warehouse and a slow reader. */
const exportBufferBytes = 1024 * 1024;

/** Everything that is settled before the warehouse is asked. */
interface Prepared {
  readonly question: ElementQuestion;
  readonly version: 'draft' | 'published';
  readonly element: DataElement;
  readonly identity: ExecutionIdentity;
  readonly connection: Connection;
  readonly ranAs: RanAs;
  readonly told: Parameters<typeof refuse>[2];
  readonly tag: StatementTag;
  readonly logHeads: readonly LogHead[];
  readonly plan: ElementPlan;
  /** Where it is at home: a copy only shows what was written. */
  readonly linkedTable: InputTable | null;
  /** Into the linked input table that the element is. */
  readonly mayType: boolean;
}

export class ElementQueries {
  readonly #needs: Needs;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Rows `offset` to `offset + limit` of an element, as its controls, filters and sorts make them. */
  page(question: ElementQuestion, { offset, limit, refresh }: { offset: number; limit: number; refresh: boolean }): Promise<ElementPage> {
    return this.#table(question, offset === 0 ? 'view' : 'page', { answer: 'rows', withTotals: true, page: { offset, limit } }, refresh);
  }

  /** One row: the totals of a table. */
  totals(question: ElementQuestion, refresh: boolean): Promise<ElementPage> {
    return this.#table(question, 'view', { answer: 'totals', withTotals: false, page: null }, refresh);
  }

  /** How many rows the element has. Asked for by a person only: no page waits for it. */
  async count(question: ElementQuestion): Promise<{ readonly rows: number; readonly runsAs: RanAs }> {
    const { values, runsAs } = await this.#table(question, 'view', { answer: 'count', withTotals: false, page: null }, false);
    return { rows: Number(values[0]?.[0] ?? 0), runsAs };
  }

  /** The values of a column, each once, the most frequent first. */
  values(question: ElementQuestion, of: ValuesOf, page: { offset: number; limit: number }): Promise<ElementPage> {
    return this.#table(question, 'view', { answer: of, withTotals: false, page }, false);
  }

  /** The statement as a person may read and copy it. */
  async statement(question: ElementQuestion): Promise<{ readonly sql: string; readonly connectionId: string }> {
    const prepared = await this.#prepare(question, 'view', { answer: 'rows', withTotals: true, page: null });
    return { sql: renderPlan(prepared.plan, postgresqlQueries).readable, connectionId: prepared.connection.id };
  }

  /** Throws what an export would be refused with before it runs. */
  async checkExport(question: ElementQuestion): Promise<void> {
    await this.#prepare(question, 'export', wholeElement);
  }

  /**
   * The element as CSV that the warehouse writes. Resolves with the first bytes; until then a refusal is thrown. Destroying
   * the stream cancels the statement.
   */
  async exportCsv(question: ElementQuestion, texts: ExportedTexts): Promise<{ readonly name: string; readonly csv: Readable }> {
    const prepared = await this.#prepare(question, 'export', wholeElement);
    const query = texts === 'inert' ? inertCsv(prepared.plan) : renderPlan(prepared.plan, postgresqlQueries).inlined;
    const csv = new PassThrough({ highWaterMark: exportBufferBytes });
    const options = { tag: prepared.tag, timeoutMs: this.#needs.exportTimeoutMs };
    // What people sent as values stands in the exported text as literals: the history gets it with places for them.
    const { text } = renderPlan(prepared.plan, postgresqlQueries).statement;
    const running = this.#recorded(
      prepared,
      text,
      (fetched: Fetched) => fetched,
      async (session, signal) => ({ kind: 'done', value: await fetchInto(csv, session.exportCsv(query, { ...options, signal })) }),
    );
    const refused = running.then((outcome) => (outcome.kind === 'done' ? undefined : this.#refuse(prepared, outcome)));
    // A failure after the first bytes breaks the stream off; nobody waits for this promise then.
    refused.catch(() => undefined);
    // The stream breaks off before it is known what that means to people.
    await Promise.race([once(csv, 'readable').catch(() => refused), refused]);
    return { name: prepared.element.name, csv };
  }

  async #table(question: ElementQuestion, purpose: DocumentPurpose, wanted: Wanted, refresh: boolean): Promise<ElementPage> {
    const startedMs = performance.now();
    const prepared = await this.#prepare(question, purpose, wanted);
    const answer = await this.#answer(prepared, renderPlan(prepared.plan, postgresqlQueries).statement, refresh);
    const { plan } = prepared;
    const decoded = decodeResult(plan, answer.result);
    const { rowCount, hasMore, parts } = decoded;
    const { values, linked } = await this.#withTyped(prepared, decoded);
    return {
      columns: plan.columns,
      inputColumns: new Map(plan.linked?.typed.map(({ columnId, inputColumnId }) => [columnId, inputColumnId])),
      linked: prepared.mayType ? linked : null,
      values,
      rowCount,
      hasMore,
      parts,
      runsAs: { ...prepared.ranAs, login: answer.login },
      // Those of the linked table itself are laid over the rows.
      editsMissing: prepared.logHeads.reduce((sum, head) => (head.tableId === prepared.linkedTable?.id ? sum : sum + head.missing), 0),
      cachedAtMs: answer.cachedAtMs,
      durationMs: performance.now() - startedMs,
      queryId: answer.queryId,
    };
  }

  /** Of a linked input table: which rows these are, and over them what is logged and waits. */
  async #withTyped(
    { question, version, plan, logHeads, linkedTable }: Prepared,
    { values, rowCount, linked }: DecodedResult,
  ): Promise<Pick<ElementPage, 'values' | 'linked'>> {
    if (plan.linked === null || linked === null) return { values, linked: null };
    const page = linkedPage(plan.linked, linked, rowCount, numOf(logHeads, plan.linked.inputTableId));
    if (linkedTable === null) return { values, linked: page };
    const rowIds = new Set(page.rowIds.filter((id) => id !== null));
    const waiting = await this.#needs.waitingRows({ actor: question.actor, table: linkedTable, version }, rowIds);
    if (waiting === null) return { values, linked: page };
    const laid = withWaiting(plan, values, page, waiting);
    return { values: laid.values, linked: laid.page };
  }

  /** Looks everything up and plans; throws when nobody may run it or it cannot be computed. */
  async #prepare(question: ElementQuestion, purpose: DocumentPurpose, wanted: Wanted): Promise<Prepared> {
    const { workbooks, sources, connections, dataPermissions, toggles } = this.#needs;
    const view: View = { ...question.view, collapsed: new Map(Object.entries(question.view.collapsed)), ...wanted };
    const document = await workbooks.definition(question.actor, question.workbookId, question.version);
    const element = elementOf(document.definition, question.elementId);
    const definition = question.element === null ? document.definition : withElement(document.definition, question.element);
    const lookedUp = await sources.lookUp(definition, element.id);
    const connection = await connections.get(theOneConnection(lookedUp));
    const facts = await toggles.partFacts({
      workbookId: question.workbookId,
      ownerId: document.ownerId,
      version: document.version,
      connection,
      sources: lookedUp.leaves,
    });
    if (question.element !== null) {
      await workbooks.requireSources(question.actor, question.workbookId, document.definition, definition);
      await this.#requireOwnPermission(question.actor, connection, lookedUp, await sources.lookUp(document.definition, element.id));
    }
    const interaction = interactionOf(
      element,
      {
        sorts: view.sorts ?? [],
        filters: view.filters,
        collapsed: view.collapsed,
        controlIds: Object.keys(question.controls),
        valuesOf: typeof view.answer === 'object' ? listed(document.definition, element.id, view.answer.columnId) : null,
        ownElement: question.element !== null,
      },
      controlsOf(document.definition),
    );
    const decision = decide({
      purpose: interaction === 'other' && purpose !== 'export' ? 'explore' : purpose,
      connection,
      person: await dataPermissions.personFacts(connection, question.actor.memberId, lookedUp.leaves),
      document: { ...facts, version: document.version, interaction, right: document.right },
    });
    if (decision.kind === 'refuse') throw refusedIdentity(decision, connection);
    const { identity } = decision;
    const ranAs = ranAsOf(decision, connection);
    const told = identity.principal.kind === 'person' || document.right === 'edit' ? 'everything' : 'no-values';
    const tag: StatementTag = {
      purpose: identity.purpose,
      requestId: question.requestId,
      human: question.actor.email,
      document: question.workbookId,
      element: element.id,
    };
    const asking = {
      identity,
      tag,
      withSession: <T>(use: (session: WarehouseSession) => Promise<T>) => this.#needs.runAs.withSession(identity, tag, use),
      refuse: (outcome: Failed): never => refuse(outcome, ranAs, told),
    };
    // Before the columns are looked up: a logged edit may rename one.
    const logHeads = await sources.applied(lookedUp.inputTables, purpose === 'export' ? 'refuse' : 'answer', question.signal);
    const planned = planElement({
      definition,
      elementId: element.id,
      sourceOf: await sources.resolve(lookedUp, asking),
      controls: new Map(Object.entries(question.controls)),
      view,
    });
    if (planned.kind === 'wrong') throw wrongElement(planned.problems);
    const { plan } = planned;
    const table = plan.linked === null ? undefined : lookedUp.inputTables.get(plan.linked.inputTableId);
    const isAtHome = table?.workbookId === question.workbookId && typeof question.version !== 'number';
    const linkedTable = table !== undefined && isAtHome ? table : null;
    const mayType = linkedTable !== null && mayTypeInto(linkedTable, question.actor, document);
    return { question, version: document.version, element, identity, connection, ranAs, told, tag, logHeads, plan, linkedTable, mayType };
  }

  /**
   * On a static connection the owner's data permission is what counts, for what the document reads. Whoever brings another
   * source while exploring does so on their own.
   */
  async #requireOwnPermission(actor: Actor, connection: Connection, asked: LookedUp, published: LookedUp): Promise<void> {
    const brought = newSources(published.leaves, asked.leaves);
    if (await this.#needs.dataPermissions.mayRead(connection, actor.memberId, brought)) return;
    throw new PenstockError('connection.no-data-permission', `Your data permission on "${connection.name}" does not cover what you added.`);
  }

  /** From the cache, or from the warehouse. */
  async #answer(prepared: Prepared, statement: Statement, refresh: boolean): Promise<Answer> {
    const { identity, ranAs, tag, logHeads } = prepared;
    const admitted = await this.#needs.runAs.admit(identity);
    if (admitted.kind === 'no-session') return refuse(admitted, ranAs);
    const known = { identity, login: admitted.login ?? '', role: identity.role, statement, logHeads };
    const cached = refresh ? null : this.#needs.cache.get(known);
    if (cached !== null) return { result: cached.result, login: admitted.login, cachedAtMs: cached.computedAtMs, queryId: null };
    const { timeoutMs } = this.#needs;
    const ran = await this.#recorded(prepared, statement.text, fetchedOf, (session, signal) =>
      session.run(statement, { tag, timeoutMs, signal }),
    );
    if (ran.kind !== 'done') return this.#refuse(prepared, ran);
    this.#needs.cache.put(known, ran.value);
    return { result: ran.value, login: ran.login, cachedAtMs: null, queryId: ran.queryId };
  }

  /** Runs as the decided principal and tells the history how it went. */
  async #recorded<T>(
    prepared: Prepared,
    statement: string,
    fetchedOfValue: (value: T) => Fetched,
    run: (session: WarehouseSession, signal: AbortSignal) => Promise<Outcome<T>>,
  ): Promise<Ran<T>> {
    const { question, version, identity, tag } = prepared;
    const { actor, workbookId, elementId, requestId } = question;
    const recorded = this.#needs.history.begin({
      identity,
      memberId: actor.memberId,
      workbookId,
      elementId,
      version,
      explores: question.element !== null,
      statement,
      requestId,
    });
    const startedMs = performance.now();
    let login: string | null = null;
    let queueMs: number | null = null;
    const { signal, stop } = whileSignedIn(this.#needs.runAs, identity, question.signal);
    const lent = await this.#needs.runAs
      .withSession(identity, tag, (session) => {
        login = session.login;
        queueMs = performance.now() - startedMs;
        return run(session, signal);
      })
      .finally(stop);
    const outcome = lent.kind === 'done' ? lent.value : lent;
    const { rowCount, fetchMs } = outcome.kind === 'done' ? fetchedOfValue(outcome.value) : nothingFetched;
    const warehouseMs = queueMs === null ? null : performance.now() - startedMs - queueMs - (fetchMs ?? 0);
    recorded.end({ ...howItEnded(outcome), login, queueMs, warehouseMs, fetchMs, rowCount });
    return outcome.kind === 'done' ? { kind: 'done', value: outcome.value, login: login ?? '', queryId: recorded.id } : outcome;
  }

  #refuse(prepared: Prepared, outcome: Failed): never {
    const kind = outcome.failure.kind;
    // What was remembered of its sources may be the reason.
    if (kind === 'missing-object' || kind === 'altered-object' || kind === 'privilege') this.#needs.sources.forget(prepared.identity);
    return refuse(outcome, prepared.ranAs, prepared.told);
  }
}

function fetchedOf({ rows, fetchMs }: ResultSet): Fetched {
  return { rowCount: rows.length, fetchMs: fetchMs ?? null };
}

/** Passes an export on at its reader's pace; the time counts from its first bytes. */
async function fetchInto(csv: Writable, chunks: AsyncGenerator<Uint8Array, number>): Promise<Fetched> {
  let rowCount = 0;
  let beganMs = performance.now();
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    try {
      const first = await chunks.next();
      beganMs = performance.now();
      if (!first.done) yield first.value;
      rowCount = first.done ? first.value : yield* chunks;
    } finally {
      // Left early, it is cancelled in the warehouse.
      await chunks.return(0);
    }
  };
  await pipeline(counted(), csv);
  return { rowCount, fetchMs: performance.now() - beganMs };
}

function howItEnded(outcome: { readonly kind: 'done' } | Failed): Pick<QueryEnd, 'state' | 'failure'> {
  if (outcome.kind === 'done') return { state: 'done', failure: null };
  const { kind, message } = outcome.failure;
  return { state: kind === 'cancelled' ? 'cancelled' : 'failed', failure: { kind, detail: message } };
}

function numOf(logHeads: readonly LogHead[], tableId: string): number {
  return logHeads.find((head) => head.tableId === tableId)?.num ?? 0;
}
