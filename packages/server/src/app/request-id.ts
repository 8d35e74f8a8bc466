import { createHash, randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

/** A fresh id for a request; a caller's own id is not taken over, so that logs cannot be forged. */
export function newRequestId(): string {
  return randomUUID();
}

/**
 * The id for the thing that this request creates: derived from member and Idempotency-Key when there is one, so that
 * a retry after a crash makes the same thing; random otherwise. `which` tells several things of one request apart.
 */
export function idOfRequest(request: FastifyRequest, which = ''): string {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || request.actor === null) return randomUUID();
  return uuidFrom(`${request.actor.memberId}\n${request.routeOptions.url}\n${key}\n${which}`);
}

/** A UUID version 8 (RFC 9562, section 5.8) from the SHA-256 of a text. */
export function uuidFrom(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
