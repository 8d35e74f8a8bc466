/** The values of a column, each once with how often it is there, the most frequent first: what lists offer to choose from. */
import type { DataType } from '../formula/expression.ts';
import type { LaidElement } from './lay-element.ts';
import type { Value } from './plan.ts';
import { columnOf, plainClauses } from './step-list.ts';
import type { Draft, StepList } from './step-list.ts';

interface Column {
  readonly id: string;
  readonly name: string;
  readonly type: DataType | null;
  readonly containing: string;
}

export function layValues(
  steps: StepList,
  stepName: string,
  laid: LaidElement,
  { id, name, type, containing }: Column,
  page: { readonly offset: number; readonly limit: number } | null,
): void {
  const rows = steps.input(laid.relation);
  const value = columnOf(rows, laid.relation, laid.key(id));
  const head = (of: Value): Draft => ({ key: 'value', label: name, type, value: of });
  const text: Value = type === 'text' || type === null ? value : { kind: 'as-text', value };
  const found = steps.lay(stepName, [head(value)], {
    ...plainClauses,
    from: rows,
    where: containing === '' ? [] : [{ kind: 'text', value: text, operator: 'contains', text: containing, caseSensitive: false }],
  });
  const foundInput = steps.input(found);
  const count: Draft = { key: 'count', label: 'Rows', type: 'number', value: { kind: 'count' } };
  const counted = steps.layGroups(stepName, [head(columnOf(foundInput, found, 'value'))], [count], foundInput);
  const input = steps.input(counted);
  const [each, often] = [columnOf(input, counted, 'value'), columnOf(input, counted, 'count')];
  steps.lay(stepName, [head(each), { ...count, value: often }], {
    ...plainClauses,
    from: input,
    orderBy: [
      { value: often, direction: 'descending' },
      { value: each, direction: 'ascending' },
    ],
    ...(page === null ? {} : { limit: page.limit + 1, offset: page.offset }),
  });
}
