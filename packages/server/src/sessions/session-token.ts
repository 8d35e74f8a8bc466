/**
 * The secret that a browser holds for its session: 256 random bits. The database knows only its hash, so that whoever
 * reads a dump cannot act as anybody.
 */
import { createHash, createHmac } from 'node:crypto';
import type { RandomSource } from '@penstock/domain/ports/random';

export function newSessionToken(random: RandomSource): string {
  return Buffer.from(random.bytes(32)).toString('base64url');
}

/** What the `sessions` table keeps of a token. The token has full entropy: a plain hash is enough. */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/**
 * The CSRF token of a session: derived from the session token, so that it needs no place of its own, changes with
 * every sign-in, and says nothing about the session token to a page that shows it.
 */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('penstock csrf').digest('base64url');
}
