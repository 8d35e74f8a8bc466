/**
 * A TCP door in front of a server that loses exactly what a test tells it to lose, at the moment it tells it.
 */
import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/**
 * `answer-lost`: what the client sends next is delivered, the server answers, and then the client's connection is cut
 * before it hears anything. `request-lost`: cut before the server sees it. `silent`: delivered, never answered.
 */
export type Fault = 'answer-lost' | 'request-lost' | 'silent';

export interface FaultProxy {
  readonly port: number;
  /** Applies once, to the next bytes that a client sends and `matches` accepts. */
  arm(fault: Fault, matches?: (bytes: Buffer) => boolean): void;
  /** Resolves when the armed fault has happened. */
  happened(): Promise<void>;
  /** Cuts every connection now. */
  cutAll(): void;
  close(): Promise<void>;
}

/** `server`: a port on loopback, or the path of a unix socket. */
export async function startFaultProxy(server: { readonly port: number } | { readonly path: string }): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  let armed: { readonly fault: Fault; readonly matches: (bytes: Buffer) => boolean; readonly done: () => void } | null = null;
  let happening: Promise<void> = Promise.resolve();

  const listener = net.createServer({ noDelay: true }, (client) => {
    const upstream = net.connect({ host: '127.0.0.1', ...server });
    let losing: Fault | null = null;
    let done = (): void => {};
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('close', () => {
      // A server whose client is gone may still be working: only a plain end is passed on.
      if (losing === null) upstream.destroy();
    });
    upstream.on('close', () => client.destroy());
    client.on('data', (bytes) => {
      if (armed !== null && armed.matches(bytes)) {
        losing = armed.fault;
        done = armed.done;
        armed = null;
        if (losing === 'request-lost') {
          client.destroy();
          upstream.destroy();
          done();
          return;
        }
      }
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      switch (losing) {
        case null:
          client.write(bytes);
          return;
        case 'answer-lost':
          client.destroy();
          upstream.end();
          done();
          return;
        default:
          done();
      }
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));

  return {
    port: (listener.address() as AddressInfo).port,
    arm: (fault, matches = () => true) => {
      happening = new Promise((resolve) => {
        armed = { fault, matches, done: resolve };
      });
    },
    happened: () => happening,
    cutAll: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
