import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FailureKind, WarehouseSession } from '../src/port.ts';
import { StreamFailure } from '../src/port.ts';
import { postgresqlDriver } from '../src/postgresql/driver.ts';
import type { Engine } from './engine.ts';
import { done, options, run, sql, startEngine, tag } from './engine.ts';

let engine: Engine;
let session: WarehouseSession;

beforeAll(async () => {
  engine = await startEngine();
  session = await engine.connect();
  await engine.query('create table kept (n int primary key, note text)');
});
afterAll(() => engine.stop());

const insert = (n: number) => sql('INSERT INTO public.kept (n) VALUES ($1)', n);
const count = async (n: number) => Number((await engine.query('select count(*) from kept where n = $1', [n]))[0]?.['count']);

describe('values', () => {
  test('64-bit integers, decimals, dates and timestamps arrive as exact text', async () => {
    const { rows, columns } = await run(
      session,
      sql(
        `SELECT $1::int8, $2::numeric, $3::date, $4::timestamptz, true, 7::int4, NULL::text, ''`,
        '9007199254740993',
        '0.1',
        '0001-01-01',
        '9999-12-31T23:59:59.999999Z',
      ),
    );
    expect(rows).toEqual([['9007199254740993', '0.1', '0001-01-01', '9999-12-31 23:59:59.999999+00', true, 7, null, '']]);
    expect(columns.map(({ type }) => type)).toEqual(['int8', 'numeric', 'date', 'timestamptz', 'bool', 'int4', 'text', 'text']);
  });

  test('a text run again and again is prepared once, and survives a changed table', async () => {
    await engine.query('create table shape (a int); insert into shape values (1)');
    const read = sql('SELECT * FROM public.shape');
    for (let round = 0; round < 4; round += 1) expect((await run(session, read)).rows).toEqual([[1]]);
    const prepared = await run(session, sql('SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE $1', '%public.shape%'));
    expect(prepared.rows).toEqual([['1']]);
    await engine.query('alter table shape add b int default 2');
    expect((await run(session, read)).rows).toEqual([[1, 2]]);
    expect((await run(session, read)).rows).toEqual([[1, 2]]);
  });
});

describe('transactions', () => {
  test('several statements are one transaction: an error takes all of them back', async () => {
    const outcome = await session.runAll([insert(1), insert(2), sql('SELECT 1 / 0'), insert(3)], options);
    expect(outcome).toMatchObject({ kind: 'failed', failure: { kind: 'value', engineCode: '22012' } });
    expect(await count(1)).toBe(0);
    const both = done(await session.runAll([insert(1), insert(2)], options));
    expect(both.map(({ affectedRows }) => affectedRows)).toEqual([1, 1]);
    expect(await count(2)).toBe(1);
  });

  test('a reading session is refused every write by the warehouse itself', async () => {
    const reader = await engine.connect({ readOnly: true });
    expect(await reader.run(insert(50), options)).toMatchObject({ kind: 'failed', failure: { kind: 'read-only' } });
    expect(await count(50)).toBe(0);
  });
});

describe('P4: an unknown outcome stays unknown', () => {
  test('P4: the answer to a commit is lost: unknown, and the row is there', async () => {
    const other = await engine.connect();
    engine.proxy.arm('answer-lost');
    const outcome = await other.run(insert(10), options);
    expect(outcome).toMatchObject({ kind: 'unknown', failure: { kind: 'network' } });
    expect(other.usable).toBe(false);
    expect(await count(10)).toBe(1);
  });

  test('P4: the request is lost on its way: unknown too, and the row is not there', async () => {
    const other = await engine.connect();
    engine.proxy.arm('request-lost');
    expect(await other.run(insert(11), options)).toMatchObject({ kind: 'unknown', failure: { kind: 'network' } });
    expect(await count(11)).toBe(0);
  });

  test('P4: a session that is known to be lost sends nothing: failed', async () => {
    const other = await engine.connect();
    engine.proxy.arm('answer-lost');
    await other.run(insert(12), options);
    expect(await other.run(insert(13), options)).toMatchObject({ kind: 'failed', failure: { kind: 'network' } });
    expect(await count(13)).toBe(0);
  });

  test('P4: a server that is shut down in the middle leaves unknown', async () => {
    const other = await engine.connect();
    const pid = (await run(other, sql('SELECT pg_backend_pid()'))).rows[0]?.[0];
    const running = other.run(sql('SELECT pg_sleep(120)'), { ...options, timeoutMs: 120_000 });
    await expect
      .poll(() => engine.query(`select 1 from pg_stat_activity where pid = $1 and wait_event = 'PgSleep'`, [pid]))
      .toHaveLength(1);
    await engine.query('select pg_terminate_backend($1)', [pid]);
    expect(await running).toMatchObject({ kind: 'unknown', failure: { kind: 'throttled', engineCode: '57P01' } });
  });

  test('P4: a server that never answers is given up in time: unknown, because it may still land', async () => {
    const other = await engine.connect();
    engine.proxy.arm('silent');
    const startedMs = performance.now();
    const outcome = await other.run(insert(14), { tag, timeoutMs: 200 });
    expect(outcome).toMatchObject({ kind: 'unknown', failure: { kind: 'timeout' } });
    expect(performance.now() - startedMs).toBeLessThan(30_000);
  });

  test('a reading session has nothing that could be unknown', async () => {
    const reader = await engine.connect({ readOnly: true });
    engine.proxy.arm('answer-lost');
    expect(await reader.run(sql('SELECT 1'), options)).toMatchObject({ kind: 'failed', failure: { kind: 'network' } });
  });
});

describe('P33: stopping stops', () => {
  const stillRunning = async (mark: string) =>
    (
      await engine.query(`select 1 from pg_stat_activity where state = 'active' and pid <> pg_backend_pid() and query like $1`, [
        `%${mark}%`,
      ])
    ).length;

  test('P33: an abort cancels in the warehouse within 2 s', async () => {
    const other = await engine.connect();
    const abort = new AbortController();
    const running = other.run(sql(`SELECT pg_sleep(120), 'mark-a'`), { ...options, timeoutMs: 120_000, signal: abort.signal });
    await expect.poll(() => stillRunning('mark-a')).toBe(1);
    const startedMs = performance.now();
    abort.abort();
    expect(await running).toMatchObject({ kind: 'failed', failure: { kind: 'cancelled' } });
    // Two seconds on a machine at rest; the statement alone takes two minutes.
    expect(performance.now() - startedMs).toBeLessThan(20_000);
    expect(await stillRunning('mark-a')).toBe(0);
    expect(other.usable).toBe(false);
  });

  test('what was aborted before it was sent is not sent', async () => {
    const outcome = await session.run(insert(20), { ...options, signal: AbortSignal.abort() });
    expect(outcome).toMatchObject({ kind: 'failed', failure: { kind: 'cancelled' } });
    expect(await count(20)).toBe(0);
  });

  test('the time limit is the session’s own: the warehouse ends the statement', async () => {
    const other = await engine.connect();
    expect(await other.run(sql('SELECT pg_sleep(30)'), { tag, timeoutMs: 100 })).toMatchObject({
      kind: 'failed',
      failure: { kind: 'timeout', engineCode: '57014' },
    });
    expect(other.usable).toBe(true);
    expect((await run(other, sql('SELECT 1'))).rows).toEqual([[1]]);
  });

  test('leaving a stream cancels it, and the session is good for more', async () => {
    const other = await engine.connect();
    const seen: unknown[] = [];
    for await (const { rows } of other.stream(sql(`SELECT generate_series(1, 100000000), 'mark-b'`), { ...options, batchRows: 10 })) {
      seen.push(...rows);
      if (seen.length >= 20) break;
    }
    expect(seen).toHaveLength(20);
    expect(await stillRunning('mark-b')).toBe(0);
    expect((await run(other, sql('SELECT 1'))).rows).toEqual([[1]]);
  });

  test('a stream gives every row once, in batches', async () => {
    const sizes: number[] = [];
    const all: unknown[] = [];
    for await (const { rows } of session.stream(sql('SELECT g::int8 FROM generate_series(1, 10) g'), { ...options, batchRows: 5 })) {
      sizes.push(rows.length);
      all.push(...rows.map((row) => row[0]));
    }
    expect(sizes).toEqual([5, 5]);
    expect(all).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
  });

  test('a stream that the warehouse refuses, or that is aborted, throws what happened', async () => {
    const consume = async (text: string, signal?: AbortSignal) => {
      for await (const _ of session.stream(sql(text), { ...options, batchRows: 5, ...(signal === undefined ? {} : { signal }) }));
    };
    await expect(consume('SELECT 1 / (5 - g) FROM generate_series(1, 10) g')).rejects.toMatchObject({ failure: { kind: 'value' } });
    expect((await run(session, sql('SELECT 1'))).rows).toEqual([[1]]);
    await expect(consume('SELECT 1', AbortSignal.abort())).rejects.toBeInstanceOf(StreamFailure);
  });
});

describe('errors', () => {
  const kinds: readonly (readonly [string, FailureKind, string])[] = [
    ['SELECT * FROM public.nowhere', 'missing-object', '42P01'],
    ['SELECT * FROM nowhere.kept', 'missing-object', '42P01'],
    ['CREATE TABLE nowhere.kept ()', 'missing-object', '3F000'],
    ['SELECT gone FROM public.kept', 'altered-object', '42703'],
    ['CREATE TABLE public.kept ()', 'already-exists', '42P07'],
    [`INSERT INTO public.kept VALUES (900), (900)`, 'value', '23505'],
    [`SELECT '2026-02-30'::date`, 'value', '22008'],
    ['SELEC', 'other', '42601'],
  ];
  test.each(kinds)('%s is %s', async (text, kind, engineCode) => {
    expect(await session.run(sql(text), options)).toMatchObject({ kind: 'failed', failure: { kind, engineCode } });
  });

  test('a missing privilege is told from everything else', async () => {
    await engine.query(
      `do $$ begin create role contract_nobody login; exception when duplicate_object then null; end $$; grant token_logins to contract_nobody`,
    );
    const nobody = await engine.connect({ user: 'contract_nobody' });
    expect(nobody.login).toBe('contract_nobody');
    expect(await nobody.run(sql('SELECT * FROM public.kept'), options)).toMatchObject({
      kind: 'failed',
      failure: { kind: 'privilege', engineCode: '42501' },
    });
  });

  test('deadlocks and serialization failures are concurrency', async () => {
    const other = await engine.connect();
    expect(await other.run(sql(`DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$`), options)).toMatchObject({ failure: { kind: 'concurrency' } });
    expect(await other.run(sql(`DO $$ BEGIN RAISE SQLSTATE '40001'; END $$`), options)).toMatchObject({ failure: { kind: 'concurrency' } });
  });
});

describe('P28: connection options are typed fields', () => {
  const refused = async (overrides: object) => {
    const outcome = await postgresqlDriver.connect({ ...engine.target, ...overrides });
    expect(outcome.kind).toBe('failed');
    return outcome.kind === 'failed' ? outcome.failure : null;
  };

  test.each([
    ['a socket path as host', { host: '/var/run/postgresql' }],
    ['a name where the checked address belongs', { address: 'localhost' }],
    ['a socket path as address', { address: '/tmp/.s.PGSQL.5432' }],
    ['a port out of range', { port: 70_000 }],
    ['an empty password, which pg would look up elsewhere', { password: '' }],
    ['a NUL in the login', { user: 'postgres\0options\0-cis_superuser=on' }],
  ])('P28: %s is refused before anything is dialled', async (_, overrides) => {
    expect(await refused(overrides)).toMatchObject({ kind: 'other' });
  });

  test('P28: a database name is a name, whatever it looks like', async () => {
    for (const database of [
      'postgres://evil/?sslrootcert=/etc/passwd',
      'x options=-cdefault_transaction_read_only=off',
      'dbname=postgres',
    ]) {
      expect(await refused({ database })).toMatchObject({ kind: 'missing-object', engineCode: '3D000' });
    }
  });

  test('P28: the environment adds nothing', async () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      PGOPTIONS: '-c statement_timeout=7',
      PGPASSWORD: 'x',
      PGSSLMODE: 'require',
      PGAPPNAME: 'evil',
      PGCLIENTENCODING: 'latin1',
    });
    try {
      const other = await engine.connect();
      const shown = await run(
        other,
        sql(`SELECT current_setting('statement_timeout'), current_setting('application_name'), current_setting('client_encoding')`),
      );
      expect(shown.rows).toEqual([['20s', 'contract', 'UTF8']]);
    } finally {
      process.env = before;
    }
  });

  test('a refused, absent or silent server is told in time', async () => {
    expect(await refused({ port: 1 })).toMatchObject({ kind: 'network' });
    engine.proxy.arm('silent');
    const startedMs = performance.now();
    expect(await refused({ connectTimeoutMs: 300 })).toMatchObject({ kind: 'timeout' });
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });
});

test('the tag ends every statement as a comment, whatever is in it', async () => {
  const hostile = { purpose: 'x', requestId: '*/ DROP TABLE public.kept; /*', human: `o'b"\n\0\u202e@x`, document: '/*', element: '😀' };
  const { rows } = await run(session, sql('SELECT 1'));
  expect(rows).toEqual([[1]]);
  const outcome = await session.run(sql('SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid()'), { ...options, tag: hostile });
  const [[query] = []] = done(outcome).rows;
  expect(query).toContain('/* penstock purpose=x request=%2A%2F%20DROP');
  expect(String(query).match(/\/\*|\*\//g)).toEqual(['/*', '*/']);
});
