/** Elements asked for more than their rows: totals of a pivot, values of a column, and files that a browser saves as they come. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';
import { c1, createConnection, signInBuilder } from './connections-of-the-rig.ts';
import { bodyOf, column, customSql, makeWorkbook, pivotElement, share, tableOf, warehouseTable } from '../harness/document.ts';
import type { ElementJson, WorkbookJson } from '../harness/document.ts';

/** What programs take for a formula (P30): signs, after blanks of any kind, in full width, behind line breaks. */
const payloads = ['=1+1', '+1', '-1', '@x', ' =1', '\u00a0=1', '\n=1', '\t1', '\r1', '＝1', '＋1', '－1', '＠x', '\u200b=1', '\u3000 -x'];
const harmless = ['a=1', '1', '', "'=1", 'x\n=1'];

let rig: Rig;
let alice: ApiClient;
let bob: ApiClient;
let carol: ApiClient;
let workbook: WorkbookJson;
let movies: ElementJson;
let orders: ElementJson;
let texts: ElementJson;
let pivot: ElementJson;

beforeAll(async () => {
  rig = await startRig();
  const { id: connectionId } = await createConnection(await rig.signIn('ada'), c1(rig));
  alice = await signInBuilder(rig, 'alice');
  bob = await rig.signIn('bob');
  carol = await rig.signIn('carol');
  movies = tableOf('Movies', warehouseTable(connectionId, 'src', 'movies'), ['title', 'gross'], {
    sorts: [{ columnId: 'gross', direction: 'descending' }],
  });
  orders = tableOf('Orders', warehouseTable(connectionId, 'src', 'orders'), ['order_id', 'region']);
  const rows = [...payloads, ...harmless].map((text, index) => `(${index}, ${literal(text)})`).join(', ');
  texts = tableOf('Texts', customSql(connectionId, `select n, t from (values ${rows}) as v(n, t)`), ['n', 't'], {
    sorts: [{ columnId: 'n', direction: 'ascending' }],
  });
  texts = { ...texts, columns: [...(texts['columns'] as object[]), { ...column('=less'), formula: '[n] - 100' }] };
  const cells = customSql(
    connectionId,
    "select 'h' || lpad((n % 1200)::text, 4, '0') as head, chr(65 + n % 7) as side, n from generate_series(0, 8399) as n",
  );
  pivot = {
    ...pivotElement(cells as never, {
      name: 'Cells',
      columns: [column('head'), column('side'), { ...column('Mean'), formula: 'Avg([n])' }],
      rows: ['head'],
      across: ['side'],
      values: ['mean'],
      totals: { rows: true, columns: true },
    }),
  } as unknown as ElementJson;
  workbook = await makeWorkbook(alice, 'Asked', [movies, orders, texts, pivot]);
  await share(alice, workbook.id, [{ to: 'everyone', right: 'explore' }]);
});
afterAll(() => rig?.stop());

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const at = (element: ElementJson, what: string): string => `/workbooks/${workbook.id}/elements/${element.id}/${what}`;

describe('downloads', () => {
  const ticketFor = async (client: ApiClient, element: ElementJson, body: object = {}): Promise<string> =>
    bodyOf(await client.post(at(element, 'export/ticket'), body)).path;

  test('a link gives what was asked for, as the person, to be saved as it comes', async () => {
    const response = await alice.fetch('GET', await ticketFor(alice, movies));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="Movies.csv"/);
    expect(await response.text()).toBe('title,gross\nMetropolis,1236166\nStalker,292049\nModern Times,163245\n');
  });

  test('P15: a link is good once, and for nobody else', async () => {
    const path = await ticketFor(alice, movies);
    expect((await bob.fetch('GET', path)).status).toBe(404);
    const [one, other] = await Promise.all([alice.fetch('GET', path), alice.fetch('GET', path)]);
    expect([one?.status, other?.status].toSorted()).toEqual([200, 404]);
    await one?.text();
    expect((await alice.fetch('GET', '/downloads/none-of-those-that-were-given')).status).toBe(404);
  });

  test('who may not have it is told before a file begins', async () => {
    const { status, body } = await carol.post(at(orders, 'export/ticket'), {});
    expect([status, body.code]).toEqual([403, 'query.warehouse-refused']);
  });

  test('a right that was lost meanwhile counts', async () => {
    const path = await ticketFor(bob, movies);
    await share(alice, workbook.id, []);
    expect((await bob.fetch('GET', path)).status).toBe(404);
    await share(alice, workbook.id, [{ to: 'everyone', right: 'explore' }]);
  });

  test('P30: texts that a spreadsheet would take for formulas are made inert, where it is asked for', async () => {
    const cells = async (how: string): Promise<readonly string[]> => {
      const response = await alice.fetch('GET', await ticketFor(alice, texts, { texts: how }));
      return [...(await response.text()).matchAll(/^(?:\d+),(?:"((?:[^"]|"")*)"|([^",]*)),(-?\d+)$/gm)].map(([, quoted, plain]) =>
        (quoted ?? plain ?? '').replaceAll('""', '"'),
      );
    };
    expect(await cells('as-they-are')).toEqual([...payloads, ...harmless]);
    expect(await cells('inert')).toEqual([...payloads.map((text) => `'${text}`), ...harmless]);
    const head = async (how: string): Promise<string | undefined> =>
      (await (await alice.fetch('POST', at(texts, 'export'), { texts: how })).text()).split('\n')[0];
    expect([await head('as-they-are'), await head('inert')]).toEqual(['n,t,=less', "n,t,'=less"]);
  });
});

describe('values of a column', () => {
  test('each comes once with how many rows have it, found by a text in it', async () => {
    const asked = { columnId: 'side', containing: '' };
    const all = bodyOf(await alice.post(at(pivot, 'values'), asked));
    expect(all.values).toEqual([['A', 'B', 'C', 'D', 'E', 'F', 'G'], Array.from({ length: 7 }, () => '1200')]);
    const some = bodyOf(await alice.post(at(pivot, 'values'), { columnId: 'head', containing: 'H119', limit: 3 }));
    expect([some.values[0], some.hasMore]).toEqual([['h1190', 'h1191', 'h1192'], true]);
  });

  test('a column that is not there is none to ask for', async () => {
    expect((await alice.post(at(pivot, 'values'), { columnId: 'nowhere' })).status).toBe(422);
  });
});

describe('pivots', () => {
  const page = async (offset: number, limit: number, more: object = {}) =>
    bodyOf(await alice.post(at(pivot, 'query'), { offset, limit, ...more }));

  test('pages of row heads come with their totals, the first one with those of the columns', async () => {
    const first = await page(0, 500);
    const count = (part: string): number => first.parts.filter((one: string) => one === part).length;
    expect([count('cell'), count('row-total'), count('column-total'), count('grand-total')]).toEqual([3500, 500, 7, 1]);
    const grand = first.parts.indexOf('grand-total');
    expect(first.values.map((list: readonly unknown[]) => list[grand])).toEqual([null, null, '4199.5']);
    expect(first.hasMore).toBe(true);
    const last = await page(1000, 500);
    expect([new Set(last.values[0]).size, last.hasMore, last.parts.includes('grand-total')]).toEqual([200, false, false]);
  });

  test('rows are ordered by a value as it is over all columns', async () => {
    const view = { sorts: [{ columnId: 'mean', direction: 'descending' }], filters: [], collapsed: {} };
    expect([...new Set((await page(0, 2, { view })).values[0])]).toEqual([null, 'h1199', 'h1198']);
  });

  test('a document from before there were totals has none, and other elements neither', async () => {
    const { totals: _, ...before } = pivot;
    expect((await page(0, 10, { element: before })).parts).toBeNull();
    expect(bodyOf(await alice.post(at(movies, 'query'), {})).parts).toBeNull();
  });
});
