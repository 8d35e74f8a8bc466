/**
 * Looks at the server's messages before pg's parser does. The parser takes an announced length on trust and searches the
 * end of a string beyond the end of its message, for ever if there is none: a server could fill the memory or stop the
 * whole process with a few bytes (P27). Formats: PostgreSQL manual, 54.7.
 */

/** Larger than any row the product makes (a cell ends at 65,535 characters), far smaller than a heap. */
const maximumMessageBytes = 64 * 1024 * 1024;
/** Of messages with strings in them, which are gathered to be looked at: descriptions, errors, notices, settings. */
const maximumStringsBytes = 4 * 1024 * 1024;

const headerBytes = 5;

/** The first byte of each message with strings that end with a zero byte, and how to walk through it. */
const walks: ReadonlyMap<number, (body: Buffer) => void> = new Map([
  [code('R'), walkAuthentication],
  [code('S'), (body: Buffer) => walkStrings(body, 0, 2)],
  [code('C'), (body: Buffer) => walkStrings(body, 0, 1)],
  [code('A'), (body: Buffer) => walkStrings(body, 4, 2)],
  [code('E'), walkFields],
  [code('N'), walkFields],
  [code('T'), walkRowDescription],
]);

export class MessageGuard {
  /** Bytes of a header that ends in a later chunk. */
  #header: Buffer = Buffer.alloc(0);
  /** Bytes of the current message still to come. */
  #remaining = 0;
  #walk: ((body: Buffer) => void) | null = null;
  #parts: Buffer[] = [];

  /** Throws at what no honest server sends; every message that ends in this chunk has been looked at when it returns. */
  inspect(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#remaining > 0) {
        const body = rest.subarray(0, this.#remaining);
        rest = rest.subarray(body.length);
        this.#remaining -= body.length;
        if (this.#walk === null) continue;
        this.#parts.push(body);
        if (this.#remaining === 0) this.#finish(this.#walk);
        continue;
      }
      const missing = headerBytes - this.#header.length;
      const header = this.#header.length === 0 ? rest.subarray(0, missing) : Buffer.concat([this.#header, rest.subarray(0, missing)]);
      rest = rest.subarray(missing);
      if (header.length < headerBytes) {
        this.#header = Buffer.from(header);
        return;
      }
      this.#header = Buffer.alloc(0);
      this.#begin(header);
    }
  }

  #begin(header: Buffer): void {
    const length = header.readUInt32BE(1);
    const walk = walks.get(header[0] ?? 0) ?? null;
    if (length < 4 || length > (walk === null ? maximumMessageBytes : maximumStringsBytes)) {
      throw new Error(`The server announced a message of ${length} bytes.`);
    }
    this.#remaining = length - 4;
    this.#walk = walk;
    if (this.#remaining === 0 && walk !== null) this.#finish(walk);
  }

  #finish(walk: (body: Buffer) => void): void {
    const [first, ...others] = this.#parts;
    const body = first !== undefined && others.length === 0 ? first : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#walk = null;
    walk(body);
  }
}

function code(letter: string): number {
  return letter.charCodeAt(0);
}

/** Where the next thing begins after a string that begins at `offset`. */
function afterString(body: Buffer, offset: number): number {
  const end = body.indexOf(0, offset);
  if (end < 0) throw new Error('The server sent a string without an end.');
  return end + 1;
}

function walkStrings(body: Buffer, start: number, count: number): void {
  let offset = start;
  for (let index = 0; index < count; index += 1) offset = afterString(body, offset);
}

/** AuthenticationSASL alone has strings: the mechanisms, up to an empty one. */
function walkAuthentication(body: Buffer): void {
  if (body.readInt32BE(0) !== 10) return;
  for (let offset = 4; ;) {
    const next = afterString(body, offset);
    if (next === offset + 1) return;
    offset = next;
  }
}

/** A letter and a string for each field, then a zero byte. */
function walkFields(body: Buffer): void {
  for (let offset = 0; body[offset] !== 0;) {
    if (offset >= body.length) throw new Error('The server sent an error without an end.');
    offset = afterString(body, offset + 1);
  }
}

/** A name and 18 bytes for each column. */
function walkRowDescription(body: Buffer): void {
  const count = body.readInt16BE(0);
  let offset = 2;
  for (let index = 0; index < count; index += 1) offset = afterString(body, offset) + 18;
  if (count < 0 || offset > body.length) throw new Error('The server sent a description that does not fit its columns.');
}
