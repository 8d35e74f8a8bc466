/**
 * P19: the OpenID Foundation's conformance modules for relying parties, by name, against the real server. Each test
 * has an issuer of its own that misbehaves in the one way its module is about.
 */
import { misbehaviours, oddities } from '@penstock/testkit/misbehaving-provider/misbehaviours';
import type { MisbehaviourName, OddityName } from '@penstock/testkit/misbehaving-provider/misbehaviours';
import { startMisbehavingProvider } from '@penstock/testkit/misbehaving-provider/provider';
import type { MisbehavingProvider } from '@penstock/testkit/misbehaving-provider/provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../harness/browser.ts';
import { eventually } from '../requirements/connections-of-the-rig.ts';
import { setUpWithPassword, signInAt } from '../harness/organization-at.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';

let rig: Rig;
let provider: MisbehavingProvider;
let admin: ApiClient;

beforeAll(async () => {
  [rig, provider] = await Promise.all([startRig({ setUp: false }), startMisbehavingProvider()]);
  admin = await setUpWithPassword(rig);
});

afterAll(async () => {
  await rig.stop();
  await provider.close();
});

describe('accepted', () => {
  for (const name of Object.keys(oddities) as OddityName[]) {
    test(`P19: ${titleOf(name)}: the sign-in succeeds`, async () => {
      const issuer = await provider.newIssuer(name);
      expect((await signInAt(admin, issuer)).status).toBe(200);
      // Twice, so that keys may roll over and the member is found again.
      for (let round = 0; round < 2; round += 1) {
        const browser = new Browser(admin.url);
        const answer = await browser.signIn('/workbooks');
        expect([answer.status, answer.headers.get('location')]).toEqual([302, '/workbooks']);
        const session = await (await browser.go('/api/v1/session')).json();
        expect(session).toMatchObject({
          member: { email: issuer.account.email, name: issuer.account.name },
          session: { through: 'oauth' },
        });
      }
      const [first] = issuer.seen.filter(({ endpoint }) => endpoint === 'token');
      expect(first?.authorization).toMatch(/^Basic /u);
      if (name.includes('userinfo')) {
        expect(issuer.seen.find(({ endpoint }) => endpoint === 'userinfo')?.authorization).toMatch(/^Bearer /u);
      }
    });
  }
});

/** What the refusal must be about, so that no sign-in is refused for another reason than its module's. */
const reasons: Readonly<Record<Exclude<MisbehaviourName, 'discovery-issuer-mismatch'>, RegExp>> = {
  'invalid-iss': /unexpected JWT "iss"/u,
  'invalid-missing-iss': /"iss" \(issuer\) claim missing/u,
  'missing-sub': /"sub" \(subject\) claim missing/u,
  'invalid-aud': /unexpected JWT "aud"/u,
  'missing-aud': /"aud" \(audience\) claim missing/u,
  'invalid-missing-aud': /"aud" \(audience\) claim missing/u,
  'invalid-secondary-aud': /additional untrusted audiences/u,
  'missing-iat': /"iat" \(issued at\) claim missing/u,
  'iat-is-week-in-past': /not issued just now/u,
  'invalid-expired-exp': /expiration is past/u,
  'invalid-missing-exp': /"exp" \(expiration time\) claim missing/u,
  'invalid-nonce': /unexpected ID Token "nonce"/u,
  'nonce-invalid': /unexpected ID Token "nonce"/u,
  'invalid-missing-nonce': /"nonce" \(nonce\) claim missing/u,
  'invalid-null-alg': /unexpected JWT "alg"/u,
  'invalid-alternate-alg': /unexpected JWT "alg"/u,
  'invalid-signature': /signature verification failed/u,
  'kid-absent-multiple-jwks': /multiple applicable keys/u,
  'userinfo-invalid-sub': /unexpected "response" body "sub"/u,
  'invalid-authorization-response-iss': /unexpected "iss" \(issuer\) response parameter/u,
  'remove-authorization-response-iss': /response parameter "iss" \(issuer\) missing/u,
  'ensure-authorization-response-with-invalid-state-fails': /No sign-in under way/u,
  'ensure-authorization-response-with-invalid-missing-state-fails': /No sign-in under way/u,
  'idtoken-sig-none': /unexpected JWT "alg"/u,
  'invalid-sig-rs256': /signature verification failed/u,
  'invalid-sig-es256': /signature verification failed/u,
  'invalid-sig-hs256': /unexpected JWT "alg"/u,
};

describe('refused', () => {
  for (const name of Object.keys(misbehaviours) as MisbehaviourName[]) {
    if (name === 'discovery-issuer-mismatch') continue;
    test(`P19: ${titleOf(name)}: the sign-in is refused`, async () => {
      const issuer = await provider.newIssuer(name);
      const idTokenAlgorithm = name === 'invalid-sig-es256' ? 'ES256' : 'RS256';
      expect((await signInAt(admin, issuer, { idTokenAlgorithm })).status).toBe(200);
      const browser = new Browser(admin.url);
      const answer = await browser.signIn();
      const problem = (await answer.json()) as { detail: string };
      expect(answer.status, JSON.stringify(problem)).toBe(403);
      expect(problem).toMatchObject({
        code: expect.stringMatching(/^sign-in\.(refused|not-started-here)$/u),
        nextStep: expect.any(String),
      });
      expect(problem.detail).toMatch(reasons[name]);
      expect(browser.sessionCookie).toBeNull();
      expect(await browser.isSignedIn()).toBe(false);
      expect(await membersWith(issuer.account.email)).toBe(0);
    });
  }

  test('P19: oidcc-client-test-discovery-issuer-mismatch: the provider is not taken as one', async () => {
    const issuer = await provider.newIssuer('discovery-issuer-mismatch');
    const refused = await signInAt(admin, issuer);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ code: 'authentication.invalid', fields: [{ pointer: '/body/provider/issuer' }] });

    // The same document on a provider that is configured already: nobody is sent to it.
    await rig.inMetadata('update authentication_settings set issuer = $1', [issuer.issuer]);
    const browser = new Browser(admin.url);
    // The server hears of the change a moment later; until then it sends people to the provider of before.
    const start = await eventually(async () => {
      const answer = await browser.go('/auth/sign-in');
      return answer.status !== 302 && answer;
    });
    expect([start.status, ((await start.json()) as { code: string }).code]).toEqual([502, 'sign-in.provider-unreachable']);
    expect(issuer.seen.some(({ endpoint }) => endpoint === 'authorize')).toBe(false);
  });

  test('P19: oidcc-client-test-idtoken-sig-hs256 signed with the real client secret is refused as well: only signatures that the provider alone can make count', async () => {
    const issuer = await provider.newIssuer('');
    issuer.behaviour = { signature: { algorithm: 'HS256' } };
    await signInAt(admin, issuer);
    const browser = new Browser(admin.url);
    expect((await browser.signIn()).status).toBe(403);
    expect(await browser.isSignedIn()).toBe(false);
  });
});

function titleOf(name: string): string {
  return name === '' ? 'oidcc-client-test' : `oidcc-client-test-${name}`;
}

async function membersWith(email: string): Promise<number> {
  const [row] = await rig.inMetadata<{ count: number }>('select count(*)::int as count from members where email = $1', [email]);
  return row?.count ?? 0;
}
