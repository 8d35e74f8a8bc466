/** The sample workbook of the standalone stack, made by its own seeding over a handful of flights. */
import { beforeAll, afterAll, expect, test } from 'vitest';
import { addFlightsWorkbook } from '@penstock/standalone/seed/flights-workbook';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';
import { c1, createConnection, signInBuilder } from './connections-of-the-rig.ts';
import { bodyOf } from '../harness/document.ts';

let rig: Rig;
let alice: ApiClient;
let bob: ApiClient;
let connectionId: string;

beforeAll(async () => {
  rig = await startRig();
  await rig.inWarehouse(`
    create table src.flights (departed timestamp not null, delay_min int not null, distance_mi int not null, origin text not null, destination text not null);
    insert into src.flights
    select timestamp '2001-01-15 08:00' + n % 3 * interval '1 month', n % 60 - 10, 500 + n, (array['ATL', 'ORD', 'DFW'])[n % 3 + 1], 'LAX'
    from generate_series(1, 300) as n;
    create table src.airports (iata text primary key, name text, city text, state text, country text, latitude float8, longitude float8);
    insert into src.airports (iata, name, city, state) values ('ATL', 'Hartsfield', 'Atlanta', 'GA'), ('ORD', 'O''Hare', 'Chicago', 'IL'), ('DFW', 'Dallas-Fort Worth', 'Dallas', 'TX');
    grant select on src.flights, src.airports to alice, bob, svc;`);
  const ada = await rig.signIn('ada');
  connectionId = (await createConnection(ada, c1(rig))).id;
  alice = await signInBuilder(rig, 'alice');
  bob = await signInBuilder(rig, 'bob');
});
afterAll(() => rig?.stop());

interface Answered {
  readonly name: string;
  readonly status: number;
  readonly columns: readonly { readonly name: string; readonly problem: string | null }[];
  readonly values: readonly (readonly unknown[])[];
}

async function allElements(client: ApiClient): Promise<readonly Answered[]> {
  const { items } = bodyOf(await client.get('/workbooks'));
  const { id } = items.find(({ name }: { name: string }) => name === 'Flight delays');
  const { definition } = bodyOf(await client.get(`/workbooks/${id}?version=published`));
  const elements = definition.pages.flatMap((page: { elements: { id: string; name: string; kind: string }[] }) => page.elements);
  const answers: Answered[] = [];
  for (const element of elements) {
    if (element.kind !== 'table' && element.kind !== 'chart') continue;
    const { status, body } = await client.post(`/workbooks/${id}/elements/${element.id}/query`, { version: 'published' });
    answers.push({ name: element.name, status, columns: body.columns, values: body.values });
  }
  return answers;
}

test('R45: every element of the published sample workbook computes, without a wrong column', async () => {
  expect(await addFlightsWorkbook(alice, connectionId)).toMatchObject({ schema: 'wb_a' });
  expect(await addFlightsWorkbook(alice, connectionId)).toBeNull();
  const answers = await allElements(alice);
  expect(answers.length).toBeGreaterThan(8);
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  expect(answers.flatMap(({ columns }) => columns).filter(({ problem }) => problem !== null)).toEqual([]);
  const grouped = answers.find(({ name }) => name === 'Flights by origin and month');
  expect(grouped?.values[1]).toEqual(['Hartsfield', 'Dallas-Fort Worth', "O'Hare"]);
  expect(grouped?.values[2]).toEqual(['100', '100', '100']);
});

test('R45: the targets of the input table stand beside what happened', async () => {
  const against = (await allElements(alice)).find(({ name }) => name === 'Actuals against targets');
  expect(against?.columns.map(({ name }) => name)).toEqual([
    'Airport',
    'Owner',
    'Flights',
    'Target (min)',
    'Actual (min)',
    'Over target',
    'Verdict',
  ]);
  expect(against?.values[0]?.toSorted()).toEqual(['ATL', 'DFW', 'ORD']);
  expect(new Set(against?.values[6])).toEqual(new Set(['Over target']));
});

test('R45: bob, who may not read the table of targets, sees everything else', async () => {
  const answers = await allElements(bob);
  expect(answers.filter(({ status }) => status !== 200).map(({ name }) => name)).toEqual(['Actuals against targets']);
});
