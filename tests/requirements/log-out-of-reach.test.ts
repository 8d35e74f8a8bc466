/**
 * The outcome table's last row: the log is missing or moved, or the service account cannot sign in. Nothing is acknowledged,
 * the client keeps the edit, and nobody edits on the whole connection until the log takes edits again.
 */
import { randomBytes } from 'node:crypto';
import type { AnyJson } from '../harness/any-json.ts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  dataRows,
  edit,
  editId,
  edited,
  expectOk,
  insertRows,
  logRows,
  makeTable,
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
let ada: ApiClient;
let bob: ApiClient;
let table: TestTable;
let other: TestTable;
let row: string;
let a: string;
// A login belongs to the whole cluster; this service account is this test's own.
const keeper = `keeper_${randomBytes(4).toString('hex')}`;
const password = randomBytes(12).toString('hex');

beforeAll(async () => {
  rig = await startRig();
  await rig.inWarehouse(`create role ${keeper} login password '${password}';
    grant connect on database ${rig.warehouse.database} to ${keeper}; grant usage, create on schema elog to ${keeper}`);
  setting = await settingOf(rig, { serviceAccount: { login: keeper, password } });
  [ada, bob] = await Promise.all([rig.signIn('ada'), rig.signIn('bob')]);
});
afterAll(async () => {
  await rig.inWarehouse(`drop owned by ${keeper} cascade; drop role ${keeper}`);
  await rig.stop();
});

beforeEach(async () => {
  [table, other] = [await makeTable(setting), await makeTable(setting, { name: 'Other' })];
  const insertion = insertRows(table, [['one', 'two', 'three']]);
  row = insertion.rows[0].id;
  a = table.columns[0] ?? '';
  await edited(setting.alice, table, insertion);
  await settled(setting.alice, table);
  for (const { name } of [table, other]) await rig.inWarehouse(`grant select, insert, update on ${name} to bob`);
  await edited(bob, table, setCell(a, row, 'bob may'));
  await settled(bob, table);
});

const logName = (): string => `sigds_wal_${setting.connectionId.replaceAll('-', '')}`;
const editing = async (client: ApiClient, of: TestTable = table): Promise<AnyJson> =>
  expectOk(await client.get(`/input-tables/${of.id}`)).body.editing;
const noticesOf = async (client: ApiClient): Promise<readonly AnyJson[]> => expectOk(await client.get('/notices')).body.items;

/** Logs in the whole warehouse: a second, empty one would lose every edit that goes there. */
async function logs(): Promise<readonly string[]> {
  const rows = await rig.inWarehouse<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relname ~ '^sigds_wal_' and c.relkind = 'r'`,
  );
  return rows.map(({ name }) => name);
}

const statusOf: Readonly<Record<string, number>> = { 'edit-log.moved': 409, 'edit-log.unavailable': 503 };

/** An edit that was not acknowledged: its client keeps it, and sends it again until it is. */
interface Kept {
  readonly client: ApiClient;
  readonly of: TestTable;
  readonly operation: AnyJson;
  readonly id: string;
}

/** Sends an edit that the log cannot take. The error names the log and its service account, never the person. */
async function refused(code: string, client: ApiClient, of: TestTable, operation: AnyJson): Promise<Kept> {
  const id = editId();
  const answer = await edit(client, of, operation, { editId: id });
  expect([answer.status, answer.body.code]).toEqual([statusOf[code], code]);
  expect(answer.body.detail).toMatch(/edit log/i);
  expect(answer.body.detail).not.toMatch(/alice|bob/i);
  return { client, of, operation, id };
}

/** While the log is out of reach nothing is acknowledged and no data is written, on every table of the connection. */
async function refusesEverybody(code: string): Promise<readonly Kept[]> {
  const since = await rig.logPosition();
  const kept = [
    await refused(code, setting.alice, table, setCell(a, row, 'kept by the client')),
    await refused(code, bob, table, setCell(table.columns[1] ?? '', row, 'bob too')),
    await refused(code, setting.alice, other, insertRows(other, [['x', 'y', 'z']])),
  ];
  for (const client of [setting.alice, bob])
    for (const of of [table, other]) expect(await editing(client, of)).toMatchObject({ state: 'restricted', scope: 'connection', code });
  const written = (await rig.statements({ since })).filter((one) => /^\s*(insert|update|merge|with)/i.test(one.text));
  expect(written.filter(({ user, text }) => user !== keeper && /sigds_/.test(text))).toEqual([]);
  return kept;
}

async function everyAdminIsToldOnce(code: string): Promise<void> {
  await until(async () => (await noticesOf(ada)).some((notice) => notice.code === code));
  const told = (await noticesOf(ada)).filter((notice) => notice.code === code);
  expect(told).toMatchObject([
    {
      audience: 'admins',
      subject: `connection:${setting.connectionId}`,
      link: `/connections/${setting.connectionId}`,
      detail: expect.stringContaining('C1'),
    },
  ]);
  expect((await noticesOf(bob)).filter((notice) => notice.code === code)).toEqual([]);
}

/** Clients send what they kept: each becomes one edit, and numbering goes on without a gap. */
async function goesOn(kept: readonly Kept[]): Promise<void> {
  for (const of of [table, other]) expect(await editing(setting.alice, of)).toMatchObject({ state: 'open' });
  for (const { client, of, operation, id } of [...kept, ...kept]) expectOk(await edit(client, of, operation, { editId: id }));
  for (const of of [table, other]) {
    await settled(setting.alice, of);
    const entries = await logRows(rig, of);
    const nums = [...new Set(entries.map((entry) => Number(entry.edit_num)))];
    expect(nums).toEqual(Array.from({ length: nums.length }, (_, index) => index + 1));
    for (const { id } of kept.filter((one) => one.of === of))
      expect(new Set(entries.filter((entry) => entry.edit_id === id).map((entry) => entry.edit_num)).size).toBe(1);
  }
  expect((await dataRows(rig, table))[0]?.slice(0, 2)).toEqual(['kept by the client', 'bob too']);
  expect(await dataRows(rig, other)).toEqual([['x', 'y', 'z']]);
}

test('R32 R56: a log that was moved away restricts the whole connection on every node, is never made a second time, and lifts when it is back and re-checked', async () => {
  const second = await rig.startServer();
  const elsewhere = await rig.signIn('alice', second);
  expect(await editing(elsewhere)).toMatchObject({ state: 'open' });
  await edited(elsewhere, table, setCell(a, row, 'from the second node'));

  await rig.inWarehouse(`alter table elog."${logName()}" rename to moved_away`);
  const kept = [...(await refusesEverybody('edit-log.moved'))];
  kept.push(await refused('edit-log.moved', elsewhere, table, setCell(table.columns[2] ?? '', row, 'from the second node')));
  expect(await editing(elsewhere, table)).toMatchObject({ state: 'restricted', scope: 'connection' });
  await everyAdminIsToldOnce('edit-log.moved');
  // A node that starts now finds no log, and makes none; nor does a new input table.
  const third = await rig.startServer();
  const late = await rig.signIn('alice', third);
  expect(await edit(late, table, setCell(a, row, 'no'))).toMatchObject({ status: 409, body: { code: 'edit-log.moved' } });
  await expect(makeTable(setting, { name: 'Not now' })).rejects.toThrow(/edit-log.moved/);
  expect(await logs()).toEqual([]);
  // A re-check that finds it still missing lifts nothing.
  expect(await setting.alice.post(`/input-tables/${table.id}/recheck`)).toMatchObject({ status: 409, body: { code: 'edit-log.moved' } });
  expect(await editing(setting.alice)).toMatchObject({ state: 'restricted', scope: 'connection' });

  await rig.inWarehouse(`alter table elog.moved_away rename to "${logName()}"`);
  expectOk(await setting.alice.post(`/input-tables/${table.id}/recheck`));
  await until(async () => (await editing(elsewhere)).state === 'open');
  await until(async () => !(await noticesOf(ada)).some((notice) => notice.code === 'edit-log.moved'));
  await goesOn(kept);
  await edited(elsewhere, table, setCell(a, row, 'all nodes'));
  await edited(late, table, setCell(a, row, 'go on'));
  await settled(late, table);
  expect(await logs()).toEqual([`elog.${logName()}`]);
  await Promise.all([second.stop(), third.stop()]);
});

test('R24 R56: a service account that may not sign in restricts the whole connection, names itself and not the person, and lifts', async () => {
  await rig.inWarehouse(`alter role ${keeper} nologin`);
  await rig.inWarehouse(`select pg_terminate_backend(pid) from pg_stat_activity where usename = '${keeper}'`);
  const kept = await refusesEverybody('edit-log.unavailable');
  await everyAdminIsToldOnce('edit-log.unavailable');
  expect(await setting.alice.post(`/input-tables/${table.id}/recheck`)).toMatchObject({
    status: 503,
    body: { code: 'edit-log.unavailable' },
  });
  expect(await editing(setting.alice)).toMatchObject({ state: 'restricted', scope: 'connection' });
  await rig.inWarehouse(`alter role ${keeper} login`);
  expectOk(await setting.alice.post(`/input-tables/${table.id}/recheck`));
  await until(async () => !(await noticesOf(ada)).some((notice) => notice.code === 'edit-log.unavailable'));
  await goesOn(kept);
});

test('R56: Admins are told also when the log is out of reach from the start of a server on', async () => {
  await rig.inWarehouse(`alter role ${keeper} nologin`);
  await rig.inWarehouse(`select pg_terminate_backend(pid) from pg_stat_activity where usename = '${keeper}'`);
  const late = await rig.signIn('alice', await rig.startServer());
  expect(await edit(late, table, setCell(a, row, 'no'))).toMatchObject({ status: 503, body: { code: 'edit-log.unavailable' } });
  await everyAdminIsToldOnce('edit-log.unavailable');
  await rig.inWarehouse(`alter role ${keeper} login`);
  await edited(late, table, setCell(a, row, 'yes'));
  await until(async () => !(await noticesOf(ada)).some((notice) => notice.code === 'edit-log.unavailable'));
});
