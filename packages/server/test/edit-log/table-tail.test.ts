import { expect, test } from 'vitest';
import { noMetadata, systemAuthor } from '@penstock/domain/edit-log/entry';
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import { TableTail } from '../../src/edit-log/table-tail.ts';

function insertion(num: number, rows: number): EditEntry {
  return {
    tableId: 't',
    num,
    editId: `e${num}`,
    base: 0,
    at: '',
    author: systemAuthor,
    metadata: noMetadata,
    installationId: 'i',
    epoch: 1,
    operation: {
      op: 'insertRows',
      columns: [],
      rows: Array.from({ length: rows }, (_, row) => ({ id: `r${num}-${row}`, order: 'a', cells: [] })),
    },
  };
}

test('a large paste is let go once it is applied, whatever small edits stand before it', () => {
  const tail = new TableTail(0, 100);
  tail.add([insertion(1, 1), insertion(2, 5_000), insertion(3, 1), insertion(4, 5_000), insertion(5, 1)]);
  tail.forget(3);
  expect([tail.get(1), tail.get(2)]).toEqual([undefined, undefined]);
  expect([tail.covers(2), tail.get(3)?.num, tail.get(4)?.num]).toEqual([true, 3, 4]);
  tail.forget(5);
  expect([tail.get(4), tail.get(5)?.num, tail.covers(4), tail.covers(3)]).toEqual([undefined, 5, true, false]);
});

test('of small edits the most recent are kept', () => {
  const tail = new TableTail(0, 3);
  tail.add(Array.from({ length: 10 }, (_, index) => insertion(index + 1, 1)));
  tail.forget(9);
  expect([tail.covers(5), tail.covers(6), tail.after(6).map(({ num }) => num)]).toEqual([false, true, [7, 8, 9, 10]]);
});
