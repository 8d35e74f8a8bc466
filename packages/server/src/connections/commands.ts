/**
 * Creating, changing and deleting connections. Every change raises the generation, so that no pool, cache or session of
 * the old configuration is used again, and is announced to all nodes by the table's trigger. Who may do it is the
 * routes' matter (R4); what a saved configuration must fulfil is decided here.
 */
import type { SchemaPath } from '@penstock/domain/connections/connection';
import { postgresqlPathRules, samePath } from '@penstock/domain/connections/schema-path';
import { checkWriteAccess } from '@penstock/domain/connections/write-access';
import type { WriteAccessSettings } from '@penstock/domain/connections/write-access';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { FieldProblem } from '@penstock/domain/errors/penstock-error';
import type { Actor } from '@penstock/domain/members/actor';
import type pg from 'pg';
import { uuidFrom } from '../app/request-id.ts';
import type { SecretStore } from '../credentials/secret-store.ts';
import type { Database } from '../metadata/database.ts';
import type { ConnectionChange, NewConnection, OAuthInput, Stage, WriteAccessInput } from './schema.ts';
import { clientSecretPlace, credentialPlace, loadFacts } from './store.ts';
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

export interface CommandNeeds {
  readonly database: Database;
  readonly secrets: SecretStore;
  /** Tries the edit log stages of a draft (R6); everything that failed. */
  readonly examineEditLog: (draft: Draft, actor: Actor) => Promise<readonly Stage[]>;
  /** Edits of a connection that are logged and not yet settled. */
  readonly pendingEdits: (connectionId: string) => Promise<number>;
}

const noWriteAccess: WriteAccessInput = { enabled: false, destinations: [], editLogDestination: null };

/** Creates a connection under `id`; the same id again is the same request and changes nothing. */
export async function createConnection(needs: CommandNeeds, actor: Actor, id: string, input: NewConnection): Promise<string> {
  const account = input.authentication === 'static' ? input.credential : (input.serviceAccount ?? null);
  const settings = writeAccessOrThrow(input.writeAccess ?? noWriteAccess, '/body/writeAccess', input.database, input.authentication);
  const oauth = input.authentication === 'oauth' ? input.oauth : null;
  refuseLogWithoutAccount(settings.editLogDestination, account, '/body/serviceAccount');
  if (oauth?.level === 'independent' && oauth.clientSecret === undefined)
    throw invalid([{ pointer: '/body/oauth/clientSecret', message: 'Give the secret of the client.' }]);
  const draft: Draft = {
    id: null,
    ...reachOf(input),
    authentication: input.authentication,
    oauth: oauthFacts(oauth),
    account,
    writeAccess: settings,
  };
  await refuseFailingEditLog(needs, draft, actor);
  const accountPassword = await sealed(needs.secrets, id, input.authentication === 'static' ? 'connection' : 'service-account', account);
  const [connection, service] = input.authentication === 'static' ? [account, null] : [null, account];
  await onNameTaken(input.name, () =>
    needs.database.transaction(async ({ client }) => {
      const { rowCount } = await client.query(
        `insert into connections (id, name, type, host, port, database, tls, authentication, oauth_level, oauth_audience, oauth_scopes, oauth_issuer, oauth_client_id,
           oauth_client_secret_sealed, connection_login, connection_password_sealed, service_account_login, service_account_password_sealed, write_access, edit_log_database, edit_log_schema, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22) on conflict (id) do nothing`,
        [
          id,
          input.name,
          input.type,
          input.host,
          input.port,
          input.database,
          input.tls,
          input.authentication,
          ...(await oauthColumns(needs.secrets, id, oauth)),
          connection?.login ?? null,
          connection === null ? null : accountPassword,
          service?.login ?? null,
          service === null ? null : accountPassword,
          settings.enabled,
          settings.editLogDestination?.database ?? null,
          settings.editLogDestination?.schema ?? null,
          actor.memberId,
        ],
      );
      if (rowCount === 1) await saveDestinations(client, id, settings.destinations);
    }),
  );
  return id;
}

/** Changes what is named and leaves the rest. The service account is removed by `null`. */
export async function changeConnection(
  needs: CommandNeeds,
  actor: Actor,
  id: string,
  change: ConnectionChange,
  pointer = '/body/writeAccess',
): Promise<void> {
  const before = await factsOrThrow(needs.database.pool, id);
  refuseForeignFields(before, change);
  const { draft, settings } = await draftAfter(needs, before, change, pointer);
  await refuseFixedFields(needs, before, change, settings);
  refuseLogWithoutAccount(settings.editLogDestination, draft.account, '/body/serviceAccount');
  if (touchesEditLog(before, change, settings)) await refuseFailingEditLog(needs, draft, actor);
  const columns = new Map<string, unknown>();
  for (const field of ['name', 'host', 'port', 'database', 'tls'] as const)
    if (change[field] !== undefined) columns.set(field, change[field]);
  await addCredential(columns, needs.secrets, id, 'connection', change.credential);
  await addCredential(columns, needs.secrets, id, 'service-account', change.serviceAccount);
  await addOAuth(columns, needs.secrets, id, before, change.oauth);
  if (change.writeAccess !== undefined) {
    columns.set('write_access', settings.enabled);
    columns.set('edit_log_database', settings.editLogDestination?.database ?? null);
    columns.set('edit_log_schema', settings.editLogDestination?.schema ?? null);
  }
  await onNameTaken(change.name ?? before.connection.name, () =>
    needs.database.transaction(async ({ client }) => {
      const assignments = [...columns.keys()].map((column, index) => `${column} = $${index + 3}`);
      const { rowCount } = await client.query(
        `update connections set ${[...assignments, 'generation = generation + 1', 'updated_at = now()'].join(', ')} where id = $1 and generation = $2`,
        [id, before.connection.generation, ...columns.values()],
      );
      if (rowCount === 0)
        throw new PenstockError('connection.changed-meanwhile', `Somebody else changed "${before.connection.name}" at the same moment.`);
      if (change.writeAccess !== undefined) await saveDestinations(client, id, settings.destinations);
      // What was found out about another warehouse says nothing about this one.
      if (movesAway(before, change))
        await client.query(
          'delete from write_verdicts v using write_destinations d where d.id = v.destination_id and d.connection_id = $1',
          [id],
        );
    }),
  );
}

/** Deletes a connection that nothing lives on. */
export async function deleteConnection(needs: CommandNeeds, id: string): Promise<void> {
  const before = await factsOrThrow(needs.database.pool, id);
  try {
    await needs.database.transaction(async ({ client }) => {
      await client.query('select 1 from connections where id = $1 for update', [id]);
      await refuseWhileInUse(client, before);
      await client.query('delete from connections where id = $1', [id]);
    });
  } catch (error) {
    if (sqlState(error) === '23503')
      throw new PenstockError('connection.in-use', `Something still lives on "${before.connection.name}".`, { cause: error });
    throw error;
  }
}

/** The configuration as it would be after `change`, for the staged test as well as for saving. */
export async function draftAfter(
  needs: Pick<CommandNeeds, 'secrets' | 'database'>,
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
  const account = given === undefined ? await storedCredential(needs, connection.id, kind) : given;
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

/** Replaces who may do what on a connection with credentials of its own (R61). */
export async function replacePermissions(
  database: Database,
  id: string,
  permissions: readonly { readonly to: string; readonly permission: 'can-use' | 'can-write-only' }[],
): Promise<void> {
  await database.transaction(async ({ client }) => {
    await client.query('delete from connection_permissions where connection_id = $1', [id]);
    for (const { to, permission } of permissions) {
      await client.query(
        'insert into connection_permissions (connection_id, member_id, permission) values ($1, $2, $3) on conflict do nothing',
        [id, to === 'everyone' ? null : to, permission],
      );
    }
  });
}

async function factsOrThrow(client: pg.Pool | pg.ClientBase, id: string): Promise<ConnectionFacts> {
  const facts = await loadFacts(client, id);
  if (facts === null) throw new PenstockError('connection.not-found', `There is no connection ${id}.`);
  return facts;
}

function writeAccessOrThrow(
  requested: WriteAccessInput,
  pointer: string,
  database: string,
  authentication: 'static' | 'oauth',
): WriteAccessSettings {
  const check = checkWriteAccess(requested, pointer, postgresqlPathRules(database), authentication);
  if (check.kind === 'invalid') throw invalid(check.problems);
  return check.settings;
}

/** D8, R6: nobody but a service account writes an edit log. */
function refuseLogWithoutAccount(log: SchemaPath | null, account: Credential | null, pointer: string): void {
  if (log !== null && account === null) {
    throw invalid([
      {
        pointer,
        message: 'An edit log needs a service account that may create tables in its schema. Give one, or leave the edit log blank.',
      },
    ]);
  }
}

/** R6: write access whose edit log cannot be written is not saved; the answer names schema, privilege and GRANT. */
async function refuseFailingEditLog(needs: CommandNeeds, draft: Draft, actor: Actor): Promise<void> {
  if (!draft.writeAccess.enabled || draft.writeAccess.editLogDestination === null) return;
  const failed = (await needs.examineEditLog(draft, actor)).filter((stage) => stage.result === 'failed');
  const [first] = failed;
  if (first === undefined) return;
  throw new PenstockError('connection.test-failed', first.detail, {
    facts: { stages: failed, missingPrivilege: first.missingPrivilege, grantSql: first.grantSql },
    ...(first.grantSql === null ? { nextStep: 'Correct what the failed stage names, then save again.' } : {}),
  });
}

/** Whether the part that the edit log rests on may be different after the change. */
function touchesEditLog(before: ConnectionFacts, change: ConnectionChange, settings: WriteAccessSettings): boolean {
  const log = before.connection.editLogDestination;
  const newLog = settings.editLogDestination;
  return (
    change.serviceAccount !== undefined ||
    change.credential !== undefined ||
    movesAway(before, change) ||
    (settings.enabled && !before.connection.writeAccess) ||
    (newLog !== null && (log === null || !samePath(log, newLog)))
  );
}

function movesAway(before: ConnectionFacts, change: ConnectionChange): boolean {
  return goesElsewhere(before, change) || (change.database ?? before.connection.database) !== before.connection.database;
}

/** Another server would be handed the stored password: whoever names the server has to know the password (P22). */
function goesElsewhere(before: ConnectionFacts, change: ConnectionChange): boolean {
  const { host, port } = before.connection;
  return (change.host ?? host) !== host || (change.port ?? port) !== port;
}

function refuseToCarryPassword(kind: CredentialKind): never {
  const pointer = kind === 'connection' ? '/body/credential' : '/body/serviceAccount';
  throw invalid([{ pointer, message: 'Give login and password again: the stored password is not sent to another host or port.' }]);
}

/** R28: fields of the other way to sign in are refused, as at creation. */
function refuseForeignFields(before: ConnectionFacts, change: ConnectionChange): void {
  const problems: FieldProblem[] = [];
  if (before.connection.authentication === 'static') {
    if (change.oauth !== undefined) problems.push({ pointer: '/body/oauth', message: 'This connection signs in with its own credential.' });
    if (change.serviceAccount !== undefined)
      problems.push({ pointer: '/body/serviceAccount', message: 'This connection has its own credential instead of a service account.' });
  } else if (change.credential !== undefined) {
    problems.push({
      pointer: '/body/credential',
      message: 'People sign in to this connection themselves; the account it holds is the service account.',
    });
  }
  if (problems.length > 0) throw invalid(problems);
}

async function refuseFixedFields(
  needs: CommandNeeds,
  before: ConnectionFacts,
  change: ConnectionChange,
  settings: WriteAccessSettings,
): Promise<void> {
  const { connection } = before;
  if (
    change.database !== undefined &&
    change.database !== connection.database &&
    (before.editLogTable !== null || (await inputTableCount(needs.database.pool, connection.id)) > 0)
  ) {
    throw new PenstockError('connection.fixed-field', `"${connection.name}" has input tables in the database "${connection.database}".`, {
      fields: [{ pointer: '/body/database', message: 'Stays as it is while input tables live there.' }],
    });
  }
  const log = settings.editLogDestination;
  if (log !== null && before.editLogTable !== null && !samePath(log, before.editLogTable)) {
    throw new PenstockError(
      'connection.edit-log-moved',
      `The edit log "${before.editLogTable.table}" is in "${before.editLogTable.schema}" and not in "${log.schema}".`,
      {
        fields: [{ pointer: '/body/writeAccess/editLogDestination', message: 'The edit log lives elsewhere.' }],
        facts: { table: before.editLogTable },
      },
    );
  }
  if (log === null && connection.editLogDestination !== null) {
    const pending = await needs.pendingEdits(connection.id);
    if (pending > 0)
      throw new PenstockError('connection.edits-pending', `${pending} edits on "${connection.name}" are logged and not yet written.`, {
        facts: { pending },
      });
  }
}

async function refuseWhileInUse(client: pg.ClientBase, before: ConnectionFacts): Promise<void> {
  const { rows } = await client.query<{ id: string; name: string }>(
    'select id, name from input_tables where connection_id = $1 order by created_at limit 20',
    [before.connection.id],
  );
  if (rows.length === 0) return;
  throw new PenstockError(
    'connection.in-use',
    `"${before.connection.name}" holds input tables: ${rows.map((row) => `"${row.name}"`).join(', ')}.`,
    {
      facts: { inputTables: rows },
    },
  );
}

async function inputTableCount(pool: pg.Pool, connectionId: string): Promise<number> {
  const { rows } = await pool.query<{ count: string }>('select count(*)::text as count from input_tables where connection_id = $1', [
    connectionId,
  ]);
  return Number(rows[0]?.count ?? 0);
}

/** R7: order as given; a removed one is kept as former, one that comes back is the same destination again. */
async function saveDestinations(client: pg.ClientBase, connectionId: string, destinations: readonly SchemaPath[]): Promise<void> {
  await client.query('update write_destinations set removed_at = coalesce(removed_at, now()) where connection_id = $1', [connectionId]);
  for (const [position, { database, schema }] of destinations.entries()) {
    await client.query(
      `insert into write_destinations (id, connection_id, database, schema, position) values ($1, $2, $3, $4, $5)
       on conflict (connection_id, database, schema) do update set position = excluded.position, removed_at = null`,
      [uuidFrom(JSON.stringify([connectionId, database, schema])), connectionId, database, schema, position],
    );
  }
}

async function storedCredential(
  needs: Pick<CommandNeeds, 'secrets' | 'database'>,
  id: string,
  which: CredentialKind,
): Promise<Credential | null> {
  const column = which === 'service-account' ? 'service_account' : 'connection';
  const { rows } = await needs.database.pool.query<{ login: string | null; password: Buffer | null }>(
    `select ${column}_login as login, ${column}_password_sealed as password from connections where id = $1`,
    [id],
  );
  const [row] = rows;
  if (row === undefined || row.login === null || row.password === null) return null;
  return { login: row.login, password: await needs.secrets.open(credentialPlace(id, which), row.password) };
}

async function addCredential(
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

async function sealed(secrets: SecretStore, id: string, which: CredentialKind, credential: Credential | null): Promise<Uint8Array | null> {
  return credential === null ? null : secrets.seal(credentialPlace(id, which), credential.password);
}

/** Values for level, audience, scopes, issuer, client id and sealed client secret, in this order. */
async function oauthColumns(secrets: SecretStore, id: string, oauth: OAuthInput | null): Promise<readonly unknown[]> {
  if (oauth === null) return [null, null, [], null, null, null];
  if (oauth.level === 'organization') return [oauth.level, oauth.audience, oauth.scopes, null, null, null];
  const clientSecret = oauth.clientSecret === undefined ? null : await secrets.seal(clientSecretPlace(id), oauth.clientSecret);
  return [oauth.level, oauth.audience, oauth.scopes, oauth.issuer, oauth.clientId, clientSecret];
}

async function addOAuth(
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

function oauthFacts(oauth: OAuthInput | null): Draft['oauth'] {
  return oauth === null ? null : { level: oauth.level, audience: oauth.audience, scopes: oauth.scopes };
}

function reachOf(input: NewConnection): Pick<Draft, 'host' | 'port' | 'database' | 'tls'> {
  return { host: input.host, port: input.port, database: input.database, tls: input.tls };
}

async function onNameTaken<T>(name: string, save: () => Promise<T>): Promise<T> {
  try {
    return await save();
  } catch (error) {
    if (sqlState(error) === '23505')
      throw new PenstockError('connection.name-taken', `There is already a connection called "${name}".`, { cause: error });
    throw error;
  }
}

function sqlState(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

function invalid(fields: readonly FieldProblem[]): PenstockError {
  return new PenstockError('request.invalid', fields.map((field) => field.message).join(' '), { fields });
}
