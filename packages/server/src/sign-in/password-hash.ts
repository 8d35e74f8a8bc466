/**
 * Password hashes: argon2id (RFC 9106) in PHC string format, with the parameters of the OWASP Password Storage Cheat
 * Sheet (19 MiB, 2 passes, 1 lane). The parameters travel with the hash, so that they can be raised later.
 */
import { argon2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { RandomSource } from '@penstock/domain/ports/random';
import { atMost } from '../credentials/at-most.ts';

const parameters = { memory: 19_456, passes: 2, parallelism: 1 };
const tagBytes = 32;

/** A flood of attempts must not take all memory and all threads. */
const inTurn = atMost(2);
const derive = promisify(argon2);

export async function hashPassword(password: string, random: RandomSource): Promise<string> {
  const nonce = Buffer.from(random.bytes(16));
  const tag = await tagOf(password, nonce, parameters);
  const { memory, passes, parallelism } = parameters;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${phcBase64(nonce)}$${phcBase64(tag)}`;
}

/** Compares in constant time; a hash that cannot be read fits no password. */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,})\$([A-Za-z0-9+/]{6,})$/u.exec(hash);
  if (parts === null) return false;
  const [, memory, passes, parallelism, nonce = '', tag = ''] = parts;
  const expected = Buffer.from(tag, 'base64');
  const actual = await tagOf(password, Buffer.from(nonce, 'base64'), {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  });
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

function tagOf(password: string, nonce: Buffer, cost: typeof parameters): Promise<Buffer> {
  return inTurn(() =>
    derive('argon2id', { message: Buffer.from(password.normalize('NFKC'), 'utf8'), nonce, tagLength: tagBytes, ...cost }),
  );
}

/** PHC strings use base64 without padding. */
function phcBase64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/u, '');
}
