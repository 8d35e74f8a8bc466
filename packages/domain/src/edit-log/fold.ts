/**
 * The state of an input table as the fold of its log (I5): what the data table must equal, cell for cell. Pure but
 * for the accumulator it is given, so that a million rows fold without a million copies.
 */
import { convertCell } from '../values/convert.ts';
import type { CellValue } from '../values/cell-value.ts';
import type { AppliedRow } from './apply-plan.ts';
import type { EditEntry } from './entry.ts';
import { rejectedNums } from './rejects.ts';
import { rowChanges } from './row-changes.ts';
import { changeShape, isColumnOperation, noShape } from './table-shape.ts';
import type { TableShape } from './table-shape.ts';

/** `num` is the guard: the number of the edit that wrote the value. */
export interface CellState {
  readonly value: CellValue;
  readonly num: number;
}

export interface RowState {
  readonly id: string;
  readonly life: { readonly num: number; readonly deleted: boolean };
  readonly order: { readonly num: number; readonly key: string };
  readonly created: { readonly by: string; readonly at: string };
  readonly updated: { readonly num: number; readonly by: string; readonly at: string };
  readonly cells: ReadonlyMap<string, CellState>;
}

export interface TableState {
  /** The number up to which the log was folded. */
  num: number;
  shape: TableShape;
  /** Deleted rows are among them, as in the data table. */
  readonly rows: Map<string, RowState>;
}

export function emptyTable(): TableState {
  return { num: 0, shape: noShape, rows: new Map() };
}

/** Folds entries in the order of their numbers; rejected ones never happened. `holds` narrows the fold to some rows. */
export function foldLog(entries: Iterable<EditEntry>, holds: (rowId: string) => boolean = () => true): TableState {
  const all = [...entries];
  const rejected = rejectedNums(all);
  const state = emptyTable();
  for (const entry of all) {
    if (rejected.has(entry.num)) state.num = entry.num;
    else foldInto(state, entry, holds);
  }
  return state;
}

/** One more edit onto the state. The caller has taken out what was rejected. */
export function foldInto(state: TableState, entry: EditEntry, holds: (rowId: string) => boolean = () => true): void {
  state.num = entry.num;
  if (isColumnOperation(entry.operation)) return foldColumns(state, entry);
  for (const change of rowChanges(entry, state.shape)) {
    if (!holds(change.rowId)) continue;
    const row = applyToRow(state.rows.get(change.rowId), change);
    if (row !== undefined) state.rows.set(change.rowId, row);
  }
}

/**
 * The guard rule, the same as in the warehouse: a part of a row is written by a change with a larger number only.
 * A change of a row that was never made does nothing.
 */
export function applyToRow(row: RowState | undefined, change: AppliedRow): RowState | undefined {
  if (row === undefined) return change.created === null ? undefined : newRow(change);
  return {
    id: row.id,
    created: row.created,
    life: change.life !== null && change.life.num > row.life.num ? change.life : row.life,
    order: change.order !== null && change.order.num > row.order.num ? change.order : row.order,
    updated: change.updated.num > row.updated.num ? change.updated : row.updated,
    cells: change.cells.length === 0 ? row.cells : changedCells(row.cells, change),
  };
}

function newRow(change: AppliedRow): RowState {
  return {
    id: change.rowId,
    created: change.created ?? { by: '', at: '' },
    life: change.life ?? { num: 0, deleted: false },
    order: change.order ?? { num: 0, key: '' },
    updated: change.updated,
    cells: changedCells(new Map(), change),
  };
}

function changedCells(cells: ReadonlyMap<string, CellState>, change: AppliedRow): ReadonlyMap<string, CellState> {
  const changed = new Map(cells);
  for (const cell of change.cells) {
    const guard = cells.get(cell.columnId)?.num ?? 0;
    if (cell.num > guard && (cell.onlyWhile === null || cell.onlyWhile === guard))
      changed.set(cell.columnId, { value: cell.value, num: cell.num });
  }
  return changed;
}

/** A retype converts every cell where it stands and leaves its guard, so that undo and notices still know its author. */
function foldColumns(state: TableState, entry: EditEntry): void {
  if (!isColumnOperation(entry.operation)) return;
  const before = state.shape;
  state.shape = changeShape(before, entry.num, entry.operation);
  const retype = state.shape.retypes.length > before.retypes.length ? state.shape.retypes.at(-1) : undefined;
  if (retype === undefined) return;
  for (const [id, row] of state.rows) {
    const cell = row.cells.get(retype.columnId);
    if (cell === undefined) continue;
    const value = convertCell(cell.value, retype.from, retype.to);
    state.rows.set(id, { ...row, cells: new Map(row.cells).set(retype.columnId, { value, num: cell.num }) });
  }
}
