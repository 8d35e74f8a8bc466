import { beforeEach, describe, expect, test } from 'vitest';
import { canonicalJson } from '@penstock/domain/edit-log/canonical-json';
import { encodeEdit } from '@penstock/domain/edit-log/encode';
import { noMetadata, systemAuthor } from '@penstock/domain/edit-log/entry';
import { claimEdit, rejectEdit } from '@penstock/domain/edit-log/system-edits';
import { noShape } from '@penstock/domain/edit-log/table-shape';
import type { LoggedTable } from '@penstock/domain/edit-log/ports';
import type { Operation } from '@penstock/domain/input-tables/operation';
import { MemoryDataStore } from '@penstock/testkit/edit-log/memory-data-store';
import { MemoryLogStore } from '@penstock/testkit/edit-log/memory-log-store';
import { testSigner } from '@penstock/testkit/edit-log/test-signer';
import { defaultSettings } from '../../src/edit-log/settings.ts';
import { numOfMoment, pageAsOf } from '../../src/input-tables/past.ts';
import { rebuildTable } from '../../src/input-tables/rebuild-table.ts';
import { TableHistory } from '../../src/input-tables/table-history.ts';
import { verifyTable } from '../../src/input-tables/verify-table.ts';

const connectionId = 'c';
const place = { tableId: 't', connectionId, database: 'd', schema: 's', table: 'x' };
const alice = { memberId: 'alice', email: 'alice@example.com', login: 'alice' };

let log: MemoryLogStore;
let data: MemoryDataStore;
let ports: Parameters<typeof verifyTable>[0];
let table: LoggedTable;

beforeEach(async () => {
  log = new MemoryLogStore();
  data = new MemoryDataStore();
  await log.create(connectionId);
  table = { ...place, headNum: 0, appliedNum: 0, shape: noShape, restrictions: [], exceptions: [] };
  ports = {
    log,
    data,
    signer: testSigner,
    inflate: (text) => text,
    clock: { nowMs: () => 0, sleep: async () => {} },
    settings: defaultSettings,
    store: { load: async () => table },
  };
});

/** An edit lands in the log, and counts as applied. */
async function logged(
  num: number,
  operation: Operation,
  change: { readonly editId?: string; readonly epoch?: number } = {},
): Promise<void> {
  const isSystem = operation.op === 'reject' || operation.op === 'claim' || operation.op === 'noop';
  const envelope = {
    tableId: place.tableId,
    num,
    editId: `e${num}`,
    base: 0,
    at: `2026-11-22T05:00:${String(num % 60).padStart(2, '0')}.000000Z`,
    author: isSystem ? systemAuthor : alice,
    metadata: noMetadata,
    installationId: 'i',
    epoch: 1,
    ...change,
  };
  await log.append(connectionId, encodeEdit(envelope, canonicalJson(operation), testSigner.keyId, testSigner));
  table = { ...table, headNum: Math.max(table.headNum, num), appliedNum: Math.max(table.appliedNum, num) };
}

function column(id: string): Extract<Operation, { readonly op: 'addColumn' }>['column'] {
  return { id, name: id, type: 'text', options: [], order: id, generation: 1 };
}

function insertion(...rows: readonly (readonly [string, string])[]): Operation {
  return { op: 'insertRows', columns: ['a'], rows: rows.map(([id, value]) => ({ id, order: `o${id}`, cells: [value] })) };
}

function update(id: string, value: string): Operation {
  return { op: 'updateCells', columns: ['a'], rows: [{ id, cells: [value] }], inserted: [], onlyWhile: null };
}

async function valuesAsOf(num: number): Promise<Record<string, unknown>> {
  const page = await pageAsOf(await TableHistory.open(ports, table), num, 0, 100);
  return Object.fromEntries(page.rows.map((row) => [row.id, row.cells.get('a')?.value]));
}

describe('the past of a table', () => {
  test('R17: the table as of a number lacks what was refused long after', async () => {
    await logged(1, { op: 'createTable', name: 'T', columns: [column('a')] });
    await logged(2, insertion(['r1', 'first'], ['r2', 'second']));
    await logged(3, update('r1', 'refused'));
    for (let num = 4; num < 40; num += 1) await logged(num, update('r2', `value ${num}`));
    const reject = rejectEdit({ num: 3, editId: 'e3' }, 'warehouse.value', 'too long');
    await logged(40, reject.operation, reject);
    expect(await valuesAsOf(3)).toEqual({ r1: 'first', r2: 'second' });
    expect(await valuesAsOf(30)).toEqual({ r1: 'first', r2: 'value 30' });
  });

  test('a page of it is in the order of the rows, and the total counts living rows', async () => {
    await logged(1, { op: 'createTable', name: 'T', columns: [column('a')] });
    await logged(2, insertion(['r3', '3'], ['r1', '1'], ['r2', '2'], ['r4', '4']));
    await logged(3, { op: 'deleteRows', rows: ['r2'] });
    await logged(4, { op: 'moveRows', rows: [{ id: 'r1', order: 'oz' }] });
    const page = await pageAsOf(await TableHistory.open(ports, table), 4, 1, 5);
    expect([page.total, page.rows.map(({ id }) => id)]).toEqual([3, ['r4', 'r1']]);
    const before = await pageAsOf(await TableHistory.open(ports, table), 2, 0, 2);
    expect([before.total, before.rows.map(({ id }) => id)]).toEqual([4, ['r1', 'r2']]);
  });

  test('a moment is the last number given at or before it', async () => {
    for (let num = 1; num <= 9; num += 1)
      await logged(num, num === 1 ? { op: 'createTable', name: 'T', columns: [column('a')] } : insertion([`r${num}`, 'x']));
    const history = await TableHistory.open(ports, table);
    expect(await numOfMoment(history, 9, '2026-11-22T05:00:06Z')).toBe(6);
    expect(await numOfMoment(history, 9, '2026-11-22T05:00:05.999Z')).toBe(5);
    expect(await numOfMoment(history, 9, '77')).toBe(9);
    expect(await numOfMoment(history, 9, 'yesterday')).toBeNull();
  });

  test('I12: a claim voids what an earlier epoch lands above it, also in a later stretch of the log', async () => {
    await logged(1, { op: 'createTable', name: 'T', columns: [column('a')] });
    const claim = claimEdit('i', 2);
    await logged(2, claim.operation, { ...claim, epoch: 2 });
    for (let num = 3; num < 20; num += 1) await logged(num, insertion([`r${num}`, 'kept']), { epoch: num === 17 ? 1 : 2 });
    expect(Object.keys(await valuesAsOf(19))).not.toContain('r17');
    expect(Object.keys(await valuesAsOf(19))).toContain('r18');
  });
});

describe('rebuilding and verifying', () => {
  beforeEach(async () => {
    await logged(1, { op: 'createTable', name: 'T', columns: [column('a')] });
    for (let num = 2; num < 12; num += 1) await logged(num, insertion([`r${num}`, `value ${num}`], [`s${num}`, 'x']));
  });

  test('P3: a lost table equals its log again, and a row that the log does not know goes', async () => {
    expect((await verifyTable(ports, 't', 'alice'))?.notCompared).not.toBeNull();
    expect(await rebuildTable(ports, table, 'alice')).toMatchObject({ kind: 'done', rows: 20, removed: 0, num: 11 });
    const rows = [...data.tables.values()][0]?.rows;
    const known = rows?.get('r2');
    if (rows === undefined || known === undefined) throw new Error('nothing was rebuilt');
    rows.set('r999', { ...known, cells: new Map(known.cells) });
    rows.delete('s3');
    known.cells.set([...known.cells.keys()][0] ?? '', { value: 'altered', num: 2 });
    const differences = (await verifyTable(ports, 't', 'alice'))?.differences.map(({ rowId, what }) => `${rowId} ${what}`);
    expect([...(differences ?? [])].sort()).toEqual(['r2 a', 'r999 row', 's3 row']);
    expect(await rebuildTable(ports, table, 'alice')).toMatchObject({ kind: 'done', rows: 20, removed: 1 });
    expect(await verifyTable(ports, 't', 'alice')).toMatchObject({
      differences: [],
      missingNums: [],
      faults: [],
      notCompared: null,
      rows: 20,
    });
  });

  test('P3: what was set by hand under a number that no edit ever had is mended, and nothing under a number that one has', async () => {
    await rebuildTable(ports, table, 'alice');
    const rows = [...data.tables.values()][0]?.rows;
    const [one, other, edited] = [rows?.get('r2'), rows?.get('s3'), rows?.get('r4')];
    if (rows === undefined || one === undefined || other === undefined || edited === undefined) throw new Error('nothing was rebuilt');
    const name = [...one.cells.keys()][0] ?? '';
    one.cells.set(name, { value: 'by hand', num: 900 });
    Object.assign(other, { rowNum: 901, deleted: true, orderNum: 902, orderKey: 'zz', updated: { num: 903, by: 'nobody', at: '' } });
    rows.set('r999', { ...one, rowNum: 904, cells: new Map() });
    edited.cells.set(name, { value: 'on its way', num: 12 });
    table = { ...table, headNum: 12 };
    expect(await rebuildTable(ports, table, 'alice')).toMatchObject({ kind: 'done', rows: 20, removed: 1, num: 11 });
    expect((await verifyTable(ports, 't', 'alice'))?.differences).toMatchObject([{ rowId: 'r4', what: 'a', found: '"on its way"' }]);
    expect([rows.get('s3')?.updated.num, rows.get('r2')?.cells.get(name)?.num]).toEqual([3, 2]);
  });

  test('nothing is written where the log lacks a number', async () => {
    const rows = log.logs.get(connectionId) ?? [];
    log.logs.set(
      connectionId,
      rows.filter((row) => row.edit_num !== '9'),
    );
    expect(await rebuildTable(ports, table, 'alice')).toEqual({
      kind: 'failed',
      reason: 'The edit log lacks number 9; a rebuild would lose it.',
    });
    expect(data.tables.size).toBe(0);
    expect((await verifyTable(ports, 't', 'alice'))?.missingNums).toEqual([9]);
  });
});
