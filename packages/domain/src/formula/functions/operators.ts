/** The functions that operators stand for; each may be written by its name as well. */
import { defineFunctions } from '../function-entry.ts';

export const operatorFunctions = defineFunctions('scalar', 'Operators', {
  Add: {
    takes: 'left: number, right: number -> number',
    summary: '`left + right`.',
    examples: [
      ['2 + 3', '5'],
      ['0.1 + 0.2', '0.3'],
      ['2147483647 + 1', '2147483648'],
      ['1 + Null', null],
    ],
  },
  Subtract: {
    takes: 'left: number, right: number -> number',
    summary: '`left - right`.',
    examples: [
      ['2 - 3', '-1'],
      ['10 - 3 - 2', '5'],
      ['5 - -5', '10'],
      ['Null - 1', null],
    ],
  },
  Multiply: {
    takes: 'left: number, right: number -> number',
    summary: '`left * right`.',
    examples: [
      ['1.5 * 4', '6'],
      ['3000000000 * 3000000000', '9000000000000000000'],
      ['2 + 3 * 4', '14'],
      ['2 * Null', null],
    ],
  },
  Divide: {
    takes: 'left: number, right: number -> number',
    summary: '`left / right`, with decimals. Division by zero is null.',
    examples: [
      ['7 / 2', '3.5'],
      ['1 / 3', '0.333333333333'],
      ['1 / 0', null],
      ['0 / 0', null],
    ],
  },
  Negate: {
    takes: 'number: number -> number',
    summary: '`-number`. `^` binds tighter: `-2 ^ 2` is -4.',
    examples: [
      ['-(2 + 3)', '-5'],
      ['-2 ^ 2', '-4'],
      ['-Null', null],
    ],
  },
  Concat: {
    takes: 'left: text, right: text, ...others: text -> text',
    summary: '`left & right`: one text after the other. Null when one of them is null; other types go through `Text`.',
    examples: [
      ['"ZRH" & "-" & "JFK"', 'ZRH-JFK'],
      ['Concat("a", "b", "c")', 'abc'],
      ['"a" & ""', 'a'],
      ['"a" & Null', null],
    ],
  },
  Equal: {
    takes: 'left: same, right: same -> logical',
    summary: '`left = right`. Texts are equal when every character is, including its case. Null when one of them is null.',
    examples: [
      ['1 = 1.0', true],
      ['"a" = "A"', false],
      ['"" = " "', false],
      ['0.1 + 0.2 = 0.3', true],
      ['[Note] = "x"', null],
      ['Date("2026-01-31") = Datetime("2026-01-31 00:00")', true],
    ],
  },
  NotEqual: {
    takes: 'left: same, right: same -> logical',
    summary: '`left != right`, or `left <> right`. Null when one of them is null.',
    examples: [
      ['1 != 2', true],
      ['"a" <> "a"', false],
      ['[Note] != "x"', null],
    ],
  },
  LessThan: {
    takes: 'left: same, right: same -> logical',
    summary: '`left < right`. Texts compare by code point: digits, then A to Z, then a to z. False is before True.',
    examples: [
      ['1 < 2', true],
      ['"10" < "9"', true],
      ['"Z" < "a"', true],
      ['"" < "a"', true],
      ['Date("2026-01-31") < Date("2026-02-01")', true],
      ['[Note] < "x"', null],
    ],
  },
  AtMost: {
    takes: 'left: same, right: same -> logical',
    summary: '`left <= right`.',
    examples: [
      ['2 <= 2', true],
      ['3 <= 2', false],
      ['[Note] <= "x"', null],
    ],
  },
  GreaterThan: {
    takes: 'left: same, right: same -> logical',
    summary: '`left > right`.',
    examples: [
      ['2 > 1', true],
      ['"a" > "Z"', true],
      ['Datetime("2026-03-29 12:00") > Date("2026-03-29")', true],
      ['[Note] > "x"', null],
    ],
  },
  AtLeast: {
    takes: 'left: same, right: same -> logical',
    summary: '`left >= right`.',
    examples: [
      ['2 >= 2', true],
      ['1 >= 2', false],
      ['[Note] >= "x"', null],
    ],
  },
});
