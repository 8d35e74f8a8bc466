/**
 * A page of a pivot is so many row heads with all their cells; the first one has the totals of the columns, too. Rows are
 * ordered by their heads, or by a value as it is over all columns.
 */
import type { PivotElement } from '../workbooks/definition.ts';
import { overColumnsKey, overRowsKey } from './lay-totals.ts';
import type { Condition, Input, JoinNode, OrderedValue, Paging, Value } from './plan.ts';
import { columnOf, plainClauses } from './step-list.ts';
import type { Draft, Relation, StepList } from './step-list.ts';

/** What the answer is made of, before it is ordered and cut. */
export interface Ordered {
  readonly relation: Relation;
  readonly input: Input;
  readonly drafts: readonly Draft[];
  readonly order: readonly { readonly key: string; readonly direction: 'ascending' | 'descending' }[];
}

export function layPivotPage(
  steps: StepList,
  pivot: PivotElement,
  { relation, input, drafts, order }: Ordered,
  keyOf: (columnId: string) => string,
  page: { readonly offset: number; readonly limit: number },
): Paging {
  const heads = pivot.rows.map(keyOf);
  const across = new Set([...pivot.across.map(keyOf), overColumnsKey]);
  const at = (key: string): Value => columnOf(input, relation, key);
  const isValue = (key: string): boolean => !heads.includes(key) && !across.has(key) && key !== overRowsKey;
  const byValue = relation.columns.has(overColumnsKey) ? order.filter(({ key }) => isValue(key)).map(({ key }) => key) : [];
  const totals = byValue.length === 0 ? null : joinRowTotals(steps, { relation, input }, heads, byValue);
  const orderBy = order
    .filter(({ key }) => !across.has(key))
    .map(({ key, direction }): OrderedValue => ({ value: totals?.values.get(key) ?? at(key), direction }));
  const place: Draft = {
    key: 'place',
    label: 'Pivot row',
    type: 'number',
    value: { kind: 'position', ties: true, window: { partitionBy: [], orderBy } },
  };
  const inRow = order.filter(({ key }) => across.has(key));
  const ordered = inRow.map(({ key }): Draft => ({ key: `order:${key}`, label: 'Order', type: null, value: at(key) }));
  const joins = totals === null ? [] : [totals.join];
  const placed = steps.lay(pivot.name, [...drafts, place, ...ordered], { ...plainClauses, from: input, joins });
  const placedInput = steps.input(placed);
  const value = columnOf(placedInput, placed, 'place');
  const last = [...drafts, place].map((draft): Draft => ({ ...draft, value: columnOf(placedInput, placed, draft.key) }));
  // The totals of the columns stand before the first row.
  const before = relation.columns.has(overRowsKey) ? 1 : 0;
  const end = before + page.offset + page.limit;
  const first = page.offset === 0 ? 1 : before + page.offset + 1;
  const where: Condition[] = [{ kind: 'between-positions', value, first, last: end + 1 }];
  // Looked at for the order alone.
  if (relation.columns.has(overColumnsKey) && pivot.totals?.rows !== true)
    where.push({ kind: 'list', value: columnOf(placedInput, placed, overColumnsKey), type: 'number', mode: 'include', values: ['0'] });
  steps.lay(pivot.name, last, {
    ...plainClauses,
    from: placedInput,
    where,
    orderBy: [
      { value, direction: 'ascending' },
      ...inRow.map(({ key, direction }): OrderedValue => ({ value: columnOf(placedInput, placed, `order:${key}`), direction })),
    ],
  });
  return { by: 'pivot-rows', column: drafts.length, last: end };
}

/** The total of each row beside all of its cells. */
function joinRowTotals(
  steps: StepList,
  { relation, input }: Pick<Ordered, 'relation' | 'input'>,
  heads: readonly string[],
  keys: readonly string[],
): { readonly join: JoinNode; readonly values: ReadonlyMap<string, Value> } {
  const all = steps.input(relation);
  const is = (key: string, mark: '0' | '1'): readonly Condition[] =>
    relation.columns.has(key)
      ? [{ kind: 'list', value: columnOf(all, relation, key), type: 'number', mode: 'include', values: [mark] }]
      : [];
  const drafts = [...heads, ...keys].map((key): Draft => {
    const { name = '', type = null } = relation.columns.get(key) ?? {};
    return { key, label: name, type, value: columnOf(all, relation, key) };
  });
  const where = [...is(overColumnsKey, '1'), ...is(overRowsKey, '0')];
  const totals = steps.lay('Row totals', drafts, { ...plainClauses, from: all, where });
  const joined = steps.input(totals);
  const on = heads.map((key) => {
    const type = relation.columns.get(key)?.type ?? null;
    return { left: columnOf(input, relation, key), right: columnOf(joined, totals, key), type, nullsEqual: true };
  });
  return {
    join: { type: 'left', input: joined, on, unique: true },
    values: new Map(keys.map((key) => [key, columnOf(joined, totals, key)])),
  };
}
