/** Linked input tables as analysts meet them: made from a table, typed and pasted beside its rows, followed by what reads them. */
import { randomUUID } from 'node:crypto';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { column, tableOf, putElements, warehouseTable } from '../harness/document.ts';
import { expectOk } from '../harness/input-table.ts';
import { makeLinked, pageOf, typeBeside } from '../harness/linked-table.ts';
import type { LinkedTable } from '../harness/linked-table.ts';
import { eventually, pasteText } from './browser.ts';
import { journeys, saved } from './journey.ts';

const journey = journeys();

beforeAll(async () => {
  await journey().rig.inWarehouse(`
    create table src.stations (code text, name text, flights numeric);
    insert into src.stations values ('ATL', 'Atlanta', 30), ('BOS', 'Boston', 20), ('JFK', 'Kennedy', 10), (null, 'Nowhere', 0);
    grant select on src.stations to public`);
});

/** A workbook of alice's, which everybody may edit, with a table of stations. */
async function stationsWorkbook(name: string): Promise<{ readonly id: string; readonly pageId: string; readonly stations: string }> {
  const { alice, connectionId } = journey().setting;
  const { body } = expectOk(await alice.post('/workbooks', { name }));
  const place = { id: body.id, pageId: body.pages[0].id };
  const stations = tableOf('Stations', warehouseTable(connectionId, 'src', 'stations'), ['code', 'name', 'flights'], {
    id: randomUUID(),
    layout: { x: 0, y: 0, width: 24, height: 8 },
  });
  await putElements(alice, place, [stations]);
  expectOk(await alice.put(`/workbooks/${body.id}/grants`, { grants: [{ to: 'everyone', right: 'edit' }] }));
  return { ...place, stations: stations.id };
}

/** Targets and comments beside the stations, alone on its page of alice's and bob's browser. */
async function linkedWorkbook(name: string): Promise<{ readonly table: LinkedTable; readonly path: string }> {
  const { setting } = journey();
  const { id, pageId, stations } = await stationsWorkbook(name);
  const table = await makeLinked(
    { ...setting, workbookId: id, pageId },
    { name: 'Beside', source: { kind: 'element', elementId: stations }, keys: ['code'], show: ['name', 'flights'], own: targets },
  );
  expectOk(await setting.alice.post(`/input-tables/${table.id}/grant`, { login: 'bob', privilege: 'edit' }));
  return { table, path: `/workbooks/${id}` };
}

const targets = [
  { name: 'Target', type: 'number' },
  { name: 'Comment', type: 'text' },
];

/** The frame of the linked table. */
const frameOf = (page: Page, name = 'Beside'): Locator =>
  page
    .getByRole('region', { name, exact: true })
    .or(page.locator(`section[aria-label="${name}"]`))
    .first();

const textIn = async (frame: Locator, columnIndex: number, row: number): Promise<string> =>
  (await frame.getByTestId(`glide-cell-${columnIndex + 1}-${row}`).textContent()) ?? '';

/** Selects a cell: its row by pointer, its column by keyboard. */
async function goTo(frame: Locator, columnIndex: number, row: number): Promise<void> {
  const page = frame.page();
  const box = (await frame.getByTestId('data-grid-canvas').boundingBox()) ?? expect.fail('there is no grid');
  const arrived = (step: number): Promise<void> =>
    frame.locator(`[data-testid="glide-cell-${step + 1}-${row}"]:focus`).waitFor({ state: 'attached' });
  await page.mouse.click(box.x + 90, box.y + 34 + 30 * row + 15);
  await arrived(0);
  for (let step = 1; step <= columnIndex; step += 1) {
    await page.keyboard.press('ArrowRight');
    await arrived(step);
  }
}

test('alice links an input table to a table in a few clicks, types and pastes beside its rows, and takes it back', async () => {
  const { setting, visit } = journey();
  const { id } = await stationsWorkbook('Linked by alice');
  const page = await visit('alice', `/workbooks/${id}`);
  await eventually(() => textIn(frameOf(page, 'Stations'), 0, 0)).toBe('ATL');
  await page.getByRole('button', { name: 'Menu of Stations' }).click();
  await page.getByRole('menuitem', { name: 'Add linked input table' }).click();
  const dialog = page.getByRole('dialog', { name: 'New linked input table' });
  await dialog.getByText('Each row has a key of its own.').waitFor();
  await dialog.getByRole('radio', { name: 'wb_a' }).click();
  await dialog.getByRole('button', { name: 'Create linked input table' }).click();
  await dialog.waitFor({ state: 'detached' });

  const frame = frameOf(page, 'Stations inputs');
  await eventually(() => textIn(frame, 1, 2)).toBe('Kennedy');
  await goTo(frame, 3, 1);
  await page.keyboard.type('120');
  await page.keyboard.press('Tab');
  await page.keyboard.type('growing');
  await page.keyboard.press('Enter');
  await saved(page);
  await eventually(async () => [await textIn(frame, 3, 1), await textIn(frame, 4, 1)]).toEqual(['120', 'growing']);

  // A block that brings the rows along as they are here falls on the typed columns alone.
  await goTo(frame, 0, 1);
  await pasteText(page, 'BOS\tBoston\t20\t125\tfrom a sheet\nJFK\tKennedy\t10\t70\t');
  await saved(page);
  await eventually(() => textIn(frame, 3, 2)).toBe('70');
  await goTo(frame, 0, 1);
  await pasteText(page, 'BOS\tBoston\t20\t1\tx\nLAX\tKennedy\t10\t2\t');
  await page.getByText('“code” is not typed into').waitFor();
  await page.keyboard.press('ControlOrMeta+z');
  await saved(page);
  await eventually(() => textIn(frame, 3, 2)).toBe('');
  await eventually(() => textIn(frame, 4, 1)).toBe('growing');
  await page.keyboard.press('ControlOrMeta+y');
  await saved(page);
  await eventually(() => textIn(frame, 4, 1)).toBe('from a sheet');

  await page.reload();
  await eventually(() => textIn(frame, 3, 2)).toBe('70');
  const { definition } = (await setting.alice.get(`/workbooks/${id}`)).body;
  const linked = definition.pages[0].elements[1];
  expect(linked.source).toMatchObject({ kind: 'linked-input-table', keys: [{ column: 'code' }] });
  const { body } = expectOk(await setting.alice.post(`/workbooks/${id}/elements/${linked.id}/query`, {}));
  expect(body.values[3].slice(0, 3)).toEqual([null, '125', '70']);
});

test('what bob types shows on the screen of alice, rows follow their source, and what was typed comes back with its key', async () => {
  const { setting, rig, visit } = journey();
  const { table, path } = await linkedWorkbook('Seen by both');
  const page = await visit('alice', path);
  const frame = frameOf(page);
  await eventually(() => textIn(frame, 1, 0)).toBe('Atlanta');
  const bob = await rig.signIn('bob');
  await typeBeside(bob, table, ['ATL'], '33');
  await typeBeside(bob, table, ['JFK'], 'by bob', { columns: table.columns.slice(1) });
  await eventually(() => textIn(frame, 3, 0)).toBe('33');
  await eventually(() => textIn(frame, 4, 2)).toBe('by bob');

  await rig.inWarehouse(`delete from src.stations where code = 'JFK'; insert into src.stations values ('BNA', 'Nashville', 5)`);
  await page.getByRole('button', { name: 'Refresh Beside' }).click();
  await eventually(() => textIn(frame, 1, 1)).toBe('Nashville');
  await eventually(() => textIn(frame, 1, 3)).toBe('Nowhere');
  await rig.inWarehouse(`delete from src.stations where code = 'BNA'; insert into src.stations values ('JFK', 'Kennedy', 11)`);
  await page.getByRole('button', { name: 'Refresh Beside' }).click();
  await eventually(() => textIn(frame, 4, 2)).toBe('by bob');

  // Nothing can be kept beside a row whose key is empty.
  await goTo(frame, 3, 3);
  await page.keyboard.type('9');
  await page.getByText('A key of this row is empty').waitFor();
  expect((await pageOf(setting.alice, table)).values[3]).toEqual(['33', null, null, null]);
});

test('input columns are added, renamed and deleted; formulas and the order of rows follow what is typed', async () => {
  const { setting, visit } = journey();
  const { table, path } = await linkedWorkbook('Shaped');
  const page = await visit('alice', path);
  const frame = frameOf(page);
  await eventually(() => textIn(frame, 1, 0)).toBe('Atlanta');
  await frame.getByRole('button', { name: 'Add input column' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Owner');
  await page.getByRole('dialog').getByRole('button', { name: 'Add column' }).click();
  await frame.getByTestId('glide-cell-6-0').waitFor({ state: 'attached' });
  await goTo(frame, 5, 0);
  await page.keyboard.type('Ada');
  await page.keyboard.press('Enter');
  await saved(page);

  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Edit column' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Manager');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Menu of the column Manager' }).waitFor();

  await frame.getByRole('button', { name: 'Add column', exact: true }).click();
  await page.getByRole('combobox', { name: 'Formula of Calculation' }).fill('[flights] - [Target]');
  await page.keyboard.press('Enter');
  await goTo(frame, 3, 1);
  await page.keyboard.type('50');
  await page.keyboard.press('Enter');
  await eventually(() => textIn(frame, 6, 1)).toBe('-30');

  // In the order of what is typed, a row goes where it belongs, and the selected cell with it.
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Sort descending' }).click();
  await eventually(() => textIn(frame, 1, 0)).toBe('Boston');
  const names = await Promise.all([0, 1, 2, 3].map((row) => textIn(frame, 1, row)));
  await goTo(frame, 3, names.indexOf('Atlanta'));
  await page.keyboard.type('60');
  await page.keyboard.press('Tab');
  await eventually(() => textIn(frame, 1, 0)).toBe('Atlanta');
  await page.keyboard.type('first now');
  await page.keyboard.press('Enter');
  await eventually(() => textIn(frame, 4, 0)).toBe('first now');
  expect(await textIn(frame, 6, 0)).toBe('-30');

  await goTo(frame, 5, 0);
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Delete input column' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete column' }).click();
  await page.getByRole('button', { name: 'Menu of the column Manager' }).waitFor({ state: 'detached' });
  const described = expectOk(await setting.alice.get(`/input-tables/${table.id}`)).body;
  expect(described.columns.map(({ name }: { readonly name: string }) => name)).toEqual(['code', 'Target', 'Comment']);
});

test('a chart over what is typed follows it, and a cell that does not fit stays with its author', async () => {
  const { setting, visit } = journey();
  const { table, path } = await linkedWorkbook('Charted');
  const { body } = await setting.alice.get(path);
  const total = { ...column('Total'), formula: 'Sum([Target])', level: null };
  const kpi = {
    id: randomUUID(),
    kind: 'chart',
    name: 'Planned',
    layout: { x: 0, y: 40, width: 8, height: 6 },
    source: { kind: 'element', elementId: table.id },
    columns: [total],
    filters: [],
    sorts: [],
    chart: 'kpi',
    x: null,
    values: [total.id],
    series: null,
    stacked: false,
  };
  await putElements(setting.alice, { id: body.id, pageId: body.pages[0].id }, [kpi]);
  const page = await visit('alice', path);
  const frame = frameOf(page);
  await eventually(() => textIn(frame, 1, 0)).toBe('Atlanta');
  await goTo(frame, 3, 0);
  for (const value of ['40', '2']) {
    await page.keyboard.type(value);
    await page.keyboard.press('Enter');
  }
  await saved(page);
  await frameOf(page, 'Planned').getByText('42', { exact: true }).waitFor();
  await page.keyboard.type('much');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowUp');
  await page.getByText('“much” does not fit a number column').waitFor();
  await page.keyboard.press('Delete');
  await eventually(() => page.getByText('does not fit').count()).toBe(0);
  expect((await pageOf(setting.alice, table)).values[3]).toEqual(['40', '2', null, null]);
});
