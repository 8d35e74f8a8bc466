import * as openid from 'openid-client';
import { describe, expect, test } from 'vitest';
import { covers } from '../../src/credentials/coverage.ts';
import { isFresh } from '../../src/credentials/freshness.ts';
import { issuerProblem } from '../../src/credentials/issuer-rule.ts';
import { masterKeyFrom } from '../../src/credentials/master-key.ts';
import { refusalOf } from '../../src/credentials/refresh-refusal.ts';
import { readToken } from '../../src/credentials/token-answer.ts';

describe('an issuer', () => {
  test.each([
    ['https://login.example.com', null],
    ['https://login.example.com/realms/one', null],
    ['http://127.0.0.1:8080', 'must start with https://'],
    ['http://login.example.com', 'must start with https://'],
    ['https://login.example.com/?tenant=1', 'must have no query, fragment or user name'],
    ['https://login.example.com/#x', 'must have no query, fragment or user name'],
    ['https://somebody@login.example.com', 'must have no query, fragment or user name'],
    ['ftp://login.example.com', 'must start with https://'],
    ['login.example.com', 'is not a URL'],
  ])('%s in production: %s', (issuer, problem) => {
    expect(issuerProblem(issuer, false)).toBe(problem);
  });

  test('on plain http is accepted on loopback only, and only where it is allowed', () => {
    for (const host of ['127.0.0.1', '127.1.2.3', 'localhost', '[::1]']) expect(issuerProblem(`http://${host}:1`, true)).toBeNull();
    for (const host of ['10.0.0.1', '127.0.0.1.example.com', 'localhost.example.com', '128.0.0.1']) {
      expect(issuerProblem(`http://${host}`, true)).toBe('must start with https://');
    }
  });
});

test('an access token is fresh until a fifth of its life, at most 30 s, is left', () => {
  const hour = { obtainedAtMs: 0, expiresAtMs: 3_600_000 };
  expect([isFresh(hour, 3_569_999), isFresh(hour, 3_570_000)]).toEqual([true, false]);
  const short = { obtainedAtMs: 0, expiresAtMs: 10_000 };
  expect([isFresh(short, 7_999), isFresh(short, 8_000)]).toEqual([true, false]);
});

describe('reading an access token', () => {
  const token = (claims: object): string => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;

  test('its login is the claim login, else preferred_username, else unknown', () => {
    expect(readToken(token({ login: 'alice', preferred_username: 'a' }), 60, 0).login).toBe('alice');
    expect(readToken(token({ login: '', preferred_username: 'a' }), 60, 0).login).toBe('a');
    for (const other of [token({ login: 7 }), 'opaque', 'a.%%%.c', 'a.bnVsbA.c']) expect(readToken(other, 60, 0).login).toBeNull();
  });

  test('its expiry is expires_in, else exp, else five minutes', () => {
    expect(readToken(token({ exp: 100 }), 60, 1_000).expiresAtMs).toBe(61_000);
    expect(readToken(token({ exp: 100 }), undefined, 1_000).expiresAtMs).toBe(100_000);
    expect(readToken('opaque', undefined, 1_000).expiresAtMs).toBe(301_000);
  });
});

describe('a refused refresh', () => {
  const answer = (error: string): unknown =>
    Object.assign(Object.create(openid.ResponseBodyError.prototype) as openid.ResponseBodyError, { error, status: 400 });

  test.each([
    ['invalid_grant', 'rejected'],
    ['invalid_target', 'not-covered'],
    ['invalid_scope', 'not-covered'],
    ['invalid_client', 'unreachable'],
    ['temporarily_unavailable', 'unreachable'],
    ['server_error', 'unreachable'],
  ])('%s means %s', (error, kind) => {
    expect(refusalOf(answer(error), 'The provider').kind).toBe(kind);
  });

  test('anything that is no answer means unreachable', () => {
    for (const error of [new TypeError('fetch failed'), new Error('timeout'), null])
      expect(refusalOf(error, 'The provider').kind).toBe('unreachable');
  });
});

test('a sign-in covers the audiences and scopes that it asked for, and the sign-in itself', () => {
  const coverage = { audiences: ['urn:a'], scopes: ['openid', 'read'] };
  expect(covers(coverage, { audience: 'urn:a', scopes: 'read' })).toBe(true);
  expect(covers(coverage, { audience: '', scopes: '' })).toBe(true);
  expect(covers(coverage, { audience: 'urn:b', scopes: '' })).toBe(false);
  expect(covers(coverage, { audience: 'urn:a', scopes: 'read write' })).toBe(false);
});

test('a master key has 32 bytes; its id tells keys apart and is no part of the key', () => {
  const one = masterKeyFrom(Buffer.alloc(32, 1).toString('base64'));
  expect(one.id).not.toBe(masterKeyFrom(Buffer.alloc(32, 2).toString('base64')).id);
  expect(one.id).toMatch(/^[0-9a-f]{16}$/u);
  expect(() => masterKeyFrom(Buffer.alloc(31, 1).toString('base64'))).toThrow('31 bytes');
});
