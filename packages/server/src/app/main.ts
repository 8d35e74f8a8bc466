/**
 * The `penstock` program. `penstock serve`: one server process, configured by the environment. Prints one line of JSON
 * on standard output when it is ready; logs go to standard error. SIGTERM and SIGINT stop it in order. The other
 * commands run once, with the same environment, and end with an exit code. Anything else gets the usage.
 */
import { runRebuild } from './cli/rebuild.ts';
import { openTools } from './cli/tools.ts';
import type { Tools } from './cli/tools.ts';
import { runVerifyEditLog } from './cli/verify-edit-log.ts';
import { ConfigError, configFromEnvironment } from './config.ts';
import { startServer } from './start.ts';

interface Command {
  /** Its line of the usage: arguments, and what it does. */
  readonly usage: readonly [string, string];
  readonly run: (args: readonly string[]) => Promise<void>;
}

const stopTimeoutMs = 10_000;

const commands: ReadonlyMap<string, Command> = new Map([
  ['serve', { usage: ['', 'runs a server until SIGTERM'], run: serve }],
  ['verify-edit-log', { usage: ['[--json] [--table <id>]', 'compares each input table with its edit log'], run: once(runVerifyEditLog) }],
  ['rebuild', { usage: ['<input table id> --as <e-mail>', 'rebuilds a data table from its edit log'], run: once(runRebuild) }],
]);

async function serve(): Promise<void> {
  const server = await startServer(configFromEnvironment(process.env));
  process.stdout.write(`${JSON.stringify({ ready: true, url: server.url })}\n`);
  const stop = (): void => {
    setTimeout(() => process.exit(1), stopTimeoutMs).unref();
    void server.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function once(command: (tools: Tools, args: readonly string[]) => Promise<number>): Command['run'] {
  return async (args) => {
    const tools = await openTools(configFromEnvironment(process.env));
    const code = await command(tools, args);
    await tools.close();
    process.exit(code);
  };
}

function usage(): string {
  const lines = [...commands].map(
    ([
      name,
      {
        usage: [args, does],
      },
    ]) => `  ${`${name} ${args}`.padEnd(42)} ${does}\n`,
  );
  return `Usage: penstock <command>\n\n${lines.join('')}\nSettings come from the environment: docs/reference/configuration.md.\n`;
}

try {
  const [name = '', ...args] = process.argv.slice(2);
  const command = commands.get(name);
  if (command !== undefined) await command.run(args);
  else if (name === '--help' || name === 'help') process.stdout.write(usage());
  else {
    process.stderr.write(`${name === '' ? '' : `There is no command "${name}".\n\n`}${usage()}`);
    process.exitCode = 2;
  }
} catch (error) {
  process.stderr.write(`Penstock cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  if (!(error instanceof ConfigError)) console.error(error);
  process.exit(error instanceof ConfigError ? 2 : 1);
}
