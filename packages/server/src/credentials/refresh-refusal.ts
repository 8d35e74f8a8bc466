/**
 * What a failed refresh means (RFC 6749 section 5.2, RFC 8707 section 2):
 *   rejected     the refresh token is void: forget it and ask the person to sign in
 *   not-covered  the sign-in is good but does not reach this audience or scope: ask to sign in, forget nothing
 *   unreachable  anything else, our own client's trouble included: keep everything, try again later
 */
import * as openid from 'openid-client';

export interface RefreshRefusal {
  readonly kind: 'rejected' | 'not-covered' | 'unreachable';
  /** A sentence without secrets. */
  readonly reason: string;
}

export function refusalOf(error: unknown, providerName: string): RefreshRefusal {
  switch (codeOf(error)) {
    case 'invalid_grant':
      return { kind: 'rejected', reason: `Your sign-in at ${providerName} has ended.` };
    case 'invalid_target':
    case 'invalid_scope':
      return { kind: 'not-covered', reason: notCovered(providerName) };
    case 'invalid_client':
    case 'unauthorized_client':
      return { kind: 'unreachable', reason: `${providerName} refuses Penstock's own client: an Admin must check its id and secret.` };
    default:
      return { kind: 'unreachable', reason: `${providerName} could not renew your sign-in just now.` };
  }
}

/** A challenge at the token endpoint means that the client was not accepted (RFC 6749, section 5.2). */
function codeOf(error: unknown): string | null {
  if (error instanceof openid.WWWAuthenticateChallengeError) return 'invalid_client';
  return error instanceof openid.ResponseBodyError ? error.error : null;
}

/** Why a good sign-in does not help here. */
export function notCovered(providerName: string): string {
  return `Your sign-in at ${providerName} does not cover this warehouse yet; sign in again.`;
}
