/** Edits that wait: for a sign-in, or because the warehouse refuses them and nobody knows why. They are told, adopted or withdrawn, never lost. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AnyJson } from '../harness/any-json.ts';
import { putElements, tableOf } from '../harness/document.ts';
import {
  dataRows,
  edit,
  edited,
  expectOk,
  insertRows,
  logRows,
  makeTable,
  rowsOf,
  setCell,
  settingOf,
  settled,
  until,
} from '../harness/input-table.ts';
import type { TableSetting, TestTable } from '../harness/input-table.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';

const accessTokenSeconds = 6;

let rig: Rig;
let setting: TableSetting;
let bob: ApiClient;
let table: TestTable;
let row: string;
let a: string;
let b: string;

beforeAll(async () => {
  rig = await startRig({ accessTokenSeconds });
  setting = await settingOf(rig);
  bob = await rig.signIn('bob');
});
afterAll(async () => rig?.stop());

beforeEach(async () => {
  setting = { ...setting, alice: await rig.signIn('alice') };
  table = await makeTable(setting);
  const insertion = insertRows(table, [['one', 'two', 'three']]);
  row = insertion.rows[0].id;
  [a = '', b = ''] = table.columns;
  await edited(setting.alice, table, insertion);
  await rig.inWarehouse(`grant select, insert, update on ${table.name} to bob`);
  await settled(setting.alice, table);
  await rowsOf(bob, table);
});

const waitingOf = async (client: ApiClient): Promise<readonly AnyJson[]> =>
  expectOk(await client.get(`/input-tables/${table.id}/pending`)).body.items.filter(({ state }: AnyJson) => state === 'waiting');
const trayOf = async (client: ApiClient): Promise<readonly AnyJson[]> =>
  expectOk(await client.get(`/input-tables/${table.id}/tray`)).body.items;
const operations = async (): Promise<readonly AnyJson[]> => (await logRows(rig, table)).map((entry) => JSON.parse(entry.edit));
const adoption = (num: number) => bob.post(`/input-tables/${table.id}/adopt`, { nums: [num] });
const withdrawal = (client: ApiClient, ...nums: number[]) => client.post(`/input-tables/${table.id}/withdraw`, { nums });
const isSound = async (): Promise<boolean> => (await rig.penstock('verify-edit-log', '--table', table.id)).code === 0;

/** A rule of the table that refuses the writes of one login. */
async function refuseWritesOf(login: string, errorCode: string): Promise<void> {
  await rig.inWarehouse(`create or replace function src.refuse_${login}() returns trigger language plpgsql as $$ begin
      if current_user = '${login}' then raise exception 'no writing for ${login}' using errcode = '${errorCode}'; end if; return new; end $$;
    create trigger refuse before insert or update on ${table.name} for each row execute function src.refuse_${login}()`);
}

const allowWrites = (): Promise<unknown> => rig.inWarehouse(`drop trigger refuse on ${table.name}`);

/** Alice's sign-in ends; what she sends within the minute that she is remembered as allowed is saved, and waits. */
async function endSignInOfAlice(): Promise<void> {
  await rig.identityProvider.endRefreshTokens('alice');
  rig.identityProvider.revokeAccessTokens('alice');
  await sleep(accessTokenSeconds * 1_000 + 500);
}

async function waits(num: number): Promise<AnyJson> {
  return until(async () => (await waitingOf(bob)).find((item) => item.num === num));
}

describe('the warehouse refuses, and nobody knows why', () => {
  test('R56 R27: the edit waits with the reason, its author and the Admins are told, others go on, and it is written by itself once the cause is gone', async () => {
    await refuseWritesOf('alice', 'XX000');
    const num = await edited(setting.alice, table, setCell(a, row, 'kept'));
    const item = await waits(num);
    expect(item).toMatchObject({ code: 'warehouse.unexplained', reason: expect.stringContaining('no writing for alice') });
    expect(expectOk(await setting.alice.get(`/input-tables/${table.id}`)).body.editing).toMatchObject({
      state: 'restricted',
      scope: 'me',
      code: 'warehouse.unexplained',
    });
    for (const client of [setting.alice, await rig.signIn('ada')])
      await until(async () =>
        expectOk(await client.get('/notices')).body.items.some(
          (notice: AnyJson) => notice.code === 'warehouse.unexplained' && notice.detail.includes('no writing for alice'),
        ),
      );
    expect(await edit(setting.alice, table, setCell(a, row, 'no more'))).toMatchObject({ status: 409, body: { scope: 'me' } });
    await edited(bob, table, setCell(b, row, 'bob goes on'));
    await until(async () => (await dataRows(rig, table))[0]?.[1] === 'bob goes on');
    expect(await trayOf(setting.alice)).toEqual([]);

    await allowWrites();
    await until(async () => (await dataRows(rig, table))[0]?.[0] === 'kept', 60_000);
    await until(async () => expectOk(await setting.alice.get(`/input-tables/${table.id}`)).body.editing.state === 'open');
    expect((await operations()).some(({ op }) => op === 'reject')).toBe(false);
    expect(await isSound()).toBe(true);
  });

  test('R56: a re-check tries at once, and an author who withdraws what is refused edits on', async () => {
    await refuseWritesOf('alice', '55000');
    const num = await edited(setting.alice, table, setCell(a, row, 'refused'));
    await waits(num);
    expectOk(await withdrawal(setting.alice, num));
    await until(async () => (await waitingOf(bob)).length === 0, 10_000);
    await allowWrites();
    await until(async () => expectOk(await setting.alice.get(`/input-tables/${table.id}`)).body.editing.state === 'open');
    await edited(setting.alice, table, setCell(b, row, 'alice goes on'));
    await settled(setting.alice, table);
    expect(await dataRows(rig, table)).toEqual([['one', 'alice goes on', 'three']]);
    expect(await isSound()).toBe(true);
  });
});

describe('withdrawing', () => {
  test('R22 R27: an author whose sign-in has ended sees their waiting edits with their cells and withdraws them; what rests on them falls with a message; nothing is ever written', async () => {
    await endSignInOfAlice();
    const cell = await edited(setting.alice, table, setCell(a, row, 'withdrawn'));
    const insertion = insertRows(table, [['new', 'row', null]], 'a5');
    const rows = await edited(setting.alice, table, insertion).catch(() => null);
    await waits(cell);
    expect(await waitingOf(setting.alice)).toContainEqual(
      expect.objectContaining({ num: cell, cells: [{ row, column: a, value: 'withdrawn' }], cellCount: 1 }),
    );
    const resting = rows === null ? null : await edited(bob, table, setCell(b, insertion.rows[0].id, 'rests on it'));
    expect((await rowsOf(bob, table)).rows[0].cells[0]).toBe('withdrawn');

    expect(await withdrawal(bob, cell)).toMatchObject({ status: 409, body: { code: 'input-table.not-withdrawable' } });
    const nums = rows === null ? [cell] : [cell, rows];
    expect(expectOk(await withdrawal(setting.alice, ...nums)).body.withdrawn).toEqual(nums);
    await until(async () => (await waitingOf(bob)).length === 0);
    expect((await rowsOf(bob, table)).rows.map(({ cells }: AnyJson) => cells)).toEqual([['one', 'two', 'three']]);
    expect(await trayOf(setting.alice)).toEqual([]);
    if (resting !== null) expect(await trayOf(bob)).toMatchObject([{ num: resting, code: 'edit-log.depends-on-refused' }]);
    expect(await operations()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ op: 'withdraw', nums }),
        expect.objectContaining({ op: 'reject', rejectedNum: cell, code: 'edit-log.withdrawn' }),
      ]),
    );

    setting = { ...setting, alice: await rig.signIn('alice') };
    await edited(bob, table, setCell(b, row, 'bob goes on'));
    await settled(bob, table);
    expect(await dataRows(rig, table)).toEqual([['one', 'bob goes on', 'three']]);
    expect(await isSound()).toBe(true);
  });
});

describe('adopting', () => {
  test('R27: who may not write the whole table adopts nothing, and an adoption that the warehouse refuses gives the edit back to its author unharmed', async () => {
    await endSignInOfAlice();
    const num = await edited(setting.alice, table, setCell(a, row, 'kept'));
    await waits(num);

    await rig.inWarehouse(`revoke update on ${table.name} from bob`);
    expect(await adoption(num)).toMatchObject({ status: 409, body: { code: 'input-table.editing-restricted', scope: 'me' } });
    await rig.inWarehouse(`grant update on ${table.name} to bob`);
    await rig.inWarehouse(`alter table ${table.name} enable row level security;
      create policy none on ${table.name} for update using (false); create policy seen on ${table.name} for select using (true)`);
    await sleep(2_100);
    expect(await adoption(num)).toMatchObject({ status: 409, body: { code: 'input-table.not-adoptable' } });
    await rig.inWarehouse(`alter table ${table.name} disable row level security`);
    expect((await operations()).some(({ op }) => op === 'adopt')).toBe(false);

    await refuseWritesOf('bob', '42501');
    await sleep(2_100);
    expectOk(await adoption(num));
    await until(async () => (await operations()).some(({ op }) => op === 'adopt'));
    await until(async () => {
      const [item] = await waitingOf(bob);
      return (
        item?.code === 'edit-log.adoption-failed' ||
        (item?.code === 'sign-in.ended' && (await rig.statements({ user: 'bob' })).some((one) => one.error?.sqlState === '42501'))
      );
    });
    expect((await operations()).some(({ op }) => op === 'reject')).toBe(false);
    expect(await trayOf(setting.alice)).toEqual([]);

    setting = { ...setting, alice: await rig.signIn('alice') };
    await until(async () => (await dataRows(rig, table))[0]?.[0] === 'kept', 30_000);
    expect(await isSound()).toBe(true);
  });
});

describe('elements that read the table', () => {
  const ask = (client: ApiClient, elementId: string) => client.post(`/workbooks/${table.workbookId}/elements/${elementId}/query`, {});

  async function elementOverTable(): Promise<string> {
    const element = tableOf(`Reads ${table.id}`, { kind: 'input-table', inputTableId: table.id }, ['A', 'B']);
    await putElements(bob, { id: table.workbookId, pageId: table.pageId }, [element]);
    return element.id;
  }

  test("R27 I6: one author's waiting edit holds up nobody's elements; it is said to be missing, and is there once it is written", async () => {
    const element = await elementOverTable();
    await endSignInOfAlice();
    const num = await edited(setting.alice, table, setCell(a, row, 'late'));
    await waits(num);
    await edited(bob, table, setCell(b, row, 'bob goes on'));
    for (let time = 0; time < 2; time += 1) {
      const { status, body } = await ask(bob, element);
      expect([status, body.values, body.editsMissing]).toEqual([200, [['one'], ['bob goes on']], 1]);
      expect(body.cachedAt === null).toBe(time === 0);
    }
    setting = { ...setting, alice: await rig.signIn('alice') };
    await until(async () => (await dataRows(rig, table))[0]?.[0] === 'late', 45_000);
    await until(async () => (await waitingOf(bob)).length === 0);
    // Not what was remembered a moment ago, though the log has no new number.
    expect((await ask(bob, element)).body).toMatchObject({ values: [['late'], ['bob goes on']], editsMissing: 0 });
  });

  test('R56: while the warehouse holds writes up for long, elements show what is written and say how much is missing; an export waits', async () => {
    const element = await elementOverTable();
    const holder = await rig.asWarehouse('postgres');
    await holder.query(`begin; lock table ${table.name} in share mode`);
    await edited(setting.alice, table, setCell(a, row, 'held up'));
    const { status, body } = await ask(bob, element);
    expect([status, body.values, body.editsMissing]).toEqual([200, [['one'], ['two']], 1]);
    const exported = await bob.post(`/workbooks/${table.workbookId}/elements/${element}/export`, {});
    expect(exported).toMatchObject({ status: 503, body: { code: 'query.edits-not-applied' } });
    await holder.query('rollback');
    await settled(bob, table);
    expect((await ask(bob, element)).body).toMatchObject({ values: [['held up'], ['two']], editsMissing: 0 });
  });
});
