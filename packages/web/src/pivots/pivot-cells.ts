/** From the long rows of a pivot's answer, page by page, to its heads, cells and totals. */
import type { PivotElement } from '@penstock/domain/workbooks/definition';
import type { QueryResult } from '../api/queries-contract.ts';
import type { ResultPages } from '../queries/result-pages.ts';

export type Head = readonly unknown[];

export interface PivotCells {
  /** Rows to be shown, those that still wait for their page among them. */
  readonly rowCount: number;
  /** Values of the columns that lie across, in order, as far as pages have them; one empty head where there are none. */
  readonly across: readonly Head[];
  /** Values of the row columns; `undefined`: not loaded. */
  head(row: number): Head | undefined;
  /** `undefined`: no such pair. */
  cell(row: number, across: number, value: number): unknown;
  rowTotal(row: number, value: number): unknown;
  columnTotal(across: number, value: number): unknown;
  grandTotal(value: number): unknown;
}

export function pivotCells(pivot: PivotElement, pages: Pick<ResultPages, 'first' | 'loaded' | 'pageAt' | 'shownRows'>): PivotCells {
  const across = new Heads();
  for (const [, page] of pages.loaded()) for (const head of partOf(pivot, page).across) across.place(head);
  const ways = pivot.across.map((id): Way => {
    const isNumber = pages.first?.columns.find((column) => column.id === id)?.type === 'number';
    return { isNumber, isDescending: pivot.sorts.find((sort) => sort.columnId === id)?.direction === 'descending' };
  });
  const order = across.inOrder(ways);
  const keys = order.map((place) => keyOf(across.heads[place] ?? []));
  const first = pages.first === null ? null : partOf(pivot, pages.first);
  const rowAt = (row: number): { readonly part: PagePart; readonly key: string } | null => {
    const found = pages.pageAt(row);
    const part = found === null ? null : partOf(pivot, found.page);
    const head = part?.rows[found?.index ?? 0];
    return part === null || head === undefined ? null : { part, key: keyOf(head) };
  };
  return {
    rowCount: pages.shownRows,
    across: order.map((place) => across.heads[place] ?? []),
    head: (row) => {
      const found = pages.pageAt(row);
      return found === null ? undefined : partOf(pivot, found.page).rows[found.index];
    },
    cell: (row, column, value) => {
      const at = rowAt(row);
      return at?.part.value(`cell ${at.key} ${keys[column] ?? ''}`, value);
    },
    rowTotal: (row, value) => {
      const at = rowAt(row);
      return at?.part.value(`row ${at.key}`, value);
    },
    columnTotal: (column, value) => first?.value(`column ${keys[column] ?? ''}`, value),
    grandTotal: (value) => first?.value('grand', value),
  };
}

/** How many rows of the pivot a page has. */
export function pivotRows(pivot: PivotElement, page: QueryResult): number {
  return partOf(pivot, page).rows.length;
}

interface PagePart {
  readonly rows: readonly Head[];
  readonly across: readonly Head[];
  value(key: string, value: number): unknown;
}

const parts = new WeakMap<QueryResult, { readonly heads: string; readonly part: PagePart }>();

function partOf(pivot: PivotElement, page: QueryResult): PagePart {
  const heads = JSON.stringify([pivot.rows, pivot.across, pivot.values]);
  const known = parts.get(page);
  if (known?.heads === heads) return known.part;
  const part = readPage(pivot, page);
  parts.set(page, { heads, part });
  return part;
}

function readPage(pivot: PivotElement, page: QueryResult): PagePart {
  const listsOf = (ids: readonly string[]): readonly (readonly unknown[])[] =>
    ids.map((id) => page.values[page.columns.findIndex((column) => column.id === id)] ?? []);
  const [rowLists, acrossLists, valueLists] = [listsOf(pivot.rows), listsOf(pivot.across), listsOf(pivot.values)];
  const [rows, across] = [new Heads(), new Heads()];
  const places = new Map<string, number>();
  for (let index = 0; index < page.rowCount; index += 1) {
    const row = rowLists.map((list) => list[index] ?? null);
    const column = acrossLists.map((list) => list[index] ?? null);
    switch (page.parts?.[index] ?? 'cell') {
      case 'cell':
        rows.place(row);
        across.place(column);
        places.set(`cell ${keyOf(row)} ${keyOf(column)}`, index);
        break;
      case 'row-total':
        places.set(`row ${keyOf(row)}`, index);
        break;
      case 'column-total':
        // All columns are known with the first page, whichever rows have cells in them.
        across.place(column);
        places.set(`column ${keyOf(column)}`, index);
        break;
      case 'grand-total':
        places.set('grand', index);
        break;
    }
  }
  return {
    rows: rows.heads,
    across: across.heads,
    value: (key, value) => {
      const index = places.get(key);
      return index === undefined ? undefined : valueLists[value]?.[index];
    },
  };
}

const keyOf = (head: Head): string => JSON.stringify(head);

class Heads {
  readonly heads: Head[] = [];
  readonly #places = new Map<string, number>();

  place(head: Head): void {
    const key = keyOf(head);
    if (this.#places.has(key)) return;
    this.#places.set(key, this.heads.length);
    this.heads.push(head);
  }

  /** Places by value: the first row of a page need not have a cell in each column. Canonical dates order as text. */
  inOrder(ways: readonly Way[]): readonly number[] {
    return this.heads.map((_, place) => place).toSorted((a, b) => compare(this.heads[a] ?? [], this.heads[b] ?? [], ways));
  }
}

interface Way {
  readonly isNumber: boolean;
  readonly isDescending: boolean;
}

/** What has no value stands last, either way. */
function compare(one: Head, other: Head, ways: readonly Way[]): number {
  for (const [index, value] of one.entries()) {
    const against = other[index];
    if (value === against) continue;
    if (value === null) return 1;
    if (against === null) return -1;
    const way = ways[index];
    const order = way?.isNumber === true ? Number(value) - Number(against) : String(value).localeCompare(String(against));
    if (order !== 0) return way?.isDescending === true ? -order : order;
  }
  return 0;
}
