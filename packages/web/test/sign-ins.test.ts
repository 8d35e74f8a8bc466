import { expect, test } from 'vitest';
import { signInEnd } from '../src/profile/sign-ins.ts';

const now = Date.parse('2027-01-15T12:00:00Z');
const inMinutes = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();

test('a sign-in is told of in its last ten minutes and after its end, and where there is none', () => {
  expect(signInEnd({ state: 'signed-in', endsAt: inMinutes(11) }, now)).toBeNull();
  expect(signInEnd({ state: 'signed-in', endsAt: inMinutes(10) }, now)).toEqual({ kind: 'ends-soon', at: inMinutes(10) });
  expect(signInEnd({ state: 'signed-in', endsAt: inMinutes(0) }, now)).toEqual({ kind: 'ended' });
  expect(signInEnd({ state: 'expired', endsAt: null }, now)).toEqual({ kind: 'ended' });
  expect(signInEnd({ state: 'none', endsAt: null }, now)).toEqual({ kind: 'none' });
});

test('a sign-in that is renewed by itself and whose end nobody knows is not told of', () => {
  expect(signInEnd({ state: 'signed-in', endsAt: null }, now)).toBeNull();
});
