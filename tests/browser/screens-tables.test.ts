/** The screens of input tables: of who builds them, who may write nowhere, whose edits are kept back, whose sign-in ends. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { authorized, columnId, editId, edited, rowsOf, setCell, settingOf, settled, until } from '../harness/input-table.ts';
import type { TableSetting } from '../harness/input-table.ts';
import type { Rig } from '../harness/rig.ts';
import { gridHasKeyboard, newVisit, pasteText, serverOf, signIn } from './browser.ts';
import { heading, screensOf, text } from './screens.ts';
import type { Screen } from './screens.ts';

/** Short, so that a sign-in can end while somebody waits for it. */
const accessTokenSeconds = 15;

let setting: TableSetting;
let targets: Targets;
let secondConnection = '';
let rigOfSecond: Rig | null = null;

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
  const { rig } = place();
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

const grid = async (page: Page): Promise<void> => {
  await page.getByTestId('data-grid-canvas').waitFor();
  await page.getByText('40 rows').waitFor();
};

const workbook = (): string => `/workbooks/${setting.workbookId}`;
const connection = (): string => `/connections/${setting.connectionId}`;

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
      await page.getByRole('menuitem', { name: 'Input table', exact: true }).click();
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

/** Whoever signed in before C2 was there, and whose sign-in to C1 has eight minutes left. */
async function endSoon(): Promise<void> {
  const { rig } = place();
  if (rigOfSecond !== rig) [rigOfSecond, secondConnection] = [rig, await rig.addC2()];
  await rig.inMetadata(
    `update warehouse_credentials set refresh_expires_at = now() + interval '8 minutes', audiences = array_remove(audiences, $1)`,
    ['urn:penstock:warehouse-2'],
  );
}

/** Forty lines of targets, as alice pastes them. */
async function fillTargets(place: Parameters<Parameters<typeof screensOf>[1]>[0]): Promise<void> {
  const context = await newVisit(place.browser, serverOf(place.rig));
  const page = await context.newPage();
  await signIn(page, 'alice', workbook());
  await gridHasKeyboard(page);
  await pasteText(page, Array.from({ length: 40 }, (_, index) => targetLine(index)).join('\n'));
  await page.getByText('40 rows').waitFor();
  await page.getByRole('status').filter({ hasText: 'Saved' }).waitFor();
  await context.close();
}

const place = screensOf(
  { accessTokenSeconds },
  async (started) => {
    setting = await settingOf(started.rig);
    expect((await setting.alice.patch(`/workbooks/${setting.workbookId}`, { name: 'Regional sales targets' })).status).toBe(200);
    targets = await makeTargets();
    await fillTargets(started);
  },
  [
    { whose: 'of a builder', person: 'alice', screens: ofAlice },
    { whose: 'of somebody who may write nowhere', person: 'carol', screens: ofCarol },
    { whose: 'with edits that are kept back', person: 'bob', screens: ofBob, before: keepEditsBack },
    { whose: 'of a sign-in that ends', person: 'vera', screens: ofVera, prepared: endSoon },
  ],
);
