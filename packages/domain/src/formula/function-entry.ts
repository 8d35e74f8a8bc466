/** One function of the language: what it is for, what it takes, and examples that a test executes on every engine. */
import type { CellValue } from '../values/cell-value.ts';
import type { Signature } from './signature.ts';
import { parseSignature } from './signature.ts';

export type FunctionKind = 'scalar' | 'aggregate' | 'window';

export const functionCategories = [
  'Operators',
  'Logic and null',
  'Text',
  'Numbers',
  'Dates',
  'Conversion',
  'Aggregates',
  'Windows',
  'Other elements',
] as const;
export type FunctionCategory = (typeof functionCategories)[number];

export interface FunctionEntry {
  readonly name: string;
  readonly kind: FunctionKind;
  readonly category: FunctionCategory;
  readonly signatures: readonly Signature[];
  readonly summary: string;
  readonly examples: readonly FunctionExample[];
}

type ExampleValue = Exclude<CellValue, readonly string[]>;

/** Over the rows of `example-rows.ts` when the formula names columns. */
export interface FunctionExample {
  readonly formula: string;
  /** In canonical encoding; of a window, one for each row in their order. Numbers to twelve significant digits. */
  readonly result: ExampleValue | readonly ExampleValue[];
  /** `UTC` when absent. */
  readonly timeZone?: string;
  /** `monday` when absent. */
  readonly weekStart?: 'monday' | 'sunday';
}

type WrittenExample = readonly [
  formula: string,
  result: FunctionExample['result'],
  setting?: Pick<FunctionExample, 'timeZone' | 'weekStart'>,
];

export interface WrittenEntry {
  /** One, or several where the types differ. */
  readonly takes: string | readonly string[];
  readonly summary: string;
  readonly examples: readonly WrittenExample[];
}

/** Functions of one kind and category, by name. */
export function defineFunctions(
  kind: FunctionKind,
  category: FunctionCategory,
  entries: Readonly<Record<string, WrittenEntry>>,
): readonly FunctionEntry[] {
  return Object.entries(entries).map(([name, { takes, summary, examples }]) => ({
    name,
    kind,
    category,
    signatures: (typeof takes === 'string' ? [takes] : takes).map(parseSignature),
    summary,
    examples: examples.map(([formula, result, setting]) => ({ formula, result, ...setting })),
  }));
}
