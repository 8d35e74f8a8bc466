/**
 * Reads what a person typed or pasted as the canonical value of a column, by the person's locale and the document's time
 * zone. Nothing is guessed away: what does not read is a misfit with a reason, and the person decides.
 */
import type { Column } from '../input-tables/column.ts';
import { cellProblem, cellProblems } from './cell-problem.ts';
import type { CellProblem } from './cell-problem.ts';
import type { CellValue } from './cell-value.ts';
import { readAs } from './convert.ts';
import { canonicalMoment, isCanonicalDate } from './date-time.ts';
import { localMoment, numberMarks } from './format.ts';
import type { Reading } from './format.ts';
import { canonicalNumber } from './number.ts';

export type Typed =
  | { readonly kind: 'value'; readonly value: CellValue }
  | { readonly kind: 'misfit'; readonly code: TypedProblem; readonly message: string };

/** Beside the problems of canonical values, those of writing. */
export type TypedProblem = CellProblem | 'not-a-checkbox' | 'ambiguous-date';

const writingProblems = {
  'not-a-checkbox': 'A checkbox reads true, false, yes, no, 1 or 0.',
  'ambiguous-date': 'This date does not exist.',
} as const;

const value = (read: CellValue): Typed => ({ kind: 'value', value: read });
const misfit = (code: TypedProblem): Typed => ({
  kind: 'misfit',
  code,
  message: code in writingProblems ? writingProblems[code as keyof typeof writingProblems] : cellProblems[code as CellProblem],
});

/** The empty text empties the cell, in a text column too: an empty text is written only by the API. */
export function readTyped(text: string, column: Pick<Column, 'type' | 'options'>, reading: Reading): Typed {
  if (text === '') return value(null);
  if (column.type === 'text') {
    const problem = cellProblem(text, column);
    return problem === null ? value(text) : misfit(problem);
  }
  const trimmed = text.trim();
  if (trimmed === '') return value(null);
  switch (column.type) {
    case 'number': {
      const number = readNumber(trimmed, reading.locale);
      return number === null ? misfit('not-a-number') : value(number);
    }
    case 'date': {
      const date = readDate(trimmed, reading.locale);
      return date === null ? misfit('not-a-date') : value(date);
    }
    case 'datetime': {
      const moment = readMoment(trimmed, reading);
      return moment === null ? misfit('not-a-moment') : value(moment);
    }
    case 'checkbox': {
      const checked = readAs(trimmed, column);
      return checked === null ? misfit('not-a-checkbox') : value(checked);
    }
    case 'single-select':
    case 'multi-select': {
      const chosen = readAs(trimmed, column);
      return chosen === null ? misfit('unknown-option') : value(chosen);
    }
  }
}

const spaces = /[\s\u00a0\u202f\u2009]/g;

/**
 * `1,234.5` in en-US, `1.234,5` in de-DE, `1’234.5` in de-CH, `1 234,5` in fr-FR; also percent, accounting brackets and a
 * leading or trailing currency sign. A group separator must stand where groups of three are, else it is no number.
 */
export function readNumber(text: string, locale: string): string | null {
  const { group, decimal } = numberMarks(locale);
  const bracketed = /^\((.+)\)$/.exec(text);
  let rest = (bracketed?.[1] ?? text)
    .replace(/^([-+−]?)\s*\p{Sc}|\p{Sc}$/gu, '$1')
    .trim()
    .replace('−', '-');
  const percent = rest.endsWith('%');
  if (percent) rest = rest.slice(0, -1).trim();
  const plain = ungrouped(rest, group, decimal);
  if (plain === null) return null;
  const number = canonicalNumber(plain + (percent ? 'e-2' : ''));
  if (number === null || number === 'too-many-digits') return null;
  if (bracketed === null || number === '0') return number;
  return number.startsWith('-') ? null : `-${number}`;
}

function ungrouped(text: string, group: string, decimal: string): string | null {
  const apostrophes = text.replaceAll(/['’]/g, "'").replaceAll(spaces, ' ');
  const mark = group === '’' ? "'" : group.replaceAll(spaces, ' ');
  const [whole = '', fraction, ...more] = apostrophes.split(decimal);
  if (more.length > 0) return null;
  for (const candidate of new Set([mark, "'", ' '])) {
    if (candidate === '' || candidate === decimal || !whole.includes(candidate)) continue;
    if (!new RegExp(`^[-+]?\\d{1,3}(?:${candidate === '.' ? '\\.' : candidate}\\d{3})+$`).test(whole)) return null;
    return whole.replaceAll(candidate, '') + (fraction === undefined ? '' : `.${fraction}`);
  }
  return whole + (fraction === undefined ? '' : `.${fraction}`);
}

const orders = new Map<string, readonly ('day' | 'month' | 'year')[]>();

/** The order in which a locale writes day, month and year. */
function dateOrder(locale: string): readonly ('day' | 'month' | 'year')[] {
  let order = orders.get(locale);
  if (order === undefined) {
    order = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'numeric', day: 'numeric', calendar: 'gregory' })
      .formatToParts(new Date(Date.UTC(2001, 1, 3)))
      .map((part) => part.type)
      .filter((type) => type === 'day' || type === 'month' || type === 'year');
    orders.set(locale, order);
  }
  return order;
}

const written = /^(\d{1,4})[./\-\s]\s?(\d{1,2})[./\-\s]\s?(\d{1,4})\.?$/;
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** ISO dates everywhere; otherwise in the locale's order, with a two-digit year read as 1950 to 2049; English month names. */
export function readDate(text: string, locale: string): string | null {
  if (isCanonicalDate(text)) return text;
  const named = /^(?:(\d{1,2})[\s-]([A-Za-z]{3,9})[\s-](\d{2,4})|([A-Za-z]{3,9})\s(\d{1,2}),?\s(\d{4}))$/.exec(text);
  if (named !== null) {
    const month = monthNames.indexOf((named[2] ?? named[4] ?? '').slice(0, 3).toLowerCase()) + 1;
    return month === 0 ? null : dateOf(named[3] ?? named[6] ?? '', String(month), named[1] ?? named[5] ?? '');
  }
  const parts = written.exec(text);
  if (parts === null) return null;
  const [, first = '', second = '', third = ''] = parts;
  if (first.length > 2) return dateOf(first, second, third);
  const order = dateOrder(locale);
  const at = (type: 'day' | 'month' | 'year'): string => [first, second, third][order.indexOf(type)] ?? '';
  return order[0] === 'year' && third.length > 2 ? dateOf(third, second, first) : dateOf(at('year'), at('month'), at('day'));
}

function dateOf(year: string, month: string, day: string): string | null {
  if (year.length === 1 || year.length === 3 || day.length > 2 || month.length > 2) return null;
  const full = year.length === 2 ? String(Number(year) + (Number(year) < 50 ? 2000 : 1900)) : year;
  const date = `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isCanonicalDate(date) ? date : null;
}

const clock = /^(.*?)[,T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6}))?)?\s*([AaPp][Mm])?$/;

/** With an offset as written; without one, the wall clock of the document's time zone. */
export function readMoment(text: string, reading: Reading): string | null {
  if (/(?:Z|[+-]\d{2}(?::?\d{2})?)$/i.test(text) && /\d:\d{2}/.test(text)) return canonicalMoment(text);
  const parts = clock.exec(text);
  const date = readDate((parts?.[1] ?? text).trim(), reading.locale);
  if (date === null) return null;
  const half = parts?.[6]?.toLowerCase();
  const hour = Number(parts?.[2] ?? '0');
  if (half !== undefined && (hour < 1 || hour > 12)) return null;
  const hours = half === undefined ? hour : (hour % 12) + (half === 'pm' ? 12 : 0);
  return inZone(
    canonicalMoment(
      `${date}T${String(hours).padStart(2, '0')}:${parts?.[3] ?? '00'}:${parts?.[4] ?? '00'}.${(parts?.[5] ?? '').padEnd(6, '0')}Z`,
    ),
    reading.timeZone,
  );
}

/** Takes a wall clock, written as if it were UTC, to the moment at which the zone shows it; in a gap, the one after it. */
function inZone(wall: string | null, timeZone: string): string | null {
  if (wall === null) return null;
  const wanted = Date.parse(`${wall.slice(0, 19)}Z`);
  let moment = wanted;
  for (let round = 0; round < 3; round += 1) {
    const shown = localMoment(new Date(moment).toISOString(), timeZone);
    const difference = wanted - Date.parse(`${shown.date}T${shown.hour}:${shown.minute}:${shown.second}Z`);
    if (difference === 0) break;
    moment += difference;
  }
  const utc = new Date(moment).toISOString();
  return /^\d{4}-/.test(utc) ? canonicalMoment(`${utc.slice(0, 19)}.${wall.slice(20, 26)}Z`) : null;
}
