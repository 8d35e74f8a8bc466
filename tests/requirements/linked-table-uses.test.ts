/** What else a linked input table is good for: other elements over it, its columns' rules, edits that wait. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataRows, edit, edited, expectOk, settingOf, settled, until } from '../harness/input-table.ts';
import type { TableSetting } from '../harness/input-table.ts';
import { bodyOf, chartElement, column, putElements, tableOf, warehouseTable } from '../harness/document.ts';
import { makeLinked, pageOf, shownRows, typeBeside, typing } from '../harness/linked-table.ts';
import type { LinkedTable } from '../harness/linked-table.ts';
import type { AnyJson } from '../harness/any-json.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';

let rig: Rig;
let setting: TableSetting;
let alice: ApiClient;
let bob: ApiClient;

beforeAll(async () => {
  rig = await startRig();
  setting = await settingOf(rig);
  alice = setting.alice;
  bob = await rig.signIn('bob');
  await rig.inWarehouse(`
    create table src.lines (line text, origin text, delay int);
    insert into src.lines values ('A1', 'JFK', 10), ('A2', 'JFK', 20), ('B1', 'LAX', 30);
    grant select on src.lines to public`);
});
afterAll(async () => rig?.stop());

const choices = [
  { id: 'o1', label: 'Late', color: null },
  { id: 'o2', label: 'On time', color: null },
];

async function lines(change: Partial<Parameters<typeof makeLinked>[1]> = {}): Promise<LinkedTable> {
  const own = [
    { name: 'Target', type: 'number' },
    { name: 'State', type: 'single-select', options: choices },
  ];
  const source = warehouseTable(setting.connectionId, 'src', 'lines');
  const table = await makeLinked(setting, { source, keys: ['line'], show: ['origin', 'delay'], own, ...change });
  expectOk(await alice.post(`/input-tables/${table.id}/grant`, { login: 'bob', privilege: 'edit' }));
  return table;
}

async function elementOf(table: LinkedTable): Promise<AnyJson> {
  const { definition } = bodyOf(await alice.get(`/workbooks/${table.workbookId}?version=draft`));
  return definition.pages.flatMap((page: AnyJson) => page.elements).find(({ id }: AnyJson) => id === table.id);
}

const place = (table: LinkedTable): { id: string; pageId: string } => ({ id: table.workbookId, pageId: table.pageId });

test('charts, tables and lookups of other elements work over it, filtered, sorted and grouped', async () => {
  const table = await lines({ name: 'Linked lines' });
  const [target = ''] = table.columns;
  await edited(
    alice,
    table,
    typing(
      table,
      [
        [['A1'], ['5']],
        [['A2'], ['7']],
        [['B1'], ['1']],
      ],
      { columns: [target] },
    ),
  );
  const { name } = await elementOf(table);
  const source = { kind: 'element', elementId: table.id } as const;
  const chart = chartElement(source, {
    columns: [column('origin'), { ...column('Sum of targets'), id: 'sum', formula: 'Sum([Target])' }],
    x: 'origin',
    values: ['sum'],
    sorts: [{ columnId: 'origin', direction: 'ascending' }],
  });
  const looked = { ...column('Target'), id: 'looked', formula: `Lookup([${name}/Target], [line], [${name}/line])` };
  const reading = tableOf('Reading', warehouseTable(setting.connectionId, 'src', 'lines'), [], {
    id: randomUUID(),
    columns: [column('line'), looked],
    sorts: [{ columnId: 'looked', direction: 'descending' }],
    filters: [{ id: 'f', kind: 'range', columnId: 'looked', from: '2', to: null }],
  });
  await putElements(alice, place(table), [{ ...chart }, reading]);
  const ask = async (id: string): Promise<AnyJson> => bodyOf(await alice.post(`/workbooks/${table.workbookId}/elements/${id}/query`, {}));
  expect((await ask(chart.id)).values).toEqual([
    ['JFK', 'LAX'],
    ['12', '1'],
  ]);
  const read = await ask(reading.id);
  expect([read.values, read.linked, read.columns[1].inputColumnId]).toEqual([
    [
      ['A2', 'A1'],
      ['7', '5'],
    ],
    null,
    null,
  ]);

  const filtered = await pageOf(alice, table, { view: { filters: [{ id: 'f', kind: 'range', columnId: target, from: '6', to: null }] } });
  expect(shownRows(filtered).map(({ line }) => line)).toEqual(['A2']);
  expect(filtered.linked.keys).toEqual([['A2']]);
  const csv = await (await alice.fetch('POST', `/workbooks/${table.workbookId}/elements/${table.id}/export`, {})).text();
  expect(csv.trim().split(/\r?\n/)).toEqual(['line,origin,delay,Target,State', 'A1,JFK,10,5,', 'A2,JFK,20,7,', 'B1,LAX,30,1,']);
});

test('keys are given where their column is hidden, not where groups are closed; option ids beside labels', async () => {
  const table = await lines();
  const [, state = ''] = table.columns;
  const element = await elementOf(table);
  await typeBeside(alice, table, ['A2'], 'o1', { columns: [state] });
  const hidden = element.columns.map((one: AnyJson) => ({ ...one, hidden: one.id === 'key-1' }));
  await putElements(alice, place(table), [{ ...element, columns: hidden }]);
  const page = await pageOf(alice, table);
  expect(page.columns.map((one: AnyJson) => one.name)).not.toContain('line');
  expect(page.linked).toMatchObject({ keys: [['A1', 'A2', 'B1']], cells: { [state]: [null, 'o1', null] } });
  expect(shownRows(page).map(({ State }) => State)).toEqual([null, 'Late', null]);

  const origin = element.columns.find(({ name }: AnyJson) => name === 'origin').id;
  const grouped = { ...element, groupings: [{ id: 'g', keys: [origin], collapsed: true }] };
  await putElements(alice, place(table), [grouped]);
  expect((await pageOf(alice, table)).linked).toBeNull();
  expect((await pageOf(alice, table, { view: { collapsed: { g: false } } })).linked).toMatchObject({ keys: [['A1', 'A2', 'B1']] });
});

test('renaming a typed column breaks nothing; a new one is shown once the element has it; a deleted one is told', async () => {
  const table = await lines();
  const [target = '', state = ''] = table.columns;
  await typeBeside(alice, table, ['A1'], '5');
  await edited(alice, table, { op: 'changeColumn', columnId: target, name: 'Goal' });
  expect(shownRows(await pageOf(alice, table))[0]).toMatchObject({ Target: '5' });
  await edited(alice, table, { op: 'changeColumn', columnId: target, type: 'text' });
  await typeBeside(alice, table, ['A2'], 'five', { columns: [target] });
  expect(shownRows(await pageOf(alice, table)).map((row) => row['Target'])).toEqual(['5', 'five', null]);

  const added = { id: 'cnew00000', name: 'Note', type: 'text', options: [], order: 'z9', generation: 1 };
  await edited(alice, table, { op: 'addColumn', column: added });
  const element = await elementOf(table);
  const shown = { id: added.id, name: 'Note', formula: `[${added.id}]`, hidden: false, format: null, level: null };
  await putElements(alice, place(table), [{ ...element, columns: [...element.columns, shown] }]);
  await typeBeside(alice, table, ['B1'], 'noted', { columns: [added.id] });
  expect(shownRows(await pageOf(alice, table))[2]).toMatchObject({ Note: 'noted' });

  await edited(alice, table, { op: 'deleteColumn', columnId: state });
  const page = await pageOf(alice, table);
  expect(page.columns.find(({ id }: AnyJson) => id === state)).toMatchObject({ inputColumnId: null, problem: expect.any(String) });
  const typed = await edit(alice, table, typing(table, [[['A1'], ['o1']]], { columns: [state] }));
  expect([typed.status, typed.body.code]).toEqual([422, 'input-table.column-unknown']);
});

test('protected columns, lists of values and types hold for cells that are named by key', async () => {
  const table = await lines();
  const [target = '', state = ''] = table.columns;
  expectOk(
    await alice.put(`/input-tables/${table.id}/columns/${target}/rules`, {
      protection: { members: [], teams: [] },
      allowed: { from: { kind: 'values', values: ['1', '2'] }, otherwise: 'refuse' },
    }),
  );
  const answer = async (client: ApiClient, columnId: string, value: unknown): Promise<readonly unknown[]> => {
    const { status, body } = await edit(client, table, typing(table, [[['A1'], [value]]], { columns: [columnId] }));
    return [status, body.code];
  };
  expect(await answer(bob, target, '1')).toEqual([403, 'input-table.column-protected']);
  expect(await answer(alice, target, '3')).toEqual([422, 'input-table.value-not-listed']);
  expect(await answer(alice, target, 'x')).toEqual([422, 'input-table.values-refused']);
  expect(await answer(alice, state, 'o9')).toEqual([422, 'input-table.values-refused']);
  expect(await answer(alice, target, '2')).toEqual([200, undefined]);
  expect(await answer(bob, state, 'o2')).toEqual([200, undefined]);
  await settled(alice, table);
  expect(await dataRows(rig, table)).toEqual([['2', 'o2']]);
});

test('I6: an edit that waits is seen beside its row by everybody who may read it; who began the row holds nobody else up', async () => {
  const table = await lines();
  const [target = '', state = ''] = table.columns;
  await rig.inWarehouse(`
    create function src.refuse_alice() returns trigger language plpgsql as $$ begin
      if current_user = 'alice' then raise exception 'not now' using errcode = 'XX000'; end if; return new; end $$;
    create trigger refuse before insert or update on ${table.name} for each row execute function src.refuse_alice()`);
  await typeBeside(alice, table, ['A1'], '5');
  await until(async () => {
    const { items } = bodyOf(await bob.get(`/input-tables/${table.id}/pending`));
    return items.some(({ state: waits }: AnyJson) => waits === 'waiting');
  });
  for (const client of [alice, bob]) {
    const page = await pageOf(client, table);
    expect(shownRows(page)[0]).toMatchObject({ line: 'A1', Target: '5', State: null });
    expect(page.linked.pending).toEqual({ [page.linked.rowIds[0]]: expect.arrayContaining([target]) });
  }
  await typeBeside(bob, table, ['A1'], 'o2', { columns: [state] });
  await until(async () => (await dataRows(rig, table))[0]?.[1] === 'o2');
  const page = await pageOf(bob, table);
  expect(shownRows(page)[0]).toMatchObject({ Target: '5', State: 'On time' });
  expect(page.linked.cells[state][0]).toBe('o2');
  expect(await dataRows(rig, table)).toEqual([[null, 'o2']]);

  await rig.inWarehouse(`drop trigger refuse on ${table.name}`);
  expectOk(await alice.post(`/input-tables/${table.id}/recheck`, {}));
  await until(async () => (await dataRows(rig, table))[0]?.[0] === '5');
  const written = await pageOf(bob, table);
  expect([shownRows(written)[0], written.linked.pending]).toMatchObject([{ Target: '5', State: 'On time' }, {}]);
  // Alice typed first, though she was written last.
  expect(await rig.inWarehouse(`select split_part(created_by, '@', 1) as maker from ${table.name}`)).toEqual([{ maker: 'alice' }]);
  expect((await rig.penstock('verify-edit-log', '--table', table.id)).code).toBe(0);
});
