/**
 * The front door of the edit log on one node: submit an edit, read what is logged, follow a table. Everything that
 * runs behind it (appenders, tails, appliers, leases) is made here, on first use.
 */
import { changesData } from '@penstock/domain/edit-log/dependencies';
import type { Author, EditEntry, EditMetadata } from '@penstock/domain/edit-log/entry';
import type { DataTable, EditException, Restriction } from '@penstock/domain/edit-log/ports';
import type { TableShape } from '@penstock/domain/edit-log/table-shape';
import { weightOf } from '@penstock/domain/edit-log/weight';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { momentOf } from '@penstock/domain/values/date-time';
import type { Operation } from '@penstock/domain/input-tables/operation';
import { Appender, logRefusal } from './appender.ts';
import type { LogRefusal } from './appender.ts';
import { Applier } from './applier.ts';
import { Backlog } from './backlog.ts';
import { claimLog, unavailable } from './claim-log.ts';
import type { EditLogPorts } from './ports.ts';
import { recoverNumbers } from './recover-numbers.ts';
import { submission } from './submission.ts';
import type { Acknowledged, Submission } from './submission.ts';
import { TableLog } from './table-log.ts';
import type { Settled } from './table-log.ts';
import type { LogFinding } from '@penstock/domain/edit-log/read';

export interface NewEdit {
  readonly table: DataTable;
  /** 32 hex digits made by the client. */
  readonly editId: string;
  /** The number that the author had seen. */
  readonly base: number;
  readonly author: Author;
  readonly metadata: EditMetadata;
  readonly operation: Operation;
}

/** What a reader or an editor needs to know of a table, from memory. */
export interface TableStatus {
  readonly table: DataTable;
  readonly headNum: number;
  /** Every edit at or below it is settled: applied, rejected, or listed as waiting. */
  readonly appliedNum: number;
  /** The columns as they are in the data table. */
  readonly dataShape: TableShape;
  /** The columns with all logged edits. */
  readonly shape: TableShape;
  readonly restrictions: readonly Restriction[];
  readonly exceptions: readonly EditException[];
  /** Set while the log of the connection refuses everything. */
  readonly logRefusal: LogRefusal | null;
}

export interface EditLogEvents {
  logged: (entry: EditEntry) => void;
  settled: (settled: Settled) => void;
  restricted: (tableId: string) => void;
  /** A log stopped or began to take edits again; `null`: it takes them. */
  health: (connectionId: string, refusal: LogRefusal | null) => void;
  found: (tableId: string, finding: LogFinding) => void;
}

/** A re-check answers when it is seen here that the restriction is lifted, or after that. */
const liftedWithinMs = 3_000;
const orphansAtATime = 100;

interface OpenTable {
  readonly log: TableLog;
  readonly applier: Applier;
}

interface OpenConnection {
  readonly appender: Appender;
}

export class EditLog {
  readonly #ports: EditLogPorts;
  readonly #listeners: { readonly [Name in keyof EditLogEvents]: Set<EditLogEvents[Name]> } = {
    logged: new Set(),
    settled: new Set(),
    restricted: new Set(),
    health: new Set(),
    found: new Set(),
  };
  readonly #connections = new Map<string, Promise<OpenConnection>>();
  readonly #tables = new Map<string, Promise<OpenTable>>();
  readonly #opened = new Map<string, OpenTable>();
  /** Why the log of a connection refuses everything; `null`: it takes edits; absent: nobody has asked since the start. */
  readonly #health = new Map<string, LogRefusal | null>();
  /** Tables whose log could not be read when they were opened: nothing is appended to it, and nothing applied, before it was. */
  readonly #uncompared = new Set<string>();
  readonly #backlog: Backlog;
  readonly #unsubscribe: () => void;
  readonly #closing = new AbortController();

  constructor(ports: EditLogPorts) {
    this.#ports = ports;
    this.#backlog = new Backlog(ports, {
      ofTable: (tableId) => this.#opened.get(tableId)?.log.tail.unapplied ?? 0,
      ofNode: () => [...this.#opened.values()].reduce((sum, { log }) => sum + log.tail.unapplied, 0),
    });
    this.#unsubscribe = ports.bulletin.subscribe(
      (news) => void this.#onNews(news.kind, news.tableId).catch((error: unknown) => ports.onFailure('following news', error)),
    );
  }

  /** Begins the work that needs no request: lease renewal, and tables that another node left behind. */
  start(): void {
    void this.#loop(this.#ports.settings.leaseRenewMs, 'renewing leases', () => this.#renewLeases());
    void this.#loop(this.#ports.settings.leaseMs, 'looking for orphans', () => this.#adoptOrphans());
  }

  /** Lets the statements on their way end, and gives the leases back. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#unsubscribe();
    await Promise.all([...this.#opened.values()].map(({ applier }) => applier.stop()));
  }

  on<Name extends keyof EditLogEvents>(name: Name, listener: EditLogEvents[Name]): () => void {
    this.#listeners[name].add(listener);
    return () => void this.#listeners[name].delete(listener);
  }

  /** The first edit of a table's log; the applier then makes the data table as the author. */
  async createTable(edit: NewEdit): Promise<Acknowledged> {
    await this.#connection(edit.table.connectionId);
    await this.#ports.store.register(edit.table);
    return this.submit(edit);
  }

  /**
   * Resolves when the edit is in the log. Throws `edit-log.*` errors when it is not acknowledged: the client keeps
   * the edit and sends it again under the same id.
   */
  async submit(edit: NewEdit): Promise<Acknowledged> {
    const { connectionId, tableId } = edit.table;
    await this.#table(edit.table);
    if (this.#uncompared.has(tableId)) await this.#compare(edit.table);
    const { appender } = await this.#connection(connectionId);
    const { editId, base, author, metadata, operation } = edit;
    const log = (): Promise<Acknowledged> =>
      appender.submit(submission(this.#ports, { connectionId, tableId, editId, base, author, metadata, operation }));
    // What mends a table that stands still must not wait behind it.
    return changesData(operation) ? this.#backlog.enter(tableId, weightOf(operation), log) : log();
  }

  async status(table: DataTable): Promise<TableStatus> {
    const { log } = await this.#table(table);
    const { headNum, appliedNum, shape, restrictions, exceptions } = log.table;
    return {
      table,
      headNum: Math.max(headNum, log.tail.contiguous),
      appliedNum,
      dataShape: shape,
      shape: log.shape(),
      restrictions,
      exceptions,
      logRefusal: this.#health.get(table.connectionId) ?? null,
    };
  }

  /** Logged edits that are not in the data table: lay them over what is read from it (I6). */
  async pending(table: DataTable): Promise<readonly EditEntry[]> {
    return (await this.#table(table)).log.pending();
  }

  /** Asks metadata what other nodes have logged: their news may not have come yet, and readers see all that is saved (I6). */
  async catchUp(table: DataTable): Promise<void> {
    await (await this.#table(table)).log.catchUp();
  }

  /** Edits of a range of numbers, from memory where they are, else from the log as the service account. */
  async read(table: DataTable, fromNum: number, toNum: number): Promise<readonly EditEntry[]> {
    const { log } = await this.#table(table);
    if (!log.tail.covers(fromNum - 1)) return log.read(fromNum, toNum);
    return log.tail.after(fromNum - 1).filter((entry) => entry.num <= toNum);
  }

  /** Something that held edits back may be mended: on every node. Throws when the log itself still refuses. */
  async recheck(table: DataTable): Promise<void> {
    if ((this.#health.get(table.connectionId) ?? null) !== null) await (await this.#connection(table.connectionId)).appender.recheck();
    if (this.#uncompared.has(table.tableId)) await this.#compare(table);
    await this.#tryAgain(table);
    const { log } = await this.#table(table);
    const untilMs = this.#ports.clock.nowMs() + liftedWithinMs;
    while (log.table.restrictions.length > 0 && this.#ports.clock.nowMs() < untilMs) await this.#ports.clock.sleep(20);
  }

  /** The node that applies the table hears of it; if none does, this one begins to, though nobody has opened it here yet. */
  async #tryAgain(table: DataTable): Promise<void> {
    const { applier } = await this.#table(table);
    this.#ports.bulletin.publish({ kind: 'recheck', tableId: table.tableId, num: 0 });
    applier.recheck();
  }

  /** An Admin gives up an edit whose row is gone from the log or was forged (I11): a noop takes its number. */
  async closeGap(table: DataTable, num: number): Promise<void> {
    await this.#ports.store.closeGap(table.tableId, num, momentOf(this.#ports.clock.nowMs()));
    await this.#tryAgain(table);
  }

  /** A person has signed in again: edits that wait for it go on. */
  async signInGained(memberId: string): Promise<void> {
    for (const table of await this.#ports.store.waitingFor(memberId)) {
      await this.#tryAgain(table).catch((error: unknown) => this.#ports.onFailure('trying a waiting edit again', error));
    }
  }

  /** Logged or numbered edits of a connection that are not applied: its log destination cannot be cleared. */
  async pendingCount(connectionId: string): Promise<number> {
    return this.#ports.store.pendingCount(connectionId);
  }

  async #onNews(kind: 'logged' | 'settled' | 'recheck', tableId: string): Promise<void> {
    if (this.#closing.signal.aborted) return;
    if (kind === 'recheck') await this.#recheckRefusals();
    const open = this.#opened.get(tableId);
    if (open === undefined) return;
    if (kind === 'recheck') return open.applier.recheck();
    if (kind === 'settled') {
      if (open.applier.lease === null) await open.log.refresh();
      return;
    }
    await open.log.fill();
    open.applier.wake();
  }

  /** Another node has found something mended: a log that refused edits here may take them again. */
  async #recheckRefusals(): Promise<void> {
    for (const [connectionId, refusal] of this.#health) {
      if (refusal === null) continue;
      try {
        await (await this.#connection(connectionId)).appender.recheck();
      } catch (error) {
        if (logRefusal(error) === null) this.#ports.onFailure('asking a log that refused edits', error);
      }
    }
  }

  async #connection(connectionId: string): Promise<OpenConnection> {
    return remembered(this.#connections, connectionId, () => this.#openConnection(connectionId));
  }

  async #openConnection(connectionId: string): Promise<OpenConnection> {
    await this.#claimLog(connectionId);
    const appender = new Appender(connectionId, this.#ports, {
      logged: (tableId, entries) => this.#onLogged(tableId, entries),
      health: (id, refusal) => this.#onHealth(id, refusal),
    });
    // What was told of this log before this process began may be mended, or be true still.
    void appender.recheck().catch(() => {});
    return { appender };
  }

  async #claimLog(connectionId: string): Promise<void> {
    try {
      await claimLog(this.#ports, connectionId);
    } catch (error) {
      const refusal = logRefusal(error);
      if (refusal !== null) this.#onHealth(connectionId, refusal);
      throw error;
    }
  }

  async #table(table: DataTable): Promise<OpenTable> {
    return remembered(this.#tables, table.tableId, () => this.#openTable(table));
  }

  async #openTable(table: DataTable): Promise<OpenTable> {
    const connection = await this.#connection(table.connectionId);
    // Readers need not wait for a log that does not answer.
    const comparison = await recoverNumbers(this.#ports, table.connectionId, table.tableId);
    if (comparison.kind !== 'done') this.#uncompared.add(table.tableId);
    const loaded = await this.#ports.store.load(table.tableId);
    if (loaded === null) throw new PenstockError('edit-log.table-unknown', `The edit log has no input table ${table.tableId}.`);
    const log = new TableLog(this.#ports, loaded, {
      logged: (entry) => this.#emit('logged', (listener) => listener(entry)),
      settled: (settled) => this.#emit('settled', (listener) => listener(settled)),
      restricted: (tableId) => this.#emit('restricted', (listener) => listener(tableId)),
      found: (tableId, finding) => this.#emit('found', (listener) => listener(tableId, finding)),
    });
    await log.loadWaiting();
    await log.fill();
    const applier = new Applier(
      this.#ports,
      log,
      (edit: Submission) => connection.appender.submit(edit),
      () => !this.#uncompared.has(table.tableId),
    );
    const open = { log, applier };
    this.#opened.set(table.tableId, open);
    if (log.tail.contiguous > loaded.appliedNum || loaded.headNum > loaded.appliedNum || log.waiting.length > 0) applier.wake();
    return open;
  }

  /** I12: a restored metadata database would give numbers again that the log has. Throws while the log cannot be read. */
  async #compare(table: DataTable): Promise<void> {
    const { tableId, connectionId } = table;
    const comparison = await recoverNumbers(this.#ports, connectionId, tableId);
    if (comparison.kind !== 'done') {
      const error = unavailable(comparison);
      const refusal = logRefusal(error);
      if (refusal !== null) this.#onHealth(connectionId, refusal);
      throw error;
    }
    if (!this.#uncompared.delete(tableId)) return;
    // What was opened may not know the numbers that have come back.
    await this.#opened.get(tableId)?.applier.stop();
    this.#opened.delete(tableId);
    this.#tables.delete(tableId);
    await this.#table(table);
  }

  #onLogged(tableId: string, entries: readonly EditEntry[]): void {
    const open = this.#opened.get(tableId);
    open?.log.addLogged(entries);
    this.#ports.bulletin.publish({ kind: 'logged', tableId, num: entries.at(-1)?.num ?? 0 });
    open?.applier.wake(false);
  }

  #onHealth(connectionId: string, refusal: LogRefusal | null): void {
    const before = this.#health.get(connectionId);
    this.#health.set(connectionId, refusal);
    // The first answer since the start is told in any case: what an earlier process told may be true no more.
    if (before === undefined || before?.code !== refusal?.code) this.#emit('health', (listener) => listener(connectionId, refusal));
  }

  #emit<Name extends keyof EditLogEvents>(name: Name, tell: (listener: EditLogEvents[Name]) => void): void {
    for (const listener of this.#listeners[name]) {
      try {
        tell(listener);
      } catch (error) {
        this.#ports.onFailure(`telling ${name}`, error);
      }
    }
  }

  async #renewLeases(): Promise<void> {
    const held = [...this.#opened.values()].filter(({ applier }) => applier.lease !== null);
    const leases = held.flatMap(({ applier }) => (applier.lease === null ? [] : [applier.lease]));
    if (leases.length === 0) return;
    const { store, nodeId, clock, settings } = this.#ports;
    const askedAtMs = clock.nowMs();
    const kept = new Set(await store.renewLeases(nodeId, leases, askedAtMs, settings.leaseMs));
    for (const { applier } of held) {
      if (applier.lease === null || !leases.includes(applier.lease)) continue;
      if (kept.has(applier.lease.tableId)) applier.renewed(askedAtMs + settings.leaseMs);
      else applier.loseLease();
    }
  }

  async #adoptOrphans(): Promise<void> {
    const orphans = await this.#ports.store.orphans(this.#ports.clock.nowMs(), orphansAtATime);
    await Promise.all(
      orphans.map((table) =>
        // The log of one connection may be out of reach: that holds nothing back on another.
        this.#adoptOrphan(table).catch((error: unknown) => this.#ports.onFailure('adopting an orphan', error)),
      ),
    );
  }

  async #adoptOrphan(table: DataTable): Promise<void> {
    await this.#table(table);
    if (this.#uncompared.has(table.tableId)) await this.#compare(table);
    const { log, applier } = await this.#table(table);
    if (applier.lease === null) await log.refresh();
    applier.wake();
  }

  async #loop(everyMs: number, what: string, work: () => Promise<void>): Promise<void> {
    while (!this.#closing.signal.aborted) {
      try {
        await work();
      } catch (error) {
        this.#ports.onFailure(what, error);
      }
      await this.#ports.clock.sleep(everyMs, this.#closing.signal).catch(() => {});
    }
  }
}

/** Opens once however many ask; a failed opening is tried again by the next who asks. */
function remembered<T>(known: Map<string, Promise<T>>, key: string, open: () => Promise<T>): Promise<T> {
  const standing = known.get(key);
  if (standing !== undefined) return standing;
  const opening = open();
  known.set(key, opening);
  opening.catch(() => known.delete(key));
  return opening;
}
