/** Values of results as people read them: by the column's type, and by the format that somebody chose. */
import type { DataType } from '@penstock/domain/formula/expression';
import { formatCell, localMoment } from '@penstock/domain/values/format';
import type { Reading } from '@penstock/domain/values/format';
import type { ColumnFormat, ElementColumn } from '@penstock/domain/workbooks/definition';

const numberFormats = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: string, format: ColumnFormat): Intl.NumberFormat {
  const key = `${locale} ${format.style} ${format.decimals ?? ''} ${format.currency ?? ''}`;
  const known = numberFormats.get(key);
  if (known !== undefined) return known;
  const digits = format.decimals === null ? {} : { minimumFractionDigits: format.decimals, maximumFractionDigits: format.decimals };
  const made = new Intl.NumberFormat(locale, {
    ...(format.style === 'percent' ? { style: 'percent', maximumFractionDigits: 1 } : {}),
    ...(format.style === 'currency' ? { style: 'currency', currency: format.currency ?? 'USD' } : {}),
    ...digits,
  });
  numberFormats.set(key, made);
  return made;
}

/** Averages and shares have no natural end: by themselves they are shown to so many digits behind the point. */
const shownDecimals = 4;

export function formatValue(value: unknown, type: DataType | null, format: ColumnFormat | null, reading: Reading): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'string') return JSON.stringify(value);
  switch (type) {
    case 'number': {
      const styled = format !== null && (format.style === 'percent' || format.style === 'currency' || format.style === 'number');
      // `Intl` reads decimal text exactly.
      if (styled && (format.decimals !== null || format.style !== 'number'))
        return numberFormat(reading.locale, format).format(value as `${number}`);
      if (format?.style === 'text') return value;
      return formatCell(shortened(value), { type: 'number', options: [] }, reading);
    }
    case 'date':
      return formatCell(value, { type: 'date', options: [] }, reading);
    case 'datetime': {
      const shown = formatCell(value, { type: 'datetime', options: [] }, reading);
      // A month or a day, as `DateTrunc` gives it, needs no midnight.
      if (format?.style === 'date') return shown.replace(/ \d\d:\d\d.*$/, '');
      return shown;
    }
    default:
      return value;
  }
}

function shortened(canonical: string): string {
  const point = canonical.indexOf('.');
  if (point === -1 || canonical.length - point - 1 <= shownDecimals) return canonical;
  const whole = canonical.slice(0, point).replace('-', '');
  // Beyond what a float holds exactly, the digits behind the point say nothing to a reader.
  const fixed = whole.length > 11 ? canonical.slice(0, point) : Number(canonical).toFixed(shownDecimals);
  const trimmed = fixed.replace(/\.?0+$/, '');
  return trimmed === '-0' || trimmed === '' ? '0' : fixed.includes('.') ? trimmed : fixed;
}

/** What a head, a slice or a place along an axis is called: a month is not its first day. */
export function headName(value: unknown, type: DataType | null, column: ElementColumn | undefined, reading: Reading): string {
  if (value === null || value === undefined) return '(empty)';
  const format = column?.format ?? null;
  const unit = /^\s*DateTrunc\(\s*"(month|quarter|year)"/i.exec(column?.formula ?? '')?.[1]?.toLowerCase();
  if (format === null && unit !== undefined && typeof value === 'string' && (type === 'date' || type === 'datetime')) {
    const day = type === 'date' ? value : localMoment(value, reading.timeZone).date;
    return unitName(new Date(`${day}T00:00:00Z`), unit, reading.locale);
  }
  const shown = formatValue(value, type, format, reading);
  return type === 'datetime' ? shown.replace(/ 00:00$/, '') : shown;
}

function unitName(day: Date, unit: string, locale: string): string {
  const year = String(day.getUTCFullYear());
  if (unit === 'year') return year;
  if (unit === 'quarter') return `Q${Math.floor(day.getUTCMonth() / 3) + 1} ${year}`;
  return new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(day);
}
