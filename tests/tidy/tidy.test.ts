/** Style that no linter rule expresses; each message names the fix. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Everything that is, or is about to be, in the repository. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && existsSync(`${root}/${file}`));
const sources = files.filter((file) => ['.ts', '.tsx', '.mjs'].includes(extname(file)) && !file.endsWith('.generated.ts'));

test('no file or folder has a name that says nothing', () => {
  const empty = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'manager', 'misc', 'shared', 'service']);
  const found = sources.filter((file) =>
    [...dirname(file).split('/'), basename(file).replace(/\..*$/, '')].some((word) => empty.has(word)),
  );
  expect(found, 'Name it after what it does.').toEqual([]);
});

test('no source file grows beyond 700 lines', () => {
  const found = sources.filter((file) => readFileSync(`${root}/${file}`, 'utf8').split('\n').length > 700);
  expect(found, 'Split it where its parts have names of their own.').toEqual([]);
});

test('nothing is a barrel', () => {
  const found = sources.filter((file) => {
    const lines = readFileSync(`${root}/${file}`, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '' && !/^\s*(\/\/|\/?\*)/.test(line));
    return lines.length > 0 && lines.every((line) => line.startsWith('export * from'));
  });
  expect(found, 'Import from the file that defines the thing.').toEqual([]);
});

test('nothing lies about: no leftovers of debugging, no notes to do later', () => {
  const leftovers = /\bdebugger\b|\b(?:describe|test|it)\.only\(|\/\/ ?(?:TODO|FIXME|XXX|HACK)\b/;
  const found = sources.filter((file) => file !== 'tests/tidy/tidy.test.ts' && leftovers.test(readFileSync(`${root}/${file}`, 'utf8')));
  expect(found, 'Do it, or write an issue.').toEqual([]);
});

test('every dependency is pinned to one version', () => {
  const found = files
    .filter((file) => basename(file) === 'package.json')
    .flatMap((file) => {
      const manifest = JSON.parse(readFileSync(`${root}/${file}`, 'utf8')) as Record<string, Record<string, string> | undefined>;
      return ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
        Object.entries(manifest[kind] ?? {})
          .filter(([, version]) => !/^\d+\.\d+\.\d+/.test(version))
          .map(([name, version]) => `${file}: ${name} ${version}`),
      );
    });
  expect(found, 'Write the exact version.').toEqual([]);
});
