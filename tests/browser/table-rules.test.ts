/** Input tables beyond their cells, as people meet them: where they are edited, protected columns, lists, who wrote a row. */
import { expect, test } from 'vitest';
import { publish } from '../harness/document.ts';
import { edited, expectOk, insertRows, rowsOf } from '../harness/input-table.ts';
import { cellText, eventually, gridHasKeyboard } from './browser.ts';
import { journeys, saved } from './journey.ts';

const journey = journeys();

test('a column is given a list and protected; the list is offered, and others cannot type into it', async () => {
  const { setting, visit, emptyTable } = journey();
  const { alice } = setting;
  const { table, workbookId } = await emptyTable('Ruled');
  expectOk(await alice.put(`/workbooks/${workbookId}/grants`, { grants: [{ to: 'everyone', right: 'edit' }] }));
  expectOk(await alice.post(`/input-tables/${table.id}/grant`, { login: 'bob', privilege: 'edit' }));
  await edited(alice, table, insertRows(table, [[null, 'free', null]]));
  const page = await visit('alice', `/workbooks/${workbookId}`);
  await gridHasKeyboard(page);
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Protect, list of values' }).click();
  const dialog = page.getByRole('dialog', { name: 'Rules of “A”' });
  await dialog.getByRole('combobox', { name: 'Who may change it' }).click();
  await page.getByRole('option', { name: 'The owner of the table, and people named here' }).click();
  await dialog.getByRole('combobox', { name: 'Values' }).click();
  await page.getByRole('option', { name: 'Those of a list' }).click();
  await dialog.getByRole('textbox', { name: 'List, one value a line' }).fill('North\nSouth\nNorth\n');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  const described = (await alice.get(`/input-tables/${table.id}`)).body;
  expect(described.columnRules).toMatchObject([
    { protection: { members: [], teams: [] }, allowed: { from: { values: ['North', 'South'] }, otherwise: 'refuse' } },
  ]);

  await page.keyboard.press('Enter');
  const field = page.getByRole('combobox', { name: 'Choose or type a value' });
  await field.fill('so');
  await page.getByRole('option', { name: 'South' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await saved(page);
  await eventually(() => cellText(page, 0, 0)).toBe('South');

  const bobs = await visit('bob', `/workbooks/${workbookId}`);
  await gridHasKeyboard(bobs);
  await bobs.keyboard.press('Delete');
  await bobs.keyboard.press('Shift+F10');
  await bobs.getByText('Protected: you may not change it').waitFor();
  await bobs.getByRole('menuitem', { name: 'Show created/updated columns' }).click();
  await eventually(() => cellText(bobs, 4, 0)).toMatch(/^alice@/);
  expect((await rowsOf(alice, table)).rows[0].cells[0]).toBe('South');
});

test('a table that is edited in what is published is read in the draft, and says so', async () => {
  const { setting, visit, emptyTable } = journey();
  const { alice } = setting;
  const { table, workbookId } = await emptyTable('Asked');
  await edited(alice, table, insertRows(table, [[null, null, null]]));
  const page = await visit('alice', `/workbooks/${workbookId}`);
  await gridHasKeyboard(page);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'In the published version' }).click();
  await page.getByText('This table is edited in the published version only.').waitFor();

  expectOk(await alice.post(`/input-tables/${table.id}/grant`, { login: 'bob', privilege: 'edit' }));
  expectOk(await alice.put(`/workbooks/${workbookId}/grants`, { grants: [{ to: 'everyone', right: 'explore' }] }));
  await publish(alice, workbookId);
  const bobs = await visit('bob', `/workbooks/${workbookId}`);
  await gridHasKeyboard(bobs);
  await bobs.keyboard.type('answered');
  await bobs.keyboard.press('Enter');
  await saved(bobs);
  expect((await rowsOf(alice, table)).rows[0].cells[0]).toBe('answered');
});
