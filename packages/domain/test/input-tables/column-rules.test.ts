import { describe, expect, test } from 'vitest';
import { columnsWritten, mayWrite, noRules, unlistedCells } from '@penstock/domain/input-tables/column-rules';
import type { ColumnRules } from '@penstock/domain/input-tables/column-rules';

const row = (id: string, ...cells: (string | null)[]) => ({ id, cells });
const newRow = (id: string, ...cells: (string | null)[]) => ({ id, order: 'a0', cells });

describe('who may write a column', () => {
  const person = { memberId: 'me', isTableOwner: false, teams: new Set(['team']) };
  const only = (members: readonly string[], teams: readonly string[]): ColumnRules => ({ ...noRules, protection: { members, teams } });

  test('everybody, unless it is protected; then its table’s owner and those who are named', () => {
    expect(mayWrite(noRules, person)).toBe(true);
    expect(mayWrite(only([], []), person)).toBe(false);
    expect(mayWrite(only(['other'], ['others']), person)).toBe(false);
    expect(mayWrite(only(['me'], []), person)).toBe(true);
    expect(mayWrite(only([], ['team']), person)).toBe(true);
    expect(mayWrite(only([], []), { ...person, isTableOwner: true })).toBe(true);
  });

  test('an edit writes the columns that it names, but a new row only those that it holds something for', () => {
    expect(columnsWritten({ op: 'insertRows', columns: ['a', 'b'], rows: [newRow('1', null, null), newRow('2', null, 'x')] })).toEqual([
      'b',
    ]);
    const cleared = { op: 'updateCells', columns: ['a'], rows: [row('1', null)], inserted: [], onlyWhile: null } as const;
    expect(columnsWritten(cleared)).toEqual(['a']);
    expect(columnsWritten({ ...cleared, rows: [], inserted: [newRow('2', null)] })).toEqual([]);
    expect(columnsWritten({ op: 'changeColumn', columnId: 'a', type: 'number' })).toEqual(['a']);
    expect(columnsWritten({ op: 'deleteColumn', columnId: 'a' })).toEqual(['a']);
    expect(columnsWritten({ op: 'deleteRows', rows: ['1'] })).toEqual([]);
  });
});

test('cells outside their column’s list are found in changed and in new rows; empty ones are always in it', () => {
  const list: ColumnRules = { protection: null, allowed: { from: { kind: 'values', values: ['x', 'y'] }, otherwise: 'warn' } };
  const elsewhere: ColumnRules = {
    protection: null,
    allowed: { from: { kind: 'element', elementId: 'e', columnId: 'c' }, otherwise: 'warn' },
  };
  const rules = new Map([
    ['a', list],
    ['b', elsewhere],
  ]);
  const operation = {
    op: 'updateCells',
    columns: ['b', 'a'],
    rows: [row('1', 'free', 'x'), row('2', 'free', 'X')],
    inserted: [newRow('3', 'free', null), newRow('4', 'free', 'z')],
    onlyWhile: null,
  } as const;
  expect(unlistedCells(operation, rules)).toEqual([
    { row: '2', column: 'a', otherwise: 'warn' },
    { row: '4', column: 'a', otherwise: 'warn' },
  ]);
  expect(unlistedCells({ op: 'deleteRows', rows: ['2'] }, rules)).toEqual([]);
});
