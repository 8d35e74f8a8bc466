/**
 * `penstock serve`: one server process, configured by the environment. Prints one line of JSON on standard output
 * when it is ready; logs go to standard error. SIGTERM and SIGINT stop it in order.
 */
import { ConfigError, configFromEnvironment } from './config.ts';
import { startServer } from './start.ts';

const stopTimeoutMs = 10_000;

try {
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
