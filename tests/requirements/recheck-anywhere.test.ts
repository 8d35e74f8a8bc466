/** R56: a re-check lifts a restriction wherever it is asked for: on the node that applies the table, on another, on a fresh one. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  editId,
  edit,
  edited,
  expectOk,
  insertRows,
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

let rig: Rig;
let setting: TableSetting;

beforeAll(async () => {
  rig = await startRig();
  setting = await settingOf(rig);
});
afterAll(async () => rig?.stop());

async function tableOfOneRow(): Promise<{ readonly table: TestTable; readonly row: string; readonly a: string }> {
  const table = await makeTable(setting);
  const insertion = insertRows(table, [['one', 'two', 'three']]);
  await edited(setting.alice, table, insertion);
  await settled(setting.alice, table);
  return { table, row: insertion.rows[0].id, a: table.columns[0] ?? '' };
}

const stateOf = async (client: ApiClient, table: TestTable): Promise<string> =>
  expectOk(await client.get(`/input-tables/${table.id}`)).body.editing.state;

test('R56: asked of a node that does not apply the table, a re-check lifts what holds everybody, and the edit that waited is applied', async () => {
  const { table, row, a } = await tableOfOneRow();
  const second = await rig.startServer();
  const elsewhere = await rig.signIn('alice', second);
  await rig.inWarehouse(`alter table ${table.name} rename to hidden_from_penstock`);
  await edited(setting.alice, table, setCell(a, row, 'waited'));
  await until(async () => (await stateOf(setting.alice, table)) === 'restricted');
  await until(async () => (await stateOf(elsewhere, table)) === 'restricted');
  const schema = table.name.split('.')[0] ?? '';
  await rig.inWarehouse(`alter table ${schema}.hidden_from_penstock rename to ${table.name.split('.')[1] ?? ''}`);
  expectOk(await elsewhere.post(`/input-tables/${table.id}/recheck`));
  await until(async () => (await stateOf(elsewhere, table)) === 'open');
  await settled(elsewhere, table);
  await until(async () => (await stateOf(setting.alice, table)) === 'open');
  expect((await rig.inWarehouse(`select "${a}_1" as value from ${table.name}`))[0]?.value).toBe('waited');
  await second.stop();
});

test('R56: a re-check lifts a restriction of one person on a server that nobody has asked for the table yet', async () => {
  const { table, row, a } = await tableOfOneRow();
  const bob = await rig.signIn('bob');
  await rig.inWarehouse(`grant select, insert, update on ${table.name} to bob`);
  await edited(bob, table, setCell(a, row, 'bob'));
  await settled(bob, table);
  await rig.inWarehouse(`revoke insert, update on ${table.name} from bob`);
  expectOk(await edit(bob, table, setCell(a, row, 'refused'), { editId: editId() }));
  await until(async () => (await stateOf(bob, table)) === 'restricted');
  await settled(bob, table);
  await Promise.all(rig.servers.map((server) => server.stop()));
  await rig.startServer();
  await rig.inWarehouse(`grant insert, update on ${table.name} to bob`);
  expectOk(await bob.post(`/input-tables/${table.id}/recheck`));
  await until(async () => (await stateOf(bob, table)) === 'open');
  await edited(bob, table, setCell(a, row, 'again'));
  await settled(bob, table);
  expect((await rowsOf(bob, table)).rows[0].cells[0]).toBe('again');
});
