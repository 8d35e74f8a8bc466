import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTable, settingOf } from '../harness/input-table.ts';
import { addressOf, bodyOf, readDocument, routesOf } from '../harness/openapi.ts';
import type { Document, Route } from '../harness/openapi.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiAnswer, ApiClient, Rig } from '../harness/rig.ts';

let rig: Rig;
let document: Document;
let routes: readonly Route[];
let ada: ApiClient;
let alice: ApiClient;
let vera: ApiClient;
let accountTypes: Record<string, string>;

beforeAll(async () => {
  rig = await startRig();
  [ada, alice, vera] = [await rig.signIn('ada'), await rig.signIn('alice'), await rig.signIn('vera')];
  document = await readDocument(ada);
  routes = routesOf(document).filter(({ path }) => path.startsWith('/api/v1/'));
  const types: { id: string; builtIn: string | null }[] = (await ada.get('/account-types')).body.items;
  accountTypes = Object.fromEntries(types.map((type) => [type.builtIn ?? 'custom', type.id]));
  await ada.patch(`/members/${await memberIdOf(alice)}`, { accountTypeId: accountTypes['build'] });
});

afterAll(async () => {
  await rig.stop();
});

async function memberIdOf(client: ApiClient): Promise<string> {
  return (await client.get('/session')).body.member.id;
}

/** Routes that answer without a sign-in. */
const open = new Set(['GET /api/v1/sign-in-options', 'POST /api/v1/set-up']);

/** What every member may do, whatever the account type: read and tidy their own things. */
const everybodys = new Set([
  ...open,
  'GET /api/v1/session',
  'GET /api/v1/profile/sessions',
  'GET /api/v1/profile/warehouse-sign-ins',
  'GET /api/v1/account-types',
  'GET /api/v1/api-keys',
  'GET /api/v1/connections',
  'GET /api/v1/notices',
  'GET /api/v1/workbooks',
  'GET /api/v1/folders',
  'GET /api/v1/search',
]);

/** Only Admins: settings of the organization, members, and connections. */
const admins = [
  /^PUT .*\/authentication$/,
  /^GET .*\/authentication$/,
  /^(POST|PATCH|PUT) .*\/members/,
  /^(POST|PATCH) .*\/account-types/,
  /^(POST|PATCH|PUT|DELETE) .*\/teams/,
  /^(POST|PATCH|DELETE|PUT) .*\/connections(\/\{id\}(\/write-access|\/permissions)?)?$/,
  /\/governance$/,
  /^(POST|PUT) .*\/run-as-service-account/,
  /^POST .*\/connections\/test$/,
];

function nameOf({ method, path }: Route): string {
  return `${method} ${path}`;
}

async function send(
  client: ApiClient,
  route: Route,
  id: string,
  headers: Record<string, string> = {},
): Promise<ApiAnswer<{ code?: string }>> {
  return client.request(route.method, addressOf(document, route, id), bodyOf(document, route), { headers });
}

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500;
}

/** What is in the trash is there for its owner, to take it out again. */
const ownersOfDeleted = 'POST /api/v1/trash/{id}/restore';

/** Streams never end by themselves. */
function answersAtOnce({ path }: Route): boolean {
  return !path.endsWith('/events');
}

describe('every object is authorised', () => {
  test('P17: no route but the open ones answers without a sign-in', async () => {
    const anonymous = rig.anonymous();
    for (const route of routes) {
      if (open.has(nameOf(route))) continue;
      const { status, body } = await send(anonymous, route, randomUUID());
      expect([nameOf(route), status, body.code]).toEqual([nameOf(route), 401, 'sign-in.required']);
    }
  });

  test('P17: no route answers to an API key that is unknown, forged or cut', async () => {
    const { body } = await ada.post('/api-keys', { name: 'Robot' });
    const key: string = body.secret;
    const wrong = [
      `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`,
      key.slice(0, -1),
      `pk_${'0'.repeat(32)}_${key.slice(-43)}`,
      'pk__',
      '',
    ];
    for (const bearer of wrong) {
      const { status } = await rig.anonymous().get('/session', { headers: { authorization: `Bearer ${bearer}` } });
      expect([bearer.length, status]).toEqual([bearer.length, 401]);
    }
  });

  test('P17: an unknown id is nowhere: never found, never a failure', async () => {
    const offenders: string[] = [];
    for (const client of [ada, alice, vera]) {
      for (const route of routes.filter((one) => one.path.includes('{') && answersAtOnce(one))) {
        const { status } = await send(client, route, randomUUID());
        if (!isRefusal(status)) offenders.push(`${nameOf(route)}: ${status}`);
      }
    }
    expect(offenders).toEqual([]);
  });

  test('P17: what is no id is refused as such', async () => {
    const offenders: string[] = [];
    for (const id of ['1', "'; drop table members; --", '%00', 'null', '..%2f..%2fetc']) {
      for (const route of routes.filter((one) => one.path.includes('{'))) {
        const { status } = await send(ada, route, encodeURIComponent(id));
        if (!isRefusal(status)) offenders.push(`${nameOf(route)} with ${id}: ${status}`);
      }
    }
    expect(offenders).toEqual([]);
  });

  test("P17: another member's things are nowhere", async () => {
    const offenders: string[] = [];
    const workbook = (await ada.post('/workbooks', { name: 'Secret plans' })).body.id;
    const folder = (await ada.post('/folders', { name: 'Secret folder' })).body.id;
    const apiKey = (await ada.post('/api-keys', { name: 'Robot' })).body.id;
    const session = (await ada.get('/session')).body.session.id;
    const deleted = (await alice.post('/workbooks', { name: 'Gone' })).body.id;
    expect((await alice.delete(`/workbooks/${deleted}`)).status).toBe(204);
    const before = await rig.inMetadata(
      'select (select json_agg(w order by id) from workbooks w) w, (select json_agg(f order by id) from folders f) f, (select json_agg(k order by id) from api_keys k) k',
    );
    for (const client of [alice, vera]) {
      for (const route of routes.filter((one) => one.path.includes('{') && answersAtOnce(one))) {
        for (const id of [workbook, folder, apiKey, session, deleted]) {
          if (id === deleted && client === alice && nameOf(route) === ownersOfDeleted) continue;
          const { status, body } = await send(client, route, id);
          if (!isRefusal(status) || JSON.stringify(body).includes('Secret')) offenders.push(`${nameOf(route)}: ${status}`);
          const refusal = admins.some((pattern) => pattern.test(nameOf(route))) ? 403 : 404;
          if (route.path.startsWith('/api/v1/workbooks/')) expect([nameOf(route), status]).toEqual([nameOf(route), refusal]);
        }
      }
    }
    expect(offenders).toEqual([]);
    expect(
      await rig.inMetadata(
        'select (select json_agg(w order by id) from workbooks w) w, (select json_agg(f order by id) from folders f) f, (select json_agg(k order by id) from api_keys k) k',
      ),
    ).toEqual(before);
    expect((await alice.get('/search?q=Secret')).body.items).toEqual([]);
    expect((await alice.get('/folders')).body.items).toEqual([]);
    expect((await alice.get('/workbooks')).body.items).toEqual([]);
  });

  test('P17: an input table of a workbook that is not shared is nowhere, on every route', async () => {
    const setting = await settingOf(rig);
    const table = await makeTable(setting, { name: 'Secret targets' });
    await setting.alice.put(`/workbooks/${setting.workbookId}/grants`, { grants: [] });
    const [bob, admin] = [await rig.signIn('bob'), await rig.signIn('ada')];
    const before = await rig.inMetadata(
      'select (select json_agg(n order by num) from edit_numbers n) n, (select json_agg(t) from input_tables t) t',
    );
    const offenders: string[] = [];
    for (const client of [bob, admin, vera]) {
      for (const route of routes.filter((one) => one.path.startsWith('/api/v1/input-tables/{'))) {
        const { status, body } = await send(client, route, table.id);
        if (status !== 404 || JSON.stringify(body).includes('Secret')) offenders.push(`${nameOf(route)}: ${status} ${body.code}`);
      }
    }
    expect(offenders).toEqual([]);
    expect(
      await rig.inMetadata('select (select json_agg(n order by num) from edit_numbers n) n, (select json_agg(t) from input_tables t) t'),
    ).toEqual(before);
  });

  test('P17: a member who may only view changes nothing', async () => {
    const offenders: string[] = [];
    for (const route of routes.filter(answersAtOnce)) {
      if (everybodys.has(nameOf(route))) continue;
      const { status } = await send(vera, route, randomUUID());
      if (!isRefusal(status)) offenders.push(`${nameOf(route)}: ${status}`);
    }
    expect(offenders).toEqual([]);
  });

  test('P17 R4: what only Admins may do is refused to everybody else, before anything is looked up', async () => {
    const reserved = routes.filter((route) => admins.some((pattern) => pattern.test(nameOf(route))));
    expect(reserved.length).toBeGreaterThanOrEqual(12);
    for (const client of [alice, vera]) {
      for (const route of reserved) {
        const { status, body } = await send(client, route, randomUUID());
        expect([nameOf(route), status, body.code]).toEqual([nameOf(route), 403, 'member.not-permitted']);
      }
    }
  });

  test('P17: a custom account type never holds what only Admins may do', async () => {
    for (const permission of ['organization.manage', 'members.manage', 'connections.manage']) {
      const { status, body } = await ada.post('/account-types', {
        name: `With ${permission}`,
        permissions: ['workbooks.view', permission],
      });
      expect([permission, status, body.code]).toEqual([permission, 400, 'request.invalid']);
    }
  });
});
