/** The sign-in room put together: what its routes and the rest of the server use. */
import type { Connection } from '@penstock/domain/connections/connection';
import type { Clock } from '@penstock/domain/ports/clock';
import type { RandomSource } from '@penstock/domain/ports/random';
import { makeProviderDirectory } from '../credentials/provider-directory.ts';
import type { Fetch } from '../credentials/provider-directory.ts';
import type { OAuthClient, OAuthClients } from '../credentials/oauth-client.ts';
import type { SecretStore } from '../credentials/secret-store.ts';
import { makeWarehouseTokens } from '../credentials/warehouse-tokens.ts';
import type { WarehouseTokens } from '../credentials/warehouse-tokens.ts';
import type { Members } from '../members/members.ts';
import type { Database } from '../metadata/database.ts';
import type { MetadataListener } from '../metadata/listener.ts';
import { makeAttemptLimits } from './attempt-limits.ts';
import { makeAuthenticationSettings } from './authentication-settings.ts';
import type { AuthenticationSettingsStore } from './authentication-settings.ts';
import { makeAuthorizationCodeFlow } from './authorization-code-flow.ts';
import type { AuthorizationCodeFlow } from './authorization-code-flow.ts';
import { makeEndSession } from './end-session.ts';
import { makePasswords } from './passwords.ts';
import type { Passwords } from './passwords.ts';

/** What this room asks of the connections room. */
export interface SignInConnections {
  list(): Promise<readonly Connection[]>;
  load(id: string): Promise<Connection | null>;
  facts(id: string): Promise<{
    readonly connection: Connection;
    readonly oauthClient: { readonly issuer: string; readonly clientId: string } | null;
  } | null>;
  /** The secret of a client that is the connection's own. */
  oauthClient(id: string): Promise<{ readonly clientSecret: string } | null>;
}

export interface SignIn {
  readonly settings: AuthenticationSettingsStore;
  readonly flow: AuthorizationCodeFlow;
  readonly passwords: Passwords;
  /** Where a browser ends its session at the provider; `null` if the provider offers no such address. */
  readonly endSessionUrl: () => Promise<string | null>;
}

export function makeSignIn(needs: {
  readonly database: Database;
  readonly notifications: MetadataListener;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly members: Members;
  readonly connections: SignInConnections;
  /** Through the one outbound door. */
  readonly fetch: Fetch;
  readonly allowInsecureIssuer: boolean;
  readonly publicUrl: string;
}): { readonly signIn: SignIn; readonly tokens: WarehouseTokens } {
  const providers = makeProviderDirectory(needs);
  const settings = makeAuthenticationSettings({ ...needs, providers });
  const clients: OAuthClients = { organization: () => settings.client(), ofConnection: (id) => clientOfConnection(needs.connections, id) };
  return {
    tokens: makeWarehouseTokens({
      ...needs,
      clients,
      providers,
      isActive: async (memberId) => (await needs.members.byId(memberId))?.status === 'active',
    }),
    signIn: {
      settings,
      flow: makeAuthorizationCodeFlow({ ...needs, clients, providers }),
      passwords: makePasswords({ ...needs, limits: makeAttemptLimits(needs.database, needs.clock) }),
      endSessionUrl: makeEndSession({ clients, providers, publicUrl: needs.publicUrl }),
    },
  };
}

async function clientOfConnection(connections: SignInConnections, id: string): Promise<OAuthClient | null> {
  const facts = await connections.facts(id);
  if (facts === null || facts.oauthClient === null) return null;
  const { issuer, clientId } = facts.oauthClient;
  const secret = async (): Promise<string> => (await connections.oauthClient(id))?.clientSecret ?? '';
  return { provider: id, name: facts.connection.name, issuer, clientId, secret, scopes: [], idTokenAlgorithm: 'RS256', trustsEmail: false };
}
