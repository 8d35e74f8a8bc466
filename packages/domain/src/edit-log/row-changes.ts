/**
 * What one edit does to rows, each change with the edit's number. Everything else rests on this one translation:
 * the fold applies the changes in memory, a window merges them into one statement a person, the overlay lays them
 * over a page.
 */
import { linkedRowOrder } from '../input-tables/linked-rows.ts';
import type { KeyedRow, NewRow, Operation, RowCells } from '../input-tables/operation.ts';
import type { CellValue } from '../values/cell-value.ts';
import type { AppliedCell, AppliedRow } from './apply-plan.ts';
import type { EditEntry } from './entry.ts';
import { carryForward } from './table-shape.ts';
import type { TableShape } from './table-shape.ts';

/**
 * `shape`: the columns as they are where the changes will be applied. Column operations change no row here. `holds`
 * narrows the edit to some rows.
 */
export function rowChanges(entry: EditEntry, shape: TableShape, holds: (rowId: string) => boolean = () => true): readonly AppliedRow[] {
  const { operation, num } = entry;
  // What all rows of the edit have in common is one object: a paste has thousands of them.
  const updated = { num, by: entry.author.email, at: entry.at };
  const alive = { num, deleted: false };
  const deleted = { num, deleted: true };
  const unchanged = { life: null, created: null, order: null, cells: [], updated };
  const changed = (rows: readonly RowCells[], columns: readonly string[], onlyWhile: number | null): AppliedRow[] => {
    const cells = cellsOf(entry, shape, columns, onlyWhile);
    return rows.filter(({ id }) => holds(id)).map((row) => ({ ...unchanged, rowId: row.id, cells: cells(row.cells) }));
  };
  const inserted = (rows: readonly NewRow[], columns: readonly string[]): AppliedRow[] => {
    const { change } = insertionOf(entry, shape, columns);
    return rows.filter(({ id }) => holds(id)).map(change);
  };
  switch (operation.op) {
    case 'insertRows':
      return inserted(operation.rows, operation.columns);
    case 'updateCells':
      return [...changed(operation.rows, operation.columns, operation.onlyWhile), ...inserted(operation.inserted, operation.columns)];
    case 'updateKeyedCells':
      return operation.onlyWhile === null
        ? inserted(operation.rows.map(withItsKey), [...operation.keyColumns, ...operation.columns])
        : changed(operation.rows, operation.columns, operation.onlyWhile);
    case 'moveRows':
      return operation.rows.filter(({ id }) => holds(id)).map((row) => ({ ...unchanged, rowId: row.id, order: { num, key: row.order } }));
    case 'deleteRows':
      return operation.rows.filter(holds).map((rowId) => ({ ...unchanged, rowId, life: deleted }));
    case 'restoreRows':
      return operation.rows.filter(holds).map((rowId) => ({ ...unchanged, rowId, life: alive }));
    case 'redact':
      return changed(
        operation.rows.map((id) => ({ id, cells: [] })),
        operation.columns,
        null,
      );
    default:
      return [];
  }
}

function withItsKey({ id, keys, cells }: KeyedRow): NewRow {
  return { id, order: linkedRowOrder, cells: [...keys, ...cells] };
}

/** What the rows that an edit inserts have in common. */
export interface Insertion {
  readonly life: { readonly num: number; readonly deleted: false };
  readonly created: NonNullable<AppliedRow['created']>;
  readonly updated: AppliedRow['updated'];
  readonly cells: (values: readonly CellValue[]) => readonly AppliedCell[];
  readonly change: (row: NewRow) => AppliedRow;
}

export function insertionOf(entry: EditEntry, shape: TableShape, columns: readonly string[]): Insertion {
  const { num, at, author } = entry;
  const life = { num, deleted: false } as const;
  const created = { by: author.email, at };
  const updated = { num, by: author.email, at };
  const cells = cellsOf(entry, shape, columns, null);
  const change = (row: NewRow): AppliedRow => ({
    rowId: row.id,
    life,
    created,
    order: { num, key: row.order },
    cells: cells(row.cells),
    updated,
  });
  return { life, created, updated, cells, change };
}

/** Makes the cells of a row from its values; cells of columns that were deleted meanwhile fall away. */
function cellsOf(
  entry: EditEntry,
  shape: TableShape,
  columnIds: readonly string[],
  onlyWhile: number | null,
): (values: readonly CellValue[]) => readonly AppliedCell[] {
  const places = columnIds.flatMap((columnId, index) => {
    const column = shape.columns.get(columnId);
    return column === undefined ? [] : [{ index, columnId, generation: column.generation, type: column.type }];
  });
  return (values) =>
    places.map(({ index, columnId, generation, type }) => {
      const value = carryForward(shape, columnId, values[index] ?? null, entry);
      return { columnId, generation, type, value, num: entry.num, onlyWhile };
    });
}

/** Row ids that an operation names, and those it makes. */
export function rowsOf(operation: Operation): { readonly touched: readonly string[]; readonly made: readonly string[] } {
  switch (operation.op) {
    case 'insertRows':
      return { touched: [], made: operation.rows.map((row) => row.id) };
    case 'updateCells':
      return { touched: operation.rows.map((row) => row.id), made: operation.inserted.map((row) => row.id) };
    case 'updateKeyedCells': {
      const ids = operation.rows.map((row) => row.id);
      return operation.onlyWhile === null ? { touched: [], made: ids } : { touched: ids, made: [] };
    }
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
    case 'updateKeyedCells':
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
