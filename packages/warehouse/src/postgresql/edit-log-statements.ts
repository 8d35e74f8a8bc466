/** SQL of a connection's edit log. Rows are only ever inserted and read. */
import type { LogColumn, LogRow } from '@penstock/domain/edit-log/row';
import { logColumns } from '@penstock/domain/edit-log/row';
import type { SqlValue, Statement, TablePath } from '../port.ts';
import { quoteName, quoteTable } from './quote.ts';
import { takeTurns } from './take-turns.ts';

const integerTypes: Partial<Readonly<Record<LogColumn, string>>> = {
  edit_num: 'bigint',
  base_num: 'bigint',
  part: 'integer',
  parts: 'integer',
};

function columnType(column: LogColumn): string {
  return integerTypes[column] ?? 'text';
}

const mostPlainRows = 100;
/** Characters from which on an edit is worth a statement of its own text. */
const longEdit = 16_384;

const columnList = logColumns.map(quoteName).join(', ');

/** To be run in one transaction. No unique constraint: physical repeats are harmless by design, and most engines have none. */
export function createEditLog(log: TablePath): readonly Statement[] {
  const columns = logColumns.map((column) => `${quoteName(column)} ${columnType(column)} NOT NULL`);
  return [
    takeTurns(log),
    { text: `CREATE TABLE IF NOT EXISTS ${quoteTable(log)} (${columns.join(', ')})`, parameters: [] },
    {
      text: `CREATE INDEX IF NOT EXISTS ${quoteName(`${log.table}_edit`)} ON ${quoteTable(log)} (input_table_id, edit_num)`,
      parameters: [],
    },
  ];
}

/**
 * Any number of rows in one statement. Its text does not depend on how many there are, so that it stays prepared. Only
 * the few rows of a paste go as plain parameters: within an array both ends would look at every character twice.
 */
export function appendToEditLog(log: TablePath, rows: readonly LogRow[]): Statement {
  if (rows.length <= mostPlainRows && rows.some((row) => row.edit.length > longEdit)) {
    const tuples = rows.map((_, at) =>
      logColumns.map((column, index) => `$${at * logColumns.length + index + 1}::${columnType(column)}`).join(', '),
    );
    return {
      text: `INSERT INTO ${quoteTable(log)} (${columnList}) VALUES ${tuples.map((tuple) => `(${tuple})`).join(', ')}`,
      parameters: rows.flatMap((row) => logColumns.map((column) => row[column])),
    };
  }
  const arrays = logColumns.map((column, index) => `$${index + 1}::${columnType(column)}[]`);
  return {
    text: `INSERT INTO ${quoteTable(log)} (${columnList}) SELECT * FROM unnest(${arrays.join(', ')})`,
    parameters: logColumns.map((column) => rows.map((row) => row[column])),
  };
}

const selectList = logColumns.map((column) => (column in integerTypes ? `${quoteName(column)}::text` : quoteName(column))).join(', ');

/** Rows of one input table with `fromNum <= edit_num <= toNum`, physical repeats included, in the order of the log. */
export function readEditLog(
  log: TablePath,
  inputTableId: string,
  fromNum: number,
  toNum: number,
  by: 'anybody' | 'system' = 'anybody',
): Statement {
  return {
    text:
      `SELECT ${selectList} FROM ${quoteTable(log)} AS l WHERE l.input_table_id = $1 AND l.edit_num BETWEEN $2 AND $3 ` +
      (by === 'system' ? "AND l.author_member_id = '' " : '') +
      // Qualified: a bare name would mean the selected text, in which 10 comes before 9.
      'ORDER BY l.edit_num, l.edit_id, l.part',
    parameters: [inputTableId, fromNum, toNum],
  };
}

/** A row of `readEditLog`. */
export function decodeLogRow(row: readonly SqlValue[]): LogRow {
  const entries = logColumns.map((column, index) => [column, String(row[index] ?? '')] as const);
  // Every column is there: the list is the select list.
  return Object.fromEntries(entries) as LogRow;
}

/** One row with the highest number of the input table, `null` when the log has none of it. */
export function readHighestNum(log: TablePath, inputTableId: string): Statement {
  return { text: `SELECT max(edit_num) FROM ${quoteTable(log)} WHERE input_table_id = $1`, parameters: [inputTableId] };
}

/** A row for each input table of the log: id, highest number, count of physical rows. */
export function readInputTablesOfLog(log: TablePath): Statement {
  return {
    text: `SELECT input_table_id, max(edit_num), count(*) FROM ${quoteTable(log)} GROUP BY input_table_id ORDER BY input_table_id`,
    parameters: [],
  };
}

/** One row with true when the log's table exists and this session may see it. */
export function editLogExists(log: TablePath): Statement {
  return {
    text:
      'SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace ' +
      "WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p'))",
    parameters: [log.schema, log.table],
  };
}
