import type { Statement, TablePath } from '../port.ts';

/**
 * Opens a transaction that makes a table if it is not there: of two that look at once, both would find nothing and one
 * would fail, so they look one after the other. The lock ends with the transaction.
 */
export function takeTurns(table: TablePath): Statement {
  return { text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', parameters: [`${table.schema}.${table.table}`] };
}
