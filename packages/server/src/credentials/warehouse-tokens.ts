/**
 * Access tokens of people for warehouses.
 *
 * A sign-in leaves a refresh token per person and provider; each audience's access token is fetched with it. Rules:
 *   - one refresh at a time per person and provider, on all nodes: the credential's row is locked from reading the
 *     refresh token to keeping the rotated one; whoever waited finds the new access token in the database and shares it
 *   - a rotated refresh token is committed before the access token that came with it is used. If the process dies in
 *     between, the provider sees the old one again, takes it for theft and ends the sign-in: the person is asked once
 *   - "rejected" forgets the tokens, "unreachable" keeps them
 *   - a version is never used twice, so that whoever saw a token refused can say which one
 */
import type { Connection } from '@penstock/domain/connections/connection';
import type { Clock } from '@penstock/domain/ports/clock';
import * as openid from 'openid-client';
import type { Database } from '../metadata/database.ts';
import type { MetadataListener } from '../metadata/listener.ts';
import { atMost } from './at-most.ts';
import { covers } from './coverage.ts';
import type { Coverage } from './coverage.ts';
import { isFresh } from './freshness.ts';
import type { OAuthClient, OAuthClients } from './oauth-client.ts';
import type { ProviderDirectory } from './provider-directory.ts';
import { renewToken, signInRequired } from './renew-token.ts';
import type { NoToken } from './renew-token.ts';
import type { SecretStore } from './secret-store.ts';
import { readToken, refreshExpiry } from './token-answer.ts';
import {
  accessTokenExpiry,
  accessTokenOf,
  clearCredential,
  credentialOf,
  keepAccessToken,
  lockCredential,
  openRefreshToken,
  replaceCredential,
} from './token-store.ts';
import type { AccessToken, CredentialRow, TokenSubject } from './token-store.ts';

export type TokenAnswer =
  | { readonly kind: 'token'; readonly token: string; readonly login: string; readonly expiresAtMs: number; readonly version: number }
  | NoToken;

/** A warehouse credential was gained or regained: what the requirements call "login". */
export interface Gained {
  readonly memberId: string;
  readonly sessionId: string;
  readonly connectionId: string;
}

/** How a person stands with the provider of a connection. */
export interface Standing {
  readonly state: 'signed-in' | 'expired' | 'none';
  readonly login: string | null;
  readonly expiresAt: Date | null;
  readonly refreshExpiresAt: Date | null;
  /** When the person has to sign in again; `null`: nobody knows, or they are not signed in. */
  readonly endsAt: Date | null;
}

export type Revocation = 'revoked' | 'forgotten-here-only' | 'nothing-to-revoke';

export interface WarehouseTokens {
  accessToken(memberId: string, connection: Connection): Promise<TokenAnswer>;
  /** After the warehouse refused an unexpired token: a newer one than `rejectedVersion`. */
  refresh(memberId: string, connection: Connection, rejectedVersion: number): Promise<TokenAnswer>;
  /** Keeps what a finished sign-in yielded and tells the listeners. */
  gained(sign: SignedIn): Promise<void>;
  /** `connectionId` is `organization` when the organization's provider was signed in to. */
  onGained(listener: (event: Gained) => void): void;
  standing(memberId: string, connection: Connection): Promise<Standing>;
  /** Forgets the person's tokens here, then asks the provider to void them. */
  revoke(memberId: string, connection: Connection): Promise<Revocation>;
}

export interface SignedIn {
  readonly memberId: string;
  readonly sessionId: string;
  readonly client: OAuthClient;
  readonly subject: string;
  /** What the provider was asked for. */
  readonly coverage: Coverage;
  /** Login to assume for tokens that do not name it. */
  readonly login: string;
  readonly answer: openid.TokenEndpointResponse;
}

/** Refreshes that one node does at once: each holds a connection to the metadata while the provider answers. */
const refreshesAtOnce = 4;

export function makeWarehouseTokens(needs: {
  readonly database: Database;
  readonly notifications: MetadataListener;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly clients: OAuthClients;
  readonly providers: ProviderDirectory;
  /** A deactivated member's credentials are not used, whoever asks. */
  readonly isActive: (memberId: string) => Promise<boolean>;
}): WarehouseTokens {
  const { database, secrets, clock, clients, providers } = needs;
  const remembered = new Map<string, AccessToken>();
  const underWay = new Map<string, Promise<TokenAnswer>>();
  const listeners: ((event: Gained) => void)[] = [];
  const inTurn = atMost(refreshesAtOnce);

  needs.notifications.on('warehouse_credentials_changed', forget);
  needs.notifications.onGap(() => remembered.clear());

  function forget(credentialId: string): void {
    for (const [key, token] of remembered) if (token.credentialId === credentialId) remembered.delete(key);
  }

  async function newerThan(memberId: string, connection: Connection, version: number): Promise<TokenAnswer> {
    const [client, isActive] = await Promise.all([clientOf(connection), needs.isActive(memberId)]);
    if (client === null) return signInRequired('No identity provider is set up for this connection.');
    if (!isActive) return signInRequired('This account is deactivated.');
    const subject = subjectOf(connection);
    const key = JSON.stringify([memberId, client.provider, client.issuer, client.clientId, subject]);
    const usable = (token: AccessToken | null): token is AccessToken =>
      token !== null && token.version > version && isFresh(token, clock.nowMs());
    const known = remembered.get(key) ?? null;
    if (usable(known)) return answer(known);
    const workKey = `${key} ${version}`;
    const shared = underWay.get(workKey);
    if (shared !== undefined) return shared;
    const work = inTurn(() => obtain(memberId, client, subject, key, usable)).finally(() => underWay.delete(workKey));
    underWay.set(workKey, work);
    return work;
  }

  async function obtain(
    memberId: string,
    client: OAuthClient,
    subject: TokenSubject,
    key: string,
    usable: (token: AccessToken | null) => token is AccessToken,
  ): Promise<TokenAnswer> {
    // Committed when this returns, whatever it found: only then may the token be used.
    const finding = database.transaction(async (transaction) => {
      const credential = await lockCredential(transaction.client, memberId, client.provider);
      if (credential === null || !belongsTo(credential, client)) return signInRequired(`You have not signed in at ${client.name} yet.`);
      const kept = await accessTokenOf(transaction.client, secrets, credential, subject);
      return usable(kept) ? kept : renewToken({ secrets, clock, providers }, transaction.client, credential, client, subject);
    });
    const found = await finding.catch((error: unknown) => {
      if (!isLockTimeout(error)) throw error;
      return { kind: 'unreachable', reason: `${client.name} is slow to renew your sign-in.` } as const;
    });
    if ('kind' in found) return found;
    remembered.set(key, found);
    return answer(found);
  }

  async function clientOf(connection: Connection): Promise<OAuthClient | null> {
    if (connection.oauth === null) return null;
    return connection.oauth.level === 'organization' ? clients.organization() : clients.ofConnection(connection.id);
  }

  return {
    accessToken: (memberId, connection) => newerThan(memberId, connection, 0),
    refresh: newerThan,
    async gained({ memberId, sessionId, client, subject, coverage, login, answer: response }) {
      const nowMs = clock.nowMs();
      const token = readToken(response.access_token, response.expires_in, nowMs);
      const owner = { member_id: memberId, provider: client.provider, issuer: client.issuer, client_id: client.clientId };
      const credentialId = await database.transaction(async (transaction) => {
        const { id, version } = await replaceCredential(transaction.client, secrets, {
          ...owner,
          ...coverage,
          subject,
          login: token.login ?? login,
          refreshToken: response.refresh_token ?? null,
          refresh_expires_at: refreshExpiry(response, nowMs),
          gainedAt: new Date(nowMs),
        });
        const { expiresAtMs } = token;
        const kept = {
          credentialId: id,
          token: response.access_token,
          login: token.login ?? login,
          obtainedAtMs: nowMs,
          expiresAtMs,
          version,
        };
        await keepAccessToken(transaction.client, secrets, { ...owner, id }, signInSubject, kept);
        return id;
      });
      forget(credentialId);
      for (const listener of listeners) listener({ memberId, sessionId, connectionId: client.provider });
    },
    onGained(listener) {
      listeners.push(listener);
    },
    async standing(memberId, connection) {
      const client = await clientOf(connection);
      const credential = client === null ? null : await credentialOf(database.pool, memberId, client.provider);
      if (client === null || credential === null || !belongsTo(credential, client) || !covers(credential, subjectOf(connection)))
        return nowhere;
      const expiresAt = await accessTokenExpiry(database.pool, credential.id, subjectOf(connection));
      const refreshable = credential.refresh_token_sealed !== null && !isPast(credential.refresh_expires_at, clock.nowMs());
      return {
        state: refreshable || (expiresAt !== null && !isPast(expiresAt, clock.nowMs())) ? 'signed-in' : 'expired',
        login: credential.login,
        expiresAt,
        refreshExpiresAt: credential.refresh_expires_at,
        endsAt: refreshable ? credential.refresh_expires_at : expiresAt,
      };
    },
    async revoke(memberId, connection) {
      const client = await clientOf(connection);
      if (client === null) return 'nothing-to-revoke';
      const refreshToken = await database.transaction(async (transaction) => {
        const credential = await lockCredential(transaction.client, memberId, client.provider);
        if (credential === null || !belongsTo(credential, client)) return null;
        const opened = await openRefreshToken(secrets, credential);
        await clearCredential(transaction.client, credential.id, new Date(clock.nowMs()));
        forget(credential.id);
        return opened;
      });
      if (refreshToken === null) return 'nothing-to-revoke';
      try {
        await openid.tokenRevocation(await providers.configuration(client), refreshToken, { token_type_hint: 'refresh_token' });
        return 'revoked';
      } catch {
        return 'forgotten-here-only';
      }
    },
  };
}

/** The access token of the sign-in itself has no audience of a warehouse. */
const signInSubject: TokenSubject = { audience: '', scopes: '' };

const nowhere: Standing = { state: 'none', login: null, expiresAt: null, refreshExpiresAt: null, endsAt: null };

function subjectOf(connection: Connection): TokenSubject {
  return { audience: connection.oauth?.audience ?? '', scopes: (connection.oauth?.scopes ?? []).toSorted().join(' ') };
}

/** A refresh token goes only to the client and provider that it came from, also after the settings have changed. */
function belongsTo(credential: CredentialRow, client: OAuthClient): boolean {
  return credential.issuer === client.issuer && credential.client_id === client.clientId;
}

function answer(token: AccessToken): TokenAnswer {
  return { kind: 'token', token: token.token, login: token.login, expiresAtMs: token.expiresAtMs, version: token.version };
}

/** SQLSTATE `lock_not_available`: another node has waited for the provider for too long. */
function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '55P03';
}

function isPast(at: Date | null, nowMs: number): boolean {
  return at !== null && at.getTime() <= nowMs;
}
