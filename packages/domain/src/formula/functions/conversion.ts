/** From one type to another. What cannot be read as the type is null. */
import { defineFunctions } from '../function-entry.ts';

const zurich = { timeZone: 'Europe/Zurich' };

export const conversionFunctions = defineFunctions('scalar', 'Conversion', {
  Text: {
    takes: ['text: text -> text', 'number: number -> text', 'logical: logical -> text', 'date: date -> text', 'datetime: datetime -> text'],
    summary:
      'As text: numbers with at most 12 decimals, dates as `2026-01-31`, datetimes as `2026-01-31 23:30:00` in the time zone of the document.',
    examples: [
      ['Text(0.1 + 0.2)', '0.3'],
      ['Text(1 / 3)', '0.333333333333'],
      ['Text(-1200)', '-1200'],
      ['Text(1 = 1)', 'True'],
      ['Text([Day])', '2026-01-31'],
      ['Text([At])', '2026-02-01 00:30:00', zurich],
      ['Text("")', ''],
      ['Text([Note])', null],
    ],
  },
  Number: {
    takes: ['text: text -> number', 'number: number -> number', 'logical: logical -> number'],
    summary:
      'A text of digits with at most one point as a number; True as 1 and False as 0. Spaces around it do not matter. At most 30 digits.',
    examples: [
      ['Number("12.50")', '12.5'],
      ['Number(" -3 ")', '-3'],
      ['Number("1,000")', null],
      ['Number("")', null],
      ['Number("1e5")', null],
      ['Number(2 > 1)', '1'],
      ['Number([Note])', null],
    ],
  },
  Logical: {
    takes: ['text: text -> logical', 'number: number -> logical', 'logical: logical -> logical'],
    summary: 'The texts `true`, `yes`, `1` and `false`, `no`, `0` in any case; a number is true unless it is 0.',
    examples: [
      ['Logical("Yes")', true],
      ['Logical("0")', false],
      ['Logical("maybe")', null],
      ['Logical(2)', true],
      ['Logical(0)', false],
    ],
  },
  Date: {
    takes: ['text: text -> date', 'datetime: datetime -> date', 'date: date -> date'],
    summary: 'A text such as `2026-01-31` as a date; of a datetime, the day that the time zone of the document shows.',
    examples: [
      ['Date("2026-01-31")', '2026-01-31'],
      ['Date("2026-02-" & "29")', null],
      ['Date("2024-02-" & "29")', '2024-02-29'],
      ['Date("31.01." & "2026")', null],
      ['Date("0000-01-" & "01")', null],
      ['Date([At])', '2026-01-31'],
      ['Date([At])', '2026-02-01', zurich],
      ['Date([Note])', null],
    ],
  },
  Datetime: {
    takes: ['text: text -> datetime', 'date: date -> datetime', 'datetime: datetime -> datetime'],
    summary:
      'A text such as `2026-01-31 23:30`, with seconds if there are any, as the moment at which the time zone of the document shows it; with `Z` at its end, as the moment in UTC. Of a date, its beginning.',
    examples: [
      ['Datetime("2026-01-31 23:30")', '2026-01-31T23:30:00.000000Z'],
      ['Datetime("2026-01-31 23:30")', '2026-01-31T22:30:00.000000Z', zurich],
      ['Datetime("2026-01-31T23:30:15.5Z")', '2026-01-31T23:30:15.500000Z', zurich],
      ['Datetime("2026-02-30 10:00")', null],
      ['Datetime("2026-01-31 25:00")', null],
      ['Datetime([Day])', '2026-01-30T23:00:00.000000Z', zurich],
      ['Datetime([Note])', null],
    ],
  },
});
