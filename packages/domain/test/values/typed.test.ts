import { describe, expect, test } from 'vitest';
import type { ColumnType } from '@penstock/domain/input-tables/column';
import { formatCell } from '@penstock/domain/values/format';
import { readTyped } from '@penstock/domain/values/typed';

const options = [
  { id: 'o1', label: 'Open', color: null },
  { id: 'o2', label: 'Closed', color: null },
];
const read = (text: string, type: ColumnType, locale = 'en-US', timeZone = 'UTC') => {
  const typed = readTyped(text, { type, options: type.endsWith('select') ? options : [] }, { locale, timeZone });
  return typed.kind === 'value' ? typed.value : typed.code;
};

describe('reading what a person typed', () => {
  test.each([
    ['1,234.5', 'en-US', '1234.5'],
    ['1.234,5', 'de-DE', '1234.5'],
    ["1'234.5", 'de-CH', '1234.5'],
    ['1 234,5', 'fr-FR', '1234.5'],
    ['(12)', 'en-US', '-12'],
    ['12%', 'en-US', '0.12'],
    ['-$3.50', 'en-US', '-3.5'],
    ['€ 5', 'en-US', '5'],
    ['1e3', 'en-US', '1000'],
    ['12345678901234567890123456789012345678', 'en-US', '12345678901234567890123456789012345678'],
    ['1,23', 'en-US', 'not-a-number'],
    ['1.2.3', 'en-US', 'not-a-number'],
    ['abc', 'en-US', 'not-a-number'],
  ])('number %s in %s reads %s', (text, locale, expected) => expect(read(text, 'number', locale)).toBe(expected));

  test.each([
    ['2026-02-28', 'en-US', '2026-02-28'],
    ['2/3/2026', 'en-US', '2026-02-03'],
    ['2/3/2026', 'en-GB', '2026-03-02'],
    ['3.2.26', 'de-DE', '2026-02-03'],
    ['3 Feb 2026', 'en-US', '2026-02-03'],
    ['Feb 3, 2026', 'en-US', '2026-02-03'],
    ['2026-02-30', 'en-US', 'not-a-date'],
    ['0001-01-01', 'en-US', '0001-01-01'],
  ])('date %s in %s reads %s', (text, locale, expected) => expect(read(text, 'date', locale)).toBe(expected));

  test('a moment without an offset is the wall clock of the document', () => {
    expect(read('2026-07-01 12:30', 'datetime', 'en-US', 'Europe/Zurich')).toBe('2026-07-01T10:30:00.000000Z');
    expect(read('2026-01-01 12:30:05.25', 'datetime', 'en-US', 'Europe/Zurich')).toBe('2026-01-01T11:30:05.250000Z');
    expect(read('2026-07-01T12:30:00+05:30', 'datetime', 'en-US', 'Europe/Zurich')).toBe('2026-07-01T07:00:00.000000Z');
    expect(read('7/1/2026, 1:05 PM', 'datetime')).toBe('2026-07-01T13:05:00.000000Z');
  });

  test('choices read by label in any case, and the unknown is named', () => {
    expect(read('open', 'single-select')).toBe('o1');
    expect(read('Closed, Open', 'multi-select')).toEqual(['o1', 'o2']);
    expect(read('Neither', 'single-select')).toBe('unknown-option');
    expect(read('yes', 'checkbox')).toBe(true);
    expect(read('maybe', 'checkbox')).toBe('not-a-checkbox');
  });

  test('what is shown reads back as the same value', () => {
    for (const locale of ['en-US', 'en-GB', 'de-DE', 'de-CH', 'fr-FR', 'sv-SE', 'ja-JP']) {
      const reading = { locale, timeZone: 'America/New_York' };
      for (const [type, value] of [
        ['number', '-12345678901234567890.125'],
        ['number', '1234'],
        ['date', '2026-02-03'],
        ['date', '0044-03-15'],
        ['datetime', '2026-07-01T10:30:00.000000Z'],
        ['datetime', '2026-07-01T10:30:07.125000Z'],
      ] as const) {
        const column = { type, options: [] };
        expect([locale, readTyped(formatCell(value, column, reading), column, reading)]).toEqual([locale, { kind: 'value', value }]);
      }
    }
  });
});
