/** As whom a linked input table is read and written, by the warehouse's own log (R42, I1, I7, I13). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listen } from '../harness/event-stream.ts';
import { edit, expectOk, logRows, settingOf, settled, until } from '../harness/input-table.ts';
import type { TableSetting } from '../harness/input-table.ts';
import { bodyOf, memberIdOf, publish, put, putElements, save, share, tableOf, warehouseTable } from '../harness/document.ts';
import { makeLinked, pageOf, shownRows, typeBeside, typing } from '../harness/linked-table.ts';
import type { LinkedTable } from '../harness/linked-table.ts';
import type { AnyJson } from '../harness/any-json.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig, Statement } from '../harness/rig.ts';

let rig: Rig;
let setting: TableSetting;
let ada: ApiClient;
let alice: ApiClient;
/** May explore, and has a login that may write the table once it is granted. */
let bob: ApiClient;
/** May explore, and has a login without any right on the table. */
let carol: ApiClient;
/** May view, and has no login in the warehouse. */
let vera: ApiClient;
let table: LinkedTable;
let since: number;

beforeAll(async () => {
  rig = await startRig();
  setting = await settingOf(rig);
  ada = await rig.signIn('ada');
  alice = setting.alice;
  [bob, carol, vera] = await Promise.all([rig.signIn('bob'), rig.signIn('carol'), rig.signIn('vera')]);
  await rig.inWarehouse(`
    create table src.airports (code text, name text);
    insert into src.airports values ('JFK', 'Kennedy'), ('LAX', 'Los Angeles');
    grant select on src.airports to public`);
  const source = warehouseTable(setting.connectionId, 'src', 'airports');
  const airports = tableOf('Airports', source, ['code', 'name'], { id: randomUUID() });
  await putElements(alice, { id: setting.workbookId, pageId: setting.pageId }, [airports]);
  const link = { kind: 'element', elementId: airports.id };
  table = await makeLinked(setting, { source: link, keys: ['code'], show: ['name'], editableIn: 'published' });
  await rig.inWarehouse(
    `grant usage on schema wb_a to svc; grant select on ${table.name} to svc; grant select, insert, update on ${table.name} to bob`,
  );
  await publish(alice, setting.workbookId);
  await share(alice, setting.workbookId, [
    { to: 'everyone', right: 'view' },
    { to: { memberId: await memberIdOf(bob) }, right: 'explore' },
    { to: { memberId: await memberIdOf(carol) }, right: 'explore' },
  ]);
});
afterAll(async () => rig?.stop());

beforeEach(async () => {
  since = await rig.logPosition();
});

async function toggle(enabled: boolean): Promise<void> {
  bodyOf(await ada.put(`/workbooks/${setting.workbookId}/run-as-service-account`, { enabled }));
}

const published = { version: 'published' };

async function onTable(text: RegExp): Promise<readonly Statement[]> {
  const [, name = ''] = table.name.split('.');
  return (await rig.statements({ since, text })).filter((statement) => statement.text.includes(name));
}

const users = (statements: readonly Statement[]): readonly string[] => [...new Set(statements.map(({ user }) => user))].sort();

describe('without the toggle', () => {
  test('I1 I7: the service account logs an edit before its author writes it, and each person reads as themselves', async () => {
    await toggle(false);
    await typeBeside(bob, table, ['JFK'], 'by bob');
    await settled(alice, table);
    expect(shownRows(await pageOf(bob, table, published))[0]).toMatchObject({ code: 'JFK', Comment: 'by bob' });

    const [logged] = await rig.statements({ since, user: 'svc', text: /insert into .*sigds_wal_/i });
    const writes = await onTable(/insert into .* on conflict/i);
    expect(users(writes)).toEqual(['bob']);
    expect(logged?.ended ?? Infinity).toBeLessThan(writes[0]?.began ?? 0);
    expect(users(await onTable(/left join/i))).toEqual(['bob']);
  });

  test('who has no right on the table in the warehouse neither sees nor types, and is told why', async () => {
    await toggle(false);
    const seen = await carol.post(`/workbooks/${table.workbookId}/elements/${table.id}/query`, published);
    expect([seen.status, seen.body.code]).toEqual([403, 'query.warehouse-refused']);
    const typed = await edit(carol, table, typing(table, [[['JFK'], ['no']]]));
    expect([typed.status, typed.body.code]).toEqual([409, 'input-table.editing-restricted']);
    expect((await logRows(rig, table)).some((row) => row.edit.includes('"no"'))).toBe(false);
    expect(users(await onTable(/insert into .* on conflict/i))).toEqual([]);
  });

  test('who may only view is not told the keys; who may type in the published version is, and only there', async () => {
    await toggle(true);
    expect((await pageOf(vera, table, published)).linked).toBeNull();
    expect((await pageOf(bob, table, published)).linked).toMatchObject({ keyColumnIds: table.keyColumns, keys: [['JFK', 'LAX']] });
    expect((await pageOf(alice, table, { version: 'draft' })).linked).toBeNull();
    expect((await pageOf(alice, table, published)).linked).not.toBeNull();
  });
});

describe('in a published workbook that runs as the service account', () => {
  test('R42: everybody reads source and inputs as svc, also without a login; what somebody types they write themselves', async () => {
    await toggle(true);
    await typeBeside(bob, table, ['LAX'], 'still bob');
    await settled(alice, table);
    for (const client of [vera, carol, bob]) {
      const page = await pageOf(client, table, { ...published, refresh: true });
      expect(shownRows(page).map(({ Comment }) => Comment)).toContain('still bob');
      expect(page.runsAs).toMatchObject({ principal: 'service-account', login: 'svc' });
    }
    expect(users(await onTable(/left join/i))).toEqual(['svc']);
    expect(users(await onTable(/insert into .* on conflict/i))).toEqual(['bob']);
    const viewing = await edit(vera, table, typing(table, [[['LAX'], ['no']]]));
    expect(viewing.status).toBe(403);
    expect(users(await onTable(/insert into .* on conflict/i))).toEqual(['bob']);
  });

  test('P15 D14: svc reads no row and no column for a viewer but those that the element shows', async () => {
    await toggle(true);
    const reader = await listen(vera, table.id);
    try {
      for (const path of ['rows', 'rows?version=published', 'pending', 'history'])
        expect([path, (await vera.get(`/input-tables/${table.id}/${path}`)).status]).toEqual([path, 403]);
      expectOk(await vera.get(`/input-tables/${table.id}`));
      const num = await typeBeside(bob, table, ['LAX'], 'unseen');
      await until(async () => reader.events.some(({ event, data }) => event === 'hidden' && data.num === num));
      expect(shownRows(await pageOf(vera, table, published)).map(({ Comment }) => Comment)).toContain('unseen');
      await typeBeside(bob, table, ['LAX'], 'still bob');
      await settled(alice, table);
      expect(JSON.stringify(reader.events)).not.toContain('unseen');
    } finally {
      reader.close();
    }
  });

  test('a copy shows the inputs of its original, and nobody types into them there', async () => {
    await toggle(false);
    const copy = bodyOf(await alice.post(`/workbooks/${setting.workbookId}/duplicate`, { name: 'Copy' }));
    const { definition } = bodyOf(await alice.get(`/workbooks/${copy.id}?version=draft`));
    const elements: readonly AnyJson[] = definition.pages.flatMap((page: AnyJson) => page.elements);
    const copied = elements.find(({ source }) => source?.kind === 'linked-input-table');
    expect(copied?.source.inputTableId).toBe(table.id);
    const page = bodyOf(await alice.post(`/workbooks/${copy.id}/elements/${copied.id}/query`, {}));
    expect(shownRows(page).map(({ Comment }) => Comment)).toContain('still bob');
    expect(page.linked).toBeNull();
    const here = { ...copied, source: { ...copied.source, editableIn: 'draft' } };
    expectOk(await save(alice, copy.id, [put(definition.pages[0].id, here)]));
    const typed = await edit(alice, table, typing(table, [[['LAX'], ['no']]]));
    // Alice may explore the original: there it is typed into what is published, whatever its copy says.
    expectOk(typed);
    expect(bodyOf(await alice.post(`/workbooks/${copy.id}/elements/${copied.id}/query`, {})).linked).toBeNull();
  });

  test('I13: live edits go, with their keys, to whoever may read the table', async () => {
    await toggle(false);
    const [mine, others] = [await listen(bob, table.id), await listen(carol, table.id)];
    try {
      const num = await typeBeside(alice, table, ['JFK'], 'live');
      const event = await until(async () => mine.events.find(({ event: kind, data }) => kind === 'edit' && data.num === num));
      expect(event.data.operation).toMatchObject({
        op: 'updateKeyedCells',
        keyColumns: table.keyColumns,
        rows: [{ keys: ['JFK'], cells: ['live'] }],
      });
      await until(async () => others.events.some(({ event: kind, data }) => kind === 'hidden' && data.num === num));
      expect(others.events.some(({ event: kind }) => kind === 'edit')).toBe(false);
    } finally {
      mine.close();
      others.close();
    }
  });
});
