/** R8, R12, R15, R16: where a new input table goes, and who is refused. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';
import { c1, createConnection, probeStatements, settledVerdicts, signInBuilder } from './connections-of-the-rig.ts';
import type { ConnectionJson } from './connections-of-the-rig.ts';

let rig: Rig;
let ada: ApiClient;
let connection: ConnectionJson;

beforeAll(async () => {
  rig = await startRig();
  ada = await rig.signIn('ada');
  connection = await createConnection(ada, c1(rig));
});

afterAll(() => rig.stop());

const idOf = (schema: string) => connection.destinations.find((entry) => entry.schema === schema)?.id;

/** Asks for an input table in a workbook of one's own. */
async function createTable(client: ApiClient, destinationId?: string) {
  const workbook = (await client.post('/workbooks', { name: `Workbook ${randomBytes(4).toString('hex')}` })).body;
  return client.post('/input-tables', {
    workbookId: workbook.id,
    pageId: workbook.pages[0].id,
    name: 'Targets',
    connectionId: connection.id,
    columns: [{ id: 'c00000001', name: 'Region', type: 'text' }],
    editId: randomBytes(16).toString('hex'),
    ...(destinationId === undefined ? {} : { destinationId }),
  });
}

/** Data tables in the destinations, as `schema owner`. */
async function dataTables(): Promise<readonly string[]> {
  const rows = await rig.inWarehouse<{ at: string }>(
    `select n.nspname || ' ' || pg_get_userbyid(c.relowner) as at from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname like 'wb\\_%' and c.relname ~ '^sigds_' order by 1`,
  );
  return rows.map(({ at }) => at);
}

test('R15: bob, who may write to one destination, is not asked: the table is there, and it is his', async () => {
  const bob = await signInBuilder(rig, 'bob');
  const made = await createTable(bob);
  expect([made.status, made.body]).toMatchObject([201, {}]);
  expect(await dataTables()).toEqual(['wb_a bob']);
});

test('R12: ten input tables in a session cost one check for each destination', async () => {
  const since = await rig.logPosition();
  const bob = await signInBuilder(rig, 'bob');
  for (let count = 0; count < 10; count += 1) expect((await createTable(bob)).status).toBe(201);
  expect((await probeStatements(rig, 'create', since)).map(({ schema }) => schema)).toEqual(['wb_a', 'wb_b', 'wb_svc']);
});

test('R16: alice, who may write to two, must choose: without a choice 422 lists both, with one it goes there', async () => {
  const alice = await signInBuilder(rig, 'alice');
  const asked = await createTable(alice);
  expect([asked.status, asked.body.code]).toEqual([422, 'write-destination.choice-needed']);
  expect(asked.body.destinations.map((entry: { schema: string }) => entry.schema)).toEqual(['wb_a', 'wb_b']);
  const made = await createTable(alice, idOf('wb_b'));
  expect(made.status).toBe(201);
  expect((await dataTables()).filter((table) => table.endsWith('alice'))).toEqual(['wb_b alice']);
});

test('R16: a crafted request that names an unauthorized or unknown destination is refused with 403', async () => {
  const bob = await signInBuilder(rig, 'bob');
  await settledVerdicts(bob, connection.id);
  const before = await dataTables();
  const since = await rig.logPosition();
  for (const destinationId of [idOf('wb_b'), idOf('wb_svc'), '00000000-0000-4000-8000-000000000000']) {
    const refused = await createTable(bob, destinationId);
    expect([refused.status, refused.body.code]).toEqual([403, 'write-destination.not-authorized']);
  }
  expect(await dataTables()).toEqual(before);
  // Refused before anything was logged or tried in the warehouse.
  expect((await rig.statements({ since })).filter(({ user, text }) => user !== 'postgres' && /create|insert/i.test(text))).toEqual([]);
});

test('R8 R16: carol, who may write nowhere, is refused with the GRANT; no statement is run for her, nor by the service account', async () => {
  const carol = await signInBuilder(rig, 'carol');
  await settledVerdicts(carol, connection.id);
  const since = await rig.logPosition();
  const refused = await createTable(carol);
  expect([refused.status, refused.body.code]).toEqual([403, 'write-destination.none']);
  expect(refused.body.destinations.map((entry: { grantSql: string }) => entry.grantSql)).toContain(
    'GRANT CREATE ON SCHEMA "wb_a" TO "carol";',
  );
  expect((await rig.statements({ since })).filter(({ user, text }) => user !== 'postgres' && /create|insert/i.test(text))).toEqual([]);
  await rig.inWarehouse('grant create on schema wb_a to carol');
  expect((await createTable(await signInBuilder(rig, 'carol'))).status).toBe(201);
  expect(await dataTables()).toContain('wb_a carol');
});

test('R16: whoever the warehouse or its provider does not know is told to sign in there, with a 403', async () => {
  for (const client of [await rig.signIn('ada'), await rig.signInWalt()]) {
    const since = await rig.logPosition();
    const refused = await createTable(client);
    expect([refused.status, refused.body.code]).toEqual([403, 'connection.warehouse-sign-in-required']);
    expect(refused.body.nextStep).not.toBe('');
    expect((await rig.statements({ since })).filter(({ user, text }) => user !== 'postgres' && /create|insert/i.test(text))).toEqual([]);
  }
});

test('R12 P9: a right that is revoked in mid-session refuses the write, and what was known is dropped', async () => {
  const bob = await signInBuilder(rig, 'bob');
  expect((await settledVerdicts(bob, connection.id))['wb_a']?.verdict).toBe('authorized');
  await rig.inWarehouse('revoke create on schema wb_a from bob');
  try {
    const refused = await createTable(bob);
    expect([refused.status, refused.body.code]).toEqual([403, 'write-destination.not-authorized']);
    const again = await createTable(bob);
    expect([again.status, again.body.code]).toEqual([403, 'write-destination.none']);
  } finally {
    await rig.inWarehouse('grant create on schema wb_a to bob');
  }
});
