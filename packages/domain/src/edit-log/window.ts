/**
 * The window trick. A window of edits is folded cell by cell; what survives of different authors is disjoint, so
 * each author's share is one statement under that author's credential, in any number of edits.
 *
 * A window ends before an edit that
 *   - needs a statement of its own (a column's storage, the table itself): a barrier;
 *   - touches a row that another author makes in this window: the shares would depend on each other;
 *   - overwrites a part of another author's edit of several cells: a reader must never see a paste without some of
 *     its cells (I9), so the paste goes first, whole;
 *   - asks for the number of a cell that this window writes under another condition.
 *
 * It ends after the deletion of a column. What later edits write there falls away only with the deletion, and that may
 * still have to wait for its author.
 */
import { earliest } from './apply-plan.ts';
import type { AppliedCell, AppliedRow, ApplyPlan } from './apply-plan.ts';
import type { EditEntry } from './entry.ts';
import { rowChanges } from './row-changes.ts';
import { changeShape, isColumnOperation } from './table-shape.ts';
import type { TableShape } from './table-shape.ts';

/** An edit and the member whose credential applies it: its author, or who adopted it. */
export interface AppliedAs {
  readonly entry: EditEntry;
  readonly memberId: string;
}

export interface Share {
  readonly memberId: string;
  readonly edits: readonly EditEntry[];
  readonly plan: ApplyPlan;
  /** Edits of which nothing is left to another member: once the plan is applied, they are. */
  readonly whole: readonly EditEntry[];
}

export interface Window {
  /** How many of the given edits it takes; at least one. */
  readonly length: number;
  /** Disjoint, at most one a member; empty if no edit changes the data. */
  readonly shares: readonly Share[];
  /** The window is this one edit, which changes the table's storage. */
  readonly barrier: AppliedAs | null;
  /** The columns after the window. */
  readonly shape: TableShape;
}

export interface WindowLimits {
  readonly edits: number;
  readonly cells: number;
}

/** Whether an operation needs DDL; renaming, moving and deleting a column are the log's own matter. */
export function isBarrier(entry: EditEntry, shape: TableShape): boolean {
  const { operation } = entry;
  if (operation.op === 'createTable' || operation.op === 'addColumn') return true;
  return (
    operation.op === 'changeColumn' &&
    operation.type !== undefined &&
    operation.type !== (shape.columns.get(operation.columnId)?.type ?? operation.type)
  );
}

/** `shape`: the columns of the data table, with every column operation that was applied; those among `edits` were not. */
export function foldWindow(edits: readonly AppliedAs[], shape: TableShape, limits: WindowLimits): Window {
  const folding = new Folding();
  let columns = shape;
  let length = 0;
  let cells = 0;
  for (const edit of edits) {
    const { entry } = edit;
    if (isBarrier(entry, columns)) {
      if (length > 0) break;
      return { length: 1, shares: [], barrier: edit, shape: changedShape(columns, entry) };
    }
    const changes = rowChanges(entry, columns);
    cells += changes.reduce((sum, change) => sum + change.cells.length, 0);
    if (length > 0 && (length >= limits.edits || cells > limits.cells || folding.endsBefore(edit.memberId, changes))) break;
    folding.add(edit, changes);
    columns = changedShape(columns, entry);
    length += 1;
    if (entry.operation.op === 'deleteColumn') break;
  }
  return { length, shares: folding.shares(), barrier: null, shape: columns };
}

function changedShape(shape: TableShape, entry: EditEntry): TableShape {
  return isColumnOperation(entry.operation) ? changeShape(shape, entry.num, entry.operation) : shape;
}

/** Who wrote a part of a row last in this window. */
interface Part<T> {
  readonly by: string;
  /** The edit that wrote it wrote other things too. */
  readonly several: boolean;
  /** All edits of this member that wrote it, the last one standing. */
  readonly nums: readonly number[];
  readonly value: T;
}

interface FoldedRow {
  madeBy: string | null;
  created: AppliedRow['created'];
  life: Part<AppliedRow['life']> | null;
  order: Part<AppliedRow['order']> | null;
  readonly cells: Map<string, Part<AppliedCell>>;
  readonly updated: Map<string, AppliedRow['updated']>;
}

/** The window while it grows: each part of each row with the member who wrote it last. */
class Folding {
  /** The first edit, while it is alone: nothing is to be merged, and a large paste is its own plan. */
  #alone: { readonly edit: AppliedAs; readonly changes: readonly AppliedRow[] } | null = null;
  readonly #rows = new Map<string, FoldedRow>();
  readonly #edits = new Map<string, EditEntry[]>();
  /** Edits that another member's edit has overwritten. */
  readonly #overwritten = new Set<number>();

  endsBefore(memberId: string, changes: readonly AppliedRow[]): boolean {
    this.#mergeFirst();
    return changes.some((change) => {
      const row = this.#rows.get(change.rowId);
      if (row === undefined) return false;
      if (row.madeBy !== null && row.madeBy !== memberId) return true;
      if (change.created !== null && row.madeBy === null) return true;
      if (change.life !== null && tears(row.life, memberId)) return true;
      if (change.order !== null && tears(row.order, memberId)) return true;
      return change.cells.some((cell) => {
        const standing = row.cells.get(cell.columnId);
        return standing !== undefined && (tears(standing, memberId) || cell.onlyWhile !== null || standing.value.onlyWhile !== null);
      });
    });
  }

  add(edit: AppliedAs, changes: readonly AppliedRow[]): void {
    if (changes.length === 0) return;
    if (this.#alone === null && this.#edits.size === 0) {
      this.#alone = { edit, changes };
      return;
    }
    this.#mergeFirst();
    this.#merge(edit, changes);
  }

  #mergeFirst(): void {
    const first = this.#alone;
    this.#alone = null;
    if (first !== null) this.#merge(first.edit, first.changes);
  }

  #merge({ entry, memberId }: AppliedAs, changes: readonly AppliedRow[]): void {
    const edits = this.#edits.get(memberId);
    if (edits === undefined) this.#edits.set(memberId, [entry]);
    else edits.push(entry);
    const several = changes.length > 1 || (changes[0]?.cells.length ?? 0) > 1;
    for (const change of changes) this.#addRow(memberId, several, change);
  }

  #addRow(by: string, several: boolean, change: AppliedRow): void {
    let row = this.#rows.get(change.rowId);
    if (row === undefined) {
      row = { madeBy: null, created: null, life: null, order: null, cells: new Map(), updated: new Map() };
      this.#rows.set(change.rowId, row);
    }
    if (change.created !== null) {
      row.madeBy = by;
      row.created = row.created === null ? change.created : earliest(row.created, change.created);
    }
    const num = change.updated.num;
    if (change.life !== null) row.life = this.#over(row.life, { by, several, nums: [num], value: change.life });
    if (change.order !== null) row.order = this.#over(row.order, { by, several, nums: [num], value: change.order });
    for (const cell of change.cells)
      row.cells.set(cell.columnId, this.#over(row.cells.get(cell.columnId) ?? null, { by, several, nums: [num], value: cell }));
    row.updated.set(by, change.updated);
  }

  #over<T>(standing: Part<T> | null, part: Part<T>): Part<T> {
    if (standing === null) return part;
    if (standing.by === part.by) return { ...part, nums: [...standing.nums, ...part.nums] };
    for (const num of standing.nums) this.#overwritten.add(num);
    return part;
  }

  /** Each member's surviving parts; a row that is left with nothing of a member is not in that member's plan. */
  shares(): readonly Share[] {
    if (this.#alone !== null) {
      const { edit, changes } = this.#alone;
      const edits = [edit.entry];
      return [{ memberId: edit.memberId, edits, plan: { rows: changes.filter(changesSomething) }, whole: edits }];
    }
    return [...this.#edits].map(([memberId, edits]) => ({
      memberId,
      edits,
      plan: { rows: [...this.#rows].flatMap(([rowId, row]) => rowOf(rowId, row, memberId)) },
      whole: edits.filter((entry) => !this.#overwritten.has(entry.num)),
    }));
  }
}

/** Overwriting would leave another author's edit of several cells half visible. */
function tears(standing: Part<unknown> | null, memberId: string): boolean {
  return standing !== null && standing.by !== memberId && standing.several;
}

function rowOf(rowId: string, row: FoldedRow, memberId: string): readonly AppliedRow[] {
  const updated = row.updated.get(memberId);
  if (updated === undefined) return [];
  const life = row.life?.by === memberId ? row.life.value : null;
  const order = row.order?.by === memberId ? row.order.value : null;
  const cells = [...row.cells.values()].filter((part) => part.by === memberId).map((part) => part.value);
  const change = { rowId, life, created: row.madeBy === memberId ? row.created : null, order, cells, updated };
  return changesSomething(change) ? [change] : [];
}

function changesSomething({ life, order, cells }: AppliedRow): boolean {
  return life !== null || order !== null || cells.length > 0;
}
