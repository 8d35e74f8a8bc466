/**
 * The warehouse port: everything the product asks of a warehouse, and nothing an engine cannot be asked.
 * SQL text comes from a dialect; a driver only carries it. Expected results are values, not exceptions.
 */
import type { SchemaPath } from '@penstock/domain/connections/connection';

/** SQL before it runs: text with `$1`-style places (rewritten by drivers that write them otherwise) and their values. */
export interface Statement {
  readonly text: string;
  readonly parameters: readonly SqlValue[];
}

/** 64-bit integers, decimals, dates and timestamps travel as text, so that no value passes through a float. */
export type SqlValue = string | number | boolean | null | readonly (string | null)[] | readonly (boolean | null)[];

export interface ResultColumn {
  readonly name: string;
  /** The engine's own name of the type, e.g. `int8`, `timestamptz`. */
  readonly type: string;
}

export interface ResultSet {
  readonly columns: readonly ResultColumn[];
  /** Row-major; numbers that a double cannot hold, decimals, dates and timestamps as text. */
  readonly rows: readonly (readonly SqlValue[])[];
  readonly affectedRows: number;
  /** Milliseconds from the first row that came until all had come and were decoded; absent where the driver does not tell. */
  readonly fetchMs?: number;
}

/** The dozen kinds that every vendor's errors become; what each means for an edit is the outcome table's matter. */
export type FailureKind =
  | 'network' // connection refused, lost before the statement was sent
  | 'timeout'
  | 'throttled' // too many connections, rate limited, shutting down
  | 'concurrency' // serialization failure, deadlock, concurrent modification
  | 'sign-in' // the credential is not (or no longer) accepted
  | 'privilege'
  | 'missing-object'
  | 'altered-object' // exists but columns differ
  | 'already-exists'
  | 'value' // a value is refused: type, length, constraint
  | 'cancelled'
  | 'read-only'
  | 'other';

export interface WarehouseFailure {
  readonly kind: FailureKind;
  /** The engine's message with secrets removed. */
  readonly message: string;
  /** The engine's own code (SQLSTATE on PostgreSQL); `null` if it gave none. */
  readonly engineCode: string | null;
  /** What would mend it, e.g. a GRANT to run; `null` if unknown. */
  readonly remedy: string | null;
}

/** `unknown`: the statement may have run. It is never concluded from silence that it did not. */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: WarehouseFailure }
  | { readonly kind: 'unknown'; readonly failure: WarehouseFailure };

/** Thrown out of a `stream` that cannot go on; rows that were already given are valid, but not all. */
export class StreamFailure extends Error {
  readonly failure: WarehouseFailure;

  constructor(failure: WarehouseFailure) {
    super(failure.message);
    this.name = 'StreamFailure';
    this.failure = failure;
  }
}

/** Travels as a trailing comment or query tag, so that the warehouse's own history shows who asked and why. */
export interface StatementTag {
  readonly purpose: string;
  readonly requestId: string;
  readonly human: string | null;
  readonly document: string | null;
  readonly element: string | null;
}

export interface RunOptions {
  readonly tag: StatementTag;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** One warehouse session under one principal. Not for concurrent use. */
export interface WarehouseSession {
  /** The login the warehouse itself reports. */
  readonly login: string;
  /** False once the connection is lost, or a cancellation may still be on its way: such a session is only closed. */
  readonly usable: boolean;
  run(statement: Statement, options: RunOptions): Promise<Outcome<ResultSet>>;
  /** Runs all in one transaction where the engine has them (see `capabilities`), otherwise one after another. */
  runAll(statements: readonly Statement[], options: RunOptions): Promise<Outcome<readonly ResultSet[]>>;
  /**
   * Rows in batches as they arrive; the consumer's pace is the back-pressure; leaving the loop cancels in the warehouse.
   * Throws `StreamFailure`. Only for statements that read.
   */
  stream(statement: Statement, options: RunOptions & { readonly batchRows: number }): AsyncIterable<ResultSet>;
  /**
   * The query's result as CSV that the engine writes itself (RFC 4180, UTF-8, a line of headings; null is empty, the empty
   * text is quoted), as it arrives. `query` has no places for parameters: its dialect has written them as literals.
   * Pace, leaving and failure as for `stream`. Returns how many rows it has, without the headings.
   */
  exportCsv(query: string, options: RunOptions): AsyncGenerator<Uint8Array, number>;
  /** Ends the session. `broken` keeps it out of any pool. */
  close(broken?: boolean): Promise<void>;
}

/** What an engine can do; the callers ask, they do not look at the type. */
export interface Capabilities {
  readonly transactionalDdl: boolean;
  readonly enforcesUnique: boolean;
  readonly concurrentMerge: boolean;
  /** Wait before a group of edits is sent on: milliseconds. */
  readonly flushIntervalMs: number;
  readonly maximumParameters: number;
  readonly maximumStatementBytes: number;
}

/** How to reach and sign in to a warehouse, as typed fields: a connection string is never accepted (P28). */
export interface ConnectTarget {
  /** The name that people configured; certificates are checked against it. */
  readonly host: string;
  /** The address to dial, already resolved and checked by the caller, so that no second resolution can differ (P26). */
  readonly address: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** A password, or an access token used as one. */
  readonly password: string;
  readonly tls: 'require' | 'off';
  readonly connectTimeoutMs: number;
  readonly applicationName: string;
  /** The session refuses to write, whatever it is asked. */
  readonly readOnly: boolean;
  /** The role that the session takes after the sign-in, by its exact name; without one, the login's own rights. */
  readonly role?: string;
}

export interface WarehouseDriver {
  readonly capabilities: Capabilities;
  connect(target: ConnectTarget): Promise<Outcome<WarehouseSession>>;
}

/** A table in a schema, in the engine's own spelling, unquoted. */
export interface TablePath extends SchemaPath {
  readonly table: string;
}
