/** Rows R37 to R59: who runs the queries of a document, by the warehouses' own logs of every statement. */
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';
import { StatementLog } from '../harness/statement-log.ts';
import { c0, c1, createConnection, eventually } from './connections-of-the-rig.ts';
import { bodyOf, makeWorkbook, memberIdOf, publish, putElements, share, tableOf, warehouseTable } from '../harness/document.ts';
import type { ElementJson, WorkbookJson } from '../harness/document.ts';

let rig: Rig;
let secondLog: StatementLog;
let ada: ApiClient;
let alice: ApiClient;
let bob: ApiClient;
let carol: ApiClient;
let vera: ApiClient;
let walt: ApiClient;
let c0Id: string;
let c1Id: string;
let c2Id: string;

beforeAll(async () => {
  rig = await startRig();
  secondLog = new StatementLog(
    inject('stack').warehouseLogFolder,
    rig.secondWarehouse.database,
    async (sql) => void (await rig.inWarehouse(sql, 'postgres', rig.secondWarehouse.database)),
  );
  await secondLog.begin();
  ada = await rig.signIn('ada');
  c0Id = (await createConnection(ada, c0(rig))).id;
  c1Id = (await createConnection(ada, c1(rig))).id;
  c2Id = await rig.addC2();
  alice = await rig.signIn('alice');
  bob = await rig.signIn('bob');
  carol = await rig.signIn('carol');
  vera = await rig.signIn('vera');
  walt = await rig.signInWalt();
  await letRead(alice);
});
afterAll(() => rig.stop());

/** Positions in the two logs before a test. */
let since: readonly [number, number];
beforeEach(async () => {
  since = [await rig.logPosition(), await secondLog.now()];
});

/** Replaces who may read what on C0. */
async function letRead(...clients: readonly ApiClient[]): Promise<void> {
  const permissions = await Promise.all(
    clients.map(async (client) => ({ to: { memberId: await memberIdOf(client) }, permission: 'can-use' })),
  );
  bodyOf(await ada.put(`/connections/${c0Id}/data-permissions`, { permissions }));
}

const orders = (connectionId: string) => tableOf('Orders', warehouseTable(connectionId, 'src', 'orders'), ['order_id', 'account_manager']);

interface Document extends WorkbookJson {
  readonly elements: readonly ElementJson[];
}

/** A published workbook of alice's with the orders of each connection, shared with everyone to view. */
async function published(name: string, ...connectionIds: readonly string[]): Promise<Document> {
  const elements = connectionIds.map((id, index) => ({ ...orders(id), name: `Orders ${index + 1}` }));
  const workbook = await makeWorkbook(alice, name, elements);
  await publish(alice, workbook.id);
  await share(alice, workbook.id, [{ to: 'everyone', right: 'view' }]);
  return { ...workbook, elements };
}

async function toggle(workbook: WorkbookJson, enabled: boolean): Promise<void> {
  bodyOf(await ada.put(`/workbooks/${workbook.id}/run-as-service-account`, { enabled }));
}

/** Asks the first (or another) element anew, around what is remembered. */
function ask(client: ApiClient, { id, elements }: Document, change: Readonly<Record<string, unknown>> = {}, element = 0) {
  return client.post(`/workbooks/${id}/elements/${elements[element]?.id}/query`, { version: 'published', refresh: true, ...change });
}

/** The logins that read the orders since the test began: in the first warehouse, in the second. */
async function readers(): Promise<readonly [readonly string[], readonly string[]]> {
  const text = /"src"\."orders"/;
  const first = await rig.statements({ since: since[0], text });
  const second = await secondLog.read({ since: since[1], text });
  return [[...new Set(first.map(({ user }) => user))], [...new Set(second.map(({ user }) => user))]];
}

describe('one OAuth connection', () => {
  test('R37, R42: with the toggle on viewers read as svc, off as themselves, at the next query and without publishing again', async () => {
    const workbook = await published('One');
    const with1 = await published('One OAuth', c1Id);
    expect(workbook.elements).toEqual([]);
    const off = await ask(bob, with1);
    expect([off.body.runsAs.principal, off.body.runsAs.login, off.body.rowCount]).toEqual(['person', 'bob', 20]);
    await toggle(with1, true);
    const on = await ask(bob, with1);
    expect([on.body.runsAs.principal, on.body.runsAs.login, on.body.rowCount]).toEqual(['service-account', 'svc', 40]);
    await toggle(with1, false);
    expect((await ask(bob, with1)).body.runsAs).toMatchObject({ principal: 'person', login: 'bob' });
    expect((await readers())[0]).toEqual(['bob', 'svc']);
  });

  test('R44, R59: with the toggle on, everybody it is shared with sees the data, whatever their rights or login in the warehouse', async () => {
    const workbook = await published('For all', c1Id);
    await toggle(workbook, true);
    for (const client of [carol, vera, walt]) expect((await ask(client, workbook)).body.rowCount).toBe(40);
    expect((await readers())[0]).toEqual(['svc']);
  });

  test('R44, R55: without a share nobody sees it and no statement runs; a share that is taken back ends it at the next open', async () => {
    const workbook = await published('Not for all', c1Id);
    await toggle(workbook, true);
    await share(alice, workbook.id, [{ to: { memberId: await memberIdOf(vera) }, right: 'view' }]);
    expect((await ask(carol, workbook)).status).toBe(404);
    expect((await readers())[0]).toEqual([]);
    expect((await ask(vera, workbook)).status).toBe(200);
    await share(alice, workbook.id, []);
    expect((await ask(vera, workbook)).status).toBe(404);
    expect((await vera.get(`/workbooks/${workbook.id}`)).status).toBe(404);
  });

  test("R45: off, each reads with the own credential: the row policy gives bob his rows, and carol gets the warehouse's refusal", async () => {
    const workbook = await published('Own credential', c1Id);
    const mine = (await ask(bob, workbook)).body;
    expect(new Set(mine.values[1])).toEqual(new Set(['bob']));
    const refused = await ask(carol, workbook);
    expect([refused.status, refused.body.code]).toEqual([403, 'query.warehouse-refused']);
    expect((await readers())[0]).not.toContain('svc');
  });

  test('R59: off, walt is told to sign in to the provider, and vera gets the refusal of the warehouse', async () => {
    const workbook = await published('Needs a sign-in', c1Id);
    const noSignIn = await ask(walt, workbook);
    expect([noSignIn.status, noSignIn.body.code]).toEqual([403, 'query.sign-in-needed']);
    const noLogin = await ask(vera, workbook);
    expect([noLogin.status, noLogin.body.detail]).toEqual([403, expect.stringContaining('the access token names no warehouse login')]);
    expect(await readers()).toEqual([[], []]);
  });

  test('R54: the draft runs as its editor while the published version runs as svc, and a drafted column is out of reach for readers', async () => {
    const workbook = await published('Draft and published', c1Id);
    await toggle(workbook, true);
    const element = workbook.elements[0];
    if (element === undefined) throw new Error('The workbook has an element.');
    const columns = element['columns'] as readonly object[];
    const drafted = { id: 'sales', name: 'Drafted', formula: '[sales]', hidden: false, format: null, level: null };
    await putElements(alice, workbook, [{ ...element, columns: [...columns, drafted] }]);
    const names = (body: { columns: readonly { name: string }[] }) => body.columns.map(({ name }) => name);
    const draft = (await ask(alice, workbook, { version: 'draft' })).body;
    expect([draft.runsAs.login, names(draft)]).toEqual(['alice', ['order_id', 'account_manager', 'Drafted']]);
    const seen = (await ask(vera, workbook)).body;
    expect([seen.runsAs.login, names(seen)]).toEqual(['svc', ['order_id', 'account_manager']]);
    expect((await ask(vera, workbook, { version: 'draft' })).status).toBe(403);
    expect((await rig.statements({ since: since[0], text: /"sales"/, user: 'svc' })).length).toBe(0);
  });
});

describe('static connections', () => {
  test("R41: the connection's login runs it, for those too who have no data permission, as long as the owner has one", async () => {
    const workbook = await published('Static', c0Id);
    const seen = (await ask(vera, workbook)).body;
    expect([seen.runsAs.principal, seen.runsAs.login, seen.rowCount]).toEqual(['connection-credential', 'static_app', 40]);
    await letRead(bob);
    const refused = await ask(vera, workbook);
    expect([refused.status, (await ask(bob, workbook)).status]).toEqual([403, 403]);
    await letRead(alice);
    expect((await ask(vera, workbook)).status).toBe(200);
    expect((await readers())[0]).toEqual(['static_app']);
    expect((await ada.get(`/workbooks/${workbook.id}/run-as-service-account`)).body.offered).toBe(false);
  });

  test('R41: the permission on another table is not enough', async () => {
    const workbook = await published('Static, one table', c0Id);
    const on = async (table: string) =>
      bodyOf(
        await ada.put(`/connections/${c0Id}/data-permissions`, {
          permissions: [{ to: { memberId: await memberIdOf(alice) }, permission: 'can-use', schema: 'src', table }],
        }),
      );
    await on('movies');
    expect((await ask(vera, workbook)).status).toBe(403);
    const catalog = bodyOf(await alice.get(`/connections/${c0Id}/catalog?schema=src`));
    expect(catalog.items.map((item: { path: string[] }) => item.path[2])).toEqual(['movies']);
    await on('orders');
    expect((await ask(vera, workbook)).status).toBe(200);
    await letRead(alice);
  });

  test('R41: the permission of an owner who was deactivated is none', async () => {
    await letRead(alice, carol);
    const element = orders(c0Id);
    const workbook = await makeWorkbook(carol, 'Owner gone', [element]);
    await publish(carol, workbook.id);
    await share(carol, workbook.id, [{ to: 'everyone', right: 'view' }]);
    const document = { ...workbook, elements: [element] };
    expect((await ask(vera, document)).status).toBe(200);
    const member = `/members/${await memberIdOf(carol)}`;
    bodyOf(await ada.patch(member, { status: 'deactivated' }));
    expect((await ask(vera, document)).status).toBe(403);
    bodyOf(await ada.patch(member, { status: 'active' }));
    carol = await rig.signIn('carol');
    await letRead(alice);
  });

  test('R46, R47: in a mixed document each part runs by its own rule, and removing the owner from C0 breaks that part alone', async () => {
    const workbook = await published('Mixed', c1Id, c0Id);
    expect((await ask(bob, workbook, {}, 0)).body.runsAs.login).toBe('bob');
    expect((await ask(bob, workbook, {}, 1)).body.runsAs.login).toBe('static_app');
    await toggle(workbook, true);
    expect((await ask(bob, workbook, {}, 0)).body.runsAs.login).toBe('svc');
    expect((await ask(bob, workbook, {}, 1)).body.runsAs.login).toBe('static_app');
    await letRead(bob);
    expect([(await ask(bob, workbook, {}, 0)).status, (await ask(bob, workbook, {}, 1)).status]).toEqual([200, 403]);
    await letRead(alice);
    expect((await readers())[0]).toEqual(['bob', 'static_app', 'svc']);
  });
});

describe('roles on a static connection', () => {
  test('R41: an attribute of the reader chooses the role, no role crosses over, and without the attribute nothing is read', async () => {
    await rig.inWarehouse(
      `drop role if exists "East Side", west; create role "East Side"; create role west; grant "East Side", west to static_app; grant usage on schema src to "East Side", west;
       grant select on src.orders to "East Side", west;
       create policy east on src.orders for select to "East Side" using (region = 'East');
       create policy west on src.orders for select to west using (region = 'West')`,
      'postgres',
    );
    try {
      const workbook = await published('By role', c0Id);
      bodyOf(await ada.patch(`/connections/${c0Id}`, { roleAttribute: 'side' }));
      const give = async (client: ApiClient, attributes: Readonly<Record<string, string>>) =>
        bodyOf(await ada.put(`/members/${await memberIdOf(client)}/attributes`, { attributes }));
      await give(bob, { side: 'East Side' });
      await give(vera, { side: 'west' });
      const firstOrder = async (client: ApiClient, change = {}) => (await ask(client, workbook, change)).body.values[0][0];
      const regionOf = async (order: string) =>
        (await rig.inWarehouse(`select region from src.orders where order_id = '${order}'`, 'postgres'))[0].region;
      for (const change of [{}, { refresh: false }, { refresh: false }]) {
        expect([await regionOf(await firstOrder(bob, change)), await regionOf(await firstOrder(vera, change))]).toEqual(['East', 'West']);
      }
      const none = await ask(carol, workbook);
      expect([none.status, none.body.detail]).toEqual([403, expect.stringContaining('attribute')]);
      await give(bob, { side: 'west' });
      expect((await ask(bob, workbook)).body.values[0]).toEqual((await ask(vera, workbook)).body.values[0]);
      await give(bob, { side: 'no such role' });
      expect((await ask(bob, workbook)).status).toBeGreaterThanOrEqual(400);
      expect((await bob.put(`/members/${await memberIdOf(bob)}/attributes`, { attributes: {} })).status).toBe(403);
    } finally {
      bodyOf(await ada.patch(`/connections/${c0Id}`, { roleAttribute: null }));
      await rig.inWarehouse(
        `drop policy east on src.orders; drop policy west on src.orders; drop owned by "East Side", west; drop role "East Side"; drop role west`,
        'postgres',
      );
    }
  });
});

describe('two OAuth connections', () => {
  test('R48: on, each is read by its own service account, never crossed', async () => {
    const workbook = await published('Two, on', c1Id, c2Id);
    await toggle(workbook, true);
    expect((await ask(vera, workbook, {}, 0)).body.runsAs.login).toBe('svc');
    expect((await ask(vera, workbook, {}, 1)).body.runsAs.login).toBe('svc2');
    expect(await readers()).toEqual([['svc'], ['svc2']]);
  });

  test('R49: off, each is read with the token that the person has for it', async () => {
    const workbook = await published('Two, off', c1Id, c2Id);
    expect((await ask(bob, workbook, {}, 0)).body.runsAs.login).toBe('bob');
    expect((await ask(bob, workbook, {}, 1)).body.runsAs.login).toBe('bob');
    expect(await readers()).toEqual([['bob'], ['bob']]);
  });
});

describe('P14, P18: no fallback, and prompt', () => {
  test('P14: a service account that is gone, or lacks the right, is a refusal with the reason, not somebody else', async () => {
    const workbook = await published('Gone', c2Id);
    await toggle(workbook, true);
    const serviceAccount = { login: 'svc2', password: rig.passwords.svc2 };
    await rig.inWarehouse('revoke select on src.orders from svc2', 'postgres', rig.secondWarehouse.database);
    const lacking = await ask(bob, workbook);
    expect([lacking.status, lacking.body.runsAs.principal]).toEqual([403, 'service-account']);
    await rig.inWarehouse('grant select on src.orders to svc2', 'postgres', rig.secondWarehouse.database);
    expect((await ask(bob, workbook)).status).toBe(200);

    const writeAccess = { enabled: false, destinations: [], editLogDestination: null };
    bodyOf(await ada.patch(`/connections/${c2Id}`, { serviceAccount: null, writeAccess }));
    const removed = await ask(bob, workbook);
    expect([removed.status, removed.body.detail]).toEqual([expect.any(Number), expect.stringContaining('no service account')]);
    expect(removed.status).toBeGreaterThanOrEqual(400);
    bodyOf(await ada.patch(`/connections/${c2Id}`, { serviceAccount }));
    expect((await readers())[1]).toEqual(['svc2']);
  });

  test('P14: a revoked sign-in is a refusal, for bob alone', async () => {
    const workbook = await published('Revoked', c1Id);
    const again = await rig.signIn('bob');
    expect((await ask(again, workbook)).status).toBe(200);
    bodyOf(await again.post(`/profile/warehouse-sign-ins/${c1Id}/revoke`));
    const refused = await ask(again, workbook);
    expect([refused.status, refused.body.code]).toEqual([403, 'query.sign-in-needed']);
    expect((await ask(alice, workbook)).status).toBe(200);
    expect((await readers())[0].toSorted()).toEqual(['alice', 'bob']);
    bob = await rig.signIn('bob');
  });

  test('P18: the toggle takes effect on every node', async () => {
    const workbook = await published('Two nodes', c1Id);
    const node = await rig.startServer();
    const there = await rig.signIn('carol', node);
    await toggle(workbook, true);
    await eventually(async () => (await ask(there, workbook)).status === 200, 5_000);
    await toggle(workbook, false);
    await eventually(async () => (await ask(there, workbook)).status === 403, 5_000);
    await node.kill9();
  });
});
