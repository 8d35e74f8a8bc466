/** The list of functions that custom SQL may call, against what the server's own catalogue says of them. */
import { Client } from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { allowedFunctions } from '../../src/custom-sql/allowed-functions.ts';

let client: Client;
beforeAll(async () => {
  client = new Client({ host: inject('stack').warehouseSocket, user: 'postgres', database: 'postgres' });
  await client.connect();
});
afterAll(() => client.end());

/** Different at each call, and harmless. */
const changing = [
  'clock_timestamp',
  'gen_random_uuid',
  'random',
  'random_normal',
  'timeofday',
  'uuidv4',
  'uuidv7',
  'array_sample',
  'array_shuffle',
];

test('P15: every function on the list is one of PostgreSQL that changes nothing', async () => {
  const { rows } = await client.query<{ name: string; volatile: boolean }>(
    `select proname as name, bool_or(provolatile = 'v') as volatile from pg_catalog.pg_proc
     where pronamespace = 'pg_catalog'::regnamespace and proname = any ($1) group by 1`,
    [[...allowedFunctions]],
  );
  const known = new Map(rows.map((row) => [row.name, row.volatile]));
  expect([...allowedFunctions].filter((name) => !known.has(name))).toEqual([]);
  expect([...allowedFunctions].filter((name) => known.get(name) === true && !changing.includes(name))).toEqual([]);
});

test('P15: none of them takes SQL as a text, names a table, or speaks of the server', () => {
  const reaching = /^(?:pg_(?!typeof$)|lo_|has_|txid|current_|inet_(?:client|server)|ts_stat|set_config)|_to_xml|xmlschema|dblink|regclass/;
  expect([...allowedFunctions].filter((name) => reaching.test(name))).toEqual([]);
});
