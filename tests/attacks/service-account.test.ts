/**
 * P15: the service account runs only the published definition. People who may view, explore and edit a document that runs
 * as the service account try to make it run, read or write something else; the warehouse's own log tells what it ran.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeTable } from '../harness/input-table.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';
import { c1, createConnection } from '../requirements/connections-of-the-rig.ts';
import { customSql, bodyOf, makeWorkbook, memberIdOf, publish, putElements, share, tableOf, warehouseTable } from '../harness/document.ts';
import type { ElementJson, WorkbookJson } from '../harness/document.ts';

let rig: Rig;
let ada: ApiClient;
/** Owns the document and may edit it. */
let alice: ApiClient;
/** May explore it. */
let bob: ApiClient;
/** May edit it. */
let carol: ApiClient;
/** May view it. */
let vera: ApiClient;
let connectionId: string;

let workbook: WorkbookJson;
let orders: ElementJson;
let control: ElementJson;
/** Everything that svc runs for readers who use the published document as it is meant. */
let published: ReadonlySet<string>;
let since: number;

beforeAll(async () => {
  rig = await startRig();
  ada = await rig.signIn('ada');
  connectionId = (await createConnection(ada, c1(rig))).id;
  alice = await rig.signIn('alice');
  bob = await rig.signIn('bob');
  carol = await rig.signIn('carol');
  vera = await rig.signIn('vera');

  orders = ordersOf({ hiddenSales: true });
  control = {
    id: randomUUID(),
    kind: 'control',
    name: 'Regions',
    layout: { x: 0, y: 20, width: 6, height: 3 },
    control: 'list',
    label: 'Regions',
    choices: { values: ['East', 'West'] },
    multiple: true,
    initial: null,
  };
  const filters = [{ id: 'by-control', columnId: 'region', kind: 'control', controlId: control.id }];
  orders = { ...orders, filters };
  workbook = await makeWorkbook(alice, 'Attacked', [control, orders]);
  await publish(alice, workbook.id);
  await share(alice, workbook.id, [
    { to: { memberId: await memberIdOf(vera) }, right: 'view' },
    { to: { memberId: await memberIdOf(bob) }, right: 'explore' },
    { to: { memberId: await memberIdOf(carol) }, right: 'edit' },
  ]);
  bodyOf(await ada.put(`/workbooks/${workbook.id}/run-as-service-account`, { enabled: true }));

  since = await rig.logPosition();
  for (const view of [{}, sortedBy('region'), filteredBy('region', 'East')]) expect((await ask(vera, { view })).status).toBe(200);
  expect((await ask(vera, { offset: 10, limit: 10 })).status).toBe(200);
  expect((await ask(vera, { controls: { [control.id]: ['West'] } })).status).toBe(200);
  expect((await exported(vera)).status).toBe(200);
  published = await ranAsService();
  expect(published.size).toBeGreaterThan(3);
});
afterAll(() => rig?.stop());

beforeEach(async () => {
  since = await rig.logPosition();
});
afterEach(async () => {
  const beyond = [...(await ranAsService())].filter((text) => !published.has(text));
  expect(beyond, 'what the service account ran beyond the published statements').toEqual([]);
  // The document itself is still what was approved.
  expect((await ada.get(`/workbooks/${workbook.id}/run-as-service-account`)).body).toMatchObject({ enabled: true, approvedVersion: 1 });
});

function ordersOf({ hiddenSales }: { hiddenSales: boolean }): ElementJson {
  const columns = ['order_id', 'region', 'sales'].map((name) => ({
    id: name,
    name,
    formula: `[${name}]`,
    hidden: name === 'sales' && hiddenSales,
    format: null,
    level: null,
  }));
  return tableOf('Orders', warehouseTable(connectionId, 'src', 'orders'), [], { columns });
}

function sortedBy(columnId: string) {
  return { sorts: [{ columnId, direction: 'descending' }] };
}

function filteredBy(columnId: string, value: string) {
  return { filters: [{ id: 'asked', columnId, kind: 'list', mode: 'include', values: [value] }] };
}

/** Texts of all that svc ran for documents since the test began, without their tags: not the log, nor the product's own looks. */
async function ranAsService(): Promise<ReadonlySet<string>> {
  const own = /^SELECT (session_user|pg_catalog\.set_config)|sigds_wal|purpose=governance/i;
  const statements = await rig.statements({ user: 'svc', since });
  return new Set(statements.flatMap(({ text }) => (own.test(text) ? [] : [text.replace(/\s*\/\* penstock .*\*\/$/s, '')])));
}

function ask(
  client: ApiClient,
  change: Readonly<Record<string, unknown>> = {},
  element: ElementJson = orders,
  document: WorkbookJson = workbook,
) {
  return client.post(`/workbooks/${document.id}/elements/${element.id}/query`, { version: 'published', refresh: true, ...change });
}

function exported(client: ApiClient, change: Readonly<Record<string, unknown>> = {}) {
  return client.post(`/workbooks/${workbook.id}/elements/${orders.id}/export`, { version: 'published', ...change });
}

describe('P15: through the request of a reader', () => {
  const beyond: readonly (readonly [string, () => Readonly<Record<string, unknown>>])[] = [
    ['a sort by a hidden column', () => ({ view: sortedBy('sales') })],
    ['a filter on a hidden column', () => ({ view: { filters: [{ id: 'f', columnId: 'sales', kind: 'range', from: '10', to: null }] } })],
    ['the hidden column shown', () => ({ element: { ...orders, columns: ordersOf({ hiddenSales: false })['columns'] } })],
    ['an altered formula', () => ({ element: { ...orders, columns: [{ ...first(orders), formula: '[sales] * 2' }] } })],
    ['a filter of the document left out', () => ({ element: { ...orders, filters: [] } })],
    ['another table as the source', () => ({ element: { ...orders, source: warehouseTable(connectionId, 'src', 'movies') } })],
    ['custom SQL as the source', () => ({ element: { ...orders, source: customSql(connectionId, 'select * from src.orders') } })],
    ['a control that the document does not declare', () => ({ controls: { [randomUUID()]: 'x' } })],
    [
      'a filter by a control that is none',
      () => ({ view: { filters: [{ id: 'f', columnId: 'region', kind: 'control', controlId: orders.id }] } }),
    ],
  ];

  test.each(beyond)('P15: %s is refused to who may view and runs as who may explore', async (_what, change) => {
    for (const attempt of [ask, exported]) {
      const viewing = await attempt(vera, change());
      expect([viewing.status, viewing.body.runsAs?.principal]).not.toContain('service-account');
      expect(viewing.status).toBeGreaterThanOrEqual(400);
      const exploring = await attempt(bob, change());
      if (exploring.status === 200 && attempt === ask) expect(exploring.body.runsAs).toMatchObject({ principal: 'person', login: 'bob' });
    }
  });

  test('P15: what is sent as a value stays a value', async () => {
    const value = `East') or true; delete from src.orders; --`;
    const answer = await ask(vera, { controls: { [control.id]: [value] } });
    expect([answer.status, answer.body.rowCount]).toEqual([200, 0]);
    for (const columnId of [`region" desc, (select 1)--`, 'region)', '*'])
      expect((await ask(vera, { view: sortedBy(columnId) })).status).toBeGreaterThanOrEqual(400);
    expect(await rig.inWarehouse('select count(*)::int as n from src.orders')).toEqual([{ n: 40 }]);
  });

  test('P15: the draft, another document under this one’s name, and the count are nobody else’s', async () => {
    expect((await ask(vera, { version: 'draft' })).status).toBe(403);
    const other = tableOf('Other', warehouseTable(connectionId, 'src', 'orders'), ['sales']);
    const mine = await makeWorkbook(bob, 'Mine', [other]);
    await publish(bob, mine.id);
    expect((await ask(bob, {}, other)).status).toBe(404);
    expect((await ask(bob, {}, orders, mine)).status).toBe(404);
    expect((await ask(bob, {}, other, mine)).body.runsAs.login).toBe('bob');
    const described = await vera.post(`/workbooks/${workbook.id}/describe-source`, {
      source: warehouseTable(connectionId, 'src', 'orders'),
    });
    expect(described.status).toBe(403);
  });

  test('P15: an API key of a reader may no more than the reader', async () => {
    const key = bodyOf(await bob.post('/api-keys', { name: 'attack' }));
    const headers = { authorization: `Bearer ${key.secret}` };
    const anonymous = rig.anonymous();
    const body = { version: 'published', refresh: true, view: sortedBy('sales') };
    const answer = await anonymous.post(`/workbooks/${workbook.id}/elements/${orders.id}/query`, body, { headers });
    expect(answer.body.runsAs).toMatchObject({ principal: 'person', login: 'bob' });
  });
});

describe('P15: through the draft of an editor', () => {
  const writes = [
    `with gone as (delete from src.orders returning *) select * from gone`,
    `with more as (insert into src.orders select * from src.orders returning *) select * from more`,
    `select * from src.orders; delete from src.orders`,
    `select * into elog.copy from src.orders`,
    `select * from src.orders for update`,
    `select set_config('default_transaction_read_only', 'off', false)`,
    `select query_to_xml('select * from elog.sigds_wal', true, true, '')`,
    `select pg_terminate_backend(1)`,
    `copy src.orders to stdout`,
    `select 1) as x, (select 2`,
  ];

  test.each(writes)('P15: custom SQL that is no plain SELECT never reaches the warehouse: %s', async (sql) => {
    const element = tableOf('Evil', customSql(connectionId, sql), ['order_id']);
    const document = await approved('Evil', element);
    const statements = await rig.logPosition();
    for (const client of [vera, alice]) expect((await ask(client, {}, element, document)).status).toBeGreaterThanOrEqual(400);
    expect(
      await rig.statements({ since: statements, text: /delete|insert|into elog|for update|pg_terminate|query_to_xml|\bcopy\b|select 2/i }),
    ).toEqual([]);
    expect(await rig.inWarehouse('select count(*)::int as n from src.orders')).toEqual([{ n: 40 }]);
  });

  test('P15: the edit log is no source, however it is named', async () => {
    // There is a log, and the service account may read it.
    const home = await makeWorkbook(alice, 'Targets', []);
    await makeTable({ connectionId, alice, workbookId: home.id, pageId: home.pageId });
    const hex = connectionId.replaceAll('-', '');
    const log = `sigds_wal_${hex}`;
    expect(await rig.inWarehouse(`select has_table_privilege('svc', 'elog.${log}', 'SELECT') as may`)).toEqual([{ may: true }]);
    since = await rig.logPosition();
    const names = [log, log.toUpperCase()];
    const sources = names.flatMap((name) => [
      warehouseTable(connectionId, 'elog', name),
      customSql(connectionId, `select * from elog.${name}`),
      customSql(connectionId, `select * from elog."${name}"`),
      customSql(connectionId, `select * from (select * from "elog" . ${name}) as hidden`),
      customSql(connectionId, `with hidden as (table elog.${name}) select * from hidden`),
    ]);
    sources.push(customSql(connectionId, `select * from elog.U&"sigds\\005fwal\\005f${hex}"`));
    sources.push(customSql(connectionId, `select * from ${rig.warehouse.database}.elog.${log}`));
    for (const source of sources) {
      const element = tableOf('Log', source, ['edit_num']);
      const made = await makeWorkbook(alice, 'Log', []);
      const saved = await alice.post(`/workbooks/${made.id}/draft`, { changes: [{ kind: 'putElement', pageId: made.pageId, element }] });
      if (saved.status >= 400) continue;
      await publish(alice, made.id);
      bodyOf(await ada.put(`/workbooks/${made.id}/run-as-service-account`, { enabled: true }));
      await share(alice, made.id, [{ to: 'everyone', right: 'view' }]);
      const answer = await ask(vera, {}, element, made);
      expect([JSON.stringify(source), answer.status >= 400]).toEqual([JSON.stringify(source), true]);
    }
    const read = await rig.statements({ since, user: 'svc', text: /(from|table).*(sigds.*wal|SIGDS)/is });
    expect(read.filter(({ text }) => !/purpose=log-/.test(text))).toEqual([]);
  });

  test('P15: a new source that an editor publishes waits for an Admin, and the approved version is what svc runs', async () => {
    const document = await approved('Waits', ordersOf({ hiddenSales: true }));
    const [element] = (await alice.get(`/workbooks/${document.id}`)).body.definition.pages[0].elements;
    const waiting = { ...element, source: customSql(connectionId, `select order_id, region, sales from src.orders where true`) };
    await share(alice, document.id, [
      { to: 'everyone', right: 'view' },
      { to: { memberId: await memberIdOf(carol) }, right: 'edit' },
    ]);
    await putElements(carol, document, [waiting]);
    expect((await publish(carol, document.id)).awaitsApproval).toBe(true);
    expect((await ask(vera, {}, element, document)).body.runsAs.principal).toBe('service-account');
    expect(await rig.statements({ since, user: 'svc', text: /where true/i })).toEqual([]);
    expect((await carol.post(`/workbooks/${document.id}/run-as-service-account/approve`, { number: 2 })).status).toBe(403);
    expect((await carol.put('/organization/run-as-service-account', { approvalIsAsked: false })).status).toBe(403);
  });

  test('P15: a function of an editor that an approved view calls cannot write, and leaves nothing behind in the session', async () => {
    await rig.inWarehouse(
      'create table src.taken (what text); grant insert on src.taken to svc; grant usage on schema wb_a to svc',
      'postgres',
    );
    const trap = `begin
        insert into src.taken values ('taken');
        return 'written';
      exception when others then
        perform set_config('default_transaction_read_only', 'off', false);
        return sqlerrm;
      end`;
    await rig.inWarehouse(`create function wb_a.trap() returns text language plpgsql as $$ ${trap} $$`, 'alice');
    await rig.inWarehouse('create view wb_a.trapped as select wb_a.trap() as said; grant select on wb_a.trapped to svc', 'alice');
    const element = tableOf('Trapped', customSql(connectionId, 'select said from wb_a.trapped'), ['said']);
    const document = await approved('Trapped', element);
    const path = `/workbooks/${document.id}/elements/${element.id}`;
    for (let opening = 0; opening < 3; opening += 1) {
      for (const way of ['query', 'export']) {
        const { body } = await vera.post(`${path}/${way}`, { version: 'published', ...(way === 'query' ? { refresh: true } : {}) });
        expect(JSON.stringify(body)).toContain('read-only transaction');
      }
    }
    expect(await rig.inWarehouse('select * from src.taken')).toEqual([]);
    published = new Set([...published, ...(await ranAsService())]);
  });

  test('P15: a copy, a restored version that nobody approved, and a new owner do not inherit the toggle', async () => {
    const copy = bodyOf(await bob.post(`/workbooks/${workbook.id}/duplicate`, { name: 'Copy' }));
    await publish(bob, copy.id);
    const copied = { id: copy.id, pageId: copy.definition.pages[0].id };
    const [element] = bodyOf(await bob.get(`/workbooks/${copy.id}`)).definition.pages[0].elements.filter(
      (each: { kind: string }) => each.kind === 'table',
    );
    expect((await ask(bob, {}, element, copied)).body.runsAs).toMatchObject({ principal: 'person', login: 'bob' });

    const old = ordersOf({ hiddenSales: false });
    const restored = await makeWorkbook(alice, 'Restored', [old]);
    await publish(alice, restored.id);
    await putElements(alice, restored, [{ ...old, columns: ordersOf({ hiddenSales: true })['columns'] }]);
    await publish(alice, restored.id);
    bodyOf(await ada.put(`/workbooks/${restored.id}/run-as-service-account`, { enabled: true }));
    bodyOf(await alice.post(`/workbooks/${restored.id}/versions/1/restore`));
    await publish(alice, restored.id);
    expect((await ask(alice, {}, old, restored)).body.runsAs).toMatchObject({ principal: 'person', login: 'alice' });

    const given = await approved('Given', ordersOf({ hiddenSales: true }));
    bodyOf(await alice.post(`/workbooks/${given.id}/transfer`, { memberId: await memberIdOf(bob) }));
    const [its] = bodyOf(await bob.get(`/workbooks/${given.id}`)).definition.pages[0].elements;
    expect((await ask(bob, {}, its, given)).body.runsAs).toMatchObject({ principal: 'person', login: 'bob' });
  });
});

/** A document of alice's with this one element, published, shared with everyone, its toggle on. */
async function approved(name: string, element: ElementJson): Promise<WorkbookJson> {
  const made = await makeWorkbook(alice, name, [element]);
  await publish(alice, made.id);
  await share(alice, made.id, [{ to: 'everyone', right: 'view' }]);
  bodyOf(await ada.put(`/workbooks/${made.id}/run-as-service-account`, { enabled: true }));
  return made;
}

function first(element: ElementJson): Readonly<Record<string, unknown>> {
  const [column] = element['columns'] as readonly Readonly<Record<string, unknown>>[];
  if (column === undefined) throw new Error('The element has columns.');
  return column;
}
