/**
 * Measures what the design asks of the edit log, of elements and of the web interface, through the public API, each figure beside the same work by the plainest client
 * against the same PostgreSQL in the same run. Prints a table and writes `bench/results.json`.
 *
 *   npm run bench -- [--rows 1000000] [--only editors,paste,large-table,recovery,compile,elements,web]
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { builtWeb } from '../../tests/browser/built-web.ts';
import { measureCompile } from './compile.ts';
import { measureEditors } from './editors.ts';
import { measureLargeTable } from './large-table.ts';
import { MemoryWatch, residentMegabytes } from './memory.ts';
import { measureElements } from './elements.ts';
import { measurePaste } from './paste.ts';
import { measureRecovery } from './recovery.ts';
import { below } from './result.ts';
import type { BenchResult } from './result.ts';
import { resultTable } from './table.ts';
import { measureWeb } from './web.ts';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

const { values: options } = parseArgs({ options: { rows: { type: 'string', default: '1000000' }, only: { type: 'string' } } });

const measures: Record<string, (world: World) => Promise<BenchResult[]>> = {
  editors: measureEditors,
  paste: measurePaste,
  'large-table': (world) => measureLargeTable(world, Number(options.rows)),
  recovery: measureRecovery,
  compile: measureCompile,
  elements: measureElements,
  web: measureWeb,
};

const chosen = options.only?.split(',') ?? Object.keys(measures);
const world = await startWorld({ PENSTOCK_WEB_ROOT: await builtWeb() });
const results: BenchResult[] = [];
try {
  const idle = await residentMegabytes(world.serverPid);
  results.push(below(150, { name: 'server memory, idle after sign-in', unit: 'MB', value: idle }));
  const watch = new MemoryWatch(world.serverPid);
  for (const name of chosen) {
    const measure = measures[name];
    if (measure === undefined) throw new Error(`there is no measure "${name}"; choose from ${Object.keys(measures).join(', ')}`);
    process.stdout.write(`measuring ${name} ...\n`);
    results.push(...(await measure(world)));
  }
  results.push(below(idle + 100, { name: 'server memory, highest through all of it', unit: 'MB', value: watch.stop() }));
} finally {
  await world.stop();
}
process.stdout.write(`\n${resultTable(results)}\n`);
await writeFile(join(import.meta.dirname, '..', 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
