/** What an access token says about itself. Its signature is the warehouse's business: the token came straight from the provider. */

export interface ReadToken {
  /** The warehouse login it stands for; `null` if the token does not say. */
  readonly login: string | null;
  readonly expiresAtMs: number;
}

/** Taken when neither the answer nor the token says how long it lasts. */
const unstatedLifetimeMs = 5 * 60_000;

/** Reads the claims `login`, else `preferred_username`, and the expiry: `expires_in` of the answer, else `exp` of the token. */
export function readToken(token: string, expiresInSeconds: number | undefined, nowMs: number): ReadToken {
  const claims = claimsOf(token);
  const login = [claims['login'], claims['preferred_username']].find((claim) => typeof claim === 'string' && claim !== '');
  const exp = claims['exp'];
  return {
    login: typeof login === 'string' ? login : null,
    expiresAtMs:
      expiresInSeconds !== undefined ? nowMs + expiresInSeconds * 1000 : typeof exp === 'number' ? exp * 1000 : nowMs + unstatedLifetimeMs,
  };
}

/** When the refresh token ends. No standard names it; these two are what providers use. */
export function refreshExpiry(answer: Readonly<Record<string, unknown>>, nowMs: number): Date | null {
  const seconds = [answer['refresh_expires_in'], answer['refresh_token_expires_in']].find(
    (value) => typeof value === 'number' && value > 0,
  );
  return typeof seconds === 'number' ? new Date(nowMs + seconds * 1000) : null;
}

/** The payload of a JSON Web Token; empty for opaque tokens. */
function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const payload = token.split('.')[1];
  if (payload === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}
