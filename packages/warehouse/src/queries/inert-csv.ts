/**
 * An answer whose texts no spreadsheet takes for formulas (P30): an apostrophe goes before what begins like one, after any
 * blanks, in half or full width, and before tabs and line breaks, behind which some programs begin anew. Numbers, dates and
 * truth values stay as they are.
 */
import type { ElementPlan } from '@penstock/domain/queries/plan';
import type { DataType } from '@penstock/domain/formula/expression';
import { postgresqlQueries } from './postgresql.ts';
import { renderPlan } from './render-plan.ts';

/** Blanks that spreadsheets pass over, those of Unicode and of width zero among them. */
const blanks = '\\s\\u0000-\\u0020\\u0085\\u00a0\\u1680\\u180e\\u2000-\\u200f\\u2028-\\u202f\\u205f\\u2060\\u3000\\ufeff';
const signs = '=+@\\-\\uff1d\\uff0b\\uff20\\uff0d\\u2212';
const pattern = `^(?:[\\t\\r\\n]|[${blanks}]*[${signs}])`;
const dangerous = new RegExp(pattern, 'u');

/** The query with its values as literals, to be written as CSV. */
export function inertCsv(plan: ElementPlan): string {
  const { inlined } = renderPlan(plan, postgresqlQueries);
  const answer = plan.steps.at(-1)?.query;
  const columns = answer?.node === 'select' ? answer.columns : (answer?.selects[0]?.columns ?? []);
  const shown = columns.map(({ name, type }) => {
    const quoted = postgresqlQueries.quoteName(name);
    const value = mayBeText(type) ? `case when ${quoted} ~ '${inPostgresql}' then '''' || ${quoted} else ${quoted} end` : quoted;
    return `${value} as ${postgresqlQueries.quoteName(inertText(name))}`;
  });
  return `select\n  ${shown.join(',\n  ')}\nfrom (\n${inlined}\n) as answer`;
}

export function inertText(text: string): string {
  return dangerous.test(text) ? `'${text}` : text;
}

/** PostgreSQL's expressions know the same escapes, but no NUL, which no text of it has. */
const inPostgresql = pattern.replace('\\u0000-', '\\u0001-');

/** What is only shown is text, too. */
function mayBeText(type: DataType | null): boolean {
  return type === 'text' || type === null;
}
