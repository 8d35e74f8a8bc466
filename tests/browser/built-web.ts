/** The UI as it is shipped, for journeys and benchmarks. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const web = fileURLToPath(new URL('../../packages/web/', import.meta.url));
const dist = `${web}dist`;

async function newestIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const times = await Promise.all(
    entries.filter((entry) => entry.isFile()).map(async (entry) => (await stat(`${entry.parentPath}/${entry.name}`)).mtimeMs),
  );
  return Math.max(0, ...times);
}

/** The folder with the built UI; built anew when a source is younger than it. */
export async function builtWeb(): Promise<string> {
  const index = `${dist}/index.html`;
  const young =
    existsSync(index) && (await stat(index)).mtimeMs > Math.max(await newestIn(`${web}src`), (await stat(`${web}vite.config.ts`)).mtimeMs);
  if (!young) {
    // As a process of its own: within a test run, React would be built for development.
    const vite = fileURLToPath(new URL('../../node_modules/vite/bin/vite.js', import.meta.url));
    await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'error'], {
      cwd: web,
      env: { ...process.env, NODE_ENV: 'production' },
    });
  }
  return dist;
}
