/** R2 to R7, R28, R58, R61: connections, who may configure them, and what they show. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';
import {
  c0,
  c1,
  createConnection,
  probeStatements,
  probeTables,
  settledVerdicts,
  signInBuilder,
  writeAccess,
} from './connections-of-the-rig.ts';
import type { ConnectionJson } from './connections-of-the-rig.ts';

let rig: Rig;
let ada: ApiClient;
let alice: ApiClient;
let bob: ApiClient;
let connection: ConnectionJson;

beforeAll(async () => {
  rig = await startRig();
  ada = await rig.signIn('ada');
  connection = await createConnection(ada, c1(rig));
  alice = await signInBuilder(rig, 'alice');
  bob = await signInBuilder(rig, 'bob');
});

afterAll(() => rig.stop());

const putWriteAccess = (body: object, client = ada) => client.put(`/connections/${connection.id}/write-access`, body);
const saved = async () => (await ada.get(`/connections/${connection.id}`)).body;

describe('R2: the explorer', () => {
  const pathsOf = async (client: ApiClient, query = '') => {
    const { status, body } = await client.get(`/connections/${connection.id}/catalog${query}`);
    expect(status).toBe(200);
    return (body.items as { path: string[] }[]).map(({ path }) => path.slice(1).join('.'));
  };

  beforeAll(async () => {
    await rig.inWarehouse(`create table wb_a.looks_foreign (id integer); grant select on wb_a.looks_foreign to public;
      create table src.sigds_in_src (id integer); grant select on src.sigds_in_src to public;
      create table src."SIGDS_UPPER" (id integer); grant select on src."SIGDS_UPPER" to public;
      grant usage on schema elog to alice; create table elog.anything (id integer); grant select on elog.anything to public`);
  });

  afterAll(() =>
    rig.inWarehouse(
      'drop table wb_a.looks_foreign, src.sigds_in_src, src."SIGDS_UPPER", elog.anything; revoke usage on schema elog from alice',
    ),
  );

  test('R2: lists the data as each person and never a destination, the log schema or the prefix', async () => {
    for (const person of [alice, bob]) {
      expect(await pathsOf(person)).toEqual(['', 'src']);
      expect(await pathsOf(person, '?schema=src')).toContain('src.orders');
      expect((await pathsOf(person, '?schema=src')).filter((path) => /sigds_/i.test(path))).toEqual([]);
      for (const hidden of ['wb_a', 'wb_b', 'wb_svc', 'elog']) expect(await pathsOf(person, `?schema=${hidden}`)).toEqual([]);
    }
  });

  test('R2: a search does not find them either, nor does a forced refresh', async () => {
    for (const search of ['wb_', 'elog', 'sigds', 'looks', 'anything']) expect(await pathsOf(alice, `?search=${search}`)).toEqual([]);
    expect(await pathsOf(alice, '?search=ORDER')).toContain('src.orders');
    const refreshed = await alice.post(`/connections/${connection.id}/catalog/refresh`);
    expect(refreshed.body.items.map((item: { path: string[] }) => item.path[1])).toEqual([undefined, 'src']);
  });

  test('R2: naming such a table as a source is refused', async () => {
    for (const [schema, table] of [
      ['wb_a', 'looks_foreign'],
      ['elog', 'anything'],
      ['src', 'sigds_in_src'],
      ['src', 'SIGDS_UPPER'],
    ]) {
      const { status, body } = await alice.get(`/connections/${connection.id}/catalog/table?schema=${schema}&table=${table}`);
      expect([status, body.code]).toEqual([422, 'connection.source-not-allowed']);
    }
    const { status, body } = await alice.get(`/connections/${connection.id}/catalog/table?schema=src&table=orders`);
    expect(status).toBe(200);
    expect(body.columns).toContainEqual({ name: 'sales', type: 'numeric(12,4)', nullable: false });
  });

  test('R2: carol sees no table that she may not read; ada, whom the warehouse does not know, is told so', async () => {
    const carol = await signInBuilder(rig, 'carol');
    expect(await pathsOf(carol, '?schema=src')).not.toContain('src.orders');
    const { status, body } = await ada.get(`/connections/${connection.id}/catalog`);
    expect([status, body.code]).toEqual([403, 'connection.warehouse-sign-in-required']);
    expect(body.nextStep).not.toBe('');
  });

  test('R2: a former destination hides what the prefix marks, and shows the rest again', async () => {
    await rig.inWarehouse(
      'create schema wb_former; grant usage on schema wb_former to alice; create table wb_former.sigds_old (id integer); create table wb_former.customers (id integer); grant select on all tables in schema wb_former to alice',
    );
    await putWriteAccess(writeAccess(rig, ['wb_a', 'wb_b', 'wb_svc', 'wb_former'], 'elog'));
    expect(await pathsOf(alice, '?schema=wb_former')).toEqual([]);
    await putWriteAccess(writeAccess(rig, ['wb_a', 'wb_b', 'wb_svc'], 'elog'));
    expect(await pathsOf(alice, '?schema=wb_former')).toEqual(['wb_former.customers']);
    await rig.inWarehouse('drop schema wb_former cascade');
  });
});

test('R3: a destination that already holds foreign tables is saved with a warning that names it', async () => {
  const { status, body } = await putWriteAccess(writeAccess(rig, ['wb_a', 'src'], 'elog'));
  expect(status).toBe(200);
  expect(body.warnings).toMatchObject([{ code: 'write-destination.holds-foreign-tables' }]);
  expect(body.warnings[0].detail).toMatch(/"src".*"orders"/);
  const back = await putWriteAccess(writeAccess(rig, ['wb_a', 'wb_b', 'wb_svc'], 'elog'));
  expect(back.body.warnings).toEqual([]);
});

describe('R4: only an Admin configures', () => {
  test('R4: alice is refused everywhere and nothing changes; ada succeeds', async () => {
    const before = await saved();
    const answers = [
      await putWriteAccess(writeAccess(rig, ['wb_b'], null), alice),
      await alice.patch(`/connections/${connection.id}`, { name: 'Mine' }),
      await alice.delete(`/connections/${connection.id}`),
      await alice.post('/connections', c1(rig, { name: 'Another' })),
      await alice.post('/connections/test', { connectionId: connection.id }),
      await alice.get(`/connections/${connection.id}/governance`),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(answers.map(() => [403, 'member.not-permitted']));
    expect(await saved()).toEqual(before);
    expect((await putWriteAccess(writeAccess(rig, ['wb_a', 'wb_b', 'wb_svc'], 'elog'))).status).toBe(200);
  });

  test('R58: an Admin sees destinations and log path, others do not', async () => {
    const shown = (await alice.get(`/connections/${connection.id}`)).body;
    expect(shown).toMatchObject({ name: 'C1', writeAccess: true, hasServiceAccount: true });
    for (const field of ['destinations', 'editLogDestination', 'serviceAccountLogin', 'login', 'editLogTable'])
      expect(shown).not.toHaveProperty(field);
    expect(await saved()).toMatchObject({
      editLogDestination: { schema: 'elog' },
      serviceAccountLogin: 'svc',
      destinations: [{ schema: 'wb_a' }, { schema: 'wb_b' }, { schema: 'wb_svc' }],
    });
  });
});

describe('R5: the path of every destination', () => {
  const pointers = async (body: object) => {
    const answer = await putWriteAccess(body);
    expect(answer.status).toBe(400);
    return answer.body.fields.map((field: { pointer: string }) => field.pointer);
  };

  test('R5: write access without a destination, an empty part and a third part are field errors', async () => {
    const path = { database: rig.warehouse.database, schema: 'wb_a' };
    expect(await pointers({ enabled: true, destinations: [], editLogDestination: null })).toEqual(['/body/destinations']);
    expect(await pointers({ enabled: true, destinations: [{ ...path, schema: '' }], editLogDestination: null })).toEqual([
      '/body/destinations/0/schema',
    ]);
    expect(await pointers({ enabled: true, destinations: [{ ...path, database: '' }], editLogDestination: null })).toEqual([
      '/body/destinations/0/database',
    ]);
    expect(await pointers({ enabled: true, destinations: [{ ...path, table: 'x' }], editLogDestination: null })).toEqual([
      '/body/destinations/0/table',
    ]);
    expect(await pointers({ enabled: true, destinations: [path], editLogDestination: { database: path.database } })).toEqual([
      '/body/editLogDestination/schema',
    ]);
  });

  test('R5: hyphens, mixed case, spaces, quotes and injection text are names, and reach the warehouse quoted', async () => {
    const names = ['wb-hyphen', 'Mixed Case', 'say "hi"', "it's", 'x"; drop schema src cascade; --'];
    for (const name of names.slice(0, 4))
      await rig.inWarehouse(
        `create schema "${name.replaceAll('"', '""')}"; grant usage, create on schema "${name.replaceAll('"', '""')}" to alice`,
      );
    const since = await rig.logPosition();
    const answer = await putWriteAccess(writeAccess(rig, ['wb_a', 'wb_b', 'wb_svc', ...names], 'elog'));
    expect(answer.status).toBe(200);
    const verdicts = await settledVerdicts(alice, connection.id);
    for (const name of names.slice(0, 4)) expect([name, verdicts[name]?.verdict]).toEqual([name, 'authorized']);
    expect(verdicts[names[4] ?? '']).toMatchObject({ verdict: 'unauthorized', reason: expect.stringContaining('does not exist') });
    const texts = (await rig.statements({ user: 'alice', since, text: /create table/i })).map(({ text }) => text);
    for (const name of names) expect(texts.some((text) => text.startsWith(`CREATE TABLE "${name.replaceAll('"', '""')}".`))).toBe(true);
    expect(await rig.inWarehouse(`select 1 from pg_namespace where nspname = 'src'`)).toHaveLength(1);
    expect(await probeTables(rig)).toEqual([]);
    await putWriteAccess(writeAccess(rig, ['wb_a', 'wb_b', 'wb_svc'], 'elog'));
  });

  test('R5 R21: a blank log is saved; input tables are then disabled with the reason', async () => {
    expect((await putWriteAccess(writeAccess(rig, ['wb_a', 'wb_b', 'wb_svc'], null))).status).toBe(200);
    const { inputTables } = (await alice.get(`/connections/${connection.id}`)).body;
    expect(inputTables).toEqual({ enabled: false, reason: expect.stringContaining('edit log') });
    await putWriteAccess(writeAccess(rig, ['wb_a', 'wb_b', 'wb_svc'], 'elog'));
    expect((await alice.get(`/connections/${connection.id}`)).body.inputTables).toEqual({ enabled: true, reason: null });
  });
});

describe('R6: the service account has to be able to write the edit log', () => {
  const stageOf = (body: { stages: { stage: string }[] }, stage: string) => body.stages.filter((entry) => entry.stage === stage);

  test('R6: without CREATE on the log schema the test and the saving fail and name schema, privilege and GRANT', async () => {
    await rig.inWarehouse('revoke create on schema elog from svc');
    try {
      const tested = await ada.post('/connections/test', { connectionId: connection.id });
      expect(tested.body.passed).toBe(false);
      expect(stageOf(tested.body, 'edit-log')).toMatchObject([
        {
          result: 'failed',
          subject: 'elog',
          missingPrivilege: 'CREATE on schema elog',
          grantSql: 'GRANT CREATE ON SCHEMA "elog" TO "svc";',
        },
      ]);
      const before = await saved();
      const refused = await putWriteAccess({
        ...writeAccess(rig, ['wb_a'], 'elog'),
        serviceAccount: { login: 'svc', password: rig.passwords.svc },
      });
      expect(refused.status).toBe(422);
      expect(refused.body).toMatchObject({
        code: 'connection.test-failed',
        missingPrivilege: 'CREATE on schema elog',
        grantSql: 'GRANT CREATE ON SCHEMA "elog" TO "svc";',
      });
      expect(refused.body.detail).toContain('elog');
      expect(await saved()).toEqual(before);
    } finally {
      await rig.inWarehouse('grant create on schema elog to svc');
    }
  });

  test('R6: after the GRANT it succeeds, made and dropped by the service account, and nothing is left in the log schema', async () => {
    const since = await rig.logPosition();
    const answer = await putWriteAccess({
      ...writeAccess(rig, ['wb_a', 'wb_b', 'wb_svc'], 'elog'),
      serviceAccount: { login: 'svc', password: rig.passwords.svc },
    });
    expect(answer.status).toBe(200);
    const created = (await probeStatements(rig, 'create', since)).filter(({ schema }) => schema === 'elog');
    const dropped = (await probeStatements(rig, 'drop', since)).filter(({ schema }) => schema === 'elog');
    expect(created.map(({ user }) => user)).toEqual(['svc']);
    expect(dropped.map(({ user, table }) => [user, table])).toEqual([['svc', created[0]?.table]]);
    expect(await probeTables(rig)).toEqual([]);
  });

  test('R6: a wrong password of the service account is told at its stage and not saved', async () => {
    const refused = await putWriteAccess({
      ...writeAccess(rig, ['wb_a'], 'elog'),
      serviceAccount: { login: 'svc', password: 'not-the-password' },
    });
    expect([refused.status, refused.body.code, refused.body.stages[0].stage]).toEqual([422, 'connection.test-failed', 'sign-in']);
    expect(JSON.stringify(refused.body)).not.toContain('not-the-password');
  });

  test('R6: an edit log without a service account is a field error', async () => {
    const refused = await ada.post('/connections', c1(rig, { name: 'No account', serviceAccount: null }));
    expect([refused.status, refused.body.fields[0].pointer]).toEqual([400, '/body/serviceAccount']);
  });

  test('R28: the staged test of a draft goes through network, sign-in, read, destinations and log', async () => {
    const { status, body } = await ada.post('/connections/test', { draft: c1(rig, { name: 'Draft' }) });
    expect(status).toBe(200);
    expect(body.passed).toBe(true);
    expect(body.stages.map((entry: { stage: string; result: string }) => `${entry.stage} ${entry.result}`)).toEqual(
      expect.arrayContaining(['network passed', 'sign-in passed', 'read passed', 'destination passed', 'edit-log passed']),
    );
    const wrongPort = await ada.post('/connections/test', { draft: c1(rig, { name: 'Draft', port: 1 }) });
    expect(wrongPort.body.passed).toBe(false);
    expect(wrongPort.body.stages[0]).toMatchObject({ stage: 'network', result: 'failed' });
    expect(wrongPort.body.stages.filter((entry: { result: string }) => entry.result === 'passed')).toEqual([]);
    const noSchema = await ada.post('/connections/test', { draft: c1(rig, { writeAccess: writeAccess(rig, ['nowhere'], 'elog') }) });
    expect(stageOf(noSchema.body, 'destination')).toMatchObject([
      { result: 'failed', subject: 'nowhere', grantSql: expect.stringContaining('CREATE SCHEMA "nowhere"') },
    ]);
  });
});

describe('R7: one or more destinations', () => {
  test('R7: three are kept in their order; one that is removed and comes back is the same destination', async () => {
    await rig.inWarehouse('create schema if not exists wb_c');
    await putWriteAccess(writeAccess(rig, ['wb_c', 'wb_a', 'wb_b'], 'elog'));
    const three = (await saved()).destinations;
    expect(three.map((entry: { schema: string }) => entry.schema)).toEqual(['wb_c', 'wb_a', 'wb_b']);
    await putWriteAccess(writeAccess(rig, ['wb_a', 'wb_b'], 'elog'));
    expect((await saved()).destinations.map((entry: { schema: string }) => entry.schema)).toEqual(['wb_a', 'wb_b']);
    await putWriteAccess(writeAccess(rig, ['wb_a', 'wb_b', 'wb_c'], 'elog'));
    const again = (await saved()).destinations;
    expect(again.map((entry: { id: string }) => entry.id).toSorted()).toEqual(three.map((entry: { id: string }) => entry.id).toSorted());
    await putWriteAccess(writeAccess(rig, ['wb_a', 'wb_b', 'wb_svc'], 'elog'));
  });
});

describe('R28: fields of each kind of connection', () => {
  test('R28: fields of another kind are refused', async () => {
    const wrong: [object, string][] = [
      [c1(rig, { name: 'X', credential: { login: 'svc', password: 'x' } }), 'credential'],
      [c0(rig, { name: 'X', serviceAccount: { login: 'svc', password: 'x' } }), 'serviceAccount'],
      [c0(rig, { name: 'X', oauth: { level: 'organization', audience: 'a', scopes: [] } }), 'oauth'],
      [c1(rig, { name: 'X', serviceAccount: { login: 'svc', password: 'x', role: 'r' } }), 'role'],
      [c1(rig, { name: 'X', serviceAccount: { login: 'svc', accessToken: 'dapi' } }), 'accessToken'],
      [c1(rig, { name: 'X', type: 'snowflake' }), 'type'],
      [c1(rig, { name: 'X', host: '/var/run/postgresql' }), 'host'],
      [c1(rig, { name: 'X', options: '-c role=postgres' }), 'options'],
    ];
    for (const [body, field] of wrong) {
      const answer = await ada.post('/connections', body);
      expect([field, answer.status]).toEqual([field, 400]);
      expect(JSON.stringify(answer.body)).toContain(field);
    }
    const patched = await ada.patch(`/connections/${connection.id}`, { credential: { login: 'svc', password: 'x' } });
    expect([patched.status, patched.body.fields[0].pointer]).toEqual([400, '/body/credential']);
  });

  test('R28 R19: passwords are never echoed, and are not in the metadata database in the clear', async () => {
    const answers = [
      await ada.get('/connections'),
      await ada.get(`/connections/${connection.id}`),
      await ada.patch(`/connections/${connection.id}`, { name: 'C1' }),
    ];
    for (const { body } of answers) expect(JSON.stringify(body)).not.toContain(rig.passwords.svc);
    const rows = await rig.inMetadata(
      `select c::text as text, encode(service_account_password_sealed, 'escape') as sealed from connections c`,
    );
    expect(JSON.stringify(rows)).not.toContain(rig.passwords.svc);
  });
});

test('R28: independent OAuth has a client of its own, whose secret is kept, never shown, and never given to another client', async () => {
  const client = {
    level: 'independent',
    audience: 'urn:ci',
    scopes: ['warehouse'],
    issuer: 'https://login.example.com',
    clientId: 'penstock-ci',
  };
  const body = (oauth: object) => c1(rig, { name: 'CI', oauth, serviceAccount: null, writeAccess: undefined });
  const without = await ada.post('/connections', body(client));
  expect([without.status, without.body.fields[0].pointer]).toEqual([400, '/body/oauth/clientSecret']);
  const made = await createConnection(ada, body({ ...client, clientSecret: 'canary-of-the-client' }));
  const shown = await ada.get(`/connections/${made.id}`);
  expect(shown.body.oauth).toEqual({ ...client, hasClientSecret: true });
  expect(JSON.stringify([made, shown.body])).not.toContain('canary-of-the-client');
  const address = `/connections/${made.id}`;
  expect((await ada.patch(address, { oauth: { ...client, scopes: [] } })).body.oauth).toMatchObject({ hasClientSecret: true, scopes: [] });
  for (const change of [{ clientId: 'another' }, { issuer: 'https://elsewhere.example.com' }]) {
    const refused = await ada.patch(address, { oauth: { ...client, ...change } });
    expect([refused.status, refused.body.fields[0].pointer]).toEqual([400, '/body/oauth/clientSecret']);
  }
  expect((await ada.delete(address)).status).toBe(204);
});

test('R28 P22: the stored password is not carried to another host, neither by a change nor by a test', async () => {
  const port = rig.warehouse.port + 1;
  const answers = [
    await ada.patch(`/connections/${connection.id}`, { port }),
    await ada.patch(`/connections/${connection.id}`, { host: 'localhost' }),
    await ada.post('/connections/test', { connectionId: connection.id, change: { port } }),
  ];
  expect(answers.map(({ status, body }) => [status, body.fields[0].pointer])).toEqual(answers.map(() => [400, '/body/serviceAccount']));
});

describe('R61: a connection with credentials of its own', () => {
  test('R61: write access goes by the data permission, and every statement is by the connection login', async () => {
    const since = await rig.logPosition();
    const made = await createConnection(ada, c0(rig));
    const before = await alice.get(`/connections/${made.id}/write-destinations`);
    expect(before.body.items).toMatchObject([
      { schema: 'old_wb', verdict: 'unauthorized', reason: expect.stringContaining('data permission') },
    ]);
    expect((await alice.get(`/connections/${made.id}/catalog`)).body.code).toBe('connection.no-data-permission');
    const { body: session } = await alice.get('/session');
    await ada.put(`/connections/${made.id}/data-permissions`, {
      permissions: [{ to: { memberId: session.member.id }, permission: 'can-write-only' }],
    });
    expect((await settledVerdicts(alice, made.id))['old_wb']?.verdict).toBe('authorized');
    expect((await settledVerdicts(bob, made.id))['old_wb']?.verdict).toBe('unauthorized');
    expect((await alice.get(`/connections/${made.id}/catalog`)).status).toBe(403);
    await ada.put(`/connections/${made.id}/data-permissions`, { permissions: [{ to: 'everyone', permission: 'can-use' }] });
    expect((await settledVerdicts(bob, made.id))['old_wb']?.verdict).toBe('authorized');
    const listed = await bob.get(`/connections/${made.id}/catalog?schema=src`);
    expect(listed.body.items.map((item: { path: string[] }) => item.path[2])).toContain('orders');
    const probes = (await probeStatements(rig, 'create', since)).filter(({ schema }) => schema === 'old_wb');
    expect(probes.every(({ user }) => user === 'static_app')).toBe(true);
    // One for the edit log when it was saved, one for the destination: shared by everybody.
    expect(probes).toHaveLength(2);
    expect((await ada.delete(`/connections/${made.id}`)).status).toBe(204);
    expect((await ada.get(`/connections/${made.id}`)).status).toBe(404);
  });
});

test('a name is taken once, ignoring case; a deleted or unknown connection is a typed 404', async () => {
  const taken = await ada.post('/connections', c1(rig, { name: 'c1' }));
  expect([taken.status, taken.body.code]).toEqual([409, 'connection.name-taken']);
  for (const address of ['', '/catalog', '/write-destinations', '/governance']) {
    const { status, body } = await ada.get(`/connections/00000000-0000-4000-8000-000000000000${address}`);
    expect([address, status, body.code]).toEqual([address, 404, 'connection.not-found']);
  }
});
