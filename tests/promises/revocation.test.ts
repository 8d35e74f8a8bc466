import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { soon } from '../harness/patience.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';

let rig: Rig;
let ada: ApiClient;
let types: Record<string, string>;

beforeAll(async () => {
  rig = await startRig();
  await rig.startServer();
  ada = await rig.signIn('ada');
  const items: { id: string; builtIn: string | null }[] = (await ada.get('/account-types')).body.items;
  types = Object.fromEntries(items.map((type) => [type.builtIn ?? 'custom', type.id]));
});

afterAll(async () => {
  await rig.stop();
});

async function memberIdOf(client: ApiClient): Promise<string> {
  return (await client.get('/session')).body.member.id;
}

async function give(client: ApiClient, type: string): Promise<void> {
  const { status } = await ada.patch(`/members/${await memberIdOf(client)}`, { accountTypeId: types[type] });
  expect(status).toBe(200);
}

/** The same session at the other node, which has just served it from its cache. */
async function atBothNodes(client: ApiClient): Promise<readonly ApiClient[]> {
  const nodes = rig.servers.map(({ url }) => Object.assign(Object.create(client) as ApiClient, { url }));
  for (const node of nodes) expect((await node.get('/session')).status).toBe(200);
  return nodes;
}

/** Asks until the answer is `expected`; fails after the promised five seconds. */
async function within5Seconds(ask: () => Promise<number>, expected: number): Promise<void> {
  await soon(5_000, async () => (await ask()) === expected);
}

describe('revocation is prompt on every node', () => {
  test('P18: a deactivated member is out, by session and by API key, and stays out', async () => {
    const bob = await rig.signIn('bob');
    await give(bob, 'build');
    const key = (await bob.post('/api-keys', { name: 'Robot' })).body.secret;
    const byKey = { headers: { authorization: `Bearer ${key}` } };
    const nodes = await atBothNodes(bob);
    const robots = rig.servers.map((server) => rig.anonymous(server));
    for (const robot of robots) expect((await robot.get('/session', byKey)).status).toBe(200);

    await ada.patch(`/members/${await memberIdOf(bob)}`, { status: 'deactivated' });
    for (const node of nodes) await within5Seconds(async () => (await node.get('/session')).status, 401);
    for (const robot of robots) await within5Seconds(async () => (await robot.get('/session', byKey)).status, 401);

    await ada.patch(`/members/${(await memberNamed('bob')).id}`, { status: 'active' });
    for (const node of nodes) expect((await node.get('/session')).status).toBe(401);
  });

  test('P18: a demoted member loses what the account type gave', async () => {
    const alice = await rig.signIn('alice');
    await give(alice, 'build');
    const nodes = await atBothNodes(alice);
    for (const node of nodes) await within5Seconds(async () => (await node.post('/workbooks', { name: 'Plan' })).status, 201);
    await give(alice, 'view');
    for (const node of nodes) await within5Seconds(async () => (await node.post('/workbooks', { name: 'Plan' })).status, 403);
  });

  test('P18: a workbook that is shared no more is nowhere', async () => {
    const carol = await rig.signIn('carol');
    const workbook = (await ada.post('/workbooks', { name: 'Shared' })).body.id;
    await ada.put(`/workbooks/${workbook}/grants`, { grants: [{ to: { memberId: await memberIdOf(carol) }, right: 'view' }] });
    const nodes = await atBothNodes(carol);
    for (const node of nodes) await within5Seconds(async () => (await node.get(`/workbooks/${workbook}`)).status, 200);
    await ada.put(`/workbooks/${workbook}/grants`, { grants: [] });
    for (const node of nodes) await within5Seconds(async () => (await node.get(`/workbooks/${workbook}`)).status, 404);
  });

  test('P18: a revoked API key opens nothing', async () => {
    const { id, secret } = (await ada.post('/api-keys', { name: 'Robot' })).body;
    const robots = rig.servers.map((server) => rig.anonymous(server));
    const byKey = { headers: { authorization: `Bearer ${secret}` } };
    for (const robot of robots) expect((await robot.get('/session', byKey)).status).toBe(200);
    expect((await ada.delete(`/api-keys/${id}`)).status).toBe(204);
    for (const robot of robots) await within5Seconds(async () => (await robot.get('/session', byKey)).status, 401);
  });

  test('P18: a key whose member may use keys no longer is refused', async () => {
    const alice = await rig.signIn('alice');
    await give(alice, 'build');
    const { secret } = (await alice.post('/api-keys', { name: 'Robot' })).body;
    const byKey = { headers: { authorization: `Bearer ${secret}` } };
    expect((await rig.anonymous().get('/session', byKey)).status).toBe(200);
    await give(alice, 'view');
    await within5Seconds(async () => (await rig.anonymous().get('/session', byKey)).status, 403);
  });
});

async function memberNamed(name: string): Promise<{ id: string }> {
  const { items } = (await ada.get('/members')).body;
  return items.find((member: { email: string }) => member.email.startsWith(name));
}
