/** What the guards in the data prove of an edit whose replay was refused: exactly whether its statement had its effect. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { standsInData } from '../../src/edit-log/evidence.ts';
import { emptyTable, foldInto } from '../../src/edit-log/fold.ts';
import type { RowState } from '../../src/edit-log/fold.ts';
import { rowChanges } from '../../src/edit-log/row-changes.ts';
import type { EditEntry } from '../../src/edit-log/entry.ts';
import { column, edit, insert, table, update } from './entries.ts';

function data(...entries: readonly EditEntry[]): {
  readonly rows: ReadonlyMap<string, RowState>;
  readonly stands: (entry: EditEntry) => string;
} {
  const state = emptyTable();
  for (const entry of [table(column('a'), column('b')), ...entries]) foldInto(state, entry);
  return { rows: state.rows, stands: (entry) => standsInData(rowChanges(entry, state.shape), state.rows) };
}

/** Rows by value, however the fold keeps them. */
function plain(rows: ReadonlyMap<string, RowState>): readonly unknown[] {
  return [...rows.values()].map(({ id, life, order, created, updated, cells }) => ({
    id,
    life,
    order,
    created,
    updated,
    cells: [...cells],
  }));
}

const made = insert(2, 'alice', { r1: ['x', 'y'], r2: ['x', 'y'] });

describe('I5 I10: an edit stands in the data', () => {
  test('when one of its guards does, whatever has overwritten the others', () => {
    const written = update(3, 'bob', { r1: ['1', '2'], r2: ['3', '4'] });
    expect(data(made, written).stands(written)).toBe('applied');
    expect(data(made, written, update(4, 'alice', { r1: ['5', '6'] })).stands(written)).toBe('applied');
  });

  test('not when a guard is lower, or its row is not there yet', () => {
    const written = update(3, 'bob', { r1: ['1', '2'], r2: ['3', '4'] });
    expect(data(made).stands(written)).toBe('not-applied');
    expect(data(made, update(4, 'alice', { r1: ['5', '6'] })).stands(written)).toBe('not-applied');
    expect(data().stands(made)).toBe('not-applied');
    const onBoth = update(5, 'bob', { r1: ['1', '2'], new: ['3', '4'] });
    expect(data(made, update(6, 'alice', { r1: ['5', '6'] })).stands(onBoth)).toBe('not-applied');
  });

  test('when a row was deleted or moved by it, and when all of it is overwritten, which is the same with it and without it', () => {
    const deleted = edit(3, 'bob', { op: 'deleteRows', rows: ['r1'] });
    expect(data(made).stands(deleted)).toBe('not-applied');
    expect(data(made, deleted).stands(deleted)).toBe('applied');
    const restored = edit(4, 'alice', { op: 'restoreRows', rows: ['r1'] });
    expect(data(made, restored).stands(deleted)).toBe('applied');
    expect(plain(data(made, restored).rows)).toEqual(plain(data(made, deleted, restored).rows));
  });

  test('for any edits before and after it: with it or without it, the data says so or does not depend on it', () => {
    const cells = fc.dictionary(fc.constantFrom('r1', 'r2', 'r3'), fc.tuple(fc.constantFrom('1', '2'), fc.constantFrom('3', '4')), {
      minKeys: 1,
    });
    const change = fc.oneof(
      cells.map((rows) => (num: number) => update(num, 'bob', rows)),
      fc.constantFrom('r1', 'r2').map((row) => (num: number) => edit(num, 'bob', { op: 'deleteRows', rows: [row] })),
      fc.constantFrom('r1', 'r2').map((row) => (num: number) => edit(num, 'bob', { op: 'restoreRows', rows: [row] })),
    );
    // A row is made once: its id is random.
    const making = fc.constant((num: number) => insert(num, 'bob', { r3: ['x', 'y'] }));
    fc.assert(
      fc.property(fc.oneof(change, making), fc.array(change, { maxLength: 4 }), (inDoubt, later) => {
        const doubtful = inDoubt(3);
        const after = later.map((make, index) => make(index + 4));
        const withIt = data(made, doubtful, ...after);
        const without = data(made, ...after);
        if (withIt.stands(doubtful) === 'not-applied' || without.stands(doubtful) === 'applied')
          expect(plain(without.rows)).toEqual(plain(withIt.rows));
      }),
    );
  });
});
