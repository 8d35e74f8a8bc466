import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { LaunchError } from './options.ts';

/** The identity provider's address is who the members are, and the gateway's is in the connection: neither may change. */
export interface LastingPorts {
  readonly identityProvider: number;
  readonly gateway: number;
}

/** Chosen beside the web port at the first start, the same ever after. */
export async function lastingPorts(folder: string, webPort: number): Promise<LastingPorts> {
  const file = join(folder, 'ports.json');
  const stored = await readFile(file, 'utf8').catch(() => null);
  if (stored !== null) {
    const ports = JSON.parse(stored) as LastingPorts;
    for (const [what, port] of [
      ['identity provider', ports.identityProvider],
      ['token gateway', ports.gateway],
    ] as const) {
      if (!(await isFree(port))) {
        throw new LaunchError(
          `Port ${port} of the ${what} is taken by another program. End that program, or start fresh with another --data folder.`,
        );
      }
    }
    return ports;
  }
  const identityProvider = await nearestFree(webPort + 1, []);
  const ports: LastingPorts = { identityProvider, gateway: await nearestFree(webPort + 2, [identityProvider]) };
  await writeFile(file, JSON.stringify(ports));
  return ports;
}

export async function requireFreePort(port: number): Promise<void> {
  if (await isFree(port)) return;
  throw new LaunchError(`Port ${port} is taken by another program. Choose another: npm start -- --port ${port + 100}`);
}

export async function isFree(port: number): Promise<boolean> {
  return (await probe(port)) !== null;
}

async function nearestFree(wish: number, taken: readonly number[]): Promise<number> {
  for (let port = wish; port < wish + 50; port += 1) if (!taken.includes(port) && (await isFree(port))) return port;
  return (await probe(0)) ?? wish;
}

async function probe(port: number): Promise<number | null> {
  const server = createServer();
  return await new Promise((resolve) => {
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const { port: found } = server.address() as AddressInfo;
      server.close(() => resolve(found));
    });
  });
}
