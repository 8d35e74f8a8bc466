import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { configFromEnvironment } from '../src/app/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'penstock-config-'));

function keyFile(content: string, mode = 0o600): string {
  const path = join(folder, randomBytes(4).toString('hex'));
  writeFileSync(path, content, { mode });
  return path;
}

const good = {
  PENSTOCK_DATABASE_URL: 'postgres://penstock@localhost/penstock',
  PENSTOCK_MASTER_KEY_FILE: keyFile(randomBytes(32).toString('base64')),
  PENSTOCK_PUBLIC_URL: 'https://penstock.example.com/',
  PENSTOCK_SET_UP_TOKEN: 'a long enough set-up token',
};

describe('the configuration', () => {
  it('comes from the environment, in production mode unless it says otherwise', () => {
    expect(configFromEnvironment(good)).toMatchObject({
      mode: 'production',
      publicUrl: 'https://penstock.example.com',
      allowInsecureIssuer: false,
      host: '127.0.0.1',
      port: 0,
    });
  });

  const refusals: readonly (readonly [string, Record<string, string>, RegExp])[] = [
    ['no database', { PENSTOCK_DATABASE_URL: '' }, /PENSTOCK_DATABASE_URL is not set/],
    ['no master key', { PENSTOCK_MASTER_KEY_FILE: '' }, /PENSTOCK_MASTER_KEY_FILE is not set/],
    ['a short master key', { PENSTOCK_MASTER_KEY_FILE: keyFile('c2hvcnQ=') }, /32 random bytes/],
    ['an example master key', { PENSTOCK_MASTER_KEY_FILE: keyFile(Buffer.alloc(32).toString('base64')) }, /not random/],
    ['a master key that others can read', { PENSTOCK_MASTER_KEY_FILE: keyFile(randomBytes(32).toString('base64'), 0o644) }, /0600/],
    ['a public address without TLS', { PENSTOCK_PUBLIC_URL: 'http://penstock.example.com' }, /https/],
    ['no public address', { PENSTOCK_PUBLIC_URL: '' }, /PENSTOCK_PUBLIC_URL/],
    ['a short set-up token', { PENSTOCK_SET_UP_TOKEN: 'short' }, /PENSTOCK_SET_UP_TOKEN/],
    ['demo accounts', { PENSTOCK_DEMO_ACCOUNTS: '[{"name":"A","email":"a@b.c"}]' }, /PENSTOCK_DEMO_ACCOUNTS/],
    ['a mode that is none', { PENSTOCK_MODE: 'test' }, /PENSTOCK_MODE/],
    ['a port that is none', { PENSTOCK_PORT: 'http' }, /PENSTOCK_PORT/],
    ['a log level that is none', { PENSTOCK_LOG_LEVEL: 'loud' }, /PENSTOCK_LOG_LEVEL/],
  ];
  for (const [what, change, sentence] of refusals) {
    it(`P25: refuses ${what} in production mode, naming the setting`, () => {
      expect(() => configFromEnvironment({ ...good, ...change })).toThrow(sentence);
    });
  }
});

describe('docs/reference/configuration.md', () => {
  it('names the variables that the code reads, and no other', () => {
    const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
    const inCode = new Set(read('../src/app/config.ts').match(/(?<=')PENSTOCK_[A-Z_]+(?=')/g));
    const inPage = new Set(
      [...read('../../../docs/reference/configuration.md').matchAll(/^\| `(PENSTOCK_[A-Z_]+)` \|/gm)].map(([, name]) => name),
    );
    expect([...inPage].toSorted()).toEqual([...inCode].toSorted());
  });
});
