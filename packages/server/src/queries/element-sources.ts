/**
 * What an element reads, looked up before it is planned: the columns of tables and of custom SQL as the principal of the
 * query sees them, data models by their published definition, input tables by the shape that their log gives them.
 * Columns are remembered for a minute per principal; a statement that finds them changed drops what was remembered.
 */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { ReadSource } from '@penstock/domain/data-permissions/read-source';
import type { ExecutionIdentity } from '@penstock/domain/execution-identity/decide';
import type { DataTable } from '@penstock/domain/edit-log/ports';
import { columnsInOrder } from '@penstock/domain/edit-log/table-shape';
import { valueColumnName } from '@penstock/domain/input-tables/physical-layout';
import { systemColumnsBeside } from '@penstock/domain/input-tables/system-columns';
import type { ColumnType } from '@penstock/domain/input-tables/column';
import type { DataType } from '@penstock/domain/formula/expression';
import type { Clock } from '@penstock/domain/ports/clock';
import { findElement, leafKey, leafSources } from '@penstock/domain/queries/leaf-sources';
import type {
  EngineColumn,
  GuardedSql,
  InputTableColumn,
  LeafSource,
  ResolvedSource,
  SourceOf,
} from '@penstock/domain/queries/resolved-source';
import type { Definition } from '@penstock/domain/workbooks/definition';
import { guardCustomSql } from '@penstock/warehouse/custom-sql/guard';
import type { Outcome, ResultSet, Statement, StatementTag, WarehouseSession } from '@penstock/warehouse/port';
import { describeRelation } from '@penstock/warehouse/postgresql/catalog-statements';
import { momentAsText } from '@penstock/warehouse/queries/query-dialect';
import { postgresqlDataType } from '@penstock/warehouse/queries/postgresql';
import type { ConnectionStore } from '../connections/store.ts';
import type { EditLog } from '../edit-log/edit-log.ts';
import { dataTableOf, pathOf } from '../input-tables/reach.ts';
import type { InputTable } from '../input-tables/store.ts';
import type { NoSession } from './run-as.ts';

/** Everything that planning an element needs to know about where its rows come from, but columns. */
export interface LookedUp {
  readonly leaves: readonly ReadSource[];
  readonly models: ReadonlyMap<string, Definition>;
  readonly inputTables: ReadonlyMap<string, InputTable>;
}

/** How much of an input table's log its data held before a statement read it. */
export interface LogHead {
  readonly tableId: string;
  readonly num: number;
  /** At or below `num`, and not in the data. One that is written later changes the data without another number. */
  readonly waiting: readonly number[];
  /** Logged edits that the data lacks. */
  readonly missing: number;
}

interface Needs {
  readonly connections: Pick<ConnectionStore, 'get' | 'assertSourceAllowed'>;
  readonly editLog: Pick<EditLog, 'status' | 'on'>;
  readonly clock: Clock;
  /** The engine's name of the type that a column of an input table has. */
  readonly sqlType: (type: ColumnType) => string;
  readonly inputTable: (id: string) => Promise<InputTable>;
  /** The published definition of a data model or dataset; throws when there is none. */
  readonly dataModel: (documentId: string) => Promise<Definition>;
}

/** Runs something as the principal of the query. */
export type WithSession = <T>(use: (session: WarehouseSession) => Promise<T>) => Promise<Outcome<T> | NoSession>;

/** Someone who may be asked for columns: a principal, and how to run as it. */
export interface Asking {
  readonly identity: ExecutionIdentity;
  readonly tag: StatementTag;
  readonly withSession: WithSession;
  /** What becomes of an outcome that is not `done`. */
  readonly refuse: (outcome: Exclude<Outcome<unknown> | NoSession, { kind: 'done' }>) => never;
}

const rememberedMs = 60_000;
const rememberedAtMost = 5_000;
const describeTimeoutMs = 30_000;
/** How long a query waits for logged edits to reach the data table that it reads. */
const applyWaitMs = 5_000;
/** Data models that read data models end somewhere. */
const deepestModel = 10;

export class ElementSources {
  readonly #needs: Needs;
  readonly #columns = new Map<string, { readonly columns: readonly EngineColumn[]; readonly atMs: number }>();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Follows data models and input tables down to what a warehouse is asked. */
  async lookUp(definition: Definition, elementId: string): Promise<LookedUp> {
    const leaves: ReadSource[] = [];
    const models = new Map<string, Definition>();
    const inputTables = new Map<string, InputTable>();
    const visit = async (within: Definition, id: string, depth: number): Promise<void> => {
      if (depth > deepestModel) throw wrong(`Data models read each other more than ${deepestModel} deep.`);
      for (const leaf of leafSources(within, id)) {
        if (leaf.kind === 'data-model') {
          const model = models.get(leaf.documentId) ?? (await this.#needs.dataModel(leaf.documentId));
          models.set(leaf.documentId, model);
          await visit(model, leaf.elementId, depth + 1);
        } else if (leaf.kind === 'input-table') {
          const table = await this.#needs.inputTable(leaf.inputTableId);
          inputTables.set(table.id, table);
          leaves.push({ kind: 'input-table', connectionId: table.connectionId, inputTableId: table.id });
        } else {
          leaves.push(leaf);
        }
      }
    };
    if (findElement(definition, elementId) === undefined) throw new PenstockError('request.not-found', 'The document has no such element.');
    await visit(definition, elementId, 1);
    return { leaves, models, inputTables };
  }

  /** Columns of every leaf, as `asking` sees them. Throws what `asking.refuse` throws. */
  async resolve({ leaves, models, inputTables }: LookedUp, asking: Asking): Promise<SourceOf> {
    const resolved = new Map<string, ResolvedSource>();
    for (const leaf of leaves) {
      if (leaf.kind === 'input-table') {
        const table = inputTables.get(leaf.inputTableId);
        if (table !== undefined) resolved.set(leafKey(leaf), await this.#inputTable(table));
      } else {
        resolved.set(leafKey(leaf), await this.#warehouseLeaf(leaf, asking));
      }
    }
    return (source: LeafSource) => {
      if (source.kind !== 'data-model') return resolved.get(leafKey(source));
      const definition = models.get(source.documentId);
      return definition === undefined
        ? undefined
        : { kind: 'element', documentId: source.documentId, definition, elementId: source.elementId };
    };
  }

  /** A statement found the columns other than remembered. */
  forget(identity: ExecutionIdentity): void {
    const prefix = principalKey(identity);
    for (const key of this.#columns.keys()) if (key.startsWith(prefix)) this.#columns.delete(key);
  }

  /**
   * Waits until the data tables hold every edit that was logged by now, but for those that wait for their author: they may
   * wait for hours, and hold up nobody's charts. `late`: what becomes of a question when the others do not come soon.
   */
  async applied(inputTables: LookedUp['inputTables'], late: 'answer' | 'refuse', signal: AbortSignal): Promise<readonly LogHead[]> {
    return Promise.all([...inputTables.values()].map((table) => this.#headOf(dataTableOf(table), late, signal)));
  }

  async #headOf(table: DataTable, late: 'answer' | 'refuse', signal: AbortSignal): Promise<LogHead> {
    const { headNum } = await this.#needs.editLog.status(table);
    const deadlineMs = this.#needs.clock.nowMs() + applyWaitMs;
    for (;;) {
      const { appliedNum, exceptions, restrictions } = await this.#needs.editLog.status(table);
      const waiting = exceptions.filter(({ kind }) => kind === 'waiting').map(({ num }) => num);
      const behind = Math.max(0, headNum - appliedNum);
      const standsStill = restrictions.some(({ memberId }) => memberId === null);
      const isLate = standsStill || this.#needs.clock.nowMs() >= deadlineMs || signal.aborted;
      if (behind === 0 || (isLate && late === 'answer'))
        return { tableId: table.tableId, num: appliedNum, waiting, missing: behind + waiting.length };
      if (isLate)
        throw new PenstockError(
          'query.edits-not-applied',
          `Edits up to number ${headNum} are logged; the data holds those up to ${appliedNum}.`,
        );
      await this.#needs.clock.sleep(20, signal);
    }
  }

  async #inputTable(table: InputTable): Promise<ResolvedSource> {
    const { dataShape } = await this.#needs.editLog.status(dataTableOf(table));
    const columns = columnsInOrder(dataShape);
    return {
      kind: 'input-table',
      connectionId: table.connectionId,
      path: pathOf(table),
      keyColumns: table.keyColumns,
      columns: [
        ...columns.map((column): InputTableColumn => ({
          id: column.id,
          name: column.name,
          type: inputColumnTypes[column.type],
          engineType: this.#needs.sqlType(column.type),
          physicalName: valueColumnName(column),
          labels: column.options.length === 0 ? null : column.options.map(({ id, label }) => ({ id, label })),
          holdsSeveral: column.type === 'multi-select',
        })),
        ...systemColumnsBeside(columns.map(({ name }) => name)).map(({ name, type, physicalName }): InputTableColumn => ({
          name,
          type,
          engineType: type === 'datetime' ? momentAsText : this.#needs.sqlType('text'),
          physicalName,
          labels: null,
          onRequest: true,
        })),
      ],
    };
  }

  async #warehouseLeaf(leaf: Exclude<ReadSource, { kind: 'input-table' }>, asking: Asking): Promise<ResolvedSource> {
    const connection = await this.#needs.connections.get(leaf.connectionId);
    if (leaf.kind === 'custom-sql') {
      const text = await allowedSql(leaf.sql);
      const statement = { text: `SELECT * FROM (${text}\n) AS described LIMIT 0`, parameters: [] };
      const result = await this.#columnsOf(asking, leafKey(leaf), statement, ({ columns }) =>
        columns.map(({ name, type }) => engineColumn(name, type)),
      );
      return { kind: 'sql', connectionId: connection.id, text, columns: result };
    }
    const path = { database: connection.database, schema: leaf.schema, table: leaf.table };
    await this.#needs.connections.assertSourceAllowed(connection.id, path);
    const columns = await this.#columnsOf(asking, leafKey(leaf), describeRelation(leaf.schema, leaf.table), ({ rows }) =>
      rows.map(([name, type]) => engineColumn(String(name), String(type))),
    );
    if (columns.length > 0) return { kind: 'relation', connectionId: connection.id, path, columns };
    // The catalog shows nobody a table that they may not read: whether it is there is not told.
    const message = `there is no table "${leaf.schema}"."${leaf.table}" that this login may read`;
    return asking.refuse({ kind: 'failed', failure: { kind: 'privilege', message, engineCode: null, remedy: null } });
  }

  async #columnsOf(
    asking: Asking,
    leaf: string,
    statement: Statement,
    read: (result: ResultSet) => readonly EngineColumn[],
  ): Promise<readonly EngineColumn[]> {
    const key = `${principalKey(asking.identity)}${leaf}`;
    const nowMs = this.#needs.clock.nowMs();
    const known = this.#columns.get(key);
    if (known !== undefined && nowMs - known.atMs < rememberedMs) return known.columns;
    const outcome = await asking.withSession((session) => session.run(statement, { tag: asking.tag, timeoutMs: describeTimeoutMs }));
    if (outcome.kind !== 'done') return asking.refuse(outcome);
    if (outcome.value.kind !== 'done') return asking.refuse(outcome.value);
    const columns = read(outcome.value.value);
    if (this.#columns.size >= rememberedAtMost) this.#columns.clear();
    // A table that is not there, or may not be read, can be there in the next moment.
    if (columns.length > 0) this.#columns.set(key, { columns, atMs: nowMs });
    return columns;
  }
}

/** Whose eyes: nothing that one principal saw is told to another. */
function principalKey({ connectionId, connectionGeneration, principal, role }: ExecutionIdentity): string {
  return `${connectionId} ${connectionGeneration} ${principal.kind === 'person' ? principal.memberId : principal.kind} ${JSON.stringify(role)} `;
}

function engineColumn(name: string, engineType: string): EngineColumn {
  return { name, type: postgresqlDataType(engineType), engineType };
}

async function allowedSql(sql: string): Promise<GuardedSql> {
  const guarded = await guardCustomSql(sql);
  if (guarded.kind === 'allowed') return guarded.text;
  throw new PenstockError('query.element-wrong', guarded.message, {
    facts: { problems: [{ position: guarded.position, message: guarded.message }] },
  });
}

function wrong(detail: string): PenstockError {
  return new PenstockError('query.element-wrong', detail);
}

const inputColumnTypes: Readonly<Record<ColumnType, DataType>> = {
  text: 'text',
  number: 'number',
  date: 'date',
  datetime: 'datetime',
  checkbox: 'logical',
  'single-select': 'text',
  'multi-select': 'text',
};
