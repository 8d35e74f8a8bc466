/**
 * Canonical cell values (`domain/values/cell-value.ts`) to PostgreSQL's types and back, exactly. Every value travels as
 * text and is read by the engine as the column's type; what comes back is text again (session: UTC, ISO dates).
 */
import type { ColumnType } from '@penstock/domain/input-tables/column';
import type { CellValue } from '@penstock/domain/values/cell-value';
import type { SqlValue } from '../port.ts';

const sqlTypes: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  number: 'numeric',
  date: 'date',
  datetime: 'timestamp with time zone',
  checkbox: 'boolean',
  'single-select': 'text',
  // Canonical JSON of the option ids: one spelling on every engine, unlike the engines' own arrays.
  'multi-select': 'text',
};

export function sqlType(type: ColumnType): string {
  return sqlTypes[type];
}

/** One element of an array parameter of the column's SQL type. */
export function encodeCell(value: CellValue): string | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return JSON.stringify(value);
}

/** The cell of a result. A value that only somebody else's SQL can have written (infinity, NaN) is given as `null`. */
export function decodeCell(type: ColumnType, value: SqlValue): CellValue {
  if (value === null) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  switch (type) {
    case 'text':
    case 'single-select':
      return value;
    case 'number':
      return decodeNumber(value);
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : null;
    case 'datetime':
      return decodeDatetime(value);
    case 'checkbox':
      return value === 't';
    case 'multi-select':
      return decodeOptions(value);
  }
}

/** The product writes numbers canonically; somebody's SQL may have left `1.50`. */
function decodeNumber(text: string): string | null {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return null;
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

const timestamp = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?\+00$/;

/** `2026-11-22 04:00:00.5+00` → `2026-11-22T04:00:00.500000Z`. */
function decodeDatetime(text: string): string | null {
  const match = timestamp.exec(text);
  if (match === null) return null;
  const [, date, time, fraction = ''] = match;
  return `${date}T${time}.${fraction.padEnd(6, '0')}Z`;
}

function decodeOptions(text: string): readonly string[] | null {
  try {
    const options: unknown = JSON.parse(text);
    return Array.isArray(options) && options.every((option) => typeof option === 'string') ? options : null;
  } catch {
    return null;
  }
}
