/** Set-up, local accounts and their limits, the authentication settings, and people's own sessions. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMisbehavingProvider } from '@penstock/testkit/misbehaving-provider/provider';
import type { MisbehavingProvider } from '@penstock/testkit/misbehaving-provider/provider';
import { Browser } from '../harness/browser.ts';
import { setUpWithPassword, signInAt } from '../harness/organization-at.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';

let rig: Rig;
let provider: MisbehavingProvider;
let admin: ApiClient;

const password = 'a password for walt';

beforeAll(async () => {
  [rig, provider] = await Promise.all([startRig({ setUp: false }), startMisbehavingProvider()]);
});

afterAll(async () => {
  await rig.stop();
  await provider.close();
});

function setUpRequest(change: object = {}): object {
  return {
    setUpToken: rig.setUpToken,
    organizationName: 'Somebody else',
    admin: { email: 'second@example.com', name: 'Second', password },
    authentication: { method: 'oauth-or-password', provider: null },
    ...change,
  };
}

describe('set-up', () => {
  test('needs the token, a way in for the Admin, and makes nothing when it is refused', async () => {
    const client = rig.anonymous();
    expect((await client.get('/sign-in-options')).body).toMatchObject({ setUpNeeded: true, methods: [], provider: null });
    const refused = [
      [{ setUpToken: 'wrong' }, 403, 'set-up.wrong-token'],
      [{ setUpToken: '' }, 403, 'set-up.wrong-token'],
      [{ admin: { email: 'a@example.com', name: 'A' } }, 422, 'authentication.invalid'],
      [{ authentication: { method: 'oauth', provider: null } }, 422, 'authentication.invalid'],
      [{ admin: { email: 'a@example.com', name: 'A', password: 'short' } }, 422, 'sign-in.weak-password'],
    ] as const;
    for (const [change, status, code] of refused) {
      const answer = await client.post('/set-up', setUpRequest(change));
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    }
    expect(await rig.inMetadata('select 1 from members')).toEqual([]);
    expect(await rig.inMetadata('select 1 from authentication_settings')).toEqual([]);
  });

  test('makes one first Admin, also of five at once, and is refused ever after', async () => {
    const others = Array.from({ length: 4 }, (_, index) =>
      rig.anonymous().post('/set-up', setUpRequest({ admin: { email: `admin${index}@example.com`, name: 'A', password } })),
    );
    const [first, ...rest] = await Promise.all([setUpWithPassword(rig).catch(() => null), ...others]);
    expect([first !== null, ...rest.map(({ status }) => status === 204)].filter(Boolean)).toHaveLength(1);
    expect(await rig.inMetadata('select 1 from members')).toHaveLength(1);
    const again = await rig.anonymous().post('/set-up', setUpRequest());
    expect([again.status, again.body.code]).toEqual([409, 'set-up.done']);

    // Whoever won: the tests below need a known Admin.
    await rig.inMetadata("update members set email = 'admin@example.com', name = 'Admin'");
    admin = rig.anonymous();
    await admin.signInWithPassword('admin@example.com', first === null ? password : 'a password for tests');
    expect((await admin.get('/session')).body).toMatchObject({ member: { accountType: 'Admin' }, session: { through: 'password' } });
    expect((await rig.anonymous().get('/sign-in-options')).body).toMatchObject({ setUpNeeded: false, methods: ['password'] });
  });
});

describe('a local account', () => {
  test('is made by an Admin, signs in with its password, and is in no identity provider', async () => {
    const { body: walt } = await admin.post('/members', { email: 'walt@example.com', name: 'Walt' });
    expect((await admin.put(`/members/${walt.id}/password`, { password })).status).toBe(204);
    const client = rig.anonymous();
    await client.signInWithPassword('WALT@example.com', password);
    expect((await client.get('/session')).body.member).toMatchObject({ id: walt.id, accountType: 'View' });
    expect(await rig.inMetadata('select 1 from member_identities where member_id = $1', [walt.id])).toEqual([]);
    expect((await client.put(`/members/${walt.id}/password`, { password: 'another password' })).status).toBe(403);
  });

  test('keeps only an argon2id hash', async () => {
    const [row] = await rig.inMetadata<{ password_hash: string }>('select password_hash from member_passwords limit 1');
    expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/u);
  });

  test('is not told apart from one that does not exist', async () => {
    const answers = await Promise.all([
      rig.anonymous().post('/auth/password', { email: 'walt@example.com', password: 'wrong password' }),
      rig.anonymous().post('/auth/password', { email: 'nobody@example.com', password: 'wrong password' }),
    ]);
    const [known, unknown] = answers.map(({ status, body }) => ({ ...body, status, requestId: null }));
    expect(known).toEqual(unknown);
    expect(known).toMatchObject({ status: 401, code: 'sign-in.wrong-password' });
    const timeOf = async (email: string): Promise<number> => {
      const from = performance.now();
      await rig.anonymous().post('/auth/password', { email, password: 'wrong password' });
      return performance.now() - from;
    };
    const [withAccount, without] = [await timeOf('walt@example.com'), await timeOf('nobody2@example.com')];
    // Both do the argon2 work; without it an answer would take a few milliseconds.
    expect(without).toBeGreaterThan(withAccount / 4);
  });

  test('changes its password with the present one; other sessions end', async () => {
    const [one, other] = [rig.anonymous(), rig.anonymous()];
    await one.signInWithPassword('walt@example.com', password);
    await other.signInWithPassword('walt@example.com', password);
    expect((await one.put('/profile/password', { currentPassword: 'wrong', password: 'a new password' })).status).toBe(401);
    expect((await one.put('/profile/password', { currentPassword: password, password: 'a new password' })).status).toBe(204);
    expect([(await one.get('/session')).status, (await other.get('/session')).status]).toEqual([200, 401]);
    expect((await rig.anonymous().post('/auth/password', { email: 'walt@example.com', password })).status).toBe(401);
    await one.put('/profile/password', { currentPassword: 'a new password', password });
  });

  test('is guarded by a limit that parallel attempts on two nodes cannot overtake, and that a success forgives', async () => {
    const second = await rig.startServer();
    await rig.inMetadata('delete from sign_in_attempts');
    const clients = [rig.anonymous(), rig.anonymous(second)];
    const attempt = async (index: number): Promise<number> =>
      (await (clients[index % 2] ?? rig.anonymous()).post('/auth/password', { email: 'walt@example.com', password: 'wrong password' }))
        .status;
    const statuses = await Promise.all(Array.from({ length: 24 }, (_, index) => attempt(index)));
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(14);
    const limited = await rig.anonymous().post('/auth/password', { email: 'walt@example.com', password });
    expect([limited.status, limited.body.code, Number(limited.headers.get('retry-after')) > 0]).toEqual([
      429,
      'sign-in.too-many-attempts',
      true,
    ]);
    // Another account from the same place is not locked out by it.
    expect((await rig.anonymous().post('/auth/password', { email: 'admin@example.com', password: 'wrong password' })).status).toBe(401);
    await rig.inMetadata("update sign_in_attempts set window_ends_at = now() - interval '1 second'");
    await rig.anonymous().signInWithPassword('walt@example.com', password);
    await second.stop();
  });
});

describe('the authentication settings', () => {
  test('are for Admins', async () => {
    const walt = rig.anonymous();
    await walt.signInWithPassword('walt@example.com', password);
    const issuer = await provider.newIssuer('');
    expect((await walt.get('/authentication')).status).toBe(403);
    expect((await signInAt(walt, issuer)).status).toBe(403);
    expect((await rig.anonymous().get('/authentication')).status).toBe(401);
  });

  test('never show the client secret, and keep it when it is left out', async () => {
    const issuer = await provider.newIssuer('');
    await signInAt(admin, issuer);
    const { body } = await admin.get('/authentication');
    expect(body.provider).toMatchObject({ issuer: issuer.issuer, hasClientSecret: true });
    expect(JSON.stringify(body)).not.toContain(issuer.clientSecret);
    const { name, clientId } = body.provider;
    const kept = await admin.put('/authentication', {
      method: 'oauth-or-password',
      provider: { name: `${name}!`, issuer: issuer.issuer, clientId },
    });
    expect(kept.status).toBe(200);
    expect((await new Browser(admin.url).signIn()).status).toBe(302);
  });

  test('never take a kept secret along to another issuer', async () => {
    const other = await provider.newIssuer('');
    const answer = await admin.put('/authentication', {
      method: 'oauth-or-password',
      provider: { name: 'Other', issuer: other.issuer, clientId: other.clientId },
    });
    expect([answer.status, answer.body.fields[0].pointer]).toEqual([422, '/body/provider/clientSecret']);
  });

  test('are refused with the field named when they cannot work', async () => {
    const provided = { name: 'X', clientId: 'x', clientSecret: 'x' };
    for (const issuer of ['not a url', 'http://provider.example', 'https://127.0.0.1:1', `${rig.servers[0]?.url}`]) {
      const answer = await admin.put('/authentication', { method: 'oauth-or-password', provider: { ...provided, issuer } });
      expect([issuer, answer.status, answer.body.fields[0].pointer]).toEqual([issuer, 422, '/body/provider/issuer']);
    }
    const lockedOut = await admin.put('/authentication', { method: 'oauth', provider: null });
    expect(lockedOut.status).toBe(422);
    const unproven = await admin.put('/authentication', { method: 'oauth', provider: { ...provided, issuer: 'https://provider.example' } });
    expect([unproven.status, unproven.body.fields[0].pointer]).toEqual([422, '/body/method']);
  });

  test('switch passwords off once an Admin has come in through the provider', async () => {
    const issuer = await provider.newIssuer('');
    issuer.account = { ...issuer.account, email: 'admin@example.com' };
    await signInAt(admin, issuer);
    const browser = new Browser(admin.url);
    expect((await browser.signIn()).status).toBe(302);
    const { csrfToken } = (await (await browser.go('/api/v1/session')).json()) as { csrfToken: string };
    const settings = { name: 'Testing', issuer: issuer.issuer, clientId: issuer.clientId };
    const change = async (method: string): Promise<number> =>
      (
        await browser.go('/api/v1/authentication', {
          method: 'PUT',
          body: JSON.stringify({ method, provider: settings }),
          headers: { 'content-type': 'application/json', 'x-penstock-csrf': csrfToken },
        })
      ).status;
    expect(await change('oauth')).toBe(200);
    const refused = await rig.anonymous().post('/auth/password', { email: 'walt@example.com', password });
    expect([refused.status, refused.body.code]).toEqual([409, 'sign-in.password-off']);
    expect((await rig.anonymous().get('/sign-in-options')).body.methods).toEqual(['oauth']);
    const { status } = await browser.go('/api/v1/authentication', {
      method: 'PUT',
      body: JSON.stringify({ method: 'oauth-or-password', provider: null }),
      headers: { 'content-type': 'application/json', 'x-penstock-csrf': csrfToken },
    });
    expect(status).toBe(422);
    expect(await change('oauth-or-password')).toBe(200);
  });
});

describe('sessions', () => {
  test('are listed for their member alone, and each can be ended from another', async () => {
    const [here, there] = [rig.anonymous(), rig.anonymous()];
    await here.signInWithPassword('walt@example.com', password);
    await there.signInWithPassword('walt@example.com', password);
    const { items }: { items: { id: string; isCurrent: boolean; through: string }[] } = (await here.get('/profile/sessions')).body;
    const current = (await there.get('/session')).body.session.id;
    expect(items.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
    expect(items.map(({ id }) => id)).toContain(current);
    expect((await admin.delete(`/profile/sessions/${current}`)).status).toBe(404);
    expect((await here.delete(`/profile/sessions/${current}`)).status).toBe(204);
    expect((await there.get('/session')).status).toBe(401);
    expect((await here.get('/session')).status).toBe(200);
  });

  test('end with the sign-out, on every node at once', async () => {
    const second = await rig.startServer();
    const walt = rig.anonymous();
    await walt.signInWithPassword('walt@example.com', password);
    const onSecond = rig.anonymous(second);
    const cookie = walt.jar.header(new URL(walt.url));
    expect((await onSecond.get('/session', { headers: { cookie } })).status).toBe(200);
    const answer = await walt.post('/auth/sign-out');
    expect([answer.status, answer.body]).toEqual([200, { redirectTo: null }]);
    await expect.poll(async () => (await onSecond.get('/session', { headers: { cookie } })).status).toBe(401);
    expect((await rig.anonymous().get('/session', { headers: { cookie } })).status).toBe(401);
    await second.stop();
  });

  test('end when idle for too long, and at the latest a week after the sign-in', async () => {
    for (const age of ["last_seen_at = now() - interval '13 hours'", "expires_at = now() - interval '1 second'"]) {
      const walt = rig.anonymous();
      await walt.signInWithPassword('walt@example.com', password);
      const { id } = (await walt.get('/session')).body.session;
      await rig.inMetadata(`update sessions set ${age} where id = $1`, [id]);
      // What the node remembers of a session is at most a few seconds old.
      await expect.poll(async () => (await walt.get('/session')).status, { timeout: 30_000, interval: 500 }).toBe(401);
    }
  });
});
