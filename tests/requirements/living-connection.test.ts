/** R2, R7, R21, R25, R32, R34: what a connection with input tables on it may still become. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';
import { c1, createConnection, eventually, signInBuilder, writeAccess } from './connections-of-the-rig.ts';
import type { ConnectionJson } from './connections-of-the-rig.ts';

const all = ['wb_a', 'wb_b', 'wb_svc'];

let rig: Rig;
let ada: ApiClient;
let bob: ApiClient;
let connection: ConnectionJson;
let table: { readonly id: string; readonly schema: string; readonly name: string };

beforeAll(async () => {
  rig = await startRig();
  ada = await rig.signIn('ada');
  connection = await createConnection(ada, c1(rig));
  bob = await signInBuilder(rig, 'bob');
  const made = await createTable(bob);
  expect(made.status).toBe(201);
  const [row] = await rig.inMetadata<{ id: string; schema: string; name: string }>(
    'select id, destination_schema as schema, table_name as name from input_tables',
  );
  if (row === undefined) throw new Error('The input table is not registered.');
  table = row;
});

afterAll(() => rig.stop());

async function createTable(client: ApiClient) {
  const workbook = (await client.post('/workbooks', { name: `Workbook ${randomBytes(4).toString('hex')}` })).body;
  return client.post('/input-tables', {
    workbookId: workbook.id,
    pageId: workbook.pages[0].id,
    name: 'Targets',
    connectionId: connection.id,
    columns: [{ id: 'c00000001', name: 'Region', type: 'text' }],
    editId: randomBytes(16).toString('hex'),
  });
}

const put = (schemas: readonly string[], log: string | null) =>
  ada.put(`/connections/${connection.id}/write-access`, writeAccess(rig, schemas, log));

async function insertRow(text: string) {
  const { body } = await bob.get(`/input-tables/${table.id}`);
  return bob.post(`/input-tables/${table.id}/edits`, {
    editId: randomBytes(16).toString('hex'),
    baseNum: body.headNum,
    operation: {
      op: 'insertRows',
      columns: ['c00000001'],
      rows: [{ id: `r${randomBytes(6).toString('hex')}`, order: 'a0', cells: [text] }],
    },
  });
}

const texts = async () => {
  const { body } = await bob.get(`/input-tables/${table.id}/rows?offset=0&limit=100`);
  return body.rows.map((row: { cells: string[] }) => row.cells[0]);
};

test('R34: the log is recorded with the connection and named after it', async () => {
  const name = `sigds_wal_${connection.id.replaceAll('-', '')}`;
  expect((await ada.get(`/connections/${connection.id}`)).body.editLogTable).toEqual({ schema: 'elog', table: name });
  const found = await rig.inWarehouse<{ owner: string }>(
    `select pg_get_userbyid(relowner) as owner from pg_class where relname like 'sigds\\_wal\\_%' and relkind = 'r'`,
  );
  expect(found).toEqual([{ owner: 'svc' }]);
});

test('R25: only the service account has written the log', async () => {
  await insertRow('first');
  const writers = (await rig.statements({ text: /insert into "elog"/i })).map(({ user }) => user);
  expect(writers.length).toBeGreaterThan(0);
  expect([...new Set(writers)]).toEqual(['svc']);
});

test('R7: a destination is removed; what was written there still opens and takes edits, and nothing new goes there', async () => {
  expect((await put(['wb_b', 'wb_svc'], 'elog')).status).toBe(200);
  expect(await texts()).toEqual(['first']);
  expect((await insertRow('second')).status).toBe(200);
  expect((await texts()).toSorted()).toEqual(['first', 'second']);
  const refused = await createTable(bob);
  expect([refused.status, refused.body.code]).toEqual([403, 'write-destination.none']);
});

test('R2: what lives in a former destination is no source, whatever its name', async () => {
  const { body } = await bob.get(`/connections/${connection.id}/catalog?schema=wb_a`);
  expect(body.items).toEqual([]);
  const source = await bob.get(`/connections/${connection.id}/catalog/table?schema=wb_a&table=${table.name}`);
  expect([source.status, source.body.code]).toEqual([422, 'connection.source-not-allowed']);
  expect((await put(all, 'elog')).status).toBe(200);
});

test('R32: another log path is refused while the log lies elsewhere, and names it', async () => {
  await rig.inWarehouse('create schema elog_2; grant usage, create on schema elog_2 to svc');
  const refused = await put(all, 'elog_2');
  expect([refused.status, refused.body.code]).toEqual([409, 'connection.edit-log-moved']);
  expect(refused.body.table).toMatchObject({ schema: 'elog' });
  expect((await ada.get(`/connections/${connection.id}`)).body.editLogDestination).toMatchObject({ schema: 'elog' });
});

test('R21: clearing the log is refused while edits are pending, and allowed after', async () => {
  const holder = await rig.asWarehouse('postgres');
  await holder.query(`begin; lock table "${table.schema}"."${table.name}" in access exclusive mode`);
  expect((await insertRow('third')).status).toBe(200);
  const refused = await put(all, null);
  expect([refused.status, refused.body.code]).toEqual([409, 'connection.edits-pending']);
  expect(refused.body.pending).toBeGreaterThan(0);
  await holder.query('rollback');
  await eventually(async () => (await put(all, null)).status === 200);
  expect((await texts()).toSorted()).toEqual(['first', 'second', 'third']);
});

test('R21: without a log destination nothing is created or edited; with it again everything goes on in the same log', async () => {
  const disabled = await createTable(bob);
  expect(disabled.body.code).toBe('edit-log.not-set');
  expect(disabled.body.detail).toMatch(/edit log/);
  const { status, body } = await insertRow('while cleared');
  expect(status).toBeGreaterThanOrEqual(400);
  expect(body.nextStep).not.toBe('');
  const shown = (await bob.get(`/input-tables/${table.id}`)).body;
  expect(shown.editing.state).toBe('restricted');
  expect((await put(all, 'elog')).status).toBe(200);
  await eventually(async () => (await insertRow('fourth')).status === 200);
  expect((await texts()).toSorted()).toEqual(['first', 'fourth', 'second', 'third']);
});

test('a connection with input tables is not deleted, nor moved to another database', async () => {
  const deleted = await ada.delete(`/connections/${connection.id}`);
  expect([deleted.status, deleted.body.code]).toEqual([409, 'connection.in-use']);
  expect(deleted.body.inputTables).toMatchObject([{ id: table.id, name: 'Targets' }]);
  const path = { database: 'elsewhere', schema: 'wb_a' };
  const moved = await ada.patch(`/connections/${connection.id}`, {
    database: 'elsewhere',
    writeAccess: { enabled: true, destinations: [path], editLogDestination: null },
  });
  expect([moved.status, moved.body.code]).toEqual([422, 'connection.fixed-field']);
});
