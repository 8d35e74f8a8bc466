import { expect, test } from 'vitest';
import { isAlive } from '../../src/sessions/expiry.ts';
import { cookieOptions, sessionCookieName, signInCookieName } from '../../src/sessions/session-cookie.ts';
import { csrfTokenOf } from '../../src/sessions/session-token.ts';

test('a session lives until it is ended, idle for too long, or too old', () => {
  const lifetimes = { idleMs: 100, absoluteMs: 1_000 };
  const times = { lastSeenAtMs: 500, expiresAtMs: 1_000, endedAtMs: null };
  expect([isAlive(times, lifetimes, 599), isAlive(times, lifetimes, 600)]).toEqual([true, false]);
  expect(isAlive({ ...times, lastSeenAtMs: 999 }, lifetimes, 1_000)).toBe(false);
  expect(isAlive({ ...times, endedAtMs: 550 }, lifetimes, 560)).toBe(false);
});

test('cookies are bound to the host on https, and named per installation on plain http', () => {
  const id = '0f8fad5b-d9cb-469f-a165-70867728950e';
  expect(sessionCookieName('https://penstock.example', id)).toBe('__Host-penstock');
  expect(signInCookieName('https://penstock.example', id)).toBe('__Host-penstock-sign-in');
  expect(cookieOptions('https://penstock.example')).toEqual({ path: '/', httpOnly: true, sameSite: 'lax', secure: true });
  expect(sessionCookieName('http://127.0.0.1:1', id)).toBe('penstock-0f8fad5b');
  expect(cookieOptions('http://127.0.0.1:1').secure).toBe(false);
});

test('a CSRF token belongs to one session and does not hold its token', () => {
  expect(csrfTokenOf('one')).toBe(csrfTokenOf('one'));
  expect(csrfTokenOf('one')).not.toBe(csrfTokenOf('two'));
  expect(csrfTokenOf('one')).toMatch(/^[\w-]{43}$/u);
});
