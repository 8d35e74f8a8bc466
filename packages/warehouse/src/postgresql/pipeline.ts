/**
 * Several statements in one round trip: Parse, Bind, Describe, Execute for each and a single Sync at the end, which makes
 * them one implicit transaction (manual, 54.2.3: all is rolled back at the first error, committed at the Sync).
 * Shaped as pg's client expects a submitted query to be.
 */
import pg from 'pg';
import { serialize } from 'pg-protocol';
import type { ResultColumn, ResultSet, SqlValue } from '../port.ts';
import type { Decode } from './wire-values.ts';
import { decoderFor, typeName } from './wire-values.ts';

export interface PipelinedStatement {
  readonly text: string;
  readonly values: readonly (string | null)[];
  /** Name of the prepared statement; empty: parsed for this one run. */
  readonly name: string;
  /** Whether the server knows the name already. */
  readonly parsed: boolean;
}

export type PipelineEnd =
  | { readonly kind: 'done'; readonly results: readonly ResultSet[] }
  /** The server answered with an error: nothing was committed, unless its code says otherwise. */
  | { readonly kind: 'refused'; readonly error: pg.DatabaseError & { readonly code: string } }
  /** The connection ended or the server broke the protocol. */
  | { readonly kind: 'lost'; readonly sent: boolean; readonly error: Error };

/** A result of more bytes than this is not for one answer: `stream` is. */
export const maximumResultBytes = 96 * 1024 * 1024;

interface GrowingResult {
  columns: readonly ResultColumn[];
  decoders: readonly Decode[];
  rows: SqlValue[][];
  /** `null`: none has come yet. */
  firstRowAtMs: number | null;
}

/** Before a statement's description; one that returns no rows has none. */
const nothingYet = (): GrowingResult => ({ columns: [], decoders: [], rows: [], firstRowAtMs: null });

export class Pipeline {
  readonly #statements: readonly PipelinedStatement[];
  /** Names of prepared statements that the server may forget. */
  readonly #closed: readonly string[];
  readonly #end: (end: PipelineEnd) => void;
  readonly #results: ResultSet[] = [];
  #current = nothingYet();
  #bytes = 0;
  #sent = false;

  constructor(statements: readonly PipelinedStatement[], closed: readonly string[], end: (end: PipelineEnd) => void) {
    this.#statements = statements;
    this.#closed = closed;
    this.#end = end;
  }

  submit(connection: pg.Connection): void {
    const messages: Buffer[] = [];
    for (const statement of this.#statements) {
      if (!statement.parsed) messages.push(serialize.parse({ name: statement.name, text: statement.text }));
      messages.push(
        serialize.bind({ statement: statement.name, values: [...statement.values] }),
        serialize.describe({ type: 'P', name: '' }),
        serialize.execute({}),
      );
    }
    for (const name of this.#closed) messages.push(serialize.close({ type: 'S', name }));
    messages.push(serialize.sync());
    this.#sent = true;
    connection.stream.write(Buffer.concat(messages));
  }

  handleRowDescription(message: { readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[] }): void {
    this.#current = {
      columns: message.fields.map((field) => ({ name: field.name, type: typeName(field.dataTypeID) })),
      decoders: message.fields.map((field) => decoderFor(field.dataTypeID)),
      rows: [],
      firstRowAtMs: null,
    };
  }

  handleDataRow(message: { readonly length: number; readonly fields: readonly (string | null)[] }): void {
    const { decoders, rows } = this.#current;
    this.#current.firstRowAtMs ??= performance.now();
    this.#bytes += message.length;
    if (this.#bytes > maximumResultBytes) throw new Error(`The result is larger than ${maximumResultBytes} bytes.`);
    if (message.fields.length !== decoders.length) throw new Error('The server sent a row that does not fit its description.');
    const row: SqlValue[] = [];
    for (let index = 0; index < decoders.length; index += 1) {
      const text = message.fields[index] ?? null;
      const decode = decoders[index];
      row.push(text === null || decode === undefined ? null : decode(text));
    }
    rows.push(row);
  }

  handleCommandComplete(message: { readonly text: string }): void {
    const { columns, rows, firstRowAtMs } = this.#current;
    const fetchMs = firstRowAtMs === null ? 0 : performance.now() - firstRowAtMs;
    this.#results.push({ columns, rows, affectedRows: affectedRows(message.text), fetchMs });
    this.#current = nothingYet();
  }

  handleEmptyQuery(): void {
    this.#results.push({ columns: [], rows: [], affectedRows: 0 });
  }

  handlePortalSuspended(): void {
    throw new Error('The server suspended a statement that has no row limit.');
  }

  handleCopyInResponse(): void {
    throw new Error('The server asked for COPY data.');
  }

  handleCopyData(): void {
    throw new Error('The server sent COPY data.');
  }

  handleReadyForQuery(): void {
    if (this.#results.length === this.#statements.length) this.#end({ kind: 'done', results: this.#results });
    else this.#end({ kind: 'lost', sent: this.#sent, error: new Error('The server left a statement unanswered.') });
  }

  /** An ErrorResponse, or (without a code) the end of the connection. */
  handleError(error: Error): void {
    if (isServerError(error)) this.#end({ kind: 'refused', error });
    else this.#end({ kind: 'lost', sent: this.#sent, error });
  }
}

/** pg also makes a `DatabaseError` of a message that it does not know; such a one has no SQLSTATE. */
export function isServerError(error: unknown): error is pg.DatabaseError & { readonly code: string } {
  return error instanceof pg.DatabaseError && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code);
}

/** `INSERT 0 5` → 5, `COPY 7` → 7, `CREATE TABLE` → 0. */
export function affectedRows(commandTag: string): number {
  return Number(/(\d+)$/.exec(commandTag)?.[1] ?? 0);
}
