/**
 * DuckDB, on which only tests run: it shows that the language is no single engine's. Numbers are calculated as doubles,
 * and rounded to twelve decimals wherever a difference in the last bit would show.
 */
import type { FormulaDialect, Templates } from './dialect.ts';
import { constantText } from './dialect.ts';
import { postgresqlFormulas } from './postgresql.ts';
import { sizeForms } from './sizes.ts';
import { dateTemplates, truncated, wallClock } from './standard/dates.ts';
import { bins, scaled, trigonometry } from './standard/numbers.ts';
import { datePattern, datetimePattern, numberPattern } from './standard/patterns.ts';
import { standardTemplates } from './standard/templates.ts';

const texts: Templates = {
  Proper:
    "array_to_string(list_transform(regexp_extract_all(lower({0}), '[\\pL\\pN]+|[^\\pL\\pN]+'), lambda word: upper(word[1]) || word[2:]), '')",
  SplitPart:
    "case when {1} = '' and abs({2}) >= 2 then left({0}, 0) when {1} = '' and abs({2}) >= 1 then {0} else split_part({0}, {1}, nullif({2:whole}, 0)) end",
  RegexpMatch: 'regexp_matches({0}, {1})',
  RegexpExtract: ({ arguments: [, pattern] }) =>
    `case when regexp_matches({0}, {1}) then regexp_extract({0}, {1}, ${/(?<!\\)\((?!\?)/.test(constantText(pattern)) ? 1 : 0}) end`,
  RegexpReplace: "regexp_replace({0}, {1}, replace({2}, chr(92), chr(92) || chr(92)), 'g')",
  RegexpCount: 'len(regexp_extract_all({0}, {1}))',
};

/** Without the noise of doubles, before something that jumps. */
const clean = (text: string): string => `round(${text}, 9)`;

/** The number as it is written: a cast of the double itself would bring its last bits along. */
const decimal = (text: string): string => `try_cast((${text})::varchar as decimal(38, 12))`;

const numbers: Templates = {
  Sign: 'sign({0:exact})::double',
  Round: scaled('double', (scale) =>
    scale === null ? `round(${clean('{0:exact}')})` : `round(${clean(`{0:exact} * ${scale}`)}) / ${scale}`,
  ),
  RoundUp: scaled('double', (scale) =>
    scale === null
      ? `sign({0:exact}) * ceil(${clean('abs({0:exact})')})`
      : `sign({0:exact}) * ceil(${clean(`abs({0:exact}) * ${scale}`)}) / ${scale}`,
  ),
  RoundDown: scaled('double', (scale) =>
    scale === null ? `trunc(${clean('{0:exact}')})` : `trunc(${clean(`{0:exact} * ${scale}`)}) / ${scale}`,
  ),
  MRound: `round(${clean('{0:exact} / nullif({1:exact}, 0)')}) * {1:exact}`,
  Floor: `floor(${clean('{0:exact}')})`,
  Ceiling: `ceil(${clean('{0:exact}')})`,
  Int: `trunc(${clean('{0:exact}')})`,
  Mod: `(${decimal('{0:exact}')} % nullif(${decimal('{1:exact}')}, 0))::double`,
  Quotient: `trunc(${clean('{0:exact} / nullif({1:exact}, 0)')})`,
  BinFixed: bins((text) => `floor(${clean(text)})`),
  ...trigonometry('double', (text) => text),
};

/** DuckDB calculates what stands twice in a CASE before it looks at the condition. */
const bounded = (count: string, bound: number): string => `greatest(least((${count})::double, ${bound}), -${bound})`;

const dates: Templates = {
  ...dateTemplates({
    truncate: (call, unit) =>
      unit === 'hour' || unit === 'minute' || unit === 'second'
        ? `{1} - (${wallClock(call, 1)} - ${truncated(call, unit, 1)})`
        : `${truncated(call, unit, 1)} at time zone {zone}`,
    secondOf: (moment) => `extract(microsecond from ${moment}) / 1000000`,
    months: (count) => `to_months(${bounded(count, 1_000_000)}::int)`,
    days: (count) => `to_days(${bounded(count, 10_000_000)}::int)`,
    seconds: (count) => `to_microseconds(round(${bounded(count, 1_000_000_000_000)} * 1000000)::bigint)`,
  }),
  MonthName: (call) => `monthname(${wallClock(call, 0)})`,
  WeekdayName: (call) => `dayname(${wallClock(call, 0)})`,
  DateFormat: (call) => `strftime(${wallClock(call, 0)}, {1})`,
  FromUnix: 'case when {0} >= -62135596800 and {0} < 253402300800 then to_timestamp({0:exact}) end',
};

const conversions: Templates = {
  Text: {
    text: '{0}',
    number: "rtrim(rtrim(printf('%.12f', round({0:exact}, 12) + 0), '0'), '.')",
    logical: "case {0} when true then 'True' when false then 'False' end",
    date: "strftime({0}, '%Y-%m-%d')",
    datetime: "strftime({0} at time zone {zone}, '%Y-%m-%d %H:%M:%S')",
  },
  Number: {
    text: `case when regexp_matches({0}, '${numberPattern}') then try_cast(trim({0}) as double) end`,
    number: '{0}',
    logical: 'case {0} when true then 1 when false then 0 end',
  },
  Date: {
    text: `case when regexp_matches({0}, '^${datePattern}$') then try_cast({0} as date) end`,
    date: '{0}',
    datetime: '({0} at time zone {zone})::date',
  },
  Datetime: {
    text: `case when regexp_matches({0}, '^${datetimePattern}$') then case when right({0}, 1) = 'Z' then try_cast({0} as timestamptz) else try_cast({0} as timestamp) at time zone {zone} end end`,
    date: '{0}::timestamp at time zone {zone}',
    datetime: '{0}',
  },
};

const number = (text: string): string => `nullif(${text}, 'nan'::double)`;

const aggregates: Templates = {
  // Of decimals these would be rounded to as many places as the column has.
  Median: 'percentile_cont(0.5) within group (order by {0:exact})',
  Percentile: 'percentile_cont({1:word}) within group (order by {0:exact})',
  First: 'first({0} order by {1:ordered}, {0:ordered} nulls last) filter (where {1} is not null)',
  Last: 'first({0} order by {1:ordered} desc, {0:ordered} desc nulls last) filter (where {1} is not null)',
  Mode: 'mode({0} order by {0:ordered})',
  Corr: number('corr({0}, {1})'),
  Slope: number('regr_slope({0}, {1})'),
  Intercept: number('regr_intercept({0}, {1})'),
  FillDown: 'last_value({0} ignore nulls) over {running}',
};

export const duckdbFormulas: FormulaDialect = {
  name: 'duckdb',
  types: { text: 'varchar', number: 'double', logical: 'boolean', date: 'date', datetime: 'timestamptz' },
  forms: {
    exact: { number: '{0}::double' },
    // 0.1 + 0.2 is 0.30000000000000004 in doubles.
    equal: { number: 'round({0}, 12)' },
    ordered: { number: 'round({0}, 12)' },
    ...sizeForms,
  },
  templates: { ...standardTemplates, ...texts, ...numbers, ...dates, ...conversions, ...aggregates },
  literal: postgresqlFormulas.literal,
};
