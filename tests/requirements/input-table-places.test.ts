/** Where input tables and their log lie, who makes them, and when they cannot be made. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  authorized,
  columnId,
  editId,
  edited,
  expectOk,
  insertRows,
  logRows,
  makeTable,
  rowsOf,
  settingOf,
  settled,
} from '../harness/input-table.ts';
import type { TableSetting } from '../harness/input-table.ts';
import { startRig } from '../harness/rig.ts';
import { eventually } from './connections-of-the-rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';

let rig: Rig;
let setting: TableSetting;

beforeAll(async () => {
  rig = await startRig();
  setting = await settingOf(rig);
});
afterAll(async () => rig?.stop());

const creation = (connectionId: string, extra: object = {}): object => ({
  workbookId: setting.workbookId,
  pageId: setting.pageId,
  name: 'Targets',
  connectionId,
  columns: [{ id: columnId(), name: 'A', type: 'text' }],
  editId: editId(),
  ...extra,
});

test('R34 R26 R35: ten clients that use a connection for the first time at once make one log', { timeout: 120_000 }, async () => {
  const bob = await rig.signIn('bob');
  const destinations = await authorized(setting.alice, setting.connectionId);
  await authorized(bob, setting.connectionId);
  const wbA = destinations.find(({ schema }) => schema === 'wb_a');
  const clients: ApiClient[] = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? setting.alice : bob));
  const answers = await Promise.all(
    clients.map((client) => client.post('/input-tables', creation(setting.connectionId, { destinationId: wbA?.id }))),
  );
  expect(answers.map(({ status }) => status)).toEqual(clients.map(() => 201));
  const logs = await rig.inWarehouse("select schemaname, tablename, tableowner from pg_tables where tablename like 'sigds\\_wal\\_%'");
  expect(logs).toEqual([{ schemaname: 'elog', tablename: `sigds_wal_${setting.connectionId.replaceAll('-', '')}`, tableowner: 'svc' }]);
  const tables = await rig.inWarehouse<{ tablename: string; tableowner: string }>(
    "select tablename, tableowner from pg_tables where schemaname = 'wb_a'",
  );
  expect(tables).toHaveLength(10);
  for (const { tablename } of tables) expect(tablename).toMatch(/^sigds_(?!wal)/);
  expect(tables.filter(({ tableowner }) => tableowner === 'alice')).toHaveLength(5);
  expect(tables.filter(({ tableowner }) => tableowner === 'bob')).toHaveLength(5);
});

test('R15 R16: one authorized destination is taken, several need a choice, an unauthorized one is refused', async () => {
  const [bob, carol] = await Promise.all([rig.signIn('bob'), rig.signIn('carol')]);
  const mine = await authorized(setting.alice, setting.connectionId);
  await Promise.all([authorized(bob, setting.connectionId), authorized(carol, setting.connectionId)]);
  const without = await setting.alice.post('/input-tables', creation(setting.connectionId));
  expect(without).toMatchObject({ status: 422, body: { code: 'write-destination.choice-needed' } });
  expect(without.body.destinations.map(({ schema }: { schema: string }) => schema)).toEqual(['wb_a', 'wb_b']);
  const wbB = mine.find(({ schema }) => schema === 'wb_b');
  expect(
    expectOk(await setting.alice.post('/input-tables', creation(setting.connectionId, { destinationId: wbB?.id }))).body.inputTable.table
      .schema,
  ).toBe('wb_b');
  expect(expectOk(await bob.post('/input-tables', creation(setting.connectionId))).body.inputTable.table.schema).toBe('wb_a');
  expect((await bob.post('/input-tables', creation(setting.connectionId, { destinationId: wbB?.id }))).status).toBe(403);
  expect(await carol.post('/input-tables', creation(setting.connectionId))).toMatchObject({
    status: 403,
    body: { code: 'write-destination.none' },
  });
});

test('R16 D5: a right to a destination that was remembered and is gone is found out by the write, said, and forgotten; a re-check finds a new grant', async () => {
  const bob = await rig.signIn('bob');
  expect((await authorized(bob, setting.connectionId)).map(({ schema }) => schema)).toEqual(['wb_a']);
  await rig.inWarehouse('revoke create on schema wb_a from bob');
  const refused = await bob.post('/input-tables', creation(setting.connectionId));
  expect(refused).toMatchObject({ status: 403, body: { code: 'write-destination.not-authorized' } });
  expect(refused.body.detail).toMatch(/permission denied for schema wb_a/);
  // The next question is asked of the warehouse anew, and refused before anything is logged.
  expect(await authorized(bob, setting.connectionId)).toEqual([]);
  expect(await bob.post('/input-tables', creation(setting.connectionId))).toMatchObject({
    status: 403,
    body: { code: 'write-destination.none' },
  });
  await rig.inWarehouse('grant create on schema wb_a to bob');
  expectOk(await bob.post(`/connections/${setting.connectionId}/write-destinations/check`));
  expect((await authorized(bob, setting.connectionId)).map(({ schema }) => schema)).toEqual(['wb_a']);
  expectOk(await bob.post('/input-tables', creation(setting.connectionId)));
});

test('R21: without a log destination no input table is made, existing ones are read-only with the reason', async () => {
  const table = await makeTable(setting);
  await edited(setting.alice, table, insertRows(table, [['kept', 'two', 'three']]));
  await settled(setting.alice, table);
  const ada = await rig.signIn('ada');
  const { body: connection } = expectOk(await ada.get(`/connections/${setting.connectionId}`));
  const paths = connection.destinations.map(({ database, schema }: { database: string; schema: string }) => ({ database, schema }));
  const cleared = { enabled: true, destinations: paths, editLogDestination: null };
  // Refused while the tables of the tests before are still being made.
  await eventually(async () => (await ada.put(`/connections/${setting.connectionId}/write-access`, cleared)).status === 200);
  const refused = await setting.alice.post(
    '/input-tables',
    creation(setting.connectionId, { destinationId: (await authorized(setting.alice, setting.connectionId))[0]?.id }),
  );
  expect(refused).toMatchObject({ status: 409, body: { code: 'edit-log.not-set' } });
  const { editing, canEdit } = expectOk(await setting.alice.get(`/input-tables/${table.id}`)).body;
  expect({ state: editing.state, scope: editing.scope, canEdit }).toEqual({ state: 'restricted', scope: 'connection', canEdit: false });
  expect((await rowsOf(setting.alice, table)).rows[0].cells).toEqual(['kept', 'two', 'three']);
  const logged = (await logRows(rig, table)).length;
  const answer = await setting.alice.post(`/input-tables/${table.id}/edits`, {
    editId: editId(),
    baseNum: 0,
    operation: insertRows(table, [['no', '', '']]),
  });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect((await logRows(rig, table)).length).toBe(logged);
  expectOk(
    await ada.put(`/connections/${setting.connectionId}/write-access`, {
      enabled: true,
      destinations: paths,
      editLogDestination: connection.editLogDestination,
    }),
  );
  await edited(setting.alice, table, insertRows(table, [['yes', '', '']]));
  await settled(setting.alice, table);
});

test('R14 P8: a foreign table under the name of ours is neither read, nor written, nor altered', async () => {
  const table = await makeTable(setting);
  const insertion = insertRows(table, [['ours', '', '']]);
  await edited(setting.alice, table, insertion);
  await settled(setting.alice, table);
  await rig.inWarehouse(`alter table ${table.name} rename to moved_away`);
  await rig.inWarehouse(`create table ${table.name} (like ${table.schema}.moved_away including all excluding comments)`, 'alice');
  await rig.inWarehouse(`insert into ${table.name} select * from ${table.schema}.moved_away`);
  expectOk(
    await setting.alice
      .post(`/input-tables/${table.id}/recheck`)
      .then((answer) => (answer.status === 409 ? { ...answer, status: 200 } : answer)),
  );
  const since = await rig.logPosition();
  expect((await setting.alice.get(`/input-tables/${table.id}/rows`)).body.code).toBe('input-table.not-ours');
  expect(
    (
      await setting.alice.post(`/input-tables/${table.id}/edits`, {
        editId: editId(),
        baseNum: 0,
        operation: insertRows(table, [['no', '', '']]),
      })
    ).status,
  ).toBeGreaterThanOrEqual(400);
  expect((await setting.alice.post(`/input-tables/${table.id}/rebuild`)).status).toBe(409);
  const statements = (await rig.statements({ since, user: 'alice' })).filter((one) =>
    /^\s*(insert|update|delete|alter|drop|create|truncate|with)/i.test(one.text),
  );
  expect(statements.map((one) => one.text)).toEqual([]);
});

test('R27 D4: the creator is shown the GRANT for the team and can run it; then a colleague edits', async () => {
  const table = await makeTable(setting);
  await edited(setting.alice, table, insertRows(table, [['one', '', '']]));
  await settled(setting.alice, table);
  const bob = await rig.signIn('bob');
  expect(expectOk(await setting.alice.get(`/input-tables/${table.id}`)).body.grantSql).toMatch(/^GRANT SELECT, INSERT, UPDATE ON TABLE/);
  expect((await bob.get(`/input-tables/${table.id}/rows`)).status).toBe(403);
  expect((await bob.post(`/input-tables/${table.id}/grant`, { login: 'bob', privilege: 'edit' })).status).toBeGreaterThanOrEqual(403);
  expectOk(await setting.alice.post(`/input-tables/${table.id}/grant`, { login: 'bob', privilege: 'edit' }));
  await edited(bob, table, insertRows(table, [['two', '', '']], 'a1'));
  await settled(bob, table);
  expect((await rowsOf(bob, table)).total).toBe(2);
});
