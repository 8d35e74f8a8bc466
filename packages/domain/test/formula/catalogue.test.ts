import { describe, expect, test } from 'vitest';
import { findFunction, functionCatalogue } from '../../src/formula/catalogue.ts';
import { checkFormula } from '../../src/formula/check.ts';
import { exampleScope } from '../../src/formula/example-rows.ts';
import { portablePattern } from '../../src/formula/pattern.ts';

describe('the catalogue of functions', () => {
  test('has more than 120 functions, each under one name', () => {
    expect(functionCatalogue.length).toBeGreaterThan(120);
    expect(new Set(functionCatalogue.map((entry) => entry.name.toLowerCase())).size).toBe(functionCatalogue.length);
    expect(findFunction('PERCENTOFTOTAL')?.name).toBe('PercentOfTotal');
  });

  test.each(functionCatalogue.map((entry) => [entry.name, entry] as const))(
    '%s is explained, and its examples use it and are right',
    (_, entry) => {
      expect(entry.summary).toMatch(/^[A-Z`0-9].*\.$/s);
      expect(entry.examples.length).toBeGreaterThan(0);
      expect(entry.signatures.length).toBeGreaterThan(0);
      for (const { formula } of entry.examples) {
        const result = checkFormula(formula, exampleScope);
        expect(result.kind === 'wrong' ? result.problems : [], formula).toEqual([]);
      }
    },
  );
});

describe('patterns', () => {
  test.each([
    ['^[A-Z]{2}\\d+$', '^[A-Z]{2}[0-9]+$'],
    ['a.c', 'a[^\\n]c'],
    ['[\\w.-]+@(?:x|y)', '[A-Za-z0-9_.\\-]+@(?:x|y)'],
    ['\\(\\)', '\\(\\)'],
  ])('%s is written as %s', (text, pattern) => {
    expect(portablePattern(text)).toEqual({ kind: 'pattern', pattern });
  });

  test.each([
    '(',
    ')',
    '*a',
    'a**',
    '[',
    '[]',
    '[z-a]',
    '[[:alpha:]]',
    '(?i)a',
    '(?<n>a)',
    '\\1',
    '\\b',
    'a{2',
    'a{3,1}',
    'a{999}',
    '***=a',
    'a*?',
  ])('%s is refused', (text) => {
    expect(portablePattern(text).kind).toBe('wrong');
  });
});
