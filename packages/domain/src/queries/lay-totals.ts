/**
 * Totals of a pivot: what it would show of the same rows with fewer heads. Nothing is added up from the cells, so the total of
 * an average is the average of all rows. A value that names a head which a total does not have is null there.
 *
 * Mostly one SELECT groups the rows and others calculate with what it gives: then it groups for the totals in the same
 * reading. Otherwise (windows, comparisons with the whole, lookups) the groups are laid anew for each kind of total.
 */
import type { PivotElement } from '../workbooks/definition.ts';
import type { CheckedElement } from './check-element.ts';
import type { LaidElement } from './lay-element.ts';
import type { Input, SelectColumn, SelectNode, Value } from './plan.ts';
import { columnOf, freeName, nameColumns, plainClauses } from './step-list.ts';
import type { Draft, Relation, StepList } from './step-list.ts';
import { visitValue } from './visit-values.ts';

/** Which totals a pivot has, given its heads: a total over heads that are not there would be the cell itself. */
export interface TotalSets {
  /** Keys of the groups that each kind of total has. */
  readonly sets: readonly { readonly keys: readonly string[]; readonly overRows: boolean; readonly overColumns: boolean }[];
  /** A head that only the rows have; `null`: no total is over the rows. */
  readonly rowKey: string | null;
  readonly columnKey: string | null;
}

export function totalSets({ rows, across, totals }: PivotElement): TotalSets | null {
  const rowKey = totals?.columns === true ? (rows.find((id) => !across.includes(id)) ?? null) : null;
  const columnKey = totals?.rows === true ? (across.find((id) => !rows.includes(id)) ?? null) : null;
  if (rowKey === null && columnKey === null) return null;
  const sets = [
    ...(columnKey === null ? [] : [{ keys: [...new Set(rows)], overRows: false, overColumns: true }]),
    ...(rowKey === null ? [] : [{ keys: [...new Set(across)], overRows: true, overColumns: false }]),
    ...(rowKey === null || columnKey === null ? [] : [{ keys: [], overRows: true, overColumns: true }]),
  ];
  return { sets, rowKey, columnKey };
}

/** Keys of the columns that say what is a total, in the relation that `layTotals` gives. */
export const overRowsKey = 'over-rows';
export const overColumnsKey = 'over-columns';

const labels = { [overRowsKey]: 'All rows', [overColumnsKey]: 'All columns' } as const;

interface Asked {
  /** Columns that the answer shows or is ordered by. */
  readonly columnIds: readonly string[];
  readonly sets: TotalSets;
  /** The pivot as it would be with these heads alone, over the rows that are left of the whole one. */
  readonly layWith: (keys: readonly string[], columnIds: readonly string[]) => LaidElement;
}

/** The cells and their totals as one relation, its columns under the same keys as those of the cells. */
export function layTotals(steps: StepList, checked: CheckedElement, cells: LaidElement, asked: Asked): Relation {
  const whole = asked.sets.sets.every(({ keys }) => asked.columnIds.every((id) => isHead(checked, id) || checked.hasValueBy(id, keys)));
  return (whole ? groupOnce(steps, cells, asked.sets) : null) ?? groupApart(steps, checked, cells, asked);
}

function isHead(checked: CheckedElement, columnId: string): boolean {
  return checked.shape.keys.at(-1)?.includes(columnId) ?? false;
}

/** `null`: more than one grouping, or something that looks beyond its own group. */
function groupOnce(steps: StepList, cells: LaidElement, { sets, rowKey, columnKey }: TotalSets): Relation | null {
  const chain: { readonly name: string; readonly select: SelectNode }[] = [];
  for (let { stepId } = cells.relation; ;) {
    const step = steps.step(stepId);
    if (step.query.node !== 'select' || step.query.joins.length > 0 || !step.query.columns.every(({ value }) => isOfItsGroup(value)))
      return null;
    chain.unshift({ name: step.name, select: step.query });
    if (step.query.groupBy !== null) break;
    if (step.query.where.length > 0 || step.query.from.relation.kind !== 'step') return null;
    ({ stepId } = step.query.from.relation);
  }
  const [grouping, ...rest] = chain;
  if (grouping === undefined) return null;
  // Heads are passed on from the grouping to the end, maybe under other names.
  const nameOf = (columnId: string): string => {
    let name = cells.relation.columns.get(cells.key(columnId))?.name ?? '';
    for (const { select } of rest.toReversed()) {
      const value = select.columns.find((column) => column.name === name)?.value;
      if (value?.kind !== 'column') throw new Error(`the head ${columnId} of a pivot is not passed on`);
      ({ name } = value);
    }
    return name;
  };
  const valueOf = (name: string): Value =>
    grouping.select.columns.find((column) => column.name === name)?.value ?? { kind: 'null', type: null };
  const marks = [
    ...(rowKey === null ? [] : [{ key: overRowsKey, head: rowKey } as const]),
    ...(columnKey === null ? [] : [{ key: overColumnsKey, head: columnKey } as const]),
  ];
  const taken = new Set(chain.flatMap(({ select }) => select.columns.map((column) => column.name.toLowerCase())));
  const marked = marks.map(({ key, head }) => {
    return { key, name: freeName(labels[key], taken), value: { kind: 'left-out', key: valueOf(nameOf(head)) } as const };
  });
  let { stepId } = steps.add(
    grouping.name,
    {
      ...grouping.select,
      columns: [...grouping.select.columns, ...marked.map(({ name, value }): SelectColumn => ({ name, value, type: 'number' }))],
      alsoGroupBy: sets.map(({ keys }) => keys.map(nameOf)),
    },
    new Map(),
  );
  for (const { name, select } of rest) {
    const from: Input = { ...select.from, relation: { kind: 'step', stepId } };
    const passedOn = marked.map((mark): SelectColumn => {
      return { name: mark.name, value: { kind: 'column', input: from.id, name: mark.name }, type: 'number' };
    });
    ({ stepId } = steps.add(name, { ...select, from, columns: [...select.columns, ...passedOn] }, new Map()));
  }
  const columns = new Map([...cells.relation.columns, ...marked.map(({ key, name }) => [key, { name, type: 'number' }] as const)]);
  return { stepId, columns };
}

/** Neither windows nor positions, whose totals would stand among the groups that they look at. */
function isOfItsGroup(value: Value): boolean {
  let own = true;
  visitValue(value, (part) => {
    if (part.kind === 'position' || (part.kind === 'formula' && part.window !== null)) own = false;
  });
  return own;
}

function groupApart(steps: StepList, checked: CheckedElement, cells: LaidElement, { columnIds, sets, layWith }: Asked): Relation {
  const ids = [...new Set(columnIds)];
  const all = [{ laid: cells, ids, overRows: false, overColumns: false }].concat(
    sets.sets.map(({ keys, overRows, overColumns }) => {
      const given = ids.filter((id) => (isHead(checked, id) ? keys.includes(id) : checked.hasValueBy(id, keys)));
      return { laid: layWith(keys, given), ids: given, overRows, overColumns };
    }),
  );
  const mark = (key: keyof typeof labels, isTotal: boolean): Draft => ({
    key,
    label: labels[key],
    type: 'number',
    value: {
      kind: 'formula',
      expression: { node: 'literal', type: 'number', value: isTotal ? '1' : '0' },
      places: new Map(),
      window: null,
    },
  });
  const drafted = all.map(({ laid, ids: given, overRows, overColumns }) => {
    const input = steps.input(laid.relation);
    const drafts = ids.map((id): Draft => {
      const { name, type } = checked.column(id);
      const value: Value = given.includes(id) ? columnOf(input, laid.relation, laid.key(id)) : { kind: 'null', type };
      return { key: cells.key(id), label: name, type, value };
    });
    const marks = [
      ...(sets.rowKey === null ? [] : [mark(overRowsKey, overRows)]),
      ...(sets.columnKey === null ? [] : [mark(overColumnsKey, overColumns)]),
    ];
    return { input, ...nameColumns([...drafts, ...marks]) };
  });
  const selects = drafted.map(({ input, columns }): SelectNode => ({ node: 'select', ...plainClauses, from: input, columns }));
  return steps.add(`${checked.element.name} with totals`, { node: 'union', selects }, drafted[0]?.byKey ?? new Map());
}
