/** R34, R35: exactly one edit log for each connection, also when many begin at once and when connections share a schema. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiClient, startRig } from '../harness/rig.ts';
import type { Rig } from '../harness/rig.ts';
import { c1, createConnection, settledVerdicts, signInBuilder, writeAccess } from './connections-of-the-rig.ts';

let rig: Rig;
let ada: ApiClient;
// A login belongs to the whole cluster; this one is this test's own.
const keeper = `keeper_${randomBytes(4).toString('hex')}`;
const password = randomBytes(12).toString('hex');

beforeAll(async () => {
  rig = await startRig();
  ada = await rig.signIn('ada');
});

afterAll(async () => {
  await rig.inWarehouse(`drop owned by ${keeper} cascade; drop role ${keeper}`);
  await rig.stop();
});

const logOf = (connectionId: string) => `sigds_wal_${connectionId.replaceAll('-', '')}`;

async function createTable(client: ApiClient, connectionId: string, name = 'Targets') {
  const workbook = (await client.post('/workbooks', { name: `Workbook ${randomBytes(4).toString('hex')}` })).body;
  return client.post('/input-tables', {
    workbookId: workbook.id,
    pageId: workbook.pages[0].id,
    name,
    connectionId,
    columns: [{ id: 'c00000001', name: 'Region', type: 'text' }],
    editId: randomBytes(16).toString('hex'),
  });
}

/** Edit logs in the warehouse with their owners. */
async function logs(): Promise<Readonly<Record<string, string>>> {
  const rows = await rig.inWarehouse<{ name: string; owner: string }>(
    `select relname as name, pg_get_userbyid(relowner) as owner from pg_class where relname ~ '^sigds_wal_' and relkind = 'r'`,
  );
  return Object.fromEntries(rows.map(({ name, owner }) => [name, owner]));
}

test.each([10, 40])('R34: %i clients on two nodes that use a connection for the first time make one log, named after it', async (count) => {
  const second = await rig.startServer();
  const connection = await createConnection(ada, c1(rig, { name: `C1 of ${count}`, writeAccess: writeAccess(rig, ['wb_a'], 'elog') }));
  const people = [await signInBuilder(rig, 'alice'), await signInBuilder(rig, 'bob')];
  for (const person of people) await settledVerdicts(person, connection.id);
  const elsewhere = people.map((person) => {
    const other = new ApiClient(second.url, person.jar);
    other.csrfToken = person.csrfToken;
    return other;
  });
  const clients = Array.from({ length: count }, (_, index) => [...people, ...elsewhere][index % 4] ?? ada);
  const since = await rig.logPosition();
  const answers = await Promise.all(clients.map((client, index) => createTable(client, connection.id, `Table ${index}`)));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  expect(Object.entries(await logs()).filter(([name]) => name === logOf(connection.id))).toEqual([[logOf(connection.id), 'svc']]);
  const created = await rig.statements({ since, text: /create table (if not exists )?"elog"\."sigds_wal_/i });
  expect(created.filter(({ error }) => error === null).map(({ user }) => user)).toEqual(['svc']);
  await second.stop();
});

test('R35: two connections that share a log schema keep a log each; edits and service accounts stay with their own', async () => {
  const { database } = rig.warehouse;
  await rig.inWarehouse(`create role ${keeper} login password '${password}'; grant connect on database ${database} to ${keeper};
    grant usage, create on schema elog to ${keeper}`);
  const first = (await ada.get('/connections')).body.items.find(({ name }: { name: string }) => name === 'C1 of 10');
  const other = await createConnection(
    ada,
    c1(rig, { name: 'C1b', serviceAccount: { login: keeper, password }, writeAccess: writeAccess(rig, ['wb_a'], 'elog') }),
  );
  const bob = await signInBuilder(rig, 'bob');
  const before = await rig.inWarehouse<{ count: string }>(`select count(*) from elog."${logOf(first.id)}"`);
  expect((await createTable(bob, other.id)).status).toBe(201);
  expect(await logs()).toMatchObject({ [logOf(first.id)]: 'svc', [logOf(other.id)]: keeper });
  expect(await rig.inWarehouse(`select count(*) from elog."${logOf(first.id)}"`)).toEqual(before);
  for (const [login, log] of [
    ['svc', logOf(other.id)],
    [keeper, logOf(first.id)],
  ]) {
    const [may] = await rig.inWarehouse(`select has_table_privilege('${login}', 'elog."${log}"', 'INSERT') as may`);
    expect(may).toEqual({ may: false });
  }
});
