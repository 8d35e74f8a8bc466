import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoginPasswords } from '../sample-warehouse/logins.ts';

/** Made at the first start and kept in files that only their owner may read. */
export interface StackSecrets {
  readonly clientSecret: string;
  readonly setUpToken: string;
  readonly passwords: LoginPasswords;
  readonly masterKeyFile: string;
}

export async function stackSecrets(folder: string): Promise<StackSecrets> {
  const masterKeyFile = join(folder, 'master.key');
  if (!existsSync(masterKeyFile)) await writeOnce(masterKeyFile, randomBytes(32).toString('base64'));
  const file = join(folder, 'secrets.json');
  if (!existsSync(file)) {
    const passwords: LoginPasswords = { svc: secret(), svc2: secret(), static_app: secret() };
    await writeOnce(file, JSON.stringify({ clientSecret: secret(), setUpToken: secret(), passwords }));
  }
  return { ...(JSON.parse(await readFile(file, 'utf8')) as Omit<StackSecrets, 'masterKeyFile'>), masterKeyFile };
}

async function writeOnce(path: string, content: string): Promise<void> {
  await writeFile(`${path}.partial`, content, { mode: 0o600 });
  await rename(`${path}.partial`, path);
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}
