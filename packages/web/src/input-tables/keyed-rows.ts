/**
 * Rows of a linked input table: they have no place of their own, but lie where the rows of an element are that have their
 * keys. What is kept here are cells by the row's id, as the latest answer or the latest edit has them.
 */
import type { Operation, RowCells } from '@penstock/domain/input-tables/operation';
import type { RowPage } from '../api/contract.ts';
import type { CachedRow, Effect } from './row-cache.ts';

/** Rows kept before those that were not seen for longest are forgotten. */
const keptRows = 50_000;

export class KeyedRows {
  readonly #byId = new Map<string, CachedRow>();
  readonly total = 0;

  byId(id: string): CachedRow | undefined {
    return this.#byId.get(id);
  }
  at(): undefined {
    return undefined;
  }
  positionOf(): number {
    return -1;
  }
  clear(): void {
    this.#byId.clear();
  }

  /** Lays an answer over what is known; cells that a later edit wrote keep what it wrote. */
  merge(page: RowPage, columnIds: readonly string[]): void {
    for (const { id, cells, pending = [] } of page.rows) {
      const row = this.#of(id);
      row.pending = new Set(pending);
      columnIds.forEach((column, index) => {
        if ((row.writtenBy.get(column) ?? 0) > page.num) return;
        row.cells.set(column, cells[index] ?? null);
        row.writtenBy.set(column, page.num);
      });
    }
    for (const id of this.#byId.keys()) {
      if (this.#byId.size <= keptRows) break;
      this.#byId.delete(id);
    }
  }

  /** Applies a logged edit. Repeating one is harmless. */
  apply(operation: Operation, num: number): Effect {
    switch (operation.op) {
      case 'updateKeyedCells':
        // Whether the undo of an edit still held is the server's to know.
        if (operation.onlyWhile !== null) return 'stale';
        this.write(operation.columns, operation.rows, num);
        return 'applied';
      case 'addColumn':
      case 'changeColumn':
      case 'deleteColumn':
      case 'moveColumn':
      case 'createTable':
        return 'structure';
      case 'noop':
      case 'claim':
        return 'applied';
      default:
        return 'stale';
    }
  }

  /** Rows say nothing of themselves here. */
  signed(): void {}
  /** No edit brings or takes a row. */
  show(): void {}

  write(columns: readonly string[], rows: readonly RowCells[], num: number): void {
    for (const { id, cells } of rows) {
      const row = this.#of(id);
      columns.forEach((column, index) => {
        if ((row.writtenBy.get(column) ?? 0) > num) return;
        row.cells.set(column, cells[index] ?? null);
        row.writtenBy.set(column, num);
      });
    }
  }

  #of(id: string): CachedRow {
    const known = this.#byId.get(id);
    // What was seen last stands last.
    if (known !== undefined) this.#byId.delete(id);
    const row = known ?? { id, order: '', cells: new Map(), writtenBy: new Map(), pending: new Set(), system: undefined };
    this.#byId.set(id, row);
    return row;
  }
}
