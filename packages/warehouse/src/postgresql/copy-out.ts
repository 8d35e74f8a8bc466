/**
 * `COPY (...) TO STDOUT` as a stream of bytes: the engine writes the CSV itself. Each row comes as a message of its own,
 * a million of which cost pg's parser an object and an event apiece; here only their headers are taken off, and the rows
 * of one chunk leave together. Formats: PostgreSQL manual, 54.7; the extended protocol admits one statement only (P29).
 */
import { Readable } from 'node:stream';
import type pg from 'pg';
import { serialize } from 'pg-protocol';
import type { GuardedConnection } from './guarded-connection.ts';
import { affectedRows } from './pipeline.ts';

const headerBytes = 5;
const copyData = 'd'.charCodeAt(0);
/** Larger than any row that the product makes. */
const maximumRowBytes = 64 * 1024 * 1024;

/** Splits what the server sends into the bytes of rows and the messages between them. Begins at a message's start. */
export class CopyOutReader {
  readonly #deliver: (rows: Buffer) => void;
  #header: Buffer = Buffer.alloc(0);
  /** Bytes of the current row still to come. */
  #remaining = 0;
  /** Bytes of another message still to pass on. */
  #passing = 0;

  constructor(deliver: (rows: Buffer) => void) {
    this.#deliver = deliver;
  }

  /** Throws at a message that no honest server sends. */
  take(chunk: Buffer, pass: (message: Buffer) => void): void {
    const rows = Buffer.allocUnsafe(chunk.length);
    let delivered = 0;
    let filled = 0;
    let offset = 0;
    const deliver = (): void => {
      if (filled > delivered) this.#deliver(rows.subarray(delivered, filled));
      delivered = filled;
    };
    // Rows leave before the message that follows them, which may be the end.
    const passAfterRows = (message: Buffer): void => {
      deliver();
      pass(message);
    };
    while (offset < chunk.length) {
      if (this.#remaining > 0) {
        const end = Math.min(chunk.length, offset + this.#remaining);
        filled += chunk.copy(rows, filled, offset, end);
        this.#remaining -= end - offset;
        offset = end;
      } else if (this.#passing > 0) {
        const end = Math.min(chunk.length, offset + this.#passing);
        this.#passing -= end - offset;
        passAfterRows(chunk.subarray(offset, end));
        offset = end;
      } else {
        offset += this.#readHeader(chunk, offset, passAfterRows);
      }
    }
    deliver();
  }

  /** How many bytes of the chunk belonged to the header. */
  #readHeader(chunk: Buffer, offset: number, pass: (message: Buffer) => void): number {
    // Almost always the header lies whole in the chunk: then nothing is copied.
    if (this.#header.length === 0 && chunk.length - offset >= headerBytes) {
      this.#begin(chunk, offset, pass);
      return headerBytes;
    }
    const taken = chunk.subarray(offset, offset + headerBytes - this.#header.length);
    const header = Buffer.concat([this.#header, taken]);
    this.#header = header.length < headerBytes ? header : Buffer.alloc(0);
    if (header.length === headerBytes) this.#begin(header, 0, pass);
    return taken.length;
  }

  #begin(bytes: Buffer, offset: number, pass: (message: Buffer) => void): void {
    const length = bytes.readUInt32BE(offset + 1);
    if (bytes[offset] !== copyData) {
      // The message guard judges its length.
      pass(bytes.subarray(offset, offset + headerBytes));
      this.#passing = Math.max(0, length - 4);
      return;
    }
    if (length < 4 || length > maximumRowBytes) throw new Error(`The server announced a row of ${length} bytes.`);
    this.#remaining = length - 4;
  }
}

/** A query for pg's client that is also the stream of its bytes. Destroying it early leaves the connection unusable. */
export class CopyOut extends Readable {
  readonly #statement: string;
  #connection: GuardedConnection | null = null;
  #rowCount = 0;

  /** `statement`: the whole `COPY ... TO STDOUT`. */
  constructor(statement: string) {
    super({ highWaterMark: 1024 * 1024 });
    this.#statement = statement;
  }

  /** As the server counted them; known once all bytes were read. */
  get rowCount(): number {
    return this.#rowCount;
  }

  submit(connection: pg.Connection): void {
    const guarded = connection as GuardedConnection;
    this.#connection = guarded;
    guarded.readCopyOut(
      new CopyOutReader((rows) => {
        if (!this.push(rows)) guarded.stream.pause();
      }),
    );
    const messages = [serialize.parse({ text: this.#statement }), serialize.bind({}), serialize.execute({}), serialize.sync()];
    guarded.stream.write(Buffer.concat(messages));
  }

  override _read(): void {
    this.#connection?.stream.resume();
  }

  handleParseComplete(): void {}
  handleBindComplete(): void {}
  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#rowCount = affectedRows(text);
  }

  handleError(error: Error): void {
    this.#leave();
    this.destroy(error);
  }

  handleReadyForQuery(): void {
    this.#leave();
    this.push(null);
  }

  #leave(): void {
    this.#connection?.readCopyOut(null);
    this.#connection?.stream.resume();
    this.#connection = null;
  }
}
