/** Formulas as SQL text; what the engines make of it is tested in `tests/engines`. */
import { describe, expect, test } from 'vitest';
import { functionCatalogue } from '@penstock/domain/formula/catalogue';
import { checkFormula } from '@penstock/domain/formula/check';
import { exampleScope } from '@penstock/domain/formula/example-rows';
import type { FormulaDialect } from '../src/formula/dialect.ts';
import { duckdbFormulas } from '../src/formula/duckdb.ts';
import { postgresqlFormulas } from '../src/formula/postgresql.ts';
import type { RenderContext } from '../src/formula/render.ts';
import { renderExpression } from '../src/formula/render.ts';
import type { SqlFragment } from '../src/sql/fragment.ts';
import { joined, parameter, sql, toReadable, toStatement, verbatim } from '../src/sql/fragment.ts';

function rendered(formula: string, dialect: FormulaDialect = postgresqlFormulas): SqlFragment {
  const result = checkFormula(formula, exampleScope);
  if (result.kind === 'wrong') throw new Error(`${formula}: ${result.problems[0]?.message}`);
  const context: RenderContext = {
    dialect,
    column: (reference) => verbatim(reference.of === 'source' ? `"${reference.name}"` : 'other'),
    control: () => 'ZRH',
    lookup: () => verbatim('joined."value"'),
    window: { partitionBy: [verbatim('"Region"')], orderBy: [{ sql: verbatim('"Day"'), direction: 'descending' }] },
    timeZone: 'Europe/Zurich',
    weekStart: 'monday',
  };
  return renderExpression(result.expression, context);
}

const text = (formula: string): string => toStatement(rendered(formula)).text;

describe('formulas on PostgreSQL', () => {
  test.each([
    ['[Amount] + 1', '"Amount"::numeric + 1'],
    ['[Amount] - ([Row] - 2) * 3', '"Amount"::numeric - (("Row"::numeric - 2) * 3)'],
    ['5 - -5', '5::numeric - (-5)::numeric'],
    ['[Amount] - -5', '"Amount"::numeric - (-5)'],
    ['[Amount] / 60', '"Amount"::numeric / 60'],
    ['[Amount] / [Row]', '"Amount"::numeric / nullif("Row"::numeric, 0)'],
    ['[Amount] > 5 And Not [Done]', '("Amount" > 5) and (not "Done")'],
    ['If([Amount] > 5, "high", Null)', `case when "Amount" > 5 then $1::text else null::text end`],
    ['Sum([Amount]) / Count()', 'sum("Amount")::numeric / nullif(count(*)::numeric, 0)'],
    ['SumIf([Amount], [Done])', 'sum("Amount") filter (where "Done")'],
    ['Left([Region], 3)', 'left("Region", 3)'],
    ['Year([At])', 'extract(year from ("At" at time zone $1::text))'],
    ['DateTrunc("month", [Day])', `date_trunc('month', "Day"::timestamp)::date`],
    ['DateAdd("quarter", -1, [Day])', `("Day" + interval '-3 month')::date`],
    [
      'RunningSum([Amount])',
      'sum("Amount") over (partition by "Region" order by "Day" desc nulls last rows between unbounded preceding and current row)',
    ],
    ['Lookup([Targets/Target], [Region], [Targets/Region]) * 2', 'joined."value"::numeric * 2'],
    ['[Origin] = [Region]', '$1::text = "Region"'],
  ])('%s becomes %s', (formula, expected) => {
    expect(text(formula)).toBe(expected);
  });

  test('what was typed is a parameter, equal values share a place, and the readable text has them as literals', () => {
    const fragment = rendered(`[Region] & "it's" & "it's" & "\\"`);
    expect(toStatement(fragment)).toEqual({
      text: '(("Region" || $1::text) || $1::text) || $2::text',
      parameters: ["it's", '\\'],
    });
    expect(toReadable(fragment, postgresqlFormulas.literal)).toBe(`(("Region" || 'it''s') || 'it''s') || E'\\\\'`);
  });

  test('a formula that would grow beyond bounds as SQL is refused', () => {
    const nested = `${'Sqrt('.repeat(40)}[Amount]${')'.repeat(40)}`;
    expect(() => rendered(nested)).toThrow(expect.objectContaining({ code: 'formula.too-large' }));
  });
});

describe.each([postgresqlFormulas, duckdbFormulas])('the dialect $name', (dialect) => {
  test('renders every function of the catalogue', () => {
    const missing = functionCatalogue.filter((entry) => entry.category !== 'Other elements' && dialect.templates[entry.name] === undefined);
    expect(missing.map((entry) => entry.name)).toEqual([]);
  });

  test('has no template that the catalogue does not know', () => {
    const names = new Set(functionCatalogue.map((entry) => entry.name));
    expect(Object.keys(dialect.templates).filter((name) => !names.has(name))).toEqual([]);
  });

  test('puts no text of a formula into the statement', () => {
    const marked = functionCatalogue.flatMap((entry) => entry.examples.map((example) => example.formula));
    for (const formula of marked) {
      const typed = [...formula.matchAll(/"((?:[^"]|"")*)"/g)]
        .map(([, value = '']) => value)
        .filter((value) => /[^a-z0-9 ,.:/-]/i.test(value));
      const statement = toStatement(rendered(formula, dialect)).text;
      for (const value of typed) expect(statement, formula).not.toContain(`'${value}'`);
    }
  });
});

describe('SQL fragments', () => {
  test('are put together without a string ever becoming SQL', () => {
    const fragment = sql`select ${joined([parameter("x'; drop table t"), parameter(null, 'text')], ', ')} from ${verbatim('"t"')}`;
    expect(toStatement(fragment)).toEqual({ text: 'select $1, $2::text from "t"', parameters: ["x'; drop table t", null] });
  });

  test('equal values of different types have different places', () => {
    const statement = toStatement(joined([parameter('1', 'text'), parameter('1', 'numeric'), parameter('1', 'text'), parameter(1)], ' '));
    expect(statement).toEqual({ text: '$1::text $2::numeric $1::text $3', parameters: ['1', '1', 1] });
  });
});
