/** Arguments that must be written out in the formula, because they shape the SQL: units, patterns, counts of rows. */
import { portablePattern } from './pattern.ts';
import type { Expression, LiteralExpression } from './expression.ts';
import type { ConstantKind, ParameterType } from './signature.ts';
import { constantKinds } from './signature.ts';

/** Units of dates, and those of datetimes. A constant is read whatever its case, and stands in the expression in lower case. */
export const dateUnits = ['year', 'quarter', 'month', 'week', 'day'] as const;
export const datetimeUnits = [...dateUnits, 'hour', 'minute', 'second'] as const;
const directions = ['asc', 'desc'] as const;
export type DateUnit = (typeof datetimeUnits)[number];

/** Of `DateFormat`: what each code means on every engine. */
export const dateFormatCodes = {
  Y: 'year, four digits',
  m: 'month, 01 to 12',
  d: 'day, 01 to 31',
  H: 'hour, 00 to 23',
  M: 'minute, 00 to 59',
  S: 'second, 00 to 59',
  B: 'month, in English',
  b: 'month, three letters',
  A: 'weekday, in English',
  a: 'weekday, three letters',
  j: 'day of the year, 001 to 366',
} as const;

export type ConstantReading =
  | { readonly kind: 'constant'; readonly literal: LiteralExpression }
  | { readonly kind: 'wrong'; readonly expected: string; readonly suggestions: readonly string[] };

export function isConstantKind(type: ParameterType): type is ConstantKind {
  return (constantKinds as readonly string[]).includes(type);
}

/** Words that may stand there, for those kinds that have a list of them. */
export function constantChoices(kind: ConstantKind): readonly string[] {
  switch (kind) {
    case 'date unit':
      return dateUnits;
    case 'datetime unit':
      return datetimeUnits;
    case 'direction':
      return directions;
    default:
      return [];
  }
}

/** The highest whole number that an argument of a window may be. */
const maximumWhole = 10_000;

export function readConstant(kind: ConstantKind, expression: Expression): ConstantReading {
  const value = expression.node === 'literal' ? expression.value : null;
  switch (kind) {
    case 'date unit':
      return oneOf(dateUnits, value);
    case 'datetime unit':
      return oneOf(datetimeUnits, value);
    case 'direction':
      return oneOf(directions, value);
    case 'written text':
      return typeof value === 'string' && !isNumber(expression) ? constant('text', value) : wrong('a "text", written out');
    case 'whole': {
      const whole = typeof value === 'string' && isNumber(expression) && /^\d{1,5}$/.test(value) && Number(value) <= maximumWhole;
      return whole ? constant('number', value) : wrong(`a whole number from 0 to ${maximumWhole.toLocaleString('en')}, written out`);
    }
    case 'share': {
      const share = typeof value === 'string' && isNumber(expression) && Number(value) >= 0 && Number(value) <= 1;
      return share ? constant('number', value) : wrong('a number from 0 to 1, written out');
    }
    case 'pattern': {
      const pattern = typeof value === 'string' && !isNumber(expression) ? portablePattern(value) : null;
      if (pattern === null) return wrong('a regular expression as "text", written out');
      return pattern.kind === 'pattern' ? constant('text', pattern.pattern) : wrong(`a regular expression; ${pattern.why}`);
    }
    case 'date format': {
      const format = typeof value === 'string' && !isNumber(expression) && /^(?:[^%]|%[YmdHMSBbAaj%])*$/.test(value);
      return format
        ? constant('text', value)
        : wrong(
            `a format as "text", written out, of ${Object.keys(dateFormatCodes)
              .map((code) => `%${code}`)
              .join(' ')} and other text`,
          );
    }
    case 'time zone': {
      const zone = typeof value === 'string' && isTimeZone(value);
      return zone ? constant('text', value) : wrong('a time zone such as "Europe/Zurich", written out');
    }
  }
}

function isNumber(expression: Expression): boolean {
  return expression.type === 'number';
}

function oneOf(words: readonly string[], value: unknown): ConstantReading {
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (words.includes(word)) return constant('text', word);
  const suggestions = words.map((choice) => `"${choice}"`);
  return { kind: 'wrong', expected: `one of ${suggestions.join(', ')}`, suggestions };
}

function constant(type: 'text' | 'number', value: string): ConstantReading {
  return { kind: 'constant', literal: { node: 'literal', type, value } };
}

function wrong(expected: string): ConstantReading {
  return { kind: 'wrong', expected, suggestions: [] };
}

/** A zone by its place: offsets such as `+02:00` mean the opposite on some engines. */
function isTimeZone(name: string): boolean {
  if (!/^(?:UTC|[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)+)$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
