/** The engines that plans are executed on, each with the same small tables: nulls in keys, duplicates, an empty table. */
import { randomBytes } from 'node:crypto';
import type { DuckDBValue } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DataType } from '@penstock/domain/formula/expression';
import type { ElementPlan } from '@penstock/domain/queries/plan';
import type { PlanRequest, View } from '@penstock/domain/queries/plan-element';
import { plainView, planElement } from '@penstock/domain/queries/plan-element';
import type { GuardedSql, SourceOf } from '@penstock/domain/queries/resolved-source';
import type {
  ControlElement,
  Definition,
  ElementColumn,
  Element,
  Filter,
  FilterRule,
  TableElement,
} from '@penstock/domain/workbooks/definition';
import { decodeResult } from '@penstock/warehouse/queries/decode-result';
import type { DecodedResult } from '@penstock/warehouse/queries/decode-result';
import { duckdbQueries } from '@penstock/warehouse/queries/duckdb';
import { postgresqlQueries } from '@penstock/warehouse/queries/postgresql';
import type { QueryDialect } from '@penstock/warehouse/queries/query-dialect';
import { renderPlan } from '@penstock/warehouse/queries/render-plan';
import type { SqlValue, Statement } from '@penstock/warehouse/port';
import { Client } from 'pg';
import { inject } from 'vitest';

export const engineNames = ['postgresql', 'duckdb'] as const;
export type EngineName = (typeof engineNames)[number];

/** Name, engine type and type of each column, and rows of canonical values. */
export interface TestTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: DataType | null; readonly sql: string; readonly engineType: string }[];
  readonly rows: readonly (readonly (string | boolean | null)[])[];
}

const text = { type: 'text', sql: 'text', engineType: 'text' } as const;
const whole = { type: 'number', sql: 'int', engineType: 'int4' } as const;
const exact = { type: 'number', sql: 'numeric(12,2)', engineType: 'numeric' } as const;

export const flights: TestTable = {
  name: 'flights',
  columns: [
    { name: 'row', ...whole },
    { name: 'origin', ...text },
    { name: 'carrier', ...text },
    { name: 'delay', ...whole },
    { name: 'price', ...exact },
    { name: 'day', type: 'date', sql: 'date', engineType: 'date' },
    { name: 'left at', type: 'datetime', sql: 'timestamptz', engineType: 'timestamptz' },
    { name: 'cancelled', type: 'logical', sql: 'boolean', engineType: 'bool' },
  ],
  rows: [
    ['1', 'ZRH', 'LX', '10', '100.50', '2024-01-30', '2024-01-30T10:00:00.000000Z', false],
    ['2', 'ZRH', 'LX', '20', '50.25', '2024-01-31', '2024-01-31T22:59:59.000000Z', false],
    ['3', 'ZRH', 'WK', null, '10', '2024-01-31', '2024-01-31T23:00:00.000000Z', false],
    ['4', 'ZRH', null, '5', null, '2024-02-01', '2024-02-01T08:00:00.000000Z', null],
    ['5', null, 'LX', '-3', '70', '2024-02-01', '2024-02-01T09:00:00.500000Z', true],
    ['6', null, null, '0', '1', null, null, false],
    ['7', 'GVA', 'LX', '40', '20', '2024-02-10', '2024-02-10T12:00:00.000000Z', false],
    ['8', 'GVA', 'LX', '40', '20', '2024-02-10', '2024-02-10T12:00:00.000000Z', false],
    ['9', 'BSL', 'WK', '7', '5', '2024-03-01', '2024-03-01T12:00:00.000000Z', true],
    ['10', '', 'WK', '8', '6', '2024-03-02', '2024-03-02T12:00:00.000000Z', false],
  ],
};

export const airports: TestTable = {
  name: 'airports',
  columns: [
    { name: 'code', ...text },
    { name: 'city', ...text },
    { name: 'origin', ...text },
  ],
  rows: [
    ['ZRH', 'Zürich', 'a'],
    ['GVA', 'Genève', 'b'],
    ['GVA', 'Geneva', 'c'],
    [null, 'Nowhere', 'd'],
    ['LHR', 'London', 'e'],
  ],
};

/** Types that need reading, and one that formulas do not know. */
export const kinds: TestTable = {
  name: 'kinds',
  columns: [
    { name: 'wall', type: 'datetime', sql: 'timestamp', engineType: 'timestamp' },
    { name: 'id', type: 'text', sql: 'uuid', engineType: 'uuid' },
    { name: 'clock', type: null, sql: 'time', engineType: 'time' },
    { name: 'share', type: 'number', sql: 'double precision', engineType: 'float8' },
  ],
  rows: [['2024-07-01 10:00:00', '6f1c2d3e-0000-4000-8000-000000000001', '10:30:00', '0.1']],
};

/** As an input table lies in its schema: a deleted row, and one whose cells came before the row itself. */
export const typed: TestTable = {
  name: 'typed',
  columns: [
    { name: 'deleted', type: 'logical', sql: 'boolean', engineType: 'bool' },
    { name: 'c1_1', ...text },
    { name: 'c2_1', ...exact },
  ],
  rows: [
    [false, 'o1', '1.5'],
    [false, 'gone', '2'],
    [true, 'o1', '3'],
    [null, 'o2', '4'],
    [false, null, null],
  ],
};

export const empty: TestTable = { ...flights, name: 'empty', rows: [] };
export const tables: readonly TestTable[] = [flights, airports, empty, kinds, typed];

export interface QueryEngine {
  readonly dialect: QueryDialect;
  readonly schema: string;
  run(statement: Statement): Promise<readonly (readonly SqlValue[])[]>;
  close(): Promise<void>;
}

export async function startQueryEngine(name: EngineName, made: readonly TestTable[] = tables): Promise<QueryEngine> {
  const engine = name === 'postgresql' ? await startPostgresql() : await startDuckdb();
  const quote = (part: string): string => engine.dialect.quoteName(part);
  await engine.run({ text: `create schema ${quote(engine.schema)}`, parameters: [] });
  for (const table of made) {
    const columns = table.columns.map((column) => `${quote(column.name)} ${column.sql}`).join(', ');
    const into = `${quote(engine.schema)}.${quote(table.name)}`;
    await engine.run({ text: `create table ${into} (${columns})`, parameters: [] });
    for (const row of table.rows) {
      const places = row.map((_, index) => `cast(cast($${index + 1} as text) as ${table.columns[index]?.sql ?? 'text'})`).join(', ');
      await engine.run({
        text: `insert into ${into} values (${places})`,
        parameters: row.map((value) => (typeof value === 'boolean' ? String(value) : value)),
      });
    }
  }
  return engine;
}

async function startPostgresql(): Promise<QueryEngine> {
  const client = new Client({ host: inject('stack').warehouseSocket, user: 'postgres', database: 'postgres' });
  await client.connect();
  await client.query(`set timezone to 'America/St_Johns'`);
  const schema = `queries_${randomBytes(4).toString('hex')}`;
  const types = { getTypeParser: () => (value: string) => value } as never;
  return {
    dialect: postgresqlQueries,
    schema,
    run: async (statement) => {
      const result = await client.query<SqlValue[]>({ text: statement.text, values: [...statement.parameters], rowMode: 'array', types });
      return result.rows;
    },
    close: async () => {
      await client.query(`drop schema ${schema} cascade`);
      await client.end();
    },
  };
}

async function startDuckdb(): Promise<QueryEngine> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`set timezone to 'America/St_Johns'`);
  return {
    dialect: duckdbQueries,
    schema: 'src',
    run: async (statement) => {
      const reader = await connection.runAndReadAll(statement.text, [...statement.parameters] as DuckDBValue[]);
      return reader.getRowsJson() as SqlValue[][];
    },
    close: async () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

// --- documents ---

export const connectionId = 'warehouse';

/** Resolves the test tables, and custom SQL by its columns in `customColumns`. */
export function sourcesOf(
  engine: Pick<QueryEngine, 'schema' | 'dialect'>,
  customSql: ReadonlyMap<string, TestTable['columns']> = new Map(),
  made = tables,
): SourceOf {
  return (source) => {
    if (source.kind === 'custom-sql') {
      const columns = customSql.get(source.sql);
      return columns === undefined
        ? undefined
        : { kind: 'sql', connectionId, text: source.sql as GuardedSql, columns: columns.map((column) => engineColumn(engine, column)) };
    }
    const table = source.kind === 'warehouse-table' ? made.find((one) => one.name === source.table) : undefined;
    if (table === undefined) return undefined;
    const path = { database: 'w', schema: engine.schema, table: table.name };
    return { kind: 'relation', connectionId, path, columns: table.columns.map((column) => engineColumn(engine, column)) };
  };
}

const duckdbTypes: Readonly<Record<string, string>> = {
  int4: 'INTEGER',
  numeric: 'DECIMAL(12,2)',
  text: 'VARCHAR',
  date: 'DATE',
  timestamptz: 'TIMESTAMP WITH TIME ZONE',
  timestamp: 'TIMESTAMP',
  bool: 'BOOLEAN',
  uuid: 'UUID',
  time: 'TIME',
  float8: 'DOUBLE',
};

function engineColumn(engine: Pick<QueryEngine, 'dialect'>, column: TestTable['columns'][number]) {
  const { name, type } = column;
  return {
    name,
    type,
    engineType: engine.dialect === duckdbQueries ? (duckdbTypes[column.engineType] ?? column.engineType) : column.engineType,
  };
}

export const layout = { x: 0, y: 0, width: 12, height: 8 } as const;

export function column(id: string, formula: string, more: Partial<ElementColumn> = {}): ElementColumn {
  return { id, name: id, formula, hidden: false, format: null, level: null, ...more };
}

/** A table element over a warehouse table. Column names are their ids. */
export function table(name: string, of: string, more: Partial<TableElement> = {}): TableElement {
  return {
    id: name,
    name,
    layout,
    kind: 'table',
    source: { kind: 'warehouse-table', connectionId, schema: 'src', table: of },
    columns: [],
    filters: [],
    sorts: [],
    groupings: [],
    totals: [],
    ...more,
  };
}

export function control(id: string, kind: ControlElement['control'], initial: ControlElement['initial'] = null): ControlElement {
  return { id, name: id, layout, kind: 'control', control: kind, label: id, choices: null, multiple: true, initial };
}

export function filter(columnId: string, rule: FilterRule): Filter {
  return { id: `filter on ${columnId}`, columnId, ...rule };
}

export function document(elements: readonly Element[], more: Partial<Definition> = {}): Definition {
  return { formatVersion: 1, timeZone: 'Europe/Zurich', weekStart: 'monday', pages: [{ id: 'page', name: 'Page', elements }], ...more };
}

export interface Question {
  readonly elements: readonly Element[];
  readonly view?: Partial<View>;
  readonly controls?: PlanRequest['controls'];
  readonly customSql?: ReadonlyMap<string, TestTable['columns']>;
  readonly sourceOf?: SourceOf;
  readonly made?: readonly TestTable[];
}

/** The plan of the first element. */
export function planOf(engine: Pick<QueryEngine, 'schema' | 'dialect'>, question: Question): ElementPlan {
  const outcome = planElement({
    definition: document(question.elements),
    elementId: question.elements[0]?.id ?? '',
    sourceOf: question.sourceOf ?? sourcesOf(engine, question.customSql, question.made),
    controls: question.controls ?? new Map(),
    view: { ...plainView, ...question.view },
  });
  if (outcome.kind === 'wrong') throw new Error(JSON.stringify(outcome.problems));
  return outcome.plan;
}

export async function runPlan(engine: QueryEngine, plan: ElementPlan): Promise<DecodedResult> {
  const { statement } = renderPlan(plan, engine.dialect);
  try {
    return decodeResult(plan, { rows: await engine.run(statement) });
  } catch (error) {
    throw new Error(`${String(error)}\n${statement.text}`, { cause: error });
  }
}

/** Rows of canonical values, in the order of the answer. */
export async function ask(engine: QueryEngine, question: Question): Promise<readonly (readonly unknown[])[]> {
  return rowsOf(await runPlan(engine, planOf(engine, question)));
}

export function rowsOf({ values, rowCount }: DecodedResult): readonly (readonly unknown[])[] {
  return Array.from({ length: rowCount }, (_, row) => values.map((one) => one[row]));
}
