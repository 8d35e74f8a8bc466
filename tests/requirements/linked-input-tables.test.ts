/** Rows of another element, with what people type beside their keys (issue 3, point 3). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataRows, edit, edited, expectOk, logRows, makeTable, rowsOf, setCell, settingOf, settled } from '../harness/input-table.ts';
import type { TableSetting } from '../harness/input-table.ts';
import { chartElement, column, newDocument, put, putElements, save, tableOf, warehouseTable } from '../harness/document.ts';
import { makeLinked, pageOf, requestLinked, shownRows, typeBeside, typing } from '../harness/linked-table.ts';
import type { LinkedTable } from '../harness/linked-table.ts';
import type { AnyJson } from '../harness/any-json.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';

let rig: Rig;
let setting: TableSetting;
let alice: ApiClient;
let bob: ApiClient;
/** A table element of the workbook, whose rows the links have. */
let stations: string;

beforeAll(async () => {
  rig = await startRig();
  await rig.inWarehouse(`
    create table src.stations (code text, name text, opened date, size numeric, ratio float8, seen timestamptz, open boolean);
    insert into src.stations values
      ('JFK', 'Kennedy', '1948-07-01', 1.50, 0.1, '2026-01-02 03:04:05.000006+00', true),
      ('LAX', 'Los Angeles', '1930-10-01', 2, 0.30000000000000004, null, true),
      (null, 'Nowhere', null, null, null, null, false);
    grant select on src.stations to public`);
  setting = await settingOf(rig);
  alice = setting.alice;
  bob = await rig.signIn('bob');
  stations = await putStations('Stations');
});
afterAll(async () => rig?.stop());

async function putStations(name: string, change: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const source = warehouseTable(setting.connectionId, 'src', 'stations');
  const element = tableOf(name, source, ['code', 'name', 'opened', 'size', 'ratio', 'seen', 'open'], { id: randomUUID(), ...change });
  await putElements(alice, { id: setting.workbookId, pageId: setting.pageId }, [element]);
  return element.id;
}

const fromElement = (elementId: string): AnyJson => ({ kind: 'element', elementId });

/** Comments and targets beside stations, which bob's login may write as well. */
async function shared(change: Partial<Parameters<typeof makeLinked>[1]> = {}): Promise<LinkedTable> {
  const own = [
    { name: 'Comment', type: 'text' },
    { name: 'Target', type: 'number' },
  ];
  const table = await makeLinked(setting, { source: fromElement(stations), keys: ['code'], show: ['name'], own, ...change });
  expectOk(await alice.post(`/input-tables/${table.id}/grant`, { login: 'bob', privilege: 'edit' }));
  return table;
}

describe('a linked input table', () => {
  test('shows the live rows of its source, and beside them what was typed for their keys', async () => {
    const table = await shared();
    const empty = await pageOf(alice, table);
    expect(empty.columns.map(({ name, inputColumnId }: AnyJson) => [name, inputColumnId])).toEqual([
      ['code', null],
      ['name', null],
      ['Comment', table.columns[0]],
      ['Target', table.columns[1]],
    ]);
    expect(empty.linked).toMatchObject({ inputTableId: table.id, keyColumnIds: table.keyColumns, keys: [['JFK', 'LAX', null]] });
    expect(empty.linked.rowIds).toEqual([expect.stringMatching(/^k/), expect.stringMatching(/^k/), null]);

    const num = await typeBeside(alice, table, ['JFK'], 'busy');
    const page = await pageOf(alice, table);
    expect(shownRows(page)).toEqual([
      { code: 'JFK', name: 'Kennedy', Comment: 'busy', Target: null },
      { code: 'LAX', name: 'Los Angeles', Comment: null, Target: null },
      { code: null, name: 'Nowhere', Comment: null, Target: null },
    ]);
    expect(page.linked.num).toBeGreaterThanOrEqual(num);
    expect((await rowsOf(alice, table)).rows).toMatchObject([{ id: empty.linked.rowIds[0], cells: ['JFK', 'busy', null] }]);
    expect(await dataRows(rig, table, [...table.keyColumns, ...table.columns])).toEqual([['JFK', 'busy', null]]);
  });

  test('gains the rows that its source gains; inputs of a key that goes stay, and come back with it', async () => {
    const table = await shared();
    await typeBeside(alice, table, ['BOS'], 'to come');
    const comments = async (): Promise<AnyJson> =>
      Object.fromEntries(shownRows(await pageOf(alice, table, { refresh: true })).map(({ code, Comment }) => [code, Comment]));
    expect(await comments()).toEqual({ JFK: null, LAX: null, null: null });
    await rig.inWarehouse(`insert into src.stations (code, name) values ('BOS', 'Logan')`);
    expect(await comments()).toMatchObject({ BOS: 'to come' });
    await rig.inWarehouse(`delete from src.stations where code = 'BOS'`);
    expect(await comments()).not.toHaveProperty('BOS');
    expect(await dataRows(rig, table)).toEqual([['to come', null]]);
    await rig.inWarehouse(`insert into src.stations (code, name) values ('BOS', 'Logan again')`);
    expect(await comments()).toMatchObject({ BOS: 'to come' });
    await rig.inWarehouse(`delete from src.stations where code = 'BOS'`);
  });

  test('I3: two people who begin one row at once both keep their cells; of one cell, the overwritten is told by whom', async () => {
    const table = await shared();
    const { headNum } = expectOk(await alice.get(`/input-tables/${table.id}`)).body;
    const [, target = ''] = table.columns;
    await Promise.all([
      typeBeside(alice, table, ['JFK'], 'hers', { baseNum: headNum }),
      typeBeside(bob, table, ['JFK'], '7', { baseNum: headNum, columns: [target] }),
    ]);
    await settled(alice, table);
    expect(await dataRows(rig, table)).toEqual([['hers', '7']]);
    expect(shownRows(await pageOf(bob, table))[0]).toMatchObject({ Comment: 'hers', Target: '7' });
    const both = await Promise.all([
      typeBeside(alice, table, ['LAX'], 'hers', { baseNum: headNum }),
      typeBeside(bob, table, ['LAX'], 'his', { baseNum: headNum }),
    ]);
    await settled(alice, table);
    const later = both[0] > both[1] ? 'hers' : 'his';
    expect(await dataRows(rig, table)).toEqual(
      expect.arrayContaining([
        ['hers', '7'],
        [later, null],
      ]),
    );
    const { code, output } = await rig.penstock('verify-edit-log', '--json');
    expect([code, JSON.stringify(output).includes(table.id)]).toEqual([0, true]);
  });

  test('undo of a first edit takes its own cell back, while it stands', async () => {
    const table = await shared();
    const num = await typeBeside(alice, table, ['JFK'], 'oops');
    const [, target = ''] = table.columns;
    await typeBeside(bob, table, ['JFK'], '9', { columns: [target] });
    await typeBeside(alice, table, ['JFK'], null, { onlyWhile: num });
    expect(shownRows(await pageOf(alice, table))[0]).toMatchObject({ Comment: null, Target: '9' });
    const again = await typeBeside(alice, table, ['JFK'], 'mine');
    await typeBeside(bob, table, ['JFK'], 'over');
    await typeBeside(alice, table, ['JFK'], null, { onlyWhile: again });
    expect(shownRows(await pageOf(alice, table))[0]).toMatchObject({ Comment: 'over', Target: '9' });
  });
});

describe('keys', () => {
  test('are equal exactly where their canonical spellings are, whatever the type or collation of the source says', async () => {
    await rig.inWarehouse(`
      create collation if not exists src.blind (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
      drop table if exists src.alike;
      create table src.alike (place int, letters text collate src.blind, padded char(6), amount float8, small real, exact numeric, at timestamptz);
      insert into src.alike values
        (1, 'a',        'x',  0.1,                 0.1,  1.0,                  '2026-03-29 01:30+00'),
        (2, 'A',        'X',  0.10000000000000002, 0.2,  1,                    '2026-03-29 01:30:00.000001+00'),
        (3, 'a ',       'y',  0.3,                 16777216, 10000000000000000000000000000000000001, '2026-03-29'),
        (4, E'\\u00e9', 'z',  0.30000000000000004, 1e10, 10000000000000000000000000000000000002, null),
        (5, E'e\\u0301','"',  1e300,               1e-7, 'NaN',                'infinity'),
        (6, '',         '[]', 'NaN',               null, null,                 '0044-03-15 BC');
      grant select on src.alike to public`);
    const columns = ['place', 'letters', 'padded', 'amount', 'small', 'exact', 'at'];
    const alike = tableOf('Alike', warehouseTable(setting.connectionId, 'src', 'alike'), columns, { id: randomUUID() });
    await putElements(alice, { id: setting.workbookId, pageId: setting.pageId }, [alike]);
    const whole = { letters: 6, padded: 6, amount: 4, small: 5, exact: 4, at: 3 };
    for (const [key, typeable] of Object.entries(whole)) {
      const table = await makeLinked(setting, { source: fromElement(alike.id), keys: [key], show: ['place'], name: `By ${key}` });
      const page = await pageOf(alice, table);
      const keys: readonly (string | null)[] = page.linked.keys[0];
      const rowIds: readonly (string | null)[] = page.linked.rowIds;
      expect([key, rowIds.filter((id) => id !== null).length]).toEqual([key, typeable]);
      // Each typeable row gets the key itself as its comment: whatever is shown in a row was typed for exactly that row.
      const rows = [...new Set(keys.filter((_, row) => rowIds[row] !== null))];
      await edited(
        alice,
        table,
        typing(
          table,
          rows.map((value) => [[String(value)], [`of ${value}`]]),
        ),
      );
      const shown = shownRows(await pageOf(alice, table));
      shown.forEach((row, index) => {
        expect([key, row['place'], row['Comment']]).toEqual([key, row['place'], rowIds[index] === null ? null : `of ${keys[index]}`]);
      });
      expect(shown).toHaveLength(6);
      if (key !== 'amount') continue;
      // Another decimal that a float would round to 0.1: it is no key of these rows, and makes no row twice.
      await typeBeside(alice, table, ['0.1000000000000000055'], 'of nobody');
      expect(shownRows(await pageOf(alice, table))).toEqual(shown);
    }
  });

  test('that are not in canonical spelling, too few, too many or given twice are refused before anything is logged', async () => {
    const table = await makeLinked(setting, { source: fromElement(stations), keys: ['size', 'opened'] });
    const logged = (await logRows(rig, table)).length;
    const refused = async (keys: readonly string[], code: string): Promise<void> => {
      const { status, body } = await edit(alice, table, typing(table, [[keys, ['x']]]));
      expect([keys, status, body.code]).toEqual([keys, 422, code]);
    };
    for (const size of ['1.50', '1.0', '+1', '1e0', ' 1', '', 'NaN', 'one', `1${'0'.repeat(38)}`])
      await refused([size, '1948-07-01'], 'input-table.values-refused');
    for (const opened of ['1948-7-1', '1948-07-01T00:00:00.000000Z', '', '1948-02-30'])
      await refused(['1.5', opened], 'input-table.values-refused');
    await refused(['1.5'], 'input-table.edit-invalid');
    await refused(['1.5', '1948-07-01', 'x'], 'input-table.edit-invalid');
    const twice = await edit(
      alice,
      table,
      typing(table, [
        [['1.5', '1948-07-01'], ['x']],
        [['1.5', '1948-07-01'], ['y']],
      ]),
    );
    expect([twice.status, twice.body.code]).toEqual([422, 'input-table.edit-invalid']);
    const withNull = await edit(alice, table, {
      ...typing(table, [[['1.5', '1948-07-01'], ['x']]]),
      rows: [{ keys: ['1.5', null], cells: ['x'] }],
    });
    expect(withNull.status).toBe(400);
    expect(await logRows(rig, table)).toHaveLength(logged);
    await typeBeside(alice, table, ['1.5', '1948-07-01'], 'fits');
    expect(shownRows(await pageOf(alice, table))).toMatchObject([
      { size: '1.5', Comment: 'fits' },
      { size: '2', Comment: null },
      { size: null, Comment: null },
    ]);
  });

  test('that repeat in the source show the same inputs in each of its rows, and stay one row of the table', async () => {
    const name = `twice_${randomUUID().slice(0, 8)}`;
    await rig.inWarehouse(
      `create table src.${name} (k text, n int); insert into src.${name} values ('x', 1), ('x', 2), ('y', 3); grant select on src.${name} to public`,
    );
    const source = warehouseTable(setting.connectionId, 'src', name);
    const table = await makeLinked(setting, { source, keys: ['k'], show: ['n'] });
    await typeBeside(alice, table, ['x'], 'both');
    const page = await pageOf(alice, table);
    expect(
      shownRows(page)
        .map(({ n, Comment }) => [n, Comment])
        .toSorted(),
    ).toEqual([
      ['1', 'both'],
      ['2', 'both'],
      ['3', null],
    ]);
    expect(new Set(page.linked.rowIds).size).toBe(2);
    expect(await dataRows(rig, table)).toEqual([['both']]);
  });
});

describe('what is refused', () => {
  test('links whose keys cannot tell rows apart, are not there, or are on another connection', async () => {
    const refused = async (
      change: Partial<Parameters<typeof requestLinked>[1]>,
      code: string,
      pointer: string | null = null,
    ): Promise<void> => {
      const { status, body } = await requestLinked(setting, { source: fromElement(stations), keys: ['code'], ...change });
      expect([status, body.code, pointer === null ? null : body.fields?.[0]?.pointer]).toEqual([422, code, pointer]);
    };
    await refused({ keys: ['open'] }, 'input-table.link-invalid', '/link/keys/0/column');
    await refused({ keys: ['code', 'absent'] }, 'input-table.link-invalid', '/link/keys/1/column');
    await refused({ keys: ['code', 'code'] }, 'input-table.link-invalid', '/link/keys/1/column');
    await refused({ show: ['absent'] }, 'input-table.link-invalid', '/link/show/0');
    await refused({ own: [{ name: 'CODE', type: 'text' }] }, 'input-table.edit-invalid');
    await refused({ source: fromElement(randomUUID()) }, 'query.element-wrong');
    const { id: workbookId, pageId } = await newDocument(bob);
    const theirs = await makeTable({ ...setting, workbookId, pageId }, { client: bob });
    for (const inputTableId of [theirs.id, randomUUID()])
      await refused({ source: { kind: 'input-table', inputTableId }, keys: ['A'] }, 'workbook.unknown-reference');
    const others = await rig.addC2();
    const elsewhere = await rig.signIn('alice');
    const source = warehouseTable(others, 'src', 'movies');
    const { status, body } = await requestLinked(setting, { source, keys: ['title'], client: elsewhere });
    expect([status, body.code, body.fields?.[0]?.pointer]).toEqual([422, 'input-table.link-invalid', '/connectionId']);
    expect(await rig.inMetadata('select 1 from input_tables where connection_id = $1', [others])).toEqual([]);
  });

  test('adding, moving, deleting rows and naming them by id; changing a column of keys; keys where there are none', async () => {
    const table = await shared();
    await typeBeside(alice, table, ['JFK'], 'x');
    const [{ id: row }] = (await rowsOf(alice, table)).rows;
    const [key = ''] = table.keyColumns;
    const [comment = ''] = table.columns;
    const logged = (await logRows(rig, table)).length;
    const rows = [
      { op: 'insertRows', columns: [comment], rows: [{ id: 'mine', order: 'a1', cells: ['x'] }] },
      { op: 'deleteRows', rows: [row] },
      { op: 'restoreRows', rows: [row] },
      { op: 'moveRows', rows: [{ id: row, order: 'a1' }] },
      setCell(comment, row, 'y'),
      setCell(key, row, 'LAX'),
    ];
    const columns = [
      { op: 'changeColumn', columnId: key, type: 'number' },
      { op: 'changeColumn', columnId: key, name: 'Mine' },
      { op: 'deleteColumn', columnId: key },
      { op: 'moveColumn', columnId: key, order: 'a9' },
    ];
    for (const operation of rows) expect((await edit(alice, table, operation)).body).toMatchObject({ code: 'input-table.rows-of-source' });
    for (const operation of columns)
      expect((await edit(alice, table, operation)).body).toMatchObject({ code: 'input-table.key-column', columns: [key] });
    const rules = await alice.put(`/input-tables/${table.id}/columns/${key}/rules`, { protection: null, allowed: null });
    expect([rules.status, rules.body.code]).toEqual([422, 'input-table.key-column']);
    const typed = await edit(alice, table, typing(table, [[['JFK'], ['LAX']]], { columns: [key] }));
    expect([typed.status, typed.body.code]).toEqual([422, 'input-table.edit-invalid']);
    expect(await logRows(rig, table)).toHaveLength(logged);
  });

  test('a link that stands anywhere but as the whole source of a table, or whose keys are not those of its table', async () => {
    const table = await shared();
    const [keyId = ''] = table.keyColumns;
    const link = {
      kind: 'linked-input-table',
      inputTableId: table.id,
      editableIn: 'draft',
      source: fromElement(stations),
      keys: [{ column: 'code', columnId: keyId }],
    };
    const chart = chartElement(link as never, { columns: [column('code')], x: 'code', values: [] });
    const joined = {
      kind: 'join',
      type: 'left',
      left: link,
      right: fromElement(stations),
      rightName: 'S',
      on: [{ left: 'code', right: 'code' }],
    };
    const twice = { ...link, keys: [...link.keys, { column: 'name', columnId: keyId }] };
    const misplaced = [
      chart,
      tableOf('Joined', joined, ['code']),
      tableOf('In itself', { ...link, source: link }, ['code']),
      tableOf('Twice', twice, ['code']),
    ];
    for (const element of misplaced) {
      const { status, body } = await save(alice, setting.workbookId, [put(setting.pageId, element)]);
      expect([element.name, status, body.code]).toEqual([element.name, 422, 'workbook.invalid']);
    }
    for (const keys of [[{ column: 'code', columnId: 'c00000000' }], [...link.keys, { column: 'name', columnId: 'c00000000' }]]) {
      const element = tableOf(`Other keys ${keys.length}`, { ...link, keys }, ['code'], { id: randomUUID() });
      await putElements(alice, { id: setting.workbookId, pageId: setting.pageId }, [element]);
      const { status, body } = await alice.post(`/workbooks/${setting.workbookId}/elements/${element.id}/query`, {});
      expect([status, body.code, body.problems?.[0]?.code]).toEqual([422, 'query.element-wrong', 'query.link-differs']);
    }
    const retyped = tableOf('Retyped', { ...link, keys: [{ column: 'size', columnId: keyId }] }, ['name'], { id: randomUUID() });
    await putElements(alice, { id: setting.workbookId, pageId: setting.pageId }, [retyped]);
    const { body } = await alice.post(`/workbooks/${setting.workbookId}/elements/${retyped.id}/query`, {});
    expect(body.problems?.[0]?.code).toBe('query.join-types-differ');
  });
});
