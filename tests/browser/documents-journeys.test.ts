/** What people do with documents and who may read in them, in a real browser: models, settings, permissions, older versions. */
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { column, memberIdOf, newDocument, publish, put, save, share, tableElement, textElement } from '../harness/document.ts';
import type { AnyJson } from '../harness/any-json.ts';
import { c0, createConnection } from '../requirements/connections-of-the-rig.ts';
import { cellText, eventually } from './browser.ts';
import { journeys } from './journey.ts';

const journey = journeys();

const moviesOf = (connectionId: string) => ({ kind: 'warehouse-table', connectionId, schema: 'src', table: 'movies' }) as const;

/** What an item of a document's own menu opens. */
async function fromMenu(page: Page, kind: 'Workbook' | 'Data model', item: string): Promise<void> {
  await page.getByRole('button', { name: `${kind} menu` }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

async function definitionOf(documentId: string): Promise<AnyJson> {
  return (await journey().setting.alice.get(`/workbooks/${documentId}`)).body.definition;
}

const idOf = (page: Page): string => new URL(page.url()).pathname.split('/').at(-1) ?? '';

async function publishHere(page: Page): Promise<void> {
  await page.getByText('Draft saved').waitFor();
  await page.getByRole('button', { name: 'Publish' }).click();
  await page
    .getByRole('dialog', { name: /^Publish/ })
    .getByRole('button', { name: 'Publish' })
    .click();
  await page.getByText('Version 1, published').waitFor();
}

/** A new table over what the search finds. */
async function addTable(page: Page, search: string, source: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Search tables').fill(search);
  await dialog.getByRole('button', { name: source }).click();
  await dialog.getByRole('button', { name: 'Add table' }).click();
  await dialog.waitFor({ state: 'detached' });
}

test('R45: a data model and a dataset are made where they are listed, and a workbook reads them once they are published', async () => {
  const { setting, visit } = journey();
  const page = await visit('alice');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Data models' }).click();
  await page.getByText('No data models yet').waitFor();

  await page.getByRole('button', { name: 'New dataset' }).click();
  await page.getByRole('textbox', { name: 'Name of the dataset' }).fill('All orders');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add table' }).click();
  await addTable(page, 'orders', 'src.orders');
  await eventually(() => cellText(page, 0, 0)).toBe('CA-1');
  // One table on one page: nothing more is offered.
  expect(await page.getByRole('button', { name: 'Add', exact: true }).count()).toBe(0);
  expect(await page.getByRole('tablist', { name: 'Pages' }).count()).toBe(0);
  await publishHere(page);

  await page.getByRole('link', { name: 'Data models' }).click();
  await page.getByRole('button', { name: 'New data model' }).click();
  await page.getByRole('textbox', { name: 'Name of the data model' }).fill('Film rights');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add table' }).click();
  await addTable(page, 'movies', 'src.movies');
  await eventually(() => cellText(page, 0, 0)).not.toBe('');
  await page.getByRole('link', { name: 'Data models' }).click();
  const line = page.getByRole('row').filter({ hasText: 'Film rights' });
  await line.getByText('Not published yet').waitFor();
  await line.getByRole('link', { name: 'Film rights' }).click();
  await eventually(() => cellText(page, 0, 0)).not.toBe('');
  await publishHere(page);
  const model = idOf(page);

  const workbook = await newDocument(setting.alice, { name: 'Films' });
  await page.goto(`/workbooks/${workbook.id}`);
  await page.getByRole('button', { name: 'Add table' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'All orders' }).waitFor();
  await dialog.getByRole('button', { name: 'Film rights' }).click();
  await dialog.getByRole('button', { name: 'Movies', exact: true }).click();
  await dialog.getByRole('button', { name: 'Add table' }).click();
  await eventually(() => cellText(page, 0, 0)).not.toBe('');
  await page.getByText('Draft saved').waitFor();
  const { pages } = await definitionOf(workbook.id);
  expect(pages[0].elements[0].source).toMatchObject({ kind: 'data-model', documentId: model });
});

test('a document has a time zone and a first day of the week, which are changed with it and taken back with it', async () => {
  const { setting, visit } = journey();
  const document = await newDocument(setting.alice, { name: 'Weeks' });
  const source = { ...moviesOf(setting.connectionId), table: 'orders' };
  await save(setting.alice, document.id, [put(document.pageId, tableElement(source, { name: 'Orders', columns: [column('region')] }))]);
  const settings = async (): Promise<readonly unknown[]> => {
    const { timeZone, weekStart } = await definitionOf(document.id);
    return [timeZone, weekStart];
  };
  const page = await visit('alice', `/workbooks/${document.id}`);
  await eventually(() => cellText(page, 0, 0)).not.toBe('');
  await fromMenu(page, 'Workbook', 'Time zone and week');
  const dialog = page.getByRole('dialog', { name: 'Time zone and week' });
  await dialog.getByRole('combobox', { name: 'Time zone' }).fill('Zurich');
  await page.getByRole('option', { name: 'Europe/Zurich' }).click();
  await dialog.getByRole('radio', { name: 'Sunday' }).click();
  const askedAnew = page.waitForResponse((response) => response.url().endsWith('/query'));
  await dialog.getByRole('button', { name: 'Save' }).click();
  await eventually(settings).toEqual(['Europe/Zurich', 'sunday']);
  expect((await askedAnew).ok()).toBe(true);
  await page.getByRole('button', { name: 'Undo change of the draft' }).click();
  await eventually(settings).toEqual(['UTC', 'monday']);
});

test('R41: an Admin says who may read what on a connection with one login, and by which attribute a role is taken', async () => {
  const { rig, setting, visit } = journey();
  const name = `One login ${randomUUID()}`;
  const connection = await createConnection(await rig.signIn('ada'), c0(rig, { name }));
  const bob = await rig.signIn('bob');
  const tables = async (): Promise<unknown> => {
    const { status, body } = await bob.get(`/connections/${connection.id}/catalog?schema=src`);
    return status === 200 ? body.items.map(({ path }: { path: string[] }) => path.at(-1)).toSorted() : body.code;
  };
  expect(await tables()).toBe('connection.no-data-permission');
  const page = await visit('ada', `/connections/${connection.id}/data-permissions`);
  const give = async (to: string, where: string, fill: (dialog: ReturnType<Page['getByRole']>) => Promise<void>): Promise<void> => {
    await page.getByRole('button', { name: 'Give permission' }).click();
    const dialog = page.getByRole('dialog', { name: 'Give permission' });
    await dialog.getByRole('combobox', { name: 'To' }).fill(to);
    await page.getByRole('option', { name: to }).click();
    await dialog.getByText(where).click();
    await fill(dialog);
    await dialog.getByRole('button', { name: 'Give permission' }).click();
    await dialog.waitFor({ state: 'detached' });
  };
  await give('Bob Tanaka', 'One table', async (dialog) => {
    await dialog.getByRole('combobox', { name: 'Schema' }).fill('src');
    await dialog.getByLabel('Table or view').fill('orders');
  });
  await page.getByRole('row').filter({ hasText: 'Bob Tanaka' }).getByText('Table src.orders').waitFor();
  await eventually(tables).toEqual(['orders']);
  await give('Everyone', 'One schema', (dialog) => dialog.getByRole('combobox', { name: 'Schema' }).fill('src'));
  await eventually(tables).toContain('movies');
  await give('Alice Moreau', 'The whole connection', (dialog) => dialog.getByRole('radio', { name: /^Write only/ }).click());
  const { permissions } = (await (await rig.signIn('ada')).get(`/connections/${connection.id}/data-permissions`)).body;
  const [aliceId, bobId] = [await memberIdOf(setting.alice), await memberIdOf(bob)];
  expect(permissions).toHaveLength(3);
  expect(permissions).toEqual(
    expect.arrayContaining([
      { to: 'everyone', permission: 'can-use', schema: 'src', table: null },
      { to: { memberId: bobId }, permission: 'can-use', schema: 'src', table: 'orders' },
      { to: { memberId: aliceId }, permission: 'can-write-only', schema: null, table: null },
    ]),
  );
  await page.getByRole('button', { name: 'Take from Everyone in the organization: Read, Schema src' }).click();
  await eventually(tables).toEqual(['orders']);

  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByLabel('Role from attribute').fill('warehouse role');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText(`“${name}” is saved.`).waitFor();
  await page.goto('/members');
  await page.getByRole('button', { name: 'Actions for Bob Tanaka' }).click();
  await page.getByRole('menuitem', { name: 'Attributes' }).click();
  const attributes = page.getByRole('dialog', { name: 'Attributes of Bob Tanaka' });
  await attributes.getByText('is the role in which Bob Tanaka reads').waitFor();
  await attributes.getByLabel('Name of attribute 1').fill('warehouse role');
  await attributes.getByLabel('Value of attribute 1').fill('analysts');
  await attributes.getByRole('button', { name: 'Save' }).click();
  await attributes.waitFor({ state: 'detached' });
  const known = await (await rig.signIn('ada')).get(`/members/${bobId}/attributes`);
  expect(known.body).toEqual({ attributes: { 'warehouse role': 'analysts' } });
});

test('R50: an Admin says whether new sources wait for an approval; nobody else is offered the setting', async () => {
  const { rig, visit } = journey();
  const ada = await rig.signIn('ada');
  const asked = async (): Promise<unknown> => (await ada.get('/organization/run-as-service-account')).body.approvalIsAsked;
  const page = await visit('ada');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click();
  const toggle = page.getByRole('switch', { name: 'New sources wait for an Admin' });
  await toggle.waitFor();
  expect(await toggle.isChecked()).toBe(true);
  await toggle.click();
  await eventually(asked).toBe(false);
  await page.reload();
  await eventually(() => toggle.isChecked()).toBe(false);
  await toggle.click();
  await eventually(asked).toBe(true);
  const builder = await visit('alice');
  await builder.getByRole('link', { name: 'Teams' }).waitFor();
  expect(await builder.getByRole('link', { name: 'Settings' }).count()).toBe(0);
});

test('R54: an older version is looked at before it is restored, read only and as the person who looks', async () => {
  const { rig, setting, visit } = journey();
  const document = await newDocument(setting.alice, { name: 'Versions' });
  const table = tableElement(moviesOf(setting.connectionId), { name: 'Movies', columns: [column('title'), column('gross')] });
  await save(setting.alice, document.id, [put(document.pageId, table)]);
  await publish(setting.alice, document.id, 'With movies');
  const ada = await rig.signIn('ada');
  expect((await ada.put(`/workbooks/${document.id}/run-as-service-account`, { enabled: true })).status).toBe(200);
  await save(setting.alice, document.id, [
    { kind: 'removeElement', elementId: table.id },
    put(document.pageId, textElement({ name: 'Words', text: 'No movies' })),
  ]);
  await publish(setting.alice, document.id, 'Words alone');

  const page = await visit('alice', `/workbooks/${document.id}`);
  await page.getByText('No movies').waitFor();
  await fromMenu(page, 'Workbook', 'Version history');
  await page.getByRole('link', { name: 'Open version 1' }).click();
  await page.getByText('Version 1, published').waitFor();
  await eventually(() => cellText(page, 0, 0)).not.toBe('');
  await page.getByRole('button', { name: /^Runs as You/ }).waitFor();
  expect(await page.getByRole('button', { name: 'Add', exact: true }).count()).toBe(0);
  expect(await page.getByRole('button', { name: /^Place of/ }).count()).toBe(0);
  const { pages } = await definitionOf(document.id);
  expect(pages[0].elements.map(({ kind }: { kind: string }) => kind)).toEqual(['text']);

  // Only for who may restore it.
  await share(setting.alice, document.id, [{ to: 'everyone', right: 'explore' }]);
  const asBob = await (await rig.signIn('bob')).post(`/workbooks/${document.id}/elements/${table.id}/query`, { version: 1 });
  expect([asBob.status, asBob.body.code]).toEqual([403, 'workbook.not-permitted']);
  const unknown = await setting.alice.post(`/workbooks/${document.id}/elements/${table.id}/query`, { version: 99 });
  expect(unknown.status).toBe(404);

  await page.getByRole('button', { name: 'Restore version 1' }).click();
  await page.getByRole('button', { name: 'Restore into the draft' }).click();
  await page.getByRole('button', { name: 'Add', exact: true }).waitFor();
  await eventually(() => cellText(page, 0, 0)).not.toBe('');
});

test('a new element is seen and selected, wherever on the page it has its place', async () => {
  const { setting, visit } = journey();
  const document = await newDocument(setting.alice, { name: 'Long page' });
  const words = Array.from({ length: 12 }, (_, index) => textElement({ layout: { x: 0, y: index * 8, width: 24, height: 8 } }));
  await save(
    setting.alice,
    document.id,
    words.map((element) => put(document.pageId, element)),
  );
  const page = await visit('alice', `/workbooks/${document.id}`);
  const add = async (item: string): Promise<void> => {
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  };
  await add('Switch');
  const frame = page.getByRole('region', { name: 'Switch' });
  await eventually(() => frame.getByRole('switch').isVisible()).toBe(true);
  const isSeen = async (): Promise<boolean> => {
    const box = await frame.boundingBox();
    return box !== null && box.y > 0 && box.y + box.height <= 900;
  };
  await eventually(isSeen).toBe(true);
  expect(await frame.getAttribute('data-selected')).not.toBeNull();
  await page.getByRole('complementary', { name: 'Properties' }).getByText('Formulas use it as [Switch]').waitFor();
});

test('a column and an element that are renamed are renamed in all formulas that name them, and that is one step back', async () => {
  const { setting, visit } = journey();
  const document = await newDocument(setting.alice, { name: 'Names' });
  const source = moviesOf(setting.connectionId);
  const films = tableElement(source, {
    name: 'Films',
    columns: [column('title'), column('gross')],
    layout: { x: 0, y: 0, width: 24, height: 8 },
  });
  const whole = { ...column('title'), id: 'whole', name: 'Share', formula: '[gross] / Rollup(Sum([Films/gross]), [title], [Films/title])' };
  const shares = tableElement(source, {
    name: 'Shares',
    columns: [column('title'), column('gross'), whole],
    layout: { x: 0, y: 8, width: 24, height: 8 },
  });
  const side = { kind: 'element', elementId: films.id } as const;
  const on = [{ left: 'title', right: 'title' }];
  const join = { kind: 'join', type: 'left', left: source, right: side, rightName: 'Film', on } as const;
  const beside = tableElement(join, {
    name: 'Beside',
    columns: [column('gross'), column('Film gross')],
    layout: { x: 0, y: 16, width: 24, height: 8 },
  });
  await save(
    setting.alice,
    document.id,
    [films, shares, beside].map((element) => put(document.pageId, element)),
  );
  const joined = async (): Promise<unknown> =>
    (await definitionOf(document.id)).pages[0].elements[2].columns.map((each: { readonly formula: string }) => each.formula);
  const formula = async (): Promise<unknown> => (await definitionOf(document.id)).pages[0].elements[1].columns[2].formula;
  const page = await visit('alice', `/workbooks/${document.id}`);
  // What the warehouse's table gives tells whose a name of the join is.
  const described = page.waitForResponse((response) => response.url().endsWith('/describe-source'));
  await page.reload();
  await (await described).finished();
  const first = page.getByRole('region', { name: 'Films' });
  const header = await first.getByTestId('data-grid-canvas').boundingBox();
  if (header === null) throw new Error('The grid of Films is not there.');
  await page.mouse.click(header.x + 48 + 160 + 30, header.y + 17);
  const name = first.getByRole('textbox', { name: 'Name of the column' });
  await eventually(() => name.inputValue()).toBe('gross');
  await name.fill('Takings');
  await name.press('Enter');
  await eventually(formula).toBe('[gross] / Rollup(Sum([Films/Takings]), [title], [Films/title])');
  expect(await joined()).toEqual(['[gross]', '[Takings]']);

  await first.getByRole('heading', { name: 'Films' }).dblclick();
  await page.getByRole('textbox', { name: 'Name of Films' }).fill('Pictures');
  await page.keyboard.press('Enter');
  await eventually(formula).toBe('[gross] / Rollup(Sum([Pictures/Takings]), [title], [Pictures/title])');

  const undo = page.getByRole('button', { name: 'Undo change of the draft' });
  await undo.click();
  await eventually(formula).toBe('[gross] / Rollup(Sum([Films/Takings]), [title], [Films/title])');
  await undo.click();
  await eventually(formula).toBe('[gross] / Rollup(Sum([Films/gross]), [title], [Films/title])');
  expect(await joined()).toEqual(['[gross]', '[Film gross]']);
  expect(await undo.isDisabled()).toBe(true);
});

test('R42: who shares a workbook looks at it as somebody else, with rows only where both see the same', async () => {
  const { rig, setting, visit } = journey();
  const document = await newDocument(setting.alice, { name: 'For vera' });
  const source = { ...moviesOf(setting.connectionId), table: 'orders' };
  const table = tableElement(source, { name: 'Orders', columns: [column('region')] });
  await save(setting.alice, document.id, [put(document.pageId, table)]);
  await publish(setting.alice, document.id, 'First');
  const page = await visit('alice', `/workbooks/${document.id}?mode=published`);
  const lookAs = async (name: string): Promise<void> => {
    await page.goto(`/workbooks/${document.id}?mode=published`);
    await fromMenu(page, 'Workbook', 'Preview as...');
    await page.getByRole('combobox', { name: 'Member' }).fill(name);
    await page.getByRole('option', { name }).click();
    await page.getByRole('link', { name: `Look at it as ${name}` }).click();
    await page.getByText(`As ${name} sees version 1`).waitFor();
  };
  await lookAs('Vera Novak');
  await page.getByText('Vera Novak cannot open “For vera”').waitFor();
  await share(setting.alice, document.id, [{ to: 'everyone', right: 'view' }]);
  await lookAs('Vera Novak');
  await page.getByText(/^(Runs as|Does not run for)/).waitFor();
  expect(await page.getByTestId('data-grid-canvas').count()).toBe(0);

  expect((await (await rig.signIn('ada')).put(`/workbooks/${document.id}/run-as-service-account`, { enabled: true })).status).toBe(200);
  await lookAs('Vera Novak');
  await eventually(() => cellText(page, 0, 0)).not.toBe('');
  await page.getByRole('button', { name: /^Runs as Service account/ }).waitFor();
  await page.getByRole('link', { name: 'Stop the preview' }).click();
  await page.getByText('Version 1, published').waitFor();
});
