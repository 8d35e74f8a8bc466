import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyBetween, keysBetween } from '@penstock/domain/input-tables/order-key';
import { RowCache } from '../src/input-tables/row-cache.ts';

const orders = keysBetween(null, null, 1000);
const all = orders.map((order, index) => ({ id: `r${index}`, order, cells: [`v${index}`] }));
const page = (offset: number, count: number, num = 1, rows = all) => ({
  num,
  total: rows.length,
  offset,
  rows: rows.slice(offset, offset + count),
});
const loaded = (...pages: readonly (readonly [number, number])[]) => {
  const cache = new RowCache();
  for (const [offset, count] of pages) cache.merge(page(offset, count), ['c1']);
  return cache;
};

describe('a cache of a large table', () => {
  test('knows what it has and what is missing', () => {
    const cache = loaded([0, 100], [500, 100]);
    expect(cache.at(99)?.id).toBe('r99');
    expect(cache.at(100)).toBeUndefined();
    expect(cache.missing(90, 520)).toEqual({ from: 100, to: 500 });
    expect(cache.missing(500, 600)).toBeNull();
  });

  test('a row inserted between two loaded stretches shifts the later one only', () => {
    const cache = loaded([0, 100], [500, 100]);
    cache.insert('new', keyBetween(orders[300] ?? null, orders[301] ?? null), ['c1'], ['x'], 2);
    expect(cache.total).toBe(1001);
    expect(cache.at(99)?.id).toBe('r99');
    expect(cache.at(501)?.id).toBe('r500');
  });

  test('a deleted row that was never loaded makes positions stale, a loaded one does not', () => {
    const cache = loaded([0, 100]);
    expect(cache.apply({ op: 'deleteRows', rows: ['r5'] }, 2)).toBe('applied');
    expect(cache.at(5)?.id).toBe('r6');
    expect(cache.apply({ op: 'deleteRows', rows: ['r700'] }, 3)).toBe('stale');
  });

  test('an older edit that arrives late does not overwrite a newer one', () => {
    const cache = loaded([0, 10]);
    const write = (value: string, num: number) =>
      cache.apply({ op: 'updateCells', columns: ['c1'], rows: [{ id: 'r1', cells: [value] }], inserted: [], onlyWhile: null }, num);
    write('newer', 9);
    write('older', 8);
    expect(cache.byId('r1')?.cells.get('c1')).toBe('newer');
    cache.merge(page(0, 10, 7), ['c1']);
    expect(cache.byId('r1')?.cells.get('c1')).toBe('newer');
  });

  test('repeating an insert is harmless', () => {
    const cache = loaded([0, 1000]);
    const order = keyBetween(orders[10] ?? null, orders[11] ?? null);
    for (let time = 0; time < 2; time += 1)
      cache.apply({ op: 'insertRows', columns: ['c1'], rows: [{ id: 'new', order, cells: ['x'] }] }, 2);
    expect(cache.total).toBe(1001);
    expect(cache.positionOf('new')).toBe(11);
  });

  test('any inserts, deletes and moves of loaded rows leave each loaded position right', () => {
    const action = fc.record({ kind: fc.constantFrom('insert', 'delete', 'move'), at: fc.nat(999), to: fc.nat(999) });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 30 }), fc.array(fc.nat(19), { minLength: 1, maxLength: 6 }), (actions, pages) => {
        const cache = new RowCache();
        const truth = all.map(({ id, order }) => ({ id, order }));
        for (const number of pages) cache.merge(page(number * 50, 50), ['c1']);
        for (const [index, { kind, at, to }] of actions.entries()) {
          const place = at % (truth.length + 1);
          if (kind === 'insert') {
            const row = { id: `n${index}`, order: keyBetween(truth[place - 1]?.order ?? null, truth[place]?.order ?? null) };
            truth.splice(place, 0, row);
            cache.insert(row.id, row.order, ['c1'], ['x'], 2);
            continue;
          }
          const row = truth[place];
          if (row === undefined || cache.byId(row.id) === undefined) continue;
          truth.splice(place, 1);
          if (kind === 'delete') cache.remove(row.id);
          else {
            const target = to % (truth.length + 1);
            const order = keyBetween(truth[target - 1]?.order ?? null, truth[target]?.order ?? null);
            truth.splice(target, 0, { id: row.id, order });
            cache.move(row.id, order);
          }
        }
        return (
          cache.total === truth.length &&
          truth.every((row, position) => (cache.at(position) === undefined ? true : cache.at(position)?.id === row.id))
        );
      }),
      { numRuns: 200 },
    );
  });
});

test('rows say who made and last changed them, also after live edits, and never who changed them earlier', () => {
  const cache = new RowCache();
  const system = { createdBy: 'ann@x', createdAt: '2026-01-01', updatedBy: 'ann@x', updatedAt: '2026-01-05' };
  cache.merge({ ...page(0, 2), total: 2, rows: all.slice(0, 2).map((row) => ({ ...row, system })) }, ['c1']);
  const written = (rowId: string) =>
    ({ op: 'updateCells', columns: ['c1'], rows: [{ id: rowId, cells: ['x'] }], inserted: [], onlyWhile: null }) as const;
  cache.signed(written('r0'), { by: 'bob@x', at: '2026-01-06' });
  cache.signed(written('r1'), { by: 'bob@x', at: '2026-01-04' });
  expect(cache.byId('r0')?.system).toEqual({ ...system, updatedBy: 'bob@x', updatedAt: '2026-01-06' });
  expect(cache.byId('r1')?.system).toEqual(system);
  const made = {
    op: 'insertRows',
    columns: ['c1'],
    rows: [{ id: 'new', order: keyBetween(orders[1] ?? null, null), cells: ['n'] }],
  } as const;
  cache.apply(made, 2);
  cache.signed(made, { by: 'bob@x', at: '2026-01-07' });
  expect(cache.byId('new')?.system).toEqual({ createdBy: 'bob@x', createdAt: '2026-01-07', updatedBy: 'bob@x', updatedAt: '2026-01-07' });
});
