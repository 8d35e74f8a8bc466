import { expect, test } from 'vitest';
import type { FailureKind } from '../src/port.ts';
import { failureKind, leavesUnknown, redact, serverFailure } from '../src/postgresql/error-kinds.ts';

const cases: readonly (readonly [string, FailureKind])[] = [
  ['28P01', 'sign-in'],
  ['28000', 'sign-in'],
  ['42501', 'privilege'],
  ['42P01', 'missing-object'],
  ['3F000', 'missing-object'],
  ['3D000', 'missing-object'],
  ['42703', 'altered-object'],
  ['42804', 'altered-object'],
  ['42P10', 'altered-object'],
  ['42P07', 'already-exists'],
  ['22001', 'value'],
  ['22021', 'value'],
  ['23514', 'value'],
  ['54000', 'value'],
  ['P0001', 'value'],
  ['40001', 'concurrency'],
  ['40P01', 'concurrency'],
  ['55P03', 'concurrency'],
  ['53300', 'throttled'],
  ['53100', 'throttled'],
  ['57P03', 'throttled'],
  ['57014', 'timeout'],
  ['25006', 'read-only'],
  ['08006', 'network'],
  ['XX000', 'other'],
  ['42601', 'other'],
];

test.each(cases)('SQLSTATE %s is %s', (code, kind) => {
  expect(failureKind({ code, message: '', schema: null })).toBe(kind);
});

test('a collision in the system catalog is concurrency, one in a table of people is a value', () => {
  expect(failureKind({ code: '23505', message: '', schema: 'pg_catalog' })).toBe('concurrency');
  expect(failureKind({ code: '23505', message: '', schema: 'wb_a' })).toBe('value');
});

test('P4: only a server that went away or says so leaves the outcome open', () => {
  expect(['57P01', '57P02', '08006', '08007', '40003'].every(leavesUnknown)).toBe(true);
  expect(['40001', '57014', '42501', '22001', '53300', 'XX000'].some(leavesUnknown)).toBe(false);
});

test('P22: secrets leave the message, the rest stays', () => {
  const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl';
  expect(redact(`denied for hunter22 and ${token}\n, password=open token: sesame, Bearer abc`, ['hunter22'])).toBe(
    'denied for [redacted] and [redacted] , [redacted] [redacted] [redacted]',
  );
  expect(redact('password authentication failed for user "alice"', ['x'])).toBe('password authentication failed for user "alice"');
  expect(redact('x'.repeat(5_000), [])).toHaveLength(1_000);
  expect(serverFailure({ code: '42501', message: 'permission denied for schema wb_b', schema: null }, [])).toEqual({
    kind: 'privilege',
    message: 'permission denied for schema wb_b',
    engineCode: '42501',
    remedy: null,
  });
});
