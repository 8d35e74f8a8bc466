import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Column, ColumnType } from '../../src/input-tables/column.ts';
import type { CellValue } from '../../src/values/cell-value.ts';
import { cellProblem } from '../../src/values/cell-problem.ts';
import { convertCell } from '../../src/values/convert.ts';
import { canonicalMoment, isCanonicalDate } from '../../src/values/date-time.ts';
import { canonicalNumber, isCanonicalNumber } from '../../src/values/number.ts';

const options = [
  { id: 'o1', label: 'Open', color: null },
  { id: 'o2', label: 'Done, at last', color: null },
];
const types: readonly ColumnType[] = ['text', 'number', 'date', 'datetime', 'checkbox', 'single-select', 'multi-select'];
const of = (type: ColumnType): Pick<Column, 'type' | 'options'> => ({ type, options: type.endsWith('select') ? options : [] });

const samples: Readonly<Record<ColumnType, readonly CellValue[]>> = {
  text: ['', ' 12 ', 'true', '2026-02-29', '2024-02-29T10:00+02:00', 'Done, at last', 'open', '1e40', 'NaN'],
  number: ['0', '-0.5', '99999999999999999999999999999999999999'],
  date: ['0001-01-01', '9999-12-31'],
  datetime: ['2026-11-22T05:00:00.000001Z'],
  checkbox: [true, false],
  'single-select': ['o1', 'gone'],
  'multi-select': [['o1', 'o2'], ['o2']],
};

describe('converting cells', () => {
  test('every pair of types gives a value that fits, or an empty cell', () => {
    for (const from of types) {
      for (const to of types) {
        for (const value of [null, ...samples[from]]) {
          const converted = convertCell(value, of(from), of(to));
          if (from !== to) expect(cellProblem(converted, of(to)), `${from} > ${to}: ${JSON.stringify(value)}`).toBeNull();
        }
      }
    }
  });

  test('what a person reads is kept', () => {
    expect(convertCell('007.50', of('text'), of('number'))).toBe('7.5');
    expect(convertCell('2024-02-29T10:00+02:00', of('text'), of('datetime'))).toBe('2024-02-29T08:00:00.000000Z');
    expect(convertCell(['o1', 'o2'], of('multi-select'), of('text'))).toBe('Open, Done, at last');
    expect(convertCell('o2', of('single-select'), of('multi-select'))).toEqual(['o2']);
    expect(convertCell('2026-11-22T05:00:00.000001Z', of('datetime'), of('date'))).toBe('2026-11-22');
    expect(convertCell('0', of('number'), of('checkbox'))).toBe(false);
  });
});

describe('numbers', () => {
  test('have one spelling', () => {
    expect(['1.0', '+01', '1e0', '.1e1', '10e-1'].map(canonicalNumber)).toEqual(['1', '1', '1', '1', '1']);
    expect(['-0', '0.000', '-.0'].map(canonicalNumber)).toEqual(['0', '0', '0']);
    expect(['', '-', '.', '1.2.3', '0x1', 'Infinity', '1e'].map(canonicalNumber)).toEqual([null, null, null, null, null, null, null]);
  });

  test('stop at 38 digits, exactly', () => {
    expect(canonicalNumber('9'.repeat(38))).toBe('9'.repeat(38));
    expect(canonicalNumber('9'.repeat(39))).toBe('too-many-digits');
    expect(canonicalNumber(`0.${'0'.repeat(37)}1`)).toBe(`0.${'0'.repeat(37)}1`);
    expect(canonicalNumber('1e38')).toBe('too-many-digits');
    expect(isCanonicalNumber(`1${'0'.repeat(38)}`)).toBe(false);
  });

  test('what was read is canonical, and reading it again changes nothing', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[+-]?\d{0,20}(\.\d{0,18})?(e[+-]?\d{1,2})?$/), (text) => {
        const number = canonicalNumber(text);
        if (number === null || number === 'too-many-digits') return;
        expect(isCanonicalNumber(number), number).toBe(true);
        expect(canonicalNumber(number)).toBe(number);
      }),
      { numRuns: 500 },
    );
  });
});

describe('dates and moments', () => {
  test('know the calendar', () => {
    expect(['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'].every(isCanonicalDate)).toBe(true);
    expect(['2023-02-29', '1900-02-29', '0000-01-01', '2024-13-01', '2024-00-10', '2024-4-1', '2024-04-31'].some(isCanonicalDate)).toBe(
      false,
    );
  });

  test('keep microseconds and never leave the years 1 to 9999', () => {
    expect(canonicalMoment('2026-11-22 05:00:00,1234567')).toBe('2026-11-22T05:00:00.123456Z');
    expect(canonicalMoment('0001-01-01T00:30+01:00')).toBeNull();
    expect(canonicalMoment('9999-12-31T23:30-01:00')).toBeNull();
    expect(canonicalMoment('2026-11-22')).toBe('2026-11-22T00:00:00.000000Z');
  });
});
