import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readOptions } from '../src/launch/options.ts';
import { canTraverse } from '../src/postgres/account.ts';
import { configurationFile, warehouseSettings } from '../src/postgres/settings.ts';
import { flightBatches } from '../src/sample-warehouse/flights.ts';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

describe('options of npm start', () => {
  test('have defaults', () => {
    expect(readOptions([])).toEqual({ port: 7300, data: null, node: 1 });
  });

  test('are read with a blank and with an equals sign', () => {
    expect(readOptions(['--port', '8000', '--data=/srv/a=b', '--node', '2'])).toEqual({ port: 8000, data: '/srv/a=b', node: 2 });
  });

  test.each([[['--prot', '1']], [['--port']], [['--port', 'x']], [['--port', '0']], [['--node', '99']]])('%j is refused', (args) => {
    expect(() => readOptions(args)).toThrow(/--/);
  });
});

test('a folder below a 0700 folder of another account cannot be reached', () => {
  const folder = mkdtempSync(join(tmpdir(), 'penstock-reach-'));
  const inner = join(folder, 'inner');
  mkdirSync(inner);
  chmodSync(folder, 0o700);
  const stranger = { uid: 54_321, gid: 54_321 };
  expect(canTraverse(inner, stranger)).toBe(false);
  expect(canTraverse(join(inner, 'not/made/yet'), stranger)).toBe(false);
  expect(canTraverse(inner, null)).toBe(true);
  chmodSync(folder, 0o755);
  expect(canTraverse(join(inner, 'not/made/yet'), stranger)).toBe(true);
  rmSync(folder, { recursive: true });
});

test('the configuration quotes a path with a quote in it', () => {
  expect(configurationFile(warehouseSettings, `/home/o'hara/socket`)).toContain(`unix_socket_directories = '/home/o''hara/socket'`);
});

test('flights come in the COPY text format', async () => {
  const folder = join(dirname(dirname(createRequire(import.meta.url).resolve('vega-datasets'))), 'data');
  const told: number[] = [];
  for await (const batch of flightBatches(join(folder, 'flights-3m.parquet'), (rows) => told.push(rows))) {
    const lines = batch.trimEnd().split('\n');
    expect(lines[0]).toBe('2001-01-01T00:01:00\t33\t2176\tLAS\tPHL');
    expect(lines).toHaveLength(50_000);
    break;
  }
});
