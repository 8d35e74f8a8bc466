/** P10: rows that somebody else puts into the edit log are set aside, told, and change nothing. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient, Rig } from '../harness/rig.ts';
import { startRig } from '../harness/rig.ts';
import { edit, insertRows, makeTable, settingOf } from '../harness/input-table.ts';
import type { TestTable } from '../harness/input-table.ts';
import { eventually } from '../requirements/connections-of-the-rig.ts';

let rig: Rig;
let alice: ApiClient;
let table: TestTable;
let log: string;

beforeAll(async () => {
  rig = await startRig();
  const setting = await settingOf(rig);
  alice = setting.alice;
  table = await makeTable(setting);
  log = `elog."sigds_wal_${setting.connectionId.replaceAll('-', '')}"`;
  expect((await edit(alice, table, insertRows(table, [['true', '1', 'x']]))).status).toBe(200);
});

afterAll(() => rig.stop());

const firstCells = async (client: ApiClient) => {
  const { status, body } = await client.get(`/input-tables/${table.id}/rows?offset=0&limit=100`);
  expect(status).toBe(200);
  return body.rows.map((row: { cells: string[] }) => row.cells[0]);
};

test('P10: a row inserted by hand, before and behind the last number, is never folded, and Admins are told', async () => {
  await rig.inWarehouse(`grant usage on schema elog to alice; grant select, insert on ${log} to alice`);
  const [last] = await rig.inWarehouse<{ edit_num: string }>(
    `select max(edit_num)::text as edit_num from ${log} where input_table_id = '${table.id}'`,
  );
  // Alice copies a genuine row, changes what it says, and gives it the next number.
  const forge = (num: number, text: string) =>
    rig.inWarehouse(
      `insert into ${log} select format, installation_id, epoch, input_table_id, ${num}, md5('${text}'), part, parts, base_num, at, author_member_id, author_email,
         author_login, replace(edit, '"true"', '"${text}"'), metadata, key_id, signature
       from ${log} where input_table_id = '${table.id}' and edit_num = ${last?.edit_num ?? 0}`,
      'alice',
    );
  await forge(Number(last?.edit_num) + 1, 'forged-next');
  await forge(Number(last?.edit_num), 'forged-same');
  // The genuine edit that gets that number, a history, and a server that starts anew all meet the forged rows.
  expect((await edit(alice, table, insertRows(table, [['second', '2', 'y']]))).status).toBe(200);
  expect((await alice.get(`/input-tables/${table.id}/history?limit=50`)).status).toBe(200);
  await rig.servers[0]?.kill9();
  await rig.startServer();
  const again = await rig.signIn('alice');
  expect((await edit(again, table, insertRows(table, [['third', '3', 'z']]))).status).toBe(200);
  expect((await again.get(`/input-tables/${table.id}/history?limit=50`)).status).toBe(200);
  expect((await firstCells(again)).toSorted()).toEqual(['second', 'third', 'true']);
  const stored = await rig.inWarehouse(`select * from ${table.name}`);
  expect(JSON.stringify(stored)).not.toContain('forged');
  const ada = await rig.signIn('ada');
  const notice = await eventually(async () => {
    const { body } = await ada.get('/notices');
    return body.items.find((item: { code: string }) => item.code === 'edit-log.forged');
  });
  expect(JSON.stringify(notice)).toContain('did not write');
});

test('P10 R25: and the grant that made it possible is named', async () => {
  const ada = await rig.signIn('ada');
  const { body } = await ada.get(`/connections/${table.connectionId}/governance`);
  expect(body.healthy).toBe(false);
  expect(body.findings.filter(({ severity }: { severity: string }) => severity === 'error')).toMatchObject([
    { kind: 'log-writer', subject: 'alice' },
  ]);
});
