/**
 * Connections in the metadata database. Facts that rules decide on are remembered for a few seconds and dropped by the
 * change notification on every node; secrets are read, opened and forgotten each time they are needed.
 */
import type { Connection, SchemaPath, WriteDestination } from '@penstock/domain/connections/connection';
import { isHiddenObject } from '@penstock/domain/connections/written-objects';
import type { HiddenPlaces } from '@penstock/domain/connections/written-objects';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Clock } from '@penstock/domain/ports/clock';
import type pg from 'pg';
import type { SecretStore } from '../credentials/secret-store.ts';
import type { Database } from '../metadata/database.ts';
import type { MetadataListener } from '../metadata/listener.ts';
import { ShortCache } from '../metadata/short-cache.ts';

/** A schema and a table of a connection's database. */
export type ObjectPath = SchemaPath & { readonly table: string };

/** Login and password of an account that a connection holds. */
export interface Credential {
  readonly login: string;
  readonly password: string;
}

/** Which of the connection's own accounts. */
export type CredentialKind = 'service-account' | 'connection';

/** Everything about a connection that is no secret. */
export interface ConnectionFacts {
  readonly connection: Connection;
  /** In the order the Admin gave. */
  readonly destinations: readonly WriteDestination[];
  /** Removed ones, where earlier objects still live. */
  readonly formerDestinations: readonly WriteDestination[];
  /** Where the edit log was once created; `null`: never. */
  readonly editLogTable: ObjectPath | null;
  /** Login of a static connection. */
  readonly login: string | null;
  /** Client of an independent connection. */
  readonly oauthClient: { readonly issuer: string; readonly clientId: string; readonly hasSecret: boolean } | null;
  readonly updatedAt: string;
}

export interface ConnectionStore {
  load(id: string): Promise<Connection | null>;
  /** As `load`; throws `connection.not-found`. */
  get(id: string): Promise<Connection>;
  facts(id: string): Promise<ConnectionFacts | null>;
  /** By name. */
  list(): Promise<readonly Connection[]>;
  listFacts(): Promise<readonly ConnectionFacts[]>;
  /** Destinations of today, in order. */
  destinations(id: string): Promise<readonly WriteDestination[]>;
  /** A destination of today or a former one. */
  destination(id: string, destinationId: string): Promise<WriteDestination | null>;
  /** An account of the connection itself; `null` when it has none. Never cached. */
  credential(id: string, which: CredentialKind): Promise<Credential | null>;
  /** The OAuth client of a connection with a client of its own; `null` at organization level. */
  oauthClient(id: string): Promise<{ readonly issuer: string; readonly clientId: string; readonly clientSecret: string } | null>;
  editLogTable(id: string): Promise<ObjectPath | null>;
  /** Records once where the log table was created; later calls with another place throw `connection.edit-log-moved`. */
  recordEditLogCreated(id: string, table: ObjectPath, client?: pg.ClientBase): Promise<void>;
  /** What the explorer must not show (R2). */
  hiddenPlaces(id: string): Promise<HiddenPlaces>;
  /** Throws `connection.source-not-allowed` for a table that the product writes. */
  assertSourceAllowed(id: string, table: ObjectPath): Promise<void>;
  /** Drops what this process remembers, for whoever has just changed it here; other nodes are told by the database. */
  forget(id: string): void;
  /** Calls `listener` with the id whenever a connection changed, on whatever node. */
  onChanged(listener: (connectionId: string) => void): void;
}

interface Needs {
  readonly database: Database;
  readonly notifications: MetadataListener;
  readonly secrets: SecretStore;
  readonly clock: Clock;
}

/** Row of `connections` without its secrets. */
interface Row {
  id: string;
  name: string;
  type: 'postgresql';
  host: string;
  port: number;
  database: string;
  tls: 'require' | 'off';
  authentication: 'static' | 'oauth';
  oauth_level: 'organization' | 'independent' | null;
  oauth_audience: string | null;
  oauth_scopes: string[];
  oauth_issuer: string | null;
  oauth_client_id: string | null;
  has_client_secret: boolean;
  connection_login: string | null;
  service_account_login: string | null;
  role_attribute: string | null;
  write_access: boolean;
  edit_log_database: string | null;
  edit_log_schema: string | null;
  edit_log_table_database: string | null;
  edit_log_table_schema: string | null;
  edit_log_table_name: string | null;
  generation: string;
  updated_at: Date;
  destinations: { id: string; database: string; schema: string; position: number; removed: boolean }[];
}

const selectFacts = `select c.id, c.name, c.type, c.host, c.port, c.database, c.tls, c.authentication, c.oauth_level, c.oauth_audience, c.oauth_scopes,
  c.oauth_issuer, c.oauth_client_id, c.oauth_client_secret_sealed is not null as has_client_secret, c.connection_login, c.service_account_login, c.role_attribute,
  c.write_access, c.edit_log_database, c.edit_log_schema, c.edit_log_table_database, c.edit_log_table_schema, c.edit_log_table_name,
  c.generation::text, c.updated_at,
  coalesce((select json_agg(json_build_object('id', d.id, 'database', d.database, 'schema', d.schema, 'position', d.position, 'removed', d.removed_at is not null)
    order by d.position, d.id) from write_destinations d where d.connection_id = c.id), '[]') as destinations
from connections c`;

/** One per server process. */
export function makeConnectionStore(needs: Needs): ConnectionStore {
  const { database, secrets } = needs;
  const cache = new ShortCache<ConnectionFacts | null>(needs.clock, (id) => loadFacts(database.pool, id)).dropOn(
    needs.notifications,
    'connections_changed',
  );
  const changed = new Set<(connectionId: string) => void>();
  needs.notifications.on('connections_changed', (id) => {
    for (const listener of changed) listener(id);
  });

  async function factsOrThrow(id: string): Promise<ConnectionFacts> {
    const facts = await cache.get(id);
    if (facts === null) throw new PenstockError('connection.not-found', `There is no connection ${id}.`);
    return facts;
  }

  async function hiddenPlaces(id: string): Promise<HiddenPlaces> {
    const facts = await factsOrThrow(id);
    const { editLogDestination } = facts.connection;
    return {
      schemas: [...facts.destinations, ...(editLogDestination === null ? [] : [editLogDestination])],
      objects: [...(facts.editLogTable === null ? [] : [facts.editLogTable]), ...(await registeredObjects(database.pool, id))],
    };
  }

  return {
    load: async (id) => (await cache.get(id))?.connection ?? null,
    get: async (id) => (await factsOrThrow(id)).connection,
    facts: (id) => cache.get(id),
    list: async () => (await loadAllFacts(database.pool)).map((facts) => facts.connection),
    listFacts: () => loadAllFacts(database.pool),
    destinations: async (id) => (await factsOrThrow(id)).destinations,
    async destination(id, destinationId) {
      const facts = await factsOrThrow(id);
      return [...facts.destinations, ...facts.formerDestinations].find((entry) => entry.id === destinationId) ?? null;
    },
    credential: (id, which) => readCredential(database.pool, secrets, id, which),
    async oauthClient(id) {
      const { rows } = await database.pool.query<{
        oauth_issuer: string | null;
        oauth_client_id: string | null;
        oauth_client_secret_sealed: Buffer | null;
      }>(
        `select oauth_issuer, oauth_client_id, oauth_client_secret_sealed from connections where id = $1 and oauth_level = 'independent'`,
        [id],
      );
      const [row] = rows;
      if (row === undefined || row.oauth_issuer === null || row.oauth_client_id === null || row.oauth_client_secret_sealed === null)
        return null;
      const clientSecret = await secrets.open(clientSecretPlace(id), row.oauth_client_secret_sealed);
      return { issuer: row.oauth_issuer, clientId: row.oauth_client_id, clientSecret };
    },
    editLogTable: async (id) => (await factsOrThrow(id)).editLogTable,
    async recordEditLogCreated(id, table, client) {
      await recordEditLogCreated(client ?? database.pool, id, table);
      cache.drop(id);
    },
    hiddenPlaces,
    async assertSourceAllowed(id, table) {
      if (isHiddenObject(await hiddenPlaces(id), table)) {
        throw new PenstockError(
          'connection.source-not-allowed',
          `"${table.schema}"."${table.table}" is where the product writes; it cannot be read as a source.`,
        );
      }
    },
    forget: (id) => cache.drop(id),
    onChanged: (listener) => void changed.add(listener),
  };
}

/** Login and opened password of one of a connection's own accounts; `null` without one. */
export async function readCredential(pool: pg.Pool, secrets: SecretStore, id: string, which: CredentialKind): Promise<Credential | null> {
  const column = which === 'service-account' ? 'service_account' : 'connection';
  const { rows } = await pool.query<{ login: string | null; password: Buffer | null }>(
    `select ${column}_login as login, ${column}_password_sealed as password from connections where id = $1`,
    [id],
  );
  const [row] = rows;
  if (row === undefined || row.login === null || row.password === null) return null;
  return { login: row.login, password: await secrets.open(credentialPlace(id, which), row.password) };
}

/** Where the password of one of a connection's accounts is sealed to. */
export function credentialPlace(connectionId: string, which: CredentialKind): { table: string; rowId: string; column: string } {
  return {
    table: 'connections',
    rowId: connectionId,
    column: which === 'service-account' ? 'service_account_password_sealed' : 'connection_password_sealed',
  };
}

export function clientSecretPlace(connectionId: string): { table: string; rowId: string; column: string } {
  return { table: 'connections', rowId: connectionId, column: 'oauth_client_secret_sealed' };
}

/** Reads past the cache, for commands that decide on the newest state; `client` may hold the row locked. */
export async function loadFacts(client: pg.Pool | pg.ClientBase, id: string): Promise<ConnectionFacts | null> {
  if (!isUuid(id)) return null;
  const { rows } = await client.query<Row>(`${selectFacts} where c.id = $1`, [id]);
  return rows[0] === undefined ? null : factsOf(rows[0]);
}

async function loadAllFacts(pool: pg.Pool): Promise<readonly ConnectionFacts[]> {
  const { rows } = await pool.query<Row>(`${selectFacts} order by lower(c.name), c.id`);
  return rows.map(factsOf);
}

/** Objects that the registry of input tables knows on a connection, wherever they live. */
async function registeredObjects(pool: pg.Pool, connectionId: string): Promise<readonly ObjectPath[]> {
  const { rows } = await pool.query<{ database: string; schema: string; table: string }>(
    `select destination_database as database, destination_schema as schema, table_name as table from input_tables where connection_id = $1`,
    [connectionId],
  );
  return rows;
}

async function recordEditLogCreated(client: pg.Pool | pg.ClientBase, id: string, table: ObjectPath): Promise<void> {
  const { rowCount } = await client.query(
    `update connections set edit_log_table_database = $2, edit_log_table_schema = $3, edit_log_table_name = $4
     where id = $1 and (edit_log_table_name is null or (edit_log_table_database, edit_log_table_schema, edit_log_table_name) = ($2, $3, $4))`,
    [id, table.database, table.schema, table.table],
  );
  if (rowCount === 0) {
    throw new PenstockError(
      'connection.edit-log-moved',
      'The edit log of this connection was created elsewhere; a second one is never made.',
      {
        facts: { connectionId: id },
      },
    );
  }
}

function factsOf(row: Row): ConnectionFacts {
  const oauth =
    row.authentication === 'oauth' && row.oauth_level !== null && row.oauth_audience !== null
      ? { level: row.oauth_level, audience: row.oauth_audience, scopes: row.oauth_scopes }
      : null;
  return {
    connection: {
      id: row.id,
      name: row.name,
      type: row.type,
      authentication: row.authentication,
      oauth,
      host: row.host,
      port: row.port,
      database: row.database,
      tls: row.tls,
      hasServiceAccount: row.service_account_login !== null,
      serviceAccountLogin: row.service_account_login,
      roleAttribute: row.role_attribute,
      writeAccess: row.write_access,
      editLogDestination:
        row.edit_log_database === null || row.edit_log_schema === null
          ? null
          : { database: row.edit_log_database, schema: row.edit_log_schema },
      generation: Number(row.generation),
    },
    destinations: destinationsOf(row, false),
    formerDestinations: destinationsOf(row, true),
    editLogTable:
      row.edit_log_table_database === null || row.edit_log_table_schema === null || row.edit_log_table_name === null
        ? null
        : { database: row.edit_log_table_database, schema: row.edit_log_table_schema, table: row.edit_log_table_name },
    login: row.connection_login,
    oauthClient:
      row.oauth_issuer === null || row.oauth_client_id === null
        ? null
        : { issuer: row.oauth_issuer, clientId: row.oauth_client_id, hasSecret: row.has_client_secret },
    updatedAt: row.updated_at.toISOString(),
  };
}

function destinationsOf(row: Row, removed: boolean): readonly WriteDestination[] {
  return row.destinations
    .filter((entry) => entry.removed === removed)
    .map(({ id, database, schema, position }) => ({ id, database, schema, position }));
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
