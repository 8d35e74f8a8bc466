/**
 * Codes and refresh tokens of the misbehaving provider. Both are good for one use; a refresh token that comes back a
 * second time is taken for stolen and ends its whole family (RFC 9700, section 4.14.2).
 */
import { createHash, randomBytes } from 'node:crypto';

export interface Authorization {
  readonly subject: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly nonce: string | null;
  readonly codeChallenge: string | null;
  readonly scope: string;
  readonly resources: readonly string[];
}

interface Family {
  readonly authorization: Authorization;
  current: string;
  isRevoked: boolean;
}

export class Grants {
  readonly #codes = new Map<string, Authorization>();
  readonly #unchecked = new Set<string>();
  readonly #families = new Map<string, Family>();
  /** How often a refresh token was used that had been rotated away. */
  reuses = 0;

  newCode(authorization: Authorization): string {
    const code = randomBytes(24).toString('base64url');
    this.#codes.set(code, authorization);
    return code;
  }

  /** The authorization of a code, once, if client, redirect address and code verifier fit (RFC 7636, section 4.6). */
  takeCode(code: string, clientId: string, redirectUri: string, codeVerifier: string): Authorization | null {
    const authorization = this.#codes.get(code);
    this.#codes.delete(code);
    if (authorization === undefined || authorization.clientId !== clientId || authorization.redirectUri !== redirectUri) return null;
    const challenge = createHash('sha256').update(codeVerifier).digest('base64url');
    return authorization.codeChallenge === challenge || this.#unchecked.has(code) ? authorization : null;
  }

  /** The code is given for any code verifier: a provider without PKCE. */
  forgetCodeChallenge(code: string): void {
    this.#unchecked.add(code);
  }

  firstRefreshToken(authorization: Authorization): string {
    const token = randomBytes(24).toString('base64url');
    this.#families.set(token, { authorization, current: token, isRevoked: false });
    return token;
  }

  /** Rotates; `null` when the token is void, also because it had been rotated away. */
  rotate(token: string): { readonly authorization: Authorization; readonly refreshToken: string } | null {
    const family = this.#families.get(token);
    if (family === undefined || family.isRevoked) return null;
    if (family.current !== token) {
      this.reuses += 1;
      family.isRevoked = true;
      return null;
    }
    family.current = randomBytes(24).toString('base64url');
    this.#families.set(family.current, family);
    return { authorization: family.authorization, refreshToken: family.current };
  }

  revoke(token: string): void {
    const family = this.#families.get(token);
    if (family !== undefined) family.isRevoked = true;
  }
}
