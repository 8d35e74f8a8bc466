/** From the long rows of a pivot's answer to its heads and cells. */
import type { PivotElement } from '@penstock/domain/workbooks/definition';
import type { QueryResult } from '../api/queries-contract.ts';

export interface PivotCells {
  /** Values of the row columns, one list a row. */
  readonly rows: readonly (readonly unknown[])[];
  /** Values of the columns that lie across, in order; one empty list where there are none. */
  readonly across: readonly (readonly unknown[])[];
  /** `undefined`: no such pair. */
  cell(row: number, across: number, value: number): unknown;
}

export function pivotCells(pivot: PivotElement, result: QueryResult): PivotCells {
  const listsOf = (ids: readonly string[]): readonly (readonly unknown[])[] =>
    ids.map((id) => result.values[result.columns.findIndex((column) => column.id === id)] ?? []);
  const [rowLists, acrossLists, valueLists] = [listsOf(pivot.rows), listsOf(pivot.across), listsOf(pivot.values)];
  const rows = new Heads();
  const across = new Heads();
  const cells = new Map<string, number>();
  for (let index = 0; index < result.rowCount; index += 1) {
    const row = rows.place(rowLists.map((list) => list[index] ?? null));
    const column = across.place(acrossLists.map((list) => list[index] ?? null));
    cells.set(`${row} ${column}`, index);
  }
  const order = across.inOrder(pivot.across.map((id) => result.columns.find((column) => column.id === id)?.type === 'number'));
  return {
    rows: rows.heads,
    across: order.map((place) => across.heads[place] ?? []),
    cell: (row, column, value) => {
      const index = cells.get(`${row} ${order[column] ?? -1}`);
      return index === undefined ? undefined : valueLists[value]?.[index];
    },
  };
}

class Heads {
  readonly heads: (readonly unknown[])[] = [];
  readonly #places = new Map<string, number>();

  place(head: readonly unknown[]): number {
    const key = JSON.stringify(head);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.heads.length);
    this.heads.push(head);
    return this.heads.length - 1;
  }

  /** Places by value: the first row of a page need not have a cell in each column. Canonical dates order as text. */
  inOrder(numeric: readonly boolean[]): readonly number[] {
    return this.heads.map((_, place) => place).toSorted((a, b) => compare(this.heads[a] ?? [], this.heads[b] ?? [], numeric));
  }
}

function compare(one: readonly unknown[], other: readonly unknown[], numeric: readonly boolean[]): number {
  for (const [index, value] of one.entries()) {
    const against = other[index];
    if (value === against) continue;
    if (value === null) return 1;
    if (against === null) return -1;
    const order = numeric[index] === true ? Number(value) - Number(against) : String(value).localeCompare(String(against));
    if (order !== 0) return order;
  }
  return 0;
}
