/** A session as it is lent out: every run is observed, nothing runs after the token ended or the loan was given back. */
import type { Outcome, ResultSet, RunOptions, Statement, StatementTag, WarehouseFailure, WarehouseSession } from '@penstock/warehouse/port';
import { StreamFailure } from '@penstock/warehouse/port';

/** Told after each run. */
export interface RunReport {
  readonly tag: StatementTag;
  readonly statements: number;
  readonly durationMs: number;
  readonly outcome: 'done' | 'failed' | 'unknown';
  readonly failure: WarehouseFailure | null;
}

/** Why a lent session may not be used now; `null` when it may. */
export type Refusal = () => WarehouseFailure | null;

export class ObservedSession implements WarehouseSession {
  readonly #session: WarehouseSession;
  readonly #refusal: Refusal;
  readonly #report: (report: RunReport) => void;

  constructor(session: WarehouseSession, refusal: Refusal, report: (report: RunReport) => void) {
    this.#session = session;
    this.#refusal = refusal;
    this.#report = report;
  }

  get login(): string {
    return this.#session.login;
  }

  get usable(): boolean {
    return this.#session.usable && this.#refusal() === null;
  }

  run(statement: Statement, options: RunOptions): Promise<Outcome<ResultSet>> {
    return this.#observe(1, options.tag, () => this.#session.run(statement, options));
  }

  runAll(statements: readonly Statement[], options: RunOptions): Promise<Outcome<readonly ResultSet[]>> {
    return this.#observe(statements.length, options.tag, () => this.#session.runAll(statements, options));
  }

  stream(statement: Statement, options: RunOptions & { readonly batchRows: number }): AsyncIterable<ResultSet> {
    return this.#observeStream(options.tag, () => this.#session.stream(statement, options));
  }

  exportCsv(query: string, options: RunOptions): AsyncGenerator<Uint8Array, number> {
    return this.#observeStream(options.tag, () => this.#session.exportCsv(query, options));
  }

  async *#observeStream<T, End>(tag: StatementTag, open: () => AsyncIterable<T, End>): AsyncGenerator<T, End> {
    const refusal = this.#refusal();
    if (refusal !== null) throw new StreamFailure(refusal);
    const startedMs = performance.now();
    let failure: WarehouseFailure | null = null;
    try {
      return yield* open();
    } catch (error) {
      if (error instanceof StreamFailure) failure = error.failure;
      throw error;
    } finally {
      const durationMs = performance.now() - startedMs;
      this.#report({ tag, statements: 1, durationMs, outcome: failure === null ? 'done' : 'failed', failure });
    }
  }

  /** The pool's business: a borrower only says that the session is broken. */
  async close(broken = false): Promise<void> {
    if (broken) await this.#session.close(true);
  }

  async #observe<T>(statements: number, tag: StatementTag, run: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const refusal = this.#refusal();
    if (refusal !== null) return { kind: 'failed', failure: refusal };
    const startedMs = performance.now();
    const outcome = await run();
    const failure = outcome.kind === 'done' ? null : outcome.failure;
    this.#report({ tag, statements, durationMs: performance.now() - startedMs, outcome: outcome.kind, failure });
    return outcome;
  }
}
