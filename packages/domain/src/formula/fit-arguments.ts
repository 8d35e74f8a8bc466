/** Finds the signature of a function that the arguments fit, and says what was expected when there is none. */
import { isConstantKind, readConstant } from './constants.ts';
import type { DataType, Expression, Shape } from './expression.ts';
import type { FunctionEntry } from './function-entry.ts';
import type { FormulaProblem, Span } from './problem.ts';
import { problemAt } from './problem.ts';
import type { Parameter, Signature } from './signature.ts';
import { parametersFor } from './signature.ts';
import type { CallNode } from './syntax.ts';

export interface CheckedValue {
  readonly expression: Expression;
  /** The literal `Null`, whose type its place decides. */
  readonly untyped: boolean;
  readonly span: Span;
  readonly shape: Shape;
  /** Calls that stand in it, not those behind the columns that it names. */
  readonly calls: { readonly aggregate: boolean; readonly window: boolean };
}

export type Fit =
  | { readonly kind: 'fits'; readonly arguments: readonly Expression[]; readonly type: DataType }
  | { readonly kind: 'wrong'; readonly problem: FormulaProblem };

interface Mismatch {
  readonly kind: 'mismatch';
  readonly index: number;
  readonly expected: string;
  readonly suggestions: readonly string[];
  readonly constant: boolean;
}

export function fitArguments(entry: FunctionEntry, call: CallNode, values: readonly CheckedValue[]): Fit {
  const mismatches: Mismatch[] = [];
  for (const signature of entry.signatures) {
    const parameters = parametersFor(signature, values.length);
    if (parameters === null) continue;
    const fit = fitSignature(signature, parameters, values);
    if (fit.kind === 'fits') return fit;
    mismatches.push(fit);
  }
  // The signature that went furthest is the one that was meant.
  const index = Math.max(...mismatches.map((mismatch) => mismatch.index));
  const furthest = mismatches.filter((mismatch) => mismatch.index === index);
  const [first] = furthest;
  const value = values[index];
  if (first === undefined || value === undefined) return { kind: 'wrong', problem: wrongCount(entry, call) };
  const expected = [...new Set(furthest.map((mismatch) => mismatch.expected))].join(' or ');
  const given = value.untyped ? 'Null' : typeNames[value.expression.type];
  const name = call.operator ? 'This operator' : entry.name;
  const message = first.constant ? `${name} takes ${expected} here.` : `${name} takes ${expected} here, not ${given}.`;
  const code = first.constant ? 'formula.constant-needed' : 'formula.argument-type';
  return { kind: 'wrong', problem: problemAt(value.span, code, message, first.suggestions) };
}

function fitSignature(
  signature: Signature,
  parameters: readonly Parameter[],
  values: readonly CheckedValue[],
): (Fit & { kind: 'fits' }) | Mismatch {
  const common = (variable: 'same' | 'alike'): DataType => commonType(values.filter((_, index) => parameters[index]?.type === variable));
  const same = common('same');
  const alike = common('alike');
  const fitted: Expression[] = [];
  for (const [index, value] of values.entries()) {
    const type = parameters[index]?.type ?? 'any';
    if (isConstantKind(type)) {
      const reading = readConstant(type, value.expression);
      if (reading.kind === 'wrong') {
        return { kind: 'mismatch', index, expected: reading.expected, suggestions: reading.suggestions, constant: true };
      }
      fitted.push(reading.literal);
      continue;
    }
    const wanted = type === 'any' ? value.expression.type : type === 'same' ? same : type === 'alike' ? alike : type;
    const converted = convert(value, wanted);
    if (converted === null) return { kind: 'mismatch', index, expected: typeNames[wanted], suggestions: [], constant: false };
    fitted.push(converted);
  }
  return { kind: 'fits', arguments: fitted, type: signature.result === 'same' ? same : signature.result };
}

/** The first type that is none of `Null`, a datetime when dates and datetimes meet. Text when all are `Null`. */
function commonType(values: readonly CheckedValue[]): DataType {
  const types = values.filter((value) => !value.untyped).map((value) => value.expression.type);
  const [first = 'text'] = types;
  return first === 'date' && types.includes('datetime') ? 'datetime' : first;
}

function convert(value: CheckedValue, type: DataType): Expression | null {
  if (value.untyped) return { node: 'literal', type, value: null };
  if (value.expression.type === type) return value.expression;
  if (value.expression.type === 'date' && type === 'datetime') {
    return { node: 'call', type, function: 'Datetime', arguments: [value.expression] };
  }
  return null;
}

export const typeNames: Readonly<Record<DataType, string>> = {
  text: 'a text',
  number: 'a number',
  logical: 'a logical value',
  date: 'a date',
  datetime: 'a datetime',
};

function wrongCount(entry: FunctionEntry, call: CallNode): FormulaProblem {
  const forms = entry.signatures.map((signature) => `${entry.name}(${signature.text.replace(/ ?-> .*$/, '')})`);
  const count = call.arguments.length;
  const message = `${forms.join(' or ')} was expected, not ${count === 1 ? 'one argument' : `${count} arguments`}.`;
  return problemAt(call.name, 'formula.argument-count', message);
}
