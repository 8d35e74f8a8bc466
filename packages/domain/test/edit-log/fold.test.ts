import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EditEntry } from '../../src/edit-log/entry.ts';
import { applyToRow, foldLog, wholeRow } from '../../src/edit-log/fold.ts';
import type { RowState, TableState } from '../../src/edit-log/fold.ts';
import { overlay } from '../../src/edit-log/overlay.ts';
import { rejectEdit } from '../../src/edit-log/system-edits.ts';
import { foldWindow } from '../../src/edit-log/window.ts';
import type { AppliedAs, Window } from '../../src/edit-log/window.ts';
import type { Operation } from '../../src/input-tables/operation.ts';
import type { CellValue } from '../../src/values/cell-value.ts';
import { column, edit, insert, keyed, table, update } from './entries.ts';

function cell(state: { readonly rows: ReadonlyMap<string, RowState> }, rowId: string, columnId: string): CellValue | undefined {
  return state.rows.get(rowId)?.cells.get(columnId)?.value;
}

const start = [table(column('a'), column('b')), insert(2, 'alice', { r1: ['1', '2'], r2: ['3', '4'], r3: ['5', '6'] })];
const limits = { edits: 100, cells: 10_000 };

function asAuthors(entries: readonly EditEntry[]): readonly AppliedAs[] {
  return entries.map((entry) => ({ entry, memberId: entry.author.memberId }));
}

/** What the warehouse does with the shares of windows, in any order of the shares of one window. */
function applyWindows(
  entries: readonly EditEntry[],
  reversed: boolean,
): { readonly rows: Map<string, RowState>; readonly windows: readonly Window[] } {
  const rows = new Map<string, RowState>();
  const windows: Window[] = [];
  let shape = foldLog([]).shape;
  let rest = asAuthors(entries);
  while (rest.length > 0) {
    const window = foldWindow(rest, shape, limits);
    for (const share of reversed ? [...window.shares].reverse() : window.shares) {
      for (const change of share.plan.rows) {
        const row = applyToRow(rows.get(change.rowId), change);
        if (row !== undefined) rows.set(change.rowId, row);
      }
    }
    windows.push(window);
    shape = window.shape;
    rest = rest.slice(window.length);
  }
  return { rows, windows };
}

const anyEdit = fc.record({
  member: fc.constantFrom('alice', 'bob', 'carol'),
  kind: fc.constantFrom('update', 'paste', 'insert', 'delete', 'restore', 'move', 'undo', 'keyed', 'keyed undo'),
  row: fc.constantFrom('r1', 'r2', 'r3', 'r4', 'r5'),
  value: fc.constantFrom('x', 'y', 'z', null),
  of: fc.integer({ min: 1, max: 20 }),
});

function history(edits: readonly { member: string; kind: string; row: string; value: string | null; of: number }[]): readonly EditEntry[] {
  return [
    ...start,
    ...edits.map(({ member, kind, row, value, of }, index) => {
      const num = index + 3;
      switch (kind) {
        case 'paste':
          return update(num, member, { [row]: [value, value], r1: ['p', 'q'] }, ['a', 'b']);
        case 'insert':
          return insert(num, member, { [row]: [value, 'new'] });
        case 'delete':
          return edit(num, member, { op: 'deleteRows', rows: [row] });
        case 'restore':
          return edit(num, member, { op: 'restoreRows', rows: [row] });
        case 'move':
          return edit(num, member, { op: 'moveRows', rows: [{ id: row, order: `k${num}` }] });
        case 'undo':
          return update(num, member, { [row]: ['undone'] }, ['a'], of);
        case 'keyed':
          return keyed(num, member, { [row]: value, r1: 'k' });
        case 'keyed undo':
          return keyed(num, member, { [row]: 'undone' }, of);
        default:
          return update(num, member, { [row]: [value] });
      }
    }),
  ];
}

function plain(rows: ReadonlyMap<string, RowState>): unknown {
  return [...rows.values()]
    .map((row) => [row.id, row.life.deleted, row.order.key, row.created.by, [...row.cells].map(([id, { value }]) => [id, value]).sort()])
    .sort((one, other) => String(one[0]).localeCompare(String(other[0])));
}

describe('a row as the one change that makes it', () => {
  test('P5: makes exactly that row, whatever became of its columns since it was inserted', () => {
    const anyColumns = fc.constantFrom<readonly Operation[]>(
      [],
      [{ op: 'addColumn', column: column('c') }],
      [{ op: 'deleteColumn', columnId: 'a' }],
      [{ op: 'changeColumn', columnId: 'b', type: 'number' }],
    );
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 8 }), anyColumns, (edits, operations) => {
        const before = history(edits);
        const { rows, shape } = foldLog([...before, ...operations.map((operation, at) => edit(before.length + 1 + at, 'ada', operation))]);
        for (const row of rows.values()) {
          const cells = [...row.cells].filter(([columnId]) => shape.columns.has(columnId));
          const made = applyToRow(undefined, wholeRow(row, shape));
          expect({ ...made, cells: [...(made?.cells ?? [])].sort() }).toEqual({
            id: row.id,
            life: row.life,
            order: row.order,
            created: row.created,
            updated: row.updated,
            cells: cells.sort(),
          });
        }
      }),
    );
  });
});

describe('windows', () => {
  test('P5: applied share by share, in either order, they make the fold of the log', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 18 }), fc.boolean(), (edits, reversed) => {
        const entries = history(edits);
        expect(plain(applyWindows(entries, reversed).rows)).toEqual(plain(foldLog(entries).rows));
      }),
      { numRuns: 400 },
    );
  });

  test('P5: two people never write one cell in one window', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 18 }), (edits) => {
        for (const { shares } of applyWindows(history(edits), false).windows) {
          const cells = shares.flatMap(({ plan }) => plan.rows.flatMap((row) => row.cells.map((one) => `${row.rowId}/${one.columnId}`)));
          expect(new Set(cells).size).toBe(cells.length);
        }
      }),
    );
  });

  test('P6: a paste is never torn by another person in its window', () => {
    const paste = update(3, 'alice', { r1: ['p', 'q'], r2: ['r', 's'] }, ['a', 'b']);
    const window = foldWindow(asAuthors([paste, update(4, 'bob', { r1: ['mine'] })]), foldLog(start).shape, limits);
    expect(window.length).toBe(1);
    expect(window.shares[0]?.plan.rows).toHaveLength(2);
  });

  test('a column that needs storage stands alone', () => {
    const added = edit(4, 'alice', { op: 'addColumn', column: column('c') });
    const entries = asAuthors([update(3, 'bob', { r1: ['x'] }), added, update(5, 'bob', { r1: ['y'] }, ['c'])]);
    const first = foldWindow(entries, foldLog(start).shape, limits);
    expect(first.length).toBe(1);
    expect(foldWindow(entries.slice(1), first.shape, limits).barrier?.entry).toBe(added);
  });

  test('I5: it ends after the deletion of a column, which may yet have to wait: what others write there is not dropped before', () => {
    const entries = asAuthors([
      edit(3, 'bob', { op: 'deleteColumn', columnId: 'a' }),
      update(4, 'alice', { r1: ['kept until then'] }, ['a']),
    ]);
    const { shape } = foldLog(start);
    expect(foldWindow(entries, shape, limits).length).toBe(1);
    expect(foldWindow(entries.slice(1), shape, limits).shares[0]?.plan.rows[0]?.cells).toHaveLength(1);
  });
});

describe('the fold', () => {
  test('P5: an older edit that comes late does not overwrite', () => {
    const row = foldLog([...start, update(5, 'bob', { r1: ['new'] })]).rows.get('r1');
    const late = foldWindow(asAuthors([update(4, 'alice', { r1: ['old'] })]), foldLog(start).shape, limits).shares[0]?.plan.rows[0];
    if (row === undefined || late === undefined) throw new Error('no row');
    expect(applyToRow(row, late)?.cells.get('a')?.value).toBe('new');
  });

  test('undo leaves alone what somebody else wrote since', () => {
    const undone = [...start, update(3, 'alice', { r1: ['x'] }), update(4, 'alice', { r1: ['1'] }, ['a'], 3)];
    expect(cell(foldLog(undone), 'r1', 'a')).toBe('1');
    const overwritten = [
      ...start,
      update(3, 'alice', { r1: ['x'] }),
      update(4, 'bob', { r1: ['y'] }),
      update(5, 'alice', { r1: ['1'] }, ['a'], 3),
    ];
    expect(cell(foldLog(overwritten), 'r1', 'a')).toBe('y');
  });

  test('R23: a rejected edit never happened, also for an edit that overwrote it', () => {
    const refused = update(3, 'bob', { r1: ['bad'], r2: ['bad'] });
    const reject = rejectEdit(refused, 'warehouse.value', 'too long');
    const entries = [...start, refused, update(4, 'alice', { r2: ['good'] }), edit(5, '', reject.operation, { editId: reject.editId })];
    const state = foldLog(entries);
    expect([cell(state, 'r1', 'a'), cell(state, 'r2', 'a')]).toEqual(['1', 'good']);
  });

  test('a retype converts each cell and carries forward what was written for the old type', () => {
    const retype = edit(4, 'alice', { op: 'changeColumn', columnId: 'a', type: 'number' });
    const raced = update(5, 'bob', { r2: ['007'] }, ['a']);
    const state = foldLog([...start, update(3, 'bob', { r1: ['+1.50'], r3: ['none'] }), retype, { ...raced, base: 3 }]);
    expect(['r1', 'r2', 'r3'].map((row) => cell(state, row, 'a'))).toEqual(['1.5', '7', null]);
    expect(state.shape.columns.get('a')).toMatchObject({ type: 'number', generation: 4 });
  });

  test('an edit of a row or a column that is not there changes nothing else', () => {
    const state: TableState = foldLog([...start, update(3, 'bob', { nobody: ['x'] }), update(4, 'bob', { r1: ['x', 'y'] }, ['gone', 'a'])]);
    expect(state.rows.has('nobody')).toBe(false);
    expect(cell(state, 'r1', 'a')).toBe('y');
  });

  test('I6: laying an edit over rows that hold it already shows the same', () => {
    const entries = [...start, update(3, 'bob', { r1: ['x'] }), insert(4, 'bob', { r9: ['n', 'm'] })];
    const before = foldLog(start);
    const after = foldLog(entries);
    for (const state of [before, after]) {
      const seen = overlay(state.rows.values(), state.shape, entries.slice(2));
      expect(plain(new Map([...seen].map(([id, { row }]) => [id, row])))).toEqual(plain(after.rows));
    }
    expect([...(overlay(before.rows.values(), before.shape, entries.slice(2)).get('r1')?.pending ?? [])]).toEqual(['a']);
    expect([...(overlay(after.rows.values(), after.shape, entries.slice(2)).get('r1')?.pending ?? [])]).toEqual([]);
  });
});
