/** The screens of documents: their page with words, controls, tables, charts and pivots, and what is around it. */
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import {
  chartElement,
  column,
  memberIdOf,
  newDocument,
  pivotElement,
  publish,
  put,
  save,
  share,
  tableElement,
  textElement,
} from '../harness/document.ts';
import { edited, settingOf } from '../harness/input-table.ts';
import type { TableSetting } from '../harness/input-table.ts';
import { makeLinked, typing } from '../harness/linked-table.ts';
import { heading, screensOf, text, workbookMenu } from './screens.ts';
import type { Screen } from './screens.ts';

let setting: TableSetting;
let documentId = '';
let figuresId = '';
let linkedId = '';
let bobId = '';

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

/** Figures, charts, a pivot and a grouped table over the orders. */
async function makeFigures(): Promise<string> {
  const { alice } = setting;
  const { id, pageId } = await newDocument(alice, { name: 'Orders' });
  const source = { kind: 'warehouse-table', connectionId: setting.connectionId, schema: 'src', table: 'orders' } as const;
  const [region, shipped, category] = [column('region'), column('ship_mode'), column('category')];
  const sales = { ...column('Sales'), formula: 'Sum([sales])' };
  const count = { ...column('Orders'), formula: 'Count()' };
  const plotted = { columns: [column('city'), region, sales], x: 'city', values: ['sales'] };
  const place = (x: number, y: number, width: number, height: number) => ({ layout: { x, y, width, height } });
  const elements = [
    chartElement(source, {
      name: 'Sold',
      chart: 'kpi',
      columns: [sales, count],
      x: null,
      values: ['sales', 'orders'],
      ...place(0, 0, 24, 4),
    }),
    chartElement(source, { name: 'By city', ...plotted, ...place(0, 4, 12, 9) }),
    chartElement(source, { name: 'Regions', chart: 'line', ...plotted, series: 'region', ...place(12, 4, 12, 9) }),
    chartElement(source, { name: 'Shares', chart: 'pie', ...plotted, ...place(0, 13, 12, 9) }),
    pivotElement(source, {
      name: 'Crossed',
      columns: [shipped, category, region, sales, count],
      rows: ['ship_mode', 'category'],
      across: ['region'],
      values: ['sales', 'orders'],
      ...place(12, 13, 12, 9),
    }),
    tableElement(source, {
      name: 'Grouped',
      columns: [region, column('city'), { ...sales, level: 'by-region' }],
      groupings: [{ id: 'by-region', keys: ['region'], collapsed: false }],
      ...place(0, 22, 24, 10),
    }),
  ];
  expect(
    (
      await save(
        alice,
        id,
        elements.map((element) => put(pageId, element)),
      )
    ).status,
  ).toBe(200);
  await publish(alice, id, 'Figures');
  return id;
}

/** Targets and comments beside the regions of the orders. */
async function makeLinkedDocument(): Promise<string> {
  const { alice, connectionId } = setting;
  const { id, pageId } = await newDocument(alice, { name: 'Plans by order' });
  const orders = tableElement(
    { kind: 'warehouse-table', connectionId, schema: 'src', table: 'orders' },
    { name: 'Orders', columns: [column('order_id'), column('region'), column('sales')], layout: { x: 0, y: 0, width: 24, height: 9 } },
  );
  expect((await save(alice, id, [put(pageId, orders)])).status).toBe(200);
  const table = await makeLinked(
    { ...setting, workbookId: id, pageId },
    {
      name: 'Plans',
      source: { kind: 'element', elementId: orders.id },
      keys: ['order_id'],
      show: ['region', 'sales'],
      own: [
        { name: 'Target', type: 'number' },
        { name: 'Due', type: 'date' },
        { name: 'Comment', type: 'text' },
      ],
    },
  );
  await edited(
    alice,
    table,
    typing(table, [
      [['CA-12'], ['18', '2027-03-31', 'Discount ends']],
      [['CA-13'], ['20', null, 'Two deliveries']],
    ]),
  );
  return id;
}

const plans = (): string => `/workbooks/${linkedId}`;

const linked = async (page: Page): Promise<void> => {
  const typed = page.getByRole('region', { name: /^Plans, a table/ }).getByText('Discount ends');
  await typed.waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'Menu of Plans' }).click();
  await page.keyboard.press('Escape');
};

const ofLinked = (): readonly Screen[] => [
  { name: 'linked-input-table', path: plans(), ready: linked },
  {
    name: 'new-linked-input-table',
    path: plans(),
    ready: async (page) => {
      await page.getByRole('button', { name: 'Menu of Orders' }).click();
      await page.getByRole('menuitem', { name: 'Add linked input table' }).click();
      await page.getByText('Each row has a key of its own.').waitFor();
      await page.getByRole('radio', { name: 'wb_a' }).waitFor();
    },
  },
];

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
  { name: 'version-history', path: document(), ready: workbookMenu('Version history', text('Words and controls')) },
  { name: 'preview-as', path: document(), ready: workbookMenu('Preview as...', text('No element here asks a warehouse')) },
  { name: 'published', path: `${document()}?mode=published`, ready: text('Version 1, published') },
  { name: 'share-published', path: `${document()}?mode=published`, ready: workbookMenu('Share...', text('Run as service account')) },
  { name: 'queries-of-a-document', path: `${document()}/query-history`, ready: heading('Queries of Box office') },
  { name: 'teams', path: '/teams', ready: heading('Teams') },
  { name: 'time-zone-and-week', path: document(), ready: workbookMenu('Time zone and week', text('A week starts on')) },
  { name: 'older-version', path: `${document()}?version=1`, ready: text('Restore version 1') },
  { name: 'preview', path: `${figures()}?as=${bobId}`, ready: text(/^Runs as bob|^Does not run for Bob/) },
  { name: 'data-models', path: '/data-models', ready: text('Not published yet') },
];

const figures = (): string => `/workbooks/${figuresId}`;

const drawn = async (page: Page): Promise<void> => {
  await page.getByText('Sales').first().waitFor();
  for (const name of [/^By city: a bar chart/, /^Regions: a line chart/, /^Shares: a pie chart/])
    await page.getByRole('img', { name }).waitFor();
  await page.getByRole('region', { name: /^Crossed, a pivot/ }).waitFor();
};

/** What is drawn of an element, and the panel that makes it so. */
const chosen = (name: string) => async (page: Page) => {
  await drawn(page);
  await page.getByRole('button', { name: `Menu of ${name}` }).click();
  await page.keyboard.press('Escape');
  await drawn(page);
};

const ofFigures = (): readonly Screen[] => [
  { name: 'charts', path: `${figures()}?mode=published`, ready: drawn },
  { name: 'chart', path: figures(), ready: chosen('By city') },
  { name: 'figure', path: figures(), ready: chosen('Sold') },
  { name: 'pivot', path: figures(), ready: chosen('Crossed') },
  { name: 'grouped-table', path: figures(), ready: chosen('Grouped') },
];

screensOf(
  {},
  async ({ rig }) => {
    setting = await settingOf(rig);
    documentId = await makeDocument();
    figuresId = await makeFigures();
    linkedId = await makeLinkedDocument();
    bobId = await memberIdOf(await rig.signIn('bob'));
    await share(setting.alice, figuresId, [{ to: { memberId: bobId }, right: 'view' }]);
    await newDocument(setting.alice, { name: 'Orders of all regions', kind: 'data-model' });
    await newDocument(setting.alice, { name: 'Film rights', kind: 'dataset' });
  },
  [
    { whose: 'of documents', person: 'alice', screens: ofDocuments },
    { whose: 'of figures, charts and pivots', person: 'alice', screens: ofFigures },
    { whose: 'of linked input tables', person: 'alice', screens: ofLinked },
  ],
);
