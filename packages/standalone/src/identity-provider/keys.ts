import { generateKeyPair, randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { JWK } from 'oidc-provider';

/** The signing key of the tokens and the key of the cookies. */
export interface ProviderKeys {
  readonly signing: readonly JWK[];
  readonly cookies: readonly string[];
}

const generate = promisify(generateKeyPair);

export async function createKeys(): Promise<ProviderKeys> {
  const { privateKey } = await generate('rsa', { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: randomBytes(8).toString('hex') };
  return { signing: [key as JWK], cookies: [randomBytes(32).toString('base64url')] };
}

/** Reads the keys of an earlier start, or makes them; only the owner may read the file. */
export async function keysInFile(path: string): Promise<ProviderKeys> {
  const stored = await readFile(path, 'utf8').catch(() => null);
  if (stored !== null) return JSON.parse(stored) as ProviderKeys;
  const keys = await createKeys();
  await writeFile(`${path}.partial`, JSON.stringify(keys), { mode: 0o600 });
  await rename(`${path}.partial`, path);
  return keys;
}
