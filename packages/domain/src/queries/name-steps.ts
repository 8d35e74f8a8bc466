/**
 * Gives the steps of a plan names that differ, ignoring case, and that no custom SQL in the plan could mean: inside it, the
 * name of a step would hide a table of that name. And says which are better read again than kept.
 */
import type { SelectNode, Step } from './plan.ts';
import { freeName } from './step-list.ts';

export function nameSteps(steps: readonly Step[], answerName: string): readonly Step[] {
  const inputs = steps.flatMap((step) => (step.query.node === 'select' ? [step.query] : step.query.selects)).flatMap(inputsOf);
  const customSql = inputs.flatMap(({ relation }) => (relation.kind === 'sql' ? [relation.text.toLowerCase()] : []));
  const readers = new Map<string, number>();
  for (const { relation } of inputs) {
    if (relation.kind === 'step') readers.set(relation.stepId, (readers.get(relation.stepId) ?? 0) + 1);
  }
  const taken = new Set<string>();
  return steps.map((step, index) => {
    if (index === steps.length - 1) return { ...step, name: answerName };
    const readAgain = (readers.get(step.id) ?? 0) > 1 && isCheap(step);
    let name = freeName(step.name, taken);
    while (customSql.some((text) => text.includes(name.toLowerCase()))) name = freeName(`${step.name} step`, taken);
    return { ...step, name, readAgain };
  });
}

/** One table, its rows chosen and calculated one by one: an engine reads it again faster than it keeps all of it. */
function isCheap({ query }: Step): boolean {
  if (query.node !== 'select' || query.joins.length > 0 || query.groupBy !== null || query.from.relation.kind !== 'table') return false;
  return query.columns.every(({ value }) => value.kind === 'stored' || (value.kind === 'formula' && value.window === null));
}

function inputsOf(select: SelectNode): readonly SelectNode['from'][] {
  return [select.from, ...select.joins.map((join) => join.input)];
}
