import { createRemoteJWKSet, errors, jwtVerify } from 'jose';

export interface TokenRules {
  /** The issuer, as the `iss` claim names it. */
  readonly issuer: string;
  /** Where its signing keys are. */
  readonly keysUrl: URL;
  /** The `aud` that a token for `database` must carry; `null` when no token is accepted there. */
  audienceOf(database: string): string | null;
  /** Asked for each token by its `jti`. */
  isRevoked(tokenId: string): boolean;
}

export type TokenVerdict = { readonly kind: 'accepted'; readonly login: string } | { readonly kind: 'refused'; readonly reason: string };

/** Three base64url parts: what a JWT looks like and a stored password practically never does. */
export function looksLikeToken(password: string): boolean {
  return /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(password);
}

/**
 * Verifies an access token as a resource server has to (RFC 9068 section 4): signature by the issuer's keys, issuer,
 * audience, expiry; and then that it names the login that it is used for.
 */
export function tokenVerifier(rules: TokenRules): (token: string, database: string, user: string) => Promise<TokenVerdict> {
  const keys = createRemoteJWKSet(rules.keysUrl, { timeoutDuration: 5_000, cooldownDuration: 1_000 });
  return async (token, database, user) => {
    const audience = rules.audienceOf(database);
    if (audience === null) return refused(`no access token is accepted for database "${database}"`);
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: rules.issuer,
        audience,
        typ: 'at+jwt',
        algorithms: ['RS256', 'ES256'],
        requiredClaims: ['exp', 'iat', 'jti', 'sub'],
      });
      if (rules.isRevoked(payload.jti ?? '')) return refused('the access token has been revoked');
      const login = payload['login'];
      if (typeof login !== 'string' || login === '') return refused('the access token names no warehouse login');
      if (login !== user) return refused(`the access token is for login "${login}", not "${user}"`);
      return { kind: 'accepted', login };
    } catch (error) {
      return refused(reasonOf(error));
    }
  };
}

function refused(reason: string): TokenVerdict {
  return { kind: 'refused', reason };
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'the access token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) return `the access token does not fit: ${error.message}`;
  if (error instanceof errors.JWKSTimeout) return 'the keys of the identity provider could not be read';
  if (error instanceof errors.JOSEError) return `the access token is not valid: ${error.message}`;
  return 'the keys of the identity provider could not be read';
}
