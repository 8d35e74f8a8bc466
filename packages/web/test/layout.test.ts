import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arranged, displaced, fitted, placeFor } from '../src/workbooks/layout.ts';
import type { Placed } from '../src/workbooks/layout.ts';

const layout = fc
  .record({
    x: fc.integer({ min: 0, max: 23 }),
    y: fc.nat(30),
    width: fc.integer({ min: 3, max: 24 }),
    height: fc.integer({ min: 2, max: 12 }),
  })
  .map(fitted);
const elements = fc
  .array(layout, { maxLength: 12 })
  .map((layouts) => layouts.map((each, index): Placed => ({ id: `${index}`, layout: each })));

const covers = ({ layout: a }: Placed, { layout: b }: Placed): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

test('no element lies on another one after one was moved, and the moved one is where it was put', () => {
  fc.assert(
    fc.property(elements, layout, (all, wanted) => {
      const moved: Placed = { id: '0', layout: wanted };
      const after = arranged(all, moved);
      expect(after.find(({ id }) => id === '0')).toEqual(moved);
      expect(after).toHaveLength(Math.max(1, all.length));
      for (const [index, one] of after.entries()) for (const other of after.slice(index + 1)) expect(covers(one, other)).toBe(false);
    }),
  );
});

test('moving an element onto its own place moves nothing, where nothing lay on anything', () => {
  const page: readonly Placed[] = [
    { id: 'a', layout: { x: 0, y: 0, width: 12, height: 4 } },
    { id: 'b', layout: { x: 12, y: 0, width: 12, height: 6 } },
    { id: 'c', layout: { x: 0, y: 4, width: 12, height: 4 } },
  ];
  expect(displaced(page, arranged(page, page[1] ?? { id: '', layout: fitted({ x: 0, y: 0, width: 0, height: 0 }) }))).toEqual([]);
});

test('a place is within the 24 columns, however far the pointer went', () => {
  expect(fitted({ x: -4.4, y: -3, width: 100, height: 0 })).toEqual({ x: 0, y: 0, width: 24, height: 2 });
  expect(fitted({ x: 23, y: 2.6, width: 6, height: 5 })).toEqual({ x: 18, y: 3, width: 6, height: 5 });
});

test('a new element stands beside the last one where there is room, else below', () => {
  const text: Placed = { id: 'a', layout: { x: 0, y: 3, width: 12, height: 4 } };
  expect(placeFor('chart', [text])).toMatchObject({ x: 12, y: 3, width: 12 });
  expect(placeFor('table', [text])).toMatchObject({ x: 0, y: 7, width: 24 });
});
