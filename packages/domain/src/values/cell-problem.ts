/** Whether a cell fits its column, in the column's canonical encoding; what does not fit is named, never bent. */
import type { Column } from '../input-tables/column.ts';
import type { CellValue } from './cell-value.ts';
import { isCanonicalDate, isCanonicalMoment } from './date-time.ts';
import { isCanonicalNumber } from './number.ts';
import { textProblem } from './text.ts';

export const cellProblems = {
  'wrong-kind': 'The value is of another kind than its column.',
  nul: 'Text cannot hold the NUL character.',
  'lone-surrogate': 'The text holds half of a surrogate pair, which no database can store.',
  'too-long': 'Text can have up to 65,535 characters.',
  'not-a-number': 'This is not a number of at most 38 digits in plain decimal spelling.',
  'not-a-date': 'This is not a date between the years 1 and 9999, written YYYY-MM-DD.',
  'not-a-moment': 'This is not a moment in UTC with six digits of microseconds.',
  'unknown-option': 'The column has no such option.',
  'repeated-option': "An option is chosen twice, or the options are not in their column's order.",
} as const;

export type CellProblem = keyof typeof cellProblems;

/** `null` when the value fits. */
export function cellProblem(value: CellValue, column: Pick<Column, 'type' | 'options'>): CellProblem | null {
  if (value === null) return null;
  switch (column.type) {
    case 'text':
      return typeof value === 'string' ? textProblem(value) : 'wrong-kind';
    case 'number':
      return typeof value === 'string' ? (isCanonicalNumber(value) ? null : 'not-a-number') : 'wrong-kind';
    case 'date':
      return typeof value === 'string' ? (isCanonicalDate(value) ? null : 'not-a-date') : 'wrong-kind';
    case 'datetime':
      return typeof value === 'string' ? (isCanonicalMoment(value) ? null : 'not-a-moment') : 'wrong-kind';
    case 'checkbox':
      return typeof value === 'boolean' ? null : 'wrong-kind';
    case 'single-select':
      if (typeof value !== 'string') return 'wrong-kind';
      return column.options.some((option) => option.id === value) ? null : 'unknown-option';
    case 'multi-select':
      return Array.isArray(value) ? choiceProblem(value as readonly string[], column) : 'wrong-kind';
  }
}

function choiceProblem(chosen: readonly string[], column: Pick<Column, 'options'>): CellProblem | null {
  if (chosen.length === 0) return 'wrong-kind';
  let previous = -1;
  for (const id of chosen) {
    const position = column.options.findIndex((option) => option.id === id);
    if (position < 0) return 'unknown-option';
    if (position <= previous) return 'repeated-option';
    previous = position;
  }
  return null;
}
