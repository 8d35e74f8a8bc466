/**
 * What a reader sees (I6): rows of the data table, with the logged but unapplied edits folded over them. The guards
 * that stand beside the cells make it safe to lay an edit over rows that hold it already.
 */
import type { EditEntry } from './entry.ts';
import { foldInto } from './fold.ts';
import type { RowState, TableState } from './fold.ts';
import { changeShape, isColumnOperation } from './table-shape.ts';
import type { TableShape } from './table-shape.ts';

export interface OverlaidRow {
  readonly row: RowState;
  /** Columns whose cell comes from a pending edit. */
  readonly pending: ReadonlySet<string>;
}

/** Rows by id: those given, changed, and those that pending edits make. `shape` is the one of the data rows; no pending edit is in it. */
export function overlay(rows: Iterable<RowState>, shape: TableShape, pending: readonly EditEntry[]): ReadonlyMap<string, OverlaidRow> {
  const given = new Map([...rows].map((row) => [row.id, row]));
  const state: TableState = { num: shape.num, shape, rows: new Map(given) };
  for (const entry of pending) foldInto(state, entry);
  return new Map([...state.rows].map(([id, row]) => [id, { row, pending: changedColumns(given.get(id), row) }]));
}

/** The columns as readers see them: those of the data with the pending column operations done. */
export function overlaidShape(shape: TableShape, pending: readonly EditEntry[]): TableShape {
  let columns = shape;
  for (const { num, operation } of pending) if (isColumnOperation(operation)) columns = changeShape(columns, num, operation);
  return columns;
}

function changedColumns(before: RowState | undefined, after: RowState): ReadonlySet<string> {
  const changed = new Set<string>();
  for (const [columnId, cell] of after.cells) if (before?.cells.get(columnId)?.num !== cell.num) changed.add(columnId);
  return changed;
}
