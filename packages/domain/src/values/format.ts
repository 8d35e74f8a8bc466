/** A cell as a person reads it: numbers and dates by locale, moments in the document's time zone, options by label. */
import type { Column } from '../input-tables/column.ts';
import type { CellValue } from './cell-value.ts';
import { readable } from './convert.ts';

export interface Reading {
  /** BCP 47, such as `de-CH`. */
  readonly locale: string;
  /** IANA name, such as `Europe/Zurich`. */
  readonly timeZone: string;
}

export function formatCell(value: CellValue, column: Pick<Column, 'type' | 'options'>, reading: Reading): string {
  if (value === null) return '';
  if (typeof value !== 'string') return readable(value, column);
  switch (column.type) {
    case 'number':
      return formatNumber(value, reading.locale);
    case 'date':
      return formatDate(value, reading.locale);
    case 'datetime':
      return formatMoment(value, reading);
    default:
      return readable(value, column);
  }
}

/** Separators of a locale, found by asking `Intl` once. */
export function numberMarks(locale: string): { readonly group: string; readonly decimal: string } {
  const known = marks.get(locale);
  if (known !== undefined) return known;
  const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(-12_345_678.9);
  const found = {
    group: parts.find((part) => part.type === 'group')?.value ?? '',
    decimal: parts.find((part) => part.type === 'decimal')?.value ?? '.',
  };
  marks.set(locale, found);
  return found;
}
const marks = new Map<string, { readonly group: string; readonly decimal: string }>();

/** Exact whatever the length: the digits are grouped as text and never pass through a binary float. */
function formatNumber(canonical: string, locale: string): string {
  const { group, decimal } = numberMarks(locale);
  const [whole = '', fraction] = canonical.replace('-', '').split('.');
  const grouped = whole.length < 5 && group === '' ? whole : whole.replaceAll(/\B(?=(\d{3})+$)/g, group);
  return `${canonical.startsWith('-') ? '-' : ''}${grouped}${fraction === undefined ? '' : decimal + fraction}`;
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();

function formatDate(canonical: string, locale: string): string {
  let format = dateFormats.get(locale);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale, {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      timeZone: 'UTC',
      calendar: 'gregory',
      numberingSystem: 'latn',
    });
    dateFormats.set(locale, format);
  }
  return inYears(canonical.slice(0, 4), format.formatToParts(new Date(`${canonical}T00:00:00Z`)));
}

/** Seconds and their fraction are shown only where there are any. */
function formatMoment(canonical: string, reading: Reading): string {
  const local = localMoment(canonical, reading.timeZone);
  const fraction = canonical.slice(20, 26).replace(/0+$/, '');
  const seconds = local.second !== '00' || fraction !== '' ? `:${local.second}` : '';
  return `${formatDate(local.date, reading.locale)} ${local.hour}:${local.minute}${seconds}${fraction === '' ? '' : `.${fraction}`}`;
}

/** `Intl` writes the year 44 as `44` or `0044`, by locale; a cell always says four digits. */
function inYears(year: string, parts: readonly Intl.DateTimeFormatPart[]): string {
  return parts.map((part) => (part.type === 'year' ? year : part.value)).join('');
}

const zoneFormats = new Map<string, Intl.DateTimeFormat>();

/** The wall clock of a zone at a moment. */
export function localMoment(
  canonical: string,
  timeZone: string,
): { readonly date: string; readonly hour: string; readonly minute: string; readonly second: string } {
  let format = zoneFormats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      calendar: 'gregory',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    zoneFormats.set(timeZone, format);
  }
  const parts = format.formatToParts(new Date(`${canonical.slice(0, 19)}Z`));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return {
    date: `${part('year').padStart(4, '0')}-${part('month').padStart(2, '0')}-${part('day').padStart(2, '0')}`,
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  };
}
