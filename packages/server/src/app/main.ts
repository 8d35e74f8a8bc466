/**
 * `penstock serve`: one server process, configured by the environment. Prints one line of JSON on standard output
 * when it is ready; logs go to standard error. SIGTERM and SIGINT stop it in order. The other commands run once, with
 * the same environment, and end with an exit code.
 */
import { runRebuild } from './cli/rebuild.ts';
import { openTools } from './cli/tools.ts';
import type { Tools } from './cli/tools.ts';
import { runVerifyEditLog } from './cli/verify-edit-log.ts';
import { ConfigError, configFromEnvironment } from './config.ts';
import { startServer } from './start.ts';

const stopTimeoutMs = 10_000;

const commands: Readonly<Record<string, (tools: Tools, args: readonly string[]) => Promise<number>>> = {
  'verify-edit-log': runVerifyEditLog,
  rebuild: runRebuild,
};

async function runOnce(command: (tools: Tools, args: readonly string[]) => Promise<number>): Promise<never> {
  const tools = await openTools(configFromEnvironment(process.env));
  const code = await command(tools, process.argv.slice(3));
  await tools.close();
  process.exit(code);
}

try {
  const command = commands[process.argv[2] ?? 'serve'];
  if (command !== undefined) await runOnce(command);
  const server = await startServer(configFromEnvironment(process.env));
  process.stdout.write(`${JSON.stringify({ ready: true, url: server.url })}\n`);
  const stop = (): void => {
    setTimeout(() => process.exit(1), stopTimeoutMs).unref();
    void server.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  process.stderr.write(`Penstock cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  if (!(error instanceof ConfigError)) console.error(error);
  process.exit(error instanceof ConfigError ? 2 : 1);
}
