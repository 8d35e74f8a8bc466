import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';

let rig: Rig;
let ada: ApiClient;
let types: Record<string, string>;

beforeAll(async () => {
  rig = await startRig({ members: false });
  ada = await rig.signIn('ada');
  const items: { id: string; builtIn: string | null }[] = (await ada.get('/account-types')).body.items;
  types = Object.fromEntries(items.map((type) => [type.builtIn ?? 'custom', type.id]));
});

afterAll(async () => {
  await rig.stop();
});

async function sessionOf(client: ApiClient): Promise<{ member: { id: string; accountType: unknown; permissions: string[] } }> {
  return (await client.get('/session')).body;
}

describe('members', () => {
  test('who signs in for the first time gets the lowest account type', async () => {
    const vera = await rig.signIn('vera');
    expect((await sessionOf(vera)).member.permissions).toEqual(['workbooks.view']);
  });

  test('an Admin adds a member before they sign in, and the sign-in finds them', async () => {
    const added = await ada.post('/members', { email: 'Carol@Penstock.example', name: 'Carol', accountTypeId: types['build'] });
    expect([added.status, added.body.accountType.builtIn]).toEqual([201, 'build']);
    const carol = await rig.signIn('carol');
    expect((await sessionOf(carol)).member).toMatchObject({ id: added.body.id, permissions: expect.arrayContaining(['workbooks.build']) });
  });

  test('an address is taken whatever its case', async () => {
    const { status, body } = await ada.post('/members', { email: 'ADA@penstock.example', name: 'Another Ada' });
    expect([status, body.code, body.fields]).toEqual([409, 'member.exists', [{ pointer: '/body/email', message: 'is taken' }]]);
  });

  test('an unknown account type and an address that is none are refused by name', async () => {
    const unknownType = await ada.post('/members', {
      email: 'new@penstock.example',
      name: 'New',
      accountTypeId: '00000000-0000-4000-8000-000000000000',
    });
    expect([unknownType.status, unknownType.body.code]).toEqual([404, 'request.not-found']);
    const noAddress = await ada.post('/members', { email: 'nobody', name: '' });
    expect([noAddress.status, noAddress.body.code]).toEqual([400, 'request.invalid']);
    expect(noAddress.body.fields.map((field: { pointer: string }) => field.pointer)).toEqual(['/body/email', '/body/name']);
  });

  test('the last Admin can be neither demoted nor deactivated, also not by two at once', async () => {
    const { id } = (await sessionOf(ada)).member;
    for (const change of [{ accountTypeId: types['view'] }, { status: 'deactivated' }]) {
      const { status, body } = await ada.patch(`/members/${id}`, change);
      expect([status, body.code]).toEqual([409, 'member.last-admin']);
    }
    const bob = await rig.signIn('bob');
    const bobId = (await sessionOf(bob)).member.id;
    await ada.patch(`/members/${bobId}`, { accountTypeId: types['admin'] });
    const both = await Promise.all([
      bob.patch(`/members/${id}`, { accountTypeId: types['view'] }),
      ada.patch(`/members/${bobId}`, { accountTypeId: types['view'] }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).not.toEqual([200, 200]);
    const [row] = await rig.inMetadata(
      "select count(*)::int as admins from members m join account_types t on t.id = m.account_type_id where t.built_in = 'admin' and m.status = 'active'",
    );
    expect(row.admins).toBe(1);
    // Whoever is left gives the rights back, for the tests that follow.
    const left = both[0].status === 200 ? bob : ada;
    await left.patch(`/members/${id}`, { accountTypeId: types['admin'] });
  });

  test('a custom account type is made, given, changed and counts at once', async () => {
    const made = await ada.post('/account-types', { name: 'Reader', permissions: ['workbooks.view', 'workbooks.explore'] });
    expect(made.status).toBe(201);
    expect((await ada.post('/account-types', { name: 'reader', permissions: [] })).body.code).toBe('account-type.exists');
    expect((await ada.patch(`/account-types/${types['view']}`, { name: 'Looker' })).body.code).toBe('account-type.built-in');
    const vera = await rig.signIn('vera');
    const { id } = (await sessionOf(vera)).member;
    await ada.patch(`/members/${id}`, { accountTypeId: made.body.id });
    expect((await sessionOf(vera)).member.permissions).toEqual(['workbooks.view', 'workbooks.explore']);
    await ada.patch(`/account-types/${made.body.id}`, { permissions: ['workbooks.view', 'workbooks.build'] });
    expect((await vera.post('/workbooks', { name: 'Mine now' })).status).toBe(201);
  });

  test('members are listed in pages', async () => {
    const first = (await ada.get('/members?limit=2')).body;
    const second = (await ada.get(`/members?limit=200&cursor=${first.nextCursor}`)).body;
    const names = [...first.items, ...second.items].map((member: { name: string }) => member.name);
    expect(first.items).toHaveLength(2);
    expect(second.nextCursor).toBeNull();
    expect(new Set(names).size).toBe(names.length);
    expect((await ada.get('/members?cursor=nonsense')).body.code).toBe('request.invalid');
  });
});

describe('API keys', () => {
  test('act as their member, are shown once and kept as a hash', async () => {
    const { status, body } = await ada.post('/api-keys', { name: 'Robot' });
    expect(status).toBe(201);
    expect(body.secret).toMatch(/^pk_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$/);
    const robot = await rig.anonymous().get('/session', { headers: { authorization: `Bearer ${body.secret}` } });
    expect(robot.body.member.email).toBe('ada@penstock.example');
    const listed = (await ada.get('/api-keys')).body.items.find((key: { id: string }) => key.id === body.id);
    expect(listed).toEqual({
      id: body.id,
      name: 'Robot',
      createdAt: body.createdAt,
      expiresAt: null,
      lastUsedOn: new Date().toISOString().slice(0, 10),
    });
    const [dump] = await rig.inMetadata(
      'select (select json_agg(k)::text from api_keys k) || (select json_agg(i)::text from idempotency_keys i) as text',
    );
    expect(String(dump?.text)).not.toContain(body.secret.slice(-43));
  });

  test('make no other keys, and end when they say', async () => {
    const { secret } = (await ada.post('/api-keys', { name: 'Parent' })).body;
    const child = await rig.anonymous().post('/api-keys', { name: 'Child' }, { headers: { authorization: `Bearer ${secret}` } });
    expect([child.status, child.body.code]).toEqual([403, 'member.not-permitted']);
    const expired = (await ada.post('/api-keys', { name: 'Old', expiresAt: '2020-01-01T00:00:00Z' })).body.secret;
    expect((await rig.anonymous().get('/session', { headers: { authorization: `Bearer ${expired}` } })).status).toBe(401);
  });

  test('are for account types that may use them', async () => {
    const alice = await rig.signIn('alice');
    const refused = await alice.post('/api-keys', { name: 'Robot' });
    expect([refused.status, refused.body.permission]).toEqual([403, 'api-keys.use']);
  });
});
