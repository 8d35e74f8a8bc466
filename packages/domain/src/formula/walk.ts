/** Looks through checked formulas, for those who plan queries with them. */
import { findFunction } from './catalogue.ts';
import type { CallExpression, ColumnReference, Expression, LookupExpression } from './expression.ts';

/** Depth first; `lookup` nodes with their own keys, but not the parts that belong to the other element. */
export function* nodesOf(expression: Expression): Generator<Expression> {
  yield expression;
  if (expression.node === 'call') for (const argument of expression.arguments) yield* nodesOf(argument);
  if (expression.node === 'lookup') for (const key of expression.keys) yield* nodesOf(key.own);
}

/** Columns of the element itself or of its source, in the order of reading, repeats included. */
export function columnsOf(expression: Expression): readonly ColumnReference[] {
  return [...nodesOf(expression)].flatMap((node) => (node.node === 'column' ? [node.reference] : []));
}

export function lookupsOf(expression: Expression): readonly LookupExpression[] {
  return [...nodesOf(expression)].filter((node) => node.node === 'lookup');
}

export function isAggregateCall(expression: Expression): expression is CallExpression {
  return expression.node === 'call' && findFunction(expression.function)?.kind === 'aggregate';
}

export function isWindowCall(expression: Expression): expression is CallExpression {
  return expression.node === 'call' && findFunction(expression.function)?.kind === 'window';
}

/** An aggregate is calculated by the formula itself, not only by a column that it names. */
export function containsAggregate(expression: Expression): boolean {
  return [...nodesOf(expression)].some(isAggregateCall);
}
