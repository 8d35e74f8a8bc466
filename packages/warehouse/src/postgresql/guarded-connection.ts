/**
 * pg's connection, made safe against a broken or malicious server (P27): pg parses and dispatches inside the socket's
 * data listener, where a throw would end the process. Here a throw ends only this connection, a message that claims an
 * absurd length is refused before it is gathered, and the socket dials the one address that was checked (P26).
 */
import { EventEmitter } from 'node:events';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { parse } from 'pg-protocol';

/** Larger than any row the product makes (a cell ends at 65,535 characters), far smaller than a heap. */
export const maximumMessageBytes = 64 * 1024 * 1024;

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
  /** pg calls this once the stream is ready to carry protocol messages, after the TLS upgrade if there is one. */
  attachListeners(stream: Duplex): void {
    const relay = new EventEmitter();
    // The parser only ever calls `on` of what it is given.
    void parse(relay as unknown as NodeJS.ReadableStream, (message) => {
      this.emit(message.name === 'error' ? 'errorMessage' : message.name, message);
    });
    const frames = new FrameBounds(maximumMessageBytes);
    stream.on('data', (chunk: Buffer) => {
      try {
        frames.advance(chunk);
        relay.emit('data', chunk);
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

/** Follows the message headers (one byte of type, four of length) through the chunks of a stream. */
export class FrameBounds {
  readonly #maximumBytes: number;
  #header: number[] = [];
  #remaining = 0;

  constructor(maximumBytes: number) {
    this.#maximumBytes = maximumBytes;
  }

  /** Throws at a length that no honest server sends. */
  advance(chunk: Uint8Array): void {
    let offset = 0;
    while (offset < chunk.length) {
      if (this.#remaining > 0) {
        const skipped = Math.min(this.#remaining, chunk.length - offset);
        this.#remaining -= skipped;
        offset += skipped;
        continue;
      }
      if (this.#header.length === 0 && chunk.length - offset >= 5) {
        this.#begin(chunk[offset + 1] ?? 0, chunk[offset + 2] ?? 0, chunk[offset + 3] ?? 0, chunk[offset + 4] ?? 0);
        offset += 5;
        continue;
      }
      this.#header.push(chunk[offset] ?? 0);
      offset += 1;
      if (this.#header.length === 5) {
        const [, first = 0, second = 0, third = 0, fourth = 0] = this.#header;
        this.#header = [];
        this.#begin(first, second, third, fourth);
      }
    }
  }

  #begin(first: number, second: number, third: number, fourth: number): void {
    const length = first * 0x1000000 + (second << 16) + (third << 8) + fourth;
    if (length < 4 || length > this.#maximumBytes) throw new Error(`The server announced a message of ${length} bytes.`);
    this.#remaining = length - 4;
  }
}
