/**
 * What a connection comes down to when it is examined or saved: a new one, or a saved one with changes laid over it.
 * The domain's rules on paths and write access are applied here; what breaks one is a field error.
 */
import { postgresqlPathRules } from '@penstock/domain/connections/schema-path';
import { checkWriteAccess } from '@penstock/domain/connections/write-access';
import type { WriteAccessSettings } from '@penstock/domain/connections/write-access';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { FieldProblem } from '@penstock/domain/errors/penstock-error';
import type { SecretStore } from '../credentials/secret-store.ts';
import type { Database } from '../metadata/database.ts';
import type { ConnectionChange, NewConnection, OAuthInput, WriteAccessInput } from './schema.ts';
import { readCredential } from './store.ts';
import type { ConnectionFacts, Credential, CredentialKind } from './store.ts';

/** What a stored or drafted connection comes down to when it is examined. */
export interface Draft {
  /** `null` while it has never been saved. */
  readonly id: string | null;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly tls: 'require' | 'off';
  readonly authentication: 'static' | 'oauth';
  readonly oauth: { readonly level: 'organization' | 'independent'; readonly audience: string; readonly scopes: readonly string[] } | null;
  /** The service account; on a static connection its own credential. `null` without one. */
  readonly account: Credential | null;
  readonly writeAccess: WriteAccessSettings;
}

/** Write access where the request says nothing about it. */
export const noWriteAccess: WriteAccessInput = { enabled: false, destinations: [], editLogDestination: null };

/** The draft of a connection that was never saved. */
export function draftOf(input: NewConnection): Draft {
  return {
    id: null,
    ...reachOf(input),
    authentication: input.authentication,
    oauth: oauthFacts(input.authentication === 'oauth' ? input.oauth : null),
    account: input.authentication === 'static' ? input.credential : (input.serviceAccount ?? null),
    writeAccess: writeAccessOrThrow(input.writeAccess ?? noWriteAccess, '/body/draft/writeAccess', input.database, input.authentication),
  };
}

/** The configuration as it would be after `change`, for the staged test as well as for saving. */
export async function draftAfter(
  needs: { readonly secrets: SecretStore; readonly database: Database },
  before: ConnectionFacts,
  change: ConnectionChange,
  pointer = '/body/writeAccess',
): Promise<{ readonly draft: Draft; readonly settings: WriteAccessSettings }> {
  const { connection } = before;
  const requested = change.writeAccess ?? {
    enabled: connection.writeAccess,
    destinations: before.destinations.map(({ database, schema }) => ({ database, schema })),
    editLogDestination: connection.editLogDestination === null ? null : { ...connection.editLogDestination },
  };
  const database = change.database ?? connection.database;
  const settings = writeAccessOrThrow(requested, pointer, database, connection.authentication);
  const kind: CredentialKind = connection.authentication === 'static' ? 'connection' : 'service-account';
  const given = kind === 'connection' ? change.credential : change.serviceAccount;
  const account = given === undefined ? await readCredential(needs.database.pool, needs.secrets, connection.id, kind) : given;
  if (given === undefined && account !== null && goesElsewhere(before, change)) refuseToCarryPassword(kind);
  const oauth = change.oauth === undefined ? connection.oauth : oauthFacts(change.oauth);
  return {
    settings,
    draft: {
      id: connection.id,
      host: change.host ?? connection.host,
      port: change.port ?? connection.port,
      database,
      tls: change.tls ?? connection.tls,
      authentication: connection.authentication,
      oauth,
      account,
      writeAccess: settings,
    },
  };
}

/** Applies the domain's rules; `pointer` is where the settings are in the request. */
export function writeAccessOrThrow(
  requested: WriteAccessInput,
  pointer: string,
  database: string,
  authentication: 'static' | 'oauth',
): WriteAccessSettings {
  const check = checkWriteAccess(requested, pointer, postgresqlPathRules(database), authentication);
  if (check.kind === 'invalid') throw invalid(check.problems);
  return check.settings;
}

/** The part of the OAuth settings that is no secret. */
export function oauthFacts(oauth: OAuthInput | null): Draft['oauth'] {
  return oauth === null ? null : { level: oauth.level, audience: oauth.audience, scopes: oauth.scopes };
}

/** How to get to the warehouse. */
export function reachOf(input: NewConnection): Pick<Draft, 'host' | 'port' | 'database' | 'tls'> {
  return { host: input.host, port: input.port, database: input.database, tls: input.tls };
}

/** Another server would be handed the stored password: whoever names the server has to know the password (P22). */
export function goesElsewhere(before: ConnectionFacts, change: ConnectionChange): boolean {
  const { host, port } = before.connection;
  return (change.host ?? host) !== host || (change.port ?? port) !== port;
}

function refuseToCarryPassword(kind: CredentialKind): never {
  const pointer = kind === 'connection' ? '/body/credential' : '/body/serviceAccount';
  throw invalid([{ pointer, message: 'Give login and password again: the stored password is not sent to another host or port.' }]);
}

/** A 400 that names the fields. */
export function invalid(fields: readonly FieldProblem[]): PenstockError {
  return new PenstockError('request.invalid', fields.map((field) => field.message).join(' '), { fields });
}
