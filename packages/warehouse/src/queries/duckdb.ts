/** DuckDB's own way of writing plans: the second engine that keeps plans honest. Only tests have the engine itself. */
import type { DataType } from '@penstock/domain/formula/expression';
import { duckdbFormulas } from '../formula/duckdb.ts';
import { sql } from '../sql/fragment.ts';
import type { QueryDialect } from './query-dialect.ts';

/** By the first word of the engine's name of a type: `DECIMAL(18,3)` is `DECIMAL`. */
const knownTypes: ReadonlyMap<string, DataType> = new Map([
  ['VARCHAR', 'text'],
  ['UUID', 'text'],
  ['TINYINT', 'number'],
  ['SMALLINT', 'number'],
  ['INTEGER', 'number'],
  ['BIGINT', 'number'],
  ['HUGEINT', 'number'],
  ['DECIMAL', 'number'],
  ['FLOAT', 'number'],
  ['DOUBLE', 'number'],
  ['BOOLEAN', 'logical'],
  ['DATE', 'date'],
  ['TIMESTAMP', 'datetime'],
]);

const withZone = 'TIMESTAMP WITH TIME ZONE';

export function duckdbDataType(engineType: string): DataType | null {
  return knownTypes.get(/^[A-Z]+/.exec(engineType)?.[0] ?? '') ?? null;
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export const duckdbQueries: QueryDialect = {
  formulas: duckdbFormulas,
  quoteName,
  quoteRelation: ({ schema, table }) => `${quoteName(schema)}.${quoteName(table)}`,
  reading: (engineType) => {
    if (engineType === 'UUID') return 'to-text';
    if (engineType.startsWith('TIMESTAMP') && engineType !== withZone) return 'wall-clock';
    return duckdbDataType(engineType) === null ? 'to-text' : 'as-is';
  },
  sameKey: (left, right) => sql`${left} is not distinct from ${right}`,
  sameValue: (left, right) => sql`${left} = ${right}`,
  asStep: (readAgain) => (readAgain ? 'as not materialized' : 'as'),
};
