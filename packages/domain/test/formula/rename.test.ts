import { expect, test } from 'vitest';
import { renameInFormula } from '../../src/formula/rename.ts';

const toMinutes = (path: readonly string[]): readonly string[] | null =>
  path.length === 1 && path[0]?.toLowerCase() === 'delay' ? ['Delay/Min'] : null;

test.each([
  ['[Delay]  + [delay]*2', '[Delay\\/Min]  + [Delay\\/Min]*2'],
  ['"[Delay]" & [Flights/Delay]', '"[Delay]" & [Flights/Delay]'],
  ['If([Delay] > ', 'If([Delay\\/Min] > '],
  ['', ''],
])('a renamed column is renamed in %s and nothing else changes', (text, expected) => {
  expect(renameInFormula(text, toMinutes)).toBe(expected);
});
