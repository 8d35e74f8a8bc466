/** What a page of a linked input table says to whoever may type there: which rows these are, and what to write beside them. */
import type { Actor } from '@penstock/domain/members/actor';
import { keyTypeOf } from '@penstock/domain/input-tables/linked-rows';
import { editableInOf, whereTyped } from '@penstock/domain/input-tables/where-typed';
import { cellProblem } from '@penstock/domain/values/cell-problem';
import type { CellValue } from '@penstock/domain/values/cell-value';
import type { LinkedAnswer } from '@penstock/domain/queries/plan';
import type { Definition } from '@penstock/domain/workbooks/definition';
import type { Right } from '@penstock/domain/workbooks/rights';
import type { DecodedLink, ResultValue } from '@penstock/warehouse/queries/decode-result';
import { linkedRowIdOf } from '../input-tables/linked.ts';
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
}

/** Whether somebody who looks at this version may type into the table there; never where it is only shown, as in a copy. */
export function mayTypeInto(
  table: InputTable | undefined,
  actor: Actor,
  document: { readonly id: string; readonly definition: Definition; readonly version: 'draft' | 'published'; readonly right: Right },
): boolean {
  if (table === undefined || table.workbookId !== document.id || !actor.permissions.has('input-tables.write')) return false;
  const said = editableInOf(document.definition, table.id);
  const { right, version } = document;
  return whereTyped({ right, draft: said, published: said })[version] === 'allowed';
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
  return { inputTableId, num, keyColumnIds: keys.map(({ columnId }) => columnId), keys: values, rowIds, cells: Object.fromEntries(cells) };
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
