import type { Connection } from '@penstock/domain/connections/connection';
import { decide } from '@penstock/domain/execution-identity/decide';
import type { ExecutionIdentity } from '@penstock/domain/execution-identity/decide';
import { everyDataPermission } from '@penstock/domain/execution-identity/facts';
import type { LookPurpose, ProductPurpose, WritePurpose } from '@penstock/domain/execution-identity/purpose';
import type { StatementTag, WarehouseSession } from '@penstock/warehouse/port';
import { postgresqlDriver } from '@penstock/warehouse/postgresql/driver';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startRig } from '../../../../tests/harness/rig.ts';
import type { Person, Rig } from '../../../../tests/harness/rig.ts';
import { systemClock } from '../../src/app/system-ports.ts';
import type { TokenAnswer } from '../../src/credentials/warehouse-tokens.ts';
import { makeOutbound } from '../../src/outbound/outbound.ts';
import type { Observation } from '../../src/queries/observation.ts';
import { makeRunAs } from '../../src/queries/run-as.ts';
import type { RunAs } from '../../src/queries/run-as.ts';

const tag: StatementTag = { purpose: 'test', requestId: 'r', human: null, document: null, element: null };
const options = { tag, timeoutMs: 20_000 };

let rig: Rig;
beforeAll(async () => {
  rig = await startRig({ server: false });
});
afterAll(() => rig.stop());

let connection: Connection;
let runAs: RunAs;
let observations: Observation[];
/** What the credentials room would answer. */
let answers: Map<string, TokenAnswer>;
let refreshed: { memberId: string; rejectedVersion: number }[];
let onRefresh: (memberId: Person) => Promise<TokenAnswer>;

beforeEach(() => {
  connection = {
    id: '11111111-1111-4111-8111-111111111111',
    name: 'C1',
    type: 'postgresql',
    authentication: 'oauth',
    oauth: { level: 'organization', audience: rig.warehouse.audience, scopes: [] },
    host: '127.0.0.1',
    port: rig.warehouse.port,
    database: rig.warehouse.database,
    tls: 'off',
    hasServiceAccount: true,
    serviceAccountLogin: 'svc',
    roleAttribute: null,
    writeAccess: true,
    editLogDestination: { database: rig.warehouse.database, schema: 'elog' },
    generation: 1,
  };
  observations = [];
  answers = new Map();
  refreshed = [];
  onRefresh = () => Promise.resolve({ kind: 'sign-in-required', reason: 'The sign-in has ended.' });
  runAs = makeRunAs({
    driver: postgresqlDriver,
    connections: {
      load: (id) => Promise.resolve(id === connection.id ? connection : null),
      credential: (_, which) => Promise.resolve(which === 'service-account' ? { login: 'svc', password: rig.passwords.svc } : null),
    },
    tokens: {
      accessToken: (memberId) => Promise.resolve(answers.get(memberId) ?? { kind: 'sign-in-required', reason: 'Not signed in.' }),
      refresh: (memberId, _, rejectedVersion) => {
        refreshed.push({ memberId, rejectedVersion });
        return onRefresh(memberId as Person);
      },
    },
    outbound: makeOutbound({ allowedPrivateHosts: ['127.0.0.1'] }),
    clock: systemClock,
    observe: (observation) => observations.push(observation),
  });
});
afterEach(() => runAs.close());

async function token(person: Person, version = 1, forMs = 600_000): Promise<TokenAnswer> {
  return { kind: 'token', token: await rig.accessToken(person), login: person, expiresAtMs: Date.now() + forMs, version };
}

/** Purposes without a document. */
type Purpose = LookPurpose | ProductPurpose | WritePurpose;

function identity(purpose: Purpose, memberId: Person = 'alice'): ExecutionIdentity {
  const person = { memberId, signIn: 'unknown', dataPermission: everyDataPermission, role: null } as const;
  const decision = decide({ purpose, connection, person });
  if (decision.kind === 'refuse') throw new Error(decision.reason);
  return decision.identity;
}

async function whoAndPid(session: WarehouseSession): Promise<readonly unknown[]> {
  const outcome = await session.run({ text: 'SELECT session_user::text, pg_backend_pid()', parameters: [] }, options);
  return outcome.kind === 'done' ? (outcome.value.rows[0] ?? []) : [outcome.failure.kind];
}

async function ask(purpose: Purpose, person: Person = 'alice'): Promise<readonly unknown[]> {
  const outcome = await runAs.withSession(identity(purpose, person), tag, whoAndPid);
  return outcome.kind === 'done' ? outcome.value : [outcome.kind, outcome.failure.kind];
}

const eventually = async (holds: () => Promise<boolean>): Promise<void> => {
  for (let attempt = 0; attempt < 1_200; attempt += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It did not come to hold.');
};

const backendsOf = async (login: string): Promise<number> => {
  const rows = await rig.inWarehouse(
    `select 1 from pg_stat_activity where usename = '${login}' and application_name = 'penstock' and datname = current_database()`,
  );
  return rows.length;
};

test('P13: the warehouse sees the principal that was decided, and each has sessions of its own', async () => {
  answers.set('alice', await token('alice')).set('bob', await token('bob'));
  const [alice, alicePid] = await ask('read-input-table', 'alice');
  const [bob, bobPid] = await ask('read-input-table', 'bob');
  const [svc, svcPid] = await ask('log-append', 'alice');
  expect([alice, bob, svc]).toEqual(['alice', 'bob', 'svc']);
  expect(new Set([alicePid, bobPid, svcPid]).size).toBe(3);
  // The next one of the same principal finds the session again; nobody else does.
  expect(await ask('read-input-table', 'alice')).toEqual(['alice', alicePid]);
  expect(await ask('log-append', 'bob')).toEqual(['svc', svcPid]);
});

test('what reads cannot write, and what writes has another session', async () => {
  answers.set('alice', await token('alice'));
  const write = (purpose: Purpose) =>
    runAs.withSession(identity(purpose), tag, (session) =>
      session.run({ text: 'CREATE TABLE wb_a.sigds_made ()', parameters: [] }, options),
    );
  expect(await write('read-input-table')).toMatchObject({ kind: 'done', value: { kind: 'failed', failure: { kind: 'read-only' } } });
  expect(await write('apply')).toMatchObject({ kind: 'done', value: { kind: 'done' } });
  await runAs.withSession(identity('apply'), tag, (session) =>
    session.run({ text: 'DROP TABLE wb_a.sigds_made', parameters: [] }, options),
  );
});

test('P14: a sign-in that has ended is told; no session of anybody else steps in', async () => {
  const since = await rig.logPosition();
  expect(await runAs.withSession(identity('apply'), tag, whoAndPid)).toMatchObject({
    kind: 'no-session',
    signIn: 'required',
    failure: { kind: 'sign-in' },
  });
  answers.set('alice', { kind: 'unreachable', reason: 'The provider does not answer.' });
  expect(await runAs.withSession(identity('apply'), tag, whoAndPid)).toMatchObject({
    kind: 'no-session',
    signIn: 'unreachable',
    failure: { kind: 'network' },
  });
  expect((await rig.statements({ since })).filter(({ user }) => user !== 'postgres')).toEqual([]);
});

test('a token that the warehouse refuses before its end is refreshed once, for the sign-in only', async () => {
  answers.set('alice', await token('alice', 3));
  rig.identityProvider.revokeAccessTokens('alice');
  onRefresh = (memberId) => token(memberId, 4);
  expect((await ask('apply'))[0]).toBe('alice');
  expect(refreshed).toEqual([{ memberId: 'alice', rejectedVersion: 3 }]);

  refreshed = [];
  onRefresh = async () => ({ kind: 'token', token: 'not.a.token', login: 'alice', expiresAtMs: Date.now() + 60_000, version: 5 });
  const outcome = await runAs.withSession(identity('apply'), tag, whoAndPid);
  expect(outcome).toMatchObject({ kind: 'no-session', failure: { kind: 'sign-in' } });
  expect(outcome).not.toHaveProperty('signIn');
  expect(refreshed).toHaveLength(1);
});

test('P14: a person without a warehouse login gets the warehouse’s own refusal', async () => {
  answers.set('vera', await token('vera'));
  onRefresh = (memberId) => token(memberId, 2);
  expect(await runAs.withSession(identity('read-input-table', 'vera'), tag, whoAndPid)).toMatchObject({
    kind: 'no-session',
    failure: { kind: 'sign-in' },
  });
});

test('a session ends with the token that opened it, idle or lent', async () => {
  answers.set('alice', await token('alice', 1, 4_000));
  expect((await ask('apply'))[0]).toBe('alice');
  const lent = await runAs.withSession(identity('apply'), tag, async (session) => {
    await new Promise((resolve) => setTimeout(resolve, 4_200));
    return whoAndPid(session);
  });
  expect(lent).toEqual({ kind: 'done', value: ['sign-in'] });
  await eventually(async () => (await backendsOf('alice')) === 0);
});

test('a newer token, a changed connection and a lost sign-in end the sessions of before', async () => {
  answers.set('alice', await token('alice', 1));
  const [, first] = await ask('apply');
  answers.set('alice', await token('alice', 2));
  const [, second] = await ask('apply');
  expect(second).not.toBe(first);
  await eventually(async () => (await backendsOf('alice')) === 1);

  const stale = identity('apply');
  connection = { ...connection, generation: 2 };
  expect(await runAs.withSession(stale, tag, whoAndPid)).toMatchObject({ kind: 'no-session', failure: { kind: 'concurrency' } });
  const [, third] = await ask('apply');
  expect(third).not.toBe(second);
  await eventually(async () => (await backendsOf('alice')) === 1);

  answers.set('alice', { kind: 'sign-in-required', reason: 'Revoked.' });
  expect(await ask('apply')).toEqual(['no-session', 'sign-in']);
  await eventually(async () => (await backendsOf('alice')) === 0);
});

test('P33: one person has at most four sessions; the fifth waits for its turn', async () => {
  answers.set('alice', await token('alice'));
  let most = 0;
  const pids = await Promise.all(
    Array.from({ length: 12 }, () =>
      runAs.withSession(identity('apply'), tag, async (session) => {
        most = Math.max(most, runAs.openSessions());
        await session.run({ text: 'SELECT pg_sleep(0.05)', parameters: [] }, options);
        return (await whoAndPid(session))[1];
      }),
    ),
  );
  expect(most).toBeLessThanOrEqual(4);
  expect(new Set(pids.map((outcome) => (outcome.kind === 'done' ? outcome.value : null))).size).toBeLessThanOrEqual(4);
  expect(pids.every(({ kind }) => kind === 'done')).toBe(true);
});

test('a session that was given back, or that was lost, is not used again', async () => {
  answers.set('alice', await token('alice'));
  let kept: WarehouseSession | null = null;
  await runAs.withSession(identity('apply'), tag, (session) => {
    kept = session;
    return Promise.resolve();
  });
  expect(await (kept as unknown as WarehouseSession).run({ text: 'SELECT 1', parameters: [] }, options)).toMatchObject({
    kind: 'failed',
    failure: { kind: 'other' },
  });
  const [, pid] = await ask('apply');
  await rig.inWarehouse(`select pg_terminate_backend(${String(pid)})`);
  await eventually(async () => (await backendsOf('alice')) === 0);
  // The news that it is gone is on its way to the pool.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const [login, next] = await ask('apply');
  expect(login).toBe('alice');
  expect(next).not.toBe(pid);
});

test('P26: a connection to a host inside the network is not dialled unless the operator opened it', async () => {
  answers.set('alice', await token('alice'));
  connection = { ...connection, host: '127.0.0.2' };
  expect(await runAs.withSession(identity('apply'), tag, whoAndPid)).toMatchObject({
    kind: 'no-session',
    failure: { kind: 'network', message: expect.stringContaining('PENSTOCK_ALLOWED_PRIVATE_HOSTS') },
  });
});

test('a draft is tried with the credentials that were typed, and nothing of it is kept', async () => {
  const draft = {
    host: '127.0.0.1',
    port: rig.warehouse.port,
    database: rig.warehouse.database,
    tls: 'off',
    login: 'svc',
    password: rig.passwords.svc,
  } as const;
  expect(await runAs.withDraftSession(draft, tag, whoAndPid)).toMatchObject({ kind: 'done', value: ['svc', expect.any(Number)] });
  await eventually(async () => (await backendsOf('svc')) === 0);
  expect(await runAs.withDraftSession({ ...draft, password: 'wrong' }, tag, whoAndPid)).toMatchObject({
    kind: 'no-session',
    failure: { kind: 'sign-in' },
  });
});

test('every statement is observed with principal, purpose, login, outcome and duration, and no secret', async () => {
  answers.set('alice', await token('alice'));
  await runAs.withSession(identity('apply'), tag, async (session) => {
    await session.runAll(
      [
        { text: 'SELECT 1', parameters: [] },
        { text: 'SELECT 2', parameters: [] },
      ],
      options,
    );
    await session.run({ text: 'SELECT 1/0', parameters: [] }, options);
  });
  expect(observations).toMatchObject([
    { event: 'session-opened', login: 'alice', purpose: 'apply', principal: { kind: 'person', memberId: 'alice' } },
    { event: 'statements', login: 'alice', statements: 2, outcome: 'done', tag: { purpose: 'test' } },
    { event: 'statements', login: 'alice', statements: 1, outcome: 'failed', failure: 'value', engineCode: '22012' },
  ]);
  const answer = answers.get('alice');
  expect(JSON.stringify(observations)).not.toContain(answer?.kind === 'token' ? answer.token : '?');
});
