import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';

let rig: Rig;
let ada: ApiClient;
let alice: ApiClient;
let vera: ApiClient;
let ids: { alice: string; vera: string };

beforeAll(async () => {
  rig = await startRig();
  [ada, alice, vera] = [await rig.signIn('ada'), await rig.signIn('alice'), await rig.signIn('vera')];
  ids = { alice: (await alice.get('/session')).body.member.id, vera: (await vera.get('/session')).body.member.id };
  const types: { id: string; builtIn: string | null }[] = (await ada.get('/account-types')).body.items;
  await ada.patch(`/members/${ids.alice}`, { accountTypeId: types.find((type) => type.builtIn === 'build')?.id });
});

afterAll(async () => {
  await rig.stop();
});

async function newWorkbook(
  owner: ApiClient,
  name: string = `Plan ${randomUUID()}`,
): Promise<{ id: string; definition: { pages: { id: string; name: string; elements: never[] }[] }; revision: number }> {
  const { status, body } = await owner.post('/workbooks', { name, documentTimeZone: 'Europe/Berlin' });
  expect(status).toBe(201);
  return body;
}

async function share(owner: ApiClient, id: string, grants: unknown): Promise<void> {
  const { status } = await owner.put(`/workbooks/${id}/grants`, { grants });
  expect(status).toBe(200);
}

describe('a workbook', () => {
  test('starts with one page, its time zone and its owner', async () => {
    const workbook = await newWorkbook(ada, 'Forecast');
    expect(workbook).toMatchObject({
      name: 'Forecast',
      kind: 'workbook',
      myRight: 'edit',
      owner: { name: 'Ada Lindqvist' },
      version: 'draft',
      published: null,
      definition: { formatVersion: 1, timeZone: 'Europe/Berlin', pages: [{ name: 'Page 1', elements: [] }] },
    });
  });

  test('is nowhere for others until it is shared, and then as far as it is shared', async () => {
    const { id } = await newWorkbook(ada);
    expect((await alice.get(`/workbooks/${id}`)).status).toBe(404);
    for (const right of ['view', 'explore', 'edit']) {
      await share(ada, id, [{ to: { memberId: ids.alice }, right }]);
      expect([
        (await alice.get(`/workbooks/${id}`)).body.myRight,
        (await alice.patch(`/workbooks/${id}`, { name: 'Renamed' })).status,
      ]).toEqual([right, right === 'edit' ? 200 : 403]);
    }
    const refused = await alice.delete(`/workbooks/${id}`);
    expect([refused.status, refused.body.code]).toEqual([403, 'workbook.owner-only']);
  });

  test('gives nobody more than their account type allows', async () => {
    const { id } = await newWorkbook(ada);
    await share(ada, id, [{ to: 'everyone', right: 'edit' }]);
    expect((await vera.get(`/workbooks/${id}`)).body.myRight).toBe('view');
    const refused = await vera.patch(`/workbooks/${id}`, { name: 'Taken' });
    expect([refused.status, refused.body.code, refused.body.neededRight, refused.body.myRight]).toEqual([
      403,
      'workbook.not-permitted',
      'edit',
      'view',
    ]);
    expect((await vera.put(`/workbooks/${id}/grants`, { grants: [] })).status).toBe(403);
  });

  test('is gone for everybody once deleted', async () => {
    const { id } = await newWorkbook(alice, 'Soon gone');
    await share(alice, id, [{ to: 'everyone', right: 'view' }]);
    expect((await ada.get(`/workbooks/${id}`)).status).toBe(200);
    expect((await alice.delete(`/workbooks/${id}`)).status).toBe(204);
    for (const client of [ada, alice, vera]) expect((await client.get(`/workbooks/${id}`)).status).toBe(404);
    expect((await ada.get('/search?q=Soon gone')).body.items).toEqual([]);
  });

  test('refuses grants to unknown members and two to the same', async () => {
    const { id } = await newWorkbook(ada);
    for (const grants of [
      [{ to: { memberId: randomUUID() }, right: 'view' }],
      [
        { to: 'everyone', right: 'view' },
        { to: 'everyone', right: 'edit' },
      ],
    ]) {
      const { status, body } = await ada.put(`/workbooks/${id}/grants`, { grants });
      expect([status, body.code]).toEqual([422, 'workbook.invalid']);
    }
    expect((await ada.get(`/workbooks/${id}/grants`)).body.grants).toEqual([]);
  });
});

describe('the home page', () => {
  test('lists what I may open: all, mine, shared with me and lately opened', async () => {
    const [mine, shared] = [await newWorkbook(alice, 'Home mine'), await newWorkbook(ada, 'Home shared')];
    await share(ada, shared.id, [{ to: { memberId: ids.alice }, right: 'explore' }]);
    await alice.get(`/workbooks/${shared.id}`);
    const listed = async (filter: string): Promise<string[]> =>
      (await alice.get(`/workbooks?filter=${filter}`)).body.items.map((item: { name: string }) => item.name);
    expect(await listed('all')).toEqual(expect.arrayContaining(['Home mine', 'Home shared']));
    expect(await listed('mine')).toContain('Home mine');
    expect(await listed('mine')).not.toContain('Home shared');
    expect((await listed('shared'))[0]).toBe('Home shared');
    expect((await listed('recent'))[0]).toBe('Home shared');
    expect(await listed('recent')).not.toContain('Home mine');
    expect(mine.id).not.toBe(shared.id);
  });

  test('comes in pages without gaps or repeats', async () => {
    for (let count = 0; count < 7; count += 1) await newWorkbook(ada, `Page me ${count}`);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const next: { items: { id: string }[]; nextCursor: string | null } = (
        await ada.get(`/workbooks?limit=3${cursor === null ? '' : `&cursor=${cursor}`}`)
      ).body;
      seen.push(...next.items.map((item) => item.id));
      cursor = next.nextCursor;
    } while (cursor !== null);
    const [row] = await rig.inMetadata(
      "select count(*)::int as count from workbooks w join members m on m.id = w.owner_id where m.email = 'ada@penstock.example' and w.deleted_at is null",
    );
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(row.count);
  });

  test('finds by part of a name, taking wildcards as they are', async () => {
    await newWorkbook(alice, '100% of plan_A');
    await newWorkbook(alice, '1000 of planXA');
    const found = async (text: string): Promise<string[]> =>
      (await alice.get(`/search?q=${encodeURIComponent(text)}`)).body.items.map((item: { name: string }) => item.name);
    expect(await found('100%')).toEqual(['100% of plan_A']);
    expect(await found('PLAN_a')).toEqual(['100% of plan_A']);
    expect(await found('')).toEqual([]);
    expect((await vera.get('/search?q=plan')).body.items.map((item: { name: string }) => item.name)).not.toContain('100% of plan_A');
  });
});
