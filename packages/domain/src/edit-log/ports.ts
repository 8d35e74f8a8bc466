/**
 * What the edit log needs of the world, as narrow ports. The product fills them with PostgreSQL and warehouses, the
 * simulation with twins in memory; one contract suite runs on both, and the code between is the same.
 *
 * Every operation may be repeated: after a lost answer the caller simply asks again.
 */
import type { Column } from '../input-tables/column.ts';
import type { ApplyPlan } from './apply-plan.ts';
import type { Envelope } from './entry.ts';
import type { TableShape } from './table-shape.ts';
import type { RowState } from './fold.ts';
import type { LogRow } from './row.ts';

/** How a write to the log or to a data table ended; each row of the outcome table (requirements, section C) is one kind. */
export type WriteOutcome =
  | { readonly kind: 'done' }
  /** It did not run, and may be tried again: timeout before sending, throttled, concurrent modification. */
  | { readonly kind: 'transient'; readonly reason: string }
  /** It may have run, or may still run: never concluded from silence that it did not (I10). */
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'sign-in-ended'; readonly reason: string }
  /** Missing, renamed or altered; for the log: missing or moved. */
  | { readonly kind: 'table-changed'; readonly reason: string }
  | { readonly kind: 'privilege'; readonly reason: string; readonly remedy: string | null }
  | { readonly kind: 'value'; readonly reason: string }
  /** Refused for a reason that no row of the table explains: it may pass, but nobody knows, so it is not tried in silence. */
  | { readonly kind: 'unexplained'; readonly reason: string };

export type ReadOutcome<T> = { readonly kind: 'done'; readonly value: T } | Exclude<WriteOutcome, { readonly kind: 'done' }>;

/** The edit log in the warehouse, touched by the service account alone (I7). */
export interface LogStore {
  /** Makes the log of a connection; a log that is there is left as it is. */
  create(connectionId: string): Promise<WriteOutcome>;
  /** One statement for all rows: all of them land, or none. */
  append(connectionId: string, rows: readonly LogRow[]): Promise<WriteOutcome>;
  /**
   * Rows of one input table with `fromNum <= edit_num <= toNum`, repeats and forgeries included, by number. `system`: only
   * rows without an author (rejects, claims, noops), which are few and small.
   */
  read(
    connectionId: string,
    tableId: string,
    fromNum: number,
    toNum: number,
    by?: 'anybody' | 'system',
  ): Promise<ReadOutcome<readonly LogRow[]>>;
  /** The highest number in the log; 0 if there is none. */
  highestNum(connectionId: string, tableId: string): Promise<ReadOutcome<number>>;
}

/** The table behind an input table, and the connection it is reached through. */
export interface DataTable {
  readonly tableId: string;
  readonly connectionId: string;
  readonly database: string;
  readonly schema: string;
  readonly table: string;
}

type TracedEdit = Pick<Envelope, 'editId'>;

/** Data tables in the warehouse, always as a named person (I7). `edits`: on whose behalf a write is, for the trace alone. */
export interface DataStore {
  /** An existing table of ours with these columns is success. */
  create(table: DataTable, columns: readonly Column[], memberId: string, edits?: readonly TracedEdit[]): Promise<WriteOutcome>;
  /** Existing columns are success. */
  addColumn(table: DataTable, column: Column, memberId: string, edits?: readonly TracedEdit[]): Promise<WriteOutcome>;
  /** One statement for the whole plan, guarded cell by cell in the warehouse. */
  apply(table: DataTable, plan: ApplyPlan, memberId: string, edits?: readonly TracedEdit[]): Promise<WriteOutcome>;
  /** As `apply`, but also over cells that somebody altered outside the product; cells newer than `upToNum` stay. */
  force(table: DataTable, plan: ApplyPlan, upToNum: number, memberId: string): Promise<WriteOutcome>;
  /** Removes rows that the log does not know; a rebuild's last step. */
  removeRows(table: DataTable, rowIds: readonly string[], memberId: string): Promise<WriteOutcome>;
  /**
   * Rows by row id, after `afterRowId` (`null`: from the start), at most `limit`; deleted ones too. `aboveNum`: only those
   * that bear a greater number somewhere.
   */
  readRows(
    table: DataTable,
    columns: readonly Column[],
    afterRowId: string | null,
    limit: number,
    memberId: string,
    aboveNum?: number | null,
  ): Promise<ReadOutcome<readonly RowState[]>>;
  /**
   * Rows by id, deleted ones too, as evidence of what is there: `privilege` where the person sees only a part of the
   * table, for what a policy hides looks as if it were not there; `table-changed` where the table or a column is missing.
   */
  readRowsById(
    table: DataTable,
    columns: readonly Column[],
    rowIds: readonly string[],
    memberId: string,
  ): Promise<ReadOutcome<readonly RowState[]>>;
}

/** An edit that asks for its number. */
export interface NumberRequest {
  readonly tableId: string;
  readonly editId: string;
  /** Empty for system operations. */
  readonly memberId: string;
  /** SHA-256 of the canonical JSON, hex: another payload under the same id is refused (I4). */
  readonly payloadHash: string;
  /** Installation and epoch are the registry's, taken in the same transaction: a node may not know of a new epoch yet. */
  readonly envelope: Omit<StoredEnvelope, 'installationId' | 'epoch'>;
  /** The applier's fence, for operations that only the applier may order; `null` otherwise. */
  readonly fence: number | null;
}

/** What metadata keeps of an edit: all but the payload. System operations are small and kept whole. */
export interface StoredEnvelope extends Omit<Envelope, 'tableId' | 'num' | 'editId'> {
  readonly keyId: string;
  readonly systemEdit: string | null;
}

/** `allocated`: has a number; `logged`: its log row is confirmed; `abandoned`: a noop holds the number. */
export type NumberState = 'allocated' | 'logged' | 'abandoned';

export type NumberAnswer =
  /** `fresh: false` repeats the number and envelope given before. */
  | {
      readonly kind: 'numbered';
      readonly num: number;
      readonly state: 'allocated' | 'logged';
      readonly envelope: StoredEnvelope;
      readonly fresh: boolean;
    }
  | { readonly kind: 'other-payload' }
  | { readonly kind: 'table-unknown' }
  | { readonly kind: 'fence-lost' };

/** One given number, as metadata knows it. */
export interface NumberRecord {
  readonly num: number;
  readonly editId: string;
  readonly state: NumberState;
  readonly allocatedAtMs: number;
  /** The process that was given it has ended: nobody is at work on it. */
  readonly ownerIsGone: boolean;
  readonly envelope: StoredEnvelope;
  /** For an abandoned number: the edit id that lost it. */
  readonly abandonedEditId: string | null;
  readonly abandonedAt: string | null;
}

export interface Lease {
  readonly tableId: string;
  readonly holder: string;
  /** Grows with each new holder. */
  readonly fence: number;
  readonly expiresAtMs: number;
  /** The holder before did not give it back: statements of it may still be on their way. */
  readonly takenOver: boolean;
}

/** Why an edit at or below the watermark is not applied. */
export interface EditException {
  readonly num: number;
  readonly editId: string;
  readonly kind: 'waiting' | 'rejected';
  /** The author; for the tray and for "waiting for". */
  readonly memberId: string;
  /** Who adopted it, and so whose sign-in is needed; `null`: the author's. */
  readonly adoptedBy: string | null;
  readonly code: string;
  readonly reason: string;
}

/** Why a table, or one person on it, cannot be edited now. */
export interface Restriction {
  /** `null`: everybody. */
  readonly memberId: string | null;
  readonly code: string;
  readonly reason: string;
}

/** Everything metadata knows of a table's log; the registry row. */
export interface LoggedTable extends DataTable {
  readonly headNum: number;
  /** Every number at or below it is settled: applied, void, or listed as an exception. */
  readonly appliedNum: number;
  /** The columns at `appliedNum`. */
  readonly shape: TableShape;
  readonly restrictions: readonly Restriction[];
  readonly exceptions: readonly EditException[];
}

export interface Progress {
  readonly tableId: string;
  readonly fence: number;
  readonly appliedNum: number;
  readonly shape: TableShape;
  readonly restrictions: readonly Restriction[];
  /** New or changed exceptions. */
  readonly raised: readonly EditException[];
  /** Numbers that are no exception any more. */
  readonly lifted: readonly number[];
}

/** The log of a connection, as metadata remembers it. */
export interface LogRegistration {
  readonly installationId: string;
  readonly epoch: number;
  /** `made`: it was created once; missing later means moved. */
  readonly state: 'none' | 'made';
}

/** Metadata: numbers, leases and progress. Throws when the database does not answer; the caller asks again. */
export interface EditStore {
  register(table: DataTable): Promise<void>;
  load(tableId: string): Promise<LoggedTable | null>;
  /** One transaction for all; answers in the order of the requests. */
  allocate(requests: readonly NumberRequest[]): Promise<readonly NumberAnswer[]>;
  /** Compare-and-swap `allocated` to `logged`; `false` where the number was abandoned meanwhile. */
  acknowledge(numbers: readonly { readonly tableId: string; readonly num: number }[]): Promise<readonly boolean[]>;
  /** Compare-and-swap `allocated` to `abandoned`, freeing the edit id; answers what the number is now. */
  abandon(tableId: string, num: number, at: string): Promise<NumberRecord | null>;
  numbers(tableId: string, fromNum: number, toNum: number): Promise<readonly NumberRecord[]>;
  /**
   * The log holds more than metadata knows (I12): numbers become `logged` again, and numbering goes on with the claim of
   * the new epoch, which is given its number in the same step, so that whoever applies the table writes it to its end.
   */
  adoptNumbers(tableId: string, records: readonly RecoveredNumber[], claim: RecoveredNumber): Promise<void>;
  /** An Admin closes a gap: a number whose row is gone from the log, or was forged, is abandoned although it was `logged`. */
  closeGap(tableId: string, num: number, at: string): Promise<void>;
  /** `null` while another holder's lease lasts. */
  acquireLease(tableId: string, holder: string, nowMs: number, forMs: number): Promise<Lease | null>;
  renewLeases(holder: string, leases: readonly Lease[], nowMs: number, forMs: number): Promise<readonly string[]>;
  releaseLease(lease: Lease): Promise<void>;
  /** `false` when the fence is lost. */
  saveProgress(progress: Progress): Promise<boolean>;
  /** Tables with unapplied numbers or waiting edits whose applier's lease has run out. */
  orphans(nowMs: number, limit: number): Promise<readonly DataTable[]>;
  /** Tables with edits that wait for this person, as author or adopter, or on which this person is restricted. */
  waitingFor(memberId: string): Promise<readonly DataTable[]>;
  /** Edits of a connection that are not applied yet. */
  pendingCount(connectionId: string): Promise<number>;
  registration(connectionId: string): Promise<LogRegistration>;
  /** Runs `make` under a lock, once for the connection; what it throws leaves the registration as it was. */
  registerLog(connectionId: string, make: () => Promise<void>): Promise<LogRegistration>;
  /** Never lowers it. */
  raiseEpoch(connectionId: string, epoch: number): Promise<void>;
}

/** A number read back from the log after metadata had lost it. */
export interface RecoveredNumber {
  readonly num: number;
  readonly editId: string;
  readonly memberId: string;
  readonly payloadHash: string;
  readonly envelope: StoredEnvelope;
}

/** News between nodes: something happened to a table; the details are read. */
export type EditNews =
  | { readonly kind: 'logged'; readonly tableId: string; readonly num: number }
  | { readonly kind: 'settled'; readonly tableId: string; readonly num: number }
  | { readonly kind: 'recheck'; readonly tableId: string; readonly num: number };

export interface EditBulletin {
  publish(news: EditNews): void;
  subscribe(listener: (news: EditNews) => void): () => void;
}

/** Visits a named place; the simulation stops a node there, a test kills the process. */
export type CrashPoint = (name: string) => void | Promise<void>;
