import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/edit-log/canonical-json.ts';

describe('canonical JSON', () => {
  test('sorts keys at every depth and leaves undefined out', () => {
    expect(canonicalJson({ b: [{ z: 1, a: null }], a: undefined, A: 'x' })).toBe('{"A":"x","b":[{"a":null,"z":1}]}');
  });

  test('R22: has one spelling for one value, however its keys are ordered', () => {
    const keys = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,4}$/), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(keys, fc.integer(), (names, seed) => {
        const forward = Object.fromEntries(names.map((name, index) => [name, [index, { y: seed, x: name }]]));
        const backward = Object.fromEntries([...names].reverse().map((name) => [name, [names.indexOf(name), { x: name, y: seed }]]));
        expect(canonicalJson(forward)).toBe(canonicalJson(backward));
        expect(JSON.parse(canonicalJson(forward))).toEqual(forward);
      }),
    );
  });

  test('refuses numbers that a reader could round', () => {
    expect(() => canonicalJson({ a: 0.5 })).toThrow(RangeError);
    expect(() => canonicalJson([2 ** 53])).toThrow(RangeError);
  });
});
