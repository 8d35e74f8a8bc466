/**
 * Dates have no time zone; a datetime is an instant, and its parts are those that the document's time zone shows. Weeks
 * begin on the document's first day of the week. Dates reach from the
 * year 1 to 9999: what an amount taken from a column would move beyond is null.
 */
import { defineFunctions } from '../function-entry.ts';

const newYork = { timeZone: 'America/New_York' };
const zurich = { timeZone: 'Europe/Zurich' };
const sunday = { weekStart: 'sunday' } as const;

const either = (result: string): readonly string[] => [`date: date -> ${result}`, `datetime: datetime -> ${result}`];

export const dateFunctions = defineFunctions('scalar', 'Dates', {
  Today: {
    takes: '-> date',
    summary: 'The day on which the query runs, in the time zone of the document.',
    examples: [
      ['DateDiff("day", Today(), Date(Now()))', '0'],
      ['Today() > Date("2020-01-01")', true],
    ],
  },
  Now: {
    takes: '-> datetime',
    summary: 'The moment at which the query runs; the same in all of it.',
    examples: [
      ['Now() = Now()', true],
      ['Now() > Date("2020-01-01")', true],
    ],
  },
  MakeDate: {
    takes: 'year: number, month: number, day: number -> date',
    summary: 'The date of a year, month and day. Months beyond 12 and days beyond the end of the month run on into the next ones.',
    examples: [
      ['MakeDate(2026, 1, 31)', '2026-01-31'],
      ['MakeDate(2026, 13, 1)', '2027-01-01'],
      ['MakeDate(2026, 2, 30)', '2026-03-02'],
      ['MakeDate(2026, 3, 0)', '2026-02-28'],
      ['MakeDate(0, 1, 1)', null],
      ['MakeDate(2026, Null, 1)', null],
    ],
  },
  MakeDatetime: {
    takes: 'year: number, month: number, day: number, hour: number, minute: number, second: number -> datetime',
    summary: 'The moment at which the time zone of the document shows that date and time.',
    examples: [
      ['MakeDatetime(2026, 1, 31, 12, 30, 0)', '2026-01-31T12:30:00.000000Z'],
      ['MakeDatetime(2026, 7, 1, 0, 0, 0)', '2026-06-30T22:00:00.000000Z', zurich],
      ['MakeDatetime(2026, 1, 31, 24, 0, 0)', '2026-02-01T00:00:00.000000Z'],
      ['MakeDatetime(2026, 1, 1, Null, 0, 0)', null],
    ],
  },
  DateTrunc: {
    takes: ['unit: date unit, date: date -> date', 'unit: datetime unit, datetime: datetime -> datetime'],
    summary:
      'The first day, or moment, of the unit: `"year"`, `"quarter"`, `"month"`, `"week"`, `"day"`; of datetimes `"hour"`, `"minute"` and `"second"` too.',
    examples: [
      ['DateTrunc("month", Date("2026-02-28"))', '2026-02-01'],
      ['DateTrunc("quarter", Date("2026-12-31"))', '2026-10-01'],
      ['DateTrunc("week", Date("2026-02-01"))', '2026-01-26'],
      ['DateTrunc("week", Date("2026-02-01"))', '2026-02-01', sunday],
      ['DateTrunc("month", [At])', '2026-01-01T00:00:00.000000Z'],
      ['DateTrunc("month", [At])', '2026-01-31T23:00:00.000000Z', zurich],
      ['DateTrunc("day", [At])', '2026-01-31T05:00:00.000000Z', newYork],
      ['DateTrunc("hour", [At])', '2026-01-31T23:00:00.000000Z', { timeZone: 'Europe/Zurich' }],
      ['DateTrunc("hour", [At])', '2026-01-31T23:30:00.000000Z', { timeZone: 'Asia/Kolkata' }],
      ['DateTrunc("hour", Datetime("2026-10-25T01:30:00Z"))', '2026-10-25T01:00:00.000000Z', zurich],
      ['DateTrunc("hour", Datetime("2026-10-25T00:30:00Z"))', '2026-10-25T00:00:00.000000Z', zurich],
      ['DateTrunc("week", [At])', '2026-01-25T05:00:00.000000Z', { ...newYork, ...sunday }],
      ['DateTrunc("month", [Nothing])', null],
    ],
  },
  LastDay: {
    takes: ['unit: date unit, date: date -> date', 'unit: date unit, datetime: datetime -> date'],
    summary: 'The last day of the unit that holds the date.',
    examples: [
      ['LastDay("month", Date("2024-02-10"))', '2024-02-29'],
      ['LastDay("year", Date("2026-02-10"))', '2026-12-31'],
      ['LastDay("week", Date("2026-01-31"))', '2026-02-01'],
      ['LastDay("month", [At])', '2026-02-28', zurich],
      ['LastDay("month", [Nothing])', null],
    ],
  },
  EndOfMonth: {
    takes: either('date'),
    summary: 'The last day of the month.',
    examples: [
      ['EndOfMonth(Date("2026-02-01"))', '2026-02-28'],
      ['EndOfMonth(Date("2024-02-29"))', '2024-02-29'],
      ['EndOfMonth(Date("9999-12-01"))', '9999-12-31'],
      ['EndOfMonth([At])', '2026-01-31'],
      ['EndOfMonth([At])', '2026-02-28', zurich],
      ['EndOfMonth([Nothing])', null],
    ],
  },
  DateAdd: {
    takes: ['unit: date unit, amount: number, date: date -> date', 'unit: datetime unit, amount: number, datetime: datetime -> datetime'],
    summary:
      'So many units later, or earlier below 0; parts of a unit do not count. A day that the month lacks becomes its last. Days and longer keep the time of day that the time zone of the document shows.',
    examples: [
      ['DateAdd("month", 1, Date("2026-01-31"))', '2026-02-28'],
      ['DateAdd("month", -1, Date("2024-03-31"))', '2024-02-29'],
      ['DateAdd("year", 1, Date("2024-02-29"))', '2025-02-28'],
      ['DateAdd("quarter", 1, Date("2026-11-30"))', '2027-02-28'],
      ['DateAdd("week", 1.9, Date("2026-12-31"))', '2027-01-07'],
      ['DateAdd("day", [Row], Date("2026-12-31"))', '2027-01-01'],
      ['DateAdd("month", [Row] * 1000000, [Day])', null],
      ['DateAdd("hour", 1, [At])', '2026-02-01T00:30:00.000000Z'],
      ['DateAdd("day", 1, Datetime("2026-03-28T12:00:00Z"))', '2026-03-29T11:00:00.000000Z', zurich],
      ['DateAdd("hour", 24, Datetime("2026-03-28T12:00:00Z"))', '2026-03-29T12:00:00.000000Z', zurich],
      ['DateAdd("day", Null, [Day])', null],
    ],
  },
  DateDiff: {
    takes: ['unit: date unit, from: date, to: date -> number', 'unit: datetime unit, from: datetime, to: datetime -> number'],
    summary:
      'How many times a unit begins after the first and until the second: from 31 January to 1 February it is one month. Days and longer as the time zone of the document shows them.',
    examples: [
      ['DateDiff("day", Date("2026-02-28"), Date("2026-03-01"))', '1'],
      ['DateDiff("month", Date("2026-01-31"), Date("2026-02-01"))', '1'],
      ['DateDiff("year", Date("2026-12-31"), Date("2025-01-01"))', '-1'],
      ['DateDiff("quarter", Date("2025-12-31"), Date("2026-04-01"))', '2'],
      ['DateDiff("week", Date("2026-01-31"), Date("2026-02-01"))', '0'],
      ['DateDiff("week", Date("2026-01-31"), Date("2026-02-01"))', '1', sunday],
      ['DateDiff("hour", Datetime("2026-01-01T10:59:00Z"), Datetime("2026-01-01T11:01:00Z"))', '1'],
      ['DateDiff("day", [At], Datetime("2026-02-01T00:00:00Z"))', '1'],
      ['DateDiff("day", [At], Datetime("2026-02-01T00:00:00Z"))', '0', zurich],
      ['DateDiff("second", [Day], [At])', '84600'],
      ['DateDiff("day", [Day], [Nothing])', null],
    ],
  },
  Age: {
    takes: 'from: date, to: date -> number',
    summary:
      'Full years between both dates: on 29 February years become full on the day before 1 March. Below 0 when the second comes first.',
    examples: [
      ['Age(Date("2000-02-29"), Date("2026-02-27"))', '25'],
      ['Age(Date("2000-02-29"), Date("2026-02-28"))', '25'],
      ['Age(Date("2000-02-29"), Date("2026-03-01"))', '26'],
      ['Age(Date("2000-05-01"), Date("2026-05-01"))', '26'],
      ['Age([Day], [Nothing])', null],
    ],
  },
  ToTimeZone: {
    takes: 'datetime: datetime, zone: time zone -> datetime',
    summary: 'Moved so that the time zone of the document shows what the other zone shows at that moment.',
    examples: [
      ['Hour(ToTimeZone([At], "Asia/Tokyo"))', '8'],
      ['Hour(ToTimeZone([At], "America/New_York"))', '18', zurich],
      ['ToTimeZone([Nothing], "UTC")', null],
    ],
  },
  DateFormat: {
    takes: ['date: date, format: date format -> text', 'datetime: datetime, format: date format -> text'],
    summary:
      'As text, by a format that is written out: `%Y` year, `%m` month, `%d` day, `%H` hour, `%M` minute, `%S` second, `%B` and `%b` month, `%A` and `%a` weekday in English, `%j` day of the year.',
    examples: [
      ['DateFormat([Day], "%d.%m.%Y")', '31.01.2026'],
      ['DateFormat([Day], "%a, %B %d")', 'Sat, January 31'],
      ['DateFormat([At], "%H:%M")', '00:30', zurich],
      ['DateFormat([Day], "100%% YYYY ""x""")', '100% YYYY "x"'],
      ['DateFormat([Nothing], "%Y")', null],
    ],
  },
  ToUnix: {
    takes: 'datetime: datetime -> number',
    summary: 'Seconds since the beginning of 1970, UTC.',
    examples: [
      ['ToUnix(Datetime("1970-01-02T00:00:00Z"))', '86400'],
      ['ToUnix(Datetime("1969-12-31T23:59:59.5Z"))', '-0.5'],
      ['ToUnix([Nothing])', null],
    ],
  },
  FromUnix: {
    takes: 'seconds: number -> datetime',
    summary: 'The moment so many seconds after the beginning of 1970, UTC.',
    examples: [
      ['FromUnix(0)', '1970-01-01T00:00:00.000000Z'],
      ['FromUnix(1767225600.25)', '2026-01-01T00:00:00.250000Z'],
      ['FromUnix(10 ^ 20)', null],
    ],
  },
});
