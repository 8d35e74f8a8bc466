/**
 * `npm run requirements [-- --json]`: which numbered requirements (R27) and promises (P14) the last test run proved.
 * Ends with 1 when a number that tests/claims.json claims has no passing test, or a failing one. A skipped test proves
 * nothing.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const resultsFile = join(root, 'test-results/results.json');
const claims = JSON.parse(readFileSync(join(root, 'tests/claims.json'), 'utf8'));

if (!existsSync(resultsFile)) {
  console.error('There is no test run to report on yet. Run npm test first.');
  process.exit(1);
}
const results = JSON.parse(readFileSync(resultsFile, 'utf8'));
const rows = new Map(claims.map((id) => [id, { id, tests: 0, passed: 0, failed: 0, again: 0 }]));
for (const test of results.tests) {
  for (const id of test.ids) {
    const row = rows.get(id) ?? { id, tests: 0, passed: 0, failed: 0, again: 0 };
    rows.set(id, row);
    row.tests += 1;
    if (test.state === 'passed') row.passed += 1;
    if (test.state === 'failed') row.failed += 1;
    if (test.firstTry !== undefined) row.again += 1;
  }
}
const sorted = [...rows.values()].sort((one, other) => order(one.id) - order(other.id));
const broken = sorted.filter(({ id, passed, failed }) => claims.includes(id) && (passed === 0 || failed > 0));

if (process.argv.includes('--json')) {
  console.log(JSON.stringify(sorted.map(({ id, tests, passed }) => ({ id, tests, passed }))));
} else {
  console.log(`Test run of ${results.startedAt}\n\n  id    tests  passed`);
  for (const { id, tests, passed, again } of sorted) {
    const note = broken.some((row) => row.id === id) ? '  not proven' : claims.includes(id) ? '' : '  not claimed';
    const tried = again === 0 ? '' : `  ${again} only when tried again`;
    console.log(`  ${id.padEnd(4)}  ${String(tests).padStart(5)}  ${String(passed).padStart(6)}${note}${tried}`);
  }
  console.log(`\n${claims.length - broken.length} of ${claims.length} claimed numbers proven.`);
}
process.exitCode = broken.length === 0 ? 0 : 1;

function order(id) {
  return (id.startsWith('R') ? 0 : 1_000) + Number(id.slice(1));
}
