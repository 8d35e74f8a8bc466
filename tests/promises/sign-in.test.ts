import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRig } from '../harness/rig.ts';
import type { Rig } from '../harness/rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(async () => await rig.stop());

test('P20: a person signs in through the provider and is a new member of the lowest account type', async () => {
  const alice = await rig.signIn('alice');
  const { status, body } = await alice.get('/session');
  expect(status).toBe(200);
  expect(body.member).toMatchObject({ email: 'alice@penstock.example', accountType: 'View' });
});
