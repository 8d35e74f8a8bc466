/**
 * `npm run penstock -- <command>`: the `penstock` program on the stack that `npm start` runs, unless the environment
 * names another metadata database.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { prepareDataFolder } from './launch/data-folder.ts';
import { readRunning } from './launch/running.ts';
import { postgresAccount } from './postgres/account.ts';

const args = process.argv.slice(2);
const program = fileURLToPath(new URL('../../server/src/app/main.ts', import.meta.url));

if (args[0] === undefined || args[0] === 'serve') {
  process.stderr.write(
    'Usage: npm run penstock -- verify-edit-log | rebuild | start, each with its options. One more server: npm start -- --node 2\n',
  );
  process.exitCode = 1;
} else if (args[0] === 'start') {
  process.exitCode = run(fileURLToPath(new URL('./main.ts', import.meta.url)), args.slice(1), {});
} else if (process.env['PENSTOCK_DATABASE_URL'] !== undefined) {
  process.exitCode = run(program, args, {});
} else {
  const running = await readRunning(await prepareDataFolder(process.env['PENSTOCK_DATA'] ?? null, postgresAccount()));
  if (running === null || running.url === null) {
    process.stderr.write('Penstock does not run here. Start it with npm start, or name a metadata database in PENSTOCK_DATABASE_URL.\n');
    process.exitCode = 1;
  } else {
    process.exitCode = run(program, args, running.environment);
  }
}

function run(script: string, scriptArgs: readonly string[], environment: Readonly<Record<string, string>>): number {
  const { status } = spawnSync(process.execPath, [script, ...scriptArgs], { stdio: 'inherit', env: { ...environment, ...process.env } });
  return status ?? 1;
}
