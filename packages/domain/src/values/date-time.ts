/** Dates of the proleptic Gregorian calendar, years 0001 to 9999, and moments in UTC with microseconds. */

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const momentPattern = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)\.(\d{6})Z$/;
const writtenMoment =
  /^(\d{4}-\d{2}-\d{2})(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,6})\d*)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

export function isCanonicalDate(text: string): boolean {
  const match = datePattern.exec(text);
  if (match === null) return false;
  const [, year, month, day] = match.map(Number) as [number, number, number, number];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

export function isCanonicalMoment(text: string): boolean {
  const match = momentPattern.exec(text);
  return match !== null && isCanonicalDate(match[1] ?? '');
}

/** ISO 8601 with or without seconds, fraction and offset (none: UTC); `null` if it is none or leaves years 1-9999. */
export function canonicalMoment(text: string): string | null {
  const match = writtenMoment.exec(text.trim());
  if (match === null) return null;
  const [, date = '', hour = '00', minute = '00', second = '00', fraction = '', offset = 'Z'] = match;
  if (!isCanonicalDate(date)) return null;
  const local = new Date(`${date}T${hour}:${minute}:${second}.000Z`);
  const utc = new Date(local.getTime() - offsetMinutes(offset) * 60_000);
  const year = utc.getUTCFullYear();
  if (Number.isNaN(year) || year < 1 || year > 9999) return null;
  return `${utc.toISOString().slice(0, 19)}.${fraction.padEnd(6, '0')}Z`;
}

/** Milliseconds since the epoch as a moment; the log's own times are made with it. */
export function momentOf(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 23)}000Z`;
}

function offsetMinutes(offset: string): number {
  if (offset === 'Z' || offset === 'z') return 0;
  const digits = offset.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || '0');
  return offset.startsWith('-') ? -minutes : minutes;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
