/**
 * A cell's value when its column changes type. Done here and not by an engine's CAST, so that every warehouse and
 * the log agree. Every value first becomes the text that a person would read, and that text is read as the new
 * type; the pairs where this would lose something have rules of their own. What does not convert becomes empty.
 */
import type { Column, ColumnType } from '../input-tables/column.ts';
import type { CellValue } from './cell-value.ts';
import { canonicalMoment, isCanonicalDate, isCanonicalMoment } from './date-time.ts';
import { canonicalNumber } from './number.ts';
import { textProblem } from './text.ts';

type ConvertibleColumn = Pick<Column, 'type' | 'options'>;

export function convertCell(value: CellValue, from: ConvertibleColumn, to: ConvertibleColumn): CellValue {
  if (value === null || from.type === to.type) return value;
  const direct = directConversions[`${from.type}>${to.type}`];
  if (direct !== undefined) return direct(value);
  if (from.type === 'multi-select' && to.type === 'single-select') return firstChoice(value, from, to);
  return readAs(readable(value, from), to);
}

/** Pairs that keep more, or mean more, than the way over text. */
const directConversions: { readonly [pair in `${ColumnType}>${ColumnType}`]?: (value: CellValue) => CellValue } = {
  'datetime>date': (value) => (typeof value === 'string' ? value.slice(0, 10) : null),
  'date>datetime': (value) => (typeof value === 'string' ? `${value}T00:00:00.000000Z` : null),
  'number>checkbox': (value) => value !== '0',
  'checkbox>number': (value) => (value === true ? '1' : '0'),
  'number>date': () => null,
  'number>datetime': () => null,
  'date>number': () => null,
  'datetime>number': () => null,
};

/** The text that a person reads in the cell; several choices are joined by a comma and a space. */
export function readable(value: CellValue, column: ConvertibleColumn): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'string') return column.type === 'single-select' ? labelOf(value, column) : value;
  return value.map((id) => labelOf(id, column)).join(', ');
}

/** Reads a text as a type: the inverse of `readable` wherever there is one. `null` if it does not fit. */
export function readAs(text: string, column: ConvertibleColumn): CellValue {
  const trimmed = text.trim();
  switch (column.type) {
    case 'text':
      return textProblem(text) === null ? text : null;
    case 'number': {
      const number = canonicalNumber(trimmed);
      return number === 'too-many-digits' ? null : number;
    }
    case 'date':
      if (isCanonicalDate(trimmed)) return trimmed;
      return isCanonicalMoment(trimmed) ? trimmed.slice(0, 10) : null;
    case 'datetime':
      return canonicalMoment(trimmed);
    case 'checkbox':
      return trues.has(trimmed.toLowerCase()) ? true : falses.has(trimmed.toLowerCase()) ? false : null;
    case 'single-select':
      return optionId(trimmed, column);
    case 'multi-select':
      return choices(trimmed, column);
  }
}

const trues = new Set(['true', 'yes', 'x', '1', '✓']);
const falses = new Set(['false', 'no', '0']);

function labelOf(id: string, column: ConvertibleColumn): string {
  return column.options.find((option) => option.id === id)?.label ?? '';
}

function optionId(label: string, column: ConvertibleColumn): string | null {
  const exact = column.options.find((option) => option.label === label);
  const alike = exact ?? column.options.find((option) => option.label.toLowerCase() === label.toLowerCase());
  return alike?.id ?? null;
}

/** A label that holds a comma is tried whole first. */
function choices(text: string, column: ConvertibleColumn): readonly string[] | null {
  const whole = optionId(text, column);
  if (whole !== null) return [whole];
  const ids = new Set(text.split(',').map((label) => optionId(label.trim(), column)));
  if (ids.has(null)) return null;
  const ordered = column.options.filter((option) => ids.has(option.id)).map((option) => option.id);
  return ordered.length === 0 ? null : ordered;
}

function firstChoice(value: CellValue, from: ConvertibleColumn, to: ConvertibleColumn): CellValue {
  if (!Array.isArray(value)) return null;
  const first = (value as readonly string[])[0];
  return first === undefined ? null : optionId(labelOf(first, from), to);
}
