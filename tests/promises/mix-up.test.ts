/**
 * P20: mix-up between two providers (RFC 9700, section 4.4): a code of the organization's provider must never reach
 * the provider of a connection with a client of its own, and neither's response may pass for the other's.
 */
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
let node: TokenNode;
let honest: Issuer;
let dishonest: Issuer;
let connection: Connection;
let victim: Browser;

beforeAll(async () => {
  [rig, provider] = await Promise.all([startRig({ setUp: false }), startMisbehavingProvider()]);
  admin = await setUpWithPassword(rig);
  node = await startTokenNode(
    `postgres://penstock@${encodeURIComponent(String(rig.metadata.host))}/${rig.metadata.database}`,
    rig.masterKeyFile,
  );
  honest = await provider.newIssuer('');
  dishonest = await provider.newIssuer('');
  await signInAt(admin, honest);
  const { status, body } = await admin.post('/connections', {
    name: 'CI',
    type: 'postgresql',
    host: '127.0.0.1',
    port: rig.warehouse.port,
    database: rig.warehouse.database,
    tls: 'off',
    authentication: 'oauth',
    oauth: {
      level: 'independent',
      audience: 'urn:ci',
      scopes: [],
      issuer: dishonest.issuer,
      clientId: dishonest.clientId,
      clientSecret: dishonest.clientSecret,
    },
  });
  expect(status, JSON.stringify(body)).toBe(201);
  connection = await node.connections.get(body.id);
});

afterAll(async () => {
  await node.close();
  await rig.stop();
  await provider.close();
});

beforeEach(async () => {
  victim = new Browser(admin.url);
  expect((await victim.signIn()).status).toBe(302);
});

async function startAtConnection(browser: Browser): Promise<URL> {
  const answer = await browser.go(`/auth/connections/${connection.id}/sign-in?returnTo=/connections`);
  return new URL(answer.headers.get('location') ?? '');
}

async function memberOf(browser: Browser): Promise<string> {
  return ((await (await browser.go('/api/v1/session')).json()) as { member: { id: string } }).member.id;
}

function tokenRequests(issuer: Issuer): readonly URLSearchParams[] {
  return issuer.seen.filter(({ endpoint }) => endpoint === 'token').map(({ parameters }) => parameters);
}

test('P20: a connection with a provider of its own is signed in to separately, and its tokens are its own', async () => {
  const session = victim.sessionCookie;
  const answer = await victim.go(await victim.visitProvider(await startAtConnection(victim)));
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/connections']);
  // A warehouse sign-in is no sign-in to the product.
  expect(victim.sessionCookie).toBe(session);
  const token = await node.tokens.accessToken(await memberOf(victim), connection);
  expect(token.kind).toBe('token');
  expect(dishonest.seen.at(-1)?.parameters.get('resource')).toBe('urn:ci');
});

test("P20: mix-up: the organization's code does not reach the connection's provider", async () => {
  // The dishonest provider sends the browser on to the honest one, with the state of its own flow.
  const atDishonest = await startAtConnection(victim);
  const atHonest = await victim.startSignIn();
  for (const name of ['state', 'nonce', 'code_challenge']) atHonest.searchParams.set(name, atDishonest.searchParams.get(name) ?? '');
  const before = tokenRequests(dishonest).length;
  const back = await victim.visitProvider(atHonest);
  expect((await victim.go(back)).status).toBe(403);
  // The same, smuggled to the address where the connection's responses come back, with and without the issuer's name.
  const flows = [back.searchParams.get('iss') ?? '', null, dishonest.issuer];
  for (const iss of flows) {
    const again = await startAtConnection(victim);
    const smuggled = new URL(again.searchParams.get('redirect_uri') ?? '');
    smuggled.search = back.search;
    smuggled.searchParams.set('state', again.searchParams.get('state') ?? '');
    if (iss === null) smuggled.searchParams.delete('iss');
    else smuggled.searchParams.set('iss', iss);
    const answer = await victim.go(smuggled);
    // A provider that lies about its own name gets the code but nothing of ours: it is told our verifier for another challenge.
    expect(answer.status).toBe(403);
    if (iss !== dishonest.issuer) expect(tokenRequests(dishonest)).toHaveLength(before);
  }
});

test("P20: mix-up: a response of the connection's provider signs nobody in to the product", async () => {
  const attacker = new Browser(admin.url);
  await attacker.signIn();
  const back = await attacker.visitProvider(await startAtConnection(attacker));
  const moved = new URL('/auth/callback', admin.url);
  moved.search = back.search;
  expect((await attacker.go(moved)).status).toBe(403);
  const stranger = new Browser(admin.url);
  expect((await stranger.go(moved)).status).toBe(403);
  expect(await stranger.isSignedIn()).toBe(false);
});

test('P20: mix-up: with one provider for both, a response still counts only at the address it was asked for', async () => {
  await signInAt(admin, dishonest);
  try {
    const before = tokenRequests(dishonest).length;
    const fromConnection = await victim.visitProvider(await startAtConnection(victim));
    const toOrganization = new URL(`/auth/callback${fromConnection.search}`, admin.url);
    const fromOrganization = await victim.visitProvider(await victim.startSignIn());
    const toConnection = new URL(`/auth/connections/${connection.id}/callback${fromOrganization.search}`, admin.url);
    for (const moved of [toOrganization, toConnection]) {
      const answer = await victim.go(moved);
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'sign-in.not-started-here']);
    }
    expect(tokenRequests(dishonest)).toHaveLength(before);
  } finally {
    await signInAt(admin, honest);
  }
});

test("P20: a response to a connection's sign-in counts only in the session that asked for it", async () => {
  const back = await victim.visitProvider(await startAtConnection(victim));
  // Somebody else signs in in the same browser before the response arrives.
  await victim.signIn();
  expect((await victim.go(back)).status).toBe(403);
  const signedOut = new Browser(admin.url);
  expect((await signedOut.go(back)).status).toBe(401);
});
