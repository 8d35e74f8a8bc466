/** I12: an older backup of metadata is put in place. What the log holds counts, also where the log could not be read at first. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  dataRows,
  edit,
  editId,
  edited,
  expectOk,
  insertRows,
  logRows,
  makeTable,
  rowsOf,
  setCell,
  settingOf,
  settled,
} from '../harness/input-table.ts';
import type { TableSetting, TestTable } from '../harness/input-table.ts';
import { startRig } from '../harness/rig.ts';
import type { Rig } from '../harness/rig.ts';

let rig: Rig;
let setting: TableSetting;
let table: TestTable;
let other: TestTable;
let row: string;
let a: string;

beforeAll(async () => {
  rig = await startRig();
  setting = await settingOf(rig);
  [table, other] = [await makeTable(setting), await makeTable(setting, { name: 'Other' })];
  const insertion = insertRows(table, [['one', 'two', 'three']]);
  row = insertion.rows[0].id;
  a = table.columns[0] ?? '';
  await edited(setting.alice, table, insertion);
  await settled(setting.alice, table);
});
afterAll(async () => rig?.stop());

const log = (): string => `elog."sigds_wal_${setting.connectionId.replaceAll('-', '')}"`;

test('P12: where the service account may not read the log when a table is opened, the comparison comes before the next edit', async () => {
  const { body: before } = expectOk(await setting.alice.get(`/input-tables/${table.id}`));
  for (const value of ['lost', 'by', 'metadata']) await edited(setting.alice, table, setCell(a, row, value));
  await settled(setting.alice, table);
  await Promise.all(rig.servers.map((server) => server.stop()));
  await rig.inMetadata('delete from edit_numbers where table_id = $1 and num > $2', [table.id, before.headNum]);
  await rig.inMetadata('update edit_log_tables set head_num = $2, applied_num = $2 where table_id = $1', [table.id, before.headNum]);
  await rig.startServer();
  // The connection is open before the right is taken, and the table afterwards.
  await rowsOf(setting.alice, other);
  const [{ owner }] = (await rig.inWarehouse(`select relowner::regrole::text as owner from pg_class where oid = '${log()}'::regclass`)) as [
    { owner: string },
  ];
  await rig.inWarehouse(
    `alter table ${log()} owner to postgres; grant insert on ${log()} to ${owner}; revoke select on ${log()} from ${owner}`,
  );
  expect((await rowsOf(setting.alice, table)).rows[0].cells[0]).toBe('metadata');

  const id = editId();
  const refused = await edit(setting.alice, table, setCell(a, row, 'kept by the client'), { editId: id });
  expect(refused).toMatchObject({ status: 503, body: { code: 'edit-log.unavailable' } });
  expect(expectOk(await setting.alice.get(`/input-tables/${table.id}`)).body.editing).toMatchObject({ scope: 'connection' });
  expect(await setting.alice.post(`/input-tables/${table.id}/recheck`)).toMatchObject({ status: 503 });

  await rig.inWarehouse(`grant select on ${log()} to ${owner}; alter table ${log()} owner to ${owner}`);
  // Three numbers that metadata had lost, and the claim of the new epoch.
  expect(await edited(setting.alice, table, setCell(a, row, 'kept by the client'), { editId: id })).toBe(before.headNum + 5);
  await settled(setting.alice, table);
  expect(await dataRows(rig, table)).toEqual([['kept by the client', 'two', 'three']]);
  const nums = (await logRows(rig, table)).map((entry) => Number(entry.edit_num));
  expect(nums).toEqual(Array.from({ length: before.headNum + 5 }, (_, index) => index + 1));
  expect((await rig.penstock('verify-edit-log', '--table', table.id)).code).toBe(0);
});
