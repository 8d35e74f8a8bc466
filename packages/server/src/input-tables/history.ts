/** What the log tells about a table's past: the history of a cell, a row or all, and the table as of a moment. Pure. */
import { numAt, tableAsOf } from '@penstock/domain/edit-log/as-of';
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import type { RowState } from '@penstock/domain/edit-log/fold';
import { rowChanges, rowsOf } from '@penstock/domain/edit-log/row-changes';
import { columnsInOrder, isColumnOperation } from '@penstock/domain/edit-log/table-shape';
import type { TableShape } from '@penstock/domain/edit-log/table-shape';
import type { Column } from '@penstock/domain/input-tables/column';
import type { CellValue } from '@penstock/domain/values/cell-value';
import { compareKeys } from './position-index.ts';
import { positionKey } from './positions.ts';
import { summaryOf } from './summary.ts';

export interface HistoryQuestion {
  readonly row: string | null;
  readonly column: string | null;
  /** Only numbers below. */
  readonly before: number | null;
  readonly limit: number;
  /** I13: only entries of this author; `null`: everybody's. */
  readonly onlyAuthor: string | null;
}

export interface HistoryItem {
  readonly entry: EditEntry;
  readonly summary: string;
  /** The cell's value after the edit; `null` unless one cell was asked for. */
  readonly value: CellValue;
  /** Rows that a restore of this edit could bring back. */
  readonly deletedRows: readonly string[];
  readonly state: 'applied' | 'rejected';
}

/** Newest first, of a stretch of the log in order. `shape`: the columns as they are now; values are carried forward to them. */
export function historyOf(
  entries: readonly EditEntry[],
  shape: TableShape,
  isRejected: (num: number) => boolean,
  question: HistoryQuestion,
): readonly HistoryItem[] {
  const items: HistoryItem[] = [];
  for (const entry of entries) {
    if (question.before !== null && entry.num >= question.before) break;
    if (question.onlyAuthor !== null && entry.author.memberId !== question.onlyAuthor) continue;
    const value = valueFor(entry, shape, question);
    if (value === undefined) continue;
    const deletedRows = entry.operation.op === 'deleteRows' ? entry.operation.rows : [];
    items.push({
      entry,
      summary: summaryOf(entry.operation, shape),
      value,
      deletedRows,
      state: isRejected(entry.num) ? 'rejected' : 'applied',
    });
  }
  return items.slice(-question.limit).reverse();
}

/** `undefined`: the entry is not about what was asked for. */
function valueFor(entry: EditEntry, shape: TableShape, { row, column }: HistoryQuestion): CellValue | undefined {
  if (isColumnOperation(entry.operation)) return row === null && (column === null || namesColumn(entry, column)) ? null : undefined;
  const { touched, made } = rowsOf(entry.operation);
  if (touched.length + made.length === 0) return row === null && column === null && isForPeople(entry) ? null : undefined;
  if (row === null && column === null) return null;
  const changes = rowChanges(entry, shape).filter((change) => row === null || change.rowId === row);
  if (changes.length === 0) return undefined;
  if (column === null) return null;
  const cells = changes.flatMap((change) => change.cells).filter((cell) => cell.columnId === column);
  const [cell] = cells;
  return cell === undefined ? undefined : row === null ? null : cell.value;
}

function namesColumn({ operation }: EditEntry, columnId: string): boolean {
  switch (operation.op) {
    case 'createTable':
      return operation.columns.some(({ id }) => id === columnId);
    case 'addColumn':
      return operation.column.id === columnId;
    case 'changeColumn':
    case 'deleteColumn':
    case 'moveColumn':
      return operation.columnId === columnId;
    default:
      return false;
  }
}

/** Numbers that the protocol needed are nobody's act. */
function isForPeople({ operation }: EditEntry): boolean {
  return operation.op !== 'noop' && operation.op !== 'claim' && operation.op !== 'reject';
}

export interface PastPage {
  readonly num: number;
  readonly columns: readonly Column[];
  readonly total: number;
  readonly rows: readonly RowState[];
}

/** The table as the prefix of its log up to a number. */
export function pageAsOf(entries: readonly EditEntry[], num: number, offset: number, limit: number): PastPage {
  const state = tableAsOf(entries, num);
  const rows = [...state.rows.values()]
    .filter((row) => !row.life.deleted)
    .sort((left, right) => compareKeys(positionKey(left.order.key, left.id), positionKey(right.order.key, right.id)));
  return { num, columns: columnsInOrder(state.shape), total: rows.length, rows: rows.slice(offset, offset + limit) };
}

/** A log number, or a moment in ISO 8601; `null` for anything else. */
export function numOfMoment(entries: readonly EditEntry[], asOf: string): number | null {
  if (/^\d{1,15}$/.test(asOf)) return Math.min(Number(asOf), entries.at(-1)?.num ?? 0);
  const atMs = Date.parse(asOf);
  if (Number.isNaN(atMs)) return null;
  const micros = /\.(\d{4,6})\d*(?=Z|[+-])/.exec(asOf)?.[1]?.padEnd(6, '0').slice(3) ?? '999';
  return numAt(entries, `${new Date(atMs).toISOString().slice(0, 23)}${micros}Z`);
}
