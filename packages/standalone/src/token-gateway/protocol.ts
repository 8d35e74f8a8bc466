/**
 * The few messages of PostgreSQL's frontend/backend protocol 3 that the gateway reads and writes itself; pure.
 * https://www.postgresql.org/docs/18/protocol-message-formats.html
 */

export type FirstPacket =
  | { readonly kind: 'encryption-request' }
  | { readonly kind: 'cancel'; readonly bytes: Buffer }
  | { readonly kind: 'startup'; readonly user: string; readonly database: string; readonly bytes: Buffer }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'malformed'; readonly reason: string };

const sslRequest = 80_877_103;
const gssEncryptionRequest = 80_877_104;
const cancelRequest = 80_877_102;
/** PostgreSQL's own MAX_STARTUP_PACKET_LENGTH. */
const longestStartupBytes = 10_000;
/** A JWT with many group claims stays far below; PostgreSQL's own limit for a password packet is 1,000. */
const longestPasswordBytes = 16_384;

/** Reads the untyped packet at the start of a connection; `bytes` are the packet alone. */
export function readFirstPacket(buffer: Buffer): FirstPacket {
  if (buffer.length < 8) return { kind: 'incomplete' };
  const length = buffer.readInt32BE(0);
  if (length < 8 || length > longestStartupBytes) return { kind: 'malformed', reason: 'invalid length of startup packet' };
  if (buffer.length < length) return { kind: 'incomplete' };
  const bytes = buffer.subarray(0, length);
  const code = bytes.readInt32BE(4);
  if (code === sslRequest || code === gssEncryptionRequest) return { kind: 'encryption-request' };
  if (code === cancelRequest) return { kind: 'cancel', bytes };
  if (code >>> 16 !== 3) return { kind: 'malformed', reason: `unsupported frontend protocol ${code >>> 16}.${code & 0xffff}` };
  const parameters = readParameters(bytes.subarray(8));
  const user = parameters.get('user');
  if (user === undefined || user === '') return { kind: 'malformed', reason: 'no PostgreSQL user name specified in startup packet' };
  return { kind: 'startup', user, database: parameters.get('database') || user, bytes };
}

function readParameters(bytes: Buffer): ReadonlyMap<string, string> {
  const words = bytes.toString('utf8').split('\0');
  const parameters = new Map<string, string>();
  for (let index = 0; index + 1 < words.length; index += 2) {
    const name = words[index] ?? '';
    if (name === '') break;
    parameters.set(name, words[index + 1] ?? '');
  }
  return parameters;
}

/** One typed message; `bytes` is the whole of it with type and length. */
export interface Message {
  readonly type: string;
  readonly body: Buffer;
  readonly bytes: Buffer;
}

/** The first whole message of `buffer`; `null` while it is incomplete, `'malformed'` when it can never be one. */
export function readMessage(buffer: Buffer, longestBytes = longestPasswordBytes): Message | 'malformed' | null {
  if (buffer.length < 5) return null;
  const length = buffer.readInt32BE(1);
  if (length < 4 || length > longestBytes) return 'malformed';
  if (buffer.length < length + 1) return null;
  return { type: String.fromCharCode(buffer[0] ?? 0), body: buffer.subarray(5, length + 1), bytes: buffer.subarray(0, length + 1) };
}

export const authenticationOk = 0;
export const authenticationCleartextPassword = 3;

/** The kind of an Authentication message; `null` for any other message. */
export function authenticationKind(message: Message): number | null {
  return message.type === 'R' && message.body.length >= 4 ? message.body.readInt32BE(0) : null;
}

export function cleartextPasswordRequest(): Buffer {
  return message('R', Buffer.from([0, 0, 0, authenticationCleartextPassword]));
}

export function passwordMessage(password: string): Buffer {
  return message('p', Buffer.from(`${password}\0`, 'utf8'));
}

/** The password of a PasswordMessage; `null` when it is not NUL-terminated. */
export function readPassword(received: Message): string | null {
  const end = received.body.indexOf(0);
  return received.type === 'p' && end === received.body.length - 1 ? received.body.toString('utf8', 0, end) : null;
}

/** A FATAL ErrorResponse; `sqlState` is one of PostgreSQL's own codes. */
export function fatalError(sqlState: string, text: string): Buffer {
  const fields = [`SFATAL`, `VFATAL`, `C${sqlState}`, `M${text}`];
  return message('E', Buffer.from(`${fields.join('\0')}\0\0`, 'utf8'));
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
