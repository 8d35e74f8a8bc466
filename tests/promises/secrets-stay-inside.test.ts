/**
 * P22: secrets never leave the server. Canaries of every class go through the server's ordinary life and its
 * failures; then answers, logs, metrics and a dump of the metadata are searched for them.
 */
import { readFile } from 'node:fs/promises';
import { startMisbehavingProvider } from '@penstock/testkit/misbehaving-provider/provider';
import type { Issuer, MisbehavingProvider } from '@penstock/testkit/misbehaving-provider/provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../harness/browser.ts';
import { dumpOf, secretsIn } from '../harness/dump.ts';
import { addressOf, readDocument, routesOf } from '../harness/openapi.ts';
import { setUpWithPassword, signInAt } from '../harness/organization-at.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiAnswer, ApiClient, Rig } from '../harness/rig.ts';

let rig: Rig;
let provider: MisbehavingProvider;
let issuer: Issuer;
let admin: ApiClient;
let dump: string;
let log: string;
/** Bodies and headers of all answers, without the cookies that belong to the browser that got them. */
const answers: string[] = [];
const secrets: Record<string, string> = {};

beforeAll(async () => {
  [rig, provider] = await Promise.all([
    startRig({ setUp: false, environment: { PENSTOCK_LOG_LEVEL: 'trace' } }),
    startMisbehavingProvider(),
  ]);
  admin = await setUpWithPassword(rig);
  issuer = await provider.newIssuer('');
  issuer.clientSecret = secret('client secret');
  record(await signInAt(admin, issuer));
  await ordinaryLife();
  await failures();
  await everyReadableAddress();
  issuer.secretsGiven.forEach((given, index) => (secrets[`token or code ${index}`] = given));
  for (const { parameters } of issuer.seen) {
    const verifier = parameters.get('code_verifier');
    if (verifier !== null) secrets[`code verifier ${verifier.slice(0, 4)}`] = verifier;
  }
  secrets['master key'] = (await readFile(rig.masterKeyFile, 'utf8')).trim();
  secrets['set-up token'] = rig.setUpToken;
  dump = await dumpOf(rig);
  log = rig.servers.map((server) => server.log()).join('\n');
});

afterAll(async () => {
  await rig.stop();
  await provider.close();
});

function secret(name: string): string {
  return (secrets[name] = `canary-${name.replaceAll(' ', '-')}-${crypto.randomUUID()}`);
}

function record<Body>(answer: ApiAnswer<Body>): ApiAnswer<Body> {
  const headers = [...answer.headers].filter(([name]) => name !== 'set-cookie');
  answers.push(JSON.stringify([answer.status, headers, answer.body]));
  return answer;
}

/** Set-up, both ways to sign in, connections of both kinds, an API key, a workbook. */
async function ordinaryLife(): Promise<void> {
  const connection = {
    type: 'postgresql',
    host: rig.warehouse.host,
    port: rig.warehouse.port,
    database: rig.warehouse.database,
    tls: 'off',
  };
  const oauth = { level: 'organization', audience: 'urn:first', scopes: [] };
  record(
    await admin.post('/connections', {
      ...connection,
      name: 'static',
      authentication: 'static',
      credential: { login: 'static_app', password: secret('connection password') },
    }),
  );
  const made = record(
    await admin.post('/connections', {
      ...connection,
      name: 'oauth',
      authentication: 'oauth',
      oauth,
      serviceAccount: { login: 'svc', password: secret('service account password') },
    }),
  );
  record(
    await admin.post('/connections', {
      ...connection,
      name: 'independent',
      authentication: 'oauth',
      oauth: {
        ...oauth,
        level: 'independent',
        issuer: issuer.issuer,
        clientId: issuer.clientId,
        clientSecret: secret('own client secret'),
      },
    }),
  );
  record(
    await admin.patch(`/connections/${made.body.id}`, {
      serviceAccount: { login: 'svc', password: secret('second service account password') },
    }),
  );

  issuer.accessTokenSeconds = 2;
  const browser = new Browser(admin.url);
  const signedIn = await browser.signIn();
  expect(signedIn.status, await signedIn.text()).toBe(302);
  secrets['session token'] = String(browser.sessionCookie);
  const { member } = (await (await browser.go('/api/v1/session')).json()) as { member: { id: string } };
  const { items: types }: { items: { id: string; builtIn: string | null }[] } = (await admin.get('/account-types')).body;
  record(await admin.patch(`/members/${member.id}`, { accountTypeId: types.find(({ builtIn }) => builtIn === 'build')?.id }));
  // The warehouse refuses these tokens: the refresh that follows, and its failure, are part of the exercise.
  const catalog = await browser.go(`/api/v1/connections/${made.body.id}/catalog`);
  answers.push(await catalog.text());

  const { body: session } = await admin.get('/session');
  record(await admin.put(`/members/${session.member.id}/password`, { password: secret('password') }));
  const key = await admin.post('/api-keys', { name: 'key' });
  secrets['API key'] = key.body.secret ?? 'no secret';
  record(await admin.post('/workbooks', { name: 'A workbook' }));
}

/** Requests that carry secrets and are refused, and a provider that fails in the middle. */
async function failures(): Promise<void> {
  const anonymous = rig.anonymous();
  record(await anonymous.post('/auth/password', { email: 'admin@example.com', password: secret('wrong password') }));
  record(await anonymous.post('/auth/password', { email: 'admin@example.com', password: secret('misplaced password'), extra: 1 }));
  record(await anonymous.post('/auth/password', { email: secret('password typed as e-mail'), password: [secret('password in a list')] }));
  record(await anonymous.post('/set-up', { setUpToken: secret('wrong set-up token') }));
  record(await anonymous.get('/session', { headers: { authorization: `Bearer pk_${secret('forged API key')}` } }));
  record(
    await admin.put('/authentication', {
      method: 'oauth',
      provider: { name: 'x', issuer: 'http://127.0.0.1:1/nobody', clientId: 'x', clientSecret: secret('refused client secret') },
    }),
  );
  record(await admin.put('/authentication', { method: 'nonsense', provider: { clientSecret: secret('client secret in nonsense') } }));
  record(
    await admin.post('/connections/test', {
      draft: {
        name: 'draft',
        type: 'postgresql',
        host: '127.0.0.1',
        port: rig.warehouse.port,
        database: rig.warehouse.database,
        tls: 'off',
        authentication: 'static',
        credential: { login: 'static_app', password: secret('draft password') },
      },
    }),
  );
  for (const trouble of ['unreachable', 'loses-answers'] as const) {
    issuer.tokenEndpoint = trouble;
    const browser = new Browser(admin.url);
    const answer = await browser.signIn();
    answers.push(await answer.text());
  }
  issuer.tokenEndpoint = 'working';
  for (const behaviour of [
    { signature: { algorithm: 'RS256', corrupt: true } },
    { idTokenClaims: (claims: object) => ({ ...claims, aud: 'x' }) },
  ] as const) {
    issuer.behaviour = behaviour;
    answers.push(await (await new Browser(admin.url).signIn()).text());
  }
  issuer.behaviour = {};
}

/** Each address that can be read, as an Admin. */
async function everyReadableAddress(): Promise<void> {
  const connections: { id: string }[] = (await admin.get('/connections')).body.items;
  const document = await readDocument(admin);
  for (const route of routesOf(document)) {
    if (route.method !== 'GET' || route.path.includes('/events') || route.path.startsWith('/auth/')) continue;
    for (const { id } of connections) record(await admin.get(addressOf(document, route, id)));
  }
  record(await admin.get('/metrics'));
}

describe('canaries', () => {
  test('P22: no answer holds a secret', () => {
    expect(answers.length).toBeGreaterThan(30);
    expect(issuer.refreshes()).toBeGreaterThan(1);
    expect(secretsIn(answers.join('\n'), secrets)).toEqual([]);
  });

  test('P22: no log line holds a secret, at the most talkative level', () => {
    expect(log.split('\n').length).toBeGreaterThan(5);
    expect(secretsIn(log, secrets)).toEqual([]);
  });

  test('P22 R19: a dump of the metadata holds no secret in plain', () => {
    expect(secretsIn(dump, secrets)).toEqual([]);
  });

  test('P22: the search itself finds what is there, in plain, in hexadecimal and in base64', async () => {
    expect(secretsIn(dump, { 'a name': 'A workbook' })).toEqual(['a name']);
    const [row] = await rig.inMetadata<{ hash: string }>("select encode(token_hash, 'hex') as hash from sessions limit 1");
    expect(dump).toContain(row?.hash);
    const hidden = Buffer.from(`x${secrets['client secret']}y`).toString('base64');
    expect(secretsIn(hidden, secrets)).toContain('client secret');
    expect(Object.keys(secrets).length).toBeGreaterThan(25);
  });
});
