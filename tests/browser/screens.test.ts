/**
 * Every screen, light and dark, wide and narrow: without serious findings of axe, and as pictures in `test-results/screens`
 * for the eye.
 */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { column, newDocument, publish, put, save, share, tableElement, textElement } from '../harness/document.ts';
import { authorized, columnId, editId, edited, rowsOf, setCell, settingOf, settled, until } from '../harness/input-table.ts';
import type { TableSetting } from '../harness/input-table.ts';
import { startRig } from '../harness/rig.ts';
import type { Person, Rig } from '../harness/rig.ts';
import { gridHasKeyboard, launch, newVisit, pasteText, seriousFindings, serverOf, signIn } from './browser.ts';
import { builtWeb } from './built-web.ts';

const pictures = fileURLToPath(new URL('../../test-results/screens/', import.meta.url));

/** Short, so that a sign-in can end while somebody waits for it. */
const accessTokenSeconds = 15;

let rig: Rig;
let browser: Browser;
let setting: TableSetting;
let targets: Targets;
let secondConnection = '';
let documentId = '';

beforeAll(async () => {
  await mkdir(pictures, { recursive: true });
  rig = await startRig({ accessTokenSeconds, environment: { PENSTOCK_WEB_ROOT: await builtWeb() } });
  browser = await launch();
  setting = await settingOf(rig);
  expect((await setting.alice.patch(`/workbooks/${setting.workbookId}`, { name: 'Regional sales targets' })).status).toBe(200);
  targets = await makeTargets();
  documentId = await makeDocument();
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

interface Targets {
  readonly id: string;
  /** Quoted, for SQL around the product. */
  readonly name: string;
  /** By the names of the columns. */
  readonly columns: ReadonlyMap<string, string>;
}

/** Words, controls and a table of the warehouse on one page, published, and changed since. */
async function makeDocument(): Promise<string> {
  const { alice } = setting;
  const { id, pageId } = await newDocument(alice, { name: 'Box office' });
  const source = { kind: 'warehouse-table', connectionId: setting.connectionId, schema: 'src', table: 'movies' } as const;
  const words = textElement({ name: 'Words', text: '# All movies\nBy **gross**.', layout: { x: 0, y: 0, width: 12, height: 3 } });
  const genres = {
    kind: 'control',
    id: randomUUID(),
    name: 'Genre',
    control: 'list',
    label: 'Genre',
    choices: { values: ['Drama', 'Comedy'] },
    multiple: true,
    initial: [],
    layout: { x: 12, y: 0, width: 6, height: 3 },
  };
  const seen = { ...genres, id: randomUUID(), name: 'Seen', control: 'switch', label: 'Seen', choices: null, initial: false };
  const movies = tableElement(source, {
    name: 'Movies',
    columns: [column('title'), column('gross')],
    layout: { x: 0, y: 3, width: 24, height: 14 },
  });
  await save(alice, id, [put(pageId, words), put(pageId, genres), put(pageId, { ...seen, layout: { x: 18, y: 0, width: 6, height: 3 } })]);
  await publish(alice, id, 'Words and controls');
  await share(alice, id, [{ to: 'everyone', right: 'view' }]);
  expect((await save(alice, id, [put(pageId, movies)])).status).toBe(200);
  return id;
}

/** A table with a column of every common type. */
async function makeTargets(): Promise<Targets> {
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
  const { id, table } = made.body.inputTable;
  return { id, name: `"${table.schema}"."${table.table}"`, columns: new Map(columns.map((column) => [column.name, column.id])) };
}

/** bob has an edit that the warehouse refused; one of alice's waits, because her sign-in has ended. */
async function keepEditsBack(): Promise<void> {
  const { alice } = setting;
  const bob = await rig.signIn('bob');
  const rows = (await rowsOf(alice, targets)).rows as readonly { readonly id: string }[];
  const set = (column: string, position: number, value: string) =>
    setCell(targets.columns.get(column) ?? '', rows[position]?.id ?? '', value);
  await settled(alice, targets);
  await rig.inWarehouse(`grant usage on schema wb_a to bob; grant select, insert, update, delete on ${targets.name} to bob`);
  await rowsOf(bob, targets);
  await rig.inWarehouse(`revoke insert, update on ${targets.name} from bob`);
  await edited(bob, targets, set('Note', 4, 'Ask for a second opinion on the discounts before the quarter ends'));
  await until(async () => (await bob.get(`/input-tables/${targets.id}/tray`)).body.items.length === 1);
  await rig.inWarehouse(`grant insert, update on ${targets.name} to bob`);
  await bob.post(`/input-tables/${targets.id}/recheck`);
  await rowsOf(alice, targets);
  await rig.identityProvider.endRefreshTokens('alice');
  rig.identityProvider.revokeAccessTokens('alice');
  await sleep(accessTokenSeconds * 1_000 + 500);
  await edited(alice, targets, set('Target', 1, '185000'));
  await edited(alice, targets, set('Note', 2, 'Two offices instead of one'));
  await until(async () => (await bob.get(`/input-tables/${targets.id}/pending`)).body.items.length === 2);
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

const caret = (item: string, ready: (page: Page) => Promise<void>) => async (page: Page) => {
  await page.getByRole('button', { name: 'Workbook menu' }).click();
  await page.getByRole('menuitem', { name: item }).click();
  await ready(page);
};

const document = (): string => `/workbooks/${documentId}`;

const ofDocuments = (): readonly Screen[] => [
  {
    name: 'canvas',
    path: document(),
    ready: async (page) => {
      await page.getByRole('button', { name: 'Menu of Genre' }).click();
      await page.keyboard.press('Escape');
      await page.getByText('Draft saved').waitFor();
    },
  },
  {
    name: 'publish',
    path: document(),
    ready: async (page) => {
      await page.getByRole('button', { name: 'Publish' }).click();
      await page.getByText('Since version 1').waitFor();
    },
  },
  { name: 'version-history', path: document(), ready: caret('Version history', text('Words and controls')) },
  { name: 'preview-as', path: document(), ready: caret('Preview as...', text('No element here asks a warehouse')) },
  { name: 'published', path: `${document()}?mode=published`, ready: text('Version 1, published') },
  { name: 'share-published', path: `${document()}?mode=published`, ready: caret('Share...', text('Run as service account')) },
  { name: 'queries-of-a-document', path: `${document()}/query-history`, ready: heading('Queries of Box office') },
  { name: 'teams', path: '/teams', ready: heading('Teams') },
  { name: 'data-models', path: '/?view=models', ready: text('A data model is a workbook') },
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
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Input table' }).click();
      await page.getByRole('radio', { name: 'wb_a' }).waitFor();
    },
  },
  {
    name: 'share',
    path: workbook(),
    ready: async (page) => {
      await page.getByRole('button', { name: 'Workbook menu' }).click();
      await page.getByRole('menuitem', { name: 'Share...' }).click();
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
  { name: 'query-history', path: '/query-history', ready: heading('Query history') },
];

const waitingEdits = async (page: Page): Promise<void> => {
  await grid(page);
  await page.getByRole('button', { name: /^Waiting edits/ }).click();
  await page.getByRole('complementary', { name: 'Waiting edits' }).getByText('Alice Moreau', { exact: true }).first().waitFor();
};

const ofBob = (): readonly Screen[] => [
  {
    name: 'refused-cell',
    path: workbook(),
    ready: async (page) => {
      await grid(page);
      await gridHasKeyboard(page);
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'End']) await page.keyboard.press(key);
      await page.getByRole('group', { name: 'Refused value' }).waitFor();
    },
  },
  {
    name: 'refused-list',
    path: workbook(),
    ready: async (page) => {
      await grid(page);
      await page.getByRole('button', { name: 'Refused edits' }).click();
      await page.getByText('Ask for a second opinion').first().waitFor();
    },
  },
  { name: 'waiting-edits', path: workbook(), ready: waitingEdits },
  {
    name: 'adopt',
    path: workbook(),
    ready: async (page) => {
      await waitingEdits(page);
      await page.getByRole('button', { name: 'Adopt all 2' }).click();
      await page.getByRole('dialog').getByText('with your login').waitFor();
    },
  },
];

const ofVera = (): readonly Screen[] => [
  { name: 'sign-in-ends-soon', path: '/', ready: text('ends soon') },
  { name: 'not-signed-in', path: '/profile', ready: text('You are not signed in to C2') },
  { name: 'not-signed-in-at-the-connection', path: `/connections/${secondConnection}`, ready: text('You are not signed in to C2') },
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
  screens: () => readonly Screen[],
  person: Person | null,
  width: number,
  scheme: 'light' | 'dark',
  prepared: () => Promise<void> = async () => undefined,
): Promise<readonly string[]> {
  const context = await newVisit(browser, serverOf(rig), { width, scheme });
  const page = await context.newPage();
  if (person !== null) await signIn(page, person);
  await prepared();
  const findings: string[] = [];
  for (const screen of screens()) {
    await page.goto(screen.path);
    await screen.ready(page);
    await quiet(page);
    await page.screenshot({ path: `${pictures}${screen.name}-${scheme}-${width}.png` });
    findings.push(...(await seriousFindings(page)).map((finding) => `${screen.name} (${scheme}, ${width}): ${finding}`));
  }
  await context.close();
  return findings;
}

/** Whoever signed in before C2 was there, and whose sign-in to C1 has eight minutes left. */
async function endSoon(): Promise<void> {
  secondConnection ||= await rig.addC2();
  await rig.inMetadata(
    `update warehouse_credentials set refresh_expires_at = now() + interval '8 minutes', audiences = array_remove(audiences, $1)`,
    ['urn:penstock:warehouse-2'],
  );
}

interface People {
  readonly whose: string;
  readonly person: Person | null;
  readonly screens: () => readonly Screen[];
  /** Once, before they visit. */
  readonly before?: () => Promise<void>;
  /** At each visit, after the sign-in. */
  readonly prepared?: () => Promise<void>;
}

const people: readonly People[] = [
  { whose: 'before sign-in', person: null, screens: signedOut },
  { whose: 'of a builder', person: 'alice', screens: ofAlice },
  { whose: 'of documents', person: 'alice', screens: ofDocuments },
  { whose: 'of an administrator', person: 'ada', screens: ofAda },
  { whose: 'of somebody who may write nowhere', person: 'carol', screens: ofCarol },
  { whose: 'with edits that are kept back', person: 'bob', screens: ofBob, before: keepEditsBack },
  { whose: 'of a sign-in that ends', person: 'vera', screens: ofVera, prepared: endSoon },
];

for (const { whose, person, screens, before, prepared } of people)
  describe(`screens ${whose}`, () => {
    if (before !== undefined) beforeAll(before, 120_000);
    for (const scheme of ['light', 'dark'] as const)
      for (const width of [1440, 900])
        test(`screens ${whose} have no serious accessibility findings, ${scheme} at ${width} px`, async () => {
          expect(await walk(screens, person, width, scheme, prepared)).toEqual([]);
        }, 300_000);
  });
