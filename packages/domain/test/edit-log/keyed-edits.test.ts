import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { overwrittenBy } from '../../src/edit-log/conflicts.ts';
import { dependency } from '../../src/edit-log/dependencies.ts';
import type { EditEntry } from '../../src/edit-log/entry.ts';
import { applyToRow, foldLog } from '../../src/edit-log/fold.ts';
import type { RowState } from '../../src/edit-log/fold.ts';
import { overlay } from '../../src/edit-log/overlay.ts';
import { rowChanges } from '../../src/edit-log/row-changes.ts';
import { rejectEdit } from '../../src/edit-log/system-edits.ts';
import { foldWindow } from '../../src/edit-log/window.ts';
import { checkOperation } from '../../src/input-tables/check-operation.ts';
import { inverseOf } from '../../src/input-tables/inverse.ts';
import type { ClientOperation } from '../../src/input-tables/operation.ts';
import { column, edit, keyed, table } from './entries.ts';

const made = table(column('a'), column('c'), column('b'));
const { shape } = foldLog([made]);

function said(rows: ReadonlyMap<string, RowState>): unknown {
  return [...rows.values()]
    .map(({ id, life, created, cells }) => ({ id, deleted: life.deleted, by: created.by, cells: [...cells].sort() }))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

const values = (entries: readonly EditEntry[], rowId: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries([...(foldLog(entries).rows.get(rowId)?.cells ?? [])].map(([id, { value }]) => [id, value]));

describe('edits beside the keys of another source', () => {
  test('I3: two people who begin the same row at once lose nothing: both cells stand, and of one cell the later', () => {
    const entries = [made, { ...keyed(2, 'alice', { JFK: 'hers' }), base: 1 }, { ...keyed(3, 'bob', { JFK: 'his' }, null, 'c'), base: 1 }];
    expect(values(entries, 'kJFK')).toEqual({ b: 'JFK', a: 'hers', c: 'his' });
    expect(values([...entries, { ...keyed(4, 'bob', { JFK: 'over' }), base: 1 }], 'kJFK')).toEqual({ b: 'JFK', a: 'over', c: 'his' });
  });

  test('I5: applied doubled and in any order, they make the fold, the first maker of each row too', () => {
    const anyEdit = fc.record({
      member: fc.constantFrom('alice', 'bob', 'carol'),
      key: fc.constantFrom('x', 'y'),
      columnId: fc.constantFrom('a', 'c'),
      secondsLater: fc.constantFrom(0, 1),
    });
    fc.assert(
      fc.property(fc.array(anyEdit, { minLength: 1, maxLength: 6 }), fc.infiniteStream(fc.nat()), (edits, picks) => {
        let at = 0;
        const entries = edits.map(({ member, key, columnId, secondsLater }, index) => {
          at += secondsLater;
          return { ...keyed(index + 2, member, { [key]: `v${index}` }, null, columnId), at: `2026-11-22T05:00:0${at}.000000Z` };
        });
        const waiting = [...entries, ...entries];
        const rows = new Map<string, RowState>();
        for (const pick of picks) {
          const [entry] = waiting.splice(pick % waiting.length, 1);
          for (const change of entry === undefined ? [] : rowChanges(entry, shape)) {
            const row = applyToRow(rows.get(change.rowId), change);
            if (row !== undefined) rows.set(change.rowId, row);
          }
          if (waiting.length === 0) break;
        }
        expect(said(rows)).toEqual(said(foldLog([made, ...entries]).rows));
      }),
      { numRuns: 300 },
    );
  });

  test('I8: who is overwritten without having been seen is told of the cell, never of the key', () => {
    const hers = keyed(2, 'alice', { JFK: 'hers', LAX: 'hers' });
    expect(overwrittenBy({ ...keyed(3, 'bob', { JFK: 'his' }), base: 1 }, [hers])).toMatchObject([
      { num: 2, author: { memberId: 'alice' }, by: { memberId: 'bob' }, cells: [{ rowId: 'kJFK', columnId: 'a' }] },
    ]);
    expect(overwrittenBy({ ...keyed(3, 'bob', { JFK: 'his' }, null, 'c'), base: 1 }, [hers])).toEqual([]);
    expect(overwrittenBy({ ...keyed(3, 'bob', { JFK: null }, 2), base: 1 }, [hers])).toEqual([]);
  });

  test('nobody waits for the sign-in of who began the row; its refusal takes nobody else with it', () => {
    const hers = keyed(2, 'alice', { JFK: 'hers' });
    const his = keyed(3, 'bob', { JFK: 'his' }, null, 'c');
    expect(dependency(his, hers)).toBe('none');
    expect(dependency(keyed(3, 'bob', { JFK: null }, 1), hers)).toBe('order');
    expect(dependency(his, edit(2, 'alice', { op: 'addColumn', column: column('c') }))).toBe('needs');
    const rejected = edit(4, '', rejectEdit(hers, 'warehouse.privilege', 'no').operation);
    expect(values([made, hers, his, rejected], 'kJFK')).toEqual({ b: 'JFK', c: 'his' });
  });

  test('I7: in a window, a row that one person makes is written by nobody else', () => {
    const both = [keyed(2, 'alice', { JFK: 'hers' }), keyed(3, 'bob', { JFK: 'his' }, null, 'c')];
    const window = foldWindow(
      both.map((entry) => ({ entry, memberId: entry.author.memberId })),
      shape,
      { edits: 10, cells: 100 },
    );
    expect(window).toMatchObject({ length: 1, shares: [{ memberId: 'alice' }] });
  });

  test('undo takes back the cell alone, while it stands, and leaves what others typed into the row', () => {
    const hers = keyed(2, 'alice', { JFK: 'hers' });
    const [undo] = inverseOf(hers.operation as ClientOperation, { cell: () => null, rowOrder: () => null, column: () => null }, 2);
    expect(undo).toMatchObject({
      op: 'updateKeyedCells',
      columns: ['a'],
      rows: [{ id: 'kJFK', keys: ['JFK'], cells: [null] }],
      onlyWhile: 2,
    });
    const back = edit(9, 'alice', undo ?? hers.operation);
    expect(values([made, hers, keyed(3, 'bob', { JFK: 'his' }, null, 'c'), back], 'kJFK')).toEqual({ b: 'JFK', a: null, c: 'his' });
    expect(values([made, hers, keyed(3, 'bob', { JFK: 'over' }), back], 'kJFK')).toEqual({ b: 'JFK', a: 'over' });
    expect(foldLog([made, back]).rows.size).toBe(0);
  });

  test('I6: readers see a first edit before the data table has its row', () => {
    const [shown] = overlay([], shape, [keyed(2, 'alice', { JFK: 'hers' })]).values();
    expect(shown?.row.cells.get('a')?.value).toBe('hers');
    expect(shown?.pending).toEqual(new Set(['a', 'b']));
  });

  test('keys are canonical values of their columns, whole, and each once', () => {
    const of = (keys: readonly string[], columns = ['a'], keyColumns = ['n']): ClientOperation => ({
      op: 'updateKeyedCells',
      keyColumns,
      columns,
      rows: [{ id: 'k1', keys, cells: columns.map(() => 'x') }],
      onlyWhile: null,
    });
    const numbers = foldLog([table(column('a'), column('n', 'number'))]).shape;
    expect(checkOperation(of(['1']), numbers)).toEqual({ kind: 'fits' });
    for (const key of ['1.0', '01', '1e0', '-0', '', '+1', 'NaN'])
      expect(checkOperation(of([key]), numbers)).toMatchObject({
        kind: 'cells',
        cells: [{ row: 'k1', column: 'n', code: 'not-a-number' }],
      });
    expect(checkOperation(of([]), numbers)).toMatchObject({ kind: 'invalid', pointer: '/operation/rows' });
    expect(checkOperation(of(['1', '2']), numbers)).toMatchObject({ kind: 'invalid', pointer: '/operation/rows' });
    const swapped = of(['1', '2']);
    const short = swapped.op === 'updateKeyedCells' ? { ...swapped, rows: swapped.rows.map((row) => ({ ...row, cells: [] })) } : swapped;
    expect(checkOperation(short, numbers)).toMatchObject({ kind: 'invalid', pointer: '/operation/rows' });
    expect(checkOperation(of(['1'], ['n']), numbers)).toMatchObject({ kind: 'invalid', pointer: '/operation/columns' });
    expect(checkOperation(of(['1'], []), numbers)).toMatchObject({ kind: 'invalid', pointer: '/operation/columns' });
    const twice = of(['1']);
    const repeated = twice.op === 'updateKeyedCells' ? { ...twice, rows: [...twice.rows, ...twice.rows] } : twice;
    expect(checkOperation(repeated, numbers)).toMatchObject({ kind: 'invalid', pointer: '/operation/rows' });
  });
});
