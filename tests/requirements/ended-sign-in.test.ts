/** The outcome table's row "the author's sign-in has ended", and decision 2: edits wait, are adopted, or go on after a sign-in. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  dataRows,
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
let table: TestTable;
let bob: ApiClient;
let row: string;

beforeAll(async () => {
  rig = await startRig({ accessTokenSeconds });
  setting = await settingOf(rig);
  table = await makeTable(setting);
  const insertion = insertRows(table, [['one', 'two', 'three']]);
  row = insertion.rows[0].id;
  await edited(setting.alice, table, insertion);
  await rig.inWarehouse(`grant select, insert, update on ${table.name} to bob`);
  await settled(setting.alice, table);
  bob = await rig.signIn('bob');
});
afterAll(async () => rig?.stop());

/** Alice edits; her sign-in ends before the edit can be written; it is acknowledged and waits. */
async function waitingEdit(value: string): Promise<number> {
  const [a = ''] = table.columns;
  await rowsOf(setting.alice, table);
  await rig.identityProvider.endRefreshTokens('alice');
  rig.identityProvider.revokeAccessTokens('alice');
  await sleep(accessTokenSeconds * 1_000 + 500);
  const num = await edited(setting.alice, table, setCell(a, row, value));
  await until(async () => {
    const { items } = expectOk(await bob.get(`/input-tables/${table.id}/pending`)).body;
    return items.some((item: { num: number; state: string }) => item.num === num && item.state === 'waiting');
  });
  return num;
}

test('R27 R56: an edit whose author signed out waits, is seen by readers, restricts its author alone, and is adopted with its place in the order', async () => {
  const [a = '', b = ''] = table.columns;
  const num = await waitingEdit('waits');
  const pending = expectOk(await bob.get(`/input-tables/${table.id}/pending`)).body.items;
  expect(pending).toMatchObject([{ num, state: 'waiting', author: { email: expect.stringContaining('alice') } }]);
  expect((await rowsOf(bob, table)).rows[0]).toMatchObject({ cells: ['waits', 'two', 'three'], pending: [a] });
  expect(expectOk(await setting.alice.get(`/input-tables/${table.id}`)).body.editing).toMatchObject({ state: 'restricted', scope: 'me' });
  await edited(bob, table, setCell(b, row, 'bob goes on'));
  await until(async () => (await dataRows(rig, table))[0]?.[1] === 'bob goes on');
  expect((await dataRows(rig, table))[0]?.[0]).toBe('one');

  const since = await rig.logPosition();
  expect(expectOk(await bob.post(`/input-tables/${table.id}/adopt`, { nums: [num] })).body.adopted).toEqual([num]);
  await until(async () => (await dataRows(rig, table))[0]?.[0] === 'waits');
  const writes = (await rig.statements({ since })).filter(
    (one) => /insert|update/i.test(one.text) && one.text.includes(bare()) && /purpose=apply/.test(one.text),
  );
  expect(new Set(writes.map((one) => one.user))).toEqual(new Set(['bob']));
  const entry = (await logRows(rig, table)).find((one) => Number(one.edit_num) === num);
  expect(entry.author_email).toContain('alice');
});

test('R27: what waits goes on by itself when its author signs in again', async () => {
  setting = { ...setting, alice: await rig.signIn('alice') };
  await until(async () => expectOk(await setting.alice.get(`/input-tables/${table.id}`)).body.editing.state === 'open');
  await waitingEdit('waits again');
  setting = { ...setting, alice: await rig.signIn('alice') };
  await until(async () => (await dataRows(rig, table))[0]?.[0] === 'waits again');
  expect((await dataRows(rig, table))[0]?.[0]).toBe('waits again');
  await until(async () => expectOk(await setting.alice.get(`/input-tables/${table.id}`)).body.editing.state === 'open');
});

function bare(): string {
  return table.name.split('.')[1]?.replaceAll('"', '') ?? '?';
}
