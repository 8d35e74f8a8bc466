/** SQL of data tables but for `apply-statements.ts`: making them, and reading them as the person who looks. */
import type { ColumnType } from '@penstock/domain/input-tables/column';
import { guardColumnName, rowColumns, valueColumnName } from '@penstock/domain/input-tables/physical-layout';
import type { OrderPosition, StoredColumn, StoredRow, TableFacts } from '../dialect.ts';
import type { SqlValue, Statement, TablePath } from '../port.ts';
import { decodeCell, sqlType } from './cell-values.ts';
import { quoteLiteral, quoteName, quoteTable } from './quote.ts';
import { takeTurns } from './take-turns.ts';

/** To be run in one transaction; harmless when it has run before. The comment is the fingerprint of what we made. */
export function createDataTable(table: TablePath, columns: readonly StoredColumn[], fingerprint: string): readonly Statement[] {
  const definitions = [
    `${rowColumns.rowId} text COLLATE "C" PRIMARY KEY`,
    `${rowColumns.rowNum} bigint`,
    `${rowColumns.deleted} boolean`,
    `${rowColumns.orderKey} text COLLATE "C"`,
    `${rowColumns.orderNum} bigint`,
    `${rowColumns.createdBy} text`,
    `${rowColumns.createdAt} text`,
    `${rowColumns.updatedNum} bigint`,
    `${rowColumns.updatedBy} text`,
    `${rowColumns.updatedAt} text`,
    ...columns.flatMap(columnDefinitions),
  ];
  return [
    takeTurns(table),
    // Room in each page lets an edited row stay where it is (HOT) and spares the indexes.
    { text: `CREATE TABLE IF NOT EXISTS ${quoteTable(table)} (${definitions.join(', ')}) WITH (fillfactor = 85)`, parameters: [] },
    {
      text:
        `CREATE INDEX IF NOT EXISTS ${quoteName(`${table.table}_order`)} ON ${quoteTable(table)} ` +
        `(${rowColumns.orderKey}, ${rowColumns.rowId}) WHERE NOT ${rowColumns.deleted}`,
      parameters: [],
    },
    { text: `COMMENT ON TABLE ${quoteTable(table)} IS ${quoteLiteral(fingerprint)}`, parameters: [] },
  ];
}

/** Value and guard of each column; harmless when they are there already. */
export function addColumns(table: TablePath, columns: readonly StoredColumn[]): Statement {
  const clauses = columns.flatMap(columnDefinitions).map((definition) => `ADD COLUMN IF NOT EXISTS ${definition}`);
  return { text: `ALTER TABLE ${quoteTable(table)} ${clauses.join(', ')}`, parameters: [] };
}

function columnDefinitions(column: StoredColumn): readonly string[] {
  return [`${quoteName(valueColumnName(column))} ${sqlType(column.type)}`, `${quoteName(guardColumnName(column))} bigint`];
}

/** Removes physical rows for good: a rebuild's last step, for rows that the log does not know. */
export function removeRows(table: TablePath, rowIds: readonly string[]): Statement {
  return { text: `DELETE FROM ${quoteTable(table)} WHERE ${rowColumns.rowId} = ANY ($1::text[])`, parameters: [rowIds] };
}

const storedRowColumns = [
  rowColumns.rowId,
  rowColumns.orderKey,
  rowColumns.orderNum,
  rowColumns.rowNum,
  rowColumns.deleted,
  rowColumns.createdBy,
  rowColumns.createdAt,
  rowColumns.updatedNum,
  rowColumns.updatedBy,
  rowColumns.updatedAt,
];

function selectRows(table: TablePath, columns: readonly StoredColumn[]): string {
  const cells = columns.flatMap((column) => [quoteName(valueColumnName(column)), quoteName(guardColumnName(column))]);
  return `SELECT ${[...storedRowColumns, ...cells].join(', ')} FROM ${quoteTable(table)}`;
}

const orderOfRows = `${rowColumns.orderKey}, ${rowColumns.rowId}`;
const live = `NOT ${rowColumns.deleted}`;

/** Live rows in order, from a position (inclusive; `null`: the first) on. */
export function readPage(
  table: TablePath,
  columns: readonly StoredColumn[],
  from: OrderPosition | null,
  offset: number,
  limit: number,
): Statement {
  const position = from ?? { orderKey: '', rowId: '' };
  return {
    text: `${selectRows(table, columns)} WHERE ${live} AND (${orderOfRows}) >= ($1, $2) ` + `ORDER BY ${orderOfRows} OFFSET $3 LIMIT $4`,
    parameters: [position.orderKey, position.rowId, offset, limit],
  };
}

/** Rows by id: deleted ones and those without a life too. */
export function readRowsById(table: TablePath, columns: readonly StoredColumn[], rowIds: readonly string[]): Statement {
  return { text: `${selectRows(table, columns)} WHERE ${rowColumns.rowId} = ANY ($1::text[])`, parameters: [rowIds] };
}

/** Every physical row by row id, after one (`null`: from the start): for comparing the table with its log. */
export function readAllRows(
  table: TablePath,
  columns: readonly StoredColumn[],
  afterRowId: string | null,
  limit: number,
  aboveNum: number | null = null,
): Statement {
  const guards = [rowColumns.rowNum, rowColumns.orderNum, rowColumns.updatedNum, ...columns.map((one) => quoteName(guardColumnName(one)))];
  const above = aboveNum === null ? '' : ` AND (${guards.map((guard) => `${guard} > $3`).join(' OR ')})`;
  return {
    text: `${selectRows(table, columns)} WHERE ${rowColumns.rowId} > $1${above} ORDER BY ${rowColumns.rowId} LIMIT $2`,
    parameters: [afterRowId ?? '', limit, ...(aboveNum === null ? [] : [aboveNum])],
  };
}

/** A row of `readPage`, `readRowsById` or `readAllRows`. */
export function decodeStoredRow(columns: readonly { readonly type: ColumnType }[], row: readonly SqlValue[]): StoredRow {
  return {
    rowId: String(row[0]),
    orderKey: textOrNull(row[1]),
    orderNum: numOrNull(row[2]),
    rowNum: numOrNull(row[3]),
    deleted: typeof row[4] === 'boolean' ? row[4] : null,
    created: { by: textOrNull(row[5]), at: textOrNull(row[6]) },
    updated: { num: numOrNull(row[7]), by: textOrNull(row[8]), at: textOrNull(row[9]) },
    cells: columns.map(({ type }, index) => ({
      value: decodeCell(type, row[10 + index * 2] ?? null),
      num: numOrNull(row[11 + index * 2]),
    })),
  };
}

function textOrNull(value: SqlValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function numOrNull(value: SqlValue | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}

/**
 * Anchors of a position index: of the live rows in [from, to) every `every`-th, beginning with the first, and the last
 * one. Columns: order key, row id, position in the range from 0. The last row's position + 1 is the count.
 */
export function readAnchors(table: TablePath, from: OrderPosition | null, to: OrderPosition | null, every: number): Statement {
  const start = from ?? { orderKey: '', rowId: '' };
  const end = to === null ? '' : ` AND (${orderOfRows}) < ($4, $5)`;
  return {
    text:
      `SELECT ${orderOfRows}, position FROM (SELECT ${orderOfRows}, row_number() OVER rows_in_order - 1 AS position, ` +
      `lead(${rowColumns.rowId}) OVER rows_in_order IS NULL AS is_last ` +
      `FROM ${quoteTable(table)} WHERE ${live} AND (${orderOfRows}) >= ($1, $2)${end} ` +
      `WINDOW rows_in_order AS (ORDER BY ${orderOfRows})) AS numbered WHERE position % $3 = 0 OR is_last ORDER BY position`,
    parameters: [start.orderKey, start.rowId, every, ...(to === null ? [] : [to.orderKey, to.rowId])],
  };
}

/** One row: how many live rows there are. Only when somebody asked. */
export function countLiveRows(table: TablePath): Statement {
  return { text: `SELECT count(*) FROM ${quoteTable(table)} WHERE ${live}`, parameters: [] };
}

/** No row: the table is not there. */
export function inspectTable(table: TablePath): Statement {
  // Without USAGE of the schema no privilege on the table is of any use.
  const may = (privilege: string): string => `has_schema_privilege(n.oid, 'USAGE') AND ${privilege}`;
  return {
    text:
      "SELECT c.relkind::text, pg_get_userbyid(c.relowner)::text, obj_description(c.oid, 'pg_class'), c.relrowsecurity, " +
      'row_security_active(c.oid), ' +
      `${may("has_table_privilege(c.oid, 'SELECT')")}, ${may("has_any_column_privilege(c.oid, 'SELECT')")}, ` +
      `${may("has_table_privilege(c.oid, 'INSERT')")}, ${may("has_table_privilege(c.oid, 'UPDATE')")}, ` +
      "pg_has_role(c.relowner, 'USAGE') " +
      'FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2',
    parameters: [table.schema, table.table],
  };
}

/** A row of `inspectTable`. */
export function decodeTableFacts(row: readonly SqlValue[]): TableFacts {
  const mayRead = row[5] === true;
  return {
    kind: String(row[0]),
    owner: String(row[1]),
    comment: textOrNull(row[2]),
    hasRowPolicies: row[3] === true,
    rowPoliciesApply: row[4] === true,
    mayRead,
    readsSomeColumns: !mayRead && row[6] === true,
    mayInsert: row[7] === true,
    mayUpdate: row[8] === true,
    owns: row[9] === true,
  };
}

/** Name and SQL type of each column, in the table's order: no row where the table is not there. */
export function describeColumns(table: TablePath): Statement {
  return {
    text:
      'SELECT a.attname::text, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid ' +
      'JOIN pg_namespace n ON n.oid = c.relnamespace ' +
      'WHERE n.nspname = $1 AND c.relname = $2 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum',
    parameters: [table.schema, table.table],
  };
}

/** The GRANT to show, or to run as the table's owner. Upserts read the guards they compare with: SELECT is always part. */
export function grantOnTable(table: TablePath, right: 'read' | 'edit', login: string): Statement {
  const privileges = right === 'read' ? 'SELECT' : 'SELECT, INSERT, UPDATE';
  return { text: `GRANT ${privileges} ON TABLE ${quoteTable(table)} TO ${quoteName(login)}`, parameters: [] };
}
