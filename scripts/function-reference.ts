/** Writes docs/reference/functions.md from the catalogue of functions: `node scripts/function-reference.ts`. */
import { writeFileSync } from 'node:fs';
import { functionCatalogue } from '@penstock/domain/formula/catalogue';
import type { ExampleTable } from '@penstock/domain/formula/example-rows';
import { exampleRows, exampleTargets } from '@penstock/domain/formula/example-rows';
import type { FunctionEntry, FunctionExample } from '@penstock/domain/formula/function-entry';
import { functionCategories } from '@penstock/domain/formula/function-entry';
import { operatorLevels } from '@penstock/domain/formula/operators';

/** The page as Markdown: one section for each category, one for each function. */
export function functionReference(): string {
  const sections = functionCategories.map((category) => {
    const entries = functionCatalogue.filter((entry) => entry.category === category);
    return [`## ${category}`, '', ...entries.map(functionSection)].join('\n');
  });
  return [introduction(), ...sections].join('\n');
}

function functionSection({ name, signatures, summary, examples }: FunctionEntry): string {
  const forms = signatures.map(({ text }) => {
    const [takes = '', gives = ''] = text.split(/ ?-> /);
    return `${name}(${takes}) -> ${gives}`;
  });
  const rows = examples.map((example) => `| ${code(example.formula)} | ${shownResult(example)} |`);
  return [`### ${name}`, '', '```', ...forms, '```', '', summary, '', '| formula | result |', '|---|---|', ...rows, ''].join('\n');
}

function shownResult({ result, timeZone, weekStart }: FunctionExample): string {
  const values = typeof result === 'object' && result !== null ? result : [result];
  const settings = [timeZone ?? null, weekStart === 'sunday' ? 'weeks from Sunday' : null].filter((setting) => setting !== null);
  return values.map(shownValue).join(', ') + (settings.length === 0 ? '' : ` (${settings.join(', ')})`);
}

function shownValue(value: string | boolean | null): string {
  if (value === null) return '*null*';
  if (value === '') return '*empty text*';
  return code(typeof value === 'boolean' ? (value ? 'True' : 'False') : value);
}

function code(text: string): string {
  const escaped = text.replaceAll('|', '\\|');
  return /^\s|\s$/.test(text) ? `\`"${escaped}"\`` : `\`${escaped}\``;
}

function table({ columns, rows }: ExampleTable): string {
  const names = Object.keys(columns);
  const lines = rows.map(
    (row) => `| ${row.map((value) => (value === null ? '*null*' : value === '' ? '*empty*' : String(value))).join(' | ')} |`,
  );
  return [`| ${names.join(' | ')} |`, `|${names.map(() => '---').join('|')}|`, ...lines].join('\n');
}

function introduction(): string {
  const precedence = operatorLevels
    .toReversed()
    .map(
      ({ place, operators }) =>
        `| \`${Object.keys(operators).join(' ')}\` | ${place === 'before' ? 'before a value' : 'between two values'} |`,
    );
  return `# Functions

A formula is written as in a spreadsheet: \`If([Delay] > 15, "late", "on time")\`. It is checked while it is typed, turned into
SQL and calculated by the warehouse; nothing is calculated elsewhere.

- \`[Column]\` is a column of the element or of its source, \`[Element/Column]\` one of another element (inside \`Lookup\` and
  \`Rollup\`), \`[Control]\` what a control holds. Inside brackets, a backslash takes the next character as it is.
- Values: \`12.5\`, \`"text"\` (a quote inside is doubled), \`True\`, \`False\`, \`Null\`, \`Date("2026-01-31")\`. Names of functions are
  written in any case.
- Types: text, number, logical, date, datetime. A date counts as the datetime at which it begins; nothing else is converted
  by itself.
- Null is no value. A function of which an argument is null gives null unless it says otherwise. The empty text is a value.
- Numbers are decimal. Division by zero is null, and so is whatever has no answer, such as the root of -1. Results that are
  not exact agree to 12 significant digits on all warehouses; numbers reach to 38 digits.
- A date has no time zone. A datetime is an instant; its parts are those that the time zone of the document shows.
- Aggregates give one value of a group of rows, windows one for each row that depends on others. Neither stands inside the
  other kind, except an aggregate inside a window: put the inner one into a column of its own and name that.

Operators, the strongest first:

| operators | stand |
|---|---|
${precedence.join('\n')}

## The rows of the examples

An example of one value sees the first row, an aggregate all of them, a window all of them in the order of \`Row\`. The time zone is
UTC and weeks begin on Monday unless the result says otherwise.

${table(exampleRows)}

The element \`Targets\`:

${table(exampleTargets)}

The list control \`Origin\` holds \`ZRH\`; the date range control \`Period\` begins with 2026-01-01 and is open at its end.

This page is written by \`node scripts/function-reference.ts\` from the catalogue in the code; a test compares both, another
one executes every example on PostgreSQL and on DuckDB.
`;
}

if (import.meta.main) writeFileSync(new URL('../docs/reference/functions.md', import.meta.url), functionReference());
