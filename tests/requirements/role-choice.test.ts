/** People who sign in to the warehouse themselves may choose in which of their roles they read. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';
import { c0, c1, createConnection } from './connections-of-the-rig.ts';
import { bodyOf, makeWorkbook, publish, share, tableOf, warehouseTable } from '../harness/document.ts';
import type { WorkbookJson } from '../harness/document.ts';

let rig: Rig;
let ada: ApiClient;
let alice: ApiClient;
let bob: ApiClient;
let connectionId: string;
let workbook: WorkbookJson;

/** Of a table that only the role may read. */
const element = () => tableOf('Salaries', warehouseTable(connectionId, 'src', 'salaries'), ['name']);
let elementId: string;

beforeAll(async () => {
  rig = await startRig();
  ada = await rig.signIn('ada');
  connectionId = (await createConnection(ada, c1(rig))).id;
  alice = await rig.signIn('alice');
  bob = await rig.signIn('bob');
  await rig.inWarehouse(
    `create role "Pay roll"; create role other_team; grant "Pay roll", other_team to alice with inherit false, set true;
     create table src.salaries (name text); insert into src.salaries values ('Ann'), ('Ben');
     grant usage on schema src to "Pay roll", other_team; grant select on src.salaries to "Pay roll", svc`,
    'postgres',
  );
  const salaries = element();
  elementId = salaries.id;
  workbook = await makeWorkbook(alice, 'Salaries', [salaries]);
  await publish(alice, workbook.id);
  await share(alice, workbook.id, [{ to: 'everyone', right: 'view' }]);
});
afterAll(async () => {
  await rig?.inWarehouse(
    'drop owned by "Pay roll", other_team; drop role if exists "Pay roll"; drop role if exists other_team; drop table src.salaries',
    'postgres',
  );
  await rig?.stop();
});

const choose = (client: ApiClient, role: string | null) => client.put(`/connections/${connectionId}/role`, { role });
const ask = (client: ApiClient, change = {}) =>
  client.post(`/workbooks/${workbook.id}/elements/${elementId}/query`, { version: 'published', ...change });

test('R49: what only a role may read is read in it once it is chosen, at the next query, and not by anybody else', async () => {
  const before = await ask(alice);
  expect([before.status, before.body.code]).toEqual([403, 'query.warehouse-refused']);
  const offered = bodyOf(await alice.get(`/connections/${connectionId}/role`));
  expect(offered).toMatchObject({ chosen: null, available: expect.arrayContaining(['Pay roll', 'other_team']) });

  const since = await rig.logPosition();
  expect(bodyOf(await choose(alice, 'Pay roll')).chosen).toBe('Pay roll');
  const read = bodyOf(await ask(alice));
  expect([read.rowCount, read.runsAs.login, read.runsAs.role]).toEqual([2, 'alice', 'Pay roll']);
  expect((await ask(bob)).status).toBe(403);
  expect((await rig.statements({ since, text: /"src"\."salaries"/ })).map(({ user }) => user)).toContain('alice');

  bodyOf(await choose(alice, 'other_team'));
  expect((await ask(alice)).status).toBe(403);
});

test('P16: what was remembered in one role is not shown in another, nor is a catalog', async () => {
  bodyOf(await choose(alice, 'Pay roll'));
  expect(bodyOf(await ask(alice)).rowCount).toBe(2);
  expect(bodyOf(await ask(alice)).cachedAt).not.toBe(null);
  const tables = async (): Promise<readonly string[]> =>
    bodyOf(await alice.get(`/connections/${connectionId}/catalog?search=salaries`)).items.map((item: { path: string[] }) =>
      item.path.at(-1),
    );
  expect(await tables()).toEqual(['salaries']);
  bodyOf(await choose(alice, null));
  expect((await ask(alice)).status).toBe(403);
  expect(await tables()).toEqual([]);
});

test('R42: the service account takes nobody’s role', async () => {
  bodyOf(await choose(alice, 'other_team'));
  bodyOf(await ada.put(`/workbooks/${workbook.id}/run-as-service-account`, { enabled: true }));
  try {
    const read = bodyOf(await ask(alice));
    expect([read.rowCount, read.runsAs.login, read.runsAs.role]).toEqual([2, 'svc', null]);
  } finally {
    bodyOf(await ada.put(`/workbooks/${workbook.id}/run-as-service-account`, { enabled: false }));
  }
});

test('R49: a role that is no longer theirs reads nothing, is shown as chosen, and another can be taken', async () => {
  bodyOf(await choose(alice, 'Pay roll'));
  await rig.inWarehouse('revoke "Pay roll" from alice', 'postgres');
  try {
    const refused = await ask(alice, { refresh: true });
    expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining('Pay roll')]);
    const standing = bodyOf(await alice.get(`/connections/${connectionId}/role`));
    expect([standing.chosen, standing.available.includes('other_team'), standing.available.includes('Pay roll')]).toEqual([
      'Pay roll',
      true,
      false,
    ]);
    bodyOf(await choose(alice, null));
  } finally {
    await rig.inWarehouse('grant "Pay roll" to alice with inherit false, set true', 'postgres');
  }
});

test('roles of others, logins and own connections are refused with what to do', async () => {
  for (const role of ['no such role', 'bob', 'postgres']) {
    const refused = await choose(alice, role);
    expect([refused.status, refused.body.code]).toEqual([422, 'role-choice.not-a-member']);
  }
  const other = await choose(bob, 'Pay roll');
  expect([other.status, other.body.code]).toEqual([422, 'role-choice.not-a-member']);
  const ownLogin = await createConnection(ada, c0(rig));
  bodyOf(await ada.put(`/connections/${ownLogin.id}/data-permissions`, { permissions: [{ to: 'everyone', permission: 'can-use' }] }));
  const refused = await alice.put(`/connections/${ownLogin.id}/role`, { role: 'Pay roll' });
  expect([refused.status, refused.body.code]).toEqual([422, 'role-choice.not-applicable']);
});
