/**
 * An access token is used until shortly before it expires: clocks differ, and a statement needs time to reach the
 * warehouse. The reserve is a fifth of the token's life, at most 30 s.
 */
export function isFresh(token: { readonly obtainedAtMs: number; readonly expiresAtMs: number }, nowMs: number): boolean {
  const reserveMs = Math.min(30_000, (token.expiresAtMs - token.obtainedAtMs) / 5);
  return nowMs < token.expiresAtMs - reserveMs;
}
