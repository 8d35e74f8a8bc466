import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/reporter/longest-first.ts';
import { ResultsReporter } from './tests/reporter/results-reporter.ts';

/** Tests of pure code need nothing; system tests share two PostgreSQL clusters, so they start those first. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/*/test/**/*.test.ts',
            'packages/*/src/**/*.test.ts',
            'tests/simulation/**/*.test.ts',
            'tests/tidy/**/*.test.ts',
          ],
          exclude: ['**/*.system.test.ts', '**/node_modules/**'],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'system',
          include: ['tests/{requirements,promises,attacks,engines,browser}/**/*.test.ts', 'packages/*/test/**/*.system.test.ts'],
          globalSetup: ['tests/harness/global-setup.ts'],
          // Far above what anything takes: a busy machine is no failure.
          testTimeout: 180_000,
          hookTimeout: 240_000,
          expect: { poll: { timeout: 60_000 } },
          // Real parts on a busy machine: what fails once is tried once more, and named at the end of the run.
          retry: 1,
        },
      },
    ],
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', new ResultsReporter()],
  },
});
