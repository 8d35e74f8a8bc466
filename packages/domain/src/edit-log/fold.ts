/**
 * The state of an input table as the fold of its log (I5): what the data table must equal, cell for cell. Pure but
 * for the accumulator it is given, so that a million rows fold without a million copies.
 */
import { convertCell } from '../values/convert.ts';
import type { NewRow } from '../input-tables/operation.ts';
import type { CellValue } from '../values/cell-value.ts';
import { earliest } from './apply-plan.ts';
import type { AppliedRow } from './apply-plan.ts';
import type { EditEntry } from './entry.ts';
import { rejectedNums } from './rejects.ts';
import { insertionOf, rowChanges } from './row-changes.ts';
import type { Insertion } from './row-changes.ts';
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
  const { operation } = entry;
  if (isColumnOperation(operation)) return foldColumns(state, entry);
  if (operation.op === 'insertRows') return foldInsertion(state, entry, operation.columns, operation.rows, holds);
  if (operation.op !== 'updateCells') return foldChanges(state, entry, holds);
  foldChanges(state, { ...entry, operation: { ...operation, inserted: [] } }, holds);
  foldInsertion(state, entry, operation.columns, operation.inserted, holds);
}

function foldChanges(state: TableState, entry: EditEntry, holds: (rowId: string) => boolean): void {
  for (const change of rowChanges(entry, state.shape, holds)) {
    const row = applyToRow(state.rows.get(change.rowId), change);
    if (row !== undefined) state.rows.set(change.rowId, row);
  }
}

/** Most rows of most logs are inserted and never changed: nothing is made of their cells until somebody looks. */
function foldInsertion(
  state: TableState,
  entry: EditEntry,
  columns: readonly string[],
  rows: readonly NewRow[],
  holds: (rowId: string) => boolean,
): void {
  const insertion = insertionOf(entry, state.shape, columns);
  for (const row of rows) {
    if (!holds(row.id)) continue;
    const standing = state.rows.get(row.id);
    state.rows.set(
      row.id,
      standing === undefined ? new InsertedRow(insertion, row, state.shape) : changedRow(standing, insertion.change(row)),
    );
  }
}

/**
 * The guard rule, the same as in the warehouse: a part of a row is written by a change with a larger number only.
 * A change of a row that was never made does nothing.
 */
export function applyToRow(row: RowState | undefined, change: AppliedRow): RowState | undefined {
  if (row === undefined) return change.created === null ? undefined : newRow(change);
  return changedRow(row, change);
}

function changedRow(row: RowState, change: AppliedRow): RowState {
  return {
    id: row.id,
    created: change.created === null ? row.created : earliest(row.created, change.created),
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
    cells: change.cells.length === 0 ? noCells : changedCells(noCells, change),
  };
}

const noCells: ReadonlyMap<string, CellState> = new Map();

/** A row as its insertion left it, in little more memory than the log's own text. */
class InsertedRow implements RowState {
  readonly #insertion: Insertion;
  readonly #row: NewRow;
  readonly #shape: TableShape;

  constructor(insertion: Insertion, row: NewRow, shape: TableShape) {
    this.#insertion = insertion;
    this.#row = row;
    this.#shape = shape;
  }

  /** `null`: the columns have changed since. */
  changeOf(shape: TableShape): AppliedRow | null {
    return shape === this.#shape ? this.#insertion.change(this.#row) : null;
  }

  get id(): string {
    return this.#row.id;
  }

  get life(): RowState['life'] {
    return this.#insertion.life;
  }

  get order(): RowState['order'] {
    return { num: this.#insertion.updated.num, key: this.#row.order };
  }

  get created(): RowState['created'] {
    return this.#insertion.created;
  }

  get updated(): RowState['updated'] {
    return this.#insertion.updated;
  }

  get cells(): RowState['cells'] {
    const cells = this.#insertion.cells(this.#row.cells);
    return new Map(cells.map(({ columnId, value, num }) => [columnId, { value, num }]));
  }
}

/** A row as the one change that makes all of it, with its cells of columns that are still there. */
export function wholeRow(row: RowState, shape: TableShape): AppliedRow {
  const inserted = row instanceof InsertedRow ? row.changeOf(shape) : null;
  if (inserted !== null) return inserted;
  const cells: AppliedRow['cells'][number][] = [];
  for (const [columnId, { value, num }] of row.cells) {
    const column = shape.columns.get(columnId);
    if (column !== undefined) cells.push({ columnId, generation: column.generation, type: column.type, value, num, onlyWhile: null });
  }
  return { rowId: row.id, life: row.life, created: row.created, order: row.order, updated: row.updated, cells };
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
  for (const { id, life, order, created, updated, cells } of state.rows.values()) {
    const cell = cells.get(retype.columnId);
    if (cell === undefined) continue;
    const value = convertCell(cell.value, retype.from, retype.to);
    state.rows.set(id, { id, life, order, created, updated, cells: new Map(cells).set(retype.columnId, { value, num: cell.num }) });
  }
}
