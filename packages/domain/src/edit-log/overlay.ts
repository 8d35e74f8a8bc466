/**
 * What a reader sees (I6): rows of the data table, with the logged but unapplied edits over them. The guards that
 * stand beside the cells make it safe to lay an edit over rows that hold it already.
 */
import type { EditEntry } from './entry.ts';
import { applyToRow } from './fold.ts';
import type { RowState } from './fold.ts';
import { rowChanges } from './row-changes.ts';
import { changeShape, isColumnOperation } from './table-shape.ts';
import type { TableShape } from './table-shape.ts';

export interface OverlaidRow {
  readonly row: RowState;
  /** Columns whose cell comes from a pending edit. */
  readonly pending: ReadonlySet<string>;
}

/** Rows by id: those given, changed, and those that pending edits make. `shape` is the one of the data rows; no pending edit is in it. */
export function overlay(rows: Iterable<RowState>, shape: TableShape, pending: readonly EditEntry[]): ReadonlyMap<string, OverlaidRow> {
  const overlaid = new Map<string, OverlaidRow>();
  for (const row of rows) overlaid.set(row.id, { row, pending: new Set() });
  const columns = overlaidShape(shape, pending);
  for (const entry of pending) {
    for (const change of rowChanges(entry, columns)) {
      const standing = overlaid.get(change.rowId);
      const row = applyToRow(standing?.row, change);
      if (row === undefined) continue;
      const written = change.cells.filter((cell) => row.cells.get(cell.columnId)?.num === entry.num && standing?.row.cells.get(cell.columnId)?.num !== entry.num);
      overlaid.set(change.rowId, { row, pending: new Set([...(standing?.pending ?? []), ...written.map((cell) => cell.columnId)]) });
    }
  }
  return overlaid;
}

/** The columns as readers see them: those of the data with the pending column operations done. */
export function overlaidShape(shape: TableShape, pending: readonly EditEntry[]): TableShape {
  let columns = shape;
  for (const { num, operation } of pending) {
    if (isColumnOperation(operation)) columns = changeShape(columns, num, operation);
  }
  return columns;
}
