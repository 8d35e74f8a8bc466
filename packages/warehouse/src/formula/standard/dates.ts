/**
 * Dates and datetimes. Whatever depends on a calendar happens on the wall clock of the document's time zone; hours and
 * less are added to the instant. Amounts that are written out become intervals; others are checked against the years 1
 * to 9999 first.
 */
import type { DateUnit } from '@penstock/domain/formula/constants';
import { datetimeUnits } from '@penstock/domain/formula/constants';
import type { CallToRender, Templates } from '../dialect.ts';
import { constantText } from '../dialect.ts';

/** What engines write in their own way. */
export interface DateWriting {
  /** The beginning of the unit that holds the datetime in argument 1, as an instant. */
  truncate(call: CallToRender, unit: DateUnit): string;
  /** Seconds with their fraction, of a timestamp without zone. */
  secondOf(moment: string): string;
  /** Intervals of a number that is no constant; of months and days it is whole. */
  months(count: string): string;
  days(count: string): string;
  seconds(count: string): string;
}

const monthsOf = { year: 12, quarter: 3, month: 1 } as const;
const daysOf = { week: 7, day: 1 } as const;
const secondsOf = { hour: 3600, minute: 60, second: 1 } as const;

/** A unit becomes part of the SQL: only one of the list does. */
function unitOf(call: CallToRender): DateUnit {
  const written = constantText(call.arguments[0]);
  const unit = datetimeUnits.find((known) => known === written);
  if (unit === undefined) throw new Error('Only units of the list become SQL.');
  return unit;
}

function isDate(call: CallToRender, index: number): boolean {
  return call.arguments[index]?.type === 'date';
}

/** The argument as a timestamp without zone. */
export function wallClock(call: CallToRender, index: number): string {
  return isDate(call, index) ? `{${index}}::timestamp` : `({${index}} at time zone {zone})`;
}

/** The argument as a day. */
function localDay(call: CallToRender, index: number): string {
  return isDate(call, index) ? `{${index}}` : `({${index}} at time zone {zone})::date`;
}

/** The first day of the week that holds the moment. */
function weekBegin(call: CallToRender, index: number): string {
  const moment = wallClock(call, index);
  return call.weekStart === 'monday'
    ? `date_trunc('week', ${moment})`
    : `(date_trunc('week', ${moment} + interval '1 day') - interval '1 day')`;
}

/** The beginning of the unit on the wall clock. */
export function truncated(call: CallToRender, unit: DateUnit, index: number): string {
  return unit === 'week' ? weekBegin(call, index) : `date_trunc('${unit}', ${wallClock(call, index)})`;
}

function dateTrunc(call: CallToRender, writing: DateWriting): string {
  const unit = unitOf(call);
  if (call.type === 'datetime') return writing.truncate(call, unit);
  return unit === 'day' ? '{1}' : `${truncated(call, unit, 1)}::date`;
}

function lastDay(call: CallToRender, unit: DateUnit, index: number): string {
  const length = unit === 'week' ? '7 day' : unit === 'quarter' ? '3 month' : `1 ${unit}`;
  return `(${truncated(call, unit, index)} + interval '${length}' - interval '1 day')::date`;
}

function dateDiff(call: CallToRender): string {
  const unit = unitOf(call);
  const part = (name: string, index: number): string => `extract(${name} from ${wallClock(call, index)})`;
  switch (unit) {
    case 'year':
      return `${part('year', 2)} - ${part('year', 1)}`;
    case 'quarter':
      return `(${part('year', 2)} - ${part('year', 1)}) * 4 + ${part('quarter', 2)} - ${part('quarter', 1)}`;
    case 'month':
      return `(${part('year', 2)} - ${part('year', 1)}) * 12 + ${part('month', 2)} - ${part('month', 1)}`;
    case 'week':
      return `(${weekBegin(call, 2)}::date - ${weekBegin(call, 1)}::date) / 7`;
    case 'day':
      return `${localDay(call, 2)} - ${localDay(call, 1)}`;
    default: {
      const units = (index: number): string => `floor(extract(epoch from {${index}}) / ${secondsOf[unit]})`;
      return `${units(2)} - ${units(1)}`;
    }
  }
}

/** The number of a unit within a date. */
function datePart(call: CallToRender, unit: DateUnit | 'doy', index: number, writing: DateWriting): string {
  const moment = wallClock(call, index);
  if (unit === 'second') return writing.secondOf(moment);
  if (unit === 'week' && call.weekStart === 'sunday') return `extract(week from ${moment} + interval '1 day')`;
  return `extract(${unit} from ${moment})`;
}

export function dateTemplates(writing: DateWriting): Templates {
  const part =
    (unit: DateUnit | 'doy') =>
    (call: CallToRender): string =>
      datePart(call, unit, 0, writing);
  return {
    Now: 'now()',
    Today: '(now() at time zone {zone})::date',
    MakeDate: `case when ${dayGuard} then case when ${inYears(midnight(writing), '0001-01-01', '9999-12-31')} then ${midnight(writing)}::date end end`,
    // A time zone may move it by a day.
    MakeDatetime: `case when ${dayGuard} and ${clockGuard} then case when ${inYears(moment(writing), '0001-01-02', '9999-12-30')} then ${moment(writing)} at time zone {zone} end end`,
    DateTrunc: (call) => dateTrunc(call, writing),
    LastDay: (call) => lastDay(call, unitOf(call), 1),
    EndOfMonth: (call) => lastDay(call, 'month', 0),
    DateAdd: (call) => dateAdd(call, writing),
    DateDiff: dateDiff,
    DatePart: (call) => datePart(call, unitOf(call), 1, writing),
    Year: part('year'),
    Quarter: part('quarter'),
    Month: part('month'),
    Week: part('week'),
    Day: part('day'),
    DayOfYear: part('doy'),
    Hour: part('hour'),
    Minute: part('minute'),
    Second: part('second'),
    Weekday: (call) =>
      call.weekStart === 'monday' ? `extract(isodow from ${wallClock(call, 0)})` : `extract(dow from ${wallClock(call, 0)}) + 1`,
    DaysInMonth: (call) => `extract(day from ${lastDay(call, 'month', 0)})`,
    IsWeekend: (call) => `extract(isodow from ${wallClock(call, 0)}) > 5`,
    Age: 'extract(year from {1}) - extract(year from {0}) - case when extract(month from {1}) * 100 + extract(day from {1}) < extract(month from {0}) * 100 + extract(day from {0}) then 1 else 0 end',
    ToTimeZone: '({0} at time zone {1}) at time zone {zone}',
    ToUnix: 'extract(epoch from {0})',
  };
}

const madeMonths = 'trunc({0:exact}) * 12 + trunc({1:exact})';
/** Amounts that an engine can calculate with; what comes of them is looked at afterwards. */
const dayGuard = `${madeMonths} between 13 and 120000 and abs({2:exact}) < 1000000`;
const clockGuard = 'abs({3:exact}) < 1000000 and abs({4:exact}) < 1000000 and abs({5:exact}) < 1000000';

/** A timestamp of year, month and day, whatever month and day run over to. */
function midnight(writing: DateWriting): string {
  return `(timestamp '0001-01-01' + ${writing.months(`${madeMonths} - 13`)} + ${writing.days('trunc({2:exact}) - 1')})`;
}

/** The same with the time of day. */
function moment(writing: DateWriting): string {
  return `(${midnight(writing)} + ${writing.seconds('trunc({3:exact}) * 3600 + trunc({4:exact}) * 60 + {5:exact}')})`;
}

function inYears(made: string, first: string, last: string): string {
  return `${made} between timestamp '${first}' and timestamp '${last}'`;
}

function dateAdd(call: CallToRender, writing: DateWriting): string {
  const unit = unitOf(call);
  const dates = call.type === 'date';
  const moment = dates ? '{2}' : wallClock(call, 2);
  const finish = (text: string): string => (dates ? `(${text})::date` : `(${text}) at time zone {zone}`);
  const literal = writtenAmount(call);
  const isSmall = unit === 'hour' || unit === 'minute' || unit === 'second';
  if (literal !== null) {
    const interval = unit === 'quarter' ? `interval '${literal * 3} month'` : `interval '${literal} ${unit}'`;
    return isSmall ? `{2} + ${interval}` : finish(`${moment} + ${interval}`);
  }
  if (isSmall) {
    const seconds = `trunc({1:exact}) * ${secondsOf[unit]}`;
    return `case when ${seconds} / 86400 ${daysLeft(call)} then {2} + ${writing.seconds(seconds)} end`;
  }
  if (unit === 'week' || unit === 'day') {
    const days = `trunc({1:exact}) * ${daysOf[unit]}`;
    return `case when ${days} ${daysLeft(call)} then ${finish(`${moment} + ${writing.days(days)}`)} end`;
  }
  const months = `trunc({1:exact}) * ${monthsOf[unit]}`;
  const reached = `extract(year from ${moment}) * 12 + extract(month from ${moment}) + ${months}`;
  return `case when ${reached} between 13 and 120000 then ${finish(`${moment} + ${writing.months(months)}`)} end`;
}

/** So many days may be added without leaving the years 1 to 9999. */
function daysLeft(call: CallToRender): string {
  const day = localDay(call, 2);
  return `between date '0001-01-01' - ${day} and date '9999-12-30' - ${day}`;
}

/** A written number of units that no date can run away with. */
function writtenAmount(call: CallToRender): number | null {
  const amount = call.arguments[1];
  if (amount?.node !== 'literal' || typeof amount.value !== 'string') return null;
  const whole = Math.trunc(Number(amount.value));
  return Math.abs(whole) <= 1_000 ? whole : null;
}
