/** The types that the browser's code is checked with are those of the server that runs. `vitest run <this file> -u` renews them. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startRig } from '../harness/rig.ts';
import { serverOf } from './browser.ts';

const web = fileURLToPath(new URL('../../packages/web/', import.meta.url));
const heading = '/** Generated from /openapi.json; tests/browser/api-types.test.ts compares it with a running server and renews it. */\n';

async function typesOf(description: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'penstock-types-'));
  const [from, to] = [join(folder, 'openapi.json'), join(folder, 'types.ts')];
  await writeFile(from, description);
  await promisify(execFile)(process.execPath, [
    `${web}node_modules/openapi-typescript/bin/cli.js`,
    from,
    '-o',
    to,
    '--root-types',
    '--immutable',
  ]);
  const made = await readFile(to, 'utf8');
  await rm(folder, { recursive: true });
  return heading + made.slice(made.indexOf('export interface paths'));
}

test("the browser's API types are those that the server describes", async () => {
  await using rig = await startRig({ members: false });
  const description = await (await fetch(`${serverOf(rig)}/openapi.json`)).text();
  await expect(await typesOf(description)).toMatchFileSnapshot(`${web}src/api/schema.generated.ts`);
});
