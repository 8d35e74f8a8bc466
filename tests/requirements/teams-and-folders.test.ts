import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { letBuild, memberIdOf, newDocument, share } from '../harness/document.ts';
import { expectOk } from '../harness/input-table.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';

let rig: Rig;
let ada: ApiClient;
let alice: ApiClient;
let bob: ApiClient;
let vera: ApiClient;
let ids: { alice: string; bob: string; vera: string };

beforeAll(async () => {
  rig = await startRig();
  [ada, alice, bob, vera] = await Promise.all([rig.signIn('ada'), rig.signIn('alice'), rig.signIn('bob'), rig.signIn('vera')]);
  await letBuild(ada, [alice, bob]);
  ids = { alice: await memberIdOf(alice), bob: await memberIdOf(bob), vera: await memberIdOf(vera) };
});

afterAll(async () => {
  await rig.stop();
});

async function newTeam(memberIds: readonly string[]): Promise<string> {
  const { id } = expectOk(await ada.post('/teams', { name: `Team ${randomUUID()}` })).body;
  expectOk(await ada.put(`/teams/${id}/members`, { memberIds }));
  return id;
}

async function newFolder(owner: ApiClient, parentId: string | null = null): Promise<string> {
  return expectOk(await owner.post('/folders', { name: `Folder ${randomUUID()}`, parentId })).body.id;
}

async function shareFolder(owner: ApiClient, folderId: string, grants: readonly unknown[]): Promise<void> {
  expectOk(await owner.put(`/folders/${folderId}/grants`, { grants }));
}

/** The right, or the status of the refusal. */
async function rightOn(client: ApiClient, documentId: string): Promise<unknown> {
  const { status, body } = await client.get(`/workbooks/${documentId}`);
  return status === 200 ? body.myRight : status;
}

async function listed(client: ApiClient, query = ''): Promise<readonly string[]> {
  return expectOk(await client.get(`/workbooks${query}`)).body.items.map(({ id }: { id: string }) => id);
}

describe('a team', () => {
  test('R55: carries what is shared with it to its members, as long as they are in it', async () => {
    const team = await newTeam([ids.bob]);
    const document = await newDocument(alice);
    expect([await rightOn(bob, document.id), await listed(bob)]).toEqual([404, []]);
    await share(alice, document.id, [{ to: { teamId: team }, right: 'explore' }]);
    expect([await rightOn(bob, document.id), await rightOn(vera, document.id)]).toEqual(['explore', 404]);
    expect([await listed(bob), await listed(vera)]).toEqual([[document.id], []]);
    expect(expectOk(await alice.get(`/workbooks/${document.id}/grants`)).body.grants).toMatchObject([
      { to: { teamId: team }, right: 'explore' },
    ]);
    expectOk(await ada.put(`/teams/${team}/members`, { memberIds: [ids.vera] }));
    // Never more than the account type allows.
    expect([await rightOn(bob, document.id), await rightOn(vera, document.id)]).toEqual([404, 'view']);
    expectOk(await ada.delete(`/teams/${team}`));
    expect(await rightOn(vera, document.id)).toBe(404);
  });

  test('gives the highest of several grants', async () => {
    const teams = [await newTeam([ids.bob]), await newTeam([ids.bob])];
    const document = await newDocument(alice);
    await share(alice, document.id, [
      { to: { teamId: teams[0] }, right: 'edit' },
      { to: { teamId: teams[1] }, right: 'view' },
      { to: { memberId: ids.bob }, right: 'explore' },
    ]);
    expect(await rightOn(bob, document.id)).toBe('edit');
  });

  test('has a name of its own and members that there are', async () => {
    const { id, name } = expectOk(await ada.post('/teams', { name: `Sales ${randomUUID()}` })).body;
    const taken = await ada.post('/teams', { name: name.toUpperCase() });
    expect([taken.status, taken.body.code]).toEqual([409, 'team.exists']);
    const other = await newTeam([]);
    expect((await ada.patch(`/teams/${other}`, { name })).body.code).toBe('team.exists');
    expect(expectOk(await ada.patch(`/teams/${id}`, { name: name.toUpperCase() })).body.name).toBe(name.toUpperCase());
    expect((await ada.put(`/teams/${id}/members`, { memberIds: [randomUUID()] })).status).toBe(404);
    expectOk(await ada.put(`/teams/${id}/members`, { memberIds: [ids.bob, ids.alice, ids.bob] }));
    expect(
      expectOk(await alice.get(`/teams/${id}`))
        .body.members.map((member: { id: string }) => member.id)
        .toSorted(),
    ).toEqual([ids.alice, ids.bob].toSorted());
    const document = await newDocument(alice);
    const unknown = await alice.put(`/workbooks/${document.id}/grants`, { grants: [{ to: { teamId: randomUUID() }, right: 'view' }] });
    expect([unknown.status, unknown.body.code]).toEqual([422, 'workbook.invalid']);
  });
});

describe('a folder', () => {
  test('R55: gives the rights on it to all that lies in it, however deep, and takes them back', async () => {
    const outer = await newFolder(alice);
    const inner = await newFolder(alice, outer);
    const document = await newDocument(alice, { folderId: inner });
    expect([await rightOn(bob, document.id), expectOk(await bob.get('/folders')).body.items]).toEqual([404, []]);
    await shareFolder(alice, outer, [{ to: { memberId: ids.bob }, right: 'explore' }]);
    expect([await rightOn(bob, document.id), await listed(bob, `?folderId=${inner}`)]).toEqual(['explore', [document.id]]);
    expect(expectOk(await bob.get('/folders')).body.items).toHaveLength(2);
    expect((await bob.post('/folders', { name: 'Mine', parentId: inner })).body.code).toBe('folder.not-permitted');
    expect((await bob.post('/workbooks', { name: 'Mine', folderId: inner })).body.code).toBe('folder.not-permitted');
    // Out of the folder, out of its rights.
    expectOk(await alice.patch(`/workbooks/${document.id}`, { folderId: null }));
    expect(await rightOn(bob, document.id)).toBe(404);
    expectOk(await alice.patch(`/workbooks/${document.id}`, { folderId: inner }));
    await shareFolder(alice, outer, []);
    expect(await rightOn(bob, document.id)).toBe(404);
  });

  test('lets its owner edit what others put into it', async () => {
    const folder = await newFolder(alice);
    await shareFolder(alice, folder, [{ to: { memberId: ids.bob }, right: 'edit' }]);
    const document = await newDocument(bob, { folderId: folder });
    expect(await rightOn(alice, document.id)).toBe('edit');
    const taken = await alice.patch(`/workbooks/${document.id}`, { folderId: null });
    expect([taken.status, taken.body.code]).toEqual([403, 'workbook.owner-only']);
    const below = await newFolder(bob, folder);
    expect(expectOk(await alice.patch(`/folders/${below}`, { name: 'Tidied' })).body).toMatchObject({ name: 'Tidied', myRight: 'edit' });
    const refused = await bob.delete(`/folders/${folder}`);
    expect([refused.status, refused.body.code]).toEqual([403, 'folder.not-permitted']);
  });

  test('moves with what lies in it, and never into itself', async () => {
    const [shared, moved] = [await newFolder(alice), await newFolder(alice)];
    const inner = await newFolder(alice, moved);
    const document = await newDocument(alice, { folderId: inner });
    await shareFolder(alice, shared, [{ to: 'everyone', right: 'view' }]);
    expect(await rightOn(vera, document.id)).toBe(404);
    expectOk(await alice.patch(`/folders/${moved}`, { parentId: shared }));
    expect(await rightOn(vera, document.id)).toBe('view');
    for (const parentId of [moved, inner]) expect((await alice.patch(`/folders/${moved}`, { parentId })).body.code).toBe('folder.circular');
    expectOk(await alice.patch(`/folders/${moved}`, { parentId: null }));
    expect(await rightOn(vera, document.id)).toBe(404);
  });

  test('leaves what lay in it to the folder above when it is deleted', async () => {
    const outer = await newFolder(alice);
    const middle = await newFolder(alice, outer);
    const inner = await newFolder(alice, middle);
    const documents = [await newDocument(alice, { folderId: middle }), await newDocument(alice, { folderId: inner })] as const;
    await shareFolder(alice, outer, [{ to: 'everyone', right: 'view' }]);
    await shareFolder(alice, middle, [{ to: 'everyone', right: 'explore' }]);
    expect(await rightOn(bob, documents[1].id)).toBe('explore');
    expectOk(await alice.delete(`/folders/${middle}`));
    for (const { id } of documents) expect(await rightOn(bob, id)).toBe('view');
    expect(expectOk(await alice.get(`/workbooks/${documents[0].id}`)).body.folderId).toBe(outer);
    const paths = await rig.inMetadata('select id, path from folders where id = $1', [inner]);
    expect(paths).toEqual([{ id: inner, path: [outer, inner] }]);
  });

  test('keeps true paths when many move folders at once', async () => {
    const folders = [await newFolder(alice), await newFolder(alice), await newFolder(alice), await newFolder(alice)];
    const moves = folders.flatMap((folder) => folders.map((parentId) => ({ folder, parentId })));
    const answers = await Promise.all(moves.map(({ folder, parentId }) => alice.patch(`/folders/${folder}`, { parentId })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 422]));
    const wrong = await rig.inMetadata(
      `with recursive walked as (
         select id, parent_id, array[id] as path from folders where parent_id is null
         union all
         select f.id, f.parent_id, w.path || f.id from folders f join walked w on f.parent_id = w.id
       ) select f.id from folders f left join walked w on w.id = f.id where w.path is distinct from f.path`,
    );
    expect(wrong).toEqual([]);
  });
});
