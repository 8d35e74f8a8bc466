/** Other people's edits on the screen: across nodes, in order, to those who may read the table and to nobody else. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen } from '../harness/event-stream.ts';
import { edit, edited, expectOk, insertRows, makeTable, rowsOf, setCell, settingOf, settled, until } from '../harness/input-table.ts';
import type { TableSetting, TestTable } from '../harness/input-table.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';

let rig: Rig;
let setting: TableSetting;
let table: TestTable;
let row: string;
let a: string;
let bob: ApiClient;

beforeAll(async () => {
  rig = await startRig();
  setting = await settingOf(rig);
  // Bob works on a second node.
  bob = await rig.signIn('bob', await rig.startServer());
  table = await makeTable(setting);
  const insertion = insertRows(table, [['one', 'two', 'three']]);
  row = insertion.rows[0].id;
  a = table.columns[0] ?? '';
  await edited(setting.alice, table, insertion);
  await rig.inWarehouse(`grant select, insert, update on ${table.name} to bob`);
  await settled(setting.alice, table);
});
afterAll(async () => rig?.stop());

test('R23: an edit is on the screen of another person at another node within a second', async () => {
  const reader = await listen(bob, table.id);
  await edited(setting.alice, table, setCell(a, row, 'warm'));
  await until(async () => reader.events.some((one) => one.event === 'edit'));
  const afterMs: number[] = [];
  for (const value of ['v1', 'v2', 'v3', 'v4', 'v5']) {
    const startedMs = Date.now();
    const num = await edited(setting.alice, table, setCell(a, row, value));
    const seen = await until(async () => reader.events.find((one) => one.event === 'edit' && one.data.num === num));
    afterMs.push(seen.atMs - startedMs);
    expect(seen.data.author.email).toContain('alice');
    expect(seen.data.operation.rows[0].cells).toEqual([value]);
    // The page shows it at the same moment, applied or not.
    expect((await rowsOf(bob, table)).rows[0].cells[0]).toBe(value);
  }
  // The quickest of them: a machine that is busy for a moment is no failure, news that are only asked for now and then are.
  expect(Math.min(...afterMs)).toBeLessThan(1_000);
  reader.close();
});

test('R23: a reader that was away names its last number and misses nothing', async () => {
  const { num } = await rowsOf(bob, table);
  const sent: number[] = [];
  for (let n = 0; n < 5; n += 1) sent.push(await edited(setting.alice, table, setCell(a, row, `away ${n}`)));
  const reader = await listen(bob, table.id, num);
  await until(async () => reader.events.filter((one) => one.event === 'edit').length >= 5);
  const edits = reader.events.filter((one) => one.event === 'edit');
  expect(edits.map((one) => one.data.num)).toEqual(sent);
  expect(edits.map((one) => one.id)).toEqual(sent.map(String));
  reader.close();
});

test('R27 P5: an overwritten author is told by whom, and a value that was seen is no overwriting', async () => {
  const reader = await listen(setting.alice, table.id);
  const { num: seenBoth } = await rowsOf(setting.alice, table);
  const mine = await edited(setting.alice, table, setCell(a, row, 'from Alice'), { baseNum: seenBoth });
  const theirs = await edited(bob, table, setCell(a, row, 'from Bob'), { baseNum: seenBoth });
  expect(theirs).toBeGreaterThan(mine);
  const told = await until(async () => reader.events.find((one) => one.event === 'overwritten'));
  expect(told.data).toMatchObject({ num: theirs, cells: [{ row, column: a }] });
  expect(told.data.by.name).toMatch(/bob/i);
  const last = await edited(bob, table, setCell(a, row, 'again'), { baseNum: theirs });
  await until(async () => reader.events.some((one) => one.event === 'edit' && one.data.num === last));
  expect(reader.events.filter((one) => one.event === 'overwritten')).toHaveLength(1);
  reader.close();
});

test('I13 R56: a reader whose SELECT is revoked sees no further edit; one whose product right ends loses the stream', async () => {
  await rig.inWarehouse(`grant select on ${table.name} to carol; grant usage on schema wb_a to carol`);
  const carol = await rig.signIn('carol');
  const reader = await listen(carol, table.id);
  const first = await edited(setting.alice, table, setCell(a, row, 'carol sees this'));
  await until(async () => reader.events.some((one) => one.event === 'edit' && one.data.num === first));
  await rig.inWarehouse(`revoke all on ${table.name} from carol`);
  await new Promise((resolve) => setTimeout(resolve, 5_500));
  const secret = await edited(setting.alice, table, setCell(a, row, 'not for Carol'));
  await until(async () => reader.events.some((one) => one.data.num === secret));
  expect(JSON.stringify(reader.events)).not.toContain('not for Carol');
  try {
    expectOk(await setting.alice.put(`/workbooks/${setting.workbookId}/grants`, { grants: [] }));
    await until(async () => reader.ended());
    expect((await carol.get(`/input-tables/${table.id}/rows`)).status).toBe(404);
  } finally {
    expectOk(await setting.alice.put(`/workbooks/${setting.workbookId}/grants`, { grants: [{ to: 'everyone', right: 'edit' }] }));
  }
});

test('I13: under a row policy a reader gets their own rows, own live edits and own history, and no earlier state', async () => {
  const of = await makeTable(setting);
  const insertion = insertRows(of, [
    ['for Bob', '', ''],
    ['for Alice', '', ''],
  ]);
  await edited(setting.alice, of, insertion);
  await rig.inWarehouse(`grant select, insert, update on ${of.name} to bob`);
  await settled(setting.alice, of);
  await rig.inWarehouse(
    `alter table ${of.name} enable row level security; create policy mine on ${of.name} to bob using (row_id = '${insertion.rows[0].id}')`,
  );
  const reader = await listen(bob, of.id);
  expect((await rowsOf(bob, of)).rows.map((one: { cells: unknown[] }) => one.cells[0])).toEqual(['for Bob']);
  const column = of.columns[0] ?? '';
  const hidden = await edited(setting.alice, of, setCell(column, insertion.rows[1].id, 'Alice alone'));
  const own = await edited(bob, of, setCell(column, insertion.rows[0].id, 'by Bob'));
  await until(async () => reader.events.some((one) => one.event === 'edit' && one.data.num === own));
  expect(reader.events.some((one) => one.event === 'hidden' && one.data.num === hidden)).toBe(true);
  const page = await rowsOf(bob, of);
  expect(page).toMatchObject({ total: 1, rows: [{ cells: ['by Bob', '', ''] }] });
  const history = expectOk(await bob.get(`/input-tables/${of.id}/history`)).body.items;
  expect(history.map((item: { num: number }) => item.num)).toEqual([own]);
  expect((await bob.get(`/input-tables/${of.id}/rows?asOf=2`)).status).toBe(403);
  expect(JSON.stringify([reader.events, page, history])).not.toContain('Alice alone');
  reader.close();
});

test('R27: undo takes a value back only while it still stands', async () => {
  const mine = await edited(setting.alice, table, setCell(a, row, 'mine'));
  await edited(bob, table, setCell(a, row, 'theirs'), { baseNum: mine });
  await edited(setting.alice, table, setCell(a, row, 'before', mine));
  await settled(setting.alice, table);
  expect((await rowsOf(setting.alice, table)).rows[0].cells[0]).toBe('theirs');
  const again = await edited(setting.alice, table, setCell(a, row, 'mine again'));
  await edited(setting.alice, table, setCell(a, row, 'taken back', again));
  expect((await rowsOf(bob, table)).rows[0].cells[0]).toBe('taken back');
  await settled(setting.alice, table);
  expect((await rowsOf(bob, table)).rows[0].cells[0]).toBe('taken back');
});

test('R22: the history of a cell, of a row, and the table as of a number and of a moment', async () => {
  const history = expectOk(await setting.alice.get(`/input-tables/${table.id}/history?row=${row}&column=${a}&limit=3`)).body.items;
  expect(history.map((item: { value: unknown }) => item.value)).toEqual(['taken back', 'mine again', 'before']);
  const of = await makeTable(setting);
  const insertion = insertRows(of, [['kept', '', '']]);
  const num = await edited(setting.alice, of, insertion);
  const [entry] = expectOk(await setting.alice.get(`/input-tables/${of.id}/history?row=${insertion.rows[0].id}`)).body.items;
  await edited(setting.alice, of, setCell(of.columns[0] ?? '', insertion.rows[0].id, 'changed'));
  const deletion = await edited(setting.alice, of, { op: 'deleteRows', rows: [insertion.rows[0].id] });
  expect((await rowsOf(setting.alice, of)).total).toBe(0);
  expect((await rowsOf(setting.alice, of, `asOf=${num}`)).rows[0].cells[0]).toBe('kept');
  expect((await rowsOf(setting.alice, of, `asOf=${encodeURIComponent(entry.at)}`)).rows[0].cells[0]).toBe('kept');
  expect((await rowsOf(setting.alice, of, `asOf=${deletion - 1}`)).rows[0].cells[0]).toBe('changed');
  const [deleted] = expectOk(await setting.alice.get(`/input-tables/${of.id}/history`)).body.items;
  expect(deleted.deletedRows).toEqual([insertion.rows[0].id]);
  await edited(setting.alice, of, { op: 'restoreRows', rows: deleted.deletedRows });
  await settled(setting.alice, of);
  expect((await rowsOf(setting.alice, of)).rows[0].cells[0]).toBe('changed');
});

test('P2: the same edit id is the same edit at any node; another payload under it is a 409', async () => {
  const id = 'a'.repeat(31) + '1';
  const operation = setCell(a, row, 'sent twice');
  const first = await edit(setting.alice, table, operation, { editId: id });
  const elsewhere = await rig.signIn('alice', rig.servers[1]);
  const second = await edit(elsewhere, table, operation, { editId: id });
  expect(second.body.editNum).toBe(first.body.editNum);
  expect((await edit(elsewhere, table, setCell(a, row, 'another'), { editId: id })).status).toBe(409);
});
