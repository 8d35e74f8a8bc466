/** A tree back to text, with parentheses only where the tree needs them. What is printed parses to the same tree. */
import { operatorLevels, operatorsBefore, operatorsBetween } from './operators.ts';
import { levelOfFunction } from './parse.ts';
import type { CallNode, SyntaxNode } from './syntax.ts';

const innermost = operatorLevels.length;

export function printFormula(tree: SyntaxNode): string {
  switch (tree.node) {
    case 'number':
      return tree.value;
    case 'text':
      return `"${tree.value.replaceAll('"', '""')}"`;
    case 'logical':
      return tree.value ? 'True' : 'False';
    case 'null':
      return 'Null';
    case 'name':
      return printName(tree.path);
    case 'call':
      return tree.operator ? printOperation(tree) : `${tree.function}(${tree.arguments.map(printFormula).join(', ')})`;
    case 'missing':
      return '';
  }
}

/** `['Flights', 'Delay']` → `[Flights/Delay]`. */
export function printName(path: readonly string[]): string {
  return `[${path.map((part) => part.replaceAll(/[\]/\\]/g, '\\$&')).join('/')}]`;
}

function printOperation(call: CallNode): string {
  const [left, right] = call.arguments;
  if (left === undefined) return '';
  const level = levelOfFunction.get(call.function) ?? innermost;
  if (right === undefined) {
    const sign = [...operatorsBefore.values()].find((operator) => operator.function === call.function)?.sign ?? '';
    return sign === 'not' ? `Not ${within(left, level)}` : `${sign}${within(left, level)}`;
  }
  const operator = [...operatorsBetween.values()].find((candidate) => candidate.function === call.function);
  const sign = operator?.sign ?? '';
  const fromTheRight = operator?.fromTheRight === true;
  const shown = sign === 'and' ? 'And' : sign === 'or' ? 'Or' : sign;
  return `${within(left, fromTheRight ? level + 1 : level)} ${shown} ${within(right, fromTheRight ? level : level + 1)}`;
}

function within(tree: SyntaxNode, level: number): string {
  const text = printFormula(tree);
  const own = tree.node === 'call' && tree.operator ? (levelOfFunction.get(tree.function) ?? innermost) : innermost;
  return own < level ? `(${text})` : text;
}
