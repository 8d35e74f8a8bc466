/**
 * What an Admin may take away while acknowledged edits wait: what they need to be written is kept or its removal refused,
 * with what is waiting, and nothing of them is lost.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnyJson } from '../harness/any-json.ts';
import {
  dataRows,
  edit,
  edited,
  expectOk,
  insertRows,
  logRows,
  makeTable,
  rowsOf,
  setCell,
  settingOf,
  settled,
  until,
} from '../harness/input-table.ts';
import type { TableSetting, TestTable } from '../harness/input-table.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';

const accessTokenSeconds = 6;

let rig: Rig;
let setting: TableSetting;
let ada: ApiClient;
let bob: ApiClient;
let table: TestTable;
let row: string;
let waiting: number;

/** An edit of alice waits for her sign-in, from the first test to the last. */
beforeAll(async () => {
  rig = await startRig({ accessTokenSeconds });
  setting = await settingOf(rig);
  [ada, bob] = [await rig.signIn('ada'), await rig.signIn('bob')];
  table = await makeTable(setting);
  const insertion = insertRows(table, [['one', 'two', 'three']]);
  row = insertion.rows[0].id;
  await edited(setting.alice, table, insertion);
  await rig.inWarehouse(`grant select, insert, update on ${table.name} to bob`);
  await settled(setting.alice, table);
  await rowsOf(bob, table);
  await rig.identityProvider.endRefreshTokens('alice');
  rig.identityProvider.revokeAccessTokens('alice');
  await sleep(accessTokenSeconds * 1_000 + 500);
  waiting = await edited(setting.alice, table, setCell(table.columns[0] ?? '', row, 'kept'));
  await until(async () => (await waitingNums()).includes(waiting));
});
afterAll(async () => rig?.stop());

const waitingNums = async (): Promise<readonly number[]> =>
  expectOk(await bob.get(`/input-tables/${table.id}/pending`))
    .body.items.filter(({ state }: AnyJson) => state === 'waiting')
    .map(({ num }: AnyJson) => num);
const path = (schema: string): AnyJson => ({ database: rig.warehouse.database, schema });
const destinations = (...schemas: string[]): AnyJson => schemas.map(path);
const change = (body: AnyJson) => ada.patch(`/connections/${setting.connectionId}`, body);
const writeAccess = (enabled: boolean, log: string | null, ...schemas: string[]): AnyJson => ({
  writeAccess: { enabled, destinations: destinations(...schemas), editLogDestination: log === null ? null : path(log) },
});
const editingOf = async (client: ApiClient): Promise<AnyJson> => expectOk(await client.get(`/input-tables/${table.id}`)).body.editing;

test('R21: clearing the log, with the service account or without, is refused and says which edits wait for whom', async () => {
  const { name } = expectOk(await setting.alice.get('/session')).body.member;
  const facts = { pending: 1, inputTables: [{ id: table.id, name: 'Targets', edits: 1, waitingFor: [name] }] };
  const cleared = writeAccess(true, null, 'wb_a', 'wb_b', 'wb_svc');
  for (const body of [cleared, { ...cleared, serviceAccount: null }, { ...writeAccess(false, null, 'wb_a'), serviceAccount: null }]) {
    const refused = await change(body);
    expect(refused).toMatchObject({ status: 409, body: { code: 'connection.edits-pending', ...facts } });
    expect(refused.body.detail).toContain(`"Targets" (1, waiting for ${name})`);
  }
  expect(await change({ serviceAccount: null })).toMatchObject({ status: 400, body: { fields: [{ pointer: '/body/serviceAccount' }] } });
});

test('a connection with waiting edits is not deleted', async () => {
  expect(await ada.delete(`/connections/${setting.connectionId}`)).toMatchObject({ status: 409, body: { code: 'connection.in-use' } });
});

test('R7: a destination that is no more one keeps its tables writable, and what waits there is still waiting', async () => {
  expectOk(await change(writeAccess(true, 'elog', 'wb_b', 'wb_svc')));
  await edited(bob, table, setCell(table.columns[1] ?? '', row, 'in a former destination'));
  await until(async () => (await dataRows(rig, table))[0]?.[1] === 'in a former destination');
  expect(await waitingNums()).toEqual([waiting]);
  expectOk(await change(writeAccess(true, 'elog', 'wb_a', 'wb_b', 'wb_svc')));
});

test('R27 R56: write access switched off and on again: nothing is written meanwhile, nobody is blamed, and all that was saved is written after', async () => {
  const holder = await rig.asWarehouse('postgres');
  await holder.query(`begin; lock table ${table.name} in share mode`);
  const saved = await edited(bob, table, setCell(table.columns[2] ?? '', row, 'saved before'));
  expectOk(await change(writeAccess(false, 'elog', 'wb_a', 'wb_b', 'wb_svc')));
  await holder.query('rollback');
  expect(await editingOf(bob)).toMatchObject({ state: 'restricted', scope: 'connection', code: 'write-access.off' });
  const logged = (await logRows(rig, table)).length;
  expect((await edit(bob, table, setCell(table.columns[1] ?? '', row, 'no'))).status).toBeGreaterThanOrEqual(400);
  setting = { ...setting, alice: await rig.signIn('alice') };
  await sleep(1_000);
  expect((await dataRows(rig, table))[0]?.[0]).toBe('one');
  expect((await rowsOf(bob, table)).rows[0].cells).toEqual(['kept', 'in a former destination', 'saved before']);

  expectOk(await change(writeAccess(true, 'elog', 'wb_a', 'wb_b', 'wb_svc')));
  await until(async () => (await bob.post(`/input-tables/${table.id}/recheck`)).status === 200);
  await until(async () => (await dataRows(rig, table))[0]?.[2] === 'saved before', 30_000);
  await until(async () => (await dataRows(rig, table))[0]?.[0] === 'kept', 45_000);
  await settled(bob, table);
  expect(await dataRows(rig, table)).toEqual([['kept', 'in a former destination', 'saved before']]);
  expect(saved).toBeGreaterThan(waiting);
  const rows = await logRows(rig, table);
  expect(rows.length).toBe(logged);
  expect(rows.some((entry) => JSON.parse(entry.edit).op === 'reject')).toBe(false);
  expect((await rig.penstock('verify-edit-log', '--table', table.id)).code).toBe(0);
});
