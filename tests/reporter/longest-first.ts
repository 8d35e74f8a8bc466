/** Starts the longest files first, so that no worker is left alone with one of them at the end. */
import { relative, sep } from 'node:path';
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

/** Those that take more than half a minute on two cores, longest first. A run of a fresh clone knows no times of its own. */
export const longFiles: readonly string[] = [
  'tests/promises/P01-hundred-kills.test.ts',
  'tests/browser/screens-tables.test.ts',
  'tests/promises/P01-crash-points.test.ts',
  'tests/browser/journeys.test.ts',
  'tests/browser/screens-documents.test.ts',
  'tests/browser/documents-journeys.test.ts',
  'tests/browser/kept-edits.test.ts',
  'tests/requirements/write-probe.test.ts',
  'tests/simulation/edit-log.test.ts',
  'tests/browser/screens-administration.test.ts',
  'tests/browser/data-journeys.test.ts',
  'tests/promises/P13-in-the-warehouse.test.ts',
  'tests/requirements/waiting-edits.test.ts',
  'tests/promises/backpressure.test.ts',
  'tests/requirements/transient-failures.test.ts',
  'tests/requirements/stack-start.test.ts',
  'tests/browser/workbook-journeys.test.ts',
  'tests/requirements/edit-outcomes.test.ts',
  'tests/promises/replay.test.ts',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = (file: TestSpecification): number => {
      const at = longFiles.indexOf(relative(this.ctx.config.root, file.moduleId).split(sep).join('/'));
      return at === -1 ? longFiles.length : at;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}
