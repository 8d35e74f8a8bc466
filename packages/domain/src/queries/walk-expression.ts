/** Looking into expressions, and putting one thing in place of another. */
import { functionCatalogue } from '../formula/catalogue.ts';
import type { ColumnReference, Expression } from '../formula/expression.ts';

const kinds: ReadonlyMap<string, 'scalar' | 'aggregate' | 'window'> = new Map(functionCatalogue.map((entry) => [entry.name, entry.kind]));

export function isAggregate(expression: Expression): boolean {
  return expression.node === 'call' && kinds.get(expression.function) === 'aggregate';
}

export function isWindow(expression: Expression): boolean {
  return expression.node === 'call' && kinds.get(expression.function) === 'window';
}

/** The parts of an expression that are evaluated where it stands: of a lookup its own keys only. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.node) {
    case 'call':
      return expression.arguments;
    case 'lookup':
      return expression.keys.map((key) => key.own);
    case 'literal':
    case 'column':
    case 'control':
      return [];
  }
}

export function contains(expression: Expression, wanted: (expression: Expression) => boolean): boolean {
  return wanted(expression) || partsOf(expression).some((part) => contains(part, wanted));
}

/** Every column reference, each once; `into` says whether to look inside a part. */
export function referencesOf(expression: Expression, into: (part: Expression) => boolean = () => true): readonly ColumnReference[] {
  const found: ColumnReference[] = [];
  const visit = (part: Expression): void => {
    if (part.node === 'column') found.push(part.reference);
    for (const inner of partsOf(part)) if (into(inner)) visit(inner);
  };
  if (into(expression)) visit(expression);
  return found;
}

/** The expression with parts replaced from the outside in; `null` leaves a part and looks inside it. */
export function replaceParts(expression: Expression, replacement: (part: Expression) => Expression | null): Expression {
  const replaced = replacement(expression);
  if (replaced !== null) return replaced;
  switch (expression.node) {
    case 'call':
      return { ...expression, arguments: expression.arguments.map((part) => replaceParts(part, replacement)) };
    case 'lookup':
      return { ...expression, keys: expression.keys.map((key) => ({ ...key, own: replaceParts(key.own, replacement) })) };
    case 'literal':
    case 'column':
    case 'control':
      return expression;
  }
}
