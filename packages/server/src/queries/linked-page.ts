/** What a page of a linked input table says to whoever may type there: which rows these are, and what to write beside them. */
import type { Actor } from '@penstock/domain/members/actor';
import { keyTypeOf } from '@penstock/domain/input-tables/linked-rows';
import { editableInOf, whereTyped } from '@penstock/domain/input-tables/where-typed';
import { cellProblem } from '@penstock/domain/values/cell-problem';
import type { CellValue } from '@penstock/domain/values/cell-value';
import { readable } from '@penstock/domain/values/convert';
import type { ElementPlan, LinkedAnswer } from '@penstock/domain/queries/plan';
import type { Definition } from '@penstock/domain/workbooks/definition';
import type { Right } from '@penstock/domain/workbooks/rights';
import type { DecodedLink, DecodedResult, ResultValue } from '@penstock/warehouse/queries/decode-result';
import { linkedRowIdOf } from '../input-tables/linked.ts';
import type { Page } from '../input-tables/page.ts';
import type { InputTable } from '../input-tables/store.ts';

export interface LinkedPage {
  readonly inputTableId: string;
  /** The log number that the page shows. */
  readonly num: number;
  readonly keyColumnIds: readonly string[];
  /** One list a key column. */
  readonly keys: readonly (readonly ResultValue[])[];
  /** `null`: a part of the row's key is empty or has no canonical value, so that nothing can be typed there. */
  readonly rowIds: readonly (string | null)[];
  /** Of select columns, by their id: the ids of options, where the page has labels. */
  readonly cells: Readonly<Record<string, readonly CellValue[]>>;
  /** By row id: the columns whose cells are logged and not yet in the warehouse. */
  readonly pending: Readonly<Record<string, readonly string[]>>;
}

/** Rows of the input table that logged edits change and its data table lacks, with those edits. */
export type WaitingRows = Pick<Page, 'columns' | 'rows'>;

/** Whether somebody who looks at this version of the table's document may type into it there. */
export function mayTypeInto(
  table: InputTable,
  actor: Actor,
  { definition, right, version }: { readonly definition: Definition; readonly version: 'draft' | 'published'; readonly right: Right },
): boolean {
  const said = editableInOf(definition, table.id);
  return actor.permissions.has('input-tables.write') && whereTyped({ right, draft: said, published: said })[version] === 'allowed';
}

export function linkedPage(
  { inputTableId, keys }: LinkedAnswer,
  { keys: values, stored }: DecodedLink,
  rowCount: number,
  num: number,
): LinkedPage {
  const types = keys.map(({ type }) => keyTypeOf(type));
  const rowIds = Array.from({ length: rowCount }, (_, row) => {
    const key = values.map((list) => list[row] ?? null);
    const isWhole = key.every((value, index) => {
      const type = types[index] ?? null;
      return value !== null && type !== null && cellProblem(value, { type, options: [] }) === null;
    });
    return isWhole ? linkedRowIdOf(key.map(String)) : null;
  });
  const cells = [...stored].map(([columnId, list]) => [columnId, list.map(storedChoice)] as const);
  return {
    inputTableId,
    num,
    keyColumnIds: keys.map(({ columnId }) => columnId),
    keys: values,
    rowIds,
    cells: Object.fromEntries(cells),
    pending: {},
  };
}

/** I6: what is logged is seen, also where it waits for its author. Filters and sorts of the page know it when it is written. */
export function withWaiting(
  { columns, linked }: Pick<ElementPlan, 'columns' | 'linked'>,
  values: DecodedResult['values'],
  page: LinkedPage,
  waiting: WaitingRows,
): { readonly values: DecodedResult['values']; readonly page: LinkedPage } {
  const laid = values.map((list) => [...list]);
  const cells = Object.fromEntries(Object.entries(page.cells).map(([columnId, list]) => [columnId, [...list]]));
  const rows = new Map(waiting.rows.map((row) => [row.id, row]));
  for (const { columnId, inputColumnId } of linked?.typed ?? []) {
    const column = waiting.columns.find(({ id }) => id === inputColumnId);
    const shown = laid[columns.findIndex(({ id }) => id === columnId)];
    if (column === undefined || shown === undefined) continue;
    page.rowIds.forEach((rowId, index) => {
      const row = rowId === null ? undefined : rows.get(rowId);
      if (row === undefined) return;
      const value = row.row.cells.get(column.id)?.value ?? null;
      shown[index] = typeof value === 'boolean' || value === null ? value : readable(value, column);
      const stored = cells[column.id];
      if (stored !== undefined) stored[index] = value;
    });
  }
  const pending = waiting.rows.map(({ id, pending: waits }) => [id, [...waits]] as const);
  return { values: laid, page: { ...page, cells, pending: Object.fromEntries(pending) } };
}

/** Several choices are stored as the JSON of their ids. */
function storedChoice(value: ResultValue): CellValue {
  if (typeof value !== 'string' || !value.startsWith('[')) return value;
  try {
    const ids: unknown = JSON.parse(value);
    return Array.isArray(ids) ? ids.map(String) : value;
  } catch {
    return value;
  }
}
