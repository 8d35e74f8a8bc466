/** What the log tells about the past of a cell, a row or all of a table. Pure. */
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import { rowChanges, rowsOf } from '@penstock/domain/edit-log/row-changes';
import { isColumnOperation } from '@penstock/domain/edit-log/table-shape';
import type { TableShape } from '@penstock/domain/edit-log/table-shape';
import type { CellValue } from '@penstock/domain/values/cell-value';
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
