/** What people see of an input table: its state, pages of rows, its past, and what waits or was refused. */
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import type { EditException } from '@penstock/domain/edit-log/ports';
import { rowsOf } from '@penstock/domain/edit-log/row-changes';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Writer } from '@penstock/domain/input-tables/column-rules';
import type { Operation } from '@penstock/domain/input-tables/operation';
import type { Typing } from '@penstock/domain/input-tables/where-typed';
import type { Actor } from '@penstock/domain/members/actor';
import type { WarehouseFailure, WarehouseSession } from '@penstock/warehouse/port';
import type { TableStatus } from '../edit-log/edit-log.ts';
import type { AdmissionNeeds } from './admit.ts';
import { editingState } from './editing-state.ts';
import type { Editing } from './editing-state.ts';
import { historyOf } from './history.ts';
import type { HistoryItem, HistoryQuestion } from './history.ts';
import { KnownRows } from './known-rows.ts';
import type { Needs } from './needs.ts';
import { readPage, readRowsNow } from './page.ts';
import type { Page, PageLog, PageRequest } from './page.ts';
import { Positions, ReadFailure, rowsOfOutcome } from './positions.ts';
import { numOfMoment, pageAsOf } from './past.ts';
import type { PastPage } from './past.ts';
import { dataTableOf, pathOf } from './reach.ts';
import type { Reached } from './reach.ts';
import { closedTrayEntries, rememberRowCount } from './store.ts';
import type { InputTable } from './store.ts';
import { TableHistory } from './table-history.ts';
import { deliveryAgeMs, readTag } from './table-access.ts';
import type { Access, TableAccess } from './table-access.ts';
import { typingOf } from './typing.ts';
import { whoReads } from './who-reads.ts';

export interface Described {
  readonly status: TableStatus;
  readonly editing: Editing;
  readonly access: Access;
  readonly canEdit: boolean;
  readonly typing: Typing;
  readonly writer: Writer;
  readonly rowCount: number | null;
}

export interface RejectedEdit {
  readonly entry: EditEntry;
  readonly exception: EditException;
}

/** Whose log-derived data a reader may have (I13). */
interface Sight {
  readonly onlyAuthor: string | null;
  readonly principal: string;
}

/** Numbers that a history looks at in one read. */
const historyStretch = 1_000;
/** An answer about rights that describes a table may be this old. */
const descriptionAgeMs = 10_000;
const everything = Number.MAX_SAFE_INTEGER;

export class Reads {
  readonly #needs: Needs & { readonly access: TableAccess };
  readonly #positions: Positions;
  readonly #known = new KnownRows();
  readonly #counted = new Map<string, number>();

  constructor(needs: Needs & { readonly access: TableAccess }) {
    this.#needs = needs;
    this.#positions = new Positions(needs.dialect, () => needs.clock.nowMs());
  }

  /** What admission asks of this file. */
  get admission(): AdmissionNeeds {
    return {
      access: this.#needs.access,
      unknownRows: (actor, table, rowIds) => this.#unknownRows(actor, table, rowIds),
      rowTotal: (tableId) => this.#positions.lastTotal(tableId),
      writer: (actor, table) => this.writer(actor, table),
    };
  }

  /** An entry was logged, here or elsewhere. */
  logged(entry: EditEntry): void {
    this.#positions.note(entry);
    this.remember(entry.tableId, entry.operation);
  }

  remember(tableId: string, operation: Operation): void {
    this.#known.add(tableId, rowsOf(operation).made);
  }

  /** News may have been lost: everything is counted and asked anew. */
  forgetAll(): void {
    this.#positions.clear();
  }

  /** The person, as the rules of columns look at them. */
  async writer({ memberId }: Actor, table: InputTable): Promise<Writer> {
    return { memberId, isTableOwner: table.ownerMemberId === memberId, teams: await this.#needs.teams.teamsOf(memberId) };
  }

  async describe(actor: Actor, reached: Reached): Promise<Described> {
    const { table, right } = reached;
    const [typing, writer, status, access, connection] = await Promise.all([
      typingOf(this.#needs.workbooks, actor, reached),
      this.writer(actor, table),
      this.#needs.editLog.status(dataTableOf(table)),
      this.#needs.access.of(actor, table, descriptionAgeMs),
      this.#needs.connections.load(table.connectionId),
    ]);
    const editing = editingState({ status, access, connection, memberId: actor.memberId });
    const mayType = typing.draft === 'allowed' || typing.published === 'allowed';
    const canEdit = (mayType || right === 'edit') && actor.permissions.has('input-tables.write') && editing.state === 'open';
    return { status, access, editing, canEdit, typing, writer, rowCount: this.#positions.lastTotal(table.id) ?? table.rowCount };
  }

  async page(actor: Actor, table: InputTable, offset: number, limit: number): Promise<Page> {
    const request = await this.#request(actor, table, offset, limit);
    const page = await this.#reading(table, () => readPage(this.#pageNeeds(actor, table), this.#log(table), request));
    this.#known.add(
      table.id,
      page.rows.map((row) => row.id),
    );
    if (page.totalExact && request.principal === '*') this.#rememberCount(table, page.total);
    return page;
  }

  async rowsById(actor: Actor, table: InputTable, rowIds: readonly string[]): Promise<Page> {
    const request = await this.#request(actor, table, 0, rowIds.length);
    const found = await this.#reading(table, () => readRowsNow(this.#pageNeeds(actor, table), this.#log(table), request, rowIds));
    this.#known.add(
      table.id,
      found.rows.map((row) => row.id),
    );
    return { ...found, total: found.rows.length, totalExact: true };
  }

  /** The table as the prefix of its log up to a number or a moment. */
  async past(actor: Actor, table: InputTable, asOf: string, offset: number, limit: number): Promise<PastPage> {
    const { onlyAuthor } = await this.#sight(actor, table);
    if (onlyAuthor !== null)
      throw new PenstockError(
        'input-table.policies-hide-history',
        'What the table held at an earlier moment cannot be told apart by the rows you may see.',
      );
    const { headNum } = await this.#needs.editLog.status(dataTableOf(table));
    const history = await TableHistory.open(this.#needs.logPorts, { tableId: table.id, connectionId: table.connectionId });
    const num = await numOfMoment(history, headNum, asOf);
    if (num === null)
      throw new PenstockError('request.invalid', 'asOf is a log number, or a moment in ISO 8601.', {
        fields: [{ pointer: '/asOf', message: 'a number or a moment' }],
      });
    return pageAsOf(history, num, offset, limit);
  }

  async history(actor: Actor, table: InputTable, question: Omit<HistoryQuestion, 'onlyAuthor'>): Promise<readonly HistoryItem[]> {
    const { onlyAuthor } = await this.#sight(actor, table);
    const data = dataTableOf(table);
    const status = await this.#needs.editLog.status(data);
    const rejected = new Set(status.exceptions.filter(({ kind }) => kind === 'rejected').map(({ num }) => num));
    const items: HistoryItem[] = [];
    let end = (question.before ?? status.headNum + 1) - 1;
    while (end >= 1 && items.length < question.limit) {
      const start = Math.max(1, end - historyStretch + 1);
      const entries = await this.#needs.editLog.read(data, start, end);
      items.push(
        ...historyOf(entries, status.shape, (num) => rejected.has(num), { ...question, onlyAuthor, limit: question.limit - items.length }),
      );
      end = start - 1;
    }
    return items;
  }

  /** My edits that the warehouse refused and that I have not closed yet. */
  async rejected(actor: Actor, table: InputTable): Promise<readonly RejectedEdit[]> {
    const data = dataTableOf(table);
    const { exceptions } = await this.#needs.editLog.status(data);
    const closed = await closedTrayEntries(this.#needs.database.pool, table.id, actor.memberId);
    const mine = exceptions.filter(
      ({ kind, memberId, editId }) => kind === 'rejected' && memberId === actor.memberId && !closed.has(editId),
    );
    const found: RejectedEdit[] = [];
    for (const exception of mine) {
      const [entry] = (await this.#needs.editLog.read(data, exception.num, exception.num)).filter(({ num }) => num === exception.num);
      if (entry !== undefined) found.push({ entry, exception });
    }
    return found;
  }

  /** Logged but not applied, with what each waits for. */
  async pending(
    actor: Actor,
    table: InputTable,
  ): Promise<
    readonly { readonly entry: EditEntry; readonly exception: EditException | null; readonly summaryShape: TableStatus['shape'] }[]
  > {
    const { onlyAuthor } = await this.#sight(actor, table);
    const data = dataTableOf(table);
    const entries = (await this.#needs.editLog.pending(data)).filter(({ author }) => onlyAuthor === null || author.memberId === onlyAuthor);
    const { exceptions, shape } = await this.#needs.editLog.status(data);
    return entries.map((entry) => ({ entry, exception: exceptions.find(({ num }) => num === entry.num) ?? null, summaryShape: shape }));
  }

  /** Everything after a number that is there without a gap. */
  entriesAfter(table: InputTable, after: number): Promise<readonly EditEntry[]> {
    return this.#needs.editLog.read(dataTableOf(table), after + 1, everything);
  }

  /** I13: what this principal's own credential may read in this session decides what it gets of the log. */
  async #sight(actor: Actor, table: InputTable): Promise<Sight> {
    const access = await this.#needs.access.of(actor, table, deliveryAgeMs);
    const own = { onlyAuthor: actor.memberId, principal: actor.memberId };
    if (access.kind === 'missing' && (await this.#needs.editLog.status(dataTableOf(table))).appliedNum === 0) return own;
    requireReadRight(access);
    return access.kind === 'seen' && access.underPolicies ? own : { onlyAuthor: null, principal: '*' };
  }

  async #request(actor: Actor, table: InputTable, offset: number, limit: number): Promise<PageRequest> {
    const sight = await this.#sight(actor, table);
    return { ...sight, tableId: table.id, path: pathOf(table), offset, limit, rowCountHint: this.#counted.get(table.id) ?? table.rowCount };
  }

  #log(table: InputTable): PageLog {
    const data = dataTableOf(table);
    const { editLog } = this.#needs;
    return {
      table: () => editLog.status(data),
      catchUp: () => editLog.catchUp(data),
      pendingEntries: () => editLog.pending(data),
      entriesAfter: (num) => editLog.read(data, num + 1, everything),
    };
  }

  #pageNeeds(actor: Actor, table: InputTable): Parameters<typeof readPage>[0] {
    return {
      dialect: this.#needs.dialect,
      positions: this.#positions,
      tag: readTag(table),
      withSession: (use) => this.#withSession(actor, table, use),
    };
  }

  async #withSession<T>(actor: Actor, table: InputTable, use: (session: WarehouseSession) => Promise<T>): Promise<T> {
    const connection = await this.#needs.connections.load(table.connectionId);
    if (connection === null) throw new PenstockError('connection.not-found', 'The connection of this table was removed.');
    const { decision } = await whoReads(this.#needs, actor, table, connection);
    if (decision.kind === 'refuse') throw new PenstockError('input-table.not-readable', decision.reason);
    const result = await this.#needs.runAs.withSession(decision.identity, readTag(table), use);
    if (result.kind === 'done') return result.value;
    if (result.kind === 'no-session' && result.signIn === 'required') {
      throw new PenstockError('connection.warehouse-sign-in-required', result.failure.message);
    }
    throw readError(result.failure);
  }

  /** A refused read tells that what was remembered of rights is wrong. */
  async #reading<T>(table: InputTable, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ReadFailure)) throw error;
      this.#needs.access.drop(table.id);
      throw readError(error.failure);
    }
  }

  async #unknownRows(actor: Actor, table: InputTable, rowIds: readonly string[]): Promise<readonly string[]> {
    const unseen = this.#known.missing(table.id, rowIds);
    if (unseen.length === 0) return [];
    const made = new Set((await this.#needs.editLog.pending(dataTableOf(table))).flatMap(({ operation }) => rowsOf(operation).made));
    const toAsk = unseen.filter((id) => !made.has(id));
    if (toAsk.length === 0) return [];
    const found = await this.#reading(table, () =>
      this.#withSession(actor, table, async (session) => {
        const rows = await rowsOfOutcome(session, this.#needs.dialect.inputTables.readRowsById(pathOf(table), [], toAsk), readTag(table));
        return rows.map((row) => String(row[0]));
      }),
    );
    this.#known.add(table.id, found);
    const present = new Set(found);
    return toAsk.filter((id) => !present.has(id));
  }

  #rememberCount(table: InputTable, total: number): void {
    const last = this.#counted.get(table.id) ?? table.rowCount;
    this.#counted.set(table.id, total);
    // Only a hint for the next start: written when it moved by a tenth.
    if (last !== null && Math.abs(last - total) <= last / 10) return;
    rememberRowCount(this.#needs.database.pool, table.id, total).catch((error: unknown) =>
      this.#needs.onFailure(error, 'remembering a row count'),
    );
  }
}

function requireReadRight(access: Access): void {
  switch (access.kind) {
    case 'unknown':
      throw new PenstockError('connection.warehouse-unreachable', `The warehouse cannot be asked: ${access.reason}`);
    case 'sign-in-ended':
      throw new PenstockError('connection.warehouse-sign-in-required', access.reason);
    case 'missing':
      throw new PenstockError(
        'input-table.data-missing',
        'The warehouse has no such table any more, or your login may not see its schema.',
      );
    case 'seen':
      if (!access.ours)
        throw new PenstockError('input-table.not-ours', 'A table of this name is there, but it does not bear the mark of Penstock.');
      if (!access.mayRead)
        throw new PenstockError(
          'input-table.not-readable',
          `The login ${access.login} lacks SELECT on this table; its owner is ${access.owner}.`,
        );
  }
}

function readError(failure: WarehouseFailure): PenstockError {
  switch (failure.kind) {
    case 'privilege':
      return new PenstockError('input-table.not-readable', failure.message);
    case 'missing-object':
    case 'altered-object':
      return new PenstockError('input-table.data-missing', failure.message);
    case 'sign-in':
      return new PenstockError('connection.warehouse-sign-in-required', failure.message);
    default:
      return new PenstockError('connection.warehouse-unreachable', failure.message);
  }
}
