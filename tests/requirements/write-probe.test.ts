/** R8 to R13, P9: whether somebody may write is asked of the warehouse with that person's own login. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiClient, startRig } from '../harness/rig.ts';
import type { Rig } from '../harness/rig.ts';
import {
  c1,
  createConnection,
  eventually,
  probeStatements,
  probeTables,
  settledVerdicts,
  signInBuilder,
  writeAccess,
} from './connections-of-the-rig.ts';
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

describe('at sign-in', () => {
  let bob: ApiClient;
  let since: number;

  beforeAll(async () => {
    since = await rig.logPosition();
    bob = await signInBuilder(rig, 'bob');
  });

  // Five seconds on a machine at rest; the statements alone show that nobody has to ask for the check.
  test('R11: the check starts within seconds of the sign-in, with no further action', async () => {
    await eventually(async () => (await probeStatements(rig, 'create', since)).length === 3, 30_000);
  });

  test('R9: exactly one CREATE TABLE for each destination, all by the login bob, none by the service account', async () => {
    await settledVerdicts(bob, connection.id);
    const created = await probeStatements(rig, 'create', since);
    expect(created.map(({ user, schema }) => [user, schema])).toEqual([
      ['bob', 'wb_a'],
      ['bob', 'wb_b'],
      ['bob', 'wb_svc'],
    ]);
    const bySvc = await rig.statements({ user: 'svc', since });
    expect(bySvc.filter(({ text }) => /create|drop|insert/i.test(text))).toEqual([]);
  });

  test('R10: success authorizes, the check table is dropped by bob, and nothing is left', async () => {
    const verdicts = await settledVerdicts(bob, connection.id);
    expect(verdicts['wb_a']?.verdict).toBe('authorized');
    expect(verdicts['wb_b']).toMatchObject({ verdict: 'unauthorized', grantSql: 'GRANT CREATE ON SCHEMA "wb_b" TO "bob";' });
    const [created] = await probeStatements(rig, 'create', since);
    const dropped = await probeStatements(rig, 'drop', since);
    expect(dropped.map(({ user, schema, table }) => [user, schema, table])).toEqual([['bob', 'wb_a', created?.table]]);
    expect(dropped[0]?.statement.began).toBeGreaterThan(created?.statement.ended ?? Infinity);
    expect(await probeTables(rig)).toEqual([]);
  });

  test('R13: check tables bear the prefix SIGDS_', async () => {
    for (const { table } of await probeStatements(rig, 'create', since)) expect(table).toMatch(/^sigds_/i);
  });

  test('R12: what was found out holds for the session, however often it is asked for', async () => {
    for (let times = 0; times < 10; times += 1) await settledVerdicts(bob, connection.id);
    expect(await probeStatements(rig, 'create', since)).toHaveLength(3);
  });

  test('R12: another session is checked anew and sees no stale verdict of the first', async () => {
    await rig.inWarehouse('grant create on schema wb_b to bob');
    try {
      const second = await signInBuilder(rig, 'bob');
      expect((await settledVerdicts(second, connection.id))['wb_b']?.verdict).toBe('authorized');
      expect((await settledVerdicts(bob, connection.id))['wb_b']?.verdict).toBe('unauthorized');
      expect(await probeStatements(rig, 'create', since)).toHaveLength(6);
    } finally {
      await rig.inWarehouse('revoke create on schema wb_b from bob');
    }
  });

  test('P9: a check on request finds a right that was revoked in mid-session, and grants none', async () => {
    await rig.inWarehouse('revoke create on schema wb_a from bob');
    try {
      const { status, body } = await bob.post(`/connections/${connection.id}/write-destinations/check`);
      expect(status).toBe(200);
      expect(body.items.map((item: { schema: string; verdict: string }) => [item.schema, item.verdict])).toEqual([
        ['wb_a', 'unauthorized'],
        ['wb_b', 'unauthorized'],
        ['wb_svc', 'unauthorized'],
      ]);
      expect(await probeTables(rig)).toEqual([]);
    } finally {
      await rig.inWarehouse('grant create on schema wb_a to bob');
      await bob.post(`/connections/${connection.id}/write-destinations/check`);
    }
  });
});

test('R8: carol may write nowhere until the warehouse grants it, and the service account never stands in', async () => {
  const since = await rig.logPosition();
  const carol = await signInBuilder(rig, 'carol');
  const before = await settledVerdicts(carol, connection.id);
  expect(Object.values(before).map(({ verdict }) => verdict)).toEqual(['unauthorized', 'unauthorized', 'unauthorized']);
  expect((await rig.statements({ user: 'svc', since })).filter(({ text }) => /wb_a|wb_b/.test(text))).toEqual([]);
  await rig.inWarehouse('grant create on schema wb_a to carol');
  const again = await signInBuilder(rig, 'carol');
  expect((await settledVerdicts(again, connection.id))['wb_a']?.verdict).toBe('authorized');
  await rig.inWarehouse('revoke create on schema wb_a from carol');
});

test('R11: a destination that is added later is checked in sessions that live', async () => {
  const alice = await signInBuilder(rig, 'alice');
  await settledVerdicts(alice, connection.id);
  await rig.inWarehouse('create schema wb_c; grant usage, create on schema wb_c to alice');
  const since = await rig.logPosition();
  const saved = await ada.put(`/connections/${connection.id}/write-access`, writeAccess(rig, ['wb_a', 'wb_b', 'wb_svc', 'wb_c'], 'elog'));
  expect(saved.status).toBe(200);
  await eventually(
    async () => (await probeStatements(rig, 'create', since)).some(({ user, schema }) => user === 'alice' && schema === 'wb_c'),
    30_000,
  );
  expect((await settledVerdicts(alice, connection.id))['wb_c']?.verdict).toBe('authorized');
  const byAlice = (await probeStatements(rig, 'create', since)).filter(({ user }) => user === 'alice');
  expect(byAlice.map(({ schema }) => schema)).toEqual(['wb_c']);
});

test('R11: a slow warehouse does not hold up the sign-in, and silence is unknown, never unauthorized', async () => {
  const blocker = await rig.asWarehouse('postgres');
  await blocker.query(`create function src.wait_at_create() returns event_trigger language plpgsql as $$ begin
    if session_user = 'alice' then perform pg_sleep(240); end if; end $$`);
  await blocker.query(
    `create event trigger slow_create on ddl_command_start when tag in ('CREATE TABLE') execute function src.wait_at_create()`,
  );
  try {
    const startedMs = Date.now();
    const alice = await signInBuilder(rig, 'alice');
    expect(Date.now() - startedMs).toBeLessThan(60_000);
    const { body } = await alice.get(`/connections/${connection.id}/write-destinations`);
    expect(body.items.map((item: { verdict: string }) => item.verdict)).not.toContain('unauthorized');
    const verdicts = await eventually(async () => {
      const { body: later } = await alice.get(`/connections/${connection.id}/write-destinations`);
      return later.items.every((item: { verdict: string }) => item.verdict === 'unknown') && later.items;
    }, 120_000);
    expect(verdicts[0].reason).toMatch(/no definite answer/);
    await blocker.query('drop event trigger slow_create');
    // Asked on use, it is found out after all.
    const checked = await alice.post(`/connections/${connection.id}/write-destinations/check`);
    expect(checked.body.items.map((item: { schema: string; verdict: string }) => [item.schema, item.verdict])).toContainEqual([
      'wb_a',
      'authorized',
    ]);
  } finally {
    await blocker.query('drop event trigger if exists slow_create');
  }
}, 240_000);

describe('a crash in the middle of a check', () => {
  let crashing: Rig;
  let made: string;

  beforeAll(async () => {
    crashing = await startRig();
    made = (await createConnection(await crashing.signIn('ada'), c1(crashing))).id;
    // A table that only looks like one of ours stays where it is (P8).
    await crashing.inWarehouse('create table wb_a.sigds_probe_0000 (id integer); alter table wb_a.sigds_probe_0000 owner to bob');
  });

  afterAll(() => crashing.stop());

  const leftoversOf = async (client: ApiClient) => (await client.get(`/connections/${made}/write-destinations/leftovers`)).body.items;

  async function dieAt(crashPoint: string): Promise<void> {
    await crashing.servers[0]?.stop();
    const doomed = await crashing.startServer({ crashAt: crashPoint });
    await crashing.signIn('bob').catch(() => {});
    await doomed.ended;
    await crashing.startServer();
  }

  test('R10 P9: what is left between CREATE and DROP is listed, and goes with the next credential of its creator, by its creator', async () => {
    await dieAt('probe.created');
    expect(await probeTables(crashing)).toHaveLength(2);
    const admin = await crashing.signIn('ada');
    const leftovers = await leftoversOf(admin);
    expect(leftovers).toMatchObject([{ schema: 'wb_a', login: 'bob', purpose: 'write-access' }]);
    const since = await crashing.logPosition();
    // Nobody else's credential removes it.
    await settledVerdicts(await signInBuilder(crashing, 'alice'), made);
    expect(await leftoversOf(admin)).toHaveLength(1);
    await settledVerdicts(await signInBuilder(crashing, 'bob'), made);
    expect(await probeTables(crashing)).toEqual(['wb_a.sigds_probe_0000']);
    const dropped = await probeStatements(crashing, 'drop', since);
    expect(dropped.filter(({ table }) => table === leftovers[0].table).map(({ user }) => user)).toEqual(['bob']);
    expect(await leftoversOf(admin)).toEqual([]);
  });

  test.each(['probe.recorded', 'probe.dropped'])('P9: killed at %s, the next sign-in leaves nothing behind', async (crashPoint) => {
    await dieAt(crashPoint);
    const bob = await signInBuilder(crashing, 'bob');
    expect((await settledVerdicts(bob, made))['wb_a']?.verdict).toBe('authorized');
    expect(await probeTables(crashing)).toEqual(['wb_a.sigds_probe_0000']);
    expect(await leftoversOf(bob)).toEqual([]);
  });
});

test('R9 R12: an API key is probed as its member, as a session of its own, once', async () => {
  const bob = await signInBuilder(rig, 'bob');
  await settledVerdicts(bob, connection.id);
  const made = await bob.post('/api-keys', { name: 'loader' });
  expect(made.status).toBe(201);
  const since = await rig.logPosition();
  const headers = { authorization: `Bearer ${made.body.secret}` };
  const byKey = () => rig.anonymous().get(`/connections/${connection.id}/write-destinations`, { headers });
  const verdicts = async () => {
    const { status, body } = await byKey();
    expect(status).toBe(200);
    const items: { schema: string; verdict: string }[] = body.items;
    return (
      items.every(({ verdict }) => verdict !== 'checking') && Object.fromEntries(items.map(({ schema, verdict }) => [schema, verdict]))
    );
  };
  expect(await eventually(verdicts)).toMatchObject({ wb_a: 'authorized', wb_b: 'unauthorized' });
  await byKey();
  const created = (await probeStatements(rig, 'create', since)).map(({ user, schema }) => [user, schema]);
  expect(created.toSorted()).toEqual([...new Set(created.map(String))].toSorted().map((entry) => entry.split(',')));
  expect(created.every(([user]) => user === 'bob')).toBe(true);
});

describe('on two nodes', () => {
  test('R12: requests at the same time on both nodes make one CREATE for each destination', async () => {
    const second = await rig.startServer();
    const alice = await signInBuilder(rig, 'alice');
    await settledVerdicts(alice, connection.id);
    await rig.inWarehouse(`create function src.wait_a_little() returns event_trigger language plpgsql as $$ begin
      if session_user = 'alice' then perform pg_sleep(0.5); end if; end $$;
      create event trigger slow_create on ddl_command_start when tag in ('CREATE TABLE') execute function src.wait_a_little()`);
    try {
      const since = await rig.logPosition();
      const elsewhere = onNode(alice, second.url);
      const address = `/connections/${connection.id}/write-destinations/check`;
      const answers = await Promise.all([alice, elsewhere, alice, elsewhere, alice, elsewhere].map((client) => client.post(address)));
      for (const { status, body } of answers) {
        expect(status).toBe(200);
        expect(body.items.map((item: { verdict: string }) => item.verdict)).not.toContain('checking');
      }
      const created = (await probeStatements(rig, 'create', since)).map(({ schema }) => schema);
      expect(created.toSorted()).toEqual([...new Set(created)].toSorted());
    } finally {
      await rig.inWarehouse('drop event trigger slow_create');
    }
    await second.stop();
  });

  test('R10: when the node that checks dies, the verdict is unknown and the next node finds it out', async () => {
    const alice = await signInBuilder(rig, 'alice');
    await settledVerdicts(alice, connection.id);
    const doomed = await rig.startServer({ crashAt: 'probe.created' });
    await onNode(alice, doomed.url)
      .post(`/connections/${connection.id}/write-destinations/check`)
      .catch(() => {});
    await doomed.ended;
    const { body } = await alice.get(`/connections/${connection.id}/write-destinations`);
    expect(body.items.map((item: { verdict: string }) => item.verdict)).not.toContain('unauthorized');
    expect((await settledVerdicts(alice, connection.id))['wb_a']?.verdict).toBe('authorized');
    expect(await probeTables(rig)).toEqual([]);
  });
});

/** The same browser at another node of the installation. */
function onNode(client: ApiClient, url: string): ApiClient {
  const other = new ApiClient(url, client.jar);
  other.csrfToken = client.csrfToken;
  return other;
}
