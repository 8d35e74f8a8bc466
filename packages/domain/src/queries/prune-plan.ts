/**
 * Leaves out what nobody reads: columns of steps, joins that only would have given columns, and whole steps. From the last
 * step backwards, so that one walk is enough.
 */
import type { JoinNode, SelectNode, Step } from './plan.ts';
import { visitValue, visitValues } from './visit-values.ts';

export function prunePlan(steps: readonly Step[]): readonly Step[] {
  const wanted = new Map<string, Set<string>>();
  const kept: Step[] = [];
  for (const step of steps.toReversed()) {
    const isAnswer = kept.length === 0;
    const names = wanted.get(step.id);
    if (!isAnswer && names === undefined) continue;
    const query =
      step.query.node === 'select'
        ? pruneSelect(step.query, isAnswer ? null : (names ?? new Set()))
        : { ...step.query, selects: step.query.selects.map((select) => pruneSelect(select, isAnswer ? null : (names ?? new Set()))) };
    for (const select of query.node === 'select' ? [query] : query.selects) wantWhatItReads(select, wanted);
    kept.push({ ...step, query });
  }
  return kept.toReversed();
}

/** `names`: columns that are read; `null`: all. */
function pruneSelect(select: SelectNode, names: ReadonlySet<string> | null): SelectNode {
  const keys = new Set(select.groupBy ?? []);
  const read = select.columns.filter((column) => names === null || names.has(column.name) || keys.has(column.name));
  // SQL wants at least one.
  const columns = read.length > 0 ? read : select.columns.filter((column) => column === cheapest(select)).slice(0, 1);
  let { joins } = select;
  for (;;) {
    const used = inputsRead({ ...select, columns, joins });
    const needed = joins.filter((join) => used.has(join.input.id) || !isOnlyForItsColumns(join));
    if (needed.length === joins.length) return { ...select, columns, joins };
    joins = needed;
  }
}

/** One that no join is needed for, if there is one. */
function cheapest({ columns, from }: SelectNode): SelectNode['columns'][number] | undefined {
  return columns.find(({ value }) => 'input' in value && value.input === from.id) ?? columns[0];
}

/** Neither adds nor removes rows: at most one row of the other side (of a cross join exactly one), and ours stays without it. */
function isOnlyForItsColumns(join: JoinNode): boolean {
  return join.unique && (join.type === 'left' || join.type === 'cross');
}

function inputsRead(select: SelectNode): ReadonlySet<string> {
  const inputs = new Set<string>();
  visitValues(
    select,
    (value) => {
      if (value.kind === 'column' || value.kind === 'stored') inputs.add(value.input);
    },
    false,
  );
  for (const join of select.joins)
    for (const pair of join.on)
      visitValue(pair.left, (value) => {
        if (value.kind === 'column' || value.kind === 'stored') inputs.add(value.input);
      });
  return inputs;
}

function wantWhatItReads(select: SelectNode, wanted: Map<string, Set<string>>): void {
  const stepOf = new Map<string, string>();
  for (const input of [select.from, ...select.joins.map((join) => join.input)]) {
    if (input.relation.kind !== 'step') continue;
    stepOf.set(input.id, input.relation.stepId);
    if (!wanted.has(input.relation.stepId)) wanted.set(input.relation.stepId, new Set());
  }
  visitValues(select, (value) => {
    if (value.kind !== 'column') return;
    const step = stepOf.get(value.input);
    if (step !== undefined) wanted.get(step)?.add(value.name);
  });
}
