/** P16: somebody who may see more warms every memory of the server; others ask for the same through every route. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyOf, publish, share } from '../harness/document.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';
import { c1, createConnection } from '../requirements/connections-of-the-rig.ts';
import { ordersWorkbook, routesOf } from './element-answers.ts';
import type { OrdersWorkbook, Route } from './element-answers.ts';

let rig: Rig;
let ada: ApiClient;
let alice: ApiClient;
let bob: ApiClient;
let others: readonly ApiClient[];
let workbook: OrdersWorkbook;
let routes: readonly Route[];
/** What only the one or the other may read. */
let rows: { readonly alices: readonly string[]; readonly bobs: readonly string[] };

beforeAll(async () => {
  rig = await startRig();
  // Not as many rows, so that a count tells whose it is.
  await rig.inWarehouse(
    `delete from src.orders where order_id in (select order_id from src.orders where account_manager = 'bob' order by order_id limit 3)`,
  );
  ada = await rig.signIn('ada');
  const { id } = await createConnection(ada, c1(rig));
  alice = await rig.signIn('alice');
  bob = await rig.signIn('bob');
  others = [await rig.signIn('carol'), await rig.signIn('vera'), await rig.signInWalt()];
  workbook = await ordersWorkbook(alice, id, 'Warmed');
  await publish(alice, workbook.id);
  await share(alice, workbook.id, [{ to: 'everyone', right: 'explore' }]);
  routes = routesOf(workbook);
  const of = async (manager: string) =>
    (await rig.inWarehouse(`select order_id as id from src.orders where account_manager = '${manager}'`)).map((row) => `${row.id}`);
  rows = { alices: [...(await of('alice')), 'East', 'South'], bobs: [...(await of('bob')), 'West', 'Central'] };
});
afterAll(() => rig?.stop());

async function toggle(enabled: boolean): Promise<void> {
  bodyOf(await ada.put(`/workbooks/${workbook.id}/run-as-service-account`, { enabled }));
}

async function warm(client: ApiClient): Promise<readonly string[]> {
  const texts: string[] = [];
  for (let time = 0; time < 2; time += 1)
    for (const { name, ask } of routes) {
      const { status, text } = await ask(client);
      expect([name, status]).toEqual([name, 200]);
      texts.push(`${name}: ${text}`);
    }
  return texts;
}

/** Which of the words stand in a text, as values of their own. */
const shown = (text: string, words: readonly string[]): readonly string[] => words.filter((word) => new RegExp(`\\b${word}\\b`).test(text));

async function looksOnlyAt(own: readonly string[], foreign: readonly string[]): Promise<void> {
  for (const { name, ask } of routes) {
    const { status, text } = await ask(bob);
    expect([name, status, shown(text, foreign)]).toEqual([name, 200, []]);
    if (name.startsWith('query of Orders') || name === 'export')
      expect(shown(text, own)).toEqual(own.filter((word) => word.includes('-') || text.includes(word)));
    if (name === 'count') expect(JSON.parse(text).rows).toBe(17);
  }
}

async function seeNothing(clients: readonly ApiClient[]): Promise<void> {
  for (const client of clients)
    for (const { name, ask } of routes) {
      const { status, text } = await ask(client);
      // Names of tables that one may not read are hidden in a catalog, which has its answer all the same.
      if (name !== 'catalog') expect([name, status >= 400]).toEqual([name, true]);
      expect([name, shown(text, [...rows.alices, ...rows.bobs])]).toEqual([name, []]);
    }
}

describe('through every route', () => {
  test('P16: what alice was answered is shown to nobody else', async () => {
    const texts = await warm(alice);
    expect(texts.filter((text) => shown(text, rows.bobs).length > 0)).toEqual([]);
    expect(texts.filter((text) => shown(text, rows.alices).length > 0).length).toBeGreaterThan(12);
    await looksOnlyAt(rows.bobs, rows.alices);
    await seeNothing(others);
  });

  test('P16: what the service account was answered is shown to nobody once the toggle is off, and theirs not to its readers', async () => {
    await toggle(true);
    try {
      const [vera] = others.slice(1);
      if (vera === undefined) throw new Error('There is no vera.');
      for (const { name, ask } of routes.filter((route) => !route.name.startsWith('catalog'))) {
        const { status, text } = await ask(vera);
        expect([name, status]).toEqual([name, 200]);
        if (name === 'count') expect(JSON.parse(text).rows).toBe(37);
      }
    } finally {
      await toggle(false);
    }
    await looksOnlyAt(rows.bobs, rows.alices);
    await seeNothing(others);
  });
});
