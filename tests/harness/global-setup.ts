import { readFile } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';
import { startTestStack } from './stack.ts';
import type { TestStack } from './stack.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    stack: TestStack;
  }
}

/** Starts the clusters before the first test file and stops them after the last; or uses those that `keep-stack` runs. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const kept = process.env['PENSTOCK_TEST_STACK'];
  if (kept !== undefined) {
    project.provide('stack', JSON.parse(await readFile(kept, 'utf8')) as TestStack);
    return async () => {};
  }
  const running = await startTestStack();
  project.provide('stack', running.stack);
  return running.stop;
}
