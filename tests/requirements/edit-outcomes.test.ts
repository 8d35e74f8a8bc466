/** The outcome table of the requirements, row by row: what becomes of an edit, and of editing, by kind of failure. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  dataRows,
  edit,
  editId,
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

let rig: Rig;
let setting: TableSetting;
let bob: ApiClient;
let ada: ApiClient;
let table: TestTable;
let row: string;
let a: string;

beforeAll(async () => {
  rig = await startRig();
  setting = await settingOf(rig);
  [bob, ada] = await Promise.all([rig.signIn('bob'), rig.signIn('ada')]);
});
afterAll(async () => rig?.stop());

beforeEach(async () => {
  table = await makeTable(setting);
  const insertion = insertRows(table, [['one', 'two', 'three']]);
  row = insertion.rows[0].id;
  a = table.columns[0] ?? '';
  await edited(setting.alice, table, insertion);
  await settled(setting.alice, table);
});

const editing = async (client: ApiClient, of: TestTable = table) => expectOk(await client.get(`/input-tables/${of.id}`)).body.editing;
const grantBob = (): Promise<unknown> => rig.inWarehouse(`grant select, insert, update on ${table.name} to bob`);

describe('data table missing, renamed, altered', () => {
  test('R14 R56: a dropped data table leaves the edit pending and restricts editing of that table for all, until it is rebuilt', async () => {
    await grantBob();
    expectOk(await bob.get(`/input-tables/${table.id}`));
    await rig.inWarehouse(`drop table ${table.name}`);
    const since = await rig.logPosition();
    const num = await edited(setting.alice, table, setCell(a, row, 'kept'));
    await until(async () => (await editing(setting.alice)).state === 'restricted');
    expect(await editing(setting.alice)).toMatchObject({ state: 'restricted', scope: 'table' });
    expect(await editing(bob)).toMatchObject({ state: 'restricted' });
    expect((await edit(setting.alice, table, setCell(a, row, 'no'))).status).toBe(409);
    // The product neither drops nor alters anything to help itself.
    expect(
      (await rig.statements({ since })).filter((one) => /^\s*(drop|alter)/i.test(one.text) && !/penstock_mark/.test(one.text)),
    ).toEqual([]);
    expect((await logRows(rig, table)).map((entry) => Number(entry.edit_num))).toContain(num);

    const verification = await rig.penstock('verify-edit-log', '--json', '--table', table.id);
    expect(verification.code).not.toBe(0);
    const rebuilt = await rig.penstock('rebuild', table.id, '--as', `alice@${await emailDomain()}`);
    expect(rebuilt.code, rebuilt.errors).toBe(0);
    await until(async () => (await rig.inWarehouse(`select 1 from pg_tables where tablename = '${bare()}'`)).length === 1);
    expectOk(await setting.alice.post(`/input-tables/${table.id}/recheck`));
    await settled(setting.alice, table);
    expect(await dataRows(rig, table)).toEqual([['kept', 'two', 'three']]);
    await until(async () => (await editing(setting.alice)).state === 'open');
  });

  test.each([
    [
      'renamed',
      (name: string) => `alter table ${name} rename to elsewhere`,
      (name: string, bareName: string) => `alter table ${schemaOf(name)}.elsewhere rename to "${bareName}"`,
    ],
    [
      'moved to another schema',
      (name: string) => `alter table ${name} set schema wb_b`,
      (_: string, bareName: string) => `alter table wb_b."${bareName}" set schema wb_a`,
    ],
    [
      'with a column renamed',
      (name: string) => `alter table ${name} rename column "${a}_1" to gone`,
      (name: string) => `alter table ${name} rename column gone to "${a}_1"`,
    ],
    [
      'with a column retyped',
      (name: string) => `alter table ${name} alter column "${a}_1" type integer using null`,
      (name: string) => `alter table ${name} alter column "${a}_1" type text using ''`,
    ],
    [
      'without the key that the guard needs',
      (name: string, bareName: string) => `alter table ${name} drop constraint "${bareName}_pkey"`,
      (name: string, bareName: string) => `alter table ${name} add constraint "${bareName}_pkey" primary key (row_id)`,
    ],
  ] as const)(
    'R14 R56: a data table %s behind the back leaves edits pending and restricts that table for all, until it is put back and re-checked',
    async (_, harm, mend) => {
      await grantBob();
      expectOk(await bob.get(`/input-tables/${table.id}`));
      const since = await rig.logPosition();
      await rig.inWarehouse(harm(table.name, bare()));
      const insertion = insertRows(table, [['kept', 'four', 'five']], 'a5');
      const num = await edited(setting.alice, table, setCell(a, row, 'kept'));
      const later = await edit(setting.alice, table, insertion);
      await until(async () => (await editing(setting.alice)).scope === 'table');
      for (const client of [setting.alice, bob]) expect(await editing(client)).toMatchObject({ state: 'restricted', scope: 'table' });
      const logged = (await logRows(rig, table)).length;
      for (const client of [setting.alice, bob])
        expect(await edit(client, table, setCell(a, row, 'no'))).toMatchObject({
          status: 409,
          body: { code: 'input-table.editing-restricted' },
        });
      expect(expectOk(await setting.alice.get(`/input-tables/${table.id}/tray`)).body.items).toEqual([]);
      const told = await until(async () =>
        expectOk(await ada.get('/notices')).body.items.find((one: { subject: string }) => one.subject === `input-table:${table.id}`),
      );
      expect(told).toMatchObject({ audience: 'admins', code: 'warehouse.table-changed' });

      // Put back, it stays restricted until somebody has it checked; then what was saved is written.
      await rig.inWarehouse(mend(table.name, bare()));
      expect(await edit(setting.alice, table, setCell(a, row, 'no'))).toMatchObject({ status: 409, body: { scope: 'table' } });
      expect((await logRows(rig, table)).length).toBe(logged);
      expectOk(await setting.alice.post(`/input-tables/${table.id}/recheck`));
      await settled(setting.alice, table);
      expect((await dataRows(rig, table))[0]).toEqual(['kept', 'two', 'three']);
      expect(await dataRows(rig, table)).toHaveLength(later.status === 200 ? 2 : 1);
      await until(async () => (await editing(bob)).state === 'open');
      expect(expectOk(await setting.alice.get(`/input-tables/${table.id}/pending`)).body.items).toEqual([]);
      expect((await logRows(rig, table)).map((entry) => Number(entry.edit_num))).toContain(num);
      const changing = (await rig.statements({ since })).filter(
        (one) => /^\s*(drop|alter|create)/i.test(one.text) && one.user !== 'postgres',
      );
      expect(changing).toEqual([]);
    },
  );

  test('R23: a truncated table is rebuilt in place, exactly, by a named person, and verify-edit-log notices both states', async () => {
    const before = await rig.inWarehouse(`select * from ${table.name} order by row_id`);
    const [{ oid: oidBefore }] = (await rig.inWarehouse(`select '${table.name}'::regclass::oid as oid`)) as [{ oid: number }];
    await rig.inWarehouse(`truncate ${table.name}`);
    expect((await rig.penstock('verify-edit-log', '--table', table.id)).code).toBe(1);
    const { body } = expectOk(await setting.alice.post(`/input-tables/${table.id}/rebuild`));
    expect(body.rows).toBe(1);
    await settled(setting.alice, table);
    expect(await rig.inWarehouse(`select * from ${table.name} order by row_id`)).toEqual(before);
    const [{ oid: oidAfter }] = (await rig.inWarehouse(`select '${table.name}'::regclass::oid as oid`)) as [{ oid: number }];
    expect(oidAfter).toBe(oidBefore);
    expect((await rig.penstock('verify-edit-log', '--table', table.id)).code).toBe(0);
    expect(
      (await logRows(rig, table)).some((entry) => JSON.parse(entry.edit).op === 'rebuild' && entry.author_email.includes('alice')),
    ).toBe(true);
  });
});

test('R23 P3: a rebuild mends cells and rows that somebody wrote by hand under numbers that no edit ever had', async () => {
  const before = await rig.inWarehouse(`select * from ${table.name} order by row_id`);
  await rig.inWarehouse(
    `update ${table.name} set "${a}_1" = 'by hand', "${a}_1_n" = 900000, row_num = 900001, deleted = true, updated_num = 900002, updated_by = 'me';
     insert into ${table.name} (row_id, row_num, deleted, order_num, order_key) values ('rbyhand', 900003, false, 900003, 'z')`,
  );
  expect((await rig.penstock('verify-edit-log', '--table', table.id)).code).toBe(1);
  expectOk(await setting.alice.post(`/input-tables/${table.id}/rebuild`));
  await settled(setting.alice, table);
  expect(await rig.inWarehouse(`select * from ${table.name} order by row_id`)).toEqual(before);
  expect((await rig.penstock('verify-edit-log', '--table', table.id)).code).toBe(0);
  // Editing goes on where nothing could have been written any more.
  await edited(setting.alice, table, setCell(a, row, 'after it'));
  await settled(setting.alice, table);
  expect((await dataRows(rig, table))[0]?.[0]).toBe('after it');
});

describe('the author lacks a privilege', () => {
  test("R56 R27: a colleague's revoked right rejects their edit into their tray, restricts them alone, and a re-check lifts it", async () => {
    await grantBob();
    await edited(bob, table, setCell(a, row, 'bob'));
    await settled(bob, table);
    await rig.inWarehouse(`revoke insert, update on ${table.name} from bob`);
    const id = editId();
    await edited(bob, table, setCell(a, row, 'refused'), { editId: id });
    const tray = await until(async () =>
      expectOk(await bob.get(`/input-tables/${table.id}/tray`)).body.items.length === 1
        ? expectOk(await bob.get(`/input-tables/${table.id}/tray`)).body.items
        : null,
    );
    expect(tray[0]).toMatchObject({ editId: id });
    await until(async () => (await editing(bob)).scope === 'me');
    expect(await editing(bob)).toMatchObject({ state: 'restricted', scope: 'me' });
    expect(await editing(setting.alice)).toMatchObject({ state: 'open' });
    await edited(setting.alice, table, setCell(a, row, 'alice goes on'));
    await settled(setting.alice, table);
    expect(await dataRows(rig, table)).toEqual([['alice goes on', 'two', 'three']]);
    expect(
      (await logRows(rig, table)).some((entry) => JSON.parse(entry.edit).op === 'reject' && JSON.parse(entry.edit).editId === id),
    ).toBe(true);
    await until(async () =>
      expectOk(await bob.get('/notices')).body.items.some((notice: { detail: string }) => notice.detail.includes('refused')),
    );
    // D5: the right that was remembered when the edit was admitted counts no more, and what is missing is said.
    expect((await editing(bob)).nextStep).toMatch(/^Ask alice for SELECT, INSERT and UPDATE/);

    expect((await bob.post(`/input-tables/${table.id}/recheck`)).status).toBe(409);
    await grantBob();
    // Granted is not yet re-checked: what bob sends now is refused before it has a number.
    const logged = (await logRows(rig, table)).length;
    await until(async () => (await editing(bob)).nextStep === 'Ask for the named right; then choose Re-check.');
    expect(await edit(bob, table, setCell(a, row, 'not yet'))).toMatchObject({
      status: 409,
      body: { code: 'input-table.editing-restricted', scope: 'me', cause: 'warehouse.privilege' },
    });
    expect((await logRows(rig, table)).length).toBe(logged);
    expectOk(await bob.post(`/input-tables/${table.id}/recheck`));
    await until(async () => (await editing(bob)).state === 'open');
    const again = editId();
    expectOk(await bob.post(`/input-tables/${table.id}/tray/${id}/send-again`, { newEditId: again }));
    await settled(bob, table);
    expect(await dataRows(rig, table)).toEqual([['refused', 'two', 'three']]);
    expect(expectOk(await bob.get(`/input-tables/${table.id}/tray`)).body.items).toEqual([]);
  });

  test('R27 D4: only the owner of the table adds or retypes a column; for others it is refused before it is logged', async () => {
    await grantBob();
    const logged = (await logRows(rig, table)).length;
    const column = { id: 'czzzzzzz1', name: 'New', type: 'text', options: [], order: 'z', generation: 1 };
    const answer = await edit(bob, table, { op: 'addColumn', column });
    expect(answer).toMatchObject({ status: 403, body: { code: 'input-table.owner-needed', owner: 'alice' } });
    expect((await edit(bob, table, { op: 'changeColumn', columnId: a, type: 'number' })).status).toBe(403);
    expect((await logRows(rig, table)).length).toBe(logged);
    await edited(bob, table, { op: 'changeColumn', columnId: a, name: 'Renamed by Bob' });
    await edited(setting.alice, table, { op: 'addColumn', column });
    await settled(setting.alice, table);
    expect((await rowsOf(bob, table)).columns.map((one: { name: string }) => one.name)).toEqual(['Renamed by Bob', 'B', 'C', 'New']);
  });

  test('I13: who may not SELECT the table gets no rows, no history, no earlier state and no live edits of it', async () => {
    const carol = await rig.signIn('carol');
    for (const path of ['rows', 'history', 'rows?asOf=2', 'pending']) {
      const answer = await carol.get(`/input-tables/${table.id}/${path}`);
      expect([403, 409], path).toContain(answer.status);
      expect(JSON.stringify(answer.body)).not.toContain('two');
    }
  });
});

describe('a value is refused', () => {
  test('R27: what does not fit is listed cell by cell before it is logged', async () => {
    const typed = await makeTable(setting, { types: ['number', 'date', 'checkbox'] });
    const operation = insertRows(typed, [['12a', '2026-02-30', null]]);
    operation.rows[0].cells[2] = 'yes';
    const answer = await edit(setting.alice, typed, operation);
    expect(answer.status).toBe(422);
    expect(answer.body.cells.map((cell: { code: string }) => cell.code)).toEqual(['not-a-number', 'not-a-date', 'wrong-kind']);
    expect((await edit(setting.alice, table, setCell(a, row, 'a\u0000b'))).body.code).toBe('input-table.values-refused');
    expect((await edit(setting.alice, table, setCell(a, 'rnosuchrow0000000', 'x'))).body.code).toBe('input-table.row-unknown');
    expect((await edit(setting.alice, table, setCell('cnosuchco', row, 'x'))).body.code).toBe('input-table.column-unknown');
  });

  test('R56: the share is halved until the bad edit stands alone; only that one is rejected', async () => {
    // A constraint that somebody put on the table: the product could not know it.
    await rig.inWarehouse(`alter table ${table.name} add constraint no_bad check ("${a}_1" <> 'bad')`);
    const good = insertRows(
      table,
      Array.from({ length: 8 }, (_, index) => [`good ${index}`, '', '']),
    );
    await edited(setting.alice, table, good);
    const results = await Promise.all(
      good.rows.map((one: { id: string }, index: number) =>
        edited(setting.alice, table, setCell(a, one.id, index === 5 ? 'bad' : `better ${index}`)),
      ),
    );
    expect(new Set(results).size).toBe(8);
    await settled(setting.alice, table);
    await until(async () => expectOk(await setting.alice.get(`/input-tables/${table.id}/tray`)).body.items.length === 1);
    const cells = (await dataRows(rig, table)).map(([first]) => first);
    expect(cells.sort()).toEqual(
      ['better 0', 'better 1', 'better 2', 'better 3', 'better 4', 'better 6', 'better 7', 'good 5', 'one'].sort(),
    );
    expect(await editing(setting.alice)).toMatchObject({ state: 'open' });
  });
});

describe('a value is refused by the table', () => {
  test.each([
    ['a length', (name: string) => `alter table ${name} alter column "${a}_1" type varchar(6)`, 'too long to fit'],
    [
      'a foreign key',
      (name: string) =>
        `create table if not exists src.allowed (v text primary key); alter table ${name} add constraint only_allowed foreign key ("${b()}_1") references src.allowed (v) not valid`,
      null,
    ],
    ['uniqueness', (name: string) => `create unique index on ${name} ("${a}_1")`, 'one'],
    [
      'a trigger of the owner',
      (name: string) =>
        `create or replace function src.refuse() returns trigger language plpgsql as $$ begin if new."${a}_1" = 'bad' then raise exception 'bad is refused'; end if; return new; end $$; create trigger refuse before insert or update on ${name} for each row execute function src.refuse()`,
      'bad',
    ],
  ] as const)('R56: %s that somebody put on the table rejects the edit that breaks it, and no other', async (_, rule, bad) => {
    await rig.inWarehouse(rule(table.name));
    const insertion = insertRows(
      table,
      [
        ['two', null, null],
        ['three', null, null],
      ],
      'a5',
    );
    await edited(setting.alice, table, insertion);
    await settled(setting.alice, table);
    const cells: [string, string, string][] = [
      [a, insertion.rows[0].id, 'fine'],
      [bad === null ? b() : a, insertion.rows[1].id, bad ?? 'unknown'],
      [table.columns[2] ?? '', row, 'also'],
    ];
    const nums = await Promise.all(cells.map(([column, id, value]) => edited(setting.alice, table, setCell(column, id, value))));
    await settled(setting.alice, table);
    const tray = await until(async () => {
      const { items } = expectOk(await setting.alice.get(`/input-tables/${table.id}/tray`)).body;
      return items.length > 0 ? items : null;
    });
    expect(tray).toMatchObject([{ num: nums[1], code: 'warehouse.value' }]);
    expect(await editing(setting.alice)).toMatchObject({ state: 'open' });
    expect(await dataRows(rig, table)).toEqual([
      ['one', 'two', 'also'],
      ['fine', null, null],
      ['three', null, null],
    ]);
  });
});

describe('log missing or moved, or service account without privilege', () => {
  test('R24 R27 R56: without INSERT on the log nothing is acknowledged, no data statement runs, everybody is restricted and Admins are told; restored grants and a re-check lift it', async () => {
    const log = `elog."sigds_wal_${setting.connectionId.replaceAll('-', '')}"`;
    const [{ owner }] = (await rig.inWarehouse(
      `select tableowner as owner from pg_tables where schemaname = 'elog' and tablename = 'sigds_wal_${setting.connectionId.replaceAll('-', '')}'`,
    )) as [{ owner: string }];
    await rig.inWarehouse(`alter table ${log} owner to postgres; grant select on ${log} to svc; revoke insert on ${log} from svc`);
    const since = await rig.logPosition();
    const id = editId();
    const answer = await edit(setting.alice, table, setCell(a, row, 'kept by the client'), { editId: id });
    expect(answer.status).toBe(503);
    expect(JSON.stringify(answer.body)).toMatch(/edit log|service account/i);
    expect((await rig.statements({ since, user: 'alice' })).filter((one) => /insert|update/i.test(one.text))).toEqual([]);
    await until(async () => (await editing(setting.alice)).scope === 'connection');
    const notices = await until(async () => {
      const { items } = expectOk(await ada.get('/notices')).body;
      return items.length > 0 ? items : null;
    });
    expect(JSON.stringify(notices)).toMatch(/edit-log/);
    await rig.inWarehouse(`alter table ${log} owner to ${owner}`);
    await rig.inWarehouse(`grant select, insert on ${log} to svc`);
    expectOk(await setting.alice.post(`/input-tables/${table.id}/recheck`));
    expectOk(await edit(setting.alice, table, setCell(a, row, 'kept by the client'), { editId: id }));
    await settled(setting.alice, table);
    expect((await editing(setting.alice)).state).toBe('open');
    expect(await dataRows(rig, table)).toEqual([['kept by the client', 'two', 'three']]);
  });
});

const b = (): string => table.columns[1] ?? '';

const schemaOf = (name: string): string => name.split('.')[0] ?? '';

async function emailDomain(): Promise<string> {
  const { body } = expectOk(await setting.alice.get('/session'));
  return body.member.email.split('@')[1];
}

function bare(): string {
  return table.name.split('.')[1]?.replaceAll('"', '') ?? '';
}
