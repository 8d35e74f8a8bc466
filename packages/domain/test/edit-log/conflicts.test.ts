import { describe, expect, test } from 'vitest';
import { overwrittenBy } from '../../src/edit-log/conflicts.ts';
import { dependency } from '../../src/edit-log/dependencies.ts';
import { column, edit, insert, update } from './entries.ts';

describe('P5: overwritten notices', () => {
  const theirs = update(4, 'bob', { r1: ['b'], r2: ['b'] });

  test('tell the author of what an edit overwrote without having seen it', () => {
    const notices = overwrittenBy({ ...update(5, 'alice', { r1: ['a'] }), base: 3 }, [theirs]);
    expect(notices).toMatchObject([
      { num: 4, author: { memberId: 'bob' }, by: { memberId: 'alice' }, cells: [{ rowId: 'r1', columnId: 'a' }] },
    ]);
  });

  test("are silent when it was seen, one's own, or an undo", () => {
    expect(overwrittenBy({ ...update(5, 'alice', { r1: ['a'] }), base: 4 }, [theirs])).toEqual([]);
    expect(overwrittenBy({ ...update(5, 'bob', { r1: ['a'] }), base: 3 }, [theirs])).toEqual([]);
    expect(overwrittenBy({ ...update(5, 'alice', { r1: ['a'] }, ['a'], 2), base: 3 }, [theirs])).toEqual([]);
  });
});

describe('dependencies on an edit that is held back', () => {
  const made = insert(3, 'alice', { r9: ['x', 'y'] });
  const added = edit(3, 'alice', { op: 'addColumn', column: column('c') });

  test('an edit needs the row or the column that the other makes', () => {
    expect(dependency(update(4, 'bob', { r9: ['x'] }), made)).toBe('needs');
    expect(dependency(edit(4, 'bob', { op: 'deleteRows', rows: ['r9'] }), made)).toBe('needs');
    expect(dependency(update(4, 'bob', { r1: ['x'] }, ['c']), added)).toBe('needs');
  });

  test('an undo comes after what may decide its condition', () => {
    expect(dependency(update(4, 'bob', { r1: ['x'] }, ['a'], 2), update(3, 'alice', { r1: ['y'] }))).toBe('order');
  });

  test('everything else goes on', () => {
    expect(dependency(update(4, 'bob', { r1: ['x'] }), made)).toBe('none');
    expect(dependency(update(4, 'bob', { r1: ['x'] }), update(3, 'alice', { r1: ['y'] }))).toBe('none');
    expect(dependency(made, update(4, 'bob', { r9: ['x'] }))).toBe('none');
  });
});
