import { describe, expect, test } from 'vitest';
import { clipboardCell, parseClipboard, readBlock, tiled } from '@penstock/domain/input-tables/paste';
import { inverseOf } from '@penstock/domain/input-tables/inverse';

describe('pasting', () => {
  test('cells with tabs, line breaks and quotes survive the clipboard', () => {
    const cells = [
      ['plain', 'a\tb', 'two\nlines'],
      ['say "hi"', '"', ''],
    ];
    expect(parseClipboard(cells.map((row) => row.map(clipboardCell).join('\t')).join('\r\n'))).toEqual(cells);
  });

  test('the line break that Excel puts at the end adds no row, and an empty row between stays', () => {
    expect(parseClipboard('1\t2\r\n3\t4\r\n')).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    expect(parseClipboard('1\n\n2')).toEqual([['1'], [''], ['2']]);
  });

  test('a quote that is never closed is an ordinary character', () => {
    expect(parseClipboard('"inch\t5" pipe\n12"')).toEqual([['"inch', '5" pipe'], ['12"']]);
  });

  test('cells that do not fit are listed with their place and reason', () => {
    const columns = [
      { type: 'text', options: [] },
      { type: 'number', options: [] },
    ] as const;
    const read = readBlock(
      [
        ['a', '1,000'],
        ['b', 'many'],
      ],
      columns,
      { locale: 'en-US', timeZone: 'UTC' },
    );
    expect(read.values).toEqual([
      ['a', '1000'],
      ['b', null],
    ]);
    expect(read.misfits).toMatchObject([{ row: 1, column: 1, text: 'many' }]);
  });

  test('a value fills the selection, a block repeats only in whole multiples', () => {
    expect(tiled([['x']], 2, 2)).toEqual([
      ['x', 'x'],
      ['x', 'x'],
    ]);
    expect(tiled([['a'], ['b']], 4, 1)).toEqual([['a'], ['b'], ['a'], ['b']]);
    expect(tiled([['a'], ['b']], 3, 1)).toEqual([['a'], ['b']]);
  });
});

test('undo of a paste takes back its cells while they stand, and the rows that it added', () => {
  const before = { cell: (row: string) => `old ${row}`, rowOrder: () => 'a0', column: () => null };
  const paste = {
    op: 'updateCells',
    columns: ['c1'],
    rows: [{ id: 'r1', cells: ['new'] }],
    inserted: [{ id: 'r2', order: 'a1', cells: ['added'] }],
    onlyWhile: null,
  } as const;
  expect(inverseOf(paste, before, 7)).toEqual([
    { op: 'updateCells', columns: ['c1'], rows: [{ id: 'r1', cells: ['old r1'] }], inserted: [], onlyWhile: 7 },
    { op: 'deleteRows', rows: ['r2'] },
  ]);
});
