/**
 * Elements over a table of three million rows: what the product adds to the statement that the warehouse runs anyway.
 * Each figure stands beside the same SQL sent by the plainest client to the same PostgreSQL.
 */
import { randomUUID } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Writable } from 'node:stream';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { DirectAccess } from './baselines.ts';
import { median, repeated, timed } from './distribution.ts';
import { MemoryWatch, residentMegabytes } from './memory.ts';
import { atLeast, atMost, below } from './result.ts';
import type { BenchResult } from './result.ts';
import type { World } from './world.ts';

const rows = 3_000_000;
const exportedRows = 1_000_000;
const rounds = 9;

export async function measureElements(world: World): Promise<BenchResult[]> {
  await fillFlights(world.direct);
  const elements = await addElements(world);
  const client = new pg.Client(world.direct);
  await client.connect();
  try {
    return [
      ...(await measureGrouped(world, elements.grouped, client)),
      ...(await measureFirstPage(world, elements.raw, client)),
      ...(await measureExport(world, elements.exported, client)),
    ];
  } finally {
    await client.end();
  }
}

async function measureGrouped(world: World, elementId: string, client: pg.Client): Promise<BenchResult[]> {
  const sql = await readableSql(world, elementId);
  const expected = (await client.query(sql)).rows.length;
  const api: number[] = [];
  const direct: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    api.push(await timed(() => page(world, elementId, { limit: 10_000, refresh: true }, expected)));
    direct.push(await timed(() => client.query(sql)));
  }
  return [
    atMost(1.1, { name: 'grouped table of 3,000,000 rows through the API', unit: 'ms', value: median(api), baseline: median(direct) }),
    below(20, {
      name: 'the same again, from the result cache',
      unit: 'ms',
      value: median(await repeated(rounds, () => page(world, elementId, { limit: 10_000, refresh: false }, expected))),
    }),
  ];
}

async function measureFirstPage(world: World, elementId: string, client: pg.Client): Promise<BenchResult[]> {
  const api: number[] = [];
  const direct: number[] = [];
  await page(world, elementId, { limit: 1_000, refresh: true }, 1_000);
  for (let round = 0; round < rounds * 3; round += 1) {
    api.push(await timed(() => page(world, elementId, { limit: 1_000, refresh: true }, 1_000)));
    direct.push(
      await timed(() => client.query('select departed, delay_min, distance_mi, origin, destination from bench.flights limit 1000')),
    );
  }
  return [
    atMost(1.5, { name: 'first page of a raw table of 3,000,000 rows', unit: 'ms', value: median(api), baseline: median(direct) }, 30),
  ];
}

async function measureExport(world: World, elementId: string, client: pg.Client): Promise<BenchResult[]> {
  const sql = await readableSql(world, elementId);
  const before = await residentMegabytes(world.serverPid);
  const watch = new MemoryWatch(world.serverPid);
  const api: number[] = [];
  const direct: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    let lines = 0;
    api.push(
      await timed(async () => {
        lines = await exportedLines(world, elementId);
      }),
    );
    if (lines !== exportedRows + 1) throw new Error(`the export has ${lines} lines`);
    direct.push(
      await timed(() =>
        pipeline(
          client.query(copyTo(`copy (${sql}) to stdout (format csv, header)`)),
          new Writable({ write: (_chunk, _encoding, done) => done() }),
        ),
      ),
    );
  }
  const perSecond = (ms: number): number => exportedRows / (ms / 1000);
  return [
    atLeast(0.7, {
      name: '1,000,000 rows as CSV',
      unit: 'rows/s',
      value: perSecond(median(api)),
      baseline: perSecond(median(direct)),
    }),
    below(100, { name: 'server memory gained while exporting', unit: 'MB', value: Math.max(0, watch.stop() - before) }),
  ];
}

async function exportedLines(world: World, elementId: string): Promise<number> {
  const response = await world.alice.fetch('POST', `/workbooks/${world.workbookId}/elements/${elementId}/export`, { version: 'draft' });
  if (response.status !== 200 || response.body === null)
    throw new Error(`the export was answered with ${response.status}: ${await response.text()}`);
  let lines = 0;
  for await (const chunk of response.body) for (const byte of chunk as Uint8Array) if (byte === 10) lines += 1;
  return lines;
}

async function page(world: World, elementId: string, how: { limit: number; refresh: boolean }, expected: number): Promise<void> {
  const { status, body } = await world.alice.post(`/workbooks/${world.workbookId}/elements/${elementId}/query`, {
    version: 'draft',
    ...how,
  });
  if (status !== 200 || body.rowCount !== expected)
    throw new Error(
      `an element was answered with ${status} and ${body.rowCount} rows instead of ${expected}: ${JSON.stringify(body).slice(0, 500)}`,
    );
}

async function readableSql(world: World, elementId: string): Promise<string> {
  const { status, body } = await world.alice.post(`/workbooks/${world.workbookId}/elements/${elementId}/sql`, { version: 'draft' });
  if (status !== 200) throw new Error(`the SQL was answered with ${status}: ${JSON.stringify(body)}`);
  // Without the semicolon that people copy: it stands within a COPY too.
  return body.sql.replace(/;$/, '');
}

/** Like the flights of the sample warehouse: as many rows, the same columns, the same spread of origins and months. */
async function fillFlights(access: DirectAccess): Promise<void> {
  const client = new pg.Client(access);
  await client.connect();
  try {
    await client.query(`
      create table bench.flights (departed timestamp not null, delay_min int not null, distance_mi int not null, origin text not null, destination text not null);
      insert into bench.flights
      select timestamp '2001-01-01' + (n * 7) % 15638400 * interval '1 second', (n * 7919) % 240 - 30, 100 + (n * 104729) % 2500,
        'A' || lpad(((n * 31) % 300)::text, 3, '0'), 'A' || lpad(((n * 37) % 300)::text, 3, '0')
      from generate_series(1::bigint, ${rows}) as n;
      grant usage on schema bench to alice;
      grant select on bench.flights to alice;`);
    await client.query('vacuum (analyze) bench.flights');
  } finally {
    await client.end();
  }
}

async function addElements(world: World): Promise<{ readonly grouped: string; readonly raw: string; readonly exported: string }> {
  const source = { kind: 'warehouse-table', connectionId: world.connectionId, schema: 'bench', table: 'flights' };
  const plain = (id: string, name: string) => ({ id, name, formula: `[${name}]`, hidden: false, format: null, level: null });
  const names = ['departed', 'delay_min', 'distance_mi', 'origin', 'destination'];
  const columns = names.map((name, index) => plain(`c${index}`, name));
  const base = { kind: 'table', source, layout: { x: 0, y: 0, width: 24, height: 12 }, filters: [], sorts: [], totals: [], groupings: [] };
  const calculated = (id: string, name: string, formula: string, level: string | null) => ({ ...plain(id, name), formula, level });
  const raw = { ...base, id: randomUUID(), name: 'Raw', columns };
  const grouped = {
    ...base,
    id: randomUUID(),
    name: 'By origin and month',
    columns: [
      ...columns,
      calculated('month', 'Month', 'DateTrunc("month", [departed])', null),
      calculated('flights', 'Flights', 'Count()', 'g2'),
      calculated('delay', 'Average delay', 'Avg([delay_min])', 'g2'),
    ],
    groupings: [
      { id: 'g1', keys: ['c3'], collapsed: false },
      { id: 'g2', keys: ['month'], collapsed: true },
    ],
  };
  const exported = {
    ...base,
    id: randomUUID(),
    name: 'A million',
    source: { kind: 'custom-sql', connectionId: world.connectionId, sql: `select * from bench.flights limit ${exportedRows}` },
    columns,
  };
  const changes = [raw, grouped, exported].map((element) => ({ kind: 'putElement', pageId: world.pageId, element }));
  const { status, body } = await world.alice.post(`/workbooks/${world.workbookId}/draft`, { changes });
  if (status !== 200) throw new Error(`the draft was answered with ${status}: ${JSON.stringify(body)}`);
  return { grouped: grouped.id, raw: raw.id, exported: exported.id };
}
