import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/edit-log/canonical-json.ts';
import { foldLog } from '../../src/edit-log/fold.ts';
import { missingNums, readLog } from '../../src/edit-log/read.ts';
import { logColumns } from '../../src/edit-log/row.ts';
import { signingText } from '../../src/edit-log/signing-bytes.ts';
import { claimEdit, noopEdit } from '../../src/edit-log/system-edits.ts';
import { column, edit, insert, plainSigner, rowsOf, table, update } from './entries.ts';

const noImports = (): string => '[]';
const read = (rows: Parameters<typeof readLog>[0]) => readLog(rows, plainSigner, noImports);

describe('reading the log', () => {
  test('P3 R22: repeated and shuffled rows tell the same history', () => {
    const history = [table(column('a'), column('b')), insert(2, 'bob', { r1: ['x', 'y'] }), update(3, 'alice', { r1: ['z'] })];
    const rows = history.flatMap(rowsOf);
    fc.assert(
      fc.property(fc.shuffledSubarray([...rows, ...rows, ...rows], { minLength: rows.length * 3 }), (shuffled) => {
        expect(read(shuffled).entries).toEqual(history);
      }),
    );
  });

  test('P10: a row is quarantined when any of its columns is altered', () => {
    const [row] = rowsOf(insert(2, 'bob', { r1: ['x', 'y'] }));
    if (row === undefined) throw new Error('no row');
    for (const name of logColumns) {
      const reading = read([{ ...row, [name]: `${row[name]}1` }]);
      expect(reading.entries, name).toEqual([]);
      expect(
        reading.findings.map(({ kind }) => kind),
        name,
      ).toEqual(['forged']);
    }
  });

  test('P10: text moved from one column to the next is another signing text', () => {
    const [row] = rowsOf(insert(2, 'bob', { r1: ['x', 'y'] }));
    if (row === undefined) throw new Error('no row');
    expect(signingText({ ...row, edit_id: 'e', part: `2${row.part}` })).not.toBe(signingText({ ...row, edit_id: 'e2' }));
  });

  test('P6: an edit counts only when all its parts are there', () => {
    const large = insert(2, 'bob', Object.fromEntries(Array.from({ length: 4 }, (_, index) => [`r${index}`, ['🙂'.repeat(50_000), 'y']])));
    const rows = rowsOf(large);
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.every((row) => row.edit.isWellFormed())).toBe(true);
    expect(read(rows).entries).toEqual([large]);
    expect(read(rows.slice(1)).entries).toEqual([]);
    expect(read(rows.slice(1)).findings.map(({ kind }) => kind)).toEqual(['incomplete']);
  });

  test('P4: a noop wins over the row of the edit it names, whichever lands first', () => {
    const late = update(2, 'bob', { r1: ['late'] });
    const noop = edit(2, '', noopEdit(2, late.editId).operation, { editId: 'noop-2' });
    for (const rows of [
      [late, noop],
      [noop, late],
    ]) {
      expect(read(rows.flatMap(rowsOf)).entries.map(({ operation }) => operation.op)).toEqual(['noop']);
    }
  });

  test('P12: a claim voids what an earlier epoch lands at or above it', () => {
    const claim = edit(3, '', claimEdit('i', 2).operation, { editId: 'claim-2', epoch: 2 });
    const rows = [
      table(column('a')),
      edit(2, 'bob', { op: 'rebuild' }),
      claim,
      update(4, 'bob', { r1: ['lost'] }),
      edit(4, 'bob', { op: 'rebuild' }, { epoch: 2 }),
    ];
    const reading = read(rows.flatMap(rowsOf));
    expect(reading.entries.map(({ num, epoch }) => [num, epoch])).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 2],
    ]);
  });

  test('R22: gaps are numbers at which nothing stands', () => {
    expect(missingNums([table(column('a')), update(4, 'bob', { r1: ['x'] })], 1, 5)).toEqual([2, 3, 5]);
  });

  test('R22: replaying the payloads alone makes the table', () => {
    const history = [
      table(column('a'), column('b')),
      insert(2, 'bob', { r1: ['x', 'y'], r2: ['p', null] }),
      update(3, 'alice', { r2: ['q'] }),
      edit(4, 'bob', { op: 'deleteRows', rows: ['r1'] }),
    ];
    const state = foldLog(read(history.flatMap(rowsOf)).entries);
    const cells = [...state.rows.values()].map((row) => [row.id, row.life.deleted, ...[...row.cells.values()].map(({ value }) => value)]);
    expect(canonicalJson(cells)).toBe('[["r1",true,"x","y"],["r2",false,"q",null]]');
  });
});
