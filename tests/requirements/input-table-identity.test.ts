/**
 * R42, I13, D11: the rows of an input table in a published workbook that runs as the service account are read as the
 * service account, by the warehouse's own log; what people write there stays their own.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listen } from '../harness/event-stream.ts';
import type { LiveReader } from '../harness/event-stream.ts';
import { edit, edited, insertRows, makeTable, rowsOf, setCell, settingOf, settled, until } from '../harness/input-table.ts';
import type { TableSetting, TestTable } from '../harness/input-table.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';
import { bodyOf, memberIdOf, publish, share } from '../harness/document.ts';

let rig: Rig;
let setting: TableSetting;
let ada: ApiClient;
/** Owns the workbook and its table. */
let alice: ApiClient;
/** May explore the workbook; may write the table once a test has granted it. */
let bob: ApiClient;
/** May explore the workbook, and has a login without any right on the table. */
let carol: ApiClient;
/** May view the workbook, and has no login in the warehouse. */
let vera: ApiClient;
/** May view the workbook, and is not in the identity provider at all. */
let walt: ApiClient;
let table: TestTable;
let row: string;
let a: string;
let since: number;

beforeAll(async () => {
  rig = await startRig();
  setting = await settingOf(rig);
  ada = await rig.signIn('ada');
  ({ alice } = setting);
  [bob, carol, vera, walt] = await Promise.all([rig.signIn('bob'), rig.signIn('carol'), rig.signIn('vera'), rig.signInWalt()]);
  table = await makeTable(setting);
  const insertion = insertRows(table, [
    ['one', 'two', 'three'],
    ['four', 'five', 'six'],
  ]);
  row = insertion.rows[0].id;
  a = table.columns[0] ?? '';
  await edited(alice, table, insertion);
  await settled(alice, table);
  await rig.inWarehouse(`grant usage on schema wb_a to svc, carol; grant select on ${table.name} to svc`);
  await editableInPublished(table);
  await publish(alice, setting.workbookId);
  await share(alice, setting.workbookId, [
    { to: 'everyone', right: 'view' },
    { to: { memberId: await memberIdOf(bob) }, right: 'explore' },
    { to: { memberId: await memberIdOf(carol) }, right: 'explore' },
  ]);
});
afterAll(async () => rig?.stop());

beforeEach(async () => {
  await toggle(true);
  since = await rig.logPosition();
});

async function toggle(enabled: boolean): Promise<void> {
  bodyOf(await ada.put(`/workbooks/${setting.workbookId}/run-as-service-account`, { enabled }));
}

/** In the draft. */
async function editableInPublished({ id }: TestTable): Promise<void> {
  const { definition } = bodyOf(await alice.get(`/workbooks/${setting.workbookId}?version=draft`));
  const element = definition.pages[0].elements.find((one: { inputTableId?: string }) => one.inputTableId === id);
  const changed = { kind: 'putElement', pageId: setting.pageId, element: { ...element, editableIn: 'published' } };
  bodyOf(await alice.post(`/workbooks/${setting.workbookId}/draft`, { changes: [changed] }));
}

const rowsPath = (query: string, { id } = table): string => `/input-tables/${id}/rows?${query}`;

/** The logins that read the table since the test began, beside the edit log's own. */
async function readers(of = table): Promise<readonly string[]> {
  const [, name = ''] = of.name.split('.');
  const statements = await rig.statements({ since, text: /^\s*select/i });
  return [...new Set(statements.filter(({ text }) => text.includes(name)).map(({ user }) => user))].sort();
}

async function firstCells(client: ApiClient, query = 'offset=0&limit=100'): Promise<readonly unknown[]> {
  return (await rowsOf(client, table, query)).rows.map(({ cells }: { cells: readonly unknown[] }) => cells[0]);
}

/** Edits of the table are logged, and wait until the returned function lets them through. */
async function holdBack(): Promise<() => Promise<void>> {
  const client = await rig.asWarehouse('postgres');
  await client.query('begin');
  await client.query(`lock table ${table.name} in exclusive mode`);
  return async () => {
    await client.query('rollback');
    await settled(alice, table);
  };
}

const edits = (reader: LiveReader): readonly number[] => reader.events.filter(({ event }) => event === 'edit').map(({ data }) => data.num);
const hidden = (reader: LiveReader): readonly number[] =>
  reader.events.filter(({ event }) => event === 'hidden').map(({ data }) => data.num);

describe('who reads', () => {
  test('R42, R44: everybody it is shared with sees the rows, by position and by id, read by svc alone', async () => {
    for (const client of [bob, carol, vera, walt]) {
      expect(await firstCells(client)).toEqual(['one', 'four']);
      expect(await firstCells(client, 'offset=1&limit=1')).toEqual(['four']);
      expect(await firstCells(client, `ids=${row}`)).toEqual(['one']);
      bodyOf(await client.get(`/input-tables/${table.id}`));
    }
    expect(await readers()).toEqual(['svc']);
    const bySvc = await rig.statements({ since, user: 'svc', text: /\/\* penstock .*overlay/ });
    // The warehouse's own history names who asked.
    expect(bySvc.some(({ text }) => text.includes('vera@penstock.example'))).toBe(true);
  });

  test('R44: who may only view is not asked for a sign-in of their own', async () => {
    const described = bodyOf(await vera.get(`/input-tables/${table.id}`));
    expect(described).toMatchObject({ canEdit: false, editing: { state: 'open' }, typing: { published: { allowed: false } } });
    expect((await rig.statements({ since })).filter(({ user }) => user === 'vera')).toEqual([]);
  });

  test('R54: the draft is read as its editor, the published version as svc', async () => {
    expect(await firstCells(alice)).toEqual(['one', 'four']);
    expect(await readers()).toEqual(['alice']);
    since = await rig.logPosition();
    expect(await firstCells(alice, 'version=published')).toEqual(['one', 'four']);
    expect(await readers()).toEqual(['svc']);
    expect((await vera.get(rowsPath('version=draft'))).status).toBe(403);
  });

  test('R37, R45: switched off, the next request is the person’s own again', async () => {
    await rig.inWarehouse(`grant select on ${table.name} to carol`);
    await toggle(false);
    // That carol may read is found out within two seconds.
    await until(async () => (await carol.get(rowsPath('offset=0'))).status === 200);
    expect(await readers()).toEqual(['carol']);
    await rig.inWarehouse(`revoke select on ${table.name} from carol`);
    for (const client of [vera, walt]) expect((await client.get(rowsPath('offset=0'))).status).toBeGreaterThanOrEqual(400);
    expect(await readers()).toEqual(['carol']);
  });

  test('R42 P14: what svc may not read is refused with the reason, and nobody reads in its place', async () => {
    await rig.inWarehouse(`revoke select on ${table.name} from svc`);
    const refused = await until(async () => {
      const answer = await alice.get(rowsPath('version=published'));
      return answer.status === 403 && answer;
    });
    expect(refused.body).toMatchObject({ code: 'input-table.not-readable', detail: expect.stringContaining('svc') });
    since = await rig.logPosition();
    for (const client of [alice, bob, vera]) expect((await client.get(rowsPath('version=published'))).status).toBe(403);
    expect(await readers()).toEqual([]);
    await rig.inWarehouse(`grant select on ${table.name} to svc`);
    await until(async () => (await vera.get(rowsPath('offset=0'))).status === 200);
  });

  test('R54 D12: a table that the served version does not show is never read by svc', async () => {
    const later = await makeTable(setting, { name: 'Later' });
    await rig.inWarehouse(`grant select on ${later.name} to svc`);
    const refuseReaders = async () => {
      for (const client of [vera, walt, carol])
        for (const query of ['offset=0', 'version=published'])
          expect((await client.get(rowsPath(query, later))).status).toBeGreaterThanOrEqual(400);
    };
    await refuseReaders();
    // Nor where the organization does without approvals.
    bodyOf(await ada.put('/organization/run-as-service-account', { approvalIsAsked: false }));
    await refuseReaders();
    bodyOf(await alice.get(rowsPath('version=published', later)));
    expect((await readers(later)).filter((login) => login !== 'carol')).toEqual(['alice']);
    bodyOf(await ada.put('/organization/run-as-service-account', { approvalIsAsked: true }));
    expect(await publish(alice, setting.workbookId)).toMatchObject({ awaitsApproval: true });
    await refuseReaders();
    expect(await readers(later)).not.toContain('svc');
    const { waitingVersion: number } = bodyOf(await ada.get(`/workbooks/${setting.workbookId}/run-as-service-account`));
    bodyOf(await ada.post(`/workbooks/${setting.workbookId}/run-as-service-account/approve`, { number }));
    bodyOf(await vera.get(rowsPath('offset=0', later)));
    expect(await readers(later)).toContain('svc');
  });
});

describe('what comes out of the log', () => {
  test('I13 I6: readers see what is logged and not yet applied, and how it goes on live, for as long as the toggle is on', async () => {
    const reader = await listen(vera, table.id);
    const letThrough = await holdBack();
    const waiting = await edited(alice, table, setCell(a, row, 'waiting'));
    expect(await firstCells(vera)).toEqual(['waiting', 'four']);
    expect(bodyOf(await vera.get(`/input-tables/${table.id}/pending`)).items).toMatchObject([{ num: waiting }]);
    await until(async () => edits(reader).includes(waiting));
    await toggle(false);
    const unseen = await edited(alice, table, setCell(a, row, 'one'));
    await until(async () => hidden(reader).includes(unseen));
    for (const path of ['rows', 'pending'])
      expect((await vera.get(`/input-tables/${table.id}/${path}`)).status).toBeGreaterThanOrEqual(400);
    expect(edits(reader)).not.toContain(unseen);
    await letThrough();
    reader.close();
    expect(await readers()).not.toContain('vera');
  });

  test('I13: under row policies that hold for svc, nobody sees what others have logged', async () => {
    await rig.inWarehouse(
      `alter table ${table.name} enable row level security; create policy readers on ${table.name} for select to svc using (true)`,
    );
    // What was known of rights is a few seconds old otherwise.
    bodyOf(await alice.post(`/input-tables/${table.id}/recheck`));
    const reader = await listen(vera, table.id);
    const letThrough = await holdBack();
    const foreign = await edited(alice, table, setCell(a, row, 'foreign'));
    await until(async () => {
      expect(edits(reader)).not.toContain(foreign);
      return hidden(reader).includes(foreign);
    });
    expect(await firstCells(vera)).toEqual(['one', 'four']);
    expect(bodyOf(await vera.get(`/input-tables/${table.id}/pending`)).items).toEqual([]);
    await letThrough();
    reader.close();
    await rig.inWarehouse(`drop policy readers on ${table.name}; alter table ${table.name} disable row level security`);
    await edited(alice, table, setCell(a, row, 'one'));
    await settled(alice, table);
  });

  test('I13 D14: past values stay with those whose own sign-in may read the table', async () => {
    for (const client of [vera, walt, carol]) {
      expect((await client.get(`/input-tables/${table.id}/history`)).status).toBeGreaterThanOrEqual(400);
      expect((await client.get(rowsPath('asOf=1'))).status).toBeGreaterThanOrEqual(400);
    }
    expect(bodyOf(await alice.get(`/input-tables/${table.id}/history?version=published`)).items.length).toBeGreaterThan(0);
    expect((await readers()).filter((login) => login !== 'alice' && login !== 'svc')).toEqual([]);
  });
});

describe('who writes', () => {
  test('D11: a cell typed into the published version is written by its author, after svc has logged it', async () => {
    await rig.inWarehouse(`grant select, insert, update on ${table.name} to bob`);
    await until(async () => bodyOf(await bob.get(`/input-tables/${table.id}`)).canEdit);
    await edited(bob, table, setCell(a, row, 'by bob'));
    await settled(alice, table);
    const [, name = ''] = table.name.split('.');
    const writes = await rig.statements({ since, text: /^\s*(with|insert|update|merge)/i });
    expect([...new Set(writes.filter(({ text }) => text.includes(name)).map(({ user }) => user))]).toEqual(['bob']);
    expect(await firstCells(vera)).toEqual(['by bob', 'four']);
    await edited(bob, table, setCell(a, row, 'one'));
    await settled(alice, table);
  });

  test('D11 R56: who reads through svc and may not write sees why, and nothing of theirs is logged', async () => {
    const before = bodyOf(await alice.get(`/input-tables/${table.id}`)).headNum;
    const described = bodyOf(await carol.get(`/input-tables/${table.id}`));
    expect(described).toMatchObject({
      canEdit: false,
      editing: { state: 'restricted', scope: 'me', reason: expect.stringContaining('carol') },
    });
    expect(await firstCells(carol)).toEqual(['one', 'four']);
    const refused = await edit(carol, table, setCell(a, row, 'by carol'));
    expect([refused.status, refused.body.code]).toEqual([409, 'input-table.editing-restricted']);
    const viewing = await edit(vera, table, setCell(a, row, 'by vera'));
    expect(viewing.status).toBe(403);
    expect(bodyOf(await alice.get(`/input-tables/${table.id}`)).headNum).toBe(before);
  });
});
