/** From the fields of a request to the columns of `connections`; secrets are sealed to their row on the way. */
import type { SecretStore } from '../credentials/secret-store.ts';
import { invalid } from './draft.ts';
import type { OAuthInput } from './schema.ts';
import { clientSecretPlace, credentialPlace } from './store.ts';
import type { ConnectionFacts, Credential, CredentialKind } from './store.ts';

/** Adds login and sealed password; nothing when the request does not mention the account. */
export async function addCredential(
  columns: Map<string, unknown>,
  secrets: SecretStore,
  id: string,
  which: CredentialKind,
  credential: Credential | null | undefined,
): Promise<void> {
  if (credential === undefined) return;
  const prefix = which === 'service-account' ? 'service_account' : 'connection';
  columns.set(`${prefix}_login`, credential?.login ?? null);
  columns.set(`${prefix}_password_sealed`, await sealed(secrets, id, which, credential));
}

/** The account's password, sealed to its column of this connection. */
export async function sealed(
  secrets: SecretStore,
  id: string,
  which: CredentialKind,
  credential: Credential | null,
): Promise<Uint8Array | null> {
  return credential === null ? null : secrets.seal(credentialPlace(id, which), credential.password);
}

/** Values for level, audience, scopes, issuer, client id and sealed client secret, in this order. */
export async function oauthColumns(secrets: SecretStore, id: string, oauth: OAuthInput | null): Promise<readonly unknown[]> {
  if (oauth === null) return [null, null, [], null, null, null];
  if (oauth.level === 'organization') return [oauth.level, oauth.audience, oauth.scopes, null, null, null];
  const clientSecret = oauth.clientSecret === undefined ? null : await secrets.seal(clientSecretPlace(id), oauth.clientSecret);
  return [oauth.level, oauth.audience, oauth.scopes, oauth.issuer, oauth.clientId, clientSecret];
}

/** Adds the OAuth settings of a change; the client's secret is kept while the client stays the same. */
export async function addOAuth(
  columns: Map<string, unknown>,
  secrets: SecretStore,
  id: string,
  before: ConnectionFacts,
  oauth: OAuthInput | undefined,
): Promise<void> {
  if (oauth === undefined) return;
  // A secret belongs to its client: it is kept only while issuer and client stay the same.
  const keepsSecret =
    oauth.level === 'independent' &&
    oauth.clientSecret === undefined &&
    before.oauthClient?.hasSecret === true &&
    before.oauthClient.issuer === oauth.issuer &&
    before.oauthClient.clientId === oauth.clientId;
  if (oauth.level === 'independent' && oauth.clientSecret === undefined && !keepsSecret) {
    throw invalid([{ pointer: '/body/oauth/clientSecret', message: 'Give the secret of the new client.' }]);
  }
  const [level, audience, scopes, issuer, clientId, clientSecret] = await oauthColumns(secrets, id, oauth);
  for (const [column, value] of Object.entries({
    oauth_level: level,
    oauth_audience: audience,
    oauth_scopes: scopes,
    oauth_issuer: issuer,
    oauth_client_id: clientId,
  })) {
    columns.set(column, value);
  }
  if (!keepsSecret) columns.set('oauth_client_secret_sealed', clientSecret);
}
