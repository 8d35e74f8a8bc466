/**
 * Every screen, light and dark, wide and narrow: without serious findings of axe, and as pictures in `test-results/screens`
 * for the eye.
 */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authorized, columnId, editId, settingOf } from '../harness/input-table.ts';
import type { TableSetting } from '../harness/input-table.ts';
import { startRig } from '../harness/rig.ts';
import type { Person, Rig } from '../harness/rig.ts';
import { builtWeb, gridHasKeyboard, launch, newVisit, pasteText, seriousFindings, serverOf, signIn } from './browser.ts';

const pictures = fileURLToPath(new URL('../../test-results/screens/', import.meta.url));

let rig: Rig;
let browser: Browser;
let setting: TableSetting;

beforeAll(async () => {
  await mkdir(pictures, { recursive: true });
  rig = await startRig({ environment: { PENSTOCK_WEB_ROOT: await builtWeb() } });
  browser = await launch();
  setting = await settingOf(rig);
  expect((await setting.alice.patch(`/workbooks/${setting.workbookId}`, { name: 'Regional sales targets' })).status).toBe(200);
  await makeTargets();
  const context = await newVisit(browser, serverOf(rig));
  const page = await context.newPage();
  await signIn(page, 'alice', workbook());
  await gridHasKeyboard(page);
  await pasteText(page, Array.from({ length: 40 }, (_, index) => targetLine(index)).join('\n'));
  await page.getByText('40 rows').waitFor();
  await page.getByRole('status').filter({ hasText: 'Saved' }).waitFor();
  await context.close();
});
afterAll(async () => {
  await browser?.close();
  await rig?.stop();
});

const regions = [
  { id: 'north', label: 'North', color: 'blue' },
  { id: 'south', label: 'South', color: 'amber' },
  { id: 'east', label: 'East', color: 'green' },
  { id: 'west', label: 'West', color: 'violet' },
];
const managers = ['Alice Moreau', 'Bob Tanaka', 'Carol Reyes', 'Vera Novak'];
const notes = ['New office from March', '', 'Furniture is the lever here', '', '', 'Discounts above 20 % lose money', ''];

/** A table with a column of every common type. */
async function makeTargets(): Promise<void> {
  const { alice, workbookId, pageId, connectionId } = setting;
  const types = {
    Region: 'single-select',
    'Account manager': 'text',
    'Sales 2026': 'number',
    Target: 'number',
    Review: 'date',
    Agreed: 'checkbox',
    Note: 'text',
  };
  const columns = Object.entries(types).map(([name, type]) => ({
    id: columnId(),
    name,
    type,
    ...(name === 'Region' ? { options: regions } : {}),
  }));
  const destination = (await authorized(alice, connectionId)).find(({ schema }) => schema === 'wb_a');
  const made = await alice.post('/input-tables', {
    workbookId,
    pageId,
    name: 'Targets 2027',
    connectionId,
    destinationId: destination?.id,
    columns,
    editId: editId(),
  });
  expect(made.status).toBe(201);
}

function targetLine(index: number): string {
  const sales = ((index * 7919) % 250_000) + 20_000;
  const day = String((index % 27) + 1).padStart(2, '0');
  return [
    regions[index % 4]?.label,
    managers[index % 4],
    `${sales}.5`,
    Math.round(sales / 900) * 1000,
    `2027-0${(index % 3) + 1}-${day}`,
    index % 3 === 0,
    notes[index % 7],
  ].join('\t');
}

interface Screen {
  readonly name: string;
  readonly path: string;
  /** Present when the screen is there. */
  readonly ready: (page: Page) => Promise<void>;
}

const heading = (name: string | RegExp) => async (page: Page) => await page.getByRole('heading', { name }).first().waitFor();
const text = (name: string | RegExp) => async (page: Page) => await page.getByText(name).first().waitFor();

const grid = async (page: Page): Promise<void> => {
  await page.getByTestId('data-grid-canvas').waitFor();
  await page.getByText('40 rows').waitFor();
};

const workbook = (): string => `/workbooks/${setting.workbookId}`;
const connection = (): string => `/connections/${setting.connectionId}`;

const signedOut = (): readonly Screen[] => [
  { name: 'sign-in', path: '/sign-in', ready: heading(/^Sign in/) },
  { name: 'sign-in-failed', path: '/sign-in?problem=sign-in.provider-refused&request=0000', ready: text('You were not signed in') },
  { name: 'set-up', path: '/set-up', ready: heading('Set up Penstock') },
];

const ofAlice = (): readonly Screen[] => [
  { name: 'home', path: '/', ready: text('Regional sales targets') },
  { name: 'workbook', path: workbook(), ready: grid },
  {
    name: 'history',
    path: workbook(),
    ready: async (page) => {
      await grid(page);
      await page.getByRole('button', { name: 'History' }).click();
      await page.getByRole('complementary', { name: 'History' }).getByText('Alice Moreau').first().waitFor();
    },
  },
  {
    name: 'refused-edits',
    path: workbook(),
    ready: async (page) => {
      await grid(page);
      await page.getByRole('button', { name: 'Refused edits' }).click();
      await page.getByText('Nothing was refused').waitFor();
    },
  },
  {
    name: 'cell-menu',
    path: workbook(),
    ready: async (page) => {
      await grid(page);
      await gridHasKeyboard(page);
      await page.keyboard.press('Shift+F10');
      await page.getByRole('menuitem', { name: 'Insert row above' }).waitFor();
    },
  },
  {
    name: 'new-column',
    path: workbook(),
    ready: async (page) => {
      await grid(page);
      await page.getByRole('button', { name: 'Add column' }).click();
      await page.getByRole('dialog', { name: 'New column' }).waitFor();
    },
  },
  {
    name: 'new-input-table',
    path: workbook(),
    ready: async (page) => {
      await page.getByRole('button', { name: 'Add input table' }).first().click();
      await page.getByRole('radio', { name: 'wb_a' }).waitFor();
    },
  },
  {
    name: 'share',
    path: workbook(),
    ready: async (page) => {
      await page.getByRole('button', { name: 'Share' }).click();
      await page.getByRole('dialog').getByText('Everyone in the organization').waitFor();
    },
  },
  { name: 'api-keys', path: '/api-keys', ready: heading('API keys') },
  { name: 'profile', path: '/profile', ready: text('This one') },
  {
    name: 'explorer',
    path: connection(),
    ready: async (page) => {
      await page.getByRole('button', { name: 'src' }).click();
      await page.getByRole('button', { name: 'orders' }).click();
      await page.getByRole('cell').first().waitFor();
    },
  },
  { name: 'write-access', path: `${connection()}/write-access`, ready: text('You may write') },
  { name: 'not-found', path: '/nowhere', ready: heading(/There is no such/) },
];

const ofAda = (): readonly Screen[] => [
  { name: 'connections', path: '/connections', ready: text('C1') },
  { name: 'new-connection', path: '/connections/new', ready: heading('New connection') },
  { name: 'connection-settings', path: `${connection()}/settings`, ready: text('Use schemas of their own') },
  {
    name: 'connection-test',
    path: `${connection()}/settings`,
    ready: async (page) => {
      await page.getByLabel('Edit log schema').fill('src');
      await page.getByRole('button', { name: 'Test', exact: true }).click();
      await page.getByText('The test found something').waitFor();
      await page.getByText('Edit log', { exact: true }).last().scrollIntoViewIfNeeded();
    },
  },
  { name: 'governance', path: `${connection()}/governance`, ready: text(/The edit log is|Others could/) },
  { name: 'members', path: '/members', ready: text('carol@penstock.example') },
  {
    name: 'account-types',
    path: '/members',
    ready: async (page) => {
      await page.getByRole('tab', { name: 'Account types' }).click();
      await page.getByText('Manage members').waitFor();
    },
  },
  { name: 'authentication', path: '/authentication', ready: text('Redirect address') },
  { name: 'notices', path: '/notices', ready: heading('Notices') },
];

const ofCarol = (): readonly Screen[] => [
  {
    name: 'no-destination',
    path: '/',
    ready: async (page) => {
      await page.getByRole('button', { name: 'New workbook' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Add input table' }).first().click();
      await page.getByText('Your warehouse login may not write to any destination').waitFor();
    },
  },
];

/** Fonts are there, nothing moves, and what was asked for has been drawn. */
async function quiet(page: Page): Promise<void> {
  await page.evaluate(
    `document.fonts.ready.then(() => Promise.all(document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity).map((animation) => animation.finished.catch(() => null))))`,
  );
  await page.evaluate(`new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null))))`);
}

async function walk(
  screens: readonly Screen[],
  person: Person | null,
  width: number,
  scheme: 'light' | 'dark',
): Promise<readonly string[]> {
  const context = await newVisit(browser, serverOf(rig), { width, scheme });
  const page = await context.newPage();
  if (person !== null) await signIn(page, person);
  const findings: string[] = [];
  for (const screen of screens) {
    await page.goto(screen.path);
    await screen.ready(page);
    await quiet(page);
    await page.screenshot({ path: `${pictures}${screen.name}-${scheme}-${width}.png` });
    findings.push(...(await seriousFindings(page)).map((finding) => `${screen.name} (${scheme}, ${width}): ${finding}`));
  }
  await context.close();
  return findings;
}

const people: readonly (readonly [string, Person | null, () => readonly Screen[]])[] = [
  ['before sign-in', null, signedOut],
  ['of a builder', 'alice', ofAlice],
  ['of an administrator', 'ada', ofAda],
  ['of somebody who may write nowhere', 'carol', ofCarol],
];

for (const [whose, person, screens] of people)
  for (const scheme of ['light', 'dark'] as const)
    for (const width of [1440, 900])
      test(`screens ${whose} have no serious accessibility findings, ${scheme} at ${width} px`, async () => {
        expect(await walk(screens(), person, width, scheme)).toEqual([]);
      }, 300_000);
