/** PostgreSQL's own way of writing plans, and what its types are for the formula language. */
import type { DataType } from '@penstock/domain/formula/expression';
import { postgresqlFormulas } from '../formula/postgresql.ts';
import { quoteName, quoteTable } from '../postgresql/quote.ts';
import { sql } from '../sql/fragment.ts';
import type { SqlFragment } from '../sql/fragment.ts';
import { momentAsText } from './query-dialect.ts';
import type { QueryDialect, StoredReading } from './query-dialect.ts';

interface KnownType {
  readonly type: DataType;
  readonly reading: StoredReading;
}

const as = (type: DataType, reading: StoredReading = 'as-is'): KnownType => ({ type, reading });

/** By the engine's short name (`pg_type.typname`). What is not here can only be shown, as the text that the engine makes of it. */
const knownTypes: ReadonlyMap<string, KnownType> = new Map([
  ['text', as('text')],
  ['varchar', as('text')],
  // Its padding would come back as spaces.
  ['bpchar', as('text', 'to-text')],
  ['char', as('text', 'to-text')],
  ['name', as('text', 'to-text')],
  ['citext', as('text', 'to-text')],
  ['uuid', as('text', 'to-text')],
  ['enum', as('text', 'to-text')],
  ['int2', as('number')],
  ['int4', as('number')],
  ['int8', as('number')],
  ['numeric', as('number')],
  ['float4', as('number')],
  ['float8', as('number')],
  ['money', as('number', 'to-number')],
  ['bool', as('logical')],
  ['date', as('date')],
  ['timestamptz', as('datetime')],
  ['timestamp', as('datetime', 'wall-clock')],
  // As the product itself writes them when it makes a table.
  ['boolean', as('logical')],
  ['timestamp with time zone', as('datetime')],
  [momentAsText, as('datetime', 'to-datetime')],
]);

/** `null`: shown as text, not usable in formulas. */
export function postgresqlDataType(engineType: string): DataType | null {
  return knownTypes.get(engineType)?.type ?? null;
}

export const postgresqlQueries: QueryDialect = {
  formulas: postgresqlFormulas,
  quoteName,
  quoteRelation: quoteTable,
  reading: (engineType) => knownTypes.get(engineType)?.reading ?? 'to-text',
  // `is not distinct from` cannot be hashed; arrays can, and to them null equals null.
  sameKey: (left, right) => sql`array[${left}] = array[${right}]`,
  sameValue,
  asStep: (readAgain) => (readAgain ? 'as not materialized' : 'as'),
};

/**
 * The bytes of text count, not what a collation calls equal. A float is compared by the shortest text that means it, as it
 * is shown: its cast to `numeric` would round to 15 digits, and a comparison of floats would make two decimals one.
 */
function sameValue(left: SqlFragment, right: SqlFragment, type: DataType | null): SqlFragment {
  switch (type) {
    case 'text':
      return sql`(${left}) collate "C" = (${right}) collate "C"`;
    case 'number':
      return sql`(${left})::text::numeric = (${right})::text::numeric`;
    default:
      return sql`${left} = ${right}`;
  }
}
