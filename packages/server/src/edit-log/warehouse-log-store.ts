/** The edit log in a warehouse, written and read by the connection's service account alone (I7). */
import type { LogStore, ReadOutcome, WriteOutcome } from '@penstock/domain/edit-log/ports';
import type { LogRow } from '@penstock/domain/edit-log/row';
import { decide } from '@penstock/domain/execution-identity/decide';
import { editLogName } from '@penstock/domain/input-tables/physical-layout';
import type { EditLogDialect } from '@penstock/warehouse/dialect';
import type { Outcome, ResultSet, RunOptions, StatementTag, TablePath, WarehouseSession } from '@penstock/warehouse/port';
import type { ConnectionStore } from '../connections/store.ts';
import type { RunAs } from '../queries/run-as.ts';
import type { EditTrace, TracedWrite } from './edit-trace.ts';
import { outcomeOf, written } from './warehouse-outcome.ts';

interface Needs {
  readonly connections: Pick<ConnectionStore, 'load' | 'editLogTable'>;
  readonly runAs: RunAs;
  readonly dialect: EditLogDialect;
  readonly appendTimeoutMs: number;
  readonly trace: EditTrace | null;
}

/** Constant, so that the text of an append never changes and stays prepared; each row names its own request. */
const tag: StatementTag = { purpose: 'edit-log', requestId: '-', human: null, document: null, element: null };

const readTimeoutMs = 60_000;

export class WarehouseLogStore implements LogStore {
  readonly #needs: Needs;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  async create(connectionId: string): Promise<WriteOutcome> {
    return written(
      await this.#run(connectionId, 'log-append', (session, log, options) => session.runAll(this.#needs.dialect.createTable(log), options)),
    );
  }

  async append(connectionId: string, rows: readonly LogRow[]): Promise<WriteOutcome> {
    const traced = this.#needs.trace?.write(
      'log',
      rows.map((row) => row.edit_id),
    );
    const run = (session: WarehouseSession, log: TablePath, options: RunOptions): Promise<Outcome<ResultSet>> =>
      session.run(this.#needs.dialect.append(log, rows), options);
    const outcome = written(await this.#run(connectionId, 'log-append', run, traced));
    traced?.ended(outcome);
    return outcome;
  }

  async read(
    connectionId: string,
    tableId: string,
    fromNum: number,
    toNum: number,
    by: 'anybody' | 'system' = 'anybody',
  ): Promise<ReadOutcome<readonly LogRow[]>> {
    const { dialect } = this.#needs;
    const outcome = await this.#run(connectionId, 'log-read', (session, log, options) =>
      session.run(dialect.read(log, tableId, fromNum, toNum, by), options),
    );
    return outcome.kind === 'done' ? { kind: 'done', value: outcome.value.rows.map((row) => dialect.decodeRow(row)) } : outcome;
  }

  async highestNum(connectionId: string, tableId: string): Promise<ReadOutcome<number>> {
    const { dialect } = this.#needs;
    const outcome = await this.#run(connectionId, 'log-read', (session, log, options) =>
      session.run(dialect.readHighestNum(log, tableId), options),
    );
    return outcome.kind === 'done'
      ? { kind: 'done', value: Number((outcome as { readonly value: ResultSet }).value.rows[0]?.[0] ?? 0) }
      : outcome;
  }

  async #run<T>(
    connectionId: string,
    purpose: 'log-append' | 'log-read',
    use: (session: WarehouseSession, log: TablePath, options: RunOptions) => Promise<Outcome<T>>,
    traced?: TracedWrite,
  ): Promise<ReadOutcome<T>> {
    const connection = await this.#needs.connections.load(connectionId);
    if (connection === null) return { kind: 'table-changed', reason: 'the connection was deleted' };
    const decision = decide({ purpose, connection });
    const place = (await this.#needs.connections.editLogTable(connectionId)) ?? connection.editLogDestination;
    if (decision.kind === 'refuse' || place === null) {
      return { kind: 'privilege', reason: decision.kind === 'refuse' ? decision.reason : 'no edit log destination is set', remedy: null };
    }
    const log = { database: place.database, schema: place.schema, table: editLogName(connectionId) };
    const options = { tag, timeoutMs: purpose === 'log-append' ? this.#needs.appendTimeoutMs : readTimeoutMs };
    const { identity } = decision;
    return outcomeOf(
      await this.#needs.runAs.withSession(identity, tag, (session, credential) => {
        traced?.credential({ principal: identity.principal, login: session.login, credential });
        return use(session, log, options);
      }),
    );
  }
}
