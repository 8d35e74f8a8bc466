/**
 * `npm start`: brings the whole product up on this machine and prints one line when it is ready. Ctrl-C stops it in
 * order; whatever else ends it leaves something that the next start picks up.
 */
import { prepareDataFolder } from './launch/data-folder.ts';
import { mostNodes, nodePort, nodeUrl } from './launch/nodes.ts';
import { LaunchError, readOptions } from './launch/options.ts';
import type { LaunchOptions } from './launch/options.ts';
import { requireFreePort } from './launch/ports.ts';
import { readRunning, removeRunning, writeRunning } from './launch/running.ts';
import { startStack } from './launch/stack.ts';
import { postgresAccount } from './postgres/account.ts';
import { startServerProcess } from './server-process/server-process.ts';

const accountsLine =
  'sign in as ada (Admin), alice, bob, carol (Build) or vera (View) with one click, or as walt@penstock.example, password walt-likes-tables';

const report = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

/** Resolves at the first signal, or when the npm command that started us is gone; a second Ctrl-C does not wait. */
const toldToStop = new Promise<void>((resolve) => {
  let told = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      told += 1;
      if (told > 1 && signal === 'SIGINT') process.exit(130);
      resolve();
    });
  }
  process.once('disconnect', resolve);
});

try {
  const options = readOptions(process.argv.slice(2));
  const account = postgresAccount();
  const folder = await prepareDataFolder(options.data, account);
  const running = await readRunning(folder);
  if (running === null) await runStack(options, folder, account);
  else if (options.node > 1) await joinStack(options, running);
  else throw new LaunchError(`Penstock runs already${running.url === null ? '' : ` at ${running.url}`} (process ${running.pid}).`);
  process.exit(0);
} catch (error) {
  if (error instanceof LaunchError) report(error.message);
  else report(`Penstock cannot start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exit(1);
}

async function runStack(options: LaunchOptions, folder: string, account: ReturnType<typeof postgresAccount>): Promise<void> {
  await requireFreePort(options.port);
  await writeRunning(folder, { pid: process.pid, url: null, environment: {} });
  try {
    const stack = await startStack({ folder, port: options.port, account, report });
    const nodes = await Promise.all(
      Array.from({ length: options.node - 1 }, async (_, index) => await startNode(options.port, index + 2, stack.environment)),
    );
    await writeRunning(folder, { pid: process.pid, url: stack.url, environment: stack.environment });
    const others = nodes.length === 0 ? '' : ` (and ${nodes.map(({ url }) => url).join(', ')})`;
    console.log(`Penstock is ready at ${stack.url}${others} - ${accountsLine}.`);
    await toldToStop;
    await Promise.all(nodes.map(async (node) => await node.stop()));
    await stack.stop();
  } finally {
    await removeRunning(folder);
  }
}

/** Adds a server process to the stack that another `npm start` runs. */
async function joinStack(options: LaunchOptions, running: NonNullable<Awaited<ReturnType<typeof readRunning>>>): Promise<void> {
  if (running.url === null) throw new LaunchError('Penstock is just starting. Try again when it is ready.');
  if (options.node > mostNodes) throw new LaunchError(`There are at most ${mostNodes} nodes.`);
  const node = await startNode(Number(new URL(running.url).port), options.node, running.environment);
  console.log(`Node ${options.node} of ${running.url} is ready at ${node.url}.`);
  await Promise.race([toldToStop, node.ended]);
  await node.stop();
}

async function startNode(
  firstPort: number,
  node: number,
  environment: Readonly<Record<string, string>>,
): ReturnType<typeof startServerProcess> {
  const port = nodePort(firstPort, node);
  await requireFreePort(port);
  return await startServerProcess({ ...environment, PENSTOCK_PORT: String(port), PENSTOCK_PUBLIC_URL: nodeUrl(firstPort, node) });
}
