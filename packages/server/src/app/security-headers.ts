/**
 * Headers that make a browser strict. Scripts come only from our own files; styles may be inline because the UI kit
 * sets sizes on elements; nobody may frame us.
 */
import type { FastifyReply } from 'fastify';

const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const pageHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

const apiHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

const strictTransport = 'max-age=31536000; includeSubDomains';

/** For HTML and assets. */
export function setPageHeaders(reply: FastifyReply, secure: boolean): void {
  reply.headers(pageHeaders);
  if (secure) reply.header('strict-transport-security', strictTransport);
}

/** For answers of the API. */
export function setApiHeaders(reply: FastifyReply, secure: boolean): void {
  reply.headers(apiHeaders);
  if (secure) reply.header('strict-transport-security', strictTransport);
}
