/** The engines that formulas are executed on, each with the example rows of the documentation in tables of its own. */
import type { DuckDBValue } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';
import type { CellValue } from '@penstock/domain/values/cell-value';
import type { DataType, Expression, LookupExpression } from '@penstock/domain/formula/expression';
import type { ExampleTable } from '@penstock/domain/formula/example-rows';
import { exampleControls, exampleRows, exampleTargets } from '@penstock/domain/formula/example-rows';
import type { FormulaDialect } from '@penstock/warehouse/formula/dialect';
import { duckdbFormulas } from '@penstock/warehouse/formula/duckdb';
import { postgresqlFormulas } from '@penstock/warehouse/formula/postgresql';
import type { RenderContext } from '@penstock/warehouse/formula/render';
import { renderExpression } from '@penstock/warehouse/formula/render';
import type { Statement } from '@penstock/warehouse/port';
import type { SqlFragment } from '@penstock/warehouse/sql/fragment';
import { joined, sql, toStatement, verbatim } from '@penstock/warehouse/sql/fragment';
import { Client } from 'pg';
import { inject } from 'vitest';

export type Value = Exclude<CellValue, readonly string[]>;
export type EngineName = 'postgresql' | 'duckdb';
export const engineNames: readonly EngineName[] = ['postgresql', 'duckdb'];

export interface FormulaEngine {
  readonly dialect: FormulaDialect;
  /** Rows of texts, as the engine writes them. */
  run(statement: Statement): Promise<readonly (readonly (string | null)[])[]>;
  close(): Promise<void>;
}

export async function startFormulaEngine(name: EngineName): Promise<FormulaEngine> {
  const engine = name === 'postgresql' ? await startPostgresql() : await startDuckdb();
  for (const table of [exampleRows, exampleTargets]) {
    for (const text of tableText(engine.dialect, table)) await engine.run({ text, parameters: [] });
  }
  return engine;
}

async function startPostgresql(): Promise<FormulaEngine> {
  const client = new Client({ host: inject('stack').warehouseSocket, user: 'postgres', database: 'postgres' });
  await client.connect();
  // What a formula means must not hang on how a session happens to be set up.
  await client.query(`set timezone to 'Pacific/Apia'; set datestyle to 'German'`);
  return {
    dialect: postgresqlFormulas,
    run: async ({ text, parameters }) => {
      const result = await client.query<(string | null)[]>({ text, values: [...parameters], rowMode: 'array' });
      return result.rows;
    },
    close: () => client.end(),
  };
}

async function startDuckdb(): Promise<FormulaEngine> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`set timezone to 'Pacific/Apia'`);
  return {
    dialect: duckdbFormulas,
    run: async ({ text, parameters }) => {
      const reader = await connection.runAndReadAll(text, parameters as DuckDBValue[]);
      return reader.getRowsJson() as (string | null)[][];
    },
    close: async () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Machine numbers of every kind, as real tables have them. */
const columnTypes: Readonly<Record<string, string>> = {
  Row: 'integer',
  Amount: 'decimal(12,2)',
  Weight: 'double precision',
  Target: 'bigint',
};

function tableText(dialect: FormulaDialect, table: ExampleTable): readonly string[] {
  const columns = Object.entries(table.columns);
  const defined = columns.map(([name, type]) => `"${name}" ${columnTypes[name] ?? dialect.types[type]}`).join(', ');
  const rows = table.rows.map((row) => `(${row.map((value) => (value === null ? 'null' : `'${value}'`)).join(', ')})`).join(', ');
  return [`create temporary table "${table.name}" (${defined})`, `insert into "${table.name}" values ${rows}`];
}

export interface Setting {
  readonly timeZone: string;
  readonly weekStart: 'monday' | 'sunday';
}

export function renderContext(dialect: FormulaDialect, setting: Setting): RenderContext {
  const context: RenderContext = {
    dialect,
    column: (reference) => verbatim(`"${reference.of === 'source' ? reference.name : reference.columnId}"`),
    control: (controlId, part) => exampleControls[controlId as keyof typeof exampleControls][part],
    lookup: (node) => lookupQuery(node, context),
    window: { partitionBy: [], orderBy: [{ sql: verbatim('"Row"'), direction: 'ascending' }] },
    ...setting,
  };
  return context;
}

/** What the query compiler makes a join of. */
function lookupQuery(node: LookupExpression, context: RenderContext): SqlFragment {
  const other: RenderContext = {
    ...context,
    column: (reference) => verbatim(reference.of === 'other-element' ? `t."${reference.columnId}"` : '"?"'),
  };
  const own: RenderContext = { ...context, column: (reference) => verbatim(reference.of === 'source' ? `o."${reference.name}"` : '"?"') };
  const keys = node.keys.map((key) => sql`${renderExpression(key.other, other)} = ${renderExpression(key.own, own)}`);
  const value = renderExpression(node.value, other);
  const shown = node.kind === 'lookup' ? sql`min(${value})` : value;
  return sql`(select ${shown} from "Targets" as t where ${joined(keys, ' and ')})`;
}

/** Every row's value, in canonical encoding; an aggregate gives one row. */
export async function evaluate(
  engine: FormulaEngine,
  expressions: readonly Expression[],
  from: SqlFragment,
  setting: Setting,
): Promise<Value[][]> {
  const context = renderContext(engine.dialect, setting);
  const columns = expressions.map((expression) => shownAs(engine.dialect, expression.type, renderExpression(expression, context)));
  const rows = await engine.run(toStatement(sql`select ${joined(columns, ', ')} from ${from}`));
  return rows.map((row) => expressions.map((expression, index) => canonical(expression.type, row[index] ?? null)));
}

function shownAs(dialect: FormulaDialect, type: DataType, value: SqlFragment): SqlFragment {
  const postgresql = dialect.name === 'postgresql';
  switch (type) {
    case 'number':
      return postgresql ? sql`(${value})::numeric::text` : sql`(${value})::double::varchar`;
    case 'date':
      return postgresql ? sql`to_char(${value}, 'YYYY-MM-DD')` : sql`(${value})::varchar`;
    case 'datetime':
      return postgresql
        ? sql`to_char((${value}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
        : sql`strftime((${value}) at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')`;
    case 'logical':
    case 'text':
      return sql`(${value})::${verbatim(dialect.types.text)}`;
  }
}

function canonical(type: DataType, text: string | null): Value {
  if (text === null) return null;
  if (type === 'logical') return text === 'true';
  return type === 'number' ? significant(text) : text;
}

/** Numbers agree to twelve significant digits. */
export function significant(text: string): string {
  const rounded = Number(Number(text).toPrecision(12));
  return Object.is(rounded, -0) ? '0' : rounded.toLocaleString('en', { useGrouping: false, maximumSignificantDigits: 12 });
}
