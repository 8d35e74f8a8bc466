/** P23: stored secrets are sealed to their row. Whoever can write the metadata but has no master key gains nothing. */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '@penstock/domain/connections/connection';
import { startMisbehavingProvider } from '@penstock/testkit/misbehaving-provider/provider';
import type { Issuer, MisbehavingProvider } from '@penstock/testkit/misbehaving-provider/provider';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Browser } from '../harness/browser.ts';
import { setUpWithPassword, signInAt } from '../harness/organization-at.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';
import { startTokenNode } from '../harness/token-node.ts';
import type { TokenNode } from '../harness/token-node.ts';

let rig: Rig;
let provider: MisbehavingProvider;
let admin: ApiClient;
let issuer: Issuer;
let connection: Connection;
let node: TokenNode;
/** Two people with a sign-in and an access token each. */
let mallory: string;
let victim: string;

const databaseUrl = (): string => `postgres://penstock@${encodeURIComponent(String(rig.metadata.host))}/${rig.metadata.database}`;

beforeAll(async () => {
  [rig, provider] = await Promise.all([startRig({ setUp: false }), startMisbehavingProvider()]);
  admin = await setUpWithPassword(rig);
  const { body } = await admin.post('/connections', {
    name: 'C1',
    type: 'postgresql',
    host: '127.0.0.1',
    port: rig.warehouse.port,
    database: rig.warehouse.database,
    tls: 'off',
    authentication: 'oauth',
    oauth: { level: 'organization', audience: 'urn:first', scopes: [] },
    serviceAccount: { login: 'svc', password: rig.passwords.svc },
  });
  node = await startTokenNode(databaseUrl(), rig.masterKeyFile);
  connection = await node.connections.get(body.id);
});

afterAll(async () => {
  await node.close();
  await rig.stop();
  await provider.close();
});

beforeEach(async () => {
  issuer = await provider.newIssuer('');
  await signInAt(admin, issuer);
  mallory = await signIn('mallory');
  victim = await signIn('victim');
  for (const member of [mallory, victim]) expect((await node.tokens.accessToken(member, connection)).kind).toBe('token');
  // A node that remembers nothing.
  await node.close();
  node = await startTokenNode(databaseUrl(), rig.masterKeyFile);
});

async function signIn(who: string): Promise<string> {
  issuer.account = {
    subject: `${who} at ${issuer.issuer}`,
    email: `${who}-${crypto.randomUUID()}@example.com`,
    name: who,
    emailVerified: true,
  };
  const browser = new Browser(admin.url);
  expect((await browser.signIn()).status).toBe(302);
  return ((await (await browser.go('/api/v1/session')).json()) as { member: { id: string } }).member.id;
}

/** Runs SQL as somebody who has the database; `$1` is mallory, `$2` the victim. */
async function tamper(sql: string): Promise<void> {
  await rig.inMetadata(sql, [mallory, victim]);
}

/** Mallory's next query fails with the catalogue's error, and no token of anybody goes out. */
async function expectClosed(): Promise<void> {
  const before = issuer.seen.length;
  await expect(node.tokens.accessToken(mallory, connection)).rejects.toMatchObject({ code: 'credentials.unreadable' });
  expect(issuer.seen).toHaveLength(before);
}

const credential = (member: string): string => `(select id from warehouse_credentials where member_id = ${member})`;

test("P23: a copied access token of somebody else does not open in one's own row", async () => {
  await tamper(`update warehouse_access_tokens set token_sealed = (select token_sealed from warehouse_access_tokens where credential_id = ${credential('$2')} and audience = 'urn:first')
    where credential_id = ${credential('$1')} and audience = 'urn:first'`);
  await expectClosed();
});

test("P23: a copied refresh token of somebody else does not open in one's own row", async () => {
  await tamper(`with gone as (delete from warehouse_access_tokens)
    update warehouse_credentials set refresh_token_sealed = (select refresh_token_sealed from warehouse_credentials where member_id = $2) where member_id = $1`);
  await expectClosed();
});

test("P23: a row of somebody else that was made one's own by changing its owner does not open", async () => {
  await tamper('delete from warehouse_credentials where member_id = $1 and $2::uuid is not null');
  await tamper('update warehouse_credentials set member_id = $1 where member_id = $2');
  await expectClosed();
  // Nor without its access token, when the refresh token would have to open.
  await tamper('delete from warehouse_access_tokens where $1::uuid is not null and $2::uuid is not null');
  await expectClosed();
});

test('P23: a row with another id does not open', async () => {
  await tamper(
    `update warehouse_access_tokens set id = gen_random_uuid() where credential_id = ${credential('$1')} and $2::uuid is not null`,
  );
  await expectClosed();
});

test('P23: a sign-in that was pointed at another provider does not open, so no token goes there', async () => {
  await tamper('delete from warehouse_access_tokens where $1::uuid is not null and $2::uuid is not null');
  const other = await provider.newIssuer('');
  await signInAt(admin, other);
  await rig.inMetadata('update warehouse_credentials set issuer = $1 where member_id = $2', [other.issuer, mallory]);
  await expect
    .poll(async () => node.tokens.accessToken(mallory, connection).catch((error: { code: string }) => error.code))
    .toBe('credentials.unreadable');
  expect(other.seen.filter(({ endpoint }) => endpoint === 'token')).toEqual([]);
});

test('P23: a secret that was moved to another column does not open', async () => {
  await tamper(`with moved as (select refresh_token_sealed from warehouse_credentials where member_id = $1 and $2::uuid is not null)
    update warehouse_access_tokens set token_sealed = (select refresh_token_sealed from moved) where credential_id = ${credential('$1')}`);
  await expectClosed();
});

test('P23: a flipped bit anywhere does not open', async () => {
  for (const at of [0, 1, 17, 29, 60]) {
    await tamper(
      `update warehouse_access_tokens set token_sealed = set_byte(token_sealed, ${at}, get_byte(token_sealed, ${at}) # 1) where credential_id = ${credential('$1')} and $2::uuid is not null`,
    );
    await expectClosed();
    await tamper(
      `update warehouse_access_tokens set token_sealed = set_byte(token_sealed, ${at}, get_byte(token_sealed, ${at}) # 1) where credential_id = ${credential('$1')} and $2::uuid is not null`,
    );
  }
  expect((await node.tokens.accessToken(mallory, connection)).kind).toBe('token');
});

test('P23: a new sign-in mends what was spoiled', async () => {
  await tamper(`update warehouse_credentials set refresh_token_sealed = '\\x00' where member_id = any(array[$1, $2]::uuid[])`);
  await tamper('delete from warehouse_access_tokens where $1::uuid is not null and $2::uuid is not null');
  await expectClosed();
  const email = await rig.inMetadata<{ email: string }>('select email from members where id = $1', [mallory]);
  issuer.account = { ...issuer.account, subject: `mallory at ${issuer.issuer}`, email: email[0]?.email ?? '' };
  expect((await new Browser(admin.url).signIn()).status).toBe(302);
  expect((await node.tokens.accessToken(mallory, connection)).kind).toBe('token');
});

test("P23: a service account's password does not open as the client secret of the organization, nor in another connection's row", async () => {
  const { body: other } = await admin.post('/connections', {
    name: `other ${crypto.randomUUID()}`,
    type: 'postgresql',
    host: '127.0.0.1',
    port: 1,
    database: 'x',
    tls: 'off',
    authentication: 'oauth',
    oauth: { level: 'organization', audience: 'urn:first', scopes: [] },
    serviceAccount: { login: 'other', password: 'other password' },
  });
  await rig.inMetadata(
    'update connections set service_account_password_sealed = (select service_account_password_sealed from connections where id = $1) where id = $2',
    [connection.id, other.id],
  );
  await expect(node.connections.credential(other.id, 'service-account')).rejects.toMatchObject({ code: 'credentials.unreadable' });
  await rig.inMetadata(
    'update authentication_settings set client_secret_sealed = (select service_account_password_sealed from connections where id = $1)',
    [connection.id],
  );
  const answer = await new Browser(admin.url).go('/auth/sign-in');
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([500, 'credentials.unreadable']);
});

test("P23: a service account's password does not open as the client secret of the same connection, which would go to its provider", async () => {
  const { body: independent } = await admin.post('/connections', {
    name: `independent ${crypto.randomUUID()}`,
    type: 'postgresql',
    host: '127.0.0.1',
    port: 1,
    database: 'x',
    tls: 'off',
    authentication: 'oauth',
    oauth: { level: 'independent', audience: 'urn:x', scopes: [], issuer: issuer.issuer, clientId: 'x', clientSecret: 'x' },
    serviceAccount: { login: 'svc', password: 'a password' },
  });
  await rig.inMetadata('update connections set oauth_client_secret_sealed = service_account_password_sealed where id = $1', [
    independent.id,
  ]);
  await expect(node.connections.oauthClient(independent.id)).rejects.toMatchObject({ code: 'credentials.unreadable' });
  expect((await node.connections.credential(independent.id, 'service-account'))?.password).toBe('a password');
  // Everything that does not need the spoiled secret goes on.
  expect((await admin.get('/session')).status).toBe(200);
  expect((await admin.get('/profile/warehouse-sign-ins')).status).toBe(200);
  const answer = await new Browser(admin.url).signIn();
  expect(answer.status).toBe(302);
});

test('P23: without the right master key nothing opens, and nothing is sealed anew over it', async () => {
  const otherKey = join(tmpdir(), `penstock-other-key-${crypto.randomUUID()}`);
  await writeFile(otherKey, randomBytes(32).toString('base64'), { mode: 0o600 });
  const stranger = await startTokenNode(databaseUrl(), otherKey);
  await expect(stranger.connections.credential(connection.id, 'service-account')).rejects.toMatchObject({ code: 'credentials.unreadable' });
  await expect(stranger.secrets.seal({ table: 't', rowId: '1', column: 'c' }, 'x')).rejects.toThrow('another master key');
  await stranger.close();
});

test("P23: a server with another master key than the installation's refuses to start", async () => {
  const otherKey = join(tmpdir(), `penstock-other-key-${crypto.randomUUID()}`);
  await writeFile(otherKey, randomBytes(32).toString('base64'), { mode: 0o600 });
  await expect(rig.startServer({ environment: { PENSTOCK_MASTER_KEY_FILE: otherKey } })).rejects.toThrow('another master key');
});

test('P23: a wrapped data key that was altered, or taken from another row, opens nothing', async () => {
  const [row] = await rig.inMetadata<{ id: string; wrapped: Buffer }>('select id, wrapped from encryption_keys');
  await rig.inMetadata('update encryption_keys set wrapped = set_byte(wrapped, 40, get_byte(wrapped, 40) # 1)');
  const spoiled = await startTokenNode(databaseUrl(), rig.masterKeyFile);
  await expect(spoiled.connections.credential(connection.id, 'service-account')).rejects.toMatchObject({ code: 'credentials.unreadable' });
  await spoiled.close();
  await rig.inMetadata('update encryption_keys set wrapped = $1', [row?.wrapped]);
});

test('P23: nodes that seal their first secret at once make one data key', async () => {
  const fresh = await startRig({ server: false });
  const { migrate } = await import('@penstock/server/metadata/migrate');
  const url = `postgres://penstock@${encodeURIComponent(String(fresh.metadata.host))}/${fresh.metadata.database}`;
  await migrate(url);
  const nodes = await Promise.all([1, 2, 3].map(() => startTokenNode(url, fresh.masterKeyFile)));
  const place = { table: 't', rowId: '1', column: 'c' };
  const sealed = await Promise.all(nodes.flatMap(({ secrets }) => [secrets.seal(place, 'x'), secrets.seal(place, 'x')]));
  expect(await fresh.inMetadata('select 1 from encryption_keys')).toHaveLength(1);
  for (const { secrets } of nodes) expect(await Promise.all(sealed.map((one) => secrets.open(place, one)))).toEqual(sealed.map(() => 'x'));
  await Promise.all(nodes.map((one) => one.close()));
  await fresh.stop();
});
