import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOrderKey, keyBetween, keysBetween } from '@penstock/domain/input-tables/order-key';

const inOrder = (keys: readonly string[]): boolean => keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') < key);

test('a million appended rows keep short keys', () => {
  const keys = keysBetween(null, null, 1_000_000);
  expect(inOrder(keys)).toBe(true);
  expect(keys.at(-1)?.length).toBeLessThanOrEqual(5);
});

test('many rows fit between any two neighbours, also before the first', () => {
  for (const [before, after] of [
    ['a0', 'a1'],
    [null, 'a0'],
    ['a0', null],
    ['Zz', 'a0'],
    ['a0', 'a00V'],
  ] as const) {
    const keys = keysBetween(before, after, 3000);
    expect(inOrder([...(before === null ? [] : [before]), ...keys, ...(after === null ? [] : [after])])).toBe(true);
    expect(keys.every(isOrderKey)).toBe(true);
  }
});

test('any sequence of insertions keeps the order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 200 }), (places) => {
      const keys: string[] = [];
      for (const place of places) {
        const at = place % (keys.length + 1);
        keys.splice(at, 0, keyBetween(keys[at - 1] ?? null, keys[at] ?? null));
      }
      return inOrder(keys) && keys.every(isOrderKey);
    }),
  );
});
