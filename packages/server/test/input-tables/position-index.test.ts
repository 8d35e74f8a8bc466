import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexFromAnchors, rowsPerBlock } from '../../src/input-tables/position-index.ts';
import type { PositionIndex, Shift } from '../../src/input-tables/position-index.ts';

const key = (n: number) => `a${String(n).padStart(8, '0')}`;

/** The data table, as far as positions go. */
class Keys {
  readonly keys: Set<string>;
  constructor(keys: readonly string[]) {
    this.keys = new Set(keys);
  }
  sorted(): string[] {
    return [...this.keys].sort();
  }
  within(from: string, to: string | null): string[] {
    return this.sorted().filter((k) => k >= from && (to === null || k < to));
  }
  index(): PositionIndex {
    const sorted = this.sorted();
    return indexFromAnchors(
      sorted.filter((_, i) => i % rowsPerBlock === 0),
      sorted.length,
    );
  }
  recount(index: PositionIndex): void {
    for (const range of index.staleRanges()) {
      const rows = this.within(range.from, range.to);
      index.recount(
        range,
        rows.length,
        rows.filter((_, i) => i % rowsPerBlock === 0),
      );
    }
  }
}

describe('the position index', () => {
  test('finds every position with one seek and a skip of at most two blocks', () => {
    const table = new Keys(Array.from({ length: 25_500 }, (_, n) => key(n)));
    const index = table.index();
    for (const offset of [0, 1, 999, 1000, 1001, 17_345, 25_499]) {
      const { fromKey, skip } = index.locate(offset, []);
      expect(table.within(fromKey, null)[skip]).toBe(key(offset));
      expect(skip).toBeLessThan(2 * rowsPerBlock);
    }
    expect(index.total).toBe(25_500);
  });

  test('stays exact through inserted and deleted rows, applied or still in the overlay', () => {
    const change = fc.record({ at: fc.integer({ min: 0, max: 4_999 }), insert: fc.boolean(), applied: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 60 }),
        fc.array(fc.integer({ min: 0, max: 4_000 }), { minLength: 1, maxLength: 5 }),
        (changes, offsets) => {
          const table = new Keys(Array.from({ length: 4_200 }, (_, n) => key(n * 10)));
          const index = table.index();
          const shifts: Shift[] = [];
          const shown = new Set(table.keys);
          for (const { at, insert, applied } of changes) {
            const target = insert ? key(at * 8 + 3) : key(at * 10);
            if (shown.has(target) === insert) continue;
            if (insert) shown.add(target);
            else shown.delete(target);
            if (applied) {
              if (insert) table.keys.add(target);
              else table.keys.delete(target);
              index.markStale(target);
            } else if (table.keys.has(target) !== insert) shifts.push({ key: target, by: insert ? 1 : -1 });
          }
          // A key that the overlay and the data both changed cancels out: keep only the difference to the data.
          const difference: Shift[] = [...new Set([...shown, ...table.keys])]
            .filter((k) => shown.has(k) !== table.keys.has(k))
            .map((k) => ({ key: k, by: shown.has(k) ? 1 : -1 }));
          table.recount(index);
          const order = [...shown].sort();
          for (const offset of offsets) {
            const { fromKey, skip } = index.locate(offset, difference);
            expect(order.filter((k) => k >= fromKey)[skip]).toBe(order[offset]);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('divides a block that a paste made large', () => {
    const table = new Keys(Array.from({ length: 3_000 }, (_, n) => key(n * 100)));
    const index = table.index();
    for (let n = 0; n < 10_000; n += 1) table.keys.add(`a00000150b${String(n).padStart(6, '0')}`);
    index.markStale('a00000150b000000');
    table.recount(index);
    expect(index.total).toBe(13_000);
    const { fromKey, skip } = index.locate(9_000, []);
    expect(skip).toBeLessThan(2 * rowsPerBlock);
    expect(table.within(fromKey, null)[skip]).toBe(table.sorted()[9_000]);
  });

  test('begins empty and grows', () => {
    const table = new Keys([]);
    const index = table.index();
    expect(index.total).toBe(0);
    expect(index.locate(0, [])).toEqual({ fromKey: '', skip: 0 });
    table.keys.add(key(5));
    index.markStale(key(5));
    table.recount(index);
    expect(index.total).toBe(1);
  });
});
