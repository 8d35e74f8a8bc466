/**
 * Keeps the clusters of the tests running, so that one test file at a time starts without waiting for them:
 *
 *   node tests/harness/keep-stack.ts /tmp/stack.json &
 *   PENSTOCK_TEST_STACK=/tmp/stack.json npx vitest run tests/requirements/r27.test.ts
 */
import { rm, writeFile } from 'node:fs/promises';
import { startTestStack } from './stack.ts';

const file = process.argv[2];
if (file === undefined) throw new Error('Name the file to write the addresses to.');
const running = await startTestStack();
await writeFile(file, JSON.stringify(running.stack), { mode: 0o600 });
const alive = setInterval(() => {}, 60_000);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    clearInterval(alive);
    void rm(file, { force: true }).then(running.stop);
  });
}
