/**
 * P21: one refresh per rotation, durable before use. The provider rotates refresh tokens and takes a second use for
 * theft; the nodes are the shipped rooms on one metadata database.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Connection } from '@penstock/domain/connections/connection';
import type { TokenAnswer } from '@penstock/server/credentials/warehouse-tokens';
import { startMisbehavingProvider } from '@penstock/testkit/misbehaving-provider/provider';
import type { Issuer, MisbehavingProvider } from '@penstock/testkit/misbehaving-provider/provider';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Browser } from '../harness/browser.ts';
import { setUpWithPassword, signInAt } from '../harness/organization-at.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';
import { startTokenNode } from '../harness/token-node.ts';
import type { TokenNode } from '../harness/token-node.ts';

let rig: Rig;
let provider: MisbehavingProvider;
let admin: ApiClient;
let nodes: readonly [TokenNode, TokenNode];
let first: Connection;
let second: Connection;
let issuer: Issuer;
let memberId: string;

const databaseUrl = (): string => `postgres://penstock@${encodeURIComponent(String(rig.metadata.host))}/${rig.metadata.database}`;

beforeAll(async () => {
  [rig, provider] = await Promise.all([startRig({ setUp: false }), startMisbehavingProvider()]);
  admin = await setUpWithPassword(rig);
  nodes = await Promise.all([startTokenNode(databaseUrl(), rig.masterKeyFile), startTokenNode(databaseUrl(), rig.masterKeyFile)]);
  first = await connect('C1', 'urn:first');
  second = await connect('C2', 'urn:second');
});

afterAll(async () => {
  await Promise.all(nodes.map((node) => node.close()));
  await rig.stop();
  await provider.close();
});

beforeEach(async () => {
  issuer = await provider.newIssuer('');
  await signInAt(admin, issuer);
  memberId = await signIn();
});

async function connect(name: string, audience: string): Promise<Connection> {
  const { status, body } = await admin.post('/connections', {
    name,
    type: 'postgresql',
    host: '127.0.0.1',
    port: rig.warehouse.port,
    database: rig.warehouse.database,
    tls: 'off',
    authentication: 'oauth',
    oauth: { level: 'organization', audience, scopes: [] },
  });
  expect(status, JSON.stringify(body)).toBe(201);
  return nodes[0].connections.get(body.id);
}

/** Signs the issuer's account in through the server; gives the member's id. */
async function signIn(): Promise<string> {
  const browser = new Browser(admin.url);
  expect((await browser.signIn()).status).toBe(302);
  return ((await (await browser.go('/api/v1/session')).json()) as { member: { id: string } }).member.id;
}

/** The same question from both nodes, `count` times in all, at once. */
function atOnce(count: number, ask: (node: TokenNode) => Promise<TokenAnswer>): Promise<readonly TokenAnswer[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => ask(index % 2 === 0 ? nodes[0] : nodes[1])));
}

function tokenOf(answer: TokenAnswer | undefined): Extract<TokenAnswer, { kind: 'token' }> {
  if (answer?.kind !== 'token') throw new Error(`no token but ${JSON.stringify(answer)}`);
  return answer;
}

describe('one refresh at a time', () => {
  test('P21: 50 parallel callers on two nodes share one refresh, at first and at expiry', async () => {
    // Long enough for fifty answers on a busy machine.
    issuer.accessTokenSeconds = 6;
    issuer.refreshDelayMs = 200;
    for (let round = 1; round <= 2; round += 1) {
      const answers = await atOnce(50, (node) => node.tokens.accessToken(memberId, first));
      expect(new Set(answers.map((answer) => tokenOf(answer).token)).size).toBe(1);
      expect(issuer.refreshes()).toBe(round);
      await new Promise((resolve) => setTimeout(resolve, 5_900));
    }
    expect(issuer.grants.reuses).toBe(0);
  });

  test('P21: two warehouses over one sign-in take turns with the one refresh token', async () => {
    issuer.refreshDelayMs = 50;
    const answers = await Promise.all([
      atOnce(20, (node) => node.tokens.accessToken(memberId, first)),
      atOnce(20, (node) => node.tokens.accessToken(memberId, second)),
    ]);
    expect(answers.map((same) => new Set(same.map((answer) => tokenOf(answer).token)).size)).toEqual([1, 1]);
    expect(audienceOf(tokenOf(answers[0][0]).token)).toBe('urn:first');
    expect(audienceOf(tokenOf(answers[1][0]).token)).toBe('urn:second');
    expect([issuer.refreshes(), issuer.grants.reuses]).toEqual([2, 0]);
  });

  test('P21: callers whose unexpired token the warehouse refused share one refresh and get a newer version', async () => {
    const refused = tokenOf(await nodes[0].tokens.accessToken(memberId, first));
    const answers = await atOnce(20, (node) => node.tokens.refresh(memberId, first, refused.version));
    expect(new Set(answers.map((answer) => tokenOf(answer).version)).size).toBe(1);
    expect(tokenOf(answers[0]).version).toBeGreaterThan(refused.version);
    expect([issuer.refreshes(), issuer.grants.reuses]).toEqual([2, 0]);
  });

  test('P21: an access token outlives a restart: it is kept sealed and needs no refresh', async () => {
    const before = tokenOf(await nodes[0].tokens.accessToken(memberId, first));
    const restarted = await startTokenNode(databaseUrl(), rig.masterKeyFile);
    const after = tokenOf(await restarted.tokens.accessToken(memberId, first));
    await restarted.close();
    expect(after).toEqual(before);
    expect(issuer.refreshes()).toBe(1);
  });
});

describe('durable before use', () => {
  test('P21: a node that dies between the answer and the commit costs one sign-in, never a loop', async () => {
    const { output, signal } = await runNode('credentials.refreshed-before-commit');
    expect([output, signal]).toEqual(['', 'SIGKILL']);
    expect(issuer.refreshes()).toBe(1);

    // The kept refresh token was used up: the provider takes the next use for theft and ends the sign-in.
    const answers = await atOnce(10, (node) => node.tokens.accessToken(memberId, first));
    expect(answers.map(({ kind }) => kind)).toEqual(Array.from({ length: 10 }, () => 'sign-in-required'));
    expect([issuer.refreshes(), issuer.grants.reuses]).toEqual([2, 1]);
    await atOnce(10, (node) => node.tokens.accessToken(memberId, first));
    expect(issuer.refreshes()).toBe(2);

    await signIn();
    tokenOf(await nodes[1].tokens.accessToken(memberId, first));
    expect(issuer.grants.reuses).toBe(1);
  });

  test('P21: a node that dies after the commit loses nothing', async () => {
    const { output } = await runNode(null);
    const { token } = tokenOf(JSON.parse(output) as TokenAnswer);
    expect(tokenOf(await nodes[0].tokens.accessToken(memberId, first)).token).toBe(token);
    tokenOf(await nodes[1].tokens.accessToken(memberId, second));
    expect([issuer.refreshes(), issuer.grants.reuses]).toEqual([2, 0]);
  });

  test('P21: the access token is not used when the rotated refresh token could not be kept', async () => {
    await rig.inMetadata(
      `create function refuse_rotation() returns trigger language plpgsql as 'begin raise exception ''disk full''; end'`,
    );
    await rig.inMetadata(
      // At the commit itself, when everything else has been done.
      `create constraint trigger refuse_rotation after update of refresh_token_sealed on warehouse_credentials
       deferrable initially deferred for each row execute function refuse_rotation()`,
    );
    await expect(nodes[0].tokens.accessToken(memberId, first)).rejects.toThrow('disk full');
    await rig.inMetadata('drop trigger refuse_rotation on warehouse_credentials');
    expect((await nodes[0].tokens.accessToken(memberId, first)).kind).toBe('sign-in-required');
  });

  test('P21: a lost answer is taken for unreachable once, then for an ended sign-in', async () => {
    issuer.tokenEndpoint = 'loses-answers';
    expect((await nodes[0].tokens.accessToken(memberId, first)).kind).toBe('unreachable');
    issuer.tokenEndpoint = 'working';
    expect((await nodes[0].tokens.accessToken(memberId, first)).kind).toBe('sign-in-required');
    expect(issuer.refreshes()).toBe(2);
  });
});

describe('rejected and unreachable', () => {
  test('P21: a provider that is down keeps the sign-in; it goes on when the provider is back', async () => {
    issuer.tokenEndpoint = 'unreachable';
    const answers = await atOnce(6, (node) => node.tokens.accessToken(memberId, first));
    expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(['unreachable']));
    issuer.tokenEndpoint = 'working';
    tokenOf(await nodes[0].tokens.accessToken(memberId, first));
    expect(issuer.grants.reuses).toBe(0);
  });

  test('P21: a refresh token that the provider rejects is forgotten, with every access token that came of it', async () => {
    tokenOf(await nodes[0].tokens.accessToken(memberId, first));
    tokenOf(await nodes[1].tokens.accessToken(memberId, first));
    for (const secret of issuer.secretsGiven) issuer.grants.revoke(secret);
    expect((await nodes[0].tokens.accessToken(memberId, second)).kind).toBe('sign-in-required');
    const [row] = await rig.inMetadata(
      `select refresh_token_sealed, (select count(*)::int from warehouse_access_tokens t where t.credential_id = c.id) as tokens
       from warehouse_credentials c where member_id = $1`,
      [memberId],
    );
    expect(row).toEqual({ refresh_token_sealed: null, tokens: 0 });
    // The other node hears of it.
    await expect.poll(async () => (await nodes[1].tokens.accessToken(memberId, first)).kind).toBe('sign-in-required');
  });

  test('P21: an audience that the sign-in does not cover asks to sign in and forgets nothing', async () => {
    const { oauth } = first;
    if (oauth === null) throw new Error('not an OAuth connection');
    const uncovered = { ...first, oauth: { ...oauth, audience: 'urn:third' } };
    // Some providers count the refresh token as used before they refuse: they must not even be asked.
    for (let round = 0; round < 2; round += 1)
      expect((await nodes[0].tokens.accessToken(memberId, uncovered)).kind).toBe('sign-in-required');
    expect(issuer.refreshes()).toBe(0);
    tokenOf(await nodes[1].tokens.accessToken(memberId, first));
    const [row] = await rig.inMetadata('select refresh_token_sealed is not null as kept from warehouse_credentials where member_id = $1', [
      memberId,
    ]);
    expect(row).toEqual({ kept: true });
  });

  test('P21: a refresh token is never sent to another provider than the one it came from', async () => {
    const other = await provider.newIssuer('');
    await signInAt(admin, other);
    await expect.poll(async () => (await nodes[0].tokens.accessToken(memberId, first)).kind).toBe('sign-in-required');
    expect(other.seen.filter(({ endpoint }) => endpoint === 'token')).toEqual([]);
  });

  test('P21: a deactivated member gets no token, though the kept one is good', async () => {
    tokenOf(await nodes[0].tokens.accessToken(memberId, first));
    await admin.patch(`/members/${memberId}`, { status: 'deactivated' });
    await expect.poll(async () => (await nodes[0].tokens.accessToken(memberId, first)).kind).toBe('sign-in-required');
    await admin.patch(`/members/${memberId}`, { status: 'active' });
    await expect.poll(async () => (await nodes[0].tokens.accessToken(memberId, first)).kind).toBe('token');
  });

  test('P21: a person without a sign-in is asked for one without a word to the provider', async () => {
    const nobody = crypto.randomUUID();
    expect((await nodes[0].tokens.accessToken(nobody, first)).kind).toBe('sign-in-required');
    expect(issuer.refreshes()).toBe(0);
  });
});

test('R60: a replaced client secret is used by the next refresh, the old one is not, and sessions survive', async () => {
  const browser = new Browser(admin.url);
  await browser.signIn();
  tokenOf(await nodes[0].tokens.accessToken(memberId, first));
  issuer.clientSecret = 'the new secret';
  expect((await nodes[0].tokens.accessToken(memberId, second)).kind).toBe('unreachable');
  expect((await signInAt(admin, issuer)).status).toBe(200);
  await expect.poll(async () => (await nodes[0].tokens.accessToken(memberId, second)).kind).toBe('token');
  expect(await browser.isSignedIn()).toBe(true);
});

test('P21: a revoked sign-in is void here and at the provider', async () => {
  const browser = new Browser(admin.url);
  await browser.signIn();
  tokenOf(await nodes[1].tokens.accessToken(memberId, first));
  const { csrfToken } = (await (await browser.go('/api/v1/session')).json()) as { csrfToken: string };
  const revoked = await browser.go(`/api/v1/profile/warehouse-sign-ins/${first.id}/revoke`, {
    method: 'POST',
    headers: { 'x-penstock-csrf': csrfToken },
  });
  expect([revoked.status, await revoked.json()]).toEqual([200, { result: 'revoked' }]);
  await expect.poll(async () => (await nodes[1].tokens.accessToken(memberId, first)).kind).toBe('sign-in-required');
  const listed = (await (await browser.go('/api/v1/profile/warehouse-sign-ins')).json()) as {
    items: { connectionId: string; state: string }[];
  };
  expect(listed.items.find(({ connectionId }) => connectionId === first.id)?.state).toBe('expired');
  expect(await browser.isSignedIn()).toBe(true);
});

/** Fetches one access token in a process of its own, which dies at `crashAt`. */
async function runNode(crashAt: string | null): Promise<{ output: string; signal: string | null }> {
  const program = fileURLToPath(new URL('../harness/token-node.ts', import.meta.url));
  const child = spawn(process.execPath, [program, databaseUrl(), rig.masterKeyFile, memberId, first.id], {
    env: { PATH: process.env['PATH'], ...(crashAt === null ? {} : { PENSTOCK_CRASH_AT: crashAt }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { output, signal };
}

function audienceOf(token: string): unknown {
  return (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as { aud: unknown }).aud;
}
