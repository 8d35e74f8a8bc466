/** SQL of `warehouse_credentials` and `warehouse_access_tokens`. Tokens come and go sealed to their rows. */
import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { SecretPlace, SecretStore } from './secret-store.ts';

/** Whose credential it is, and where it may be sent: its secrets are sealed to all of it. */
export interface CredentialOwner {
  readonly id: string;
  readonly member_id: string;
  readonly provider: string;
  readonly issuer: string;
  readonly client_id: string;
}

export interface CredentialRow extends CredentialOwner {
  readonly subject: string;
  readonly audiences: readonly string[];
  readonly scopes: readonly string[];
  readonly login: string;
  readonly refresh_token_sealed: Buffer | null;
  readonly refresh_expires_at: Date | null;
  readonly version: string;
}

export interface AccessToken {
  readonly credentialId: string;
  readonly token: string;
  readonly login: string;
  readonly obtainedAtMs: number;
  readonly expiresAtMs: number;
  readonly version: number;
}

/** What one access token is for: an audience (RFC 8707 resource) and the scopes asked for, joined by spaces. */
export interface TokenSubject {
  readonly audience: string;
  readonly scopes: string;
}

const credentialColumns =
  'id, member_id, provider, issuer, client_id, subject, audiences, scopes, login, refresh_token_sealed, refresh_expires_at, version';

export async function credentialOf(client: Pool | PoolClient, memberId: string, provider: string): Promise<CredentialRow | null> {
  const { rows } = await client.query<CredentialRow>(
    `select ${credentialColumns} from warehouse_credentials where member_id = $1 and provider = $2`,
    [memberId, provider],
  );
  return rows[0] ?? null;
}

/** The same, and nobody else on any node refreshes, replaces or clears it until the transaction ends. */
export async function lockCredential(client: PoolClient, memberId: string, provider: string): Promise<CredentialRow | null> {
  await client.query("set local lock_timeout = '20s'");
  const { rows } = await client.query<CredentialRow>(
    `select ${credentialColumns} from warehouse_credentials where member_id = $1 and provider = $2 for update`,
    [memberId, provider],
  );
  return rows[0] ?? null;
}

/** Makes or replaces the credential that a sign-in yielded; what came of the former one goes. */
export async function replaceCredential(
  client: PoolClient,
  secrets: SecretStore,
  gained: Omit<CredentialRow, 'id' | 'version' | 'refresh_token_sealed'> & {
    readonly refreshToken: string | null;
    readonly gainedAt: Date;
  },
): Promise<{ readonly id: string; readonly version: number }> {
  const { rows } = await client.query<{ id: string; version: string }>(
    `insert into warehouse_credentials (id, member_id, provider, issuer, client_id, subject, login, refresh_expires_at, gained_at, audiences, scopes)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (member_id, provider) do update set issuer = excluded.issuer, client_id = excluded.client_id, subject = excluded.subject,
       login = excluded.login, refresh_expires_at = excluded.refresh_expires_at, gained_at = excluded.gained_at,
       audiences = excluded.audiences, scopes = excluded.scopes,
       version = nextval('warehouse_credential_versions')
     returning id, version`,
    [
      randomUUID(),
      gained.member_id,
      gained.provider,
      gained.issuer,
      gained.client_id,
      gained.subject,
      gained.login,
      gained.refresh_expires_at,
      gained.gainedAt,
      gained.audiences,
      gained.scopes,
    ],
  );
  const row = rows[0];
  if (row === undefined) throw new Error('the credential was not kept');
  const sealed =
    gained.refreshToken === null ? null : await secrets.seal(refreshTokenPlace({ ...gained, id: row.id }), gained.refreshToken);
  await client.query('update warehouse_credentials set refresh_token_sealed = $2, cleared_at = null where id = $1', [row.id, sealed]);
  await client.query('delete from warehouse_access_tokens where credential_id = $1', [row.id]);
  return { id: row.id, version: Number(row.version) };
}

/** Compare-and-swap: keeps the rotated refresh token if the credential is still at `version`; returns the new version or `null`. */
export async function rotateRefreshToken(
  client: PoolClient,
  secrets: SecretStore,
  credential: CredentialRow,
  rotated: { readonly refreshToken: string; readonly expiresAt: Date | null },
): Promise<number | null> {
  const sealed = await secrets.seal(refreshTokenPlace(credential), rotated.refreshToken);
  const { rows } = await client.query<{ version: string }>(
    `update warehouse_credentials set refresh_token_sealed = $3, refresh_expires_at = $4, version = nextval('warehouse_credential_versions')
     where id = $1 and version = $2 returning version`,
    [credential.id, credential.version, sealed, rotated.expiresAt],
  );
  return rows[0] === undefined ? null : Number(rows[0].version);
}

/** Forgets every token of a credential; the row stays to say that there was one. */
export async function clearCredential(client: PoolClient, credentialId: string, at: Date): Promise<void> {
  await client.query('delete from warehouse_access_tokens where credential_id = $1', [credentialId]);
  await client.query(
    'update warehouse_credentials set refresh_token_sealed = null, refresh_expires_at = null, cleared_at = $2 where id = $1',
    [credentialId, at],
  );
}

/** `null` once it was cleared. */
export async function openRefreshToken(secrets: SecretStore, credential: CredentialRow): Promise<string | null> {
  return credential.refresh_token_sealed === null ? null : secrets.open(refreshTokenPlace(credential), credential.refresh_token_sealed);
}

export async function accessTokenOf(
  client: Pool | PoolClient,
  secrets: SecretStore,
  credential: CredentialOwner,
  subject: TokenSubject,
): Promise<AccessToken | null> {
  const { rows } = await client.query<{
    id: string;
    login: string;
    token_sealed: Buffer;
    obtained_at: Date;
    expires_at: Date;
    version: string;
  }>(
    `select id, login, token_sealed, obtained_at, expires_at, version from warehouse_access_tokens
     where credential_id = $1 and audience = $2 and scopes = $3`,
    [credential.id, subject.audience, subject.scopes],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return {
    credentialId: credential.id,
    token: await secrets.open(accessTokenPlace(row.id, credential, subject), row.token_sealed),
    login: row.login,
    obtainedAtMs: row.obtained_at.getTime(),
    expiresAtMs: row.expires_at.getTime(),
    version: Number(row.version),
  };
}

export async function keepAccessToken(
  client: PoolClient,
  secrets: SecretStore,
  credential: CredentialOwner,
  subject: TokenSubject,
  token: AccessToken,
): Promise<void> {
  const id = randomUUID();
  await client.query('delete from warehouse_access_tokens where credential_id = $1 and audience = $2 and scopes = $3', [
    token.credentialId,
    subject.audience,
    subject.scopes,
  ]);
  await client.query(
    `insert into warehouse_access_tokens (id, credential_id, audience, scopes, login, token_sealed, obtained_at, expires_at, version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      token.credentialId,
      subject.audience,
      subject.scopes,
      token.login,
      await secrets.seal(accessTokenPlace(id, credential, subject), token.token),
      new Date(token.obtainedAtMs),
      new Date(token.expiresAtMs),
      token.version,
    ],
  );
}

/** When the newest access token of that kind expires, without opening it. */
export async function accessTokenExpiry(pool: Pool, credentialId: string, subject: TokenSubject): Promise<Date | null> {
  const { rows } = await pool.query<{ expires_at: Date }>(
    'select expires_at from warehouse_access_tokens where credential_id = $1 and audience = $2 and scopes = $3',
    [credentialId, subject.audience, subject.scopes],
  );
  return rows[0]?.expires_at ?? null;
}

function refreshTokenPlace(credential: CredentialOwner): SecretPlace {
  return { table: 'warehouse_credentials', rowId: ownerText(credential), column: 'refresh_token_sealed' };
}

function accessTokenPlace(id: string, credential: CredentialOwner, subject: TokenSubject): SecretPlace {
  return { table: 'warehouse_access_tokens', rowId: `${id} ${ownerText(credential)} ${JSON.stringify(subject)}`, column: 'token_sealed' };
}

/** A row that is given to somebody else by changing its owner does not open either. */
function ownerText({ id, member_id: memberId, provider, issuer, client_id: clientId }: CredentialOwner): string {
  return JSON.stringify([id, memberId, provider, issuer, clientId]);
}
