/**
 * Ends every test run with the line `N passed, N failed` (`, N skipped` when there are any), above it the tests that
 * passed only when they were tried again, and keeps the results for `npm run requirements`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

interface TestResult {
  readonly title: string;
  /** The requirements and promises that the title starts with. */
  readonly ids: readonly string[];
  readonly file: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  /** Why the first try failed, of a test that passed when it was tried again. */
  readonly firstTry?: string;
}

export class ResultsReporter implements Reporter {
  private readonly startedAt = new Date().toISOString();

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const results = modules.flatMap(resultsOf);
    const count = (state: TestResult['state']): number => results.filter((result) => result.state === state).length;
    const failed = count('failed') + unhandledErrors.length;
    const skipped = count('skipped');
    const line = `${count('passed')} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
    save({ startedAt: this.startedAt, summary: line, tests: results });
    // The very last line, after whatever other reporters and the clusters' end have to say.
    process.once('exit', () => process.stdout.write(`${triedAgain(results)}${line}\n`));
  }
}

/** The tests that passed only when tried again, with what went wrong before; nothing when there are none. */
function triedAgain(results: readonly TestResult[]): string {
  const found = results.filter(({ firstTry }) => firstTry !== undefined);
  if (found.length === 0) return '';
  const lines = found.map(({ file, title, firstTry }) => `  ${file} > ${title}\n      ${firstTry}\n`);
  return `${found.length} passed only when tried again:\n${lines.join('')}`;
}

/** `R27 P1: the log is first` → R27 and P1. Each part of the title may name some. */
export function idsIn(titleParts: readonly string[]): readonly string[] {
  const named = titleParts.flatMap((part) => /^((?:[RP]\d+)(?:[ ,]+(?:[RP]\d+))*):/.exec(part)?.[1]?.split(/[ ,]+/) ?? []);
  return [...new Set(named)];
}

function resultsOf(module: TestModule): readonly TestResult[] {
  const file = relative(process.cwd(), module.moduleId);
  const tests = [...module.children.allTests()].map((test): TestResult => {
    const parts = [test.name];
    for (let parent = test.parent; parent.type === 'suite'; parent = parent.parent) parts.unshift(parent.name);
    const { state, errors } = test.result();
    return {
      title: parts.join(' > '),
      ids: idsIn(parts),
      file,
      state: state === 'pending' ? 'skipped' : state,
      ...(test.diagnostic()?.flaky === true ? { firstTry: errors?.[0]?.message.split('\n')[0] ?? 'It said nothing.' } : {}),
    };
  });
  // A file that cannot be loaded, or whose set-up failed, has failed even if none of its tests ran.
  const broke = module.state() === 'failed' && !tests.some((test) => test.state === 'failed');
  return broke ? [...tests, { title: `${file} runs`, ids: [], file, state: 'failed' }] : tests;
}

function save(results: unknown): void {
  const path = process.env['PENSTOCK_TEST_RESULTS'] ?? 'test-results/results.json';
  if (path === 'off') return;
  mkdirSync(dirname(resolve(path)), { recursive: true });
  writeFileSync(path, `${JSON.stringify(results, null, 1)}\n`);
}
