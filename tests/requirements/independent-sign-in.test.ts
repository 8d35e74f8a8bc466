/** CI: a connection with an OAuth client of its own at another provider, which people sign in to from the workbook. */
import { join } from 'node:path';
import { startIdentityProvider } from '@penstock/standalone/identity-provider/provider';
import type { IdentityProvider } from '@penstock/standalone/identity-provider/provider';
import { memoryStorage } from '@penstock/standalone/identity-provider/storage';
import { startGateway } from '@penstock/standalone/token-gateway/gateway';
import type { Gateway } from '@penstock/standalone/token-gateway/gateway';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';
import { c1, createConnection } from './connections-of-the-rig.ts';
import { bodyOf, makeWorkbook, memberIdOf, publish, share, tableOf, warehouseTable } from '../harness/document.ts';

const audience = 'urn:penstock:elsewhere';
const client = { clientId: 'independent', clientSecret: 'the-secret-of-the-independent-client' };

let rig: Rig;
let provider: IdentityProvider;
let gateway: Gateway;
let ada: ApiClient;
let alice: ApiClient;
let bob: ApiClient;
let c1Id: string;
let ciId: string;

beforeAll(async () => {
  rig = await startRig();
  const stack = inject('stack');
  provider = await startIdentityProvider({
    port: 0,
    keys: stack.providerKeys,
    storage: memoryStorage(),
    resources: [{ audience, description: 'Query another warehouse' }],
    lifetimes: { accessTokenSeconds: 3_600, refreshTokenSeconds: 86_400 },
  });
  // The same warehouse behind a gateway that trusts the other provider alone.
  gateway = await startGateway({
    port: 0,
    serverSocket: join(stack.warehouseSocket, '.s.PGSQL.5432'),
    neverByToken: ['postgres'],
    tokens: {
      issuer: provider.issuer,
      keysUrl: provider.keysUrl,
      audienceOf: () => audience,
      isRevoked: (tokenId) => provider.isRevoked(tokenId),
    },
  });
  ada = await rig.signIn('ada');
  c1Id = (await createConnection(ada, c1(rig))).id;
  const oauth = { level: 'independent', audience, scopes: [], issuer: provider.issuer, ...client };
  const serviceAccount = { login: 'svc', password: rig.passwords.svc };
  ciId = (await createConnection(ada, c1(rig, { name: 'CI', port: gateway.port, oauth, serviceAccount, writeAccess: undefined }))).id;
  provider.register({
    ...client,
    name: 'Penstock at CI',
    redirectUris: [`${ada.url}/auth/connections/${ciId}/callback`],
    afterSignOut: [],
  });
  alice = await rig.signIn('alice');
  bob = await rig.signIn('bob');
});
afterAll(async () => {
  await rig.stop();
  await gateway.close();
  await provider.close();
});

/** A published workbook with the orders of both connections: C1 first. */
async function published(name: string) {
  const elements = [c1Id, ciId].map((id, index) => tableOf(`Orders ${index + 1}`, warehouseTable(id, 'src', 'orders'), ['order_id']));
  const workbook = await makeWorkbook(alice, name, elements);
  await publish(alice, workbook.id);
  await share(alice, workbook.id, [{ to: 'everyone', right: 'view' }]);
  const [onC1 = '', onCi = ''] = elements.map(({ id }) => `/workbooks/${workbook.id}/elements/${id}`);
  return { ...workbook, onC1, onCi };
}

const ask = (who: ApiClient, element: string) => who.post(`${element}/query`, { version: 'published', refresh: true });

test('R52, R59: bob signs in at the other provider from the workbook, comes back to it, and reads with that token', async () => {
  const { id, onCi } = await published('From the workbook');
  const refused = await ask(bob, onCi);
  expect([refused.status, refused.body.code]).toEqual([403, 'query.sign-in-needed']);
  const [part] = bodyOf(await bob.get(`${onCi}/runs-as`)).parts;
  expect(part).toMatchObject({ refused: 'sign-in-needed', remedy: { action: 'sign-in', signInUrl: `/auth/connections/${ciId}/sign-in` } });

  const member = await memberIdOf(bob);
  const start = new URL(`${bob.url}${part.remedy.signInUrl}?returnTo=/workbooks/${id}`);
  const arrived = await bob.walk(start, 'bob', (url) => url.origin === start.origin && !url.pathname.startsWith('/auth/'));
  expect(arrived.pathname).toBe(`/workbooks/${id}`);
  expect(await memberIdOf(bob)).toBe(member);

  expect((await ask(bob, onCi)).body.runsAs).toMatchObject({ principal: 'person', login: 'bob' });
  expect(bodyOf(await bob.get(`${onCi}/runs-as`)).parts).toMatchObject([{ principal: { kind: 'person', login: 'bob' } }]);
});

test('R52: with the toggle on, the part on C1 runs as svc and the part on CI keeps running as the person', async () => {
  const { id, onC1, onCi } = await published('Mixed');
  bodyOf(await ada.put(`/workbooks/${id}/run-as-service-account`, { enabled: true }));
  expect((await ask(bob, onC1)).body.runsAs).toMatchObject({ principal: 'service-account', login: 'svc' });
  expect((await ask(bob, onCi)).body.runsAs).toMatchObject({ principal: 'person', login: 'bob', rule: 'not-covered' });
  const since = await rig.logPosition();
  expect((await ask(await rig.signIn('carol'), onCi)).body.code).toBe('query.sign-in-needed');
  expect(await rig.statements({ since, text: /"src"\."orders"/ })).toEqual([]);
});

test('P14: the sign-in at one provider opens nothing at the other', async () => {
  const { onC1, onCi } = await published('Not interchangeable');
  const again = await rig.signIn('bob');
  bodyOf(await again.post(`/profile/warehouse-sign-ins/${ciId}/revoke`));
  expect((await ask(again, onCi)).body.code).toBe('query.sign-in-needed');
  expect((await ask(again, onC1)).body.runsAs.login).toBe('bob');
});
