/** Elements as people ask for them: their rows, who runs them, what is remembered, what is on record. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnyJson } from '../harness/any-json.ts';
import { handled, soon } from '../harness/patience.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';
import { c1, createConnection, eventually, signInBuilder } from './connections-of-the-rig.ts';
import { customSql, bodyOf, makeWorkbook, memberIdOf, putElements, share, tableOf, warehouseTable } from '../harness/document.ts';
import type { ElementJson, WorkbookJson } from '../harness/document.ts';

let rig: Rig;
let ada: ApiClient;
let alice: ApiClient;
let bob: ApiClient;
let carol: ApiClient;
let connectionId: string;
let workbook: WorkbookJson;
let orders: ElementJson;
let movies: ElementJson;

beforeAll(async () => {
  rig = await startRig();
  ada = await rig.signIn('ada');
  connectionId = (await createConnection(ada, c1(rig))).id;
  alice = await signInBuilder(rig, 'alice');
  bob = await rig.signIn('bob');
  carol = await rig.signIn('carol');
  orders = tableOf('Orders', warehouseTable(connectionId, 'src', 'orders'), ['order_id', 'region', 'sales', 'account_manager']);
  movies = tableOf('Movies', warehouseTable(connectionId, 'src', 'movies'), ['title', 'released', 'gross'], {
    sorts: [{ columnId: 'gross', direction: 'descending' }],
  });
  workbook = await makeWorkbook(alice, 'Explored', [orders, movies]);
  await share(alice, workbook.id, [{ to: 'everyone', right: 'explore' }]);
});
afterAll(() => rig?.stop());

/** Of an element, so that a test can be tried again in the same workbook. */
const newName = (name: string): string => `${name} ${randomUUID()}`;
const at = (element: ElementJson, what: string): string => `/workbooks/${workbook.id}/elements/${element.id}/${what}`;
const rowsOf = async (client: ApiClient, element: ElementJson, body: Readonly<Record<string, unknown>> = {}) =>
  bodyOf(await client.post(at(element, 'query'), body));
/** SELECTs of people on a sample table since a moment, with their logins. */
const selects = async (table: string, since: number) => rig.statements({ text: new RegExp(`from "?src"?\\."?${table}"?`, 'i'), since });

describe('rows', () => {
  test('R45: come as the person who asks, in the order of the element, without counting them', async () => {
    const since = await rig.logPosition();
    const page = await rowsOf(alice, movies);
    expect(page.columns.map(({ name, type }: { name: string; type: string }) => [name, type])).toEqual([
      ['title', 'text'],
      ['released', 'date'],
      ['gross', 'number'],
    ]);
    expect(page.values).toEqual([
      ['Metropolis', 'Stalker', 'Modern Times'],
      ['1927-01-10', '1979-05-25', '1936-02-05'],
      ['1236166', '292049', '163245'],
    ]);
    expect(page).toMatchObject({
      rowCount: 3,
      hasMore: false,
      cachedAt: null,
      runsAs: { principal: 'person', login: 'alice', rule: 'toggle-off' },
    });
    const ran = await eventually(async () => {
      const found = await selects('movies', since);
      return found.length > 0 && found;
    });
    expect(ran.map(({ user }) => user)).toEqual(['alice']);
    expect(ran[0]?.text).not.toMatch(/count\s*\(/i);
    expect(ran[0]?.text).toMatch(new RegExp(`document=${workbook.id} element=${movies.id}`));
  });

  test('R45: row policies of the warehouse give each person their own rows', async () => {
    const managers = async (client: ApiClient): Promise<Set<string>> => new Set((await rowsOf(client, orders)).values[3]);
    expect(await managers(alice)).toEqual(new Set(['alice']));
    expect(await managers(bob)).toEqual(new Set(['bob']));
  });

  test('R45: whom the warehouse refuses is told so, with the login that was refused', async () => {
    const { status, body } = await carol.post(at(orders, 'query'), {});
    expect([status, body.code]).toEqual([403, 'query.warehouse-refused']);
    expect(body.runsAs).toMatchObject({ principal: 'person', connectionName: 'C1', rule: 'toggle-off' });
    expect(body.nextStep).not.toBe('');
  });

  test('come page by page', async () => {
    const first = await rowsOf(alice, movies, { limit: 2 });
    expect(first).toMatchObject({ rowCount: 2, hasMore: true });
    const second = await rowsOf(alice, movies, { limit: 2, offset: 2 });
    expect(second).toMatchObject({ rowCount: 1, hasMore: false });
    expect(second.values[0]).toEqual(['Modern Times']);
    expect(bodyOf(await alice.post(at(movies, 'count'), {})).rows).toBe(3);
  });

  test('can be explored with other sorts, filters and formulas, by those who may explore', async () => {
    const view = {
      sorts: [{ columnId: 'title', direction: 'ascending' }],
      filters: [{ id: 'f', columnId: 'gross', kind: 'range', from: '200000', to: null }],
    };
    expect((await rowsOf(bob, movies, { view })).values[0]).toEqual(['Metropolis', 'Stalker']);
    const calculated = { id: 'm', name: 'Millions', formula: '[gross] / 1000000', hidden: false, format: null, level: null };
    const element = { ...movies, columns: [...(movies['columns'] as object[]), calculated] };
    expect((await rowsOf(bob, movies, { element })).values[3]).toEqual(['1.236166', '0.292049', '0.163245']);
    await share(alice, workbook.id, [{ to: 'everyone', right: 'view' }]);
    const { status, body } = await bob.post(at(movies, 'query'), { element });
    expect([status, body.code, body.why]).toEqual([403, 'query.identity-refused', 'explore-right-needed']);
    expect((await rowsOf(bob, movies, { view })).rowCount).toBe(2);
    await share(alice, workbook.id, [{ to: 'everyone', right: 'explore' }]);
  });

  test('a wrong formula leaves its column empty and says what is wrong; a missing table says so', async () => {
    const wrong = tableOf(newName('Wrong'), warehouseTable(connectionId, 'src', 'movies'), ['title']);
    const columns = [
      ...(wrong['columns'] as object[]),
      { id: 'x', name: 'X', formula: 'Lenght([title])', hidden: false, format: null, level: null },
    ];
    const missing = tableOf(newName('Missing'), warehouseTable(connectionId, 'src', 'nowhere'), ['title']);
    await putElements(alice, workbook, [{ ...wrong, columns }, missing]);
    const page = await rowsOf(alice, wrong);
    expect(page.values[0]).toHaveLength(3);
    expect(page.values[1]).toEqual([null, null, null]);
    expect(page.columns[1].problem).toMatch(/Lenght/);
    const { status, body } = await alice.post(at(missing, 'query'), {});
    expect([status, body.code]).toEqual([403, 'query.warehouse-refused']);
  });

  test('D13: the edit log and what changes data are no sources, whoever asks', async () => {
    const hex = connectionId.replaceAll('-', '');
    for (const sql of [
      `select * from elog.sigds_wal_${hex}`,
      `select * from "elog"."SIGDS_WAL_${hex}"`,
      'with gone as (delete from src.movies returning *) select * from gone',
      'select 1; drop table src.movies',
      'select 1) as x; delete from src.movies --',
    ]) {
      const hostile = tableOf(newName('Hostile'), customSql(connectionId, sql), ['title']);
      await putElements(alice, workbook, [hostile]);
      const { status, body } = await alice.post(at(hostile, 'query'), {});
      expect([status, body.code], sql).toEqual([422, 'query.element-wrong']);
    }
    expect(await rig.inWarehouse('select count(*)::int as n from src.movies')).toEqual([{ n: 3 }]);
  });
});

describe('remembered results', () => {
  test('P16: are the same person’s only, show their age, and are computed anew on request', async () => {
    await rowsOf(alice, orders, { refresh: true });
    const since = await rig.logPosition();
    expect((await rowsOf(alice, orders)).cachedAt).toMatch(/^\d{4}-/);
    const his = await rowsOf(bob, orders, { refresh: true });
    expect(new Set(his.values[3])).toEqual(new Set(['bob']));
    expect(new Set((await rowsOf(alice, orders)).values[3])).toEqual(new Set(['alice']));
    expect((await rowsOf(alice, orders, { refresh: true })).cachedAt).toBeNull();
    expect((await selects('orders', since)).map(({ user }) => user).toSorted()).toEqual(['alice', 'bob']);
  });

  test('P16 P18: nothing remembered is shown once the sign-in to the warehouse is revoked', async () => {
    const leaving = await rig.signIn('alice');
    bodyOf(await leaving.post(at(movies, 'query'), {}));
    bodyOf(await leaving.post(`/profile/warehouse-sign-ins/${connectionId}/revoke`, {}));
    const { status, body } = await leaving.post(at(movies, 'query'), {});
    expect([status, body.code]).toEqual([403, 'query.sign-in-needed']);
    alice = await rig.signIn('alice');
    expect((await rowsOf(alice, movies)).cachedAt).toBeNull();
  });
});

describe('exports', () => {
  test('an element comes as CSV, all of it, as the person', async () => {
    const response = await alice.fetch('POST', at(movies, 'export'), {});
    expect(response.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(response.headers.get('content-disposition')).toMatch(/filename="Movies.csv"/);
    expect(await response.text()).toBe(
      'title,released,gross\nMetropolis,1927-01-10,1236166\nStalker,1979-05-25,292049\nModern Times,1936-02-05,163245\n',
    );
  });

  test('a large one arrives whole, however slowly it is read', async () => {
    const many = tableOf(
      newName('Many'),
      customSql(connectionId, `select n::text as n, repeat('x', 50) as filler from generate_series(1, 300000) as n`),
      ['n', 'filler'],
    );
    await putElements(alice, workbook, [many]);
    const response = await alice.fetch('POST', at(many, 'export'), {});
    let bytes = 0;
    let chunks = 0;
    for await (const chunk of response.body ?? []) {
      bytes += (chunk as Uint8Array).length;
      chunks += 1;
      if (chunks < 20) await sleep(50);
    }
    const digits = Array.from({ length: 300_000 }, (_, index) => String(index + 1).length).reduce((sum, length) => sum + length, 0);
    expect(bytes).toBe('n,filler\n'.length + digits + 300_000 * 52);
  });

  test('one that is refused is a problem, not a file', async () => {
    const { status, body } = await carol.post(at(orders, 'export'), {});
    expect([status, body.code]).toEqual([403, 'query.warehouse-refused']);
  });
});

test('P33: a closed tab cancels its query in the warehouse within two seconds', async () => {
  const slow = tableOf(
    newName('Slow'),
    customSql(connectionId, 'select max(n)::text as counted from (select generate_series(1, 1000000000000) as n) as numbers'),
    ['counted'],
  );
  await putElements(alice, workbook, [slow]);
  const running = () =>
    rig.inWarehouse(`select 1 from pg_stat_activity where state = 'active' and query like '%1000000000000%' and pid <> pg_backend_pid()`);
  const tab = new AbortController();
  const asked = alice.fetch('POST', at(slow, 'query'), {}, { signal: tab.signal }).catch(() => null);
  await eventually(async () => (await running()).length === 1);
  tab.abort();
  await asked;
  await soon(2_000, async () => (await running()).length === 0);
});

test('P18: a running query stops within five seconds of losing its reader’s right', async () => {
  const endless = tableOf(
    newName('Endless'),
    customSql(connectionId, 'select max(n)::text as counted from (select generate_series(1, 2000000000000) as n) as numbers'),
    ['counted'],
  );
  await putElements(alice, workbook, [endless]);
  const running = () =>
    rig.inWarehouse(
      `select usename from pg_stat_activity where state = 'active' and query like '%2000000000000%' and pid <> pg_backend_pid()`,
    );
  const asked = handled(bob.post(at(endless, 'query'), {}));
  await eventually(async () => (await running()).length === 1);
  await share(alice, workbook.id, []);
  await soon(5_000, async () => (await running()).length === 0);
  expect((await asked).body.code).toBe('query.cancelled');
  await share(alice, workbook.id, [{ to: 'everyone', right: 'explore' }]);
});

test.each([
  ['is deactivated', async (id: string) => bodyOf(await ada.patch(`/members/${id}`, { status: 'deactivated' }))],
  ['revokes the sign-in to the warehouse', async () => bodyOf(await bob.post(`/profile/warehouse-sign-ins/${connectionId}/revoke`))],
] as const)('P18: a running query stops within five seconds when its reader %s', async (_what, end) => {
  const endless = tableOf(
    newName('Until then'),
    customSql(connectionId, 'select max(n)::text as counted from (select generate_series(1, 3000000000000) as n) as numbers'),
    ['counted'],
  );
  await putElements(alice, workbook, [endless]);
  const running = () =>
    rig.inWarehouse(`select 1 from pg_stat_activity where state = 'active' and query like '%3000000000000%' and pid <> pg_backend_pid()`);
  const bobId = await memberIdOf(bob);
  const asked = handled(bob.post(at(endless, 'query'), {}));
  await eventually(async () => (await running()).length === 1);
  try {
    await end(bobId);
    await soon(5_000, async () => (await running()).length === 0);
    expect((await asked).status).toBeGreaterThanOrEqual(400);
  } finally {
    bodyOf(await ada.patch(`/members/${bobId}`, { status: 'active' }));
    bob = await rig.signIn('bob');
  }
});

describe('the query history', () => {
  test('R45: tells who asked, as whom and why it ran, how long it took and how it ended', async () => {
    await rowsOf(bob, movies, { refresh: true });
    // What this node has run is there when somebody looks.
    const items: readonly AnyJson[] = bodyOf(await alice.get(`/workbooks/${workbook.id}/query-history`)).items;
    const ofBob = items.find(({ login }) => login === 'bob');
    expect(ofBob).toMatchObject({
      elementId: movies.id,
      principal: 'person',
      rule: 'toggle-off',
      state: 'done',
      purpose: 'view',
      failure: null,
    });
    expect(ofBob.statement).toMatch(/movies/);
    expect(ofBob.warehouseMs).toBeGreaterThan(0);
    expect(ofBob.rowCount).toBe(3);
    const cancelled = items.find(({ state }) => state === 'cancelled');
    expect(cancelled).toMatchObject({ failure: { kind: 'cancelled' } });
  });

  test('is read by those who may edit the document, and whole by Admins', async () => {
    expect((await bob.get(`/workbooks/${workbook.id}/query-history`)).status).toBe(403);
    expect((await alice.get('/query-history')).status).toBe(403);
    const { items, nextCursor } = bodyOf(await ada.get('/query-history?limit=2'));
    expect(items).toHaveLength(2);
    const next = bodyOf(await ada.get(`/query-history?limit=2&cursor=${nextCursor}`));
    expect(next.items.map(({ id }: { id: string }) => id)).not.toContain(items[0].id);
  });
});
