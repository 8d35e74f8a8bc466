/**
 * pg's connection, made safe against a broken or malicious server (P27): pg parses and dispatches inside the socket's
 * data listener, where a throw would end the process and an unfinished string would never end. Here every message is
 * inspected first, a throw ends only this connection, and the socket dials the one address that was checked (P26).
 */
import { EventEmitter } from 'node:events';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { parse } from 'pg-protocol';
import type { CopyOutReader } from './copy-out.ts';
import { MessageGuard } from './message-guard.ts';

/** A socket that goes to one address, whatever name its user asks for. */
class PinnedSocket extends net.Socket {
  readonly #address: string;
  readonly #port: number;

  constructor(address: string, port: number) {
    super();
    this.#address = address;
    this.#port = port;
  }

  override connect(): this {
    return super.connect({ host: this.#address, port: this.#port });
  }
}

export class GuardedConnection extends pg.Connection {
  #copy: CopyOutReader | null = null;

  /** From now on data rows of `COPY ... TO STDOUT` go to the reader as they are; every other message goes its usual way. */
  readCopyOut(reader: CopyOutReader | null): void {
    this.#copy = reader;
  }

  /** pg calls this once the stream is ready to carry protocol messages, after the TLS upgrade if there is one. */
  attachListeners(stream: Duplex): void {
    const relay = new EventEmitter();
    // The parser only ever calls `on` of what it is given.
    void parse(relay as unknown as NodeJS.ReadableStream, (message) => {
      this.emit(message.name === 'error' ? 'errorMessage' : message.name, message);
    });
    const guard = new MessageGuard();
    const pass = (chunk: Buffer): void => {
      guard.inspect(chunk);
      relay.emit('data', chunk);
    };
    stream.on('data', (chunk: Buffer) => {
      try {
        if (this.#copy === null) pass(chunk);
        else this.#copy.take(chunk, pass);
      } catch (error) {
        stream.destroy(error instanceof Error ? error : new Error('The server broke the protocol.'));
      }
    });
    stream.on('end', () => relay.emit('end'));
  }
}

export function guardedConnection(address: string, port: number, tls: boolean): GuardedConnection {
  const config = {
    stream: () => new PinnedSocket(address, port),
    // `servername` and the certificate's check come from the host name that pg passes on.
    ssl: tls ? { rejectUnauthorized: true } : false,
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
  };
  return new GuardedConnection(config);
}
