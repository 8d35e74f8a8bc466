/** What an input table is beyond its cells: who wrote a row, where it is edited, who may write a column, with which values. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { column, memberIdOf, put, publish, putElements, tableOf } from '../harness/document.ts';
import {
  dataRows,
  edit,
  edited,
  expectOk,
  insertRows,
  logRows,
  makeTable,
  rowId,
  rowsOf,
  setCell,
  settingOf,
  settled,
} from '../harness/input-table.ts';
import type { TableSetting, TestTable } from '../harness/input-table.ts';
import type { AnyJson } from '../harness/any-json.ts';
import { handled } from '../harness/patience.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';

let rig: Rig;
let setting: TableSetting;
let bob: ApiClient;

beforeAll(async () => {
  rig = await startRig();
  setting = await settingOf(rig);
  bob = await rig.signIn('bob');
});
afterAll(async () => rig?.stop());

const describeTable = async (client: ApiClient, table: TestTable): Promise<AnyJson> =>
  expectOk(await client.get(`/input-tables/${table.id}`)).body;

/** A table of alice's, into which bob's login may write as well. */
async function sharedTable(types?: readonly string[]): Promise<TestTable> {
  const table = await makeTable(setting, types === undefined ? {} : { types });
  expectOk(await setting.alice.post(`/input-tables/${table.id}/grant`, { login: 'bob', privilege: 'edit' }));
  return table;
}

describe('columns that nobody writes', () => {
  test('say who made and last changed each row, also of edits that are only logged', async () => {
    const table = await sharedTable();
    const insertion = insertRows(table, [['one', null, null]]);
    await edited(setting.alice, table, insertion);
    await edited(bob, table, setCell(table.columns[0] ?? '', insertion.rows[0].id, 'two'));
    const look = async (): Promise<AnyJson> => (await rowsOf(setting.alice, table, 'offset=0&limit=10&system=true')).rows[0];
    const logged = await look();
    expect(logged.system.createdBy).toMatch(/^alice@/);
    expect(logged.system.updatedBy).toMatch(/^bob@/);
    expect(logged.system.updatedAt > logged.system.createdAt).toBe(true);
    await settled(setting.alice, table);
    expect((await look()).system).toEqual(logged.system);
    expect((await rowsOf(setting.alice, table)).rows[0].system).toBeUndefined();
    expect((await rowsOf(setting.alice, table, 'asOf=2&system=true')).rows[0].system.updatedBy).toMatch(/^alice@/);
  });

  test('are columns of an element that reads the table, under names that are free', async () => {
    const table = await makeTable(setting, { types: ['text', 'checkbox', 'datetime'] });
    const [a = '', done = '', when = ''] = table.columns;
    await edited(setting.alice, table, { op: 'changeColumn', columnId: a, name: 'created BY' });
    await edited(setting.alice, table, {
      op: 'insertRows',
      columns: [a, done, when],
      rows: [{ id: 'first', order: 'a0', cells: ['x', true, '2026-01-02T03:04:05.000000Z'] }],
    });
    const source = { kind: 'input-table', inputTableId: table.id };
    const described = expectOk(await setting.alice.post(`/workbooks/${table.workbookId}/describe-source`, { source })).body.columns;
    expect(described.map(({ name, type, onRequest }: AnyJson) => [name, type, onRequest])).toEqual([
      ['created BY', 'text', false],
      ['B', 'logical', false],
      ['C', 'datetime', false],
      ['Row ID', 'text', true],
      ['Created by 2', 'text', true],
      ['Created at', 'datetime', true],
      ['Updated by', 'text', true],
      ['Updated at', 'datetime', true],
    ]);
    const element = tableOf('Written', source, [], { columns: ['Row ID', 'Created by 2', 'Created at', 'B', 'C'].map(column) });
    await putElements(setting.alice, { id: table.workbookId, pageId: table.pageId }, [element]);
    const page = expectOk(await setting.alice.post(`/workbooks/${table.workbookId}/elements/${element.id}/query`, {})).body;
    const { system } = (await rowsOf(setting.alice, table, 'offset=0&limit=1&system=true')).rows[0];
    expect(page.values.slice(0, 2).flat()).toEqual(['first', system.createdBy]);
    expect(new Date(page.values[2][0]).toISOString().slice(0, 19)).toBe(system.createdAt.slice(0, 19));
    expect(page.values.slice(3).flat()).toEqual([true, '2026-01-02T03:04:05.000000Z']);
  });
});

describe('a column renamed a moment ago', () => {
  test('has its new name for what reads the table, also while the rename is only logged', async () => {
    const table = await makeTable(setting);
    const source = { kind: 'input-table', inputTableId: table.id };
    const element = tableOf('Renamed', source, [], { columns: [column('Fresh')] });
    const holder = await rig.asWarehouse('postgres');
    try {
      await holder.query(`begin; lock table ${table.name} in share mode`);
      await edited(setting.alice, table, insertRows(table, [['one', null, null]]));
      await edited(setting.alice, table, { op: 'changeColumn', columnId: table.columns[0] ?? '', name: 'Fresh' });
      const described = handled(setting.alice.post(`/workbooks/${table.workbookId}/describe-source`, { source }));
      await new Promise((resolve) => setTimeout(resolve, 300));
      await holder.query('commit');
      expect(expectOk(await described).body.columns[0].name).toBe('Fresh');
    } finally {
      await holder.end();
    }
    await putElements(setting.alice, { id: table.workbookId, pageId: table.pageId }, [element]);
    const page = expectOk(await setting.alice.post(`/workbooks/${table.workbookId}/elements/${element.id}/query`, {})).body;
    expect(page.values).toEqual([['one']]);
  });
});

describe('where a table is edited', () => {
  test('only in what is published, by those who explore; its columns stay with those who edit', async () => {
    const own = await settingOf(rig);
    const table = await makeTable(own);
    expectOk(await own.alice.post(`/input-tables/${table.id}/grant`, { login: 'bob', privilege: 'edit' }));
    const insertion = insertRows(table, [['one', null, null]]);
    const [columnId = ''] = table.columns;
    const cell = (value: string): AnyJson => setCell(columnId, insertion.rows[0].id, value);
    await edited(own.alice, table, insertion);
    expectOk(await own.alice.put(`/workbooks/${own.workbookId}/grants`, { grants: [{ to: 'everyone', right: 'explore' }] }));

    const early = await edit(bob, table, cell('no'));
    expect([early.status, early.body.code]).toEqual([403, 'workbook.not-permitted']);

    const document = expectOk(await own.alice.get(`/workbooks/${own.workbookId}`)).body;
    const [element] = document.definition.pages[0].elements;
    const changes = [put(own.pageId, { ...element, editableIn: 'published' })];
    expectOk(await own.alice.post(`/workbooks/${own.workbookId}/draft`, { changes }));
    const neither = await edit(own.alice, table, cell('no'));
    expect([neither.status, neither.body.code]).toEqual([403, 'input-table.not-editable-here']);
    expect((await describeTable(own.alice, table)).typing).toEqual({
      draft: { allowed: false, reason: 'This table is edited in the published version only.' },
      published: { allowed: false, reason: 'The published version does not show this table.' },
    });

    await publish(own.alice, own.workbookId);
    await edited(bob, table, cell('bob was here'));
    await settled(own.alice, table);
    expect((await dataRows(rig, table))[0]?.[0]).toBe('bob was here');
    expect(await describeTable(bob, table)).toMatchObject({
      canEdit: true,
      canChangeColumns: false,
      typing: { published: { allowed: true } },
    });
    const renamed = await edit(bob, table, { op: 'changeColumn', columnId, name: 'Mine' });
    expect([renamed.status, renamed.body.code]).toEqual([403, 'workbook.not-permitted']);
    await edited(own.alice, table, { op: 'changeColumn', columnId, name: 'Ours' });

    expectOk(await own.alice.put(`/workbooks/${own.workbookId}/grants`, { grants: [{ to: 'everyone', right: 'view' }] }));
    const viewing = await edit(bob, table, cell('no'));
    expect([viewing.status, viewing.body.code]).toEqual([403, 'input-table.not-editable-here']);
    expect((await logRows(rig, table)).filter((row) => row.edit.includes('"no"'))).toEqual([]);
  });
});

describe('a protected column', () => {
  test("is written by its table's owner and the people and teams that are named, and refused to others before it is logged", async () => {
    const table = await sharedTable();
    const [a = '', b = ''] = table.columns;
    const insertion = insertRows(table, [['one', 'two', null]]);
    const [{ id: row }] = insertion.rows;
    await edited(setting.alice, table, insertion);
    const rules = `/input-tables/${table.id}/columns/${a}/rules`;
    const theirs = await bob.put(rules, { protection: { members: [await memberIdOf(bob)], teams: [] }, allowed: null });
    expect([theirs.status, theirs.body.code]).toEqual([403, 'input-table.column-protected']);
    expectOk(await setting.alice.put(rules, { protection: { members: [], teams: [] }, allowed: null }));

    const logged = (await logRows(rig, table)).length;
    const refused = [
      setCell(a, row, 'mine'),
      { op: 'changeColumn', columnId: a, type: 'number' },
      { op: 'deleteColumn', columnId: a },
      insertRows(table, [['filled', null, null]], 'a5'),
    ];
    for (const operation of refused) {
      const { status, body } = await edit(bob, table, operation);
      expect([operation.op, status, body.code, body.columns]).toEqual([operation.op, 403, 'input-table.column-protected', [a]]);
    }
    expect(await logRows(rig, table)).toHaveLength(logged);
    await edited(bob, table, setCell(b, row, 'free'));
    await edited(bob, table, insertRows(table, [[null, 'free', null]], 'a6'));
    await edited(setting.alice, table, setCell(a, row, 'owner'));
    expect((await describeTable(bob, table)).columnRules).toMatchObject([{ columnId: a, locked: true }]);
    expect((await describeTable(setting.alice, table)).columnRules).toMatchObject([{ columnId: a, locked: false }]);

    expectOk(await setting.alice.put(rules, { protection: { members: [await memberIdOf(bob)], teams: [] }, allowed: null }));
    await edited(bob, table, setCell(a, row, 'named'));
    const ada = await rig.signIn('ada');
    const team = expectOk(await ada.post('/teams', { name: `Writers ${rowId()}` })).body;
    expectOk(await ada.put(`/teams/${team.id}/members`, { memberIds: [await memberIdOf(bob)] }));
    expectOk(await setting.alice.put(rules, { protection: { members: [], teams: [team.id] }, allowed: null }));
    await edited(bob, table, setCell(a, row, 'in a team'));
  });

  test('leaves the log as it is: a rebuild from it makes the same table', async () => {
    const table = await sharedTable();
    const [a = ''] = table.columns;
    await edited(setting.alice, table, insertRows(table, [['one', 'two', 'three']]));
    expectOk(
      await setting.alice.put(`/input-tables/${table.id}/columns/${a}/rules`, {
        protection: { members: [], teams: [] },
        allowed: { from: { kind: 'values', values: ['other'] }, otherwise: 'refuse' },
      }),
    );
    await settled(setting.alice, table);
    const before = await dataRows(rig, table);
    await rig.inWarehouse(`update ${table.name} set "${a}_1" = 'spoiled'`);
    expectOk(await setting.alice.post(`/input-tables/${table.id}/rebuild`, {}));
    await settled(setting.alice, table);
    expect(await dataRows(rig, table)).toEqual(before);
  });
});

describe('a list of values', () => {
  test('refuses or warns of other values, as its column says, and offers its own', async () => {
    const table = await sharedTable(['text', 'number', 'checkbox']);
    const [a = '', b = '', c = ''] = table.columns;
    const id = rowId();
    await edited(setting.alice, table, { op: 'insertRows', columns: [a], rows: [{ id, order: 'a0', cells: ['old'] }] });
    const set = (of: string, values: readonly string[], otherwise: string) =>
      bob.put(`/input-tables/${table.id}/columns/${of}/rules`, {
        protection: null,
        allowed: { from: { kind: 'values', values }, otherwise },
      });
    expectOk(await set(a, ['North', 'South'], 'refuse'));
    expectOk(await set(b, ['1', '2.5'], 'warn'));
    for (const wrong of [set(c, ['true'], 'warn'), set(b, ['1', 'one'], 'warn'), set(b, ['1', '1'], 'warn')]) {
      const { status, body } = await wrong;
      expect([status, body.code]).toEqual([422, 'input-table.rules-invalid']);
    }
    const refused = await edit(setting.alice, table, setCell(a, id, 'West'));
    expect([refused.status, refused.body.code, refused.body.cells]).toEqual([
      422,
      'input-table.value-not-listed',
      [{ row: id, column: a }],
    ]);
    expect((await edit(setting.alice, table, setCell(a, id, 'North'))).body.unlisted).toEqual([]);
    await edited(setting.alice, table, setCell(a, id, null));
    expect(expectOk(await edit(setting.alice, table, setCell(b, id, '7'))).body.unlisted).toEqual([{ row: id, column: b }]);
    const inserted = await edit(setting.alice, table, {
      op: 'insertRows',
      columns: [a],
      rows: [{ id: rowId(), order: 'a1', cells: ['East'] }],
    });
    expect(inserted.body.code).toBe('input-table.value-not-listed');
    expect(expectOk(await bob.get(`/input-tables/${table.id}/columns/${a}/choices`)).body).toEqual({
      values: ['North', 'South'],
      hasMore: false,
    });
  });

  test('may come from a column of another element, as the person who edits sees it', async () => {
    const table = await sharedTable();
    const [a = ''] = table.columns;
    const orders = tableOf('Regions', { kind: 'warehouse-table', connectionId: table.connectionId, schema: 'src', table: 'orders' }, [
      'account_manager',
      'region',
    ]);
    await putElements(setting.alice, { id: table.workbookId, pageId: table.pageId }, [orders]);
    const rules = (otherwise: string) =>
      setting.alice.put(`/input-tables/${table.id}/columns/${a}/rules`, {
        protection: null,
        allowed: { from: { kind: 'element', elementId: orders.id, columnId: 'account_manager' }, otherwise },
      });
    expect((await rules('refuse')).body.code).toBe('input-table.rules-invalid');
    expectOk(await rules('warn'));
    const choices = async (client: ApiClient): Promise<AnyJson> =>
      expectOk(await client.get(`/input-tables/${table.id}/columns/${a}/choices`)).body.values;
    expect(await choices(setting.alice)).toEqual(['alice']);
    expect(await choices(bob)).toEqual(['bob']);
  });
});
