/**
 * The session cookie. On https its name starts with `__Host-`: browsers then accept it only from this very host, over
 * TLS, for every path, so that no sibling domain can plant one. Browsers refuse that prefix on plain http; a loopback
 * installation uses a name of its own instead, since cookies ignore the port and two installations would share one.
 */
import type { CookieSerializeOptions } from '@fastify/cookie';

export function sessionCookieName(publicUrl: string, installationId: string): string {
  return cookieName('penstock', publicUrl, installationId);
}

/** The cookie that binds a sign-in under way to the browser that started it. */
export function signInCookieName(publicUrl: string, installationId: string): string {
  return cookieName('penstock-sign-in', publicUrl, installationId);
}

/** `Lax`: the cookie must come along when the identity provider sends the browser back. */
export function cookieOptions(publicUrl: string): CookieSerializeOptions {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps(publicUrl) };
}

function cookieName(name: string, publicUrl: string, installationId: string): string {
  return isHttps(publicUrl) ? `__Host-${name}` : `${name}-${installationId.slice(0, 8)}`;
}

function isHttps(publicUrl: string): boolean {
  return publicUrl.startsWith('https:');
}
