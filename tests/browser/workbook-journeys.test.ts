/** What people do with workbooks as documents, in a real browser: build, publish, share, go back. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { column, newDocument, publish, put, save, share, tableElement, textElement } from '../harness/document.ts';
import { eventually } from './browser.ts';
import { journeys } from './journey.ts';

const journey = journeys();

const dialogOf = async (page: Page) => {
  await page.getByRole('button', { name: 'Workbook menu' }).click();
  await page.getByRole('menuitem', { name: 'Share...' }).click();
  return page.getByRole('dialog', { name: /^Share/ });
};

/** A published workbook of alice's with a table on C1 that everybody may edit. */
async function published(name: string): Promise<string> {
  const { setting } = journey();
  const document = await newDocument(setting.alice, { name });
  const source = { kind: 'warehouse-table', connectionId: setting.connectionId, schema: 'src', table: 'movies' } as const;
  const table = tableElement(source, { name: 'Movies', columns: [column('title'), column('gross')] });
  expect((await save(setting.alice, document.id, [put(document.pageId, table)])).status).toBe(200);
  await publish(setting.alice, document.id, 'Movies by gross');
  await share(setting.alice, document.id, [{ to: 'everyone', right: 'edit' }]);
  return document.id;
}

test('R53: Published mode, caret, Share..., Run as service account; in Edit mode it is not offered', async () => {
  const { setting, visit } = journey();
  const id = await published('Box office');
  const page = await visit('ada', `/workbooks/${id}`);
  const toggle = page.getByRole('switch', { name: 'Run as service account' });

  const whileEditing = await dialogOf(page);
  await whileEditing.getByPlaceholder('Add a person, a team or everyone').waitFor();
  expect(await page.getByText('Run as service account').count()).toBe(0);
  await page.keyboard.press('Escape');
  await whileEditing.waitFor({ state: 'detached' });

  await page.getByRole('radiogroup', { name: 'Mode' }).getByText('Published').click();
  await page.getByText('Version 1, published').waitFor();
  const inPublished = await dialogOf(page);
  await toggle.waitFor();
  expect(await toggle.isChecked()).toBe(false);
  await toggle.click();
  await inPublished.getByText('version 1 is approved').waitFor();
  expect(await toggle.isChecked()).toBe(true);
  const state = await setting.alice.get(`/workbooks/${id}/run-as-service-account`);
  expect(state.body).toMatchObject({ enabled: true, approvedVersion: 1, setBy: { name: expect.any(String) } });

  // R50: the owner sees it, and cannot switch it.
  const owner = await visit('alice', `/workbooks/${id}?mode=published`);
  await dialogOf(owner);
  const ownersToggle = owner.getByRole('switch', { name: 'Run as service account' });
  await ownersToggle.waitFor();
  expect(await ownersToggle.isDisabled()).toBe(true);
});

test('R51: without a connection that qualifies there is no switch, but the reason', async () => {
  const { setting, visit } = journey();
  const document = await newDocument(setting.alice, { name: 'Words alone' });
  await save(setting.alice, document.id, [put(document.pageId, textElement({ name: 'Words', text: 'Only words' }))]);
  await publish(setting.alice, document.id);
  const page = await visit('alice', `/workbooks/${document.id}?mode=published`);
  const dialog = await dialogOf(page);
  await dialog.getByText('Run as service account is not possible here').waitFor();
  expect(await dialog.getByRole('switch').count()).toBe(0);
});

test('a page is built, saved by itself, undone, published with a summary, and restored from the history', async () => {
  const { setting, visit } = journey();
  const page = await visit('alice');
  await page.getByRole('button', { name: 'New workbook' }).click();
  await page.getByRole('textbox', { name: 'Name of the workbook' }).fill('Notes');
  await page.keyboard.press('Enter');
  const add = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('menuitem', { name, exact: true }).first().click();
  };
  await add('Text');
  await page.getByRole('textbox', { name: 'Text of Text' }).fill('# Season\nThe **first** words');
  await add('Switch');
  await page.getByRole('button', { name: /^Place of Switch/ }).press('ArrowDown');
  await page.getByText('Draft saved').waitFor();
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const elements = async (): Promise<unknown[]> => {
    const { body } = await setting.alice.get(`/workbooks/${id}`);
    return body.definition.pages[0].elements.map((element: { kind: string }) => element.kind);
  };
  await eventually(elements).toEqual(['text', 'control']);
  await page.getByRole('heading', { name: 'Season' }).waitFor();

  await page.getByRole('button', { name: 'Undo change of the draft' }).click();
  await page.getByRole('button', { name: 'Undo change of the draft' }).click();
  await eventually(elements).toEqual(['text']);
  await page.getByRole('button', { name: 'Redo change of the draft' }).click();
  await eventually(elements).toEqual(['text', 'control']);

  await page.getByRole('button', { name: 'Publish' }).click();
  const dialog = page.getByRole('dialog', { name: /^Publish/ });
  await dialog.getByLabel('Summary').fill('The first words');
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('Version 1, published').waitFor();
  await page.getByRole('switch', { name: 'Switch' }).waitFor();

  await page.getByRole('radiogroup', { name: 'Mode' }).getByText('Edit').click();
  await page.getByRole('button', { name: 'Menu of Switch' }).click();
  await page.getByRole('menuitem', { name: 'Remove from page' }).click();
  await eventually(elements).toEqual(['text']);
  await page.getByRole('button', { name: 'Workbook menu' }).click();
  await page.getByRole('menuitem', { name: 'Version history' }).click();
  await page.getByRole('dialog', { name: 'Version history' }).getByText('The first words').waitFor();
  await page.getByRole('button', { name: 'Restore version 1' }).click();
  await page.getByRole('button', { name: 'Restore into the draft' }).click();
  await page.getByRole('switch', { name: 'Switch' }).waitFor();
  await eventually(elements).toEqual(['text', 'control']);
});
