/** P29 for formulas: what somebody types is data, wherever it stands and whatever it looks like. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkFormula } from '@penstock/domain/formula/check';
import { exampleScope } from '@penstock/domain/formula/example-rows';
import type { Expression } from '@penstock/domain/formula/expression';
import { portablePattern } from '@penstock/domain/formula/pattern';
import { printName } from '@penstock/domain/formula/print';
import type { FormulaScope } from '@penstock/domain/formula/scope';
import { renderExpression } from '@penstock/warehouse/formula/render';
import { quoteName } from '@penstock/warehouse/postgresql/quote';
import { sql, toReadable, toStatement, verbatim } from '@penstock/warehouse/sql/fragment';
import { engineNames, evaluate, renderContext, startFormulaEngine } from './formula-engines.ts';
import type { FormulaEngine, Value } from './formula-engines.ts';

const setting = { timeZone: 'UTC', weekStart: 'monday' } as const;
const oneRow = verbatim('(select * from "Example" where "Row" = 1) as o');

const hostile = [
  `'; drop table "Example"; --`,
  `"; drop table "Example"; --`,
  `') or true --`,
  `$1`,
  `$1::text`,
  `$$; drop table "Example"; $$`,
  `/* */ -- \n`,
  `\\'; select 1`,
  `\\`,
  `{0} {*} {zone} {text}`,
  `\u202e\u2066'\u2069`,
  `' || (select "Note" from "Example") || '`,
  `E'\\x27'`,
  `%s %Y %% \${1}`,
  `''`,
  `;`,
];

/** Alphabet of what has a meaning somewhere in SQL. */
const nasty = fc.oneof(
  fc.constantFrom(...hostile),
  fc
    .array(
      fc.constantFrom(`'`, `"`, '\\', ';', '--', '/*', '*/', '$', '$$', '1', '{', '}', '%', '\n', '\u202e', 'a', ' ', '[', ']', '/', '😀'),
      { maxLength: 30 },
    )
    .map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', maxLength: 50 }).filter((text) => !text.includes('\0')),
);

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

describe.each(engineNames)('P29: in formulas on %s', (name) => {
  let engine: FormulaEngine;
  let tables: readonly (readonly (string | null)[])[];

  const catalog = async (): Promise<readonly (readonly (string | null)[])[]> =>
    await engine.run({ text: `select table_schema, table_name from information_schema.tables order by 1, 2`, parameters: [] });

  const valueOf = async (formula: string, scope: FormulaScope = exampleScope): Promise<Value> => {
    const rows = await evaluate(engine, [checked(formula, scope)], oneRow, setting);
    return rows[0]?.[0] ?? null;
  };

  beforeAll(async () => {
    engine = await startFormulaEngine(name);
    tables = await catalog();
  });

  afterAll(async () => {
    expect(await catalog()).toEqual(tables);
    await engine.close();
  });

  test('a written text is given back as it is', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, async (text) => {
        expect(await valueOf(quoted(text))).toBe(text);
        expect(await valueOf(`If(Contains("<" & ${quoted(text)} & ">", ${quoted(text)}), ${quoted(text)}, "lost")`)).toBe(text);
      }),
      { numRuns: 150 },
    );
  });

  test('so are texts where a function reads a format, a separator or a replacement', async () => {
    for (const text of hostile) {
      const format = text.replaceAll('%', '%%');
      expect(await valueOf(`DateFormat([Day], ${quoted(format)})`)).toBe(text);
      expect(await valueOf(`RegexpReplace("x", "x", ${quoted(text)})`)).toBe(text);
      expect(await valueOf(`Replace("x", "x", ${quoted(text)})`)).toBe(text);
      expect(await valueOf(`SplitPart("a" & ${quoted(text)} & "b", ${quoted(text)}, 2)`)).toBe('b');
      expect(await valueOf(`In(${quoted(text)}, "a", ${quoted(text)})`)).toBe(true);
      const pattern = portablePattern(text);
      if (pattern.kind === 'pattern') expect(typeof (await valueOf(`RegexpMatch("x", ${quoted(text)})`))).toBe('boolean');
    }
  });

  test('the longest text that fits', async () => {
    const text = `'"\\`.repeat(2_400);
    expect(await valueOf(quoted(text))).toBe(text);
  });

  test('names of columns are names, whatever they look like', async () => {
    for (const column of hostile) {
      const scope: FormulaScope = {
        resolve: (path) =>
          path.join('/') === column.trim()
            ? { kind: 'column', reference: { of: 'source', name: column }, type: 'text', shape: 'row' }
            : { kind: 'none', suggestions: [] },
      };
      const expression = checked(`${printName([column])} & "!"`, scope);
      const context = { ...renderContext(engine.dialect, setting), column: () => verbatim(quoteName(column)) };
      const fragment = sql`select ${renderExpression(expression, context)} from (select 'value' as ${verbatim(quoteName(column))}) as t`;
      expect(await engine.run(toStatement(fragment)), column).toEqual([['value!']]);
    }
  });

  test('the text that a person may copy says the same, with everything quoted', async () => {
    for (const text of hostile) {
      const fragment = sql`select ${renderExpression(checked(`${quoted(text)} & [Region]`), renderContext(engine.dialect, setting))} from ${oneRow}`;
      const readable = toReadable(fragment, engine.dialect.literal);
      expect(await engine.run({ text: readable, parameters: [] }), readable).toEqual([[`${text}North`]]);
    }
  });

  test('what no warehouse can store is refused before it gets there', () => {
    expect(checkFormula('"a\0b"', exampleScope)).toMatchObject({
      kind: 'wrong',
      problems: [{ from: 0, to: 5, code: 'formula.unexpected-character' }],
    });
    expect(checkFormula('"a\ud800"', exampleScope)).toMatchObject({ kind: 'wrong' });
  });
});

function checked(formula: string, scope: FormulaScope = exampleScope): Expression {
  const result = checkFormula(formula, scope);
  if (result.kind === 'wrong') throw new Error(`${formula}: ${result.problems.map((problem) => problem.message).join(' ')}`);
  return result.expression;
}
