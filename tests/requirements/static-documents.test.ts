/** Input tables of a static connection: read on the data permission of the document's owner, written on one's own. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { edit, edited, expectOk, insertRows, makeTable } from '../harness/input-table.ts';
import type { TestTable } from '../harness/input-table.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';
import { c0, createConnection, eventually } from './connections-of-the-rig.ts';
import { makeWorkbook, memberIdOf, share } from '../harness/document.ts';

let rig: Rig;
let ada: ApiClient;
let alice: ApiClient;
let carol: ApiClient;
let vera: ApiClient;
let connectionId: string;
let table: TestTable;

beforeAll(async () => {
  rig = await startRig();
  ada = await rig.signIn('ada');
  connectionId = (await createConnection(ada, c0(rig))).id;
  alice = await rig.signIn('alice');
  carol = await rig.signIn('carol');
  vera = await rig.signIn('vera');
  await permit([alice, 'can-use']);
  const { id, pageId } = await makeWorkbook(alice, 'On static', []);
  await share(alice, id, [
    { to: 'everyone', right: 'view' },
    { to: { memberId: await memberIdOf(carol) }, right: 'edit' },
  ]);
  table = await makeTable({ connectionId, alice, workbookId: id, pageId }, { schema: 'old_wb' });
  await edited(alice, table, insertRows(table, [['a', 'b', 'c']]));
});
afterAll(() => rig?.stop());

/** Replaces who may do what on C0. */
async function permit(...grants: readonly (readonly [ApiClient, 'can-use' | 'can-write-only'])[]): Promise<void> {
  const permissions = await Promise.all(
    grants.map(async ([client, permission]) => ({ to: { memberId: await memberIdOf(client) }, permission })),
  );
  expectOk(await ada.put(`/connections/${connectionId}/data-permissions`, { permissions }));
}

const rows = (client: ApiClient) => client.get(`/input-tables/${table.id}/rows?offset=0&limit=10`);
const stateOf = async (client: ApiClient) => expectOk(await client.get(`/input-tables/${table.id}`)).body.editing;

test("R41: viewers read an input table on its owner's data permission, and no longer when that is taken away", async () => {
  const since = await rig.logPosition();
  await eventually(async () => (await rows(vera)).body.rows?.length === 1);
  expect((await rig.statements({ since, text: /old_wb/ })).every(({ user }) => user === 'static_app')).toBe(true);
  await permit([carol, 'can-use']);
  const refused = await rows(vera);
  expect([refused.status, refused.body.code]).toEqual([403, 'connection.no-data-permission']);
  await permit([alice, 'can-use']);
  expect((await rows(vera)).status).toBe(200);
});

test('R61: who may edit the document writes only with a data permission of their own, refused before anything is logged', async () => {
  const since = await rig.logPosition();
  const refused = await edit(carol, table, insertRows(table, [['x', 'y', 'z']]));
  expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
    expect.any(Number),
    'input-table.editing-restricted',
    expect.stringContaining('data permission'),
  ]);
  expect(await stateOf(carol)).toMatchObject({ state: 'restricted', scope: 'me', reason: expect.stringContaining('data permission') });
  expect(await rig.statements({ since, text: /insert into .*sigds_wal/is })).toEqual([]);
  await permit([alice, 'can-use'], [carol, 'can-write-only']);
  expect(await stateOf(carol)).toMatchObject({ state: 'open' });
  await edited(carol, table, insertRows(table, [['x', 'y', 'z']]));
  await permit([alice, 'can-use']);
  expect((await edit(carol, table, insertRows(table, [['1', '2', '3']]))).status).toBeGreaterThanOrEqual(400);
});
