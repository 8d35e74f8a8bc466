/**
 * One PostgreSQL session behind the port. A statement's end is `done`, `failed` (the server refused it, so it was rolled
 * back) or `unknown` (it was sent, and then nobody answered): silence is never taken for a refusal.
 */
import type pg from 'pg';
import Cursor from 'pg-cursor';
import type { Outcome, ResultSet, RunOptions, Statement, WarehouseFailure, WarehouseSession } from '../port.ts';
import { StreamFailure } from '../port.ts';
import { tagComment } from '../statement-tag.ts';
import type { CancelTarget } from './cancel-request.ts';
import { sendCancelRequest } from './cancel-request.ts';
import { CopyOut } from './copy-out.ts';
import { leavesUnknown, serverFailure, socketFailure } from './error-kinds.ts';
import type { PipelineEnd } from './pipeline.ts';
import { isServerError, maximumResultBytes, Pipeline } from './pipeline.ts';
import { PreparedStatements } from './prepared-statements.ts';
import { settleAgain, settleForNext } from './session-settings.ts';
import { decoderFor, encodeParameter, typeName } from './wire-values.ts';

/** What the driver knows about the connection that a session lives on. */
export interface SessionOrigin extends CancelTarget {
  readonly readOnly: boolean;
  readonly role?: string;
  /** Never shown in a message. */
  readonly secrets: readonly string[];
}

/** The server's own limit runs first; ours follows for a server that does not answer. */
const clientGraceMs = 1_000;
/** From the request to cancel until the connection is given up. */
const cancelGraceMs = 2_000;

/** feature_not_supported "cached plan must not change result type"; invalid_sql_statement_name after a pooler's reset. */
const preparedLost: ReadonlySet<string> = new Set(['0A000', '26000']);

export class PostgresqlSession implements WarehouseSession {
  readonly login: string;
  readonly #client: pg.Client;
  readonly #origin: SessionOrigin;
  readonly #prepared = new PreparedStatements();
  #usable = true;
  #busy = false;
  #statementTimeoutMs: number;

  constructor(client: pg.Client, origin: SessionOrigin, login: string, statementTimeoutMs: number) {
    this.#client = client;
    this.#origin = origin;
    this.login = login;
    this.#statementTimeoutMs = statementTimeoutMs;
    const end = (): void => {
      this.#usable = false;
    };
    client.on('error', end);
    client.on('end', end);
  }

  get usable(): boolean {
    return this.#usable;
  }

  async run(statement: Statement, options: RunOptions): Promise<Outcome<ResultSet>> {
    const outcome = await this.runAll([statement], options);
    if (outcome.kind !== 'done') return outcome;
    const [value] = outcome.value;
    return value === undefined
      ? { kind: 'unknown', failure: failureOf('other', 'The server left the statement unanswered.') }
      : { kind: 'done', value };
  }

  async runAll(statements: readonly Statement[], options: RunOptions): Promise<Outcome<readonly ResultSet[]>> {
    if (statements.length === 0) return { kind: 'done', value: [] };
    this.#begin();
    try {
      const first = await this.#exchange(statements, options);
      // Refused because of a stale prepared statement: it was rolled back, and parsed anew it is another statement.
      if (first.kind === 'failed' && preparedLost.has(first.failure.engineCode ?? '') && this.#usable) {
        this.#prepared.forgetAll();
        return await this.#exchange(statements, options);
      }
      return first;
    } finally {
      this.#busy = false;
    }
  }

  async *stream(statement: Statement, options: RunOptions & { readonly batchRows: number }): AsyncIterable<ResultSet> {
    const { batchRows, ...runOptions } = options;
    await this.#settle(runOptions);
    this.#begin();
    let cursor: Cursor<string[]> | null = null;
    try {
      const values = statement.parameters.map(encodeParameter);
      const text = statement.text + tagComment(options.tag);
      // The types of pg's parser lookup are its default parsers'; ours give what the port promises.
      const types = { getTypeParser: decoderFor } as unknown as pg.CustomTypesConfig;
      cursor = this.#client.query(new Cursor<string[]>(text, values, { rowMode: 'array', types }));
      for (;;) {
        const batch = await this.#readBatch(cursor, batchRows, runOptions);
        if (batch.rows.length > 0) yield batch;
        if (batch.rows.length < batchRows) return;
      }
    } finally {
      if (cursor !== null) await this.#closeCursor(cursor);
      this.#busy = false;
    }
  }

  async *exportCsv(query: string, options: RunOptions): AsyncGenerator<Uint8Array, number> {
    await this.#settle(options);
    if (!this.#usable) throw new StreamFailure(failureOf('network', 'The session has ended.'));
    if (options.signal?.aborted === true) throw new StreamFailure(failureOf('cancelled', 'It was cancelled before it was sent.'));
    this.#begin();
    const rows = this.#client.query(new CopyOut(`COPY (${query}\n) TO STDOUT (FORMAT csv, HEADER)${tagComment(options.tag)}`));
    const watch = this.#watch(options, () => rows.destroy(new Error('The server did not answer.')));
    let over = false;
    try {
      for await (const chunk of rows) yield chunk as Uint8Array;
      over = true;
      return rows.rowCount;
    } catch (error) {
      over = true;
      throw new StreamFailure(this.#streamFailure(error instanceof Error ? error : new Error(String(error)), watch.cause()));
    } finally {
      watch.stop();
      if (!over) this.#abandon();
      this.#busy = false;
    }
  }

  /** Rows that nobody reads any more are still on their way: the statement is stopped and the connection given up. */
  #abandon(): void {
    this.#requestCancel();
    this.#destroy('The export was left before its end.');
  }

  async close(broken = false): Promise<void> {
    const usable = this.#usable && !broken && !this.#busy;
    this.#usable = false;
    if (!usable) {
      this.#destroy('The session was closed.');
      return;
    }
    const ended = this.#client.end().catch(() => undefined);
    await within(ended, cancelGraceMs, () => this.#destroy('The session was closed.'));
  }

  #begin(): void {
    if (this.#busy) throw new Error('A warehouse session runs one thing at a time.');
    this.#busy = true;
  }

  #exchange(statements: readonly Statement[], options: RunOptions): Promise<Outcome<readonly ResultSet[]>> {
    if (!this.#usable) return settled('failed', failureOf('network', 'The session has ended.'));
    if (options.signal?.aborted === true) return settled('failed', failureOf('cancelled', 'It was cancelled before it was sent.'));
    const comment = tagComment(options.tag);
    const changesTimeout = options.timeoutMs !== this.#statementTimeoutMs;
    const before = [
      ...(this.#origin.readOnly ? [settleAgain(this.#origin.role)] : []),
      ...(changesTimeout ? [setStatementTimeout(options.timeoutMs)] : []),
    ];
    const planned = [...before, ...statements].map(({ text, parameters }) => {
      if (text.includes('\0')) throw new Error('SQL text contains a NUL character.');
      return this.#prepared.plan(text + comment, parameters.map(encodeParameter));
    });
    return new Promise((resolve) => {
      const watch = this.#watch(options, () => finish({ kind: 'lost', sent: true, error: new Error('The server did not answer.') }));
      let finished = false;
      const finish = (end: PipelineEnd): void => {
        if (finished) return;
        finished = true;
        watch.stop();
        this.#prepared.settle(end.kind === 'done');
        // Refused, the setting was rolled back with everything else.
        if (changesTimeout && end.kind === 'done') this.#statementTimeoutMs = options.timeoutMs;
        resolve(this.#outcome(end, watch.cause(), before.length));
      };
      this.#client.query(new Pipeline(planned, this.#prepared.surplus(), finish));
    });
  }

  /** The first `ownStatements` results are of settings, not asked for. */
  #outcome(end: PipelineEnd, cause: CancelCause | null, ownStatements: number): Outcome<readonly ResultSet[]> {
    switch (end.kind) {
      case 'done':
        return { kind: 'done', value: end.results.slice(ownStatements) };
      case 'refused': {
        const failure = this.#refusal(end.error, cause);
        const unknown = leavesUnknown(end.error.code) && !this.#origin.readOnly;
        return { kind: unknown ? 'unknown' : 'failed', failure };
      }
      case 'lost': {
        this.#destroy(end.error.message);
        const failure = cause === null ? socketFailure(end.error, this.#origin.secrets) : failureOf(cause, end.error.message);
        return { kind: end.sent && !this.#origin.readOnly ? 'unknown' : 'failed', failure };
      }
    }
  }

  #refusal(error: pg.DatabaseError & { readonly code: string }, cause: CancelCause | null): WarehouseFailure {
    const failure = serverFailure({ code: error.code, message: error.message, schema: error.schema ?? null }, this.#origin.secrets);
    return error.code === '57014' && cause !== null ? { ...failure, kind: cause } : failure;
  }

  /** Cancels in the warehouse on abort or when the time is over, and gives the connection up when that does not help. */
  #watch(options: RunOptions, giveUp: () => void): { stop(): void; cause(): CancelCause | null } {
    let cause: CancelCause | null = null;
    let last: NodeJS.Timeout | undefined;
    const cancel = (because: CancelCause): void => {
      if (cause !== null) return;
      cause = because;
      // The request may arrive after this statement and hit the next one: the session is not used again.
      this.#usable = false;
      this.#requestCancel();
      last = setTimeout(giveUp, cancelGraceMs);
    };
    const onAbort = (): void => cancel('cancelled');
    const timer = setTimeout(() => cancel('timeout'), options.timeoutMs + clientGraceMs);
    options.signal?.addEventListener('abort', onAbort, { once: true });
    return {
      stop: () => {
        clearTimeout(timer);
        clearTimeout(last);
        options.signal?.removeEventListener('abort', onAbort);
      },
      cause: () => cause,
    };
  }

  #requestCancel(): void {
    // pg keeps both on the client without declaring them.
    const { processID, secretKey } = this.#client as unknown as { processID: number | null; secretKey: number | null };
    if (processID === null || secretKey === null) return;
    void sendCancelRequest(this.#origin, processID, secretKey, cancelGraceMs);
  }

  /** Before a stream, whose statement goes alone. */
  async #settle(options: RunOptions): Promise<void> {
    const statements = [
      ...(this.#origin.readOnly ? [settleForNext(this.#origin.role)] : []),
      ...(options.timeoutMs === this.#statementTimeoutMs ? [] : [setStatementTimeout(options.timeoutMs)]),
    ];
    const outcome = await this.runAll(statements, { ...options, timeoutMs: this.#statementTimeoutMs });
    if (outcome.kind !== 'done') throw new StreamFailure(outcome.failure);
    this.#statementTimeoutMs = options.timeoutMs;
  }

  #readBatch(cursor: Cursor<string[]>, batchRows: number, options: RunOptions): Promise<ResultSet> {
    if (!this.#usable) return Promise.reject(new StreamFailure(failureOf('network', 'The session has ended.')));
    if (options.signal?.aborted === true) return Promise.reject(new StreamFailure(failureOf('cancelled', 'It was cancelled.')));
    return new Promise((resolve, reject) => {
      let bytes = 0;
      const onRow = (row: readonly unknown[]): void => {
        for (const value of row) bytes += typeof value === 'string' ? value.length : 8;
        if (bytes > maximumResultBytes) throw new Error(`The batch is larger than ${maximumResultBytes} bytes.`);
      };
      cursor.on('row', onRow);
      const watch = this.#watch(options, () => {
        this.#destroy('The server did not answer.');
        finish(() => reject(new StreamFailure(failureOf(watch.cause() ?? 'timeout', 'The server did not answer.'))));
      });
      const finish = (settle: () => void): void => {
        watch.stop();
        cursor.off('row', onRow);
        settle();
      };
      cursor.read(batchRows, (error, rows, result) => {
        finish(() => {
          if (error !== undefined && error !== null) {
            reject(new StreamFailure(this.#streamFailure(error, watch.cause())));
            return;
          }
          const columns = result.fields.map((field) => ({ name: field.name, type: typeName(field.dataTypeID) }));
          resolve({ columns, rows, affectedRows: 0 });
        });
      });
    });
  }

  #streamFailure(error: Error, cause: CancelCause | null): WarehouseFailure {
    if (isServerError(error)) return this.#refusal(error, cause);
    this.#destroy(error.message);
    return cause === null ? socketFailure(error, this.#origin.secrets) : failureOf(cause, error.message);
  }

  async #closeCursor(cursor: Cursor<string[]>): Promise<void> {
    if (!this.#usable) return;
    await within(
      cursor.close().catch(() => undefined),
      cancelGraceMs,
      () => this.#destroy('The server did not close the cursor.'),
    );
  }

  #destroy(reason: string): void {
    this.#usable = false;
    this.#client.connection.stream.destroy(new Error(reason));
  }
}

type CancelCause = 'cancelled' | 'timeout';

function failureOf(kind: WarehouseFailure['kind'], message: string): WarehouseFailure {
  return { kind, message, engineCode: null, remedy: null };
}

function settled<T>(kind: 'failed' | 'unknown', failure: WarehouseFailure): Promise<Outcome<T>> {
  return Promise.resolve({ kind, failure });
}

function setStatementTimeout(timeoutMs: number): Statement {
  return { text: `SELECT pg_catalog.set_config('statement_timeout', $1, false)`, parameters: [String(Math.max(1, Math.ceil(timeoutMs)))] };
}

/** Waits for the promise at most so long, then calls `late`. */
async function within(promise: Promise<unknown>, timeoutMs: number, late: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      late();
      resolve();
    }, timeoutMs);
  });
  await Promise.race([promise, deadline]);
  clearTimeout(timer);
}
