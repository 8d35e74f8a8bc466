import { describe, expect, test } from 'vitest';
import { checkNewColumns, checkOperation, largestEditCells } from '../../src/input-tables/check-operation.ts';
import type { Column } from '../../src/input-tables/column.ts';

const column = (id: string, name: string, type: Column['type'] = 'text'): Column => ({
  id,
  name,
  type,
  options: [],
  order: id,
  generation: 1,
});
const columns = [column('caaaaaaaa', 'A'), column('cbbbbbbbb', 'B', 'number')];
const shape = { name: 'T', num: 1, columns: new Map(columns.map((one) => [one.id, one])), retypes: [] };
const cells = (rows: readonly { id: string; cells: (string | null)[] }[], named = ['caaaaaaaa', 'cbbbbbbbb']) =>
  checkOperation({ op: 'updateCells', columns: named, rows, inserted: [], onlyWhile: null }, shape);

describe('an operation on its way into the log', () => {
  test('passes when every cell fits its column', () => {
    expect(cells([{ id: 'r1', cells: ['text', '12.5'] }])).toEqual({ kind: 'fits' });
    expect(cells([{ id: 'r1', cells: [null, null] }])).toEqual({ kind: 'fits' });
  });

  test('names each cell that does not fit, and how many there are', () => {
    const rows = [
      { id: 'r1', cells: ['a\0b', '1'] },
      { id: 'r2', cells: ['\ud800', '1e5'] },
    ];
    const check = cells(rows);
    expect(check).toMatchObject({
      kind: 'cells',
      count: 3,
      cells: [
        { row: 'r1', column: 'caaaaaaaa', code: 'nul' },
        { row: 'r2', column: 'caaaaaaaa', code: 'lone-surrogate' },
        { row: 'r2', column: 'cbbbbbbbb', code: 'not-a-number' },
      ],
    });
  });

  test('is refused when it names a column that is not there, a row twice, or too few cells', () => {
    expect(cells([{ id: 'r1', cells: ['x'] }], ['cgone0000'])).toEqual({ kind: 'column-unknown', columnId: 'cgone0000' });
    expect(
      cells([
        { id: 'r1', cells: ['x', null] },
        { id: 'r1', cells: ['y', null] },
      ]),
    ).toMatchObject({ kind: 'invalid' });
    expect(cells([{ id: 'r1', cells: ['x'] }])).toMatchObject({ kind: 'invalid' });
    expect(cells([])).toMatchObject({ kind: 'invalid' });
  });

  test('may have 50,000 cells and not one more', () => {
    const rows = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `r${index}`, cells: ['x', null] }));
    expect(cells(rows(largestEditCells / 2))).toEqual({ kind: 'fits' });
    expect(cells(rows(largestEditCells / 2 + 1))).toEqual({ kind: 'too-large', cells: largestEditCells + 2 });
  });

  test('keeps column names distinct without regard to case, and the last column', () => {
    expect(checkOperation({ op: 'addColumn', column: column('ccccccccc', 'a') }, shape)).toMatchObject({ kind: 'invalid' });
    expect(checkOperation({ op: 'changeColumn', columnId: 'caaaaaaaa', name: 'a' }, shape)).toEqual({ kind: 'fits' });
    expect(checkOperation({ op: 'changeColumn', columnId: 'caaaaaaaa', name: 'b' }, shape)).toMatchObject({ kind: 'invalid' });
    expect(checkOperation({ op: 'changeColumn', columnId: 'caaaaaaaa' }, shape)).toMatchObject({ kind: 'invalid' });
    const single = { ...shape, columns: new Map([...shape.columns].slice(0, 1)) };
    expect(checkOperation({ op: 'deleteColumn', columnId: 'caaaaaaaa' }, single)).toMatchObject({ kind: 'invalid' });
    expect(checkNewColumns([column('caaaaaaaa', 'A'), column('cbbbbbbbb', 'A')])).toMatchObject({ kind: 'invalid' });
    expect(checkNewColumns(columns)).toEqual({ kind: 'fits' });
  });

  test('gives options to select columns only', () => {
    const options = [{ id: 'o1', label: 'One', color: null }];
    expect(checkOperation({ op: 'changeColumn', columnId: 'caaaaaaaa', options }, shape)).toMatchObject({ kind: 'invalid' });
    expect(checkOperation({ op: 'changeColumn', columnId: 'caaaaaaaa', type: 'single-select', options }, shape)).toEqual({ kind: 'fits' });
    const twice = [...options, ...options];
    expect(checkOperation({ op: 'changeColumn', columnId: 'caaaaaaaa', type: 'single-select', options: twice }, shape)).toMatchObject({
      kind: 'invalid',
    });
  });
});
