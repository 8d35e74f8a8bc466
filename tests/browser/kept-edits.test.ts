/** What people see of edits that are not in the warehouse: refused ones at their cells, waiting ones in a list, and the ways out. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { edited, insertRows, rowsOf, setCell, settled } from '../harness/input-table.ts';
import type { TestTable } from '../harness/input-table.ts';
import { cellText, clickCell, dragCells, eventually, gridHasKeyboard, hoverCell, passProvider } from './browser.ts';
import { firstColumn, journeys, saved } from './journey.ts';

const accessTokenSeconds = 6;
const journey = journeys({ accessTokenSeconds });

const editor = (page: Page) => page.locator('#portal input, #portal textarea');

test('a click on the current cell of a range only collapses it; a double click, Enter and typing open the editor', async () => {
  const { page } = await journey().filledTable('Clicks', 'one\t1\ntwo\t2\nthree\t3\n');
  await dragCells(page, [0, 0], [1, 2]);
  await page.getByText('6 cells selected').waitFor();
  await clickCell(page, 0, 0);
  await page.getByText('6 cells selected').waitFor({ state: 'detached' });
  expect(await editor(page).count()).toBe(0);
  await page.waitForTimeout(600);
  await clickCell(page, 0, 0);
  await page.waitForTimeout(200);
  expect(await editor(page).count()).toBe(0);
  await clickCell(page, 0, 0);
  await editor(page).waitFor();
  await page.keyboard.press('Escape');
  await editor(page).waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await editor(page).waitFor();
});

/** A table of alice's that bob may see and write, as he has it open. */
async function bobsView(name: string): Promise<{ readonly page: Page; readonly table: TestTable }> {
  const { rig, setting, visit, filledTable } = journey();
  const { table, workbookId } = await filledTable(name, 'one\t1\ntwo\t2\n');
  await setting.alice.put(`/workbooks/${workbookId}/grants`, { grants: [{ to: 'everyone', right: 'edit' }] });
  await rig.inWarehouse(`grant usage on schema wb_a to bob; grant select, insert, update, delete on ${table.name} to bob`);
  const page = await visit('bob', `/workbooks/${workbookId}`);
  await gridHasKeyboard(page);
  await eventually(() => cellText(page, 0, 0)).toBe('one');
  return { page, table };
}

test('R27: a refused cell shows what was wanted; it is discarded there, or sent again when the right is back', async () => {
  const { rig, setting } = journey();
  const { page, table } = await bobsView('Refused at the cell');
  const card = page.getByRole('group', { name: 'Refused value' });
  await rig.inWarehouse(`revoke insert, update on ${table.name} from bob`);
  await page.keyboard.type('from bob');
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: '1 refused' }).waitFor();
  await page.getByText('Editing is restricted for you').waitFor();
  await eventually(() => cellText(page, 0, 0)).toBe('one');
  await hoverCell(page, 0, 0);
  await card.getByText('from bob').waitFor();
  await hoverCell(page, 2, 1);
  await card.waitFor({ state: 'detached' });
  await rig.inWarehouse(`grant insert, update on ${table.name} to bob`);
  await page.getByRole('button', { name: 'Re-check' }).click();
  await page.getByText('Editing is open.').waitFor();
  await clickCell(page, 0, 0);
  await card.getByRole('button', { name: 'Send again' }).click();
  await card.waitFor({ state: 'detached' });
  await eventually(() => cellText(page, 0, 0)).toBe('from bob');
  await eventually(() => firstColumn(setting.alice, table.id)).toEqual(['from bob', 'two']);

  await clickCell(page, 0, 1);
  await rig.inWarehouse(`revoke insert, update on ${table.name} from bob`);
  await page.keyboard.type('unwanted');
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: '1 refused' }).waitFor();
  await page.getByText('Editing is restricted for you').waitFor();
  await clickCell(page, 0, 1);
  await card.getByText('unwanted').waitFor();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Discard' }).click();
  await page.getByRole('status').filter({ hasText: 'Saved' }).waitFor();
  expect(await card.count()).toBe(0);
  expect(await firstColumn(setting.alice, table.id)).toEqual(['from bob', 'two']);
});

test('R27 R56: alice sees her waiting edit with its cell, withdraws it, and the table shows what stood there before', async () => {
  const { rig, setting, visit, emptyTable } = journey();
  const { workbookId, table } = await emptyTable('Withdrawn');
  const insertion = insertRows(table, [['before', 'two', 'three']]);
  const row = insertion.rows[0].id;
  await edited(setting.alice, table, insertion);
  await settled(setting.alice, table);
  const page = await visit('alice', `/workbooks/${workbookId}`);
  await gridHasKeyboard(page);
  await rig.inWarehouse(`create function src.puzzle() returns trigger language plpgsql as $$ begin raise exception 'a puzzle' using errcode = 'XX000'; end $$;
    create trigger puzzle before update on ${table.name} for each row execute function src.puzzle()`);
  await edited(setting.alice, table, setCell(table.columns[0] ?? '', row, 'never written'));
  await eventually(() => cellText(page, 0, 0)).toBe('never written');
  await page.getByText('1 edit waits to be written').waitFor();
  await page.getByText('Editing is restricted for you').waitFor();
  await page.getByRole('button', { name: 'Show it' }).click();
  const panel = page.getByRole('complementary', { name: 'Waiting edits' });
  await panel.getByText(/a puzzle/).waitFor();
  await panel.getByRole('definition').getByText('never written').waitFor();
  await panel.getByRole('button', { name: 'Withdraw', exact: true }).click();
  await page.getByRole('dialog', { name: 'Withdraw this edit?' }).getByRole('button', { name: 'Withdraw edit' }).click();
  await panel.getByText('Nothing waits').waitFor();
  await eventually(() => cellText(page, 0, 0)).toBe('before');
  await page.getByText('Editing is restricted for you').waitFor({ state: 'detached' });
  expect(await firstColumn(setting.alice, table.id)).toEqual(['before']);
});

test('R27 R56: bob sees which edit waits for whom and why, is told what adopting means, and it is written with his login', async () => {
  const { rig, setting } = journey();
  const { page, table } = await bobsView('Waiting');
  await settled(setting.alice, table);
  const row = (await rowsOf(setting.alice, table)).rows[0].id;
  await rig.identityProvider.endRefreshTokens('alice');
  rig.identityProvider.revokeAccessTokens('alice');
  await sleep(accessTokenSeconds * 1_000 + 500);
  await edited(setting.alice, table, setCell(table.columns[0] ?? '', row, 'while away'));
  await page.getByText('1 edit waits to be written').waitFor();
  await page.getByRole('button', { name: 'Show it' }).click();
  const panel = page.getByRole('complementary', { name: 'Waiting edits' });
  await panel.getByText('Alice Moreau', { exact: true }).waitFor();
  await panel.getByText(/It is written when Alice Moreau signs in again/).waitFor();
  await panel.getByRole('button', { name: 'Adopt', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Adopt this edit?' });
  await dialog.getByText(/with your login instead of that of Alice Moreau/).waitFor();
  await dialog.getByText(/keeps its place in the order/).waitFor();
  const since = await rig.logPosition();
  await dialog.getByRole('button', { name: 'Adopt edit' }).click();
  await panel.getByText('Nothing waits').waitFor();
  await eventually(() => cellText(page, 0, 0)).toBe('while away');
  const writers = (await rig.statements({ since })).filter((one) => /purpose=apply/.test(one.text) && /insert|update/i.test(one.text));
  expect(new Set(writers.map(({ user }) => user))).toEqual(new Set(['bob']));
});

test('a person is warned before a sign-in ends that cannot be renewed, signs in again, and is back on the same page', async () => {
  const { rig, visit, emptyTable } = journey();
  const { workbookId } = await emptyTable('Ending');
  const page = await visit('alice', `/workbooks/${workbookId}`);
  await gridHasKeyboard(page);
  expect(await page.getByText(/ends soon/).count()).toBe(0);
  await rig.inMetadata(`update warehouse_credentials set refresh_expires_at = now() + interval '8 minutes'`);
  await page.reload();
  await page.getByText('Your sign-in to C1 ends soon').waitFor();
  await page.getByText(/in [78] minutes/).waitFor();
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await page.waitForURL(/interaction/);
  await passProvider(page);
  await page.waitForURL((url) => url.pathname === `/workbooks/${workbookId}`);
  await gridHasKeyboard(page);
  expect(await page.getByText(/ends soon/).count()).toBe(0);

  await rig.inMetadata(`update warehouse_credentials set refresh_token_sealed = null`);
  await sleep(accessTokenSeconds * 1_000 + 500);
  await page.goto('/profile');
  await page.getByText('Your sign-in to C1 has ended').waitFor();
  await page.getByRole('main').getByRole('link', { name: 'Sign in again' }).first().click();
  await page.waitForURL(/interaction/);
  await passProvider(page);
  await page.waitForURL((url) => url.pathname === '/profile');
  await page.getByText('Signed in', { exact: true }).first().waitFor();
});

test('whoever signed in before a connection was made is told so at the connection and on the profile, and signs in there', async () => {
  const { rig, visit } = journey();
  const page = await visit('bob', '/profile');
  await page.getByText('Where you are signed in').waitFor();
  expect(await page.getByText(/You are not signed in to/).count()).toBe(0);
  const id = await rig.addC2();
  await page.goto(`/connections/${id}`);
  await page.getByText('You are not signed in to C2').waitFor();
  await page.getByText(/this one came later/).waitFor();
  await page.goto('/profile');
  await page.getByText('You are not signed in to C2').waitFor();
  await page.goto(`/connections/${id}`);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.waitForURL(/interaction/);
  await passProvider(page);
  await page.waitForURL((url) => url.pathname === `/connections/${id}`);
  await page.getByRole('tab', { name: 'Explorer' }).waitFor();
  expect(await page.getByText(/You are not signed in to/).count()).toBe(0);
});

test('P1: whoever cannot have an edit saved sees it listed in the browser, and may let go of it', async () => {
  const { rig, visit, emptyTable } = journey();
  const { table, workbookId } = await emptyTable('Let go');
  const page = await visit('alice', `/workbooks/${workbookId}`);
  await gridHasKeyboard(page);
  await rig.servers[0]?.kill9();
  await page.keyboard.type('never mind');
  await page.keyboard.press('Enter');
  await page
    .getByText(/kept in this browser/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: /^Waiting edits/ }).click();
  const panel = page.getByRole('complementary', { name: 'Waiting edits' });
  await panel
    .getByText('Penstock cannot be reached')
    .or(panel.getByText(/did not answer/))
    .first()
    .waitFor();
  await panel.getByRole('button', { name: 'Let go' }).click();
  await page.getByRole('dialog', { name: 'Let go of this edit?' }).getByRole('button', { name: 'Let go' }).click();
  await panel.getByText('Nothing waits').waitFor();
  await rig.startServer();
  await page.reload();
  await saved(page);
  expect(await firstColumn(await rig.signIn('alice'), table.id)).toEqual([]);
});
