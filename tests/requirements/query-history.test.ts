/** The query history: what it tells of time and rows, and what of somebody else's questions it keeps to itself (P16). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnyJson } from '../harness/any-json.ts';
import { bodyOf, customSql, makeWorkbook, memberIdOf, publish, share, tableOf, warehouseTable } from '../harness/document.ts';
import type { ElementJson, WorkbookJson } from '../harness/document.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';
import { c0, c1, createConnection } from './connections-of-the-rig.ts';

let rig: Rig;
let ada: ApiClient;
/** Owns the workbook. */
let alice: ApiClient;
/** Explores it. */
let bob: ApiClient;
let vera: ApiClient;
let orders: ElementJson;
let workbook: WorkbookJson;
let c0Id: string;
let c1Id: string;

beforeAll(async () => {
  rig = await startRig();
  ada = await rig.signIn('ada');
  c0Id = (await createConnection(ada, c0(rig))).id;
  c1Id = (await createConnection(ada, c1(rig))).id;
  bodyOf(await ada.put(`/connections/${c0Id}/data-permissions`, { permissions: [{ to: 'everyone', permission: 'can-use' }] }));
  [alice, bob, vera] = [await rig.signIn('alice'), await rig.signIn('bob'), await rig.signIn('vera')];
  orders = tableOf('Orders', warehouseTable(c1Id, 'src', 'orders'), ['order_id', 'region']);
  workbook = await makeWorkbook(alice, 'Asked', [orders]);
  await publish(alice, workbook.id);
  await share(alice, workbook.id, [{ to: { memberId: await memberIdOf(bob) }, right: 'explore' }]);
});
afterAll(() => rig?.stop());

const at = (element: ElementJson, way: string, { id } = workbook): string => `/workbooks/${id}/elements/${element.id}/${way}`;

/** The newest entry, as this person reads it. */
async function newest(client: ApiClient, path = `/workbooks/${workbook.id}/query-history`): Promise<AnyJson> {
  return bodyOf(await client.get(`${path}?limit=1`)).items[0];
}

test('R45: how many rows a page and an export had, and how long they took to come, beside the time in the warehouse', async () => {
  bodyOf(await bob.post(at(orders, 'query'), { refresh: true }));
  const page = await newest(alice);
  expect(page).toMatchObject({ state: 'done', rowCount: 20, purpose: 'view' });
  const csv = await bob.post(at(orders, 'export'), {});
  expect(csv.status).toBe(200);
  const whole = await newest(alice);
  expect(whole).toMatchObject({ state: 'done', rowCount: 20, purpose: 'export', failure: null });
  for (const { warehouseMs, fetchMs } of [page, whole]) {
    expect(warehouseMs).toBeGreaterThan(0);
    expect(fetchMs).toBeGreaterThan(0);
  }
});

test('R45: all rows of a large export are counted, without its headings', async () => {
  const sql = "select n as order_id, repeat('x', 200) as region from generate_series(1, 100000) as n";
  const large = tableOf('Large', customSql(c1Id, sql), ['order_id', 'region']);
  const made = await makeWorkbook(alice, 'Large', [large]);
  expect((await alice.post(at(large, 'export', made), {})).status).toBe(200);
  expect((await newest(alice, `/workbooks/${made.id}/query-history`)).rowCount).toBe(100_000);
});

test('P16: values that somebody sent are not in the statement that others read, of an export neither', async () => {
  const view = { filters: [{ id: 'f', columnId: 'region', kind: 'list', mode: 'include', values: ['what bob looks for'] }] };
  for (const way of ['query', 'export']) {
    expect((await bob.post(at(orders, way), { view })).status).toBe(200);
    const read = JSON.stringify([await newest(alice), await newest(ada, '/query-history')]);
    expect(read).toContain('orders');
    expect(read).not.toContain('what bob looks for');
  }
});

test('P16: what somebody explores is told to them and to Admins, not to those who edit the document', async () => {
  const element = { ...orders, source: customSql(c1Id, "select 'secret plan' as order_id, 'x' as region") };
  bodyOf(await bob.post(at(orders, 'query'), { element }));
  expect(await newest(alice)).toMatchObject({ member: { id: await memberIdOf(bob) }, statement: null, rowCount: 1 });
  expect((await newest(ada, '/query-history')).statement).toContain('secret plan');
});

test('P16: a message that quotes a value of a row is told to who asked, and to nobody else', async () => {
  const sql = 'select (account_manager || sales)::int as order_id, region from src.orders';
  const broken = tableOf('Broken', customSql(c1Id, sql), ['order_id', 'region']);
  const made = await makeWorkbook(alice, 'Broken', [broken]);
  await share(alice, made.id, [{ to: 'everyone', right: 'edit' }]);
  const asked = await alice.post(at(broken, 'query', made), {});
  expect(asked.body.detail).toMatch(/invalid input syntax.*alice/);
  const path = `/workbooks/${made.id}/query-history`;
  expect((await newest(alice, path)).failure).toMatchObject({ kind: 'value', detail: expect.stringContaining('alice') });
  for (const seen of [await newest(bob, path), await newest(ada, '/query-history')]) {
    expect(seen.failure).toEqual({ kind: 'value', detail: null });
    expect(JSON.stringify(seen)).not.toContain('invalid input syntax');
  }
});

test('P15: what the service account met in a row that a reader does not see is not quoted to them', async () => {
  for (const [connectionId, runsAs] of [
    [c1Id, 'service-account'],
    [c0Id, 'connection-credential'],
  ] as const) {
    const sql = 'select region, (account_manager || sales)::int as n from src.orders';
    const columns = ['region', 'n'].map((id) => ({ id, name: id, formula: `[${id}]`, hidden: id === 'n', format: null, level: null }));
    const filters = [{ id: 'f', columnId: 'n', kind: 'range', from: '1', to: null }];
    const element = tableOf('Hidden', customSql(connectionId, sql), [], { columns, filters });
    const made = await makeWorkbook(alice, 'Hidden', [element]);
    await publish(alice, made.id);
    await share(alice, made.id, [{ to: 'everyone', right: 'view' }]);
    if (runsAs === 'service-account') bodyOf(await ada.put(`/workbooks/${made.id}/run-as-service-account`, { enabled: true }));
    for (const way of ['query', 'count', 'export']) {
      const read = await vera.post(at(element, way, made), { version: 'published', refresh: true });
      expect(read.body).toMatchObject({
        code: 'query.statement-failed',
        detail: expect.stringContaining('22P02'),
        runsAs: { principal: runsAs },
      });
      expect(JSON.stringify(read.body)).not.toMatch(/invalid input|alice\d|bob\d/);
    }
    // Who may edit finds out why.
    expect((await alice.post(at(element, 'query', made), { version: 'published' })).body.detail).toContain('invalid input syntax');
  }
});
