/**
 * P15, P16, P18, I13: an input table in a published workbook that runs as the service account. People who may view, explore
 * and edit the workbook try to have more of it read than its rows as they stand, to read it when they may no longer, and to
 * write through the service account; the warehouse's own log tells what was run as whom.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, memberIdOf, publish, putElements, share, tableOf } from '../harness/document.ts';
import { listen } from '../harness/event-stream.ts';
import { edit, edited, insertRows, makeTable, setCell, settingOf, settled, until } from '../harness/input-table.ts';
import type { TableSetting, TestTable } from '../harness/input-table.ts';
import { readDocument, routesOf } from '../harness/openapi.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';

const secret = 'what-only-alice-knows';

let rig: Rig;
let setting: TableSetting;
let ada: ApiClient;
/** Owns the workbook and the table. */
let alice: ApiClient;
/** May explore. */
let bob: ApiClient;
/** May edit the workbook, and has no right on the table in the warehouse. */
let carol: ApiClient;
/** May view. */
let vera: ApiClient;
let table: TestTable;
let rows: readonly string[];
let since: number;

beforeAll(async () => {
  rig = await startRig();
  setting = await settingOf(rig);
  ada = await rig.signIn('ada');
  ({ alice } = setting);
  [bob, carol, vera] = await Promise.all([rig.signIn('bob'), rig.signIn('carol'), rig.signIn('vera')]);
  table = await makeTable(setting);
  const insertion = insertRows(table, [
    [secret, 'b', 'c'],
    ['past', 'b', 'c'],
    ['gone', 'b', 'c'],
  ]);
  rows = insertion.rows.map(({ id }: { id: string }) => id);
  await edited(alice, table, insertion);
  await edited(alice, table, setCell(column(0), rowOf(1), 'now'));
  await edited(alice, table, { op: 'deleteRows', rows: [rowOf(2)] });
  await settled(alice, table);
  await rig.inWarehouse(`grant usage on schema wb_a to svc, carol; grant select on ${table.name} to svc`);
  await publish(alice, setting.workbookId);
  await shareAgain();
  await toggle(true);
});
afterAll(async () => rig?.stop());

beforeEach(async () => {
  since = await rig.logPosition();
});

async function shareAgain(): Promise<void> {
  await share(alice, setting.workbookId, [
    { to: { memberId: await memberIdOf(vera) }, right: 'view' },
    { to: { memberId: await memberIdOf(bob) }, right: 'explore' },
    { to: { memberId: await memberIdOf(carol) }, right: 'edit' },
  ]);
}

async function toggle(enabled: boolean): Promise<void> {
  bodyOf(await ada.put(`/workbooks/${setting.workbookId}/run-as-service-account`, { enabled }));
}

const column = (index: number): string => table.columns[index] ?? '';
const rowOf = (index: number): string => rows[index] ?? '';
const of = (path: string, { id } = table): string => `/input-tables/${id}${path}`;

/** Texts of what svc ran on the table since the test began, without their tags. */
async function ranAsService({ name } = table): Promise<readonly string[]> {
  const [, physical = ''] = name.split('.');
  const statements = await rig.statements({ since, user: 'svc' });
  return statements.filter(({ text }) => text.includes(physical)).map(({ text }) => text.replace(/\s*\/\* penstock .*\*\/$/s, ''));
}

describe('P15: nothing but the rows as they stand', () => {
  test('P15 D14: earlier values, deleted rows and the draft stay closed, and svc runs nothing for them', async () => {
    const asked = [
      of('/history'),
      of(`/history?row=${rowOf(1)}&column=${column(0)}&version=published`),
      of('/rows?asOf=2'),
      of('/rows?asOf=2&version=published'),
      of(`/rows?asOf=${new Date().toISOString()}&ids=${rowOf(1)}`),
    ];
    for (const client of [vera, carol])
      for (const path of asked) {
        const answer = await client.get(path);
        expect([path, answer.status >= 400]).toEqual([path, true]);
        expect(JSON.stringify(answer.body)).not.toMatch(/past|gone|what-only/);
      }
    // Who edits sees the draft by themselves: with their own sign-in, which may not read the table.
    for (const path of [of('/rows'), of('/rows?version=draft'), of('/pending')]) expect((await carol.get(path)).status).toBe(403);
    expect((await vera.get(of('/rows?version=draft'))).status).toBe(403);
    expect(await ranAsService()).toEqual([]);
    expect(bodyOf(await vera.get(of(`/rows?ids=${rowOf(2)}`))).rows).toEqual([]);
    expect(JSON.stringify(bodyOf(await vera.get(of('/rows'))))).not.toMatch(/past|gone/);
  });

  test('P15: whatever is asked in the address, svc only reads', async () => {
    const odd = ["'; drop table x; --", '*', '%00', `${rowOf(0)}') or true --`, 'a'.repeat(5_000)];
    for (const value of odd)
      for (const name of ['ids', 'offset', 'limit', 'version', 'asOf', 'system']) {
        const answer = await vera.get(of(`/rows?${name}=${encodeURIComponent(value)}`));
        expect([name, answer.status < 500]).toEqual([name, true]);
      }
    for (const text of await ranAsService()) expect(text).toMatch(/^SELECT /);
  });

  test('P15: a table of another document is not read by svc for those who have no right there', async () => {
    const other = bodyOf(await alice.post('/workbooks', { name: 'Not shared' }));
    const foreign = await makeTable({ ...setting, workbookId: other.id, pageId: other.definition.pages[0].id });
    await rig.inWarehouse(`grant select on ${foreign.name} to svc`);
    for (const client of [vera, bob, carol])
      for (const path of ['', '/rows', '/rows?version=published', '/pending', '/history', '/events', `/columns/${column(0)}/choices`])
        expect((await client.get(of(path, foreign))).status).toBe(404);
    // Nor when somebody who edits a service-account workbook puts it there.
    const asElement = { id: 'foreign', kind: 'input-table', name: 'F', layout: { x: 0, y: 0, width: 4, height: 4 } };
    const element = { ...asElement, inputTableId: foreign.id, editableIn: 'draft' };
    const asSource = tableOf('F', { kind: 'input-table', inputTableId: foreign.id }, ['A']);
    for (const put of [element, asSource]) {
      const changes = [{ kind: 'putElement', pageId: setting.pageId, element: put }];
      expect((await carol.post(`/workbooks/${setting.workbookId}/draft`, { changes })).status).toBeGreaterThanOrEqual(400);
    }
    expect(await ranAsService(foreign)).toEqual([]);
  });

  test('P15 D11: no edit of anybody is written by svc, adopted and rebuilt ones neither', async () => {
    const cell = setCell(column(1), rowOf(0), 'theirs');
    for (const client of [vera, bob, carol]) {
      expect((await edit(client, table, cell)).status).toBeGreaterThanOrEqual(400);
      for (const [path, body] of [
        ['/adopt', { nums: [1] }],
        ['/rebuild', {}],
        ['/grant', { login: 'carol', privilege: 'edit' }],
        ['/recheck', {}],
      ] as const)
        expect([path, (await client.post(of(path), body)).status >= 400]).toEqual([path, true]);
    }
    expect(await ranAsService()).toEqual([]);
  });
});

describe('P16, P18: to nobody who may no longer', () => {
  test('P16: what svc has read for one person is told to nobody through any route, once the toggle is off', async () => {
    const reads = routesOf(await readDocument(ada)).filter(({ path, method }) => method === 'GET' && path.includes('/input-tables/{id}'));
    expect(reads.length).toBeGreaterThan(4);
    const element = tableOf('On it', { kind: 'input-table', inputTableId: table.id }, ['A']);
    await putElements(alice, { id: setting.workbookId, pageId: setting.pageId }, [element]);
    await publish(alice, setting.workbookId);
    const query = `/workbooks/${setting.workbookId}/elements/${element.id}`;
    for (const client of [vera, alice]) {
      expect(JSON.stringify(bodyOf(await client.get(of('/rows?version=published'))))).toContain(secret);
      expect(JSON.stringify(bodyOf(await client.post(`${query}/query`, { version: 'published' })))).toContain(secret);
    }
    await toggle(false);
    bodyOf(await alice.post(`${query}/query`, { version: 'published' }));
    for (const client of [vera, carol]) {
      for (const { path } of reads) {
        const address = path.replace('/api/v1', '').replace('{id}', table.id).replace('{columnId}', column(0));
        if (address.endsWith('/events')) continue;
        for (const question of ['', '?version=published']) {
          const { body } = await client.get(`${address}${question}`);
          expect([address, JSON.stringify(body).includes(secret)]).toEqual([address, false]);
        }
      }
      for (const way of ['query', 'totals', 'count', 'export']) {
        const { status, body } = await client.post(`${query}/${way}`, { version: 'published' });
        expect([way, status >= 400, JSON.stringify(body).includes(secret)]).toEqual([way, true, false]);
      }
    }
    await toggle(true);
  });

  test('P18: live edits end with the share, and with the toggle', async () => {
    const reader = await listen(vera, table.id);
    const first = await edited(alice, table, setCell(column(1), rowOf(0), 'seen'));
    await until(async () => reader.events.some(({ event, data }) => event === 'edit' && data.num === first));
    await toggle(false);
    await edited(alice, table, setCell(column(1), rowOf(0), secret));
    await until(async () => reader.events.some(({ event }) => event === 'hidden'));
    await toggle(true);
    await share(alice, setting.workbookId, []);
    await until(async () => reader.ended(), 5_000);
    expect(JSON.stringify(reader.events)).not.toContain(secret);
    expect((await vera.get(of('/rows'))).status).toBe(404);
    await shareAgain();
    await until(async () => (await vera.get(of('/rows'))).status === 200);
  });

  test('I13: why another’s edit was refused is not told to who may not see it', async () => {
    await settled(alice, table);
    await rig.inWarehouse(`alter table ${table.name} add constraint "no-${secret}" check ("${column(2)}_1" <> 'poison')`);
    await toggle(false);
    const reader = await listen(vera, table.id);
    const num = await edited(alice, table, setCell(column(2), rowOf(0), 'poison'));
    const told = await until(async () => reader.events.find(({ event, data }) => event === 'settled' && data.num === num));
    expect(told.data).toMatchObject({ state: 'rejected', code: null, reason: null });
    expect(JSON.stringify(reader.events)).not.toMatch(/poison|what-only/);
    reader.close();
    await toggle(true);
  });
});
