/** What people do with rows and columns, as edits of a table's store: each gesture is one edit, and one step to undo. */
import { keysBetween } from '@penstock/domain/input-tables/order-key';
import type { NewRow } from '@penstock/domain/input-tables/operation';
import type { CellValue } from '@penstock/domain/values/cell-value';
import type { TableStore } from './table-store.ts';

export function setCells(
  store: Pick<TableStore, 'edit'>,
  columns: readonly string[],
  rows: readonly { readonly id: string; readonly cells: readonly CellValue[] }[],
  label: string,
  inserted: readonly NewRow[] = [],
): void {
  if (rows.length === 0 && inserted.length === 0) return;
  store.edit({ op: 'updateCells', columns, rows, inserted, onlyWhile: null }, label);
}

/** New rows for a place: before the row at the position, or at the end. */
export function newRows(
  store: Pick<TableStore, 'rowAt' | 'newRowId'>,
  position: number,
  count: number,
  cells: readonly (readonly CellValue[])[] = [],
): readonly NewRow[] {
  const before = position > 0 ? (store.rowAt(position - 1)?.order ?? null) : null;
  const after = store.rowAt(position)?.order ?? null;
  return keysBetween(before, after, count).map((order, index) => ({ id: store.newRowId(), order, cells: cells[index] ?? [] }));
}

export function insertRows(store: TableStore, position: number, count: number): void {
  const columns = store.columns.slice(0, 1).map((column) => column.id);
  const empty = Array.from({ length: count }, () => columns.map(() => null));
  const rows = newRows(store, position, count, empty);
  store.edit({ op: 'insertRows', columns, rows }, count === 1 ? 'Insert row' : `Insert ${count} rows`);
}

export function deleteRows(store: TableStore, ids: readonly string[]): void {
  if (ids.length > 0) store.edit({ op: 'deleteRows', rows: ids }, ids.length === 1 ? 'Delete row' : `Delete ${ids.length} rows`);
}

export function restoreRows(store: TableStore, ids: readonly string[]): void {
  store.edit({ op: 'restoreRows', rows: ids }, ids.length === 1 ? 'Restore row' : `Restore ${ids.length} rows`);
}

/** Moves a row so that it stands at the position. */
export function moveRow(store: TableStore, from: number, to: number): void {
  const row = store.rowAt(from);
  if (row === undefined || from === to) return;
  const left = store.rowAt(from < to ? to : to - 1)?.order ?? null;
  const right = store.rowAt(from < to ? to + 1 : to)?.order ?? null;
  const [order] = keysBetween(left, right, 1);
  if (order !== undefined) store.edit({ op: 'moveRows', rows: [{ id: row.id, order }] }, 'Move row');
}

export function moveColumn(store: TableStore, from: number, to: number): void {
  const column = store.columns[from];
  if (column === undefined || from === to || to >= store.columns.length) return;
  const left = store.columns[from < to ? to : to - 1]?.order ?? null;
  const right = store.columns[from < to ? to + 1 : to]?.order ?? null;
  const [order] = keysBetween(left, right, 1);
  if (order !== undefined) store.edit({ op: 'moveColumn', columnId: column.id, order }, 'Move column');
}

/** An order key for a column at the position. */
export function columnOrder(store: Pick<TableStore, 'columns'>, position: number): string {
  return keysBetween(store.columns[position - 1]?.order ?? null, store.columns[position]?.order ?? null, 1)[0] ?? '';
}
