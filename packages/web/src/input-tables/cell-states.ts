/** What is to be said about single cells: typed and on its way, just saved, refused, changed by a colleague. */
import { cellKey } from '@penstock/domain/edit-log/cells-touched';
import type { ClientOperation, Operation } from '@penstock/domain/input-tables/operation';
import type { CellValue } from '@penstock/domain/values/cell-value';
import type { RefusedEdit } from './refused-edits.ts';

export type CellState = 'saved' | 'saving' | 'just-saved' | 'refused' | 'in-log';

/** The value that an edit wanted for a cell, and the edit. */
export interface RefusedCell {
  readonly edit: RefusedEdit;
  readonly value: CellValue;
}

/** Of one edit; more marks are not worth their memory. */
const mostMarkedCells = 10_000;

export class CellStates {
  #typed = new Map<string, CellValue>();
  #refused = new Map<string, RefusedCell>();
  readonly #justSaved = new Map<string, number>();
  readonly #changedByOthers = new Map<string, number>();
  /** Cells that their author has written anew since the refusal: the edit id of that refusal, which is told no longer. */
  readonly #outdone = new Map<string, string>();

  /** What was typed here and is not acknowledged; `undefined`: nothing. */
  typed(rowId: string, columnId: string): CellValue | undefined {
    return this.#typed.get(cellKey(rowId, columnId));
  }

  refusal(rowId: string, columnId: string): RefusedCell | null {
    return this.#refused.get(cellKey(rowId, columnId)) ?? null;
  }

  changedAt(rowId: string, columnId: string): number | undefined {
    return this.#changedByOthers.get(cellKey(rowId, columnId));
  }

  of(rowId: string, columnId: string, inLog: boolean): CellState {
    const key = cellKey(rowId, columnId);
    if (this.#typed.has(key)) return 'saving';
    if (this.#refused.has(key)) return 'refused';
    if (this.#justSaved.has(key)) return 'just-saved';
    return inLog ? 'in-log' : 'saved';
  }

  /** Takes the present lists of waiting and of refused edits, oldest first. */
  lay(waiting: readonly ClientOperation[], refused: readonly RefusedEdit[]): void {
    this.#typed = new Map();
    for (const operation of waiting)
      for (const [key, value] of [...cellsOf(operation), ...madeCellsOf(operation)]) this.#typed.set(key, value);
    this.#refused = new Map();
    for (const edit of refused)
      for (const [key, value] of cellsOf(edit.operation))
        if (this.#outdone.get(key) !== edit.editId) this.#refused.set(key, { edit, value });
  }

  /** The person writes these cells anew. */
  outdo(operation: ClientOperation): void {
    for (const [key] of cellsOf(operation)) {
      const refused = this.#refused.get(key);
      if (refused === undefined) continue;
      this.#outdone.set(key, refused.edit.editId);
      this.#refused.delete(key);
    }
  }

  /** Marks the cells as just saved; gives a way to take the mark off again. */
  showSaved(operation: ClientOperation, nowMs: number): () => void {
    const keys = [...cellsOf(operation), ...madeCellsOf(operation)].slice(0, mostMarkedCells).map(([key]) => key);
    for (const key of keys) this.#justSaved.set(key, nowMs);
    return () => {
      for (const key of keys) if (this.#justSaved.get(key) === nowMs) this.#justSaved.delete(key);
    };
  }

  noteForeign(operation: Operation, now: number): void {
    for (const [key] of cellsOf(operation).slice(0, mostMarkedCells)) this.#changedByOthers.set(key, now);
  }
}

type Cells = readonly (readonly [key: string, value: CellValue])[];

/** Cells that an edit writes in rows that are there, or that have a key and need not be made. */
function cellsOf(operation: ClientOperation | Operation): Cells {
  const isUpdate = operation.op === 'updateCells' || operation.op === 'updateKeyedCells';
  return isUpdate ? keyed(operation.columns, operation.rows) : [];
}

/** Cells of the rows that an edit makes. */
function madeCellsOf(operation: ClientOperation): Cells {
  if (operation.op === 'updateCells') return keyed(operation.columns, operation.inserted);
  return operation.op === 'insertRows' ? keyed(operation.columns, operation.rows) : [];
}

function keyed(columns: readonly string[], rows: readonly { readonly id: string; readonly cells: readonly CellValue[] }[]): Cells {
  return rows.flatMap((row) => columns.map((column, index) => [cellKey(row.id, column), row.cells[index] ?? null] as const));
}
