/**
 * One refresh, within the transaction that holds the credential's lock: ask the provider, keep the rotated refresh
 * token and the new access token together. The caller commits before anybody uses what this gives.
 */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Clock } from '@penstock/domain/ports/clock';
import * as openid from 'openid-client';
import type { PoolClient } from 'pg';
import { crashPoint } from '../app/crash-points.ts';
import { covers } from './coverage.ts';
import type { OAuthClient } from './oauth-client.ts';
import type { ProviderDirectory } from './provider-directory.ts';
import { notCovered, refusalOf } from './refresh-refusal.ts';
import type { SecretStore } from './secret-store.ts';
import { readToken, refreshExpiry } from './token-answer.ts';
import { clearCredential, keepAccessToken, openRefreshToken, rotateRefreshToken } from './token-store.ts';
import type { AccessToken, CredentialRow, TokenSubject } from './token-store.ts';

/** Why there is no token: the person has to act, or the provider has to come back. */
export type NoToken =
  | { readonly kind: 'sign-in-required'; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly reason: string };

interface Needs {
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly providers: ProviderDirectory;
}

export async function renewToken(
  { secrets, clock, providers }: Needs,
  transaction: PoolClient,
  credential: CredentialRow,
  client: OAuthClient,
  subject: TokenSubject,
): Promise<AccessToken | NoToken> {
  if (!covers(credential, subject)) return signInRequired(notCovered(client.name));
  const refreshToken = await openRefreshToken(secrets, credential);
  if (refreshToken === null) return signInRequired(`Your sign-in at ${client.name} has ended.`);
  let fresh: openid.TokenEndpointResponse;
  try {
    fresh = await requestRefresh(await providers.configuration(client), credential, refreshToken, subject);
  } catch (error) {
    if (error instanceof PenstockError) throw error;
    const { kind, reason } = refusalOf(error, client.name);
    if (kind === 'rejected') await clearCredential(transaction, credential.id, new Date(clock.nowMs()));
    return kind === 'unreachable' ? { kind, reason } : signInRequired(reason);
  }
  crashPoint('credentials.refreshed-before-commit');
  const nowMs = clock.nowMs();
  const version = await rotateRefreshToken(transaction, secrets, credential, {
    refreshToken: fresh.refresh_token ?? refreshToken,
    expiresAt: refreshExpiry(fresh, nowMs) ?? credential.refresh_expires_at,
  });
  if (version === null) throw new Error('a credential changed while its row was locked');
  const { login, expiresAtMs } = readToken(fresh.access_token, fresh.expires_in, nowMs);
  const token = {
    credentialId: credential.id,
    token: fresh.access_token,
    login: login ?? credential.login,
    obtainedAtMs: nowMs,
    expiresAtMs,
    version,
  };
  await keepAccessToken(transaction, secrets, credential, subject, token);
  return token;
}

async function requestRefresh(
  configuration: openid.Configuration,
  credential: CredentialRow,
  refreshToken: string,
  subject: TokenSubject,
): Promise<openid.TokenEndpointResponse> {
  const parameters = new URLSearchParams();
  if (subject.audience !== '') parameters.set('resource', subject.audience);
  if (subject.scopes !== '') parameters.set('scope', subject.scopes);
  const answered = await openid.refreshTokenGrant(configuration, refreshToken, parameters);
  // OpenID Connect Core 1.0, section 12.2: an ID token that comes along must be about the same person.
  const claims = answered.claims();
  if (claims !== undefined && claims.sub !== credential.subject) throw new Error('the refreshed ID token is about somebody else');
  return answered;
}

export function signInRequired(reason: string): NoToken {
  return { kind: 'sign-in-required', reason };
}
