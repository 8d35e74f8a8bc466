/** Credentials in the product's own database: they outlive a restart, stay sealed, rotate, and are a person's own. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dumpOf, secretsIn } from '../harness/dump.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiAnswer, ApiClient, Rig } from '../harness/rig.ts';
import { dataRows, edited, insertRows, makeTable, settingOf, settled } from '../harness/input-table.ts';
import type { TestTable } from '../harness/input-table.ts';
import { c1, createConnection, signInBuilder } from './connections-of-the-rig.ts';

let rig: Rig;
let ada: ApiClient;
let alice: ApiClient;
let connectionId: string;
let table: TestTable;

beforeAll(async () => {
  rig = await startRig({ accessTokenSeconds: 120, environment: { PENSTOCK_LOG_LEVEL: 'debug' } });
  const setting = await settingOf(rig);
  ({ connectionId, alice } = setting);
  ada = await rig.signIn('ada');
  table = await makeTable(setting);
});

afterAll(async () => {
  await rig.stop();
});

const catalogOf = (client: ApiClient): Promise<ApiAnswer<{ code?: string; detail?: string; items?: unknown[] }>> =>
  client.get(`/connections/${connectionId}/catalog?database=${rig.warehouse.database}`);

const refreshes = (): number => rig.identityProvider.tokenRequests.filter(({ grantType }) => grantType === 'refresh_token').length;
const failedRefreshes = (): number =>
  rig.identityProvider.tokenRequests.filter(({ grantType, succeeded }) => grantType === 'refresh_token' && !succeeded).length;

test('R19: after a kill -9 and a restart alice writes with her own login, without signing in anew', async () => {
  await settled(alice, table);
  const signIns = rig.identityProvider.tokenRequests.filter(({ grantType }) => grantType === 'authorization_code').length;
  await rig.servers[0]?.kill9();
  await rig.startServer();
  const since = await rig.logPosition();
  await edited(alice, table, insertRows(table, [['written', 'after the', 'restart']]));
  await settled(alice, table);
  expect(await dataRows(rig, table)).toEqual([['written', 'after the', 'restart']]);
  const writes = (await rig.statements({ since, text: /insert into|merge into|update /iu })).filter(({ text }) =>
    text.includes(table.schema),
  );
  expect(new Set(writes.map(({ user }) => user))).toEqual(new Set(['alice']));
  expect(rig.identityProvider.tokenRequests.filter(({ grantType }) => grantType === 'authorization_code')).toHaveLength(signIns);
});

test('R19: neither a dump nor the logs nor an answer holds the client secret, a service account password or a token', async () => {
  const accessToken = await rig.accessToken('alice', rig.warehouse.audience);
  const secrets = {
    'client secret': 'penstock-test-client-secret',
    'service account password': rig.passwords.svc,
    'any access token': accessToken.split('.')[0] ?? '',
  };
  const answers = await Promise.all(
    [`/connections/${connectionId}`, '/connections', '/authentication', '/session', '/profile/warehouse-sign-ins'].map((path) =>
      ada.get(path),
    ),
  );
  expect(secretsIn(JSON.stringify(answers.map(({ body }) => body)), secrets)).toEqual([]);
  expect(secretsIn(await dumpOf(rig), secrets)).toEqual([]);
  expect(secretsIn(rig.servers.map((server) => server.log()).join('\n'), secrets)).toEqual([]);
  const [kept] = await rig.inMetadata<{ tokens: number }>('select count(*)::int as tokens from warehouse_access_tokens');
  expect(kept?.tokens).toBeGreaterThan(0);
});

test('P21: 50 parallel queries at expiry on two nodes cost one refresh, and every one of them is answered', async () => {
  const second = await rig.startServer();
  const onSecond = rig.anonymous(second);
  const headers = { cookie: alice.jar.header(new URL(alice.url)) };
  const ask = (index: number): Promise<ApiAnswer> =>
    (index % 2 === 0 ? alice : onSecond).get(`/connections/${connectionId}/catalog?database=${rig.warehouse.database}`, { headers });
  expect((await catalogOf(alice)).status).toBe(200);
  // Every access token of alice's is at its end.
  await rig.inMetadata("update warehouse_access_tokens set expires_at = now() - interval '1 second'");
  await Promise.all(rig.servers.map(async (server) => server.kill9()));
  await rig.startServer();
  await rig.startServer();
  const before = refreshes();
  const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => ask(index)));
  expect(answers.filter(({ status }) => status !== 200).map(({ body }) => body)).toEqual([]);
  expect([refreshes() - before, failedRefreshes()]).toEqual([1, 0]);
});

test('signing out leads on to the provider, so that the next person at this browser is asked', async () => {
  const bob = await rig.signIn('bob');
  const { status, body } = await bob.post('/auth/sign-out');
  expect(status).toBe(200);
  const next = new URL(body.redirectTo);
  expect(next.origin).toBe(new URL(rig.identityProvider.issuer).origin);
  expect(next.searchParams.get('post_logout_redirect_uri')).toBe(`${bob.url}/`);
  expect((await bob.get('/session')).status).toBe(401);
});

test('R59: walt, who is in no identity provider, is told that the connection needs a sign-in there', async () => {
  const walt = await rig.signInWalt();
  const answer = await catalogOf(walt);
  expect([answer.status < 500, answer.body.code]).toEqual([true, 'connection.warehouse-sign-in-required']);
  expect(answer.body.detail).toContain('Penstock accounts');
  const { items } = (await walt.get('/profile/warehouse-sign-ins')).body;
  expect(items).toMatchObject([{ connectionId, state: 'none', login: null }]);
});

test("R59: vera, who has no warehouse login, gets the warehouse's own refusal", async () => {
  const vera = await signInBuilder(rig, 'vera');
  const answer = await catalogOf(vera);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.body.detail).toMatch(/vera|login|role/iu);
});

test('R60: a service account password that was replaced is used by the next statement, the old one is not, and sessions survive', async () => {
  // A login of its own: logins belong to the whole cluster, which other tests use too.
  const login = `svc_${crypto.randomUUID().slice(0, 8)}`;
  await rig.inWarehouse(`create role ${login} login password 'the first password'`);
  await rig.inWarehouse(`grant connect on database ${rig.warehouse.database} to ${login}`);
  const withPassword = (password: string): object => ({ serviceAccount: { login, password } });
  const { id } = await createConnection(
    ada,
    c1(rig, { name: 'C1 with another account', writeAccess: undefined, ...withPassword('the first password') }),
  );
  const signInStages = async (): Promise<string[]> => {
    const { body } = await ada.post('/connections/test', { connectionId: id });
    return body.stages.filter(({ stage }: { stage: string }) => stage === 'sign-in').map(({ result }: { result: string }) => result);
  };
  expect(await signInStages()).not.toContain('failed');
  await rig.inWarehouse(`alter role ${login} password 'the second password'`);
  expect(await signInStages()).toContain('failed');
  expect((await ada.patch(`/connections/${id}`, withPassword('the second password'))).status).toBe(200);
  expect(await signInStages()).not.toContain('failed');
  expect((await alice.get('/session')).status).toBe(200);
  await ada.delete(`/connections/${id}`);
  await rig.inWarehouse(`revoke connect on database ${rig.warehouse.database} from ${login}`);
  await rig.inWarehouse(`drop role ${login}`);
});
