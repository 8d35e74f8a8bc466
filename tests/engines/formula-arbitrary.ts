/**
 * Random formulas that are well typed, made from the catalogue's own signatures, so that a new function is covered without
 * a word here. Where a function jumps (rounding, comparing, turning into text) it is given numbers that both engines hold
 * exactly: how many digits an irrational number has is not the question.
 */
import fc from 'fast-check';
import { functionCatalogue } from '@penstock/domain/formula/catalogue';
import { dateUnits, datetimeUnits, isConstantKind } from '@penstock/domain/formula/constants';
import type { DataType } from '@penstock/domain/formula/expression';
import type { FunctionEntry, FunctionKind } from '@penstock/domain/formula/function-entry';
import type { Parameter, ParameterType, Signature } from '@penstock/domain/formula/signature';

const dataTypes: readonly DataType[] = ['text', 'number', 'logical', 'date', 'datetime'];

const leaves: Readonly<Record<DataType, readonly string[]>> = {
  text: ['[Region]', '[Note]', '""', '" a B "', '"Zürich"', '"12.50"', '"2026-02-29"', '"o\'hare-2"', '"a""b\\c%_"'],
  number: ['[Row]', '[Amount]', '[Weight]', '0', '1', '-2', '7', '0.5', '12.25', '-0.75'],
  logical: ['[Done]', 'True', 'False'],
  date: ['[Day]', '[Nothing]', 'Date("2024-02-29")', 'Date("1999-12-31")', 'Date("2026-01-01")'],
  datetime: ['[At]', 'Datetime("2026-03-29T00:59:59.5Z")', 'Datetime("2026-10-25 02:30")', 'Datetime([Day])'],
};

/** Irrational or divided: never an argument of a function that jumps. */
const rough = new Set('Divide Power Sqrt Exp Ln Log Pi Sin Cos Tan Asin Acos Atan Atan2 Degrees Radians DistanceGlobe Number'.split(' '));
/** Keep the digits of what they are given. */
const smooth = new Set(['Multiply', 'Negate', 'Abs', 'If', 'Coalesce', 'IfNull', 'Zn']);
/** Grow beyond what a double holds when they are nested. */
const growing = new Set(['Multiply', 'SumProduct']);
/** The moment of the query, which both engines ask at different times; and what needs more than rows. */
const leftOut = new Set(['Now', 'Today', 'Lookup', 'Rollup', 'RangeStart', 'RangeEnd']);

interface Candidate {
  readonly entry: FunctionEntry;
  readonly signature: Signature;
}

function candidates(kind: FunctionKind, result: DataType, exact: boolean): readonly Candidate[] {
  return functionCatalogue
    .filter((entry) => entry.kind === kind && !leftOut.has(entry.name) && !(exact && rough.has(entry.name)))
    .flatMap((entry) => entry.signatures.map((signature) => ({ entry, signature })))
    .filter(({ signature }) => signature.result === result || signature.result === 'same');
}

/** A formula of one row. */
export function rowFormula(type: DataType, depth: number, exact = false): fc.Arbitrary<string> {
  const leaf = fc.constantFrom(...leaves[type], nullOf(type));
  if (depth <= 0) return leaf;
  const calls = candidates('scalar', type, exact);
  return fc.oneof(
    { weight: 1, arbitrary: leaf },
    { weight: 4, arbitrary: fc.constantFrom(...calls).chain((call) => callOf(call, type, depth, exact)) },
  );
}

/** A call of an aggregate or a window function over formulas of one row. */
export function functionFormula(kind: 'aggregate' | 'window'): fc.Arbitrary<string> {
  const calls = dataTypes.flatMap((type) => candidates(kind, type, false).map((call) => ({ call, type })));
  return fc.constantFrom(...calls).chain(({ call, type }) => callOf(call, type, 2, true));
}

export const anyRowFormula: fc.Arbitrary<string> = fc.constantFrom(...dataTypes).chain((type) => rowFormula(type, 3));

function callOf({ entry, signature }: Candidate, result: DataType, depth: number, exact: boolean): fc.Arbitrary<string> {
  const below = growing.has(entry.name) ? 0 : depth - 1;
  const exactBelow = exact || !smooth.has(entry.name);
  return fc
    .tuple(parametersOf(signature), fc.constantFrom(...dataTypes), fc.constantFrom(...dataTypes))
    .chain(([parameters, other, alike]) => {
      const same = signature.result === 'same' ? result : other;
      const values = parameters.map((parameter) => argument(parameter.type, same, alike, below, exactBelow));
      return fc.tuple(...values).map((texts) => {
        const written = texts.map((text, index) => ofRows(entry, parameters[index]?.type ?? 'any', unfolded(entry, text)));
        return `${entry.name}(${written.join(', ')})`;
      });
    });
}

function parametersOf({ parameters, repeated, last }: Signature): fc.Arbitrary<readonly Parameter[]> {
  const least = parameters.findIndex((parameter) => parameter.optional);
  return fc
    .record({
      given: fc.integer({ min: least === -1 ? parameters.length : least, max: parameters.length }),
      groups: fc.integer({ min: 0, max: 2 }),
      ends: fc.boolean(),
    })
    .map(({ given, groups, ends }) => {
      if (given < parameters.length) return parameters.slice(0, given);
      return [...parameters, ...Array.from({ length: groups }, () => repeated).flat(), ...(ends && last !== null ? [last] : [])];
    });
}

function argument(type: ParameterType, same: DataType, alike: DataType, depth: number, exact: boolean): fc.Arbitrary<string> {
  switch (type) {
    case 'same':
      return rowFormula(same, depth, exact);
    case 'alike':
      return rowFormula(alike, depth, exact);
    case 'any':
      return fc.constantFrom(...dataTypes).chain((chosen) => rowFormula(chosen, depth, exact));
    case 'date unit':
      return fc.constantFrom(...dateUnits).map((unit) => `"${unit}"`);
    case 'datetime unit':
      return fc.constantFrom(...datetimeUnits).map((unit) => `"${unit}"`);
    case 'direction':
      return fc.constantFrom('"asc"', '"desc"');
    case 'whole':
      return fc.constantFrom('0', '1', '2', '3');
    case 'share':
      return fc.constantFrom('0', '0.25', '0.5', '0.9', '1');
    case 'pattern':
      return fc.constantFrom('"[a-z]+"', '"(\\d)\\d*"', '"^.$"', '"a|B"', '"\\s"');
    case 'date format':
      return fc.constantFrom('"%Y-%m-%d"', '"%d. %B ""%a"" %j%%"', '"%H:%M:%S %b %A"');
    case 'written text':
      return fc.constantFrom('""', '"; "', '"\'"');
    case 'time zone':
      return fc.constantFrom('"UTC"', '"Asia/Kolkata"', '"America/New_York"');
    default:
      return rowFormula(type, depth, exact);
  }
}

/** A written text that is no date is a mistake already in the formula; here it is to reach the engine. */
function unfolded(entry: FunctionEntry, text: string): string {
  return entry.name === 'Date' && text.startsWith('"') ? `(${text} & "")` : text;
}

/** DuckDB refuses to order constants, which some aggregates do; PostgreSQL does not mind. */
function ofRows(entry: FunctionEntry, type: ParameterType, text: string): string {
  return entry.kind === 'aggregate' && !isConstantKind(type) ? `If([Row] > 0, ${text})` : text;
}

function nullOf(type: DataType): string {
  return `NullIf(${leaves[type][0]}, ${leaves[type][0]})`;
}
