/** Starts one server process: migrate, build, listen; and stops it without dropping a request. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { migrate } from '../metadata/migrate.ts';
import { refuseWeakSettings } from './config.ts';
import type { ServerConfig } from './config.ts';
import { makeLogger } from './logger.ts';
import { buildServer } from './server.ts';
import { buildServices } from './services.ts';
import type { Services } from './services.ts';

export interface RunningServer {
  /** Where browsers reach it, without a trailing slash. */
  readonly url: string;
  readonly services: Services;
  /** Takes no new request, finishes the running ones, ends background work. */
  close(): Promise<void>;
}

/** Throws `ConfigError` on weak settings, otherwise whatever keeps it from starting. */
export async function startServer(config: ServerConfig): Promise<RunningServer> {
  refuseWeakSettings(config);
  const logger = makeLogger(config.logLevel);
  const ran = await migrate(config.databaseUrl);
  if (ran.length > 0) logger.info({ migrations: ran }, 'the metadata database was brought up to date');

  // The address is part of cookie names and of what the identity provider is told, so it is settled before anything is built.
  const port = config.port === 0 ? await freePort(config.host) : config.port;
  const url = config.publicUrl ?? `http://${config.host}:${port}`;
  const services = await buildServices(config, url, logger);
  try {
    const app = await buildServer(services);
    await app.listen({ host: config.host, port });
    logger.info({ url }, 'listening');
    return {
      url,
      services,
      async close() {
        // A connection becomes idle when its last request is answered, which may be after the server began to close.
        const closingIdle = setInterval(() => app.server.closeIdleConnections(), 50);
        await app.close();
        clearInterval(closingIdle);
        await services.close();
      },
    };
  } catch (error) {
    await services.close();
    throw error;
  }
}

async function freePort(host: string): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, host, resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
