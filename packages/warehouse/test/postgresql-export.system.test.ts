import { afterAll, beforeAll, expect, test } from 'vitest';
import { soon } from '../../../tests/harness/patience.ts';
import type { WarehouseSession } from '../src/port.ts';
import { StreamFailure } from '../src/port.ts';
import type { Engine } from './engine.ts';
import { options, run, sql, startEngine } from './engine.ts';

let engine: Engine;
let session: WarehouseSession;

beforeAll(async () => {
  engine = await startEngine();
  session = await engine.connect({ readOnly: true });
});
afterAll(() => engine.stop());

async function exported(query: string, from: WarehouseSession = session): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of from.exportCsv(query, options)) parts.push(part);
  return Buffer.concat(parts).toString();
}

test('a result comes as CSV of the engine: headings, quotes, null apart from the empty text', async () => {
  const query = `SELECT n, note FROM (VALUES (1, 'a, "b"'), (2, NULL), (3, ''), (4, E'two\\nlines')) AS rows (n, note) ORDER BY n`;
  expect(await exported(query)).toBe('n,note\n1,"a, ""b"""\n2,\n3,""\n4,"two\nlines"\n');
});

test('the session goes on afterwards, for exports and other statements alike', async () => {
  expect(await exported('SELECT 1 AS one WHERE false')).toBe('one\n');
  expect((await run(session, sql('SELECT 2::int4'))).rows).toEqual([[2]]);
  expect(await exported('SELECT 3 AS three -- with a comment at its end')).toBe('three\n3\n');
});

test('many rows of any length arrive whole, wherever the chunks end', async () => {
  const text = await exported(`SELECT n, repeat('x', 1 + (n * 7919) % 3000) AS filler FROM generate_series(1, 20000) AS n`);
  const lines = text.trimEnd().split('\n');
  expect(lines).toHaveLength(20_001);
  expect(lines.slice(1).every((line, index) => line === `${index + 1},${'x'.repeat(1 + (((index + 1) * 7919) % 3000))}`)).toBe(true);
});

test('what the engine refuses, at the start or midway, is told as a failure', async () => {
  await expect(exported('SELECT * FROM public.nowhere')).rejects.toMatchObject({ failure: { kind: 'missing-object' } });
  await expect(exported('SELECT 10 / (5000 - n) FROM generate_series(1, 10000) AS n')).rejects.toBeInstanceOf(StreamFailure);
  expect((await run(session, sql('SELECT 2::int4'))).rows).toEqual([[2]]);
});

test('P29: a second statement is no part of an export', async () => {
  await expect(exported(`SELECT 1) TO STDOUT; CREATE TABLE public.planted (n int); COPY (SELECT 1`)).rejects.toBeInstanceOf(StreamFailure);
  expect(await engine.query(`select 1 from pg_tables where tablename = 'planted'`)).toEqual([]);
});

test('P33: an export that is left is cancelled in the warehouse within two seconds', async () => {
  const leaving = await engine.connect({ readOnly: true });
  for await (const _ of leaving.exportCsv(`SELECT 'left behind' AS mark, generate_series(1, 1000000000) AS n`, options)) break;
  const running = `select 1 from pg_stat_activity where query like '%left behind%' and state = 'active' and pid <> pg_backend_pid()`;
  await soon(2_000, async () => (await engine.query(running)).length === 0);
  expect(leaving.usable).toBe(false);
});
