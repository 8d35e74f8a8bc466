/** P33 for edits: what comes faster than the warehouse takes it is slowed, then asked to come again, before memory fills; nothing acknowledged is lost. */
import type { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnyJson } from '../harness/any-json.ts';
import {
  dataRows,
  edit,
  editId,
  edited,
  expectOk,
  insertRows,
  logRows,
  makeTable,
  settingOf,
  settled,
  until,
} from '../harness/input-table.ts';
import type { TableSetting, TestTable } from '../harness/input-table.ts';
import { startRig } from '../harness/rig.ts';
import type { Rig } from '../harness/rig.ts';

let rig: Rig;
let setting: TableSetting;
let table: TestTable;
let other: TestTable;
let holder: Client;

beforeAll(async () => {
  rig = await startRig();
  setting = await settingOf(rig);
  [table, other] = [await makeTable(setting), await makeTable(setting, { name: 'Other' })];
  for (const one of [table, other]) await edited(setting.alice, one, insertRows(one, [['first', null, null]]));
  for (const one of [table, other]) await settled(setting.alice, one);
  holder = await rig.asWarehouse('postgres');
});
afterAll(async () => rig?.stop());

/** Some 5 MB in memory: a table may have 24 MB that are not applied. */
const rowsOfPaste = 16_000;
const pastes = 9;

test('P33 P6: pastes into a table that the warehouse does not write are refused in time, other tables go on, and all of them arrive once', async () => {
  await holder.query('begin');
  await holder.query(`lock table ${table.name} in share mode`);
  const sent = Array.from({ length: pastes }, (_, index) => {
    const values = Array.from({ length: rowsOfPaste }, (__, row) => [`paste ${index}`, String(row), null]);
    return { id: editId(), operation: insertRows(table, values, `a${index + 5}`) };
  });
  const answers: AnyJson[] = [];
  for (const { id, operation } of sent.slice(0, 6)) answers.push(await edit(setting.alice, table, operation, { editId: id }));
  const saved = answers.filter(({ status }) => status === 200).length;
  expect(saved).toBeGreaterThanOrEqual(3);
  expect(saved).toBeLessThanOrEqual(5);
  expect(answers.at(-1)).toMatchObject({ status: 503, body: { code: 'edit-log.backlog', retryAfterSeconds: 2 } });
  // Those who come all at once are not kept in memory to wait, each with its paste.
  const crowd = await Promise.all(sent.map(async ({ id, operation }) => edit(setting.alice, table, operation, { editId: id })));
  expect(crowd.filter(({ status }) => status === 503).length).toBeGreaterThanOrEqual(pastes - saved);
  expect(new Set(crowd.filter(({ status }) => status !== 200).map(({ body }) => body.code))).toEqual(new Set(['edit-log.backlog']));
  const { headNum } = expectOk(await setting.alice.get(`/input-tables/${table.id}`)).body;
  expect(headNum).toBe(2 + saved);
  // Elsewhere everything goes on.
  await edited(setting.alice, other, insertRows(other, [['goes on', null, null]], 'a5'));
  await until(async () => (await dataRows(rig, other)).length === 2);

  await holder.query('rollback');
  for (const { id, operation } of sent)
    await until(async () => (await edit(setting.alice, table, operation, { editId: id })).status === 200, 60_000);
  await settled(setting.alice, table, 60_000);
  const [{ count }] = (await rig.inWarehouse(`select count(*)::int as count from ${table.name}`)) as [{ count: number }];
  expect(count).toBe(1 + pastes * rowsOfPaste);
  const nums = [...new Set((await logRows(rig, table)).map((entry) => `${entry.edit_num} ${entry.edit_id}`))];
  expect(nums).toHaveLength(2 + pastes);
  expect((await rig.penstock('verify-edit-log', '--table', table.id)).code).toBe(0);
});
