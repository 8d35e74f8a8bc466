import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listenTo } from '../harness/event-stream.ts';
import {
  chartElement,
  column,
  letBuild,
  memberIdOf,
  newDocument,
  publish,
  put,
  save,
  share,
  tableElement,
  textElement,
} from '../harness/document.ts';
import { expectOk, makeTable, settingOf, until } from '../harness/input-table.ts';
import { soon } from '../harness/patience.ts';
import { startRig } from '../harness/rig.ts';
import { c0, createConnection } from './connections-of-the-rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';

let rig: Rig;
let connectionId: string;
let ada: ApiClient;
let alice: ApiClient;
let bob: ApiClient;
let vera: ApiClient;
let ids: { ada: string; alice: string; bob: string; vera: string };

beforeAll(async () => {
  rig = await startRig();
  connectionId = await rig.addC1();
  [ada, alice, bob, vera] = await Promise.all([rig.signIn('ada'), rig.signIn('alice'), rig.signIn('bob'), rig.signIn('vera')]);
  await letBuild(ada, [alice, bob]);
  ids = { ada: await memberIdOf(ada), alice: await memberIdOf(alice), bob: await memberIdOf(bob), vera: await memberIdOf(vera) };
});

afterAll(async () => {
  await rig.stop();
});

const orders = (): { kind: 'warehouse-table'; connectionId: string; schema: string; table: string } => ({
  kind: 'warehouse-table',
  connectionId,
  schema: 'src',
  table: 'orders',
});

const nowhere = { kind: 'custom-sql', connectionId: randomUUID(), sql: 'select 1' } as const;

describe('a draft', () => {
  test('is saved change by change, each save one revision, and a save that changes nothing none', async () => {
    const document = await newDocument(alice);
    const element = tableElement(orders(), { name: 'Orders', columns: [column('Id'), column('Amount')] });
    const saved = expectOk(await save(alice, document.id, [put(document.pageId, element)])).body;
    expect([saved.revision, saved.definition.pages[0].elements]).toEqual([document.revision + 1, [element]]);
    const again = expectOk(await save(alice, document.id, [put(document.pageId, element)])).body;
    expect(again.revision).toBe(saved.revision);
    const opened = expectOk(await alice.get(`/workbooks/${document.id}`)).body;
    expect(opened).toMatchObject({ version: 'draft', revision: saved.revision, definition: saved.definition, hasUnpublishedChanges: true });
  });

  test('takes all changes of a save or none', async () => {
    const document = await newDocument(alice);
    const one = textElement({ name: 'Notes' });
    const refused = await save(alice, document.id, [put(document.pageId, one), put(document.pageId, textElement({ name: 'NOTES' }))]);
    expect([refused.status, refused.body.code, refused.body.fields]).toEqual([
      422,
      'workbook.duplicate-name',
      [{ pointer: '/definition/pages/0/elements/1/name', message: 'is the name of another element: "notes"' }],
    ]);
    expect(expectOk(await alice.get(`/workbooks/${document.id}`)).body.revision).toBe(document.revision);
  });

  test('of one element that two change at once tells the slower one, with the element as it is', async () => {
    const document = await newDocument(alice);
    await share(alice, document.id, [{ to: { memberId: ids.bob }, right: 'edit' }]);
    const [mine, other] = [textElement(), textElement()];
    const { revision } = expectOk(await save(alice, document.id, [put(document.pageId, mine), put(document.pageId, other)])).body;
    const byBob = { ...mine, text: 'By Bob' };
    expectOk(await save(bob, document.id, [put(document.pageId, byBob)], revision));
    const late = await save(alice, document.id, [put(document.pageId, { ...mine, text: 'By Alice' })], revision);
    expect([late.status, late.body.code, late.body.element, late.body.by.id]).toEqual([409, 'workbook.changed', byBob, ids.bob]);
    const gone = await save(alice, document.id, [{ kind: 'removePage', pageId: document.pageId }], revision);
    expect([gone.status, gone.body.code]).toEqual([409, 'workbook.changed']);
    // Another element of the same page is nobody's conflict, and who names no revision writes last.
    expectOk(await save(alice, document.id, [put(document.pageId, { ...other, text: 'Mine' }, revision)]));
    const forced = expectOk(await save(alice, document.id, [put(document.pageId, { ...mine, text: 'By Alice' })])).body;
    expect(forced.definition.pages[0].elements.map((element: { text: string }) => element.text)).toEqual(['By Alice', 'Mine']);
  });

  test('renames a column in formulas that others have written meanwhile, and tells who changes one of them on what they saw', async () => {
    const document = await newDocument(alice);
    await share(alice, document.id, [{ to: 'everyone', right: 'edit' }]);
    const source = { kind: 'warehouse-table', connectionId, schema: 'src', table: 'orders' } as const;
    const orders = tableElement(source, { name: 'Deals', columns: [column('Id'), column('Sales')] });
    const summed = (formula: string) => tableElement(source, { columns: [{ ...column('Sum'), formula }] });
    const [early, meanwhile] = [summed('Max([Deals/Sales])'), summed('Min([Deals/Sales])')];
    const { revision } = expectOk(await save(alice, document.id, [put(document.pageId, orders), put(document.pageId, early)])).body;
    const { body: after } = expectOk(await save(bob, document.id, [put(document.pageId, meanwhile)], revision));
    const rename = { kind: 'renameColumn', elementId: orders.id, columnId: 'sales', name: 'Revenue' };
    const renamed = expectOk(await save(alice, document.id, [rename], revision)).body;
    const formulas = renamed.definition.pages[0].elements.map(
      (element: { columns: { formula: string }[] }) => element.columns.at(-1)?.formula,
    );
    expect(formulas).toEqual(['[Sales]', 'Max([Deals/Revenue])', 'Min([Deals/Revenue])']);
    expect(renamed.revision).toBe(after.revision + 1);
    // Bob does not know of the new name yet: his formula would have the old one.
    const late = await save(bob, document.id, [put(document.pageId, meanwhile)], after.revision);
    expect([late.status, late.body.code, late.body.elementId]).toEqual([409, 'workbook.changed', meanwhile.id]);
    const gone = await save(alice, document.id, [{ ...rename, columnId: 'gone' }]);
    expect([gone.status, gone.body.code]).toEqual([422, 'workbook.unknown-reference']);
  });

  test('keeps every change of many editors at once', async () => {
    const document = await newDocument(alice);
    await share(alice, document.id, [{ to: 'everyone', right: 'edit' }]);
    const elements = Array.from({ length: 20 }, () => textElement());
    const saves = elements.map((element, index) => save(index % 2 === 0 ? alice : bob, document.id, [put(document.pageId, element)]));
    for (const saved of await Promise.all(saves)) expectOk(saved);
    const { definition, revision } = expectOk(await alice.get(`/workbooks/${document.id}`)).body;
    expect(new Set(definition.pages[0].elements.map(({ id }: { id: string }) => id))).toEqual(new Set(elements.map(({ id }) => id)));
    expect(revision).toBe(document.revision + elements.length);
  });

  test.each([
    ['an unknown member', { ...textElement(), colour: 'red' }, 400, '/body/changes/0/element'],
    [
      'a formula that is too long',
      tableElement(nowhere, { columns: [{ ...column('A'), formula: 'x'.repeat(10_001) }] }),
      400,
      '/body/changes/0/element/columns/0/formula',
    ],
    [
      'an image from elsewhere',
      {
        kind: 'image',
        id: randomUUID(),
        name: 'Logo',
        layout: { x: 0, y: 0, width: 4, height: 4 },
        image: 'https://penstock.example/logo.png',
        description: '',
      },
      400,
      '/body/changes/0/element/image',
    ],
    ['text that cannot be stored', textElement({ text: 'a\0b' }), 400, '/body/changes/0/element/text'],
    ['a column that is not there', tableElement(nowhere, { totals: ['x'] }), 422, '/definition/pages/0/elements/0/totals/0'],
  ])('refuses %s and names the place', async (_what, element, status, pointer) => {
    const document = await newDocument(alice);
    const refused = await save(alice, document.id, [put(document.pageId, element)]);
    expect([refused.status, refused.body.fields[0].pointer]).toEqual([status, pointer]);
  });

  test('is at most 2 MB, and nothing is nested deeper than a source may be', async () => {
    const document = await newDocument(alice);
    const large = Array.from({ length: 21 }, () => textElement({ text: 'x'.repeat(100_000) }));
    const tooLarge = await save(
      alice,
      document.id,
      large.map((element) => put(document.pageId, element)),
    );
    expect([tooLarge.status, tooLarge.body.code]).toEqual([422, 'workbook.too-large']);
    const nested = JSON.parse(`${'{"kind":"union","sources":['.repeat(2_000)}${']}'.repeat(2_000)}`);
    const tooDeep = await save(alice, document.id, [put(document.pageId, { ...tableElement(orders()), source: nested })]);
    expect([tooDeep.status, tooDeep.body.code]).toEqual([400, 'request.invalid']);
  });

  test('names connections, data models and input tables only as far as the person may explore them', async () => {
    const setting = await settingOf(rig);
    const inputTable = await makeTable(setting);
    expectOk(await alice.put(`/workbooks/${setting.workbookId}/grants`, { grants: [] }));
    const model = await newDocument(alice, { kind: 'data-model' });
    const offered = tableElement(orders());
    expectOk(await save(alice, model.id, [put(model.pageId, offered)]));
    const document = await newDocument(bob);
    const outcome = async (source: Parameters<typeof tableElement>[0]): Promise<unknown> => {
      const { status, body } = await save(bob, document.id, [put(document.pageId, tableElement(source))]);
      return [status, body.code];
    };
    const fromModel = { kind: 'data-model', documentId: model.id, elementId: offered.id } as const;
    const fromInputTable = { kind: 'input-table', inputTableId: inputTable.id } as const;
    expect(await outcome({ ...orders(), connectionId: randomUUID() })).toEqual([422, 'workbook.unknown-reference']);
    expect(await outcome(fromModel)).toEqual([422, 'workbook.unknown-reference']);
    expect(await outcome(fromInputTable)).toEqual([422, 'workbook.unknown-reference']);
    for (const id of [model.id, setting.workbookId]) await share(alice, id, [{ to: { memberId: ids.bob }, right: 'view' }]);
    expect(await outcome(fromModel)).toEqual([403, 'workbook.source-not-permitted']);
    expect(await outcome(fromInputTable)).toEqual([403, 'workbook.source-not-permitted']);
    for (const id of [model.id, setting.workbookId]) await share(alice, id, [{ to: { memberId: ids.bob }, right: 'explore' }]);
    expect(await outcome(fromModel)).toEqual([422, 'workbook.unknown-reference']);
    await publish(alice, model.id);
    expect(await outcome({ ...fromModel, elementId: randomUUID() })).toEqual([422, 'workbook.unknown-reference']);
    expect(await outcome(fromModel)).toEqual([200, undefined]);
    expect(await outcome(fromInputTable)).toEqual([200, undefined]);
    // What stands in the draft stays there, also when the right on its source has ended.
    await share(alice, model.id, []);
    expect(await outcome(fromModel)).toEqual([200, undefined]);
  });

  test('R41: reads no further through its owner than whoever puts the source in may read themselves', async () => {
    const { id } = await createConnection(ada, c0(rig));
    const document = await newDocument(alice);
    await share(alice, document.id, [{ to: { memberId: ids.bob }, right: 'edit' }]);
    const give = (permissions: readonly unknown[]): Promise<unknown> => ada.put(`/connections/${id}/data-permissions`, { permissions });
    await give([{ to: { memberId: ids.alice }, permission: 'can-use' }]);
    const element = tableElement({ ...orders(), connectionId: id });
    const outcome = async (changed: typeof element): Promise<unknown> =>
      (await save(bob, document.id, [put(document.pageId, changed)])).body.code;
    expect(await outcome(element)).toBe('workbook.source-not-permitted');
    expectOk(await save(alice, document.id, [put(document.pageId, element)]));
    expect(await outcome({ ...element, name: 'Renamed' })).toBeUndefined();
    expect(await outcome({ ...element, source: { ...orders(), connectionId: id, table: 'salaries' } })).toBe(
      'workbook.source-not-permitted',
    );
    await give([{ to: { memberId: ids.bob }, permission: 'can-use' }]);
    expect(await outcome({ ...element, source: { ...orders(), connectionId: id, table: 'salaries' } })).toBeUndefined();
  });

  test('shows an input table only in the workbook that it was made in', async () => {
    const setting = await settingOf(rig);
    const inputTable = await makeTable(setting, { name: 'Targets' });
    const again = await makeTable(setting, { name: 'Targets' });
    const { body } = expectOk(await alice.get(`/workbooks/${setting.workbookId}`));
    const elements = body.definition.pages[0].elements;
    expect(elements).toMatchObject([
      { kind: 'input-table', inputTableId: inputTable.id, name: 'Targets' },
      { kind: 'input-table', inputTableId: again.id, name: 'Targets 2' },
    ]);
    const document = await newDocument(alice);
    const foreign = await save(alice, document.id, [put(document.pageId, elements[0])]);
    expect([foreign.status, foreign.body.code]).toEqual([422, 'workbook.unknown-reference']);
    // Taken out, it may come back.
    expectOk(await save(alice, setting.workbookId, [{ kind: 'removeElement', elementId: elements[0].id }]));
    expectOk(await save(alice, setting.workbookId, [put(setting.pageId, elements[0])]));
  });
});

describe('publishing', () => {
  test('R54: readers see the published version alone, and the draft before there is one', async () => {
    const document = await newDocument(alice);
    await share(alice, document.id, [{ to: { memberId: ids.bob }, right: 'explore' }]);
    const first = textElement({ text: 'First' });
    expectOk(await save(alice, document.id, [put(document.pageId, first)]));
    const seen = async (client: ApiClient): Promise<unknown> => {
      const { body } = expectOk(await client.get(`/workbooks/${document.id}`));
      return [body.version, body.definition.pages[0].elements.map(({ text }: { text: string }) => text), body.published?.number ?? null];
    };
    expect(await seen(bob)).toEqual(['draft', ['First'], null]);
    expect((await bob.get(`/workbooks/${document.id}?version=published`)).body.code).toBe('workbook.not-published');
    expect(await publish(alice, document.id, 'All new')).toMatchObject({ number: 1, summary: 'All new', publishedBy: { id: ids.alice } });
    expectOk(await save(alice, document.id, [put(document.pageId, { ...first, text: 'Second' })]));
    expect([await seen(alice), await seen(bob)]).toEqual([
      ['draft', ['Second'], 1],
      ['published', ['First'], 1],
    ]);
    const draft = await bob.get(`/workbooks/${document.id}?version=draft`);
    expect([draft.status, draft.body.code]).toEqual([403, 'workbook.not-permitted']);
    expect(JSON.stringify((await bob.get('/search?q=Text')).body)).not.toContain('Second');
  });

  test('publishes what the publisher saw, and that once', async () => {
    const document = await newDocument(alice);
    const element = textElement();
    const { revision } = expectOk(await save(alice, document.id, [put(document.pageId, element)])).body;
    expectOk(await save(alice, document.id, [put(document.pageId, { ...element, text: 'More' })]));
    const stale = await alice.post(`/workbooks/${document.id}/publish`, { revision, summary: 'Stale' });
    expect([stale.status, stale.body.code, stale.body.revision]).toEqual([409, 'workbook.changed', revision + 1]);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => alice.post(`/workbooks/${document.id}/publish`, { revision: revision + 1, summary: 'Once' })),
    );
    expect(answers.map(({ body }) => body.number)).toEqual([1, 1, 1, 1, 1]);
    expect(expectOk(await alice.get(`/workbooks/${document.id}/versions`)).body.items).toHaveLength(1);
    expect(expectOk(await alice.get(`/workbooks/${document.id}`)).body.hasUnpublishedChanges).toBe(false);
  });

  test('shows beforehand what changes, keeps the past, and brings it back into the draft', async () => {
    const document = await newDocument(alice);
    const element = tableElement(orders(), { name: 'Orders' });
    expectOk(await save(alice, document.id, [put(document.pageId, element)]));
    await publish(alice, document.id, 'One');
    const renamed = { ...element, name: 'All orders', columns: [...element.columns, column('Amount')] };
    expectOk(await save(alice, document.id, [put(document.pageId, renamed)]));
    const changes = [
      { of: 'table', id: element.id, name: 'All orders', change: 'renamed', details: ['Orders'] },
      { of: 'table', id: element.id, name: 'All orders', change: 'columns-added', details: ['Amount'] },
    ];
    expect(expectOk(await alice.get(`/workbooks/${document.id}/unpublished-changes`)).body).toMatchObject({ publishedNumber: 1, changes });
    await publish(alice, document.id, 'Two');
    const { body } = expectOk(await alice.get(`/workbooks/${document.id}/versions?limit=1`));
    expect(body.items).toMatchObject([{ number: 2, summary: 'Two' }]);
    const older = expectOk(await alice.get(`/workbooks/${document.id}/versions?cursor=${body.nextCursor}`)).body.items;
    expect(older).toMatchObject([{ number: 1, summary: 'One' }]);
    expect(expectOk(await alice.get(`/workbooks/${document.id}/versions/2`)).body).toMatchObject({ changes });
    const restored = expectOk(await alice.post(`/workbooks/${document.id}/versions/1/restore`)).body;
    expect(restored.definition.pages[0].elements).toEqual([element]);
    const now = expectOk(await alice.get(`/workbooks/${document.id}?version=published`)).body;
    expect([now.published.number, now.hasUnpublishedChanges]).toEqual([2, true]);
    expect(await publish(alice, document.id)).toMatchObject({ number: 3 });
    expect((await alice.get(`/workbooks/${document.id}/versions/9`)).status).toBe(404);
  });

  test('is refused where data models would come to read from each other', async () => {
    const models = [await newDocument(alice, { kind: 'data-model' }), await newDocument(alice, { kind: 'data-model' })] as const;
    const base = tableElement(orders());
    for (const model of models) {
      expectOk(await save(alice, model.id, [put(model.pageId, base)]));
      await publish(alice, model.id);
    }
    const reading = (from: { id: string }): ReturnType<typeof tableElement> =>
      tableElement({ kind: 'data-model', documentId: from.id, elementId: base.id });
    const self = await save(alice, models[0].id, [put(models[0].pageId, reading(models[0]))]);
    expect([self.status, self.body.code]).toEqual([422, 'workbook.circular']);
    // Each alone is fine while neither is published.
    for (const [index, model] of models.entries())
      expectOk(await save(alice, model.id, [put(model.pageId, reading(models[1 - index] ?? model))]));
    const answers = await Promise.all(
      models.map(async ({ id }) => {
        const { revision } = expectOk(await alice.get(`/workbooks/${id}`)).body;
        return alice.post(`/workbooks/${id}/publish`, { revision, summary: '' });
      }),
    );
    expect(answers.map(({ status, body }) => [status, body.code]).toSorted()).toEqual([
      [200, undefined],
      [422, 'workbook.circular'],
    ]);
  });

  test('of a dataset publishes one table', async () => {
    const dataset = await newDocument(alice, { kind: 'dataset' });
    expectOk(await save(alice, dataset.id, [put(dataset.pageId, tableElement(orders()))]));
    const second = await save(alice, dataset.id, [put(dataset.pageId, chartElement(orders()))]);
    expect([second.status, second.body.code]).toEqual([422, 'workbook.invalid']);
    expect(await publish(alice, dataset.id)).toMatchObject({ number: 1 });
    expect(expectOk(await alice.get('/workbooks?kind=dataset')).body.items.map(({ id }: { id: string }) => id)).toEqual([dataset.id]);
  });
});

describe('live changes', () => {
  test('P18: come from every node to those who may see them, and end within 5 s of the right', async () => {
    const second = await rig.startServer();
    const document = await newDocument(alice);
    await share(alice, document.id, [
      { to: { memberId: ids.bob }, right: 'edit' },
      { to: { memberId: ids.vera }, right: 'view' },
    ]);
    await publish(alice, document.id);
    const elsewhere = Object.assign(Object.create(bob) as ApiClient, { url: second.url });
    const [editor, reader] = [
      await listenTo(elsewhere, `/workbooks/${document.id}/events`),
      await listenTo(vera, `/workbooks/${document.id}/events`),
    ];
    const { revision } = expectOk(await save(alice, document.id, [put(document.pageId, textElement())])).body;
    await until(async () => editor.events.some(({ event, data }) => event === 'draft-changed' && data.revision === revision));
    expect(editor.events.at(-1)?.data.by.id).toBe(ids.alice);
    await publish(alice, document.id);
    for (const stream of [editor, reader])
      await until(async () => stream.events.some(({ event, data }) => event === 'published' && data.number === 2));
    expect(reader.events.map(({ event }) => event)).toEqual(['published']);
    await share(alice, document.id, [{ to: { memberId: ids.bob }, right: 'view' }]);
    await soon(5_000, async () => editor.events.some(({ event, data }) => event === 'right-changed' && data.myRight === 'view'));
    await soon(5_000, async () => reader.ended());
    expect(reader.events.at(-1)?.event).toBe('ended');
    await ada.patch(`/members/${ids.bob}`, { status: 'deactivated' });
    await soon(5_000, async () => editor.ended());
    await ada.patch(`/members/${ids.bob}`, { status: 'active' });
    bob = await rig.signIn('bob');
  });
});

describe('a copy', () => {
  test('is of what its maker sees, is theirs, and leaves input tables where they are', async () => {
    const setting = await settingOf(rig);
    const inputTable = await makeTable(setting, { name: 'Targets' });
    const { body } = expectOk(await alice.get(`/workbooks/${setting.workbookId}`));
    const element = body.definition.pages[0].elements[0];
    const reading = tableElement({ kind: 'element', elementId: element.id });
    expectOk(await save(alice, setting.workbookId, [put(setting.pageId, reading)]));
    await publish(alice, setting.workbookId);
    expectOk(await save(alice, setting.workbookId, [put(setting.pageId, textElement({ text: 'Draft only' }))]));
    await share(alice, setting.workbookId, [{ to: 'everyone', right: 'view' }]);
    const copy = await bob.post(`/workbooks/${setting.workbookId}/duplicate`, { name: 'Mine now' });
    expect([copy.status, copy.body.owner.id, copy.body.published]).toEqual([201, ids.bob, null]);
    expect(copy.body.definition.pages[0].elements).toMatchObject([
      { kind: 'text', name: 'Targets' },
      { kind: 'table', source: { kind: 'input-table', inputTableId: inputTable.id } },
    ]);
    const own = expectOk(await alice.post(`/workbooks/${setting.workbookId}/duplicate`, { name: 'With draft' })).body;
    expect(JSON.stringify(own.definition)).toContain('Draft only');
    expect(expectOk(await bob.get(`/workbooks/${copy.body.id}/grants`)).body.grants).toEqual([]);
    const refused = await vera.post(`/workbooks/${setting.workbookId}/duplicate`, { name: 'No' });
    expect([refused.status, refused.body.code]).toEqual([403, 'member.not-permitted']);
  });
});

describe('a transfer', () => {
  test('is made by the owner or an Admin, to an active member, and the owner before may go on editing', async () => {
    const document = await newDocument(alice);
    await share(alice, document.id, [{ to: { memberId: ids.bob }, right: 'edit' }]);
    const refused = await bob.post(`/workbooks/${document.id}/transfer`, { memberId: ids.bob });
    expect([refused.status, refused.body.code]).toEqual([403, 'workbook.owner-only']);
    expect((await alice.post(`/workbooks/${document.id}/transfer`, { memberId: randomUUID() })).body.code).toBe('workbook.invalid');
    expectOk(await alice.post(`/workbooks/${document.id}/transfer`, { memberId: ids.bob }));
    const after = expectOk(await alice.get(`/workbooks/${document.id}`)).body;
    expect([after.owner.id, after.myRight]).toEqual([ids.bob, 'edit']);
    expect(expectOk(await bob.get(`/workbooks/${document.id}/grants`)).body.grants).toMatchObject([
      { to: { memberId: ids.alice }, right: 'edit' },
    ]);
    // Also one that an Admin cannot open: its owner may be gone.
    const hidden = await newDocument(alice);
    expect((await ada.get(`/workbooks/${hidden.id}`)).status).toBe(404);
    expectOk(await ada.post(`/workbooks/${hidden.id}/transfer`, { memberId: ids.ada }));
    expect(expectOk(await ada.get(`/workbooks/${hidden.id}`)).body.myRight).toBe('edit');
  });
});

describe('the trash', () => {
  test('gives a deleted document back to its owner alone', async () => {
    const document = await newDocument(alice, { name: 'Thrown away' });
    await share(alice, document.id, [{ to: 'everyone', right: 'edit' }]);
    expectOk(await alice.delete(`/workbooks/${document.id}`));
    const inTrash = async (client: ApiClient): Promise<string[]> =>
      expectOk(await client.get('/workbooks?filter=trash')).body.items.map(({ id }: { id: string }) => id);
    expect([await inTrash(alice), await inTrash(bob)]).toEqual([[document.id], []]);
    expect((await bob.post(`/trash/${document.id}/restore`)).status).toBe(404);
    expectOk(await alice.post(`/trash/${document.id}/restore`));
    expect(expectOk(await bob.get(`/workbooks/${document.id}`)).body.name).toBe('Thrown away');
    expect(await inTrash(alice)).toEqual([]);
  });
});
