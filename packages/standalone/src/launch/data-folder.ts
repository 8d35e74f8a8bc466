import { createHash } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canTraverse } from '../postgres/account.ts';
import type { OperatingAccount } from '../postgres/account.ts';
import { LaunchError } from './options.ts';

/** The folder of the repository. */
export const checkout = fileURLToPath(new URL('../../../..', import.meta.url));

/**
 * Makes and gives the folder that keeps everything: the chosen one, else `.penstock` in the checkout. Root's clusters
 * run as another account, which cannot enter a checkout below a 0700 folder; the data then live in /var/lib.
 */
export async function prepareDataFolder(chosen: string | null, account: OperatingAccount | null): Promise<string> {
  if (chosen !== null) {
    const folder = resolve(process.env['INIT_CWD'] ?? process.cwd(), chosen);
    if (!canTraverse(dirname(folder), account)) {
      throw new LaunchError(`PostgreSQL runs as another account than root and cannot enter ${folder}. Choose another --data folder.`);
    }
    return await make(folder);
  }
  if (canTraverse(checkout, account)) return await make(join(checkout, '.penstock'));
  const name = createHash('sha256').update(checkout).digest('hex').slice(0, 16);
  return await make(join('/var/lib/penstock', name)).catch(async () => await make(join(tmpdir(), `penstock-${name}`)));
}

async function make(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true });
    // What is secret inside is closed by itself; the clusters' account has to pass.
    await chmod(folder, 0o755);
    if (folder.startsWith('/var/lib/penstock/')) await chmod('/var/lib/penstock', 0o755);
    return folder;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EPERM' || (cause as NodeJS.ErrnoException).code === 'EACCES') {
      throw new LaunchError(`${folder} belongs to another account. Start Penstock as that account, or choose another folder with --data.`, {
        cause,
      });
    }
    throw cause;
  }
}
