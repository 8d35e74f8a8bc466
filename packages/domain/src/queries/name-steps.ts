/**
 * Gives the steps of a plan names that differ, ignoring case, and that no custom SQL in the plan could mean: inside it, the
 * name of a step would hide a table of that name.
 */
import type { SelectNode, Step } from './plan.ts';
import { freeName } from './step-list.ts';

export function nameSteps(steps: readonly Step[], answerName: string): readonly Step[] {
  const customSql = steps
    .flatMap((step) => (step.query.node === 'select' ? [step.query] : step.query.selects))
    .flatMap(inputsOf)
    .flatMap(({ relation }) => (relation.kind === 'sql' ? [relation.text.toLowerCase()] : []));
  const taken = new Set<string>();
  return steps.map((step, index) => {
    if (index === steps.length - 1) return { ...step, name: answerName };
    let name = freeName(step.name, taken);
    while (customSql.some((text) => text.includes(name.toLowerCase()))) name = freeName(`${step.name} step`, taken);
    return { ...step, name };
  });
}

function inputsOf(select: SelectNode): readonly SelectNode['from'][] {
  return [select.from, ...select.joins.map((join) => join.input)];
}
