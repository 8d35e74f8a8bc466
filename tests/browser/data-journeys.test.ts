/** What an analyst does with the data of a warehouse: tables, groups, formulas, charts, in a real browser. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { handled } from '../harness/patience.ts';
import { cellText, eventually } from './browser.ts';
import { journeys } from './journey.ts';

const journey = journeys();

async function newWorkbook(name: string): Promise<{ readonly id: string; readonly pageId: string }> {
  const { body } = await journey().setting.alice.post('/workbooks', { name });
  return { id: body.id, pageId: body.pages[0].id };
}

/** A workbook of alice's with a table of who ordered where for how much, which everybody may explore. */
async function ordersWorkbook(name: string): Promise<string> {
  const { id, pageId } = await newWorkbook(name);
  const { alice, connectionId } = journey().setting;
  const column = (columnId: string, title: string, formula: string) => {
    return { id: columnId, name: title, formula, hidden: false, format: null, level: null };
  };
  const element = {
    id: crypto.randomUUID(),
    kind: 'table',
    name: 'Orders',
    layout: { x: 0, y: 0, width: 24, height: 14 },
    source: { kind: 'warehouse-table', connectionId, schema: 'src', table: 'orders' },
    columns: [column('id', 'Order', '[order_id]'), column('region', 'Region', '[region]'), column('sales', 'Sales', '[sales]')],
    filters: [],
    sorts: [{ columnId: 'sales', direction: 'descending' }],
    groupings: [],
    totals: [],
  };
  const saved = await alice.post(`/workbooks/${id}/draft`, { changes: [{ kind: 'putElement', pageId, element }] });
  expect(saved.status).toBe(200);
  await alice.put(`/workbooks/${id}/grants`, { grants: [{ to: 'everyone', right: 'explore' }] });
  return id;
}

/** Adds an element over `src.orders` by the ways that a person has. */
async function addOverOrders(page: Page, addition: 'Table' | 'Chart'): Promise<void> {
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('menuitem', { name: addition, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Search tables').fill('orders');
  await dialog.getByRole('button', { name: 'src.orders' }).click();
  await dialog.getByRole('button', { name: /^Add / }).click();
  await dialog.waitFor({ state: 'detached' });
}

async function groupBy(page: Page, column: string): Promise<void> {
  await page.getByRole('button', { name: 'Group', exact: true }).click();
  await page.getByRole('menuitem', { name: column, exact: true }).click();
}

test('R45: alice makes a grouped table with a calculated column and a chart, and all of it runs as alice', async () => {
  const { id } = await newWorkbook('Orders');
  const page = await journey().visit('alice', `/workbooks/${id}`);
  await addOverOrders(page, 'Table');
  await eventually(() => cellText(page, 0, 0)).toBe('CA-1');
  await groupBy(page, 'Region');
  await eventually(() => cellText(page, 1, 0)).toBe('10');

  await page.getByRole('button', { name: 'Add column', exact: true }).click();
  const formula = page.getByRole('combobox', { name: 'Formula of Calculation' });
  await formula.pressSequentially('Sum([Sal');
  await page.getByRole('option', { name: /Sales/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await formula.pressSequentially(' / Coun(');
  expect(await page.getByRole('button', { name: 'Accept the formula' }).isDisabled()).toBe(true);
  await page.keyboard.press('Backspace');
  await formula.pressSequentially('t(');
  await page.keyboard.press('Enter');
  await eventually(() => cellText(page, 2, 0)).toBe('27.5');

  await addOverOrders(page, 'Chart');
  await page.getByRole('button', { name: 'Choose the axis' }).click();
  await page.getByRole('menuitem', { name: 'Region', exact: true }).click();
  await page.getByRole('img', { name: /bar chart of Rows by Region, with 2 points/ }).waitFor();
  await page
    .getByRole('button', { name: /^Runs as You/ })
    .first()
    .click();
  await page.getByText('Runs as alice').waitFor();

  await page.getByText('Draft saved').waitFor();
  await page.reload();
  await eventually(() => cellText(page, 2, 0)).toBe('27.5');
});

test('R45: bob explores the table of alice with rows of his own, and what he makes of it stays with him', async () => {
  const id = await ordersWorkbook('Explored');
  const page = await journey().visit('bob', `/workbooks/${id}`);
  await eventually(() => cellText(page, 0, 0)).not.toBe('');
  await groupBy(page, 'Region');
  await page.getByText('2 groups').waitFor();
  const regions = async (): Promise<readonly string[]> => [await cellText(page, 0, 0), await cellText(page, 0, 1)].toSorted();
  await eventually(regions).toEqual(['Central', 'West']);
  const { definition } = (await journey().setting.alice.get(`/workbooks/${id}`)).body;
  expect(definition.pages[0].elements[0].groupings).toEqual([]);
  await page.reload();
  await page.getByText('20 rows').waitFor();
});

test('P30: a filtered table has its total below, and the file holds the same rows', async () => {
  const id = await ordersWorkbook('Totals');
  const page = await journey().visit('alice', `/workbooks/${id}`);
  await eventually(() => cellText(page, 2, 0)).toMatch(/\d/);
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Region', exact: true }).click();
  await page.getByRole('dialog').getByText('East').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Filter' }).click();
  await page.getByText('10 rows').waitFor();
  await page.getByRole('button', { name: 'Summarise', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Sales', exact: true }).hover();
  await page.getByRole('menuitem', { name: 'Sum', exact: true }).click();
  await page.getByText('Sum of Sales 275').waitFor();

  const download = handled(page.waitForEvent('download'));
  await page.getByRole('button', { name: 'Data of Orders' }).click();
  await page.getByRole('menuitem', { name: 'Download CSV' }).click();
  const csv = await readFile(await (await download).path(), 'utf8');
  const rows = csv.trim().split(/\r?\n/);
  expect(rows).toHaveLength(11);
  expect(rows.slice(1).every((row) => row.includes('East'))).toBe(true);
});
