import { describe, expect, test } from 'vitest';
import { checkFormula } from '../../src/formula/check.ts';
import type { CheckResult } from '../../src/formula/check.ts';
import { exampleScope } from '../../src/formula/example-rows.ts';
import type { FormulaScope } from '../../src/formula/scope.ts';
import { columnsOf, containsAggregate, lookupsOf } from '../../src/formula/walk.ts';

const check = (text: string): CheckResult => checkFormula(text, exampleScope);

describe('a checked formula', () => {
  test.each([
    ['[Amount] * 2', 'number', 'row'],
    ['[amount] > 2', 'logical', 'row'],
    ['sum([Amount]) / count()', 'number', 'aggregate'],
    ['[Amount] / Sum([Amount])', 'number', 'aggregate'],
    ['Rank(Sum([Amount]), "desc")', 'number', 'window'],
    ['If([Done], [Day], [At])', 'datetime', 'row'],
    ['DateTrunc("month", [At])', 'datetime', 'row'],
    ['DateTrunc("Month", [Day])', 'date', 'row'],
    ['DateTrunc("hour", [Day])', 'datetime', 'row'],
    ['Coalesce(Null, [Day])', 'date', 'row'],
    ['Coalesce(Null, Null)', 'text', 'row'],
    ['Min([Region])', 'text', 'aggregate'],
    ['Lookup([Targets/Target], [Region], [Targets/Region])', 'number', 'row'],
    ['Rollup(Max([Targets/Month]), [Region], [Targets/Region])', 'date', 'row'],
    ['[Origin] & "!"', 'text', 'row'],
    ['RangeStart([Period])', 'date', 'row'],
  ])('%s is of type %s and gives one value per %s', (text, type, shape) => {
    expect(check(text)).toMatchObject({ kind: 'checked', type, shape });
  });

  test.each([
    ['[Amuont] + 1', 0, 8, 'formula.unknown-name', 'Did you mean [Amount]?'],
    ['Summ([Amount])', 0, 4, 'formula.unknown-function', 'Did you mean Sum'],
    ['[Amount] + [Region]', 11, 19, 'formula.argument-type', 'a number here, not a text'],
    ['Left([Region])', 0, 4, 'formula.argument-count', 'Left(text: text, characters: number) was expected, not one argument.'],
    ['Year("2026")', 5, 11, 'formula.argument-type', 'Year takes a date or a datetime here, not a text.'],
    ['If([Done], 1, "a")', 14, 17, 'formula.argument-type', 'If takes a number here, not a text.'],
    ['Switch([Region], 1, 2)', 17, 18, 'formula.argument-type', 'Switch takes a text here, not a number.'],
    ['DateTrunc([Region], [Day])', 10, 18, 'formula.constant-needed', '"year", "quarter"'],
    ['RegexpMatch([Note], "(")', 20, 23, 'formula.constant-needed', 'a ) is missing'],
    ['RegexpMatch([Note], "(?=a)")', 20, 27, 'formula.constant-needed', 'groups are written'],
    ['Lag([Row], [Row])', 11, 16, 'formula.constant-needed', 'a whole number'],
    ['Percentile([Row], 2)', 18, 19, 'formula.constant-needed', 'from 0 to 1'],
    ['ToTimeZone([At], "Mars/Base")', 17, 28, 'formula.constant-needed', 'a time zone'],
    ['Date("2026-02-30")', 5, 17, 'formula.argument-type', 'A date that exists'],
    ['[Note] = Null', 9, 13, 'formula.compared-with-null', 'IsNull'],
    ['Sum(Avg([Amount]))', 4, 17, 'formula.nested-aggregate', 'a column of its own'],
    ['Sum(Lag([Amount]))', 4, 17, 'formula.nested-window', 'a column of its own'],
    ['Lag(Rank([Amount]))', 4, 18, 'formula.nested-window', 'a column of its own'],
    ['[Targets/Target] + 1', 0, 16, 'formula.other-element', 'Lookup([Targets/Target]'],
    ['Lookup([Targets/Target], [Region])', 0, 6, 'formula.argument-count', 'pairs of keys'],
    ['Lookup([Amount], [Region], [Targets/Region])', 7, 15, 'formula.mixed-elements', 'one of this element'],
    ['Lookup([Targets/Target], [Row], [Targets/Region])', 32, 48, 'formula.argument-type', 'A key of the same type'],
    ['Lookup(Sum([Targets/Target]), [Region], [Targets/Region])', 7, 28, 'formula.argument-type', 'a value of one row'],
    ['Rollup([Targets/Target], [Region], [Targets/Region])', 7, 23, 'formula.argument-type', 'an aggregate'],
    ['[Period] > Today()', 0, 8, 'formula.range-control', 'RangeStart([Period])'],
    ['RangeStart([Origin])', 11, 19, 'formula.argument-type', 'one range control'],
  ])('%s is underlined at %i to %i', (text, from, to, code, message) => {
    const result = check(text);
    const [problem] = result.kind === 'wrong' ? result.problems : [];
    expect(problem).toMatchObject({ from, to, code });
    expect(problem?.message).toContain(message);
  });

  test('several mistakes are all told, in the order of their places', () => {
    const result = check('[Nope] + Upper(1) + Foo()');
    const codes = result.kind === 'wrong' ? result.problems.map((problem) => problem.code) : [];
    expect(codes).toEqual(['formula.unknown-name', 'formula.argument-type', 'formula.unknown-function']);
  });

  test('a name with a slash is one column when there is no such element', () => {
    const scope: FormulaScope = {
      resolve: (path) =>
        path.length === 1 && path[0] === 'Miles/Hour'
          ? { kind: 'column', reference: { of: 'source', name: 'Miles/Hour' }, type: 'number', shape: 'row' }
          : { kind: 'none', suggestions: [] },
    };
    expect(checkFormula('[Miles/Hour] * 2', scope).kind).toBe('checked');
    expect(checkFormula('[Miles\\/Hour] * 2', scope).kind).toBe('checked');
  });

  test('a column that is an aggregate itself may be aggregated again, level by level', () => {
    const scope: FormulaScope = {
      resolve: () => ({ kind: 'column', reference: { of: 'element', columnId: 'total' }, type: 'number', shape: 'aggregate' }),
    };
    expect(checkFormula('[Total] + 1', scope)).toMatchObject({ shape: 'aggregate' });
    expect(checkFormula('Avg([Total])', scope)).toMatchObject({ kind: 'checked', shape: 'aggregate' });
  });

  test('planners find its columns, lookups and aggregates', () => {
    const result = check('[Amount] + Lookup([Targets/Target], [Region], [Targets/Region])');
    if (result.kind === 'wrong') throw new Error('It is right.');
    expect(columnsOf(result.expression)).toEqual([
      { of: 'source', name: 'Amount' },
      { of: 'source', name: 'Region' },
    ]);
    expect(lookupsOf(result.expression)).toHaveLength(1);
    expect(containsAggregate(result.expression)).toBe(false);
  });
});
