import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkFormula } from '../../src/formula/check.ts';
import { exampleScope } from '../../src/formula/example-rows.ts';
import { operatorsBefore, operatorsBetween } from '../../src/formula/operators.ts';
import { maximumFormulaLength, parseFormula } from '../../src/formula/parse.ts';
import { printFormula } from '../../src/formula/print.ts';
import type { SyntaxNode } from '../../src/formula/syntax.ts';

/** Pieces of formulas in any order: far more often nearly right than random characters are. */
const scraps = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '[',
        ']',
        '"',
        '(',
        ')',
        ',',
        '+',
        '-',
        '^',
        '%',
        '<>',
        '!=',
        ' ',
        '\\',
        '/',
        '&',
        '\n',
        'If(',
        'Sum(',
        '[Amount]',
        'Not',
        'and',
        'Null',
      ),
      fc.constantFrom(
        '"a"',
        '1.5',
        '1e99',
        '.',
        'Lookup(',
        '[Targets/Region]',
        'RangeStart([Period])',
        'RegexpMatch([Note], "[")',
        '“',
        '😀',
        '\0',
        '\ud800',
      ),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
    ),
    { maxLength: 25 },
  )
  .map((pieces) => pieces.join(''));

describe('the parser', () => {
  test('takes any text without throwing, and underlines places within it', () => {
    fc.assert(
      fc.property(scraps, (text) => {
        const result = checkFormula(text, exampleScope);
        if (result.kind === 'checked') return;
        expect(result.problems.length).toBeGreaterThan(0);
        for (const { from, to, message } of result.problems) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(to).toBeLessThanOrEqual(text.length);
          expect(message).toMatch(/^.+[.?]$/su);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('reads back what it prints as the same tree', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const text = printFormula(tree);
        const parsed = parseFormula(text);
        expect(parsed.problems, text).toEqual([]);
        expect(bare(parsed.tree), text).toEqual(bare(tree));
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['1 + 2 * 3', '1 + 2 * 3'],
    ['(1 + 2) * 3', '(1 + 2) * 3'],
    ['((1)) - (2 - 3)', '1 - (2 - 3)'],
    ['-2 ^ 2', '-2 ^ 2'],
    ['(-2) ^ 2', '(-2) ^ 2'],
    ['2 ^ (3 ^ 2)', '2 ^ 3 ^ 2'],
    ['(2 ^ 3) ^ 2', '(2 ^ 3) ^ 2'],
    ['not [a] = 1 and [b] or [c]', 'Not [a] = 1 And [b] Or [c]'],
    ['not ([a] and [b])', 'Not ([a] And [b])'],
    ['2 * -3', '2 * -3'],
    ['[a] & "b" = "c"', '[a] & "b" = "c"'],
    ['"a ""quoted"" word"', '"a ""quoted"" word"'],
    ['[Miles\\/Hour]', '[Miles\\/Hour]'],
    ['[ Flights / Delay ]', '[Flights/Delay]'],
    ['1.50 + .5 + 1e3', '1.5 + 0.5 + 1000'],
    ['sum( [a] ,1 )', 'sum([a], 1)'],
    ['And(a(), TRUE)', 'And(a(), True)'],
  ])('reads %s as %s', (text, printed) => {
    const { tree, problems } = parseFormula(text);
    expect(problems).toEqual([]);
    expect(printFormula(tree)).toBe(printed);
  });

  test.each([
    ['', 0, 0, 'The formula ends where a value was expected'],
    ['1 +', 3, 3, 'The formula ends where a value was expected'],
    ['1 + * 2', 4, 5, 'A value was expected here, not “*”'],
    ['Sum([a]', 3, 4, 'The arguments of Sum are never closed'],
    ['(1 + 2', 0, 1, 'This ( is never closed'],
    ['Left([a] 3)', 9, 10, 'a comma or a ) was expected'],
    ['[a] [b]', 4, 7, 'An operator was expected here'],
    ['1)', 1, 2, 'An operator was expected here'],
    ['Delay > 5', 0, 5, 'a column is written [Delay]'],
    ['"abc', 0, 4, 'This text needs a closing "'],
    ['[abc', 0, 4, 'This name needs a closing ]'],
    ['[]', 0, 2, 'A column name was expected between the brackets'],
    ['“a”', 0, 1, 'straight double quotes'],
    ["If([a]; 'b')", 6, 7, 'arguments are separated by commas'],
    ['1234567890123456789012345678901234567890', 0, 40, 'at most 38 digits'],
    ['And 1', 0, 3, 'A value was expected before And'],
  ])('underlines %s at %i to %i', (text, from, to, message) => {
    const [problem] = parseFormula(text).problems;
    expect(problem).toMatchObject({ from, to });
    expect(problem?.message).toContain(message);
  });

  test('refuses what is too long or too deep instead of exhausting itself', () => {
    expect(parseFormula(`1${'+1'.repeat(maximumFormulaLength)}`).problems[0]?.code).toBe('formula.too-long');
    expect(parseFormula('('.repeat(5_000)).problems[0]?.code).toBe('formula.too-deep');
    expect(parseFormula('-'.repeat(5_000)).problems[0]?.code).toBe('formula.too-deep');
  });
});

const nowhere = { from: 0, to: 0 };

const { tree: trees } = fc.letrec<{ tree: SyntaxNode }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('0', '7', '12.5').map((value): SyntaxNode => ({ node: 'number', value, ...nowhere })),
    fc.string().map((value): SyntaxNode => ({ node: 'text', value, ...nowhere })),
    fc.boolean().map((value): SyntaxNode => ({ node: 'logical', value, ...nowhere })),
    fc.constant<SyntaxNode>({ node: 'null', ...nowhere }),
    fc
      .array(
        fc
          .string({ minLength: 1 })
          .map((part) => part.trim())
          .filter((part) => part !== ''),
        { minLength: 1, maxLength: 2 },
      )
      .map((path): SyntaxNode => ({ node: 'name', path, ...nowhere })),
    fc
      .tuple(fc.constantFrom(...operatorsBetween.values()), tie('tree'), tie('tree'))
      .map(([operator, left, right]) => operation(operator.function, [left, right])),
    fc
      .tuple(fc.constantFrom(...operatorsBefore.values()), tie('tree'))
      .map(([operator, operand]) => operation(operator.function, [operand])),
    fc
      .array(tie('tree'), { maxLength: 3 })
      .map((values): SyntaxNode => ({ node: 'call', function: 'Round', name: nowhere, operator: false, arguments: values, ...nowhere })),
  ),
}));

function operation(name: string, operands: readonly SyntaxNode[]): SyntaxNode {
  return { node: 'call', function: name, name: nowhere, operator: true, arguments: operands, ...nowhere };
}

/** Without places. */
function bare(tree: SyntaxNode): unknown {
  return JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === 'from' || key === 'to' || key === 'name' ? undefined : value)));
}
