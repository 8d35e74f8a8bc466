/** P20: a response to a sign-in is accepted once, where it started. Attacks are made over HTTP against the real server. */
import { createHash } from 'node:crypto';
import { startMisbehavingProvider } from '@penstock/testkit/misbehaving-provider/provider';
import type { Issuer, MisbehavingProvider } from '@penstock/testkit/misbehaving-provider/provider';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Browser } from '../harness/browser.ts';
import { setUpWithPassword, signInAt } from '../harness/organization-at.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';

let rig: Rig;
let provider: MisbehavingProvider;
let admin: ApiClient;
let issuer: Issuer;
let victim: Browser;
let attacker: Browser;

beforeAll(async () => {
  [rig, provider] = await Promise.all([startRig({ setUp: false }), startMisbehavingProvider()]);
  admin = await setUpWithPassword(rig);
});

afterAll(async () => {
  await rig.stop();
  await provider.close();
});

beforeEach(async () => {
  issuer = await provider.newIssuer('');
  await signInAt(admin, issuer);
  victim = new Browser(admin.url);
  attacker = new Browser(admin.url);
});

/** The answer refuses the sign-in, and the browser is nobody afterwards. */
async function expectRefusal(browser: Browser, answer: Response, code: string): Promise<void> {
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, code]);
  expect(browser.sessionCookie).toBeNull();
  expect(await browser.isSignedIn()).toBe(false);
}

describe('a response is accepted where it started', () => {
  test("P20: login CSRF: a response that belongs to the attacker's browser does not sign the victim in", async () => {
    const response = await attacker.visitProvider(await attacker.startSignIn());
    await expectRefusal(victim, await victim.go(response), 'sign-in.not-started-here');
    // The same while the victim has a sign-in of their own under way.
    await victim.startSignIn();
    await expectRefusal(victim, await victim.go(response), 'sign-in.not-started-here');
  });

  test("P20: an injected code: the attacker's own flow with the victim's code is refused by nonce and PKCE", async () => {
    const victims = await victim.visitProvider(await victim.startSignIn());
    const attackers = await attacker.visitProvider(await attacker.startSignIn());
    attackers.searchParams.set('code', victims.searchParams.get('code') ?? '');
    await expectRefusal(attacker, await attacker.go(attackers), 'sign-in.refused');
    expect(issuer.seen.filter(({ endpoint }) => endpoint === 'userinfo')).toEqual([]);
  });

  test('P20: an injected code is refused by the nonce alone, at a provider that does not check PKCE', async () => {
    const victims = await victim.visitProvider(await victim.startSignIn());
    const attackersStart = await attacker.startSignIn();
    const attackers = await attacker.visitProvider(attackersStart);
    issuer.grants.forgetCodeChallenge(victims.searchParams.get('code') ?? '');
    attackers.searchParams.set('code', victims.searchParams.get('code') ?? '');
    const answer = await attacker.go(attackers);
    expect(((await answer.clone().json()) as { detail: string }).detail).toMatch(/nonce/u);
    await expectRefusal(attacker, answer, 'sign-in.refused');
  });

  test('P20: a state without the cookie of the browser is refused, also after the cookie was forged', async () => {
    const response = await victim.visitProvider(await victim.startSignIn());
    const stranger = new Browser(admin.url);
    await expectRefusal(stranger, await stranger.go(response), 'sign-in.not-started-here');
    const name = /(penstock-sign-in-[0-9a-f]{8})=/u.exec(victim.jar.header(new URL(admin.url)))?.[1] ?? '';
    const forged = await fetch(response, { redirect: 'manual', headers: { cookie: `${name}=${'A'.repeat(43)}` } });
    expect(forged.status).toBe(403);
    // None of it took the flow away from the browser that it belongs to.
    expect((await victim.go(response)).status).toBe(302);
  });

  test('P20: a response with a missing, doubled or foreign state or iss is refused', async () => {
    const spoiled: ((response: URL) => void)[] = [
      ({ searchParams }) => searchParams.delete('state'),
      ({ searchParams }) => searchParams.set('state', ''),
      ({ searchParams }) => searchParams.append('state', searchParams.get('state') ?? ''),
      ({ searchParams }) => searchParams.set('state', 'A'.repeat(43)),
      ({ searchParams }) => searchParams.delete('iss'),
      ({ searchParams }) => searchParams.append('iss', searchParams.get('iss') ?? ''),
      ({ searchParams }) => searchParams.set('iss', 'https://honest.example'),
    ];
    for (const spoil of spoiled) {
      const browser = new Browser(admin.url);
      const response = await browser.visitProvider(await browser.startSignIn());
      spoil(response);
      expect((await browser.go(response)).status).toBe(403);
      expect(await browser.isSignedIn()).toBe(false);
    }
  });
});

describe('a response is accepted once', () => {
  test('P20: a replayed response is refused, in the same browser and after a sign-out', async () => {
    const response = await victim.visitProvider(await victim.startSignIn());
    expect((await victim.go(response)).status).toBe(302);
    const tokenRequests = issuer.seen.filter(({ endpoint }) => endpoint === 'token').length;
    const replayed = await victim.go(response);
    expect([replayed.status, ((await replayed.json()) as { code: string }).code]).toEqual([403, 'sign-in.not-started-here']);
    expect(issuer.seen.filter(({ endpoint }) => endpoint === 'token')).toHaveLength(tokenRequests);
  });

  test('P20: of twenty times the same response at once, one is accepted', async () => {
    const response = await victim.visitProvider(await victim.startSignIn());
    const answers = await Promise.all(Array.from({ length: 20 }, () => victim.go(response)));
    expect(answers.filter(({ status }) => status === 302)).toHaveLength(1);
    expect(issuer.seen.filter(({ endpoint }) => endpoint === 'token')).toHaveLength(1);
  });

  test('P20: a response that comes after ten minutes is refused', async () => {
    const response = await victim.visitProvider(await victim.startSignIn());
    await rig.inMetadata("update sign_in_flows set expires_at = now() - interval '1 second'");
    await expectRefusal(victim, await victim.go(response), 'sign-in.not-started-here');
  });

  test('P20: a response that comes after the provider was changed is refused', async () => {
    const response = await victim.visitProvider(await victim.startSignIn());
    await signInAt(admin, await provider.newIssuer(''));
    await expectRefusal(victim, await victim.go(response), 'sign-in.not-started-here');
  });
});

describe('a provider in trouble', () => {
  test('P20: a token endpoint that fails or cuts the connection is told as unreachable, and nobody is signed in', async () => {
    for (const trouble of ['unreachable', 'loses-answers'] as const) {
      issuer.tokenEndpoint = trouble;
      const answer = await victim.signIn();
      expect([trouble, answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
        trouble,
        502,
        'sign-in.provider-unreachable',
      ]);
      expect(await victim.isSignedIn()).toBe(false);
    }
  });

  test('P20: a person who declines, or whose provider reports an error, comes back to the sign-in page with a code', async () => {
    const back = await victim.visitProvider(await victim.startSignIn());
    back.searchParams.delete('code');
    back.searchParams.set('error', 'access_denied');
    back.searchParams.set('error_description', '<script>alert(1)</script>');
    const answer = await victim.go(back, { headers: { accept: 'text/html,application/xhtml+xml' } });
    expect([answer.status, answer.headers.get('location')]).toEqual([
      302,
      expect.stringMatching(/^\/sign-in\?problem=sign-in\.refused&request=[\w-]+$/u),
    ]);
  });

  test('P20: the sign-in goes on at a provider that came back', async () => {
    issuer.tokenEndpoint = 'unreachable';
    await victim.signIn();
    issuer.tokenEndpoint = 'working';
    expect((await victim.signIn()).status).toBe(302);
  });
});

describe('PKCE', () => {
  test('P20: PKCE downgrade: S256 is used at a provider that offers only plain, or says nothing', async () => {
    for (const methods of [['plain'], []]) {
      issuer = await provider.newIssuer('');
      issuer.codeChallengeMethods = methods;
      await signInAt(admin, issuer);
      const browser = new Browser(admin.url);
      expect((await browser.signIn()).status).toBe(302);
      const authorize = issuer.seen.find(({ endpoint }) => endpoint === 'authorize')?.parameters;
      const token = issuer.seen.find(({ endpoint }) => endpoint === 'token')?.parameters;
      expect(authorize?.get('code_challenge_method')).toBe('S256');
      const verifier = token?.get('code_verifier') ?? '';
      expect(verifier).toMatch(/^[\w.~-]{43,128}$/u);
      expect(authorize?.get('code_challenge')).toBe(createHash('sha256').update(verifier).digest('base64url'));
    }
  });

  test('P20: PKCE downgrade: an authorization whose challenge was taken out on the way yields no session', async () => {
    const authorization = await victim.startSignIn();
    authorization.searchParams.delete('code_challenge');
    authorization.searchParams.delete('code_challenge_method');
    await expectRefusal(victim, await victim.go(await victim.visitProvider(authorization)), 'sign-in.refused');
  });

  test('P20: state, nonce and code verifier are fresh for every flow', async () => {
    const starts = await Promise.all(Array.from({ length: 5 }, () => victim.startSignIn()));
    for (const name of ['state', 'nonce', 'code_challenge']) {
      const values = starts.map(({ searchParams }) => searchParams.get(name));
      expect(new Set(values).size).toBe(5);
      expect(values.every((value) => value !== null && value.length >= 43)).toBe(true);
    }
  });
});

describe('open redirect', () => {
  const elsewhere = [
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '\\/evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '@evil.example',
    '.evil.example',
    '/auth/sign-in?returnTo=/',
    '',
  ];
  test('P20: a finished sign-in leads only to own pages, whatever returnTo says', async () => {
    for (const returnTo of elsewhere) {
      const browser = new Browser(admin.url);
      const answer = await browser.signIn(returnTo);
      expect([returnTo, answer.status, answer.headers.get('location')]).toEqual([returnTo, 302, '/']);
    }
  });

  test('P20: an own path with query and fragment is kept', async () => {
    const answer = await victim.signIn('/workbooks/1?page=2#cell');
    expect(answer.headers.get('location')).toBe('/workbooks/1?page=2#cell');
  });
});

describe('the session', () => {
  test('P20: a session that was there before the sign-in ends with it, and its id is not taken over', async () => {
    await victim.signIn();
    const former = victim.sessionCookie;
    await victim.signIn();
    expect(victim.sessionCookie).not.toBe(former);
    const name = /(penstock-[0-9a-f]{8})=/u.exec(victim.jar.header(new URL(admin.url)))?.[1] ?? '';
    const withFormer = await fetch(new URL('/api/v1/session', admin.url), { headers: { cookie: `${name}=${former}` } });
    expect(withFormer.status).toBe(401);
  });

  test('P20: a session cookie that was planted before the sign-in is not the session afterwards', async () => {
    const start = await victim.go('/auth/sign-in');
    const name = /(penstock)-sign-in-([0-9a-f]{8})=/u.exec(victim.jar.header(new URL(admin.url)));
    const planted = `${name?.[1]}-${name?.[2]}=${'P'.repeat(43)}`;
    const back = await victim.visitProvider(new URL(start.headers.get('location') ?? ''));
    const answer = await victim.go(back, { headers: { cookie: `${victim.jar.header(new URL(admin.url))}; ${planted}` } });
    expect(answer.status).toBe(302);
    expect(victim.sessionCookie).not.toBe('P'.repeat(43));
    const withPlanted = await fetch(new URL('/api/v1/session', admin.url), { headers: { cookie: planted } });
    expect(withPlanted.status).toBe(401);
  });

  test('P20: the cookie is HttpOnly, Lax, for the whole site and this host only', async () => {
    const response = await victim.visitProvider(await victim.startSignIn());
    const cookie = (await victim.go(response)).headers.getSetCookie().find((line) => !line.startsWith('penstock-sign-in')) ?? '';
    expect(cookie).toMatch(/^penstock-[0-9a-f]{8}=[\w-]{43};/u);
    for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(attribute);
    expect(cookie).not.toMatch(/domain=/iu);
  });
});

describe('who it is', () => {
  test('P20: an unverified e-mail address links nobody and makes nobody', async () => {
    issuer.account = { ...issuer.account, email: 'admin@example.com', emailVerified: false };
    await expectRefusal(victim, await victim.signIn(), 'sign-in.email-unverified');
    issuer.account = { ...issuer.account, email: 'somebody-new@example.com' };
    await expectRefusal(attacker, await attacker.signIn(), 'sign-in.email-unverified');
  });

  test('P20: a verified e-mail address links a prepared member once; a second subject with the same address is refused', async () => {
    issuer.account = { ...issuer.account, email: 'Admin@Example.com' };
    expect((await victim.signIn()).status).toBe(302);
    const session = (await (await victim.go('/api/v1/session')).json()) as { member: { accountType: string } };
    expect(session.member.accountType).toBe('Admin');
    issuer.account = { ...issuer.account, subject: 'somebody who was given the address later' };
    await expectRefusal(attacker, await attacker.signIn(), 'sign-in.identity-taken');
  });

  test('P20: ten first sign-ins of one person at once make one member', async () => {
    const browsers = Array.from({ length: 10 }, () => new Browser(admin.url));
    const answers = await Promise.all(browsers.map((browser) => browser.signIn()));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 302));
    expect(await rig.inMetadata('select 1 from members where email = $1', [issuer.account.email])).toHaveLength(1);
  });

  test('P20: sixty people who sign in at once all get in: no sign-in waits for another while it holds a connection', async () => {
    const browsers = Array.from({ length: 60 }, () => new Browser(admin.url));
    const responses: URL[] = [];
    for (const [index, browser] of browsers.entries()) {
      issuer.account = { ...issuer.account, subject: `${issuer.issuer} ${index}`, email: `${index}-${issuer.account.email}` };
      responses.push(await browser.visitProvider(await browser.startSignIn()));
    }
    // The account is read when the code is given, the e-mail address when it is used: one address each is not needed here.
    issuer.behaviour = { idTokenClaims: (claims) => ({ ...claims, email: `${String(claims['sub']).replaceAll(/\W/gu, '')}@example.com` }) };
    const answers = await Promise.all(browsers.map((browser, index) => browser.go(responses[index] ?? '')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([302]));
  });

  test('P20: a deactivated member is refused, and a session of theirs ends', async () => {
    await victim.signIn();
    const { member } = (await (await victim.go('/api/v1/session')).json()) as { member: { id: string } };
    expect((await admin.patch(`/members/${member.id}`, { status: 'deactivated' })).status).toBe(200);
    expect(await victim.isSignedIn()).toBe(false);
    await expectRefusal(attacker, await attacker.signIn(), 'sign-in.deactivated');
  });
});
