import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRecent } from '../../src/sign-in/id-token-age.ts';
import { hashPassword, isPassword } from '../../src/sign-in/password-hash.ts';
import { ownPath } from '../../src/sign-in/return-to.ts';
import { whoseIdentity } from '../../src/sign-in/whose-identity.ts';

describe('where a sign-in leads', () => {
  const home = 'https://penstock.example';

  test('P20: no text leads to another origin or to a scheme-relative address', () => {
    const hostile = fc.array(
      fc.constantFrom('/', '\\', '.', '..', ':', '@', '%2f', '%5c', '\t', '\n', '\0', ' ', 'evil.example', 'https', '?', '#', 'javascript'),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          hostile.map((parts) => parts.join('')),
          fc.string(),
          fc.webUrl(),
        ),
        (text) => {
          const path = ownPath(text, home);
          expect(path).toMatch(/^\/(?![/\\])/u);
          expect(new URL(path, home).origin).toBe(home);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('own pages are kept', () => {
    for (const path of ['/', '/workbooks/1?page=2#cell', '/a%20b']) expect(ownPath(path, home)).toBe(path);
    expect(ownPath(undefined, home)).toBe('/');
  });
});

test('an ID token is recent when it was issued in the last ten minutes, give or take a minute of skew', () => {
  const nowMs = 1_000_000_000;
  const age = (seconds: number): boolean => isRecent(nowMs / 1000 - seconds, nowMs);
  expect([age(0), age(600), age(-60)]).toEqual([true, true, true]);
  expect([age(601), age(-61), age(7 * 86_400)]).toEqual([false, false, false]);
});

describe('whose identity it is', () => {
  const nobody = { linkedMemberId: null, emailVerified: true, memberWithEmail: null };

  test.each([
    [
      'a known subject is its member, even without a verified address',
      { ...nobody, linkedMemberId: 'm', emailVerified: false },
      { kind: 'member', memberId: 'm' },
    ],
    ['an unverified address is refused', { ...nobody, emailVerified: false }, { kind: 'refuse', code: 'sign-in.email-unverified' }],
    ['a new verified address is a new member', nobody, { kind: 'create' }],
    [
      'a prepared member is linked',
      { ...nobody, memberWithEmail: { id: 'm', hasIdentityAtIssuer: false } },
      { kind: 'link', memberId: 'm' },
    ],
    [
      'a second subject with the address of a linked member is refused',
      { ...nobody, memberWithEmail: { id: 'm', hasIdentityAtIssuer: true } },
      { kind: 'refuse', code: 'sign-in.identity-taken' },
    ],
  ])('%s', (_title, facts, decision) => {
    expect(whoseIdentity(facts)).toEqual(decision);
  });
});

describe('a password hash', () => {
  const random = { bytes: (count: number) => randomBytes(count) };

  test('is argon2id in PHC format, salted, and fits its password only', async () => {
    const [hash, again] = await Promise.all([hashPassword('correct horse', random), hashPassword('correct horse', random)]);
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/u);
    expect(hash).not.toBe(again);
    expect([await isPassword('correct horse', hash), await isPassword('correct horsf', hash)]).toEqual([true, false]);
  });

  test('agrees with the reference implementation', async () => {
    // echo -n "password" | argon2 somesalt -id -t 2 -k 65536 -p 1, from the reference implementation's test.c
    const hash = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect([await isPassword('password', hash), await isPassword('passwore', hash)]).toEqual([true, false]);
  });

  test('means the same password in either Unicode normal form', async () => {
    expect(await isPassword('e\u0301cole normale', await hashPassword('\u00e9cole normale', random))).toBe(true);
  });

  test('that cannot be read fits no password', async () => {
    for (const hash of ['', 'plain', '$argon2i$v=19$m=1,t=1,p=1$AAAA$AAAA']) expect(await isPassword('', hash)).toBe(false);
  });
});
