/** Data tables in a warehouse, each statement under the login of the person it is done for (I7). */
import type { ApplyPlan } from '@penstock/domain/edit-log/apply-plan';
import type { CellState, RowState } from '@penstock/domain/edit-log/fold';
import type { DataStore, DataTable, ReadOutcome, WriteOutcome } from '@penstock/domain/edit-log/ports';
import { decide } from '@penstock/domain/execution-identity/decide';
import type { LookPurpose, WritePurpose } from '@penstock/domain/execution-identity/purpose';
import type { Column } from '@penstock/domain/input-tables/column';
import { fingerprintOf } from '@penstock/domain/input-tables/fingerprint';
import type { InputTableDialect, StoredRow, TableFacts } from '@penstock/warehouse/dialect';
import type { Outcome, Statement, StatementTag, WarehouseSession, RunOptions } from '@penstock/warehouse/port';
import type { ConnectionStore } from '../connections/store.ts';
import type { DataPermissions } from '../data-permissions/data-permissions.ts';
import type { RunAs } from '../queries/run-as.ts';
import type { EditTrace, TracedWrite } from './edit-trace.ts';
import { outcomeOf, written } from './warehouse-outcome.ts';

interface Needs {
  readonly connections: Pick<ConnectionStore, 'load'>;
  readonly dataPermissions: Pick<DataPermissions, 'personFacts'>;
  readonly runAs: RunAs;
  readonly dialect: InputTableDialect;
  /** The e-mail of a member, for the warehouse's own history; remembered by whoever gives it. */
  readonly emailOf: (memberId: string) => Promise<string | null>;
  readonly timeoutMs: number;
  readonly trace: EditTrace | null;
}

/** On whose behalf a write is. */
type Edits = readonly { readonly editId: string }[];

export class WarehouseDataStore implements DataStore {
  readonly #needs: Needs;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  create(table: DataTable, columns: readonly Column[], memberId: string, edits?: Edits): Promise<WriteOutcome> {
    return this.#alter('apply', table, memberId, this.#needs.dialect.createTable(table, columns, fingerprintOf(table.tableId)), edits);
  }

  addColumn(table: DataTable, column: Column, memberId: string, edits?: Edits): Promise<WriteOutcome> {
    return this.#alter('apply', table, memberId, [this.#needs.dialect.addColumns(table, [column])], edits);
  }

  apply(table: DataTable, plan: ApplyPlan, memberId: string, edits?: Edits): Promise<WriteOutcome> {
    return this.#write('apply', table, memberId, this.#needs.dialect.apply(table, plan), edits);
  }

  force(table: DataTable, plan: ApplyPlan, upToNum: number, memberId: string): Promise<WriteOutcome> {
    return this.#alter('rebuild', table, memberId, this.#needs.dialect.apply(table, plan, { forcedUpTo: upToNum }));
  }

  removeRows(table: DataTable, rowIds: readonly string[], memberId: string): Promise<WriteOutcome> {
    return this.#alter('rebuild', table, memberId, [this.#needs.dialect.removeRows(table, rowIds)]);
  }

  async readRows(
    table: DataTable,
    columns: readonly Column[],
    afterRowId: string | null,
    limit: number,
    memberId: string,
    aboveNum: number | null = null,
  ): Promise<ReadOutcome<readonly RowState[]>> {
    return this.#read(table, columns, memberId, this.#needs.dialect.readAllRows(table, columns, afterRowId, limit, aboveNum));
  }

  async readRowsById(
    table: DataTable,
    columns: readonly Column[],
    rowIds: readonly string[],
    memberId: string,
  ): Promise<ReadOutcome<readonly RowState[]>> {
    const facts = await this.#factsOfOurs('read-input-table', table, memberId);
    if (facts.kind !== 'done') return facts;
    if (facts.value === null) return { kind: 'table-changed', reason: `${table.schema}.${table.table} is not there` };
    if (facts.value.rowPoliciesApply) return { kind: 'privilege', reason: 'row policies hide a part of the table', remedy: null };
    return this.#read(table, columns, memberId, this.#needs.dialect.readRowsById(table, columns, rowIds));
  }

  async #read(
    table: DataTable,
    columns: readonly Column[],
    memberId: string,
    statement: Statement,
  ): Promise<ReadOutcome<readonly RowState[]>> {
    const { dialect } = this.#needs;
    const outcome = await this.#run('read-input-table', table, memberId, (session, options) => session.run(statement, options));
    return outcome.kind === 'done'
      ? { kind: 'done', value: outcome.value.rows.map((row) => rowState(dialect.decodeRow(columns, row), columns)) }
      : outcome;
  }

  /** P8: what changes a table, or makes one where another may stand, first looks whether the one that is there is ours. */
  async #alter(
    purpose: LookPurpose | WritePurpose,
    table: DataTable,
    memberId: string,
    statements: readonly Statement[],
    edits: Edits = [],
  ): Promise<WriteOutcome> {
    const facts = await this.#factsOfOurs(purpose, table, memberId);
    if (facts.kind === 'unknown') return { kind: 'transient', reason: facts.reason };
    return facts.kind === 'done' ? this.#write(purpose, table, memberId, statements, edits) : facts;
  }

  /** `null`: there is no table. */
  async #factsOfOurs(purpose: LookPurpose | WritePurpose, table: DataTable, memberId: string): Promise<ReadOutcome<TableFacts | null>> {
    const { dialect } = this.#needs;
    const seen = await this.#run(purpose, table, memberId, (session, options) => session.run(dialect.inspectTable(table), options));
    if (seen.kind !== 'done') return seen;
    const [row] = seen.value.rows;
    if (row === undefined) return { kind: 'done', value: null };
    const facts = dialect.decodeTableFacts(row);
    if (facts.comment === fingerprintOf(table.tableId)) return { kind: 'done', value: facts };
    return {
      kind: 'table-changed',
      reason: `${table.schema}.${table.table} does not bear the mark of Penstock: another table stands in its place`,
    };
  }

  /** One transaction, and one round trip, for all: a reader sees all of a share or nothing. */
  async #write(
    purpose: LookPurpose | WritePurpose,
    table: DataTable,
    memberId: string,
    statements: readonly Statement[],
    edits: Edits = [],
  ): Promise<WriteOutcome> {
    const [only] = statements;
    if (only === undefined) return { kind: 'done' };
    const traced = this.#needs.trace?.write(
      'data',
      edits.map(({ editId }) => editId),
    );
    const run = (session: WarehouseSession, options: RunOptions): Promise<Outcome<unknown>> =>
      statements.length === 1 ? session.run(only, options) : session.runAll(statements, options);
    const outcome = written(await this.#run<unknown>(purpose, table, memberId, run, traced));
    traced?.ended(outcome);
    return outcome;
  }

  async #run<T>(
    purpose: LookPurpose | WritePurpose,
    table: DataTable,
    memberId: string,
    use: (session: WarehouseSession, options: RunOptions) => Promise<Outcome<T>>,
    traced?: TracedWrite,
  ): Promise<ReadOutcome<T>> {
    const connection = await this.#needs.connections.load(table.connectionId);
    if (connection === null) return { kind: 'table-changed', reason: 'the connection was deleted' };
    const person = await this.#needs.dataPermissions.personFacts(connection, memberId, []);
    const decision = decide({ purpose, connection, person });
    if (decision.kind === 'refuse') {
      // What an Admin has switched off is nothing that the author lacks: the edit waits until it is back.
      return decision.why === 'no-data-permission'
        ? { kind: 'privilege', reason: decision.reason, remedy: null }
        : { kind: 'table-changed', reason: decision.reason };
    }
    // The same for every edit of a person on a table: the text of a statement stays prepared.
    const tag: StatementTag = {
      purpose,
      requestId: '-',
      human: await this.#needs.emailOf(memberId),
      document: null,
      element: table.tableId,
    };
    const { identity } = decision;
    return outcomeOf(
      await this.#needs.runAs.withSession(identity, tag, (session, credential) => {
        traced?.credential({ principal: identity.principal, login: session.login, credential });
        return use(session, { tag, timeoutMs: this.#needs.timeoutMs });
      }),
    );
  }
}

function rowState(row: StoredRow, columns: readonly Column[]): RowState {
  const cells = new Map<string, CellState>();
  columns.forEach((column, index) => {
    const cell = row.cells[index];
    if (cell !== undefined && cell.num !== null) cells.set(column.id, { value: cell.value, num: cell.num });
  });
  return {
    id: row.rowId,
    life: { num: row.rowNum ?? 0, deleted: row.deleted ?? false },
    order: { num: row.orderNum ?? 0, key: row.orderKey ?? '' },
    created: { by: row.created.by ?? '', at: row.created.at ?? '' },
    updated: { num: row.updated.num ?? 0, by: row.updated.by ?? '', at: row.updated.at ?? '' },
    cells,
  };
}
