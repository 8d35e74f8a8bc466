/** What people do on the screen, in a real browser against the real server, identity provider and warehouse. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { makeTable } from '../harness/input-table.ts';
import type { Person } from '../harness/rig.ts';
import { cellText, clickCell, dragFillHandle, eventually, gridHasKeyboard, passProvider, pasteText } from './browser.ts';
import { firstColumn, journeys, saved } from './journey.ts';

const journey = journeys();

test('R27: alice signs in, makes an input table, pastes 2×2 from a spreadsheet, reloads, and it is there', async () => {
  const { rig, visit } = journey();
  const page = await visit(null, '/sign-in');
  await page.getByRole('link', { name: /^Continue with/ }).click();
  await page.waitForURL(/interaction/);
  await page.getByRole('button', { name: /alice/i }).first().click();
  await passProvider(page);
  await page.getByRole('button', { name: 'New workbook' }).click();
  await page.getByRole('textbox', { name: 'Name of the workbook' }).fill('Budget 2027');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add input table' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill('Budget');
  await page.getByRole('radio', { name: 'wb_b' }).check();
  await page.getByRole('button', { name: 'Create input table' }).click();
  await page.getByTestId('glide-cell-1-0').waitFor({ state: 'attached' });
  await gridHasKeyboard(page);
  await pasteText(page, 'North\t1,200\r\n"South\r\nand islands"\t1350.5\r\n');
  await saved(page);
  await page.reload();
  await eventually(() => cellText(page, 0, 0)).toBe('North');
  expect(await cellText(page, 1, 0)).toBe('1200');
  expect(await cellText(page, 0, 1)).toContain('South');
  expect(await cellText(page, 1, 1)).toBe('1350.5');
  const tables = await rig.inWarehouse<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'wb_b' and table_name like 'sigds_%'`,
  );
  expect(tables).toHaveLength(1);
});

test('R16: alice is asked where to write; R15: bob is not; R8: carol is told what is missing', async () => {
  const { visit } = journey();
  const ask = async (person: Person): Promise<Page> => {
    const page = await visit(person);
    await page.getByRole('button', { name: 'New workbook' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Add input table' }).first().click();
    return page;
  };
  const alice = await ask('alice');
  await alice.getByRole('radio', { name: 'wb_a' }).waitFor();
  expect(await alice.getByRole('dialog').getByRole('radio').count()).toBe(2);
  const bob = await ask('bob');
  await bob.getByText('Its rows are written to').waitFor();
  expect(await bob.getByRole('dialog').getByRole('radio').count()).toBe(0);
  const carol = await ask('carol');
  await carol.getByText('Your warehouse login may not write to any destination').waitFor();
  expect(await carol.locator('code').first().textContent()).toMatch(/GRANT .*CREATE.* TO .*carol/i);
  expect(await carol.getByRole('button', { name: 'Create input table' }).isDisabled()).toBe(true);
});

test('P5: two people see each other type, and the one who was overwritten is told by whom', async () => {
  const { rig, setting, visit } = journey();
  const table = await makeTable(setting, { name: 'Together' });
  await rig.inWarehouse(`grant usage on schema wb_a to bob; grant select, insert, update, delete on ${table.name} to bob`);
  const path = `/workbooks/${setting.workbookId}`;
  const [alice, bob] = await Promise.all([visit('alice', path), visit('bob', path)]);
  for (const page of [alice, bob]) await page.getByTestId('glide-cell-1-0').first().waitFor({ state: 'attached' });
  await clickCell(alice, 0, 0);
  await alice.keyboard.type('from alice');
  await alice.keyboard.press('Enter');
  const typedAt = Date.now();
  await eventually(() => cellText(bob, 0, 0)).toBe('from alice');
  // Far above what it takes, so that a busy machine passes; a screen that only polled every so often would not.
  expect(Date.now() - typedAt).toBeLessThan(30_000);
  await saved(alice);
  // Bob stops hearing of others, so that he overwrites what he has not seen.
  await bob.route('**/events*', (route) => route.abort());
  await bob.reload();
  await eventually(() => cellText(bob, 0, 0)).toBe('from alice');
  await clickCell(alice, 0, 0);
  await alice.keyboard.type('again alice');
  await alice.keyboard.press('Enter');
  await saved(alice);
  await clickCell(bob, 0, 0);
  await bob.keyboard.type('from bob');
  await bob.keyboard.press('Enter');
  await eventually(() => cellText(alice, 0, 0)).toBe('from bob');
  await alice.getByText(/Bob.* wrote over your cell/).waitFor();
});

test('the first key that is typed starts the edit, undo gives the old value back, and redo the new one', async () => {
  const { visit, emptyTable } = journey();
  const { workbookId } = await emptyTable('Keys');
  const page = await visit('alice', `/workbooks/${workbookId}`);
  await gridHasKeyboard(page);
  await page.keyboard.type('Typed at once');
  await page.keyboard.press('Enter');
  await eventually(() => cellText(page, 0, 0)).toBe('Typed at once');
  await saved(page);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.type('Second');
  await page.keyboard.press('Enter');
  await saved(page);
  await page.keyboard.press('ControlOrMeta+z');
  await eventually(() => cellText(page, 0, 0)).toBe('Typed at once');
  await saved(page);
  await page.keyboard.press('ControlOrMeta+y');
  await eventually(() => cellText(page, 0, 0)).toBe('Second');
});

test('cells that do not fit are listed before a paste, and the person chooses', async () => {
  const { visit, emptyTable } = journey();
  const { workbookId } = await emptyTable('Misfits', ['text', 'number']);
  const page = await visit('alice', `/workbooks/${workbookId}`);
  await gridHasKeyboard(page);
  await pasteText(page, 'a\t1\nb\tmany\n');
  const dialog = page.getByRole('dialog', { name: '1 cell does not fit' });
  await dialog.getByRole('cell', { name: 'many' }).waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await cellText(page, 0, 0)).toBe('');
  await pasteText(page, 'a\t1\nb\tmany\n');
  await page.getByRole('button', { name: 'Paste and leave them empty' }).click();
  await saved(page);
  await eventually(() => cellText(page, 0, 1)).toBe('b');
  expect(await cellText(page, 1, 1)).toBe('');
});

test('P1: what is typed while the server is away is kept in the browser and saved when it is back', async () => {
  const { rig, visit, emptyTable } = journey();
  const { table, workbookId } = await emptyTable('Away');
  const page = await visit('alice', `/workbooks/${workbookId}`);
  await gridHasKeyboard(page);
  await rig.servers[0]?.kill9();
  await page.keyboard.type('kept');
  await page.keyboard.press('Enter');
  await page
    .getByText(/kept in this browser/)
    .first()
    .waitFor();
  await rig.startServer();
  await page.reload();
  await saved(page);
  await eventually(() => cellText(page, 0, 0)).toBe('kept');
  const rows = (await (await rig.signIn('alice')).get(`/input-tables/${table.id}/rows?offset=0&limit=10`)).body;
  expect(rows.rows.map((row: { cells: unknown[] }) => row.cells[0])).toEqual(['kept']);
});

test('the fill handle repeats a cell over the cells that it is drawn across', async () => {
  const { setting, filledTable } = journey();
  const { page, table } = await filledTable('Filling', 'one\t1\ntwo\t2\nthree\t3\nfour\t4\n');
  // Away from the pasted cells first: a click on the current cell of a selection opens its editor.
  await clickCell(page, 0, 3);
  await clickCell(page, 0, 0);
  await dragFillHandle(page, 0, 0, 2);
  await eventually(() => cellText(page, 0, 2)).toBe('one');
  await saved(page);
  await eventually(() => firstColumn(setting.alice, table.id)).toEqual(['one', 'one', 'one', 'four']);
  await page.keyboard.press('ControlOrMeta+z');
  await eventually(() => firstColumn(setting.alice, table.id)).toEqual(['one', 'two', 'three', 'four']);
});

test('a deleted row is restored from the history, and the table is shown as of an earlier edit', async () => {
  const { setting, filledTable } = journey();
  const { page, table } = await filledTable('Going back', 'one\t1\ntwo\t2\nthree\t3\n');
  await clickCell(page, 0, 1);
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Delete row' }).click();
  await eventually(() => cellText(page, 0, 1)).toBe('three');
  await saved(page);
  await eventually(() => firstColumn(setting.alice, table.id)).toEqual(['one', 'three']);
  await page.getByRole('button', { name: 'History' }).click();
  const history = page.getByRole('complementary', { name: 'History' });
  const deletion = history.getByRole('article').filter({ has: page.getByRole('button', { name: 'Restore' }) });
  await deletion.first().waitFor();
  const paste = history.getByRole('article', { name: 'Edit 2' });
  await paste.getByRole('button', { name: 'Show as of here' }).click();
  await page.getByText('The table after edit 2').waitFor();
  await eventually(() => cellText(page, 0, 1)).toBe('two');
  await page.getByRole('button', { name: 'Back to now' }).click();
  await eventually(() => cellText(page, 0, 1)).toBe('three');
  await deletion.getByRole('button', { name: 'Restore' }).click();
  await eventually(() => cellText(page, 0, 1)).toBe('two');
  await saved(page);
  await eventually(() => firstColumn(setting.alice, table.id)).toEqual(['one', 'two', 'three']);
});

test('R27: an edit that the warehouse refuses is kept for its author, who sends it again when the right is back', async () => {
  const { rig, setting, visit, filledTable } = journey();
  const { table, workbookId } = await filledTable('Refused', 'one\t1\n');
  await setting.alice.put(`/workbooks/${workbookId}/grants`, { grants: [{ to: 'everyone', right: 'edit' }] });
  await rig.inWarehouse(`grant usage on schema wb_a to bob; grant select, insert, update, delete on ${table.name} to bob`);
  const page = await visit('bob', `/workbooks/${workbookId}`);
  await gridHasKeyboard(page);
  await eventually(() => cellText(page, 0, 0)).toBe('one');
  await rig.inWarehouse(`revoke insert, update on ${table.name} from bob`);
  await page.keyboard.type('from bob');
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: '1 refused' }).waitFor();
  await page.getByRole('button', { name: 'Refused edits' }).click();
  const tray = page.getByRole('complementary', { name: 'Refused edits' });
  await tray.getByText('from bob').waitFor();
  await eventually(() => cellText(page, 0, 0)).toBe('one');
  await rig.inWarehouse(`grant insert, update on ${table.name} to bob`);
  await page.getByRole('button', { name: 'Re-check' }).click();
  await page.getByText('Editing is open.').waitFor();
  await tray.getByRole('button', { name: 'Send again' }).click();
  await tray.getByText('Nothing was refused').waitFor();
  await eventually(() => cellText(page, 0, 0)).toBe('from bob');
  await eventually(() => firstColumn(setting.alice, table.id)).toEqual(['from bob']);
});

test('P18: whoever loses the workbook sees nothing of it any more, and it is back when it is shared again', async () => {
  const { rig, setting, visit, filledTable } = journey();
  const { table, workbookId } = await filledTable('Shared', 'one\t1\n');
  await setting.alice.put(`/workbooks/${workbookId}/grants`, { grants: [{ to: 'everyone', right: 'view' }] });
  await rig.inWarehouse(`grant usage on schema wb_a to bob; grant select on ${table.name} to bob`);
  const page = await visit('bob', `/workbooks/${workbookId}`);
  await eventually(() => cellText(page, 0, 0)).toBe('one');
  await setting.alice.put(`/workbooks/${workbookId}/grants`, { grants: [] });
  await page.getByRole('heading', { name: 'There is no such workbook here' }).waitFor();
  expect(await page.getByText('one', { exact: true }).count()).toBe(0);
  await setting.alice.put(`/workbooks/${workbookId}/grants`, { grants: [{ to: 'everyone', right: 'view' }] });
  await page.reload();
  await eventually(() => cellText(page, 0, 0)).toBe('one');
});

test('a whole journey by keyboard alone: sign in, make a table, write, add a column, read the history', async () => {
  const { visit } = journey();
  const page = await visit(null, '/sign-in');
  const tabTo = async (name: RegExp): Promise<void> => {
    for (let step = 0; step < 60; step += 1) {
      const found = await page.evaluate(
        `document.activeElement === document.body ? '' : \`${'${'}document.activeElement?.getAttribute('aria-label') ?? ''} ${'${'}document.activeElement?.textContent ?? ''}\``,
      );
      if (name.test(String(found).trim())) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`The keyboard does not reach ${name}.`);
  };
  await page.getByRole('link', { name: /^Continue with/ }).waitFor();
  await tabTo(/Continue with/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/interaction/);
  await tabTo(/alice/i);
  await page.keyboard.press('Enter');
  const consent = page.getByRole('button', { name: /allow|continue|consent/i });
  const home = page.getByRole('button', { name: 'New workbook' });
  await consent.or(home).first().waitFor();
  if ((await home.count()) === 0) {
    await tabTo(/allow|continue|consent/i);
    await page.keyboard.press('Enter');
  }
  await page.getByRole('button', { name: 'New workbook' }).waitFor();
  await tabTo(/New workbook/);
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Name of the workbook' }).waitFor();
  await page.keyboard.type('By keyboard');
  await page.keyboard.press('Enter');
  await tabTo(/Add input table/);
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: 'wb_a' }).waitFor();
  await page.keyboard.type('Keys only');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await gridHasKeyboard(page);
  await page.keyboard.type('North');
  await page.keyboard.press('Tab');
  await page.keyboard.type('12.5');
  await page.keyboard.press('Enter');
  await saved(page);
  await eventually(async () => [await cellText(page, 0, 0), await cellText(page, 1, 0)]).toEqual(['North', '12.5']);
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Insert column right' }).waitFor();
  for (let step = 0; step < 20; step += 1) {
    if ((await page.evaluate(`document.activeElement?.textContent`)) === 'Insert column right') break;
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'New column' }).waitFor();
  await page.keyboard.type('Comment');
  await page.keyboard.press('Enter');
  await page.locator('[role=columnheader]', { hasText: 'Comment' }).first().waitFor({ state: 'attached' });
  await saved(page);
  await tabTo(/^History/);
  await page.keyboard.press('Enter');
  await page.getByRole('complementary', { name: 'History' }).getByText('Alice Moreau').first().waitFor();
});

test('R3: the form tells to use schemas of their own; R6: the test names the missing privilege and prints the GRANT', async () => {
  const { setting, visit } = journey();
  const page = await visit('ada', `/connections/${setting.connectionId}/settings`);
  await page.getByText('Use schemas of their own').waitFor();
  await page.getByLabel('Edit log schema').fill('src');
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page.getByText('The test found something').waitFor();
  await eventually(async () => (await page.locator('code').allTextContents()).join('\n')).toMatch(/GRANT .* ON SCHEMA .*src.* TO .*svc/i);
});

test('R58: people who are not administrators see neither destinations nor settings of a connection', async () => {
  const { setting, visit } = journey();
  const page = await visit('alice', `/connections/${setting.connectionId}`);
  await page.getByRole('tab', { name: 'Explorer' }).waitFor();
  expect(await page.getByRole('tab', { name: 'Settings' }).count()).toBe(0);
  await page.getByRole('button', { name: 'src' }).waitFor();
  expect(await page.getByRole('button', { name: /^(wb_a|wb_b|elog)$/ }).count()).toBe(0);
});
