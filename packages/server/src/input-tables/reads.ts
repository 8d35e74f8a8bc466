/** What people see of an input table: its state, pages of rows, its past, and what waits or was refused. */
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import type { EditException } from '@penstock/domain/edit-log/ports';
import { withdrawnCode } from '@penstock/domain/edit-log/rejects';
import { rowsOf } from '@penstock/domain/edit-log/row-changes';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Writer } from '@penstock/domain/input-tables/column-rules';
import type { ExecutionIdentity } from '@penstock/domain/execution-identity/decide';
import type { Operation } from '@penstock/domain/input-tables/operation';
import type { Typing } from '@penstock/domain/input-tables/where-typed';
import type { Actor } from '@penstock/domain/members/actor';
import type { DocumentVersion } from '@penstock/domain/workbooks/versions';
import type { StatementTag, WarehouseFailure, WarehouseSession } from '@penstock/warehouse/port';
import type { TableStatus } from '../edit-log/edit-log.ts';
import type { AdmissionNeeds } from './admit.ts';
import { editingState } from './editing-state.ts';
import type { DescribedAccess, Editing } from './editing-state.ts';
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
import { admissionAgeMs, deliveryAgeMs, readTag } from './table-access.ts';
import type { Access, TableAccess } from './table-access.ts';
import { typingOf } from './typing.ts';
import type { Look, ReadingPurpose } from './who-reads.ts';

export interface Described {
  readonly status: TableStatus;
  readonly editing: Editing;
  readonly canEdit: boolean;
  readonly typing: Typing;
  readonly writer: Writer;
  readonly rowCount: number | null;
}

export interface RejectedEdit {
  readonly entry: EditEntry;
  readonly exception: EditException;
}

/** Who reads for somebody, and whose log-derived data they may have (I13). */
interface Sight {
  readonly identity: ExecutionIdentity;
  readonly onlyAuthor: string | null;
  /** `*`, or whose eyes these are where policies give each reader other rows. */
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

  /** Throws as `TableAccess.toRead` when nobody may read the table for this person. */
  async describe(actor: Actor, reached: Reached, version: DocumentVersion | null): Promise<Described> {
    const { table, right } = reached;
    const typing = await typingOf(this.#needs.workbooks, actor, reached);
    const mayType = right === 'edit' || typing.draft === 'allowed' || typing.published === 'allowed';
    const [writer, status, connection] = await Promise.all([
      this.writer(actor, table),
      this.#needs.editLog.status(dataTableOf(table)),
      this.#needs.connections.load(table.connectionId),
    ]);
    const access = connection === null ? null : await this.#accessDescribed({ actor, table, version }, mayType);
    const editing = editingState({ status, connection, access, memberId: actor.memberId });
    const canEdit = mayType && actor.permissions.has('input-tables.write') && editing.state === 'open';
    return { status, editing, canEdit, typing, writer, rowCount: this.#positions.lastTotal(table.id) ?? table.rowCount };
  }

  /** Who only reads, and does so through the service account, is not asked what their own sign-in may write. */
  async #accessDescribed(look: Look, mayType: boolean): Promise<DescribedAccess> {
    const reading = mayType ? null : await this.#needs.access.toRead({ ...look, asShown: true }, 'overlay', descriptionAgeMs);
    if (reading?.identity.principal.kind === 'service-account') return { of: 'readers', access: reading.access };
    return { of: 'writer', access: (await this.#needs.access.toWrite(look.actor, look.table, descriptionAgeMs)).access };
  }

  async page(look: Look, offset: number, limit: number): Promise<Page> {
    const { table } = look;
    const sight = await this.#sight(look, 'overlay');
    const request = this.#request(table, sight, offset, limit);
    const page = await this.#reading(sight.identity, table, () =>
      readPage(this.#pageNeeds(look, sight.identity), this.#log(table), request),
    );
    this.#known.add(
      table.id,
      page.rows.map((row) => row.id),
    );
    if (page.totalExact && request.principal === '*') this.#rememberCount(table, page.total);
    return page;
  }

  async rowsById(look: Look, rowIds: readonly string[]): Promise<Page> {
    const { table } = look;
    const sight = await this.#sight(look, 'overlay');
    const request = this.#request(table, sight, 0, rowIds.length);
    const found = await this.#reading(sight.identity, table, () =>
      readRowsNow(this.#pageNeeds(look, sight.identity), this.#log(table), request, rowIds),
    );
    this.#known.add(
      table.id,
      found.rows.map((row) => row.id),
    );
    return { ...found, total: found.rows.length, totalExact: true };
  }

  /**
   * Those of the rows that logged edits change and the data table does not show yet, with those edits; `null`: none, or
   * not for this person (I13). Costs no round trip while nothing waits.
   */
  async waitingRows(look: Look, rowIds: ReadonlySet<string>): Promise<Page | null> {
    const pending = await this.#needs.editLog.pending(dataTableOf(look.table));
    const changed = new Set(pending.map(({ operation }) => rowsOf(operation)).flatMap(({ touched, made }) => [...touched, ...made]));
    const ids = [...rowIds].filter((id) => changed.has(id));
    if (ids.length === 0) return null;
    try {
      return await this.rowsById({ ...look, asShown: true }, ids);
    } catch (error) {
      if (error instanceof PenstockError) return null;
      throw error;
    }
  }

  /** The table as the prefix of its log up to a number or a moment. */
  async past(look: Look, asOf: string, offset: number, limit: number): Promise<PastPage> {
    const { table } = look;
    const { onlyAuthor } = await this.#sight(look, 'history');
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

  async history(look: Look, question: Omit<HistoryQuestion, 'onlyAuthor'>): Promise<readonly HistoryItem[]> {
    const { table } = look;
    const { onlyAuthor } = await this.#sight(look, 'history');
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
      ({ kind, memberId, editId, code }) =>
        kind === 'rejected' && code !== withdrawnCode && memberId === actor.memberId && !closed.has(editId),
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
    look: Look,
    purpose: ReadingPurpose,
  ): Promise<
    readonly { readonly entry: EditEntry; readonly exception: EditException | null; readonly summaryShape: TableStatus['shape'] }[]
  > {
    const { table } = look;
    const data = dataTableOf(table);
    const logged = await this.#needs.editLog.pending(data);
    const mine = logged.filter(({ author }) => author.memberId === look.actor.memberId);
    let entries = mine;
    try {
      if ((await this.#sight(look, purpose)).onlyAuthor === null) entries = [...logged];
    } catch (error) {
      // Whose sign-in has ended still sees what they typed themselves, to withdraw it.
      if (mine.length === 0) throw error;
    }
    const { exceptions, shape } = await this.#needs.editLog.status(data);
    return entries.map((entry) => ({ entry, exception: exceptions.find(({ num }) => num === entry.num) ?? null, summaryShape: shape }));
  }

  /** Everything after a number that is there without a gap. */
  entriesAfter(table: InputTable, after: number): Promise<readonly EditEntry[]> {
    return this.#needs.editLog.read(dataTableOf(table), after + 1, everything);
  }

  /** How far this person sees into the log at this moment, for what goes out to them live. */
  async sight(look: Look): Promise<'all' | 'own' | 'nothing'> {
    const { access } = await this.#needs.access.toRead(look, 'overlay', deliveryAgeMs);
    if (access.kind !== 'seen' || !access.ours || !access.mayRead) return 'nothing';
    return access.underPolicies ? 'own' : 'all';
  }

  /** I13: what the principal that reads may read in this session decides what goes out of the log. */
  async #sight(look: Look, purpose: ReadingPurpose): Promise<Sight> {
    const { identity, access } = await this.#needs.access.toRead(look, purpose, deliveryAgeMs);
    const { memberId } = look.actor;
    const own = { identity, onlyAuthor: memberId, principal: `${identity.principal.kind} ${JSON.stringify(identity.role)} ${memberId}` };
    if (access.kind === 'missing' && (await this.#needs.editLog.status(dataTableOf(look.table))).appliedNum === 0) return own;
    requireReadRight(identity, access);
    return access.kind === 'seen' && access.underPolicies ? own : { identity, onlyAuthor: null, principal: '*' };
  }

  #request(table: InputTable, { onlyAuthor, principal }: Sight, offset: number, limit: number): PageRequest {
    const rowCountHint = this.#counted.get(table.id) ?? table.rowCount;
    return { onlyAuthor, principal, tableId: table.id, path: pathOf(table), offset, limit, rowCountHint };
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

  #pageNeeds({ actor, table }: Look, identity: ExecutionIdentity): Parameters<typeof readPage>[0] {
    const tag = readTag(identity, actor, table);
    return { dialect: this.#needs.dialect, positions: this.#positions, tag, withSession: (use) => this.#withSession(identity, tag, use) };
  }

  async #withSession<T>(identity: ExecutionIdentity, tag: StatementTag, use: (session: WarehouseSession) => Promise<T>): Promise<T> {
    const result = await this.#needs.runAs.withSession(identity, tag, use);
    if (result.kind === 'done') return result.value;
    if (result.kind === 'no-session' && result.signIn === 'required') {
      throw new PenstockError('connection.warehouse-sign-in-required', result.failure.message);
    }
    throw readError(identity, result.failure);
  }

  /** A refused read tells that what was remembered of rights is wrong. */
  async #reading<T>(identity: ExecutionIdentity, table: InputTable, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ReadFailure)) throw error;
      this.#needs.access.drop(table.id);
      throw readError(identity, error.failure);
    }
  }

  async #unknownRows(actor: Actor, table: InputTable, rowIds: readonly string[]): Promise<readonly string[]> {
    const unseen = this.#known.missing(table.id, rowIds);
    if (unseen.length === 0) return [];
    const made = new Set((await this.#needs.editLog.pending(dataTableOf(table))).flatMap(({ operation }) => rowsOf(operation).made));
    const toAsk = unseen.filter((id) => !made.has(id));
    if (toAsk.length === 0) return [];
    const { identity } = await this.#needs.access.toWrite(actor, table, admissionAgeMs);
    const tag = readTag(identity, actor, table);
    const found = await this.#reading(identity, table, () =>
      this.#withSession(identity, tag, async (session) => {
        const rows = await rowsOfOutcome(session, this.#needs.dialect.inputTables.readRowsById(pathOf(table), [], toAsk), tag);
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

function requireReadRight(identity: ExecutionIdentity, access: Access): void {
  switch (access.kind) {
    case 'unknown':
      throw new PenstockError('connection.warehouse-unreachable', `The warehouse cannot be asked: ${access.reason}`);
    case 'sign-in-ended':
      throw signInError(identity, access.reason);
    case 'missing':
      throw new PenstockError(
        'input-table.data-missing',
        `The warehouse has no such table any more, or ${whose[identity.principal.kind]} login may not see its schema.`,
      );
    case 'seen':
      if (!access.ours)
        throw new PenstockError('input-table.not-ours', 'A table of this name is there, but it does not bear the mark of Penstock.');
      if (!access.mayRead)
        throw notReadable(identity, `The login ${access.login} lacks SELECT on this table; its owner is ${access.owner}.`);
  }
}

function readError(identity: ExecutionIdentity, failure: WarehouseFailure): PenstockError {
  switch (failure.kind) {
    case 'privilege':
      return notReadable(identity, failure.message);
    case 'missing-object':
    case 'altered-object':
      return new PenstockError('input-table.data-missing', failure.message);
    case 'sign-in':
      return signInError(identity, failure.message);
    default:
      return new PenstockError('connection.warehouse-unreachable', failure.message);
  }
}

const whose = { person: 'your', 'service-account': "the service account's", 'connection-credential': "the connection's" } as const;

function notReadable({ principal }: ExecutionIdentity, detail: string): PenstockError {
  if (principal.kind === 'person') return new PenstockError('input-table.not-readable', detail);
  const nextStep = 'Ask an Admin to have that login granted SELECT on the table.';
  return new PenstockError('input-table.not-readable', detail, { nextStep });
}

/** Only a person can sign in again; an account of the connection that is not let in is an Admin's to mend. */
function signInError(identity: ExecutionIdentity, reason: string): PenstockError {
  if (identity.principal.kind === 'person') return new PenstockError('connection.warehouse-sign-in-required', reason);
  return new PenstockError('input-table.not-readable', `The warehouse does not let ${whose[identity.principal.kind]} login in: ${reason}`, {
    nextStep: "Ask an Admin to mend the connection's credentials.",
  });
}
