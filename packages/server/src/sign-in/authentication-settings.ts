/**
 * How people sign in: the one row of `authentication_settings`. The client secret is sealed; nobody ever reads it
 * back but the code that talks to the provider. Settings are remembered for a few seconds and dropped on change.
 */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Clock } from '@penstock/domain/ports/clock';
import type { PoolClient } from 'pg';
import { organizationProvider } from '../credentials/oauth-client.ts';
import type { OAuthClient } from '../credentials/oauth-client.ts';
import type { ProviderDirectory } from '../credentials/provider-directory.ts';
import type { SecretPlace, SecretStore } from '../credentials/secret-store.ts';
import type { Database } from '../metadata/database.ts';
import type { MetadataListener } from '../metadata/listener.ts';
import { ShortCache } from '../metadata/short-cache.ts';

export interface ProviderSettings {
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly idTokenAlgorithm: string;
  readonly trustsEmail: boolean;
}

export interface AuthenticationSettings {
  readonly method: 'oauth' | 'oauth-or-password';
  readonly provider: ProviderSettings | null;
}

/** What an Admin sends; without a secret the kept one stays. */
export interface AuthenticationChange {
  readonly method: AuthenticationSettings['method'];
  readonly provider: (ProviderSettings & { readonly clientSecret?: string | undefined }) | null;
}

export interface AuthenticationSettingsStore {
  /** `null` until the installation is set up. */
  load(): Promise<AuthenticationSettings | null>;
  /** The organization's OAuth client with its secret; `null` without a provider. */
  client(): Promise<OAuthClient | null>;
  /** Throws `authentication.invalid` naming the fields. */
  check(change: AuthenticationChange): Promise<void>;
  save(change: AuthenticationChange): Promise<void>;
  /** The first settings, in the transaction of the set-up; false if there are some already. */
  first(change: AuthenticationChange, connection: PoolClient): Promise<boolean>;
}

interface SettingsRow {
  readonly method: AuthenticationSettings['method'];
  readonly provider_name: string | null;
  readonly issuer: string | null;
  readonly client_id: string | null;
  readonly client_secret_sealed: Buffer | null;
  readonly scopes: readonly string[];
  readonly id_token_algorithm: string;
  readonly trusts_email: boolean;
}

interface Kept {
  readonly settings: AuthenticationSettings;
  readonly clientSecretSealed: Buffer | null;
}

const secretPlace: SecretPlace = { table: 'authentication_settings', rowId: '1', column: 'client_secret_sealed' };

export function makeAuthenticationSettings(needs: {
  readonly database: Database;
  readonly notifications: MetadataListener;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly providers: ProviderDirectory;
}): AuthenticationSettingsStore {
  const { database, secrets, providers } = needs;
  const cache = new ShortCache<Kept | null>(needs.clock, read).dropOn(needs.notifications, 'authentication_settings_changed', 'all');

  async function read(): Promise<Kept | null> {
    const { rows } = await database.pool.query<SettingsRow>(
      `select method, provider_name, issuer, client_id, client_secret_sealed, scopes, id_token_algorithm, trusts_email
       from authentication_settings`,
    );
    return rows[0] === undefined ? null : fromRow(rows[0]);
  }

  async function values(change: AuthenticationChange): Promise<readonly unknown[]> {
    const { method, provider } = change;
    const secret = provider?.clientSecret;
    return [
      method,
      provider?.name ?? null,
      provider?.issuer ?? null,
      provider?.clientId ?? null,
      provider?.scopes ?? [],
      provider?.idTokenAlgorithm ?? 'RS256',
      provider?.trustsEmail ?? false,
      secret === undefined ? null : await secrets.seal(secretPlace, secret),
    ];
  }

  return {
    async load() {
      return (await cache.get(''))?.settings ?? null;
    },
    async client() {
      const kept = await cache.get('');
      if (kept === null || kept.settings.provider === null) return null;
      const sealed = kept.clientSecretSealed;
      const secret = async (): Promise<string> => (sealed === null ? '' : secrets.open(secretPlace, sealed));
      return { ...kept.settings.provider, provider: organizationProvider, secret };
    },
    async check({ method, provider }) {
      if (provider === null) {
        if (method === 'oauth') throw invalid('/body/provider', 'is needed when people sign in only through a provider');
        return;
      }
      const kept = await read();
      const former = kept?.settings.provider ?? null;
      const sameClient = former?.issuer === provider.issuer && former.clientId === provider.clientId;
      // A kept secret is never sent to another provider than the one it was entered for.
      if (provider.clientSecret === undefined && !(sameClient && kept?.clientSecretSealed)) {
        throw invalid('/body/provider/clientSecret', 'is needed with a new issuer or client');
      }
      const candidate = { ...provider, provider: organizationProvider, secret: async () => provider.clientSecret ?? '' };
      await providers.configuration(candidate).catch((error: unknown) => {
        throw invalid(
          '/body/provider/issuer',
          `does not answer as an OpenID provider: ${error instanceof Error ? error.message : 'no answer'}`,
        );
      });
    },
    async save(change) {
      await database.pool.query(
        `update authentication_settings set method = $1, provider_name = $2, issuer = $3, client_id = $4, scopes = $5, id_token_algorithm = $6,
           trusts_email = $7, client_secret_sealed = case when $3::text is null then null else coalesce($8, client_secret_sealed) end,
           version = version + 1, updated_at = now()`,
        [...(await values(change))],
      );
      cache.clear();
    },
    async first(change, connection) {
      const { rowCount } = await connection.query(
        `insert into authentication_settings
           (method, provider_name, issuer, client_id, scopes, id_token_algorithm, trusts_email, client_secret_sealed)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
        [...(await values(change))],
      );
      cache.clear();
      return rowCount === 1;
    },
  };
}

function invalid(pointer: string, message: string): PenstockError {
  return new PenstockError('authentication.invalid', `${pointer.slice('/body/'.length)} ${message}.`, { fields: [{ pointer, message }] });
}

function fromRow(row: SettingsRow): Kept {
  const { provider_name: name, issuer, client_id: clientId } = row;
  const provider =
    name === null || issuer === null || clientId === null
      ? null
      : { name, issuer, clientId, scopes: row.scopes, idTokenAlgorithm: row.id_token_algorithm, trustsEmail: row.trusts_email };
  return { settings: { method: row.method, provider }, clientSecretSealed: row.client_secret_sealed };
}
