/**
 * Creating, changing and deleting connections. Every change raises the generation, so that no pool, cache or session of
 * the old configuration is used again, and is announced to all nodes by the table's trigger. Who may do it is the
 * routes' matter (R4); what a saved configuration must fulfil is decided here.
 */
import type { SchemaPath } from '@penstock/domain/connections/connection';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type pg from 'pg';
import { uuidFrom } from '../app/request-id.ts';
import { addCredential, addOAuth, oauthColumns, sealed } from './columns.ts';
import { draftAfter, invalid, noWriteAccess, oauthFacts, writeAccessOrThrow, reachOf } from './draft.ts';
import type { Draft } from './draft.ts';
import type { Asker, CommandNeeds } from './needs.ts';
import {
  movesAway,
  onNameTaken,
  refuseFailingEditLog,
  refuseFixedFields,
  refuseForeignFields,
  refuseLogWithoutAccount,
  refuseWhileInUse,
  sqlState,
  touchesEditLog,
} from './refusals.ts';
import type { ConnectionChange, NewConnection } from './schema.ts';
import { loadFacts } from './store.ts';
import type { ConnectionFacts } from './store.ts';

/** Creates a connection under `id`; the same id again is the same request and changes nothing. */
export async function createConnection(needs: CommandNeeds, asker: Asker, id: string, input: NewConnection): Promise<string> {
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
  await refuseFailingEditLog(needs, draft, asker);
  const accountPassword = await sealed(needs.secrets, id, input.authentication === 'static' ? 'connection' : 'service-account', account);
  const [connection, service] = input.authentication === 'static' ? [account, null] : [null, account];
  await onNameTaken(input.name, () =>
    needs.database.transaction(async ({ client }) => {
      const { rowCount } = await client.query(
        `insert into connections (id, name, type, host, port, database, tls, authentication, oauth_level, oauth_audience, oauth_scopes, oauth_issuer, oauth_client_id,
           oauth_client_secret_sealed, connection_login, connection_password_sealed, service_account_login, service_account_password_sealed, write_access, edit_log_database, edit_log_schema, created_by, role_attribute)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23) on conflict (id) do nothing`,
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
          asker.actor.memberId,
          input.authentication === 'static' ? (input.roleAttribute ?? null) : null,
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
  asker: Asker,
  id: string,
  change: ConnectionChange,
  pointer = '/body/writeAccess',
): Promise<void> {
  const before = await factsOrThrow(needs.database.pool, id);
  refuseForeignFields(before, change);
  const { draft, settings } = await draftAfter(needs, before, change, pointer);
  await refuseFixedFields(needs, before, change, settings);
  refuseLogWithoutAccount(settings.editLogDestination, draft.account, '/body/serviceAccount');
  if (touchesEditLog(before, change, settings)) await refuseFailingEditLog(needs, draft, asker);
  const columns = new Map<string, unknown>();
  for (const field of ['name', 'host', 'port', 'database', 'tls'] as const)
    if (change[field] !== undefined) columns.set(field, change[field]);
  await addCredential(columns, needs.secrets, id, 'connection', change.credential);
  await addCredential(columns, needs.secrets, id, 'service-account', change.serviceAccount);
  await addOAuth(columns, needs.secrets, id, before, change.oauth);
  if (change.roleAttribute !== undefined) columns.set('role_attribute', change.roleAttribute);
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

async function factsOrThrow(client: pg.Pool | pg.ClientBase, id: string): Promise<ConnectionFacts> {
  const facts = await loadFacts(client, id);
  if (facts === null) throw new PenstockError('connection.not-found', `There is no connection ${id}.`);
  return facts;
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
