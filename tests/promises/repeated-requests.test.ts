import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRig } from '../harness/rig.ts';
import type { ApiAnswer, ApiClient, Rig } from '../harness/rig.ts';

let rig: Rig;
let ada: ApiClient;

beforeAll(async () => {
  rig = await startRig();
  ada = await rig.signIn('ada');
});

afterAll(async () => {
  await rig.stop();
});

function withKey(key: string): { headers: Record<string, string> } {
  return { headers: { 'idempotency-key': key } };
}

async function workbooksNamed(name: string): Promise<number> {
  const [row] = await rig.inMetadata('select count(*)::int as count from workbooks where name = $1', [name]);
  return row?.count;
}

describe('a request with an Idempotency-Key', () => {
  test('P34: is made once, however often it is sent, and answered the same', async () => {
    const [key, name] = [randomUUID(), `Plan ${randomUUID()}`];
    const first = await ada.post('/workbooks', { name }, withKey(key));
    expect(first.status).toBe(201);
    const again = await ada.post('/workbooks', { name }, withKey(key));
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await workbooksNamed(name)).toBe(1);
  });

  test('P34: is made once when it is sent many times at once', async () => {
    const [key, name] = [randomUUID(), `Plan ${randomUUID()}`];
    const answers = await Promise.all(Array.from({ length: 20 }, () => ada.post('/workbooks', { name }, withKey(key))));
    const made = answers.filter((answer) => answer.status === 201);
    const refused = answers.filter((answer) => answer.status !== 201);
    expect(made.length).toBeGreaterThan(0);
    expect(new Set(made.map((answer) => answer.body.id)).size).toBe(1);
    for (const { status, body, headers } of refused)
      expect([status, body.code, headers.get('retry-after')]).toEqual([409, 'request.in-progress', '1']);
    expect(await workbooksNamed(name)).toBe(1);
  });

  test('P34: is refused with another body or address under the same key', async () => {
    const key = randomUUID();
    await ada.post('/workbooks', { name: 'One' }, withKey(key));
    const otherBody = await ada.post('/workbooks', { name: 'Other' }, withKey(key));
    const otherAddress = await ada.post('/api-keys', { name: 'One' }, withKey(key));
    for (const { status, body } of [otherBody, otherAddress]) expect([status, body.code]).toEqual([409, 'request.idempotency-mismatch']);
  });

  test('P34: releases its key when it failed, since nothing was done', async () => {
    const key = randomUUID();
    const refused = await ada.post('/workbooks', { name: 'Zone', documentTimeZone: 'Nowhere/Land' }, withKey(key));
    expect([refused.status, refused.body.code]).toEqual([422, 'workbook.invalid']);
    const corrected = await ada.post('/workbooks', { name: 'Zone', documentTimeZone: 'Europe/Berlin' }, withKey(key));
    expect(corrected.status).toBe(201);
  });

  test("P34: is each member's own", async () => {
    const bob = await rig.signIn('bob');
    const { member } = (await bob.get('/session')).body;
    const build = (await ada.get('/account-types')).body.items.find((type: { builtIn: string | null }) => type.builtIn === 'build');
    await ada.patch(`/members/${member.id}`, { accountTypeId: build.id });
    const [key, name] = [randomUUID(), `Plan ${randomUUID()}`];
    const [adas, bobs] = [await ada.post('/workbooks', { name }, withKey(key)), await bob.post('/workbooks', { name }, withKey(key))];
    expect([adas.status, bobs.status]).toEqual([201, 201]);
    expect(adas.body.id).not.toBe(bobs.body.id);
  });

  test('P34: answers with a secret are sealed at rest and still repeated', async () => {
    const key = randomUUID();
    const first = await ada.post('/api-keys', { name: 'Robot' }, withKey(key));
    const again = await ada.post('/api-keys', { name: 'Robot' }, withKey(key));
    expect(again.body).toEqual(first.body);
    const [row] = await rig.inMetadata("select encode(sealed_body, 'escape') as sealed from idempotency_keys where key = $1", [key]);
    expect(row.sealed).not.toContain(first.body.secret.slice(40, 60));
    expect((await rig.anonymous().get('/api-keys', { headers: { authorization: `Bearer ${first.body.secret}` } })).status).toBe(200);
  });

  test('P34: is one request across a restart, whether its answer was kept or the server died before', async () => {
    const [key, name] = [randomUUID(), `Plan ${randomUUID()}`];
    const first = await ada.post('/workbooks', { name }, withKey(key));

    // The work is done, and the server dies before it has kept or sent the answer.
    await rig.servers[0]?.kill9();
    await rig.startServer({ crashAt: 'idempotency.before-answer-is-kept' });
    const unfinished = randomUUID();
    const unfinishedName = `Plan ${randomUUID()}`;
    await expect(ada.post('/workbooks', { name: unfinishedName }, withKey(unfinished))).rejects.toThrow();
    expect(await workbooksNamed(unfinishedName)).toBe(1);

    await rig.startServer();
    const again = await ada.post('/workbooks', { name }, withKey(key));
    expect([again.status, again.body]).toEqual([201, first.body]);
    const finished = await retried(() => ada.post('/workbooks', { name: unfinishedName }, withKey(unfinished)));
    expect([finished.status, finished.body.name]).toEqual([201, unfinishedName]);
    expect([await workbooksNamed(name), await workbooksNamed(unfinishedName)]).toEqual([1, 1]);
  });
});

/** PostgreSQL notices the death of a client within moments. */
async function retried(send: () => Promise<ApiAnswer<{ name: string }>>): Promise<ApiAnswer<{ name: string }>> {
  for (;;) {
    const answer = await send();
    if (answer.status !== 409) return answer;
    await sleep(50);
  }
}
