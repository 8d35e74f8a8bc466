/** Values that hurt: what people paste, what attackers try, and the ends of every range. */
import type { ColumnType } from '@penstock/domain/input-tables/column';
import type { CellValue } from '@penstock/domain/values/cell-value';
import fc from 'fast-check';

const spiteful = [
  "'",
  "''",
  '"',
  '\\',
  "\\'",
  '$$',
  '$tag$',
  '--',
  '/*',
  '*/',
  ';',
  "'; DROP TABLE x; --",
  '$1',
  '{',
  '}',
  '{}',
  'NULL',
  '"NULL"',
  ',',
  '\t',
  '\r\n',
  '\u202e',
  '\u200b',
  '\u2066',
  '\ufeff',
  '😀',
  'é',
  'e\u0301',
  '\u0001',
  '\u007f',
  '\ud7ff',
  '\uffff',
  '',
  ' ',
  '%s',
  '?',
  ':name',
  "E'\\'",
  "U&'\\0000'",
];

/** Any storable text: well-formed, without NUL. */
export const spitefulText = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...spiteful) }, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 6 })
  .map((parts) => parts.join('').replaceAll('\0', '').toWellFormed());

/** A name that PostgreSQL can bear. */
export const spitefulName = spitefulText.filter((name) => name !== '' && Buffer.byteLength(name) <= 63);

const digits = (maximum: number) => fc.stringMatching(new RegExp(`^[0-9]{0,${maximum}}$`));

/** Canonical decimals of at most 38 digits. */
const numberText = fc.tuple(fc.boolean(), digits(20), digits(18)).map(([negative, whole, fraction]) => {
  const integer = whole.replace(/^0+(?=\d)/, '') || '0';
  const decimals = fraction.replace(/0+$/, '');
  const text = decimals === '' ? integer : `${integer}.${decimals}`;
  return negative && text !== '0' ? `-${text}` : text;
});

const dateText = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

const datetimeText = fc
  .tuple(dateText, fc.nat(86_399), fc.nat(999_999))
  .map(([date, second, micro]) => `${date}T${new Date(second * 1_000).toISOString().slice(11, 19)}.${String(micro).padStart(6, '0')}Z`);

const optionId = fc.stringMatching(/^[a-z0-9]{1,8}$/);

const byType: Readonly<Record<ColumnType, fc.Arbitrary<CellValue>>> = {
  text: fc.oneof(spitefulText, fc.constant('x'.repeat(65_535)), fc.constant('😀'.repeat(10_000))),
  number: fc.oneof(numberText, fc.constant('9'.repeat(38)), fc.constant(`-0.${'0'.repeat(36)}1`)),
  date: fc.oneof(dateText, fc.constantFrom('0001-01-01', '9999-12-31', '2024-02-29')),
  datetime: fc.oneof(datetimeText, fc.constantFrom('0001-01-01T00:00:00.000000Z', '9999-12-31T23:59:59.999999Z')),
  checkbox: fc.boolean(),
  'single-select': optionId,
  'multi-select': fc.uniqueArray(optionId, { minLength: 1, maxLength: 5 }),
};

export function cellValue(type: ColumnType): fc.Arbitrary<CellValue> {
  return fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 6, arbitrary: byType[type] });
}

export const columnTypes = Object.keys(byType) as readonly ColumnType[];
