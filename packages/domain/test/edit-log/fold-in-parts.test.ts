import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EditEntry } from '../../src/edit-log/entry.ts';
import { foldLog } from '../../src/edit-log/fold.ts';
import type { RowState, TableState } from '../../src/edit-log/fold.ts';
import { foldInParts, foldPart } from '../../src/edit-log/fold-in-parts.ts';
import type { History, TablePart } from '../../src/edit-log/fold-in-parts.ts';
import { column, edit, insert, table, update } from './entries.ts';

const rowIds = ['r1', 'r10', 'r2', 'rA', 'r_', 'ra'];
const anyRow = fc.constantFrom(...rowIds);
const anyValue = fc.constantFrom('x', '7', '1.50', null);

const anyChange = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), rows: fc.uniqueArray(anyRow, { minLength: 1 }), value: anyValue }),
  fc.record({ kind: fc.constant('update' as const), rows: fc.uniqueArray(anyRow, { minLength: 1 }), value: anyValue }),
  fc.record({ kind: fc.constant('undo' as const), row: anyRow, of: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ kind: fc.constantFrom('deleteRows' as const, 'restoreRows' as const), rows: fc.uniqueArray(anyRow) }),
  fc.record({ kind: fc.constant('move' as const), row: anyRow }),
  fc.record({
    kind: fc.constant('retype' as const),
    columnId: fc.constantFrom('a', 'b'),
    type: fc.constantFrom('number' as const, 'text' as const),
  }),
  fc.record({ kind: fc.constant('addColumn' as const) }),
  fc.record({ kind: fc.constant('deleteColumn' as const), columnId: fc.constantFrom('a', 'c') }),
);

const anyLog = fc.array(anyChange, { maxLength: 16 }).map((changes): readonly EditEntry[] => [
  table(column('a'), column('b')),
  ...changes.map((change, index): EditEntry => {
    const num = index + 2;
    switch (change.kind) {
      case 'insert':
        return insert(num, 'alice', Object.fromEntries(change.rows.map((id) => [id, [change.value, `${num}`]])));
      case 'update':
        return update(num, 'bob', Object.fromEntries(change.rows.map((id) => [id, [change.value]])));
      case 'undo':
        return update(num, 'bob', { [change.row]: ['undone'] }, ['a'], change.of);
      case 'move':
        return edit(num, 'alice', { op: 'moveRows', rows: [{ id: change.row, order: `k${num}` }] });
      case 'retype':
        return edit(num, 'alice', { op: 'changeColumn', columnId: change.columnId, type: change.type });
      case 'addColumn':
        return edit(num, 'alice', { op: 'addColumn', column: column('c') });
      case 'deleteColumn':
        return edit(num, 'alice', { op: 'deleteColumn', columnId: change.columnId });
      default:
        return edit(num, 'alice', { op: change.kind, rows: change.rows });
    }
  }),
]);

/** The log in stretches of so many numbers. */
async function* stretches(entries: readonly EditEntry[], length: number): History {
  for (let from = 0; from < entries.length; from += length) yield entries.slice(from, from + length);
}

async function partsOf(entries: readonly EditEntry[], length: number, mostCells: number): Promise<readonly TablePart[]> {
  const parts: TablePart[] = [];
  for await (const { ids, state } of foldInParts(() => stretches(entries, length), mostCells))
    parts.push({ ids, state: { ...state, rows: new Map(state.rows) } });
  return parts;
}

/** Everything of each row, whatever it is made of. */
function plain({ rows }: TableState): ReadonlyMap<string, RowState> {
  return new Map(
    [...rows].map(([key, { id, life, order, created, updated, cells }]) => [
      key,
      { id, life, order, created, updated, cells: new Map(cells) },
    ]),
  );
}

describe('the fold in parts', () => {
  test('P3: together the parts are the whole fold, in the order of the row ids', async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 5 }), async (entries, mostCells, length) => {
        const whole = foldLog(entries);
        const parts = await partsOf(entries, length, mostCells);
        expect(new Map(parts.flatMap(({ state }) => [...plain(state)]))).toEqual(plain(whole));
        expect(parts.flatMap(({ state }) => [...state.rows.keys()].sort())).toEqual([...whole.rows.keys()].sort());
        for (const { state } of parts) {
          expect(state.shape).toEqual(whole.shape);
          expect(state.rows.size * (state.shape.columns.size + 1) <= mostCells || state.rows.size === 1).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('each part says which row ids it stands for, without a gap, and folds to the same again', async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, async (entries) => {
        let after: string | null = null;
        for (const { ids, state } of await partsOf(entries, 3, 6)) {
          expect(ids.after).toBe(after);
          expect(plain((await foldPart(stretches(entries, 2), ids)).state)).toEqual(plain(state));
          after = ids.upTo;
        }
        expect(after).toBeNull();
      }),
      { numRuns: 100 },
    );
  });

  test('a table that is small enough takes one pass over its log', async () => {
    let passes = 0;
    const history = (): History => {
      passes += 1;
      return stretches([table(column('a')), insert(2, 'alice', { r1: ['x'], r2: ['y'] }, ['a'])], 1);
    };
    for await (const part of foldInParts(history, 4)) expect([...part.state.rows.keys()]).toEqual(['r1', 'r2']);
    expect(passes).toBe(1);
  });
});
