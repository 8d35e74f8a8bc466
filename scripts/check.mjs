/** `npm run check`: format, lint with dependency direction, types, tidiness; all of them even when one fails. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name) => join(root, 'node_modules/.bin', name);

const steps = [
  { name: 'format', program: bin('oxfmt'), args: ['--check'], advice: 'npm run format' },
  { name: 'lint', program: bin('oxlint'), args: ['--deny-warnings', '--quiet'] },
  { name: 'types', program: bin('tsc'), args: ['-p', '.'] },
  {
    name: 'types of the web interface',
    program: bin('tsc'),
    args: ['-p', 'packages/web'],
    when: existsSync(join(root, 'packages/web/tsconfig.json')),
  },
  {
    name: 'tidiness',
    program: bin('vitest'),
    args: ['run', '--project', 'unit', 'tests/tidy'],
    environment: { PENSTOCK_TEST_RESULTS: 'off' },
  },
];

let failed = 0;
for (const step of steps.filter(({ when = true }) => when)) {
  const began = Date.now();
  const { status, stdout, stderr } = spawnSync(step.program, step.args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, ...step.environment },
  });
  const seconds = ((Date.now() - began) / 1_000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'failed'}  ${step.name} (${seconds} s)`);
  if (status === 0) continue;
  failed += 1;
  console.log(`${stdout}${stderr}`.trim());
  if (step.advice !== undefined) console.log(`Put right by: ${step.advice}`);
}
process.exitCode = failed === 0 ? 0 : 1;
