/** What verify says of a table on which edits wait, some of which stand in the data already. */
import { canonicalJson } from '@penstock/domain/edit-log/canonical-json';
import { encodeEdit } from '@penstock/domain/edit-log/encode';
import { noMetadata } from '@penstock/domain/edit-log/entry';
import type { LoggedTable } from '@penstock/domain/edit-log/ports';
import { rowChanges } from '@penstock/domain/edit-log/row-changes';
import { changeShape, noShape } from '@penstock/domain/edit-log/table-shape';
import type { Operation } from '@penstock/domain/input-tables/operation';
import { verifyTable } from '@penstock/server/input-tables/verify-table';
import { MemoryDataStore } from '@penstock/testkit/edit-log/memory-data-store';
import { MemoryLogStore } from '@penstock/testkit/edit-log/memory-log-store';
import { testSigner } from '@penstock/testkit/edit-log/test-signer';
import { VirtualTime } from '@penstock/testkit/edit-log/virtual-time';
import { expect, test } from 'vitest';
import { authorOf } from './people.ts';
import { connectionId, installationId, settings, table } from './world.ts';

const write = (value: string): Operation => ({
  op: 'updateCells',
  columns: ['c'],
  rows: [{ id: 'r', cells: [value] }],
  inserted: [],
  onlyWhile: null,
});
const operations: readonly Operation[] = [
  { op: 'createTable', name: 'T', columns: [{ id: 'c', name: 'C', type: 'text', options: [], order: 'a', generation: 1 }] },
  { op: 'insertRows', columns: ['c'], rows: [{ id: 'r', order: 'a', cells: ['a'] }] },
  write('bob was here'),
  write('and here'),
];

/** The data holds the edits with the given numbers; 3 and 4 wait. */
async function differences(inData: readonly number[], spoil: (data: MemoryDataStore) => Promise<unknown> = async () => {}) {
  const [log, data, clock] = [new MemoryLogStore(), new MemoryDataStore(), new VirtualTime(0)];
  const entries = operations.map((operation, index) => ({
    tableId: table.tableId,
    num: index + 1,
    editId: `e${index + 1}`,
    base: index,
    at: '2026-01-01T00:00:00.000000Z',
    author: authorOf('bob'),
    metadata: noMetadata,
    installationId,
    epoch: 1,
    operation,
  }));
  const [creation] = operations;
  if (creation?.op !== 'createTable') throw new Error('The first edit makes the table.');
  const shape = changeShape(noShape, 1, creation);
  await log.create(connectionId);
  await data.create(table, creation.columns, 'bob');
  for (const { operation, ...envelope } of entries)
    await log.append(connectionId, encodeEdit(envelope, canonicalJson(operation), testSigner.keyId, testSigner));
  for (const entry of entries) if (inData.includes(entry.num)) await data.apply(table, { rows: rowChanges(entry, shape) }, 'bob');
  await spoil(data);
  const exceptions = [3, 4].map((num) => ({
    num,
    editId: `e${num}`,
    kind: 'waiting' as const,
    memberId: 'bob',
    adoptedBy: null,
    code: 'sign-in.ended',
    reason: '',
  }));
  const logged: LoggedTable = { ...table, headNum: 4, appliedNum: 4, shape, restrictions: [], exceptions };
  const ports = { store: { load: async () => logged }, log, data, signer: testSigner, inflate: () => '[]', clock, settings };
  const verdict = await verifyTable(ports, table.tableId, 'examiner');
  expect(verdict).toMatchObject({ notCompared: null, missingNums: [], faults: [] });
  return verdict?.differences;
}

test('P3: a waiting edit may stand in the data or not, also the first of two that write the same cell', async () => {
  for (const inData of [[2], [2, 3], [2, 4], [2, 3, 4]]) expect(await differences(inData), inData.join()).toEqual([]);
});

test('P3: a value that no edit has written is told all the same', async () => {
  const told = await differences([2, 3], (data) =>
    data.force(
      table,
      {
        rows: [
          {
            rowId: 'r',
            life: null,
            created: null,
            order: null,
            updated: { num: 3, by: 'bob@example.com', at: '' },
            cells: [{ columnId: 'c', generation: 1, type: 'text', value: 'forged', num: 3, onlyWhile: null }],
          },
        ],
      },
      3,
      'bob',
    ),
  );
  expect(told).toMatchObject([{ rowId: 'r', what: 'c' }]);
});
