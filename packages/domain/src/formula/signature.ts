/**
 * Signatures, written as they are read:
 *
 *   text: text, characters?: number -> text             the second may be left out
 *   value: same, ...others: same -> same                 any number of others, all of one type, which is the result's
 *   condition: logical, value: same, ...[condition: logical, value: same], otherwise?: same -> same
 *   value: alike, candidate: alike, result: same -> same  two types, each the same in its places
 *   unit: date unit, date: date -> date                  a unit is one of a list of words, written as text
 */
import type { DataType } from './expression.ts';

/** `same`: one type for all of them, and `alike`: one for all of those. `any`: each its own. The others in `constantKinds` must be written out in the formula. */
export type ParameterType = DataType | 'same' | 'alike' | 'any' | ConstantKind;

export const constantKinds = [
  'written text',
  'whole',
  'share',
  'date unit',
  'datetime unit',
  'pattern',
  'date format',
  'time zone',
  'direction',
] as const;
/** Arguments that shape the SQL and are therefore no values of rows. */
export type ConstantKind = (typeof constantKinds)[number];

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly optional: boolean;
}

export interface Signature {
  /** As written in the catalogue. */
  readonly text: string;
  readonly parameters: readonly Parameter[];
  /** Groups of arguments that may follow, any number of times. */
  readonly repeated: readonly Parameter[];
  /** One that may stand behind all groups. */
  readonly last: Parameter | null;
  readonly result: DataType | 'same';
}

const item = /^(\.\.\.)?(\[)?([a-z][a-z ]*)(\?)?: ([a-z ]+?)(\])?$/;

/** Reads the notation; a mistake in it is a defect of the catalogue and throws. */
export function parseSignature(text: string): Signature {
  const [written = '', result = ''] = text.split(/ ?-> /);
  const parameters: Parameter[] = [];
  const repeated: Parameter[] = [];
  let last: Parameter | null = null;
  let inGroup = false;
  let afterGroup = false;
  for (const part of written.split(', ').filter((piece) => piece !== '')) {
    const match = item.exec(part);
    if (match === null) throw new Error(`Not a parameter: ${part} in ${text}`);
    const [, dots, opening, name = '', question, type = '', closing] = match;
    const parameter = { name, type: type as ParameterType, optional: question !== undefined };
    if (dots !== undefined || inGroup) repeated.push(parameter);
    else if (afterGroup) last = parameter;
    else parameters.push(parameter);
    if (opening !== undefined) inGroup = true;
    if (closing !== undefined) inGroup = false;
    afterGroup ||= dots !== undefined;
  }
  return { text, parameters, repeated, last, result: result as Signature['result'] };
}

/** The parameter of each argument; `null` when there are too few or too many for the signature. */
export function parametersFor(signature: Signature, count: number): readonly Parameter[] | null {
  const { parameters, repeated, last } = signature;
  const extra = count - parameters.length;
  if (extra <= 0) return parameters.slice(count).every((parameter) => parameter.optional) ? parameters.slice(0, count) : null;
  const groups = repeated.length === 0 ? 0 : Math.floor(extra / repeated.length);
  const left = extra - groups * repeated.length;
  const repeats = Array.from({ length: groups }, () => repeated).flat();
  if (left === 0) return [...parameters, ...repeats];
  return left === 1 && last !== null ? [...parameters, ...repeats, last] : null;
}
