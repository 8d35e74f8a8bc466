/**
 * What a page of a linked input table holds beside its columns, for whoever types into it: the key of each row, also where
 * its column is hidden, and what its select columns store where the page shows labels.
 */
import { rowGrain } from './shape-element.ts';
import type { ElementShape } from './shape-element.ts';
import type { CheckedElement } from './check-element.ts';
import { passedThrough } from './check-element.ts';
import { sourceKey, storedKey } from './lay-source.ts';
import type { Input, LinkedAnswer, PlannedColumn } from './plan.ts';
import { columnOf } from './step-list.ts';
import type { Draft, Relation } from './step-list.ts';

/** `null` where the answer has no rows of the link: it is none, or its groups are closed. */
export function linkAnswer(
  checked: CheckedElement,
  shape: ElementShape,
  columns: readonly PlannedColumn[],
  input: Input,
  relation: Relation,
): { readonly linked: LinkedAnswer; readonly drafts: readonly Draft[] } | null {
  const { source } = checked;
  if (source.kind !== 'linked' || shape.shownGrain !== rowGrain(shape)) return null;
  const { inputTableId, on, typed } = source.link;
  const passed = columns.map(({ id, problem }) => (problem === null ? passedThrough(checked.column(id).expression) : null));
  const drafts: Draft[] = [];
  const add = (key: string, label: string, type: Draft['type']): number => {
    drafts.push({ key, label, type, value: columnOf(input, relation, key) });
    return columns.length + drafts.length - 1;
  };
  const keys = on.map(({ row, key }) => {
    const shown = passed.indexOf(row.name);
    return { columnId: key.id ?? '', type: key.type, place: shown === -1 ? add(sourceKey(row.name), row.name, key.type) : shown };
  });
  const own = columns.flatMap(({ id }, index) => {
    const name = passed[index] ?? null;
    const column = name === null ? undefined : typed.find((candidate) => candidate.name === name)?.column;
    if (name === null || column?.id === undefined) return [];
    const stored = column.labels === null ? null : add(storedKey(name), `${column.name} stored`, 'text');
    return [{ columnId: id, inputColumnId: column.id, stored }];
  });
  return { linked: { inputTableId, keys, typed: own }, drafts };
}
