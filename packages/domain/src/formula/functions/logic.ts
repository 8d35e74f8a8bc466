/** Conditions, and values that are missing. */
import { defineFunctions } from '../function-entry.ts';

export const logicFunctions = defineFunctions('scalar', 'Logic and null', {
  And: {
    takes: 'left: logical, right: logical, ...others: logical -> logical',
    summary: '`left And right`: true when all are. False when one is false, whatever is null; else null when one is null.',
    examples: [
      ['1 < 2 And 2 < 3', true],
      ['And(True, True, False)', false],
      ['False And Null', false],
      ['True And Null', null],
    ],
  },
  Or: {
    takes: 'left: logical, right: logical, ...others: logical -> logical',
    summary: '`left Or right`: true when one is. True when one is true, whatever is null; else null when one is null.',
    examples: [
      ['1 > 2 Or 2 < 3', true],
      ['Or(False, False, True)', true],
      ['True Or Null', true],
      ['False Or Null', null],
    ],
  },
  Not: {
    takes: 'condition: logical -> logical',
    summary: '`Not condition`. Null stays null.',
    examples: [
      ['Not True', false],
      ['Not 1 = 2', true],
      ['Not Null', null],
    ],
  },
  Xor: {
    takes: 'left: logical, right: logical -> logical',
    summary: 'True when exactly one of both is.',
    examples: [
      ['Xor(True, False)', true],
      ['Xor(True, True)', false],
      ['Xor(True, Null)', null],
    ],
  },
  If: {
    takes: 'condition: logical, value: same, ...[condition: logical, value: same], otherwise?: same -> same',
    summary: 'The value behind the first condition that is true, else the last one; null when there is none. A null condition is not true.',
    examples: [
      ['If([Amount] > 5, "high", "low")', 'high'],
      ['If(False, 1, False, 2, 3)', '3'],
      ['If(False, 1)', null],
      ['If(Null, "yes", "no")', 'no'],
      ['If(True, Null, 1)', null],
    ],
  },
  Switch: {
    takes: 'value: alike, candidate: alike, result: same, ...[candidate: alike, result: same], otherwise?: same -> same',
    summary: 'The result behind the first candidate that the value equals, else the last one; null when there is none.',
    examples: [
      ['Switch([Region], "North", "N", "South", "S")', 'N'],
      ['Switch(3, 1, "one", 2, "two", "many")', 'many'],
      ['Switch(3, 1, "one")', null],
      ['Switch([Note], "late", 1, 0)', '0'],
    ],
  },
  Coalesce: {
    takes: 'value: same, ...others: same -> same',
    summary: 'The first that is not null. The empty text is not null.',
    examples: [
      ['Coalesce([Note], "none")', 'none'],
      ['Coalesce("", "none")', ''],
      ['Coalesce(Null, Null, 3)', '3'],
      ['Coalesce([Note], Null)', null],
    ],
  },
  IfNull: {
    takes: 'value: same, otherwise: same -> same',
    summary: 'The value, or the other where it is null.',
    examples: [
      ['IfNull([Note], "none")', 'none'],
      ['IfNull([Amount], 0)', '10'],
      ['IfNull(1 / 0, -1)', '-1'],
    ],
  },
  NullIf: {
    takes: 'value: same, unwanted: same -> same',
    summary: 'Null where the value equals the unwanted one.',
    examples: [
      ['NullIf("", "")', null],
      ['NullIf(5, 0)', '5'],
      ['NullIf([Note], "x")', null],
    ],
  },
  Zn: {
    takes: 'number: number -> number',
    summary: 'The number, or 0 where it is null.',
    examples: [
      ['Zn(1 / 0)', '0'],
      ['Zn(5)', '5'],
    ],
  },
  IsNull: {
    takes: 'value: any -> logical',
    summary: 'Whether there is no value. Never null.',
    examples: [
      ['IsNull([Note])', true],
      ['IsNull("")', false],
      ['IsNull(1 / 0)', true],
    ],
  },
  IsNotNull: {
    takes: 'value: any -> logical',
    summary: 'Whether there is a value. Never null.',
    examples: [
      ['IsNotNull([Note])', false],
      ['IsNotNull("")', true],
    ],
  },
  IsEmpty: {
    takes: 'text: text -> logical',
    summary: 'Whether the text is null, empty or only spaces. Never null.',
    examples: [
      ['IsEmpty([Note])', true],
      ['IsEmpty("")', true],
      ['IsEmpty("  ")', true],
      ['IsEmpty("a")', false],
    ],
  },
  IsDistinct: {
    takes: 'left: same, right: same -> logical',
    summary: 'Whether both differ, where null is equal to null. Never null.',
    examples: [
      ['IsDistinct([Note], "late")', true],
      ['IsDistinct([Note], [Note])', false],
      ['IsDistinct(1, 1.0)', false],
    ],
  },
  Between: {
    takes: 'value: same, low: same, high: same -> logical',
    summary: 'Whether the value lies between both, ends included.',
    examples: [
      ['Between(5, 5, 10)', true],
      ['Between(10.01, 5, 10)', false],
      ['Between("b", "a", "c")', true],
      ['Between([Day], Date("2026-01-01"), Date("2026-01-31"))', true],
      ['Between([Note], "a", "z")', null],
    ],
  },
  In: {
    takes: 'value: same, candidate: same, ...others: same -> logical',
    summary: 'Whether the value equals one of the others. Null when the value is null, or when none is equal and one is null.',
    examples: [
      ['In([Region], "North", "East")', true],
      ['In(3, 1, 2)', false],
      ['In([Note], "late")', null],
    ],
  },
  Choose: {
    takes: 'index: number, value: same, ...others: same -> same',
    summary: 'The value at the index, which counts from 1. Null when there is none.',
    examples: [
      ['Choose(2, "a", "b", "c")', 'b'],
      ['Choose(0, "a")', null],
      ['Choose(4, "a", "b", "c")', null],
    ],
  },
  Greatest: {
    takes: 'value: same, ...others: same -> same',
    summary: 'The greatest. Nulls are left out.',
    examples: [
      ['Greatest(1, 3, 2)', '3'],
      ['Greatest(1, Null)', '1'],
      ['Greatest("a", "Z")', 'a'],
      ['Greatest(Date("2026-01-31"), Date("2026-02-01"))', '2026-02-01'],
      ['Greatest([Note], Null)', null],
    ],
  },
  Least: {
    takes: 'value: same, ...others: same -> same',
    summary: 'The least. Nulls are left out.',
    examples: [
      ['Least(1, 3, 2)', '1'],
      ['Least(-1, Null)', '-1'],
      ['Least("a", "Z", "")', ''],
    ],
  },
});
