/**
 * The typed cells of a linked input table by their place among the rows of an element: the answers say which row has which
 * key, the table's store what was typed for it. Rows with the same key are one row here.
 */
import type { Column } from '@penstock/domain/input-tables/column';
import type { ClientOperation } from '@penstock/domain/input-tables/operation';
import { readAs } from '@penstock/domain/values/convert';
import type { CellValue } from '@penstock/domain/values/cell-value';
import type { InputTable, RowPage } from '../api/contract.ts';
import type { LinkedRows, QueryResult } from '../api/queries-contract.ts';
import type { RefusedCell } from '../input-tables/cell-states.ts';
import type { WaitingEdit } from '../input-tables/edit-store.ts';
import type { PlacedCells } from '../input-tables/grid-edits.ts';
import type { CachedRow } from '../input-tables/row-cache.ts';
import type { TableStore } from '../input-tables/table-store.ts';
import type { ResultPages } from '../queries/result-pages.ts';
import type { ShownColumn } from '../tables/shown-columns.ts';

export class LinkedCells implements PlacedCells {
  readonly store: TableStore;
  readonly columns: readonly (Column | undefined)[];
  /** Nothing is added below the last row: rows come from the source. */
  readonly total = Number.POSITIVE_INFINITY;
  readonly #pages: ResultPages;

  constructor(store: TableStore, pages: ResultPages, shown: readonly ShownColumn[]) {
    this.store = store;
    this.#pages = pages;
    this.columns = shown.map(({ index }) => {
      const id = pages.first?.columns[index]?.inputColumnId ?? null;
      return id === null ? undefined : store.columns.find((column) => column.id === id);
    });
  }

  get table(): InputTable {
    return this.store.table;
  }

  /** `null`: a key of the row is empty; `undefined`: not loaded, or not to be typed into. */
  rowIdAt(position: number): string | null | undefined {
    const found = this.#pages.pageAt(position);
    return found?.page.linked?.rowIds[found.index];
  }
  rowAt(position: number): CachedRow | undefined {
    const id = this.rowIdAt(position);
    return typeof id === 'string' ? this.store.rowById(id) : undefined;
  }
  value(row: CachedRow, columnId: string): CellValue {
    return this.store.value(row, columnId);
  }
  refusal(rowId: string, columnId: string): RefusedCell | null {
    return this.store.refusal(rowId, columnId);
  }

  /** Rows are named by their keys, so that the first who types for a key needs no row. */
  edit(operation: ClientOperation, label: string): WaitingEdit {
    return this.store.edit(operation.op === 'updateCells' ? this.#keyed(operation) : operation, label);
  }
  newRowId(): string {
    return this.store.newRowId();
  }
  loadEnd(): Promise<void> {
    return Promise.resolve();
  }

  /** Where the row with this id is among what is loaded, the nearest to a place first; -1: nowhere. */
  positionOf(rowId: string, near: number): number {
    let nearest = -1;
    for (const [offset, { linked }] of this.#pages.loaded())
      linked?.rowIds.forEach((id, index) => {
        const position = offset + index;
        if (id === rowId && (nearest === -1 || Math.abs(position - near) < Math.abs(nearest - near))) nearest = position;
      });
    return nearest;
  }

  /** A row that was typed into has a key without an empty part. */
  #keyed({ columns, rows, onlyWhile }: Extract<ClientOperation, { op: 'updateCells' }>): ClientOperation {
    const keys = this.#keys();
    const first = this.#pages.first?.linked;
    return {
      op: 'updateKeyedCells',
      keyColumns: first?.keyColumnIds ?? [],
      columns,
      rows: rows.map(({ id, cells }) => ({ id, keys: keys.get(id) ?? [], cells })),
      onlyWhile,
    };
  }

  #keys(): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, readonly string[]>();
    for (const [, { linked }] of this.#pages.loaded())
      linked?.rowIds.forEach((id, index) => {
        if (id !== null && !found.has(id))
          found.set(
            id,
            linked.keys.map((values) => values[index] ?? ''),
          );
      });
    return found;
  }
}

/** What an answer says of typed cells, as the store takes rows. */
export function rowPageOf({ columns, values, rowCount }: QueryResult, linked: LinkedRows, table: InputTable): RowPage {
  const shown = columns.flatMap(({ inputColumnId }, index) => {
    const column = table.columns.find(({ id }) => id === inputColumnId);
    return column === undefined ? [] : [{ column, values: storedValues(column, values[index] ?? [], linked) }];
  });
  const rows = linked.rowIds
    .slice(0, rowCount)
    .flatMap((id, row) =>
      id === null ? [] : [{ id, order: '', cells: shown.map((of) => of.values[row] ?? null), pending: linked.pending?.[id] }],
    );
  return { num: linked.num, columns: shown.map(({ column }) => column), total: 0, offset: 0, rows };
}

/** People read labels where a select stores the ids of its options. */
function storedValues(column: Column, values: readonly unknown[], linked: LinkedRows): readonly CellValue[] {
  const stored = linked.cells?.[column.id];
  if (stored !== undefined) return stored;
  const isSelect = column.type.endsWith('select');
  return values.map((value) => (isSelect && typeof value === 'string' ? readAs(value, column) : (value as CellValue)));
}
