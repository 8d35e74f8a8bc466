/** What a date consists of. Of a datetime, what the document's time zone shows. */
import { defineFunctions } from '../function-entry.ts';

const newYork = { timeZone: 'America/New_York' };
const zurich = { timeZone: 'Europe/Zurich' };
const sunday = { weekStart: 'sunday' } as const;

const either = (result: string): readonly string[] => [`date: date -> ${result}`, `datetime: datetime -> ${result}`];

export const datePartFunctions = defineFunctions('scalar', 'Dates', {
  DatePart: {
    takes: ['unit: date unit, date: date -> number', 'unit: datetime unit, datetime: datetime -> number'],
    summary: 'The number of the unit in the date, as `Year`, `Quarter`, `Month`, `Week`, `Day`, `Hour`, `Minute` and `Second` give it.',
    examples: [
      ['DatePart("month", [Day])', '1'],
      ['DatePart("quarter", Date("2026-12-31"))', '4'],
      ['DatePart("hour", [At])', '18', newYork],
      ['DatePart("week", Date("2027-01-01"))', '53'],
      ['DatePart("year", [Nothing])', null],
    ],
  },
  Year: {
    takes: either('number'),
    summary: 'The year.',
    examples: [
      ['Year([Day])', '2026'],
      ['Year(Date("0001-01-01"))', '1'],
      ['Year(Datetime("2025-12-31T23:30:00Z"))', '2026', zurich],
      ['Year([Nothing])', null],
    ],
  },
  Quarter: {
    takes: either('number'),
    summary: 'The quarter of the year, 1 to 4.',
    examples: [
      ['Quarter(Date("2026-03-31"))', '1'],
      ['Quarter(Date("2026-04-01"))', '2'],
    ],
  },
  Month: {
    takes: either('number'),
    summary: 'The month, 1 to 12.',
    examples: [
      ['Month([Day])', '1'],
      ['Month([At])', '2', zurich],
      ['Month([Nothing])', null],
    ],
  },
  Week: {
    takes: either('number'),
    summary:
      'The week of the year. The first one is the first with at least four days in the year, as ISO 8601 has it, wherever weeks begin.',
    examples: [
      ['Week(Date("2026-01-01"))', '1'],
      ['Week(Date("2027-01-03"))', '53'],
      ['Week(Date("2027-01-03"))', '1', sunday],
      ['Week([Nothing])', null],
    ],
  },
  Weekday: {
    takes: either('number'),
    summary: 'The day of the week, 1 to 7, where 1 is the first day of the week of the document.',
    examples: [
      ['Weekday(Date("2026-02-01"))', '7'],
      ['Weekday(Date("2026-02-01"))', '1', sunday],
      ['Weekday([At])', '6', newYork],
      ['Weekday([At])', '7', zurich],
    ],
  },
  Day: {
    takes: either('number'),
    summary: 'The day of the month, 1 to 31.',
    examples: [
      ['Day([Day])', '31'],
      ['Day([At])', '1', zurich],
      ['Day(Date("2024-02-29"))', '29'],
      ['Day([Nothing])', null],
    ],
  },
  DayOfYear: {
    takes: either('number'),
    summary: 'The day of the year, 1 to 366.',
    examples: [
      ['DayOfYear(Date("2024-12-31"))', '366'],
      ['DayOfYear(Date("2026-01-01"))', '1'],
    ],
  },
  Hour: {
    takes: 'datetime: datetime -> number',
    summary: 'The hour, 0 to 23.',
    examples: [
      ['Hour([At])', '23'],
      ['Hour([At])', '0', zurich],
      ['Hour([Day])', '0'],
      ['Hour([Nothing])', null],
    ],
  },
  Minute: {
    takes: 'datetime: datetime -> number',
    summary: 'The minute, 0 to 59.',
    examples: [
      ['Minute([At])', '30'],
      ['Minute([At])', '0', { timeZone: 'Asia/Kolkata' }],
    ],
  },
  Second: {
    takes: 'datetime: datetime -> number',
    summary: 'The second with its fraction, below 60.',
    examples: [
      ['Second([At])', '0'],
      ['Second(Datetime("2026-01-01T00:00:59.999999Z"))', '59.999999'],
    ],
  },
  MonthName: {
    takes: either('text'),
    summary: 'The month in English.',
    examples: [
      ['MonthName([Day])', 'January'],
      ['MonthName([At])', 'February', zurich],
      ['MonthName([Nothing])', null],
    ],
  },
  WeekdayName: {
    takes: either('text'),
    summary: 'The day of the week in English.',
    examples: [
      ['WeekdayName([Day])', 'Saturday'],
      ['WeekdayName([At])', 'Sunday', zurich],
    ],
  },
  DaysInMonth: {
    takes: either('number'),
    summary: 'How many days the month has.',
    examples: [
      ['DaysInMonth(Date("2024-02-01"))', '29'],
      ['DaysInMonth(Date("2026-12-31"))', '31'],
      ['DaysInMonth([Nothing])', null],
    ],
  },
  IsWeekend: {
    takes: either('logical'),
    summary: 'Whether it is a Saturday or a Sunday.',
    examples: [
      ['IsWeekend([Day])', true],
      ['IsWeekend(Date("2026-02-02"))', false],
      ['IsWeekend([Nothing])', null],
    ],
  },
});
