/**
 * An ID token was made for the sign-in that just happened: one that says it is older, or from the future, is
 * refused (OpenID Connect Core 1.0, section 3.1.3.7, rule 10). The library checks `exp`, this checks `iat`.
 */
const oldestMs = 10 * 60_000;
const clockSkewMs = 60_000;

export function isRecent(issuedAtSeconds: number, nowMs: number): boolean {
  const issuedAtMs = issuedAtSeconds * 1000;
  return issuedAtMs >= nowMs - oldestMs && issuedAtMs <= nowMs + clockSkewMs;
}
