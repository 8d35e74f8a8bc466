import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync, cpSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { longFiles } from '../reporter/longest-first.ts';
import { idsIn } from '../reporter/results-reporter.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'penstock-results-'));

afterAll(() => rmSync(folder, { recursive: true }));

describe('a title names the requirements and promises that it proves', () => {
  test.each([
    [['R27: the log is first'], ['R27']],
    [['R27 P1: the log is first'], ['R27', 'P1']],
    [['R2, R3: two'], ['R2', 'R3']],
    [['P1: durability', 'in the warehouse'], ['P1']],
    [
      ['P1: durability', 'R23: and recovery'],
      ['P1', 'R23'],
    ],
    [['see R27: no'], []],
    [['R27 without a colon'], []],
  ])('%j', (parts, ids) => {
    expect(idsIn(parts)).toEqual(ids);
  });
});

describe('npm run requirements', () => {
  /** The script with a repository of its own around it. */
  function report(
    claims: readonly string[],
    tests: readonly { ids: readonly string[]; state: string; firstTry?: string }[] | null,
    ...options: readonly string[]
  ): { status: number | null; stdout: string } {
    for (const part of ['scripts', 'tests', 'test-results']) mkdirSync(join(folder, part), { recursive: true });
    cpSync(join(root, 'scripts/requirements.mjs'), join(folder, 'scripts/requirements.mjs'));
    writeFileSync(join(folder, 'tests/claims.json'), JSON.stringify(claims));
    rmSync(join(folder, 'test-results/results.json'), { force: true });
    if (tests !== null) writeFileSync(join(folder, 'test-results/results.json'), JSON.stringify({ startedAt: 'now', tests }));
    return spawnSync(process.execPath, [join(folder, 'scripts/requirements.mjs'), ...options], { encoding: 'utf8' });
  }

  test('counts tests and passes of each number', () => {
    const { status, stdout } = report(
      ['R2', 'P1'],
      [
        { ids: ['R2'], state: 'passed' },
        { ids: ['R2', 'P1'], state: 'passed' },
        { ids: ['R40'], state: 'skipped' },
      ],
      '--json',
    );
    expect(JSON.parse(stdout)).toEqual([
      { id: 'R2', tests: 2, passed: 2 },
      { id: 'R40', tests: 1, passed: 0 },
      { id: 'P1', tests: 1, passed: 1 },
    ]);
    expect(status).toBe(0);
  });

  test('tells of a number how many of its tests passed only when tried again', () => {
    const { stdout } = report(['R2'], [{ ids: ['R2'], state: 'passed', firstTry: 'Too late.' }]);
    expect(stdout).toMatch(/R2 +1 +1 +1 only when tried again$/m);
  });

  test.each([
    ['no test', []],
    ['only a skipped test', [{ ids: ['R2'], state: 'skipped' }]],
    [
      'a failing test beside a passing one',
      [
        { ids: ['R2'], state: 'passed' },
        { ids: ['R2'], state: 'failed' },
      ],
    ],
    ['never been run', null],
  ])('ends with 1 when a claimed number has %s', (_what, tests) => {
    expect(report(['R2'], tests).status).toBe(1);
  });

  test('claims only numbers that the requirements and promises have', () => {
    const claims = JSON.parse(readFileSync(join(root, 'tests/claims.json'), 'utf8')) as string[];
    expect(claims.filter((id) => !/^(R([1-9]|[1-5]\d|6[01])|P([1-9]|[12]\d|3[0-6]))$/.test(id))).toEqual([]);
    expect(new Set(claims).size).toBe(claims.length);
  });
});

test('the files that start first are there', () => {
  expect(longFiles.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test('a run ends with the line that counts, also when a file cannot be loaded, and names what passed only when tried again', () => {
  mkdirSync(join(root, '.penstock'), { recursive: true });
  const inside = mkdtempSync(join(root, '.penstock/run-'));
  const write = (name: string, ...lines: string[]): void => writeFileSync(join(inside, name), `${lines.join('\n')}\n`);
  try {
    write(
      'vitest.config.ts',
      `import { ResultsReporter } from '../../tests/reporter/results-reporter.ts';`,
      `export default { test: { root: import.meta.dirname, retry: 1, reporters: ['default', new ResultsReporter()] } };`,
    );
    write(
      'one.test.ts',
      `import { test, expect } from 'vitest';`,
      `test('a', () => {});`,
      `test('b', () => expect(1).toBe(2));`,
      `test.skip('c', () => {});`,
      `let tries = 0;`,
      `test('R2: d', () => expect(++tries).toBe(2));`,
    );
    write('two.test.ts', `import './missing.ts';`);
    const { stdout, status } = spawnSync(
      process.execPath,
      [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'vitest.config.ts'],
      {
        cwd: inside,
        encoding: 'utf8',
        env: { ...process.env, PENSTOCK_TEST_RESULTS: join(folder, 'run.json') },
      },
    );
    const lines = stdout.trimEnd().split('\n');
    expect(lines.at(-1)).toBe('2 passed, 2 failed, 1 skipped');
    expect(lines.at(-4)).toBe('1 passed only when tried again:');
    expect(lines.at(-3)).toMatch(/one\.test\.ts > R2: d$/);
    expect(lines.at(-2)).toContain('expected 1 to be 2');
    expect(status).toBe(1);
    const { tests } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as { tests: { title: string; firstTry?: string }[] };
    expect(tests.filter(({ firstTry }) => firstTry !== undefined).map(({ title }) => title)).toEqual(['R2: d']);
  } finally {
    rmSync(inside, { recursive: true });
  }
});

test('the build script is executable and holds no syntax error', () => {
  execFileSync('bash', ['-n', join(root, '.ci/run')]);
  expect(execFileSync('git', ['ls-files', '-s', '.ci/run'], { cwd: root, encoding: 'utf8' })).toMatch(/^100755/);
});
