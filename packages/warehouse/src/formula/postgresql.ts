/** PostgreSQL 15 and later. Numbers are calculated as `numeric`: exact, and with no largest value to run over. */
import { quoteLiteral } from '../postgresql/quote.ts';
import type { CallToRender, FormulaDialect, TemplateWithTexts, Templates } from './dialect.ts';
import { constantText } from './dialect.ts';
import { sizeForms } from './sizes.ts';
import { dateTemplates, truncated, wallClock } from './standard/dates.ts';
import { bins, scaled, trigonometry } from './standard/numbers.ts';
import { datePattern, datetimePattern, numberPattern } from './standard/patterns.ts';
import { standardTemplates } from './standard/templates.ts';

const texts: Templates = {
  Proper: 'initcap({0})',
  SplitPart: 'split_part({0}, {1}, nullif({2:whole}, 0))',
  RegexpMatch: '{0} ~ {1}',
  RegexpExtract: 'substring({0}, {1})',
  RegexpReplace: "regexp_replace({0}, {1}, replace({2}, chr(92), chr(92) || chr(92)), 'g')",
  RegexpCount: 'regexp_count({0}, {1})',
};

const numbers: Templates = {
  Round: ({ arguments: values }) => (values.length > 1 ? 'round({0:exact}, {1:digits})' : 'round({0:exact})'),
  RoundUp: scaled('numeric', (scale) =>
    scale === null ? 'sign({0:exact}) * ceil(abs({0:exact}))' : `sign({0:exact}) * ceil(abs({0:exact}) * ${scale}) / ${scale}`,
  ),
  RoundDown: ({ arguments: values }) => (values.length > 1 ? 'trunc({0:exact}, {1:digits})' : 'trunc({0:exact})'),
  MRound: 'round({0:exact} / nullif({1:exact}, 0)) * {1:exact}',
  Floor: 'floor({0:exact})',
  Ceiling: 'ceil({0:exact})',
  Int: 'trunc({0:exact})',
  Mod: 'mod({0:exact}, nullif({1:exact}, 0))',
  Quotient: 'div({0:exact}, nullif({1:exact}, 0))',
  BinFixed: bins((text) => `floor(${text})`),
  ...trigonometry('float8', (text) => `${text}::numeric`),
};

const dates: Templates = {
  ...dateTemplates({
    // In UTC no wall clock is skipped or repeated, so a detour over it is exact, and takes half the time of `date_trunc` with a zone.
    truncate: (call, unit) =>
      call.timeZone === 'UTC' || (unit === 'week' && call.weekStart === 'sunday')
        ? `${truncated(call, unit, 1)} at time zone {zone}`
        : `date_trunc('${unit}', {1}, {zone})`,
    secondOf: (moment) => `extract(second from ${moment})`,
    months: (count) => `make_interval(months => (${count})::int)`,
    days: (count) => `make_interval(days => (${count})::int)`,
    seconds: (count) => `make_interval(secs => (${count})::float8)`,
  }),
  MonthName: (call) => `to_char(${wallClock(call, 0)}, 'FMMonth')`,
  WeekdayName: (call) => `to_char(${wallClock(call, 0)}, 'FMDay')`,
  DateFormat: dateFormat,
  FromUnix: 'case when {0} >= -62135596800 and {0} < 253402300800 then to_timestamp({0:exact}::float8) end',
};

/** 30 February is none: the day is at most the last of its month. */
const dayExists = "substr({0}, 9, 2)::int <= extract(day from (substr({0}, 1, 7) || '-01')::date + interval '1 month' - interval '1 day')";

const conversions: Templates = {
  Text: {
    text: '{0}',
    number: 'trim_scale(round({0:exact}, 12))::text',
    logical: "case {0} when true then 'True' when false then 'False' end",
    date: "to_char({0}, 'YYYY-MM-DD')",
    datetime: "to_char({0} at time zone {zone}, 'YYYY-MM-DD HH24:MI:SS')",
  },
  Number: {
    text: `case when {0} ~ '${numberPattern}' then {0}::numeric end`,
    number: '{0}',
    logical: 'case {0} when true then 1 when false then 0 end',
  },
  Date: {
    text: `case when {0} ~ '^${datePattern}$' then case when ${dayExists} then {0}::date end end`,
    date: '{0}',
    datetime: '({0} at time zone {zone})::date',
  },
  Datetime: {
    text: `case when {0} ~ '^${datetimePattern}$' then case when ${dayExists} then case when right({0}, 1) = 'Z' then {0}::timestamptz else {0}::timestamp at time zone {zone} end end end`,
    date: '{0}::timestamp at time zone {zone}',
    datetime: '{0}',
  },
};

const aggregates: Templates = {
  First: '(array_agg({0} order by {1:ordered}, {0:ordered}) filter (where {1} is not null))[1]',
  Last: '(array_agg({0} order by {1:ordered} desc, {0:ordered} desc nulls last) filter (where {1} is not null))[1]',
  Mode: 'mode() within group (order by {0:ordered})',
  // Without IGNORE NULLS: the values so far, of which as many are not null as have been counted.
  FillDown: '(array_agg({0}) filter (where {0} is not null) over {running})[nullif(count({0}) over {running}, 0)]',
};

export const postgresqlFormulas: FormulaDialect = {
  name: 'postgresql',
  types: { text: 'text', number: 'numeric', logical: 'boolean', date: 'date', datetime: 'timestamptz' },
  forms: {
    exact: { number: '{0}::numeric' },
    equal: {},
    ordered: { text: '{0} collate "C"' },
    ...sizeForms,
  },
  templates: { ...standardTemplates, ...texts, ...numbers, ...dates, ...conversions, ...aggregates },
  literal: ({ value, type }) => {
    if (value === null) return type === null ? 'null' : `null::${type}`;
    if (typeof value === 'string') return type === 'text' || type === null ? quoteLiteral(value) : `${quoteLiteral(value)}::${type}`;
    return String(value);
  },
};

/** `%Y` to `YYYY`; everything else between double quotes, where it means nothing to `to_char`. */
function dateFormat(call: CallToRender): TemplateWithTexts {
  const format = constantText(call.arguments[1]).replaceAll(/%([^])|([^%]+)/g, (_, code: string | undefined, text: string | undefined) =>
    code === undefined || code === '%' ? `"${(text ?? '%').replaceAll(/["\\]/g, '\\$&')}"` : (formatCodes[code] ?? ''),
  );
  return { template: `to_char(${wallClock(call, 0)}, {text})`, texts: [format] };
}

const formatCodes: Readonly<Record<string, string>> = {
  Y: 'YYYY',
  m: 'MM',
  d: 'DD',
  H: 'HH24',
  M: 'MI',
  S: 'SS',
  B: 'FMMonth',
  b: 'Mon',
  A: 'FMDay',
  a: 'Dy',
  j: 'DDD',
};
