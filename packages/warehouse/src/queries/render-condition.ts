/**
 * What a filter demands, as SQL. A condition that excludes keeps what has no value, unless null itself is excluded: people
 * read "is not ZRH" so, and SQL would not.
 */
import type { DataType } from '@penstock/domain/formula/expression';
import type { Condition } from '@penstock/domain/queries/plan';
import { joined, parameter, sql, verbatim } from '../sql/fragment.ts';
import type { SqlFragment } from '../sql/fragment.ts';
import { renderValue } from './render-value.ts';
import type { ValueContext } from './render-value.ts';

export function renderCondition(condition: Condition, context: ValueContext): SqlFragment {
  switch (condition.kind) {
    case 'list':
      return renderList(condition, renderValue(condition.value, context), context);
    case 'range':
      return renderRange(condition, renderValue(condition.value, context), context);
    case 'text':
      return renderText(condition, renderValue(condition.value, context), context);
    case 'null':
      return sql`${enclosed(renderValue(condition.value, context))} ${verbatim(condition.mode === 'is-null' ? 'is null' : 'is not null')}`;
    case 'at-most':
      return sql`${renderValue(condition.value, context)} <= ${wholeNumber(condition.limit)}`;
    case 'between-positions':
      return sql`${renderValue(condition.value, context)} between ${wholeNumber(condition.first)} and ${wholeNumber(condition.last)}`;
    case 'live-row':
      return verbatim(`not ${context.aliases.get(condition.input) ?? ''}.${context.dialect.quoteName('deleted')}`);
  }
}

function renderList(condition: Extract<Condition, { kind: 'list' }>, value: SqlFragment, context: ValueContext): SqlFragment {
  const column = enclosed(value);
  const values = condition.values.filter((wanted) => wanted !== null).map((wanted) => literal(wanted, condition.type, context));
  const hasNull = condition.values.includes(null);
  if (condition.mode === 'include') {
    if (values.length === 0) return hasNull ? sql`${column} is null` : verbatim('false');
    const included = values.length === 1 ? sql`${column} = ${joined(values, '')}` : sql`${column} in (${joined(values, ', ')})`;
    return hasNull ? sql`(${included} or ${column} is null)` : included;
  }
  if (values.length === 0) return hasNull ? sql`${column} is not null` : verbatim('true');
  const excluded = values.length === 1 ? sql`${column} <> ${joined(values, '')}` : sql`${column} not in (${joined(values, ', ')})`;
  return hasNull ? excluded : sql`(${excluded} or ${column} is null)`;
}

/** The end of a datetime's range may be a day: then all of it, as the document's time zone has it. */
function renderRange({ from, to, type }: Extract<Condition, { kind: 'range' }>, value: SqlFragment, context: ValueContext): SqlFragment {
  const column = enclosed(value);
  const isDay = (end: string): boolean => type === 'datetime' && end.length === 'YYYY-MM-DD'.length;
  const { types } = context.dialect.formulas;
  const midnight = (date: SqlFragment): SqlFragment =>
    sql`(${date})::timestamp at time zone ${parameter(context.plan.timeZone, types.text)}`;
  const ends: SqlFragment[] = [];
  if (from !== null) {
    const low = isDay(from) ? midnight(parameter(from, types.date)) : literal(from, type, context);
    ends.push(sql`${column} >= ${low}`);
  }
  if (to !== null) {
    ends.push(
      isDay(to) ? sql`${column} < ${midnight(sql`${parameter(to, types.date)} + 1`)}` : sql`${column} <= ${literal(to, type, context)}`,
    );
  }
  return joined(ends, ' and ');
}

function renderText(condition: Extract<Condition, { kind: 'text' }>, value: SqlFragment, context: ValueContext): SqlFragment {
  const { types } = context.dialect.formulas;
  const cased = (fragment: SqlFragment): SqlFragment => (condition.caseSensitive ? fragment : sql`lower(${fragment})`);
  const column = cased(value);
  const wanted = cased(parameter(condition.text, types.text));
  const plain = enclosed(value);
  switch (condition.operator) {
    case 'contains':
      return sql`strpos(${column}, ${wanted}) > 0`;
    case 'does-not-contain':
      return sql`(strpos(${column}, ${wanted}) = 0 or ${plain} is null)`;
    case 'starts-with':
      return sql`starts_with(${column}, ${wanted})`;
    case 'ends-with':
      return sql`right(${column}, length(${wanted})) = ${wanted}`;
    case 'equals':
      return sql`${enclosed(column)} = ${wanted}`;
    case 'does-not-equal':
      return sql`(${enclosed(column)} <> ${wanted} or ${plain} is null)`;
  }
}

/** Numbers stand in the text, so that an engine compares them as the column's own type and can use its index. */
function literal(value: string | boolean | readonly string[], type: DataType, { dialect }: ValueContext): SqlFragment {
  if (typeof value === 'boolean') return verbatim(String(value));
  if (typeof value !== 'string') throw new Error('a filter compares single values');
  if (type !== 'number') return parameter(value, dialect.formulas.types[type]);
  if (!/^-?\d+(?:\.\d+)?$/.test(value)) throw new Error('A number is not in canonical encoding.');
  return verbatim(value);
}

/** A name, or a call, stands as it is. */
function enclosed(fragment: SqlFragment): SqlFragment {
  const [only] = fragment.parts;
  return fragment.parts.length === 1 && typeof only === 'string' && /^"(?:[^"]|"")*"(?:\."(?:[^"]|"")*")?$/.test(only)
    ? fragment
    : sql`(${fragment})`;
}

function wholeNumber(value: number): SqlFragment {
  if (!Number.isSafeInteger(value)) throw new Error('a count is a whole number');
  return verbatim(String(value));
}
