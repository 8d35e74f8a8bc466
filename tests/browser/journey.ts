/** What every file of journeys shares: one rig, one browser, and people who visit; failed journeys leave pictures. */
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { makeTable, settingOf } from '../harness/input-table.ts';
import type { TableSetting, TestTable } from '../harness/input-table.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Person, Rig, RigOptions } from '../harness/rig.ts';
import { eventually, gridHasKeyboard, launch, newVisit, pasteText, serverOf, signIn } from './browser.ts';
import { builtWeb } from './built-web.ts';

const pictures = fileURLToPath(new URL('../../test-results/journeys/', import.meta.url));

export interface FilledTable {
  readonly page: Page;
  readonly table: TestTable;
  readonly workbookId: string;
}

export interface Journeys {
  readonly rig: Rig;
  /** C1, alice's API client, and a workbook of hers that everybody may edit. */
  readonly setting: TableSetting;
  /** A browser of their own, signed in unless `person` is null, at the path. */
  visit(person: Person | null, path?: string): Promise<Page>;
  /** A workbook of alice's with one table, open in her browser and holding what was pasted. */
  filledTable(name: string, text: string): Promise<FilledTable>;
  /** A workbook of alice's with one empty table. */
  emptyTable(name: string, types?: readonly string[]): Promise<Omit<FilledTable, 'page'>>;
}

/** Starts the rig of a test file and ends it; the answer may be asked from within tests and later hooks. */
export function journeys(options: RigOptions = {}): () => Journeys {
  vi.setConfig({ testTimeout: 240_000 });
  let rig: Rig | undefined;
  let browser: Browser | undefined;
  let started: Journeys | undefined;
  const visits: BrowserContext[] = [];

  const begin = async (): Promise<void> => {
    rig = await startRig({ ...options, environment: { ...options.environment, PENSTOCK_WEB_ROOT: await builtWeb() } });
    browser ??= await launch();
    started = journeysOf(rig, browser, await settingOf(rig), visits);
  };
  beforeAll(begin);
  beforeEach(async ({ task }) => {
    // A journey that is tried again begins where nobody has been.
    if ((task.result?.retryCount ?? 0) === 0) return;
    await rig?.stop();
    await begin();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail')
      for (const [number, page] of visits.flatMap((context) => context.pages()).entries())
        await page.screenshot({ path: `${pictures}${task.name.replaceAll(/\W+/g, '-').slice(0, 60)}-${number}.png` }).catch(() => null);
    await Promise.all(visits.splice(0).map((visit) => visit.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await rig?.stop();
  });

  return () => {
    if (started === undefined) throw new Error('The rig of these journeys has not started.');
    return started;
  };
}

function journeysOf(rig: Rig, browser: Browser, setting: TableSetting, visits: BrowserContext[]): Journeys {
  const visit = async (person: Person | null, path = '/'): Promise<Page> => {
    const context = await newVisit(browser, serverOf(rig));
    visits.push(context);
    const page = await context.newPage();
    if (person === null) await page.goto(path);
    else await signIn(page, person, path);
    return page;
  };
  const emptyTable = async (name: string, types?: readonly string[]): Promise<Omit<FilledTable, 'page'>> => {
    const { id } = (await setting.alice.post('/workbooks', { name })).body;
    const own = { ...setting, workbookId: id, pageId: (await setting.alice.get(`/workbooks/${id}`)).body.pages[0].id };
    return { table: await makeTable(own, { name, ...(types === undefined ? {} : { types }) }), workbookId: id };
  };
  const filledTable = async (name: string, text: string): Promise<FilledTable> => {
    const made = await emptyTable(name);
    const page = await visit('alice', `/workbooks/${made.workbookId}`);
    await gridHasKeyboard(page);
    await pasteText(page, text);
    await saved(page);
    return { ...made, page };
  };
  return { rig, setting, visit, emptyTable, filledTable };
}

/** All that was typed is acknowledged; the drawn frames before let the edit leave its editor first. */
export async function saved(page: Page): Promise<void> {
  await page.locator('#portal input, #portal textarea').waitFor({ state: 'detached' });
  await page.evaluate(
    `new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(() => resolve(null)), 0)))`,
  );
  await eventually(() => page.getByRole('status').filter({ hasText: 'Saved' }).count()).toBeGreaterThan(0);
}

/** The first column as the API tells it. */
export async function firstColumn(client: ApiClient, tableId: string): Promise<unknown[]> {
  const { body } = await client.get(`/input-tables/${tableId}/rows?offset=0&limit=50`);
  return body.rows.map((row: { readonly cells: readonly unknown[] }) => row.cells[0]);
}
