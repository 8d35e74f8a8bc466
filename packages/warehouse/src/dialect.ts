/**
 * What differs from engine to engine in SQL, as pure text: a dialect makes `Statement`s and reads their rows, it never
 * runs one. Names are quoted by one function of the dialect, values are parameters.
 */
import type { ApplyPlan } from '@penstock/domain/edit-log/apply-plan';
import type { LogRow } from '@penstock/domain/edit-log/row';
import type { Column, ColumnType } from '@penstock/domain/input-tables/column';
import type { CellValue } from '@penstock/domain/values/cell-value';
import type { SqlValue, Statement, TablePath } from './port.ts';

export interface Dialect {
  readonly editLog: EditLogDialect;
  readonly inputTables: InputTableDialect;
}

/** The edit log of a connection: rows are only ever inserted and read. */
export interface EditLogDialect {
  /** For one transaction; harmless when it has run before. */
  createTable(log: TablePath): readonly Statement[];
  /** One row: whether the table is there for this session. */
  exists(log: TablePath): Statement;
  /** Any number of rows in one statement, whose text does not depend on how many there are. */
  append(log: TablePath, rows: readonly LogRow[]): Statement;
  /**
   * Rows of one input table with `fromNum <= edit_num <= toNum` in the log's order, physical repeats included. `system`: only
   * those without an author.
   */
  read(log: TablePath, inputTableId: string, fromNum: number, toNum: number, by?: 'anybody' | 'system'): Statement;
  /** A row of `read`. */
  decodeRow(row: readonly SqlValue[]): LogRow;
  /** One row with the highest number of the input table, `null` when the log has none of it. */
  readHighestNum(log: TablePath, inputTableId: string): Statement;
  /** A row for each input table of the log: its id, its highest number, its count of physical rows. */
  readInputTables(log: TablePath): Statement;
}

/** Data tables: made and written as the author, read as the person who looks. */
export interface InputTableDialect {
  /** For one transaction; harmless when it has run before. The fingerprint stays with the table as its comment. */
  createTable(table: TablePath, columns: readonly StoredColumn[], fingerprint: string): readonly Statement[];
  /** Value and guard of each column; harmless when they are there already. */
  addColumns(table: TablePath, columns: readonly StoredColumn[]): Statement;
  /** One author's share of a window, for one transaction; harmless when it lands twice, late or out of order. */
  apply(table: TablePath, plan: ApplyPlan, options?: ApplyOptions): readonly Statement[];
  /** Removes physical rows for good: a rebuild's last step, for rows that the log does not know. */
  removeRows(table: TablePath, rowIds: readonly string[]): Statement;
  /** Live rows in order, from a position (inclusive; `null`: the first) on. */
  readPage(table: TablePath, columns: readonly StoredColumn[], from: OrderPosition | null, offset: number, limit: number): Statement;
  /** Rows by id: deleted ones and those without a life too. */
  readRowsById(table: TablePath, columns: readonly StoredColumn[], rowIds: readonly string[]): Statement;
  /**
   * Every physical row by row id, after one (`null`: from the start), for comparing the table with its log. `aboveNum`: only
   * those that bear a greater number somewhere.
   */
  readAllRows(
    table: TablePath,
    columns: readonly StoredColumn[],
    afterRowId: string | null,
    limit: number,
    aboveNum?: number | null,
  ): Statement;
  /** A row of the three above. */
  decodeRow(columns: readonly { readonly type: ColumnType }[], row: readonly SqlValue[]): StoredRow;
  /**
   * Of the live rows in [from, to) every `every`-th, beginning with the first, and the last one.
   * Columns: order key, row id, position in the range from 0; so the last one's position + 1 is the count.
   */
  readAnchors(table: TablePath, from: OrderPosition | null, to: OrderPosition | null, every: number): Statement;
  /** One row: how many live rows there are. */
  countLiveRows(table: TablePath): Statement;
  /** At most one row, for `decodeTableFacts`; no row: the table is not there. */
  inspectTable(table: TablePath): Statement;
  decodeTableFacts(row: readonly SqlValue[]): TableFacts;
  /** Name and SQL type of each column, in the table's order; no row where the table is not there. */
  describeColumns(table: TablePath): Statement;
  /** The engine's name of the type that a column of values has, as `describeColumns` gives it. */
  sqlType(type: ColumnType): string;
  /** The GRANT to show to people, or to run as the table's owner. */
  grant(table: TablePath, right: 'read' | 'edit', login: string): Statement;
}

/** What the statements need to know of a column. */
export type StoredColumn = Pick<Column, 'id' | 'generation' | 'type'>;

/** A place in the order of rows: order keys may repeat, row ids do not. */
export interface OrderPosition {
  readonly orderKey: string;
  readonly rowId: string;
}

export interface ApplyOptions {
  /**
   * Rebuild: the plan is the whole state up to this number and replaces whatever bears no greater one, right or wrong.
   * `null`: only a greater number wins.
   */
  readonly forcedUpTo: number | null;
}

/** A physical row as it stands in the data table. Numbers are `null` where no edit has touched that part. */
export interface StoredRow {
  readonly rowId: string;
  readonly orderKey: string | null;
  readonly orderNum: number | null;
  readonly rowNum: number | null;
  readonly deleted: boolean | null;
  readonly created: { readonly by: string | null; readonly at: string | null };
  readonly updated: { readonly num: number | null; readonly by: string | null; readonly at: string | null };
  /** In the order of the columns that were asked for. */
  readonly cells: readonly { readonly value: CellValue; readonly num: number | null }[];
}

/** What a session learns about one table with its own eyes. */
export interface TableFacts {
  /** Of the relation: `r` table, `p` partitioned, `v` view, `f` foreign table, ... */
  readonly kind: string;
  readonly owner: string;
  readonly comment: string | null;
  /** Row policies are switched on for the table, whoever asks. */
  readonly hasRowPolicies: boolean;
  /** Row policies apply to this session. */
  readonly rowPoliciesApply: boolean;
  readonly mayRead: boolean;
  /** May read some columns but not the whole table. */
  readonly readsSomeColumns: boolean;
  readonly mayInsert: boolean;
  readonly mayUpdate: boolean;
  /** May ALTER it: is the owner or a member of the owner. */
  readonly owns: boolean;
}
