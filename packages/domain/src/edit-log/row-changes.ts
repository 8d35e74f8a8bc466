/**
 * What one edit does to rows, each change with the edit's number. Everything else rests on this one translation:
 * the fold applies the changes in memory, a window merges them into one statement a person, the overlay lays them
 * over a page.
 */
import type { NewRow, Operation, RowCells } from '../input-tables/operation.ts';
import type { AppliedCell, AppliedRow } from './apply-plan.ts';
import type { EditEntry } from './entry.ts';
import { carryForward } from './table-shape.ts';
import type { TableShape } from './table-shape.ts';

/** `shape`: the columns as they are where the changes will be applied. Column operations change no row here. */
export function rowChanges(entry: EditEntry, shape: TableShape): readonly AppliedRow[] {
  const { operation, num } = entry;
  const touched = { num, by: entry.author.email, at: entry.at };
  const unchanged = { life: null, created: null, order: null, cells: [], updated: touched };
  switch (operation.op) {
    case 'insertRows':
      return operation.rows.map((row) => insertion(entry, shape, operation.columns, row));
    case 'updateCells':
      return [
        ...operation.rows.map((row) => ({
          ...unchanged,
          rowId: row.id,
          cells: cellsOf(entry, shape, operation.columns, row, operation.onlyWhile),
        })),
        ...operation.inserted.map((row) => insertion(entry, shape, operation.columns, row)),
      ];
    case 'moveRows':
      return operation.rows.map((row) => ({ ...unchanged, rowId: row.id, order: { num, key: row.order } }));
    case 'deleteRows':
      return operation.rows.map((rowId) => ({ ...unchanged, rowId, life: { num, deleted: true } }));
    case 'restoreRows':
      return operation.rows.map((rowId) => ({ ...unchanged, rowId, life: { num, deleted: false } }));
    case 'redact':
      return operation.rows.map((rowId) => ({
        ...unchanged,
        rowId,
        cells: operation.columns.flatMap((columnId) => cell(entry, shape, columnId, null, null)),
      }));
    default:
      return [];
  }
}

function insertion(entry: EditEntry, shape: TableShape, columns: readonly string[], row: NewRow): AppliedRow {
  return {
    rowId: row.id,
    life: { num: entry.num, deleted: false },
    created: { by: entry.author.email, at: entry.at },
    order: { num: entry.num, key: row.order },
    cells: cellsOf(entry, shape, columns, row, null),
    updated: { num: entry.num, by: entry.author.email, at: entry.at },
  };
}

/** Cells of columns that were deleted meanwhile fall away. */
function cellsOf(
  entry: EditEntry,
  shape: TableShape,
  columns: readonly string[],
  row: RowCells,
  onlyWhile: number | null,
): readonly AppliedCell[] {
  return columns.flatMap((columnId, index) => cell(entry, shape, columnId, row.cells[index] ?? null, onlyWhile));
}

function cell(
  entry: EditEntry,
  shape: TableShape,
  columnId: string,
  value: AppliedCell['value'],
  onlyWhile: number | null,
): readonly AppliedCell[] {
  const column = shape.columns.get(columnId);
  if (column === undefined) return [];
  return [
    {
      columnId,
      generation: column.generation,
      type: column.type,
      value: carryForward(shape, columnId, value, entry),
      num: entry.num,
      onlyWhile,
    },
  ];
}

/** Row ids that an operation names, and those it makes. */
export function rowsOf(operation: Operation): { readonly touched: readonly string[]; readonly made: readonly string[] } {
  switch (operation.op) {
    case 'insertRows':
      return { touched: [], made: operation.rows.map((row) => row.id) };
    case 'updateCells':
      return { touched: operation.rows.map((row) => row.id), made: operation.inserted.map((row) => row.id) };
    case 'moveRows':
      return { touched: operation.rows.map((row) => row.id), made: [] };
    case 'deleteRows':
    case 'restoreRows':
    case 'redact':
      return { touched: operation.rows, made: [] };
    default:
      return { touched: [], made: [] };
  }
}

/** Column ids whose cells an operation writes. */
export function columnsOf(operation: Operation): readonly string[] {
  switch (operation.op) {
    case 'insertRows':
    case 'updateCells':
    case 'redact':
      return operation.columns;
    case 'changeColumn':
    case 'deleteColumn':
    case 'moveColumn':
      return [operation.columnId];
    default:
      return [];
  }
}
