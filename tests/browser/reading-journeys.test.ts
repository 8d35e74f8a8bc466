/** What readers and analysts do with pivots, charts, joins, lists of values and files, in a real browser. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { publish } from '../harness/document.ts';
import { eventually } from './browser.ts';
import { journeys } from './journey.ts';

const journey = journeys();

const column = (name: string, formula: string) => ({
  id: name.replaceAll(' ', '-'),
  name,
  formula,
  hidden: false,
  format: null,
  level: null,
});
const customSql = (sql: string) => ({ kind: 'custom-sql', connectionId: journey().setting.connectionId, sql });
const base = (name: string, y: number) => ({
  id: crypto.randomUUID(),
  name,
  layout: { x: 0, y, width: 24, height: 12 },
  filters: [],
  sorts: [],
});

/** 1,200 places in 3 regions, each in 2 years. */
const places = () => ({
  source: customSql(
    "select 'Place ' || lpad((n % 1200)::text, 4, '0') as place, (array['North','South','West'])[1 + n % 3] as region, 2024 + n / 1200 as year, n % 1200 as sales from generate_series(0, 2399) as n",
  ),
  columns: [
    column('Place', '[place]'),
    column('Region', '[region]'),
    column('Year', '[year]'),
    column('Sales', '[sales]'),
    column('Mean', 'Avg([Sales])'),
  ],
});

async function workbookOf(name: string, elements: readonly object[], right = 'view'): Promise<string> {
  const { alice } = journey().setting;
  const { body } = await alice.post('/workbooks', { name });
  const changes = elements.map((element) => ({ kind: 'putElement', pageId: body.pages[0].id, element }));
  const saved = await alice.post(`/workbooks/${body.id}/draft`, { changes });
  expect([saved.status, saved.body.code]).toEqual([200, undefined]);
  await alice.put(`/workbooks/${body.id}/grants`, { grants: [{ to: 'everyone', right }] });
  await publish(alice, body.id);
  return body.id;
}

const pivot = () => ({ ...base('Sales by place', 0), ...places(), kind: 'pivot', rows: ['Place'], across: ['Year'], values: ['Mean'] });
const rowOf = (page: Page, head: string) => page.getByRole('row', { name: new RegExp(`^${head} `) });

test('R45: a pivot shows its totals, which its author switches in the panel', async () => {
  const regions = { ...pivot(), rows: ['Region'], totals: { rows: true, columns: true } };
  const page = await journey().visit('alice', `/workbooks/${await workbookOf('Totals', [regions])}`);
  const cells = async (head: string) => (await rowOf(page, head).getByRole('cell').allTextContents()).map((text) => text.trim());
  // Means over the rows: that of the whole is none of the means.
  await eventually(() => cells('North')).toEqual(['598.5', '598.5', '598.5']);
  expect(await cells('Total')).toEqual(['599.5', '599.5', '599.5']);
  await page.getByRole('region', { name: /Sales by place, a pivot of 3 rows/ }).click();
  await page.getByRole('switch', { name: 'At the foot of each column' }).click();
  await eventually(() => rowOf(page, 'Total').count()).toBe(0);
  await page.getByRole('switch', { name: 'At the end of each row' }).click();
  await eventually(() => cells('North')).toEqual(['598.5', '598.5']);
  await page.getByText('Draft saved').waitFor();
});

test('R45: a pivot of more rows than one page is read to its end, and ordered by what it measures', async () => {
  const id = await workbookOf('Long', [{ ...pivot(), totals: { rows: true, columns: true } }]);
  const page = await journey().visit('bob', `/workbooks/${id}`);
  await rowOf(page, 'Place 0000').waitFor();
  await page.getByText('More than 200 rows').waitFor();
  const table = page.getByRole('region', { name: /Sales by place, a pivot/ });
  await eventually(async () => {
    await table.evaluate((frame) => frame.scrollTo({ top: frame.scrollHeight }));
    return rowOf(page, 'Place 1199').count();
  }).toBe(1);
  await page.getByText('1,200 rows').waitFor();
  await table.evaluate((frame) => frame.scrollTo({ top: 0 }));
  await page.getByRole('button', { name: 'Mean' }).first().click();
  await page.getByRole('menuitem', { name: 'Sort descending' }).click();
  await eventually(() => table.getByRole('row').nth(2).getByRole('rowheader').textContent()).toBe('Place 1199');
});

test('R45: who only looks filters a chart by what it shows, finds values by a search, and goes back to how it was', async () => {
  const chart = {
    ...base('Means', 0),
    ...places(),
    kind: 'chart',
    chart: 'bar',
    x: 'Place',
    values: ['Mean'],
    series: null,
    stacked: false,
  };
  const page = await journey().visit('bob', `/workbooks/${await workbookOf('Filtered', [chart])}`);
  await page.getByRole('img', { name: /with 1200 points/ }).waitFor();
  await page.getByRole('button', { name: 'Data of Means' }).click();
  await page.getByRole('menuitem', { name: 'Filter by' }).hover();
  // Columns that the chart is not made of are its author's.
  expect(await page.getByRole('menuitem', { name: 'Region' }).count()).toBe(0);
  await page.getByRole('menuitem', { name: 'Place', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Search values').fill('1198');
  await dialog.getByText('Place 1198').click();
  await dialog.getByRole('button', { name: 'Filter' }).click();
  await page.getByRole('img', { name: /with 1 points/ }).waitFor();
  await page.getByRole('button', { name: 'Filter: Place is Place 1198' }).waitFor();
  await page.getByRole('button', { name: 'Data of Means' }).click();
  await page.getByRole('menuitem', { name: 'Back to how it was' }).click();
  await page.getByRole('img', { name: /with 1200 points/ }).waitFor();
});

test('R45: a list control finds what is far down in its column', async () => {
  const chart = {
    ...base('Means', 3),
    ...places(),
    kind: 'chart',
    chart: 'bar',
    x: 'Place',
    values: ['Mean'],
    series: null,
    stacked: false,
  };
  const control = {
    id: crypto.randomUUID(),
    name: 'Which',
    label: 'Which',
    layout: { x: 0, y: 0, width: 6, height: 2 },
    kind: 'control',
    control: 'list',
    choices: { elementId: chart.id, columnId: 'Place' },
    multiple: false,
    initial: [],
  };
  const bound = { ...chart, filters: [{ id: 'f', columnId: 'Place', kind: 'control', controlId: control.id }] };
  const page = await journey().visit('bob', `/workbooks/${await workbookOf('Chosen', [control, bound])}`);
  await page.getByRole('img', { name: /with 1200 points/ }).waitFor();
  const which = page.getByRole('region', { name: 'Which' }).locator('input:not([type=hidden])');
  await which.click();
  await page.keyboard.type('1187');
  await page.getByRole('option', { name: 'Place 1187' }).click();
  await page.getByRole('img', { name: /with 1 points/ }).waitFor();
  // What was chosen does not narrow what can be chosen.
  await which.fill('0042');
  await page.getByRole('option', { name: 'Place 0042' }).click();
  await eventually(() => which.inputValue()).toBe('Place 0042');
});

test('R45: the keys of a join are changed where the join is, and columns that cannot be equal are said so', async () => {
  const [left, right] = [
    customSql("select * from (values (1, 'a', 'x'), (2, 'b', 'y')) as v(n, code, other)"),
    customSql("select * from (values ('a', 'x', 10), ('y', 'b', 20)) as v(code, third, amount)"),
  ];
  const source = { kind: 'join', type: 'inner', left, right, rightName: 'Right', on: [{ left: 'code', right: 'code' }] };
  const table = {
    ...base('Joined', 0),
    kind: 'table',
    source,
    groupings: [],
    totals: [],
    columns: [column('N', '[n]'), column('Amount', '[amount]'), column('Right Code', '[Right code]')],
  };
  const page = await journey().visit('alice', `/workbooks/${await workbookOf('Joined', [table])}`);
  await page.getByText('1 row', { exact: true }).waitFor();
  await page.getByRole('heading', { name: 'Joined' }).last().click();
  await page.getByRole('button', { name: /^inner join with/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^equals, in/).click();
  await page.getByRole('option', { name: 'amount' }).click();
  await dialog.getByText('number is never equal to text').waitFor();
  expect(await dialog.getByRole('button', { name: 'Save the join' }).isDisabled()).toBe(true);
  await dialog.getByLabel(/^equals, in/).click();
  await page.getByRole('option', { name: 'third' }).click();
  await dialog.getByLabel('Keep').selectOption('left');
  await dialog.getByLabel('Name of the other side').fill('Other side');
  await dialog.getByRole('button', { name: 'Save the join' }).click();
  await page.getByText('2 rows', { exact: true }).waitFor();
  await page.getByText('Draft saved').waitFor();
  const { definition } = (await journey().setting.alice.get(`/workbooks/${page.url().split('/').at(-1) ?? ''}`)).body;
  const [saved] = definition.pages[0].elements;
  expect([saved.source.type, saved.source.on, saved.source.rightName]).toEqual(['left', [{ left: 'code', right: 'third' }], 'Other side']);
  // The formula follows the new name of the other side.
  expect(saved.columns[2].formula).toBe('[Other side code]');
});

test('P30: a file for a spreadsheet has no text that begins a formula, and the page holds nothing of it', async () => {
  const table = {
    ...base('Texts', 0),
    kind: 'table',
    groupings: [],
    totals: [],
    source: customSql("select '=1+1' as t, -5 as n"),
    columns: [column('T', '[t]'), column('N', '[n]')],
  };
  const page = await journey().visit('bob', `/workbooks/${await workbookOf('Texts', [table])}`);
  await page.getByText('1 row', { exact: true }).waitFor();
  const saved = async (item: string): Promise<string> => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Data of Texts' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    const file = await download;
    expect([file.suggestedFilename(), file.url()]).toEqual(['Texts.csv', expect.stringMatching(/^http.*\/downloads\//)]);
    return readFile(await file.path(), 'utf8');
  };
  expect(await saved('Download CSV')).toBe('T,N\n=1+1,-5\n');
  expect(await saved('CSV for a spreadsheet')).toBe("T,N\n'=1+1,-5\n");
});
