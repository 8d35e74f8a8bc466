/** The edit log on real parts, in this process: metadata and warehouse of a rig, people by their own access tokens. */
import { everyDataPermission } from '@penstock/domain/execution-identity/facts';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Connection } from '@penstock/domain/connections/connection';
import type { DataTable } from '@penstock/domain/edit-log/ports';
import { dataTableName, editLogName } from '@penstock/domain/input-tables/physical-layout';
import { systemClock } from '@penstock/server/app/system-ports';
import type { ConnectionStore } from '@penstock/server/connections/store';
import { editLogPorts } from '@penstock/server/edit-log/make-edit-log';
import type { EditLogPorts } from '@penstock/server/edit-log/ports';
import type { EditLogSettings } from '@penstock/server/edit-log/settings';
import { openDatabase } from '@penstock/server/metadata/database';
import { startListener } from '@penstock/server/metadata/listener';
import { makeOutbound } from '@penstock/server/outbound/outbound';
import { makeRunAs } from '@penstock/server/queries/run-as';
import { postgresqlDialect } from '@penstock/warehouse/postgresql/dialect';
import { postgresqlDriver } from '@penstock/warehouse/postgresql/driver';
import type { Person, Rig } from '../harness/rig.ts';

export interface RealEditLog {
  readonly connectionId: string;
  readonly ports: EditLogPorts;
  /** A table that is not made yet, in the schema where alice and bob may write. */
  table(): DataTable;
  /** Member ids are the persons' names. */
  readonly signedOut: Set<string>;
  close(): Promise<void>;
}

/** `connectionId` is a connection of the rig, made through the API. */
export async function realEditLog(
  rig: Rig,
  connectionId: string,
  settings: Partial<EditLogSettings> = {},
  masterKey = randomBytes(32).toString('base64'),
): Promise<RealEditLog> {
  const { host, user, database: name } = rig.metadata;
  const database = openDatabase({ url: `postgres://${String(user)}@${encodeURIComponent(String(host))}/${name}`, connections: 10 });
  const notifications = await startListener({
    url: `postgres://${String(user)}@${encodeURIComponent(String(host))}/${name}`,
    clock: systemClock,
    onError: () => {},
  });
  const [installation] = (await database.pool.query<{ id: string }>('select id from installation')).rows;
  const connection: Connection = {
    id: connectionId,
    name: 'C1',
    type: 'postgresql',
    authentication: 'oauth',
    oauth: { level: 'organization', audience: 'urn:penstock:warehouse', scopes: [] },
    host: rig.warehouse.host,
    port: rig.warehouse.port,
    database: rig.warehouse.database,
    tls: 'off',
    hasServiceAccount: true,
    serviceAccountLogin: 'svc',
    roleAttribute: null,
    writeAccess: true,
    editLogDestination: { database: rig.warehouse.database, schema: 'elog' },
    generation: 1,
  };
  const signedOut = new Set<string>();
  const log = { database: rig.warehouse.database, schema: 'elog', table: editLogName(connectionId) };
  // Only what the edit log asks of the store of connections.
  const connections = {
    load: async () => connection,
    editLogTable: async () => log,
    recordEditLogCreated: async () => {},
    credential: async () => ({ login: 'svc', password: rig.passwords.svc }),
  } as Partial<ConnectionStore> as ConnectionStore;
  const tokens = new Map<string, Promise<string>>();
  const accessToken = async (memberId: string) => {
    if (signedOut.has(memberId)) return { kind: 'sign-in-required', reason: 'signed out' } as const;
    const known = tokens.get(memberId) ?? rig.accessToken(memberId as Person);
    tokens.set(memberId, known);
    return { kind: 'token', token: await known, login: memberId, expiresAtMs: Date.now() + 3_600_000, version: 1 } as const;
  };
  const runAs = makeRunAs({
    driver: postgresqlDriver,
    connections,
    tokens: { accessToken, refresh: accessToken },
    outbound: makeOutbound({ allowedPrivateHosts: ['127.0.0.1', 'localhost'] }),
    clock: systemClock,
    observe: () => {},
  });
  const ports = await editLogPorts({
    database,
    notifications,
    installation: { id: installation?.id ?? randomUUID() },
    secrets: { seal: async (_, text) => Buffer.from(text), open: async (_, sealed) => Buffer.from(sealed).toString() },
    masterKey,
    connections,
    dataPermissions: {
      personFacts: async (_, memberId) => ({ memberId, signIn: 'unknown', dataPermission: everyDataPermission, role: null }),
    },
    members: { byId: async (id) => ({ email: `${id}@example.com` }) },
    runAs,
    dialect: postgresqlDialect,
    clock: systemClock,
    crashPoint: () => {},
    onFailure: (where, error) => console.error(where, error),
    settings,
  });
  return {
    connectionId,
    ports,
    signedOut,
    table() {
      const tableId = randomUUID();
      return { tableId, connectionId, database: rig.warehouse.database, schema: 'wb_a', table: dataTableName(tableId) };
    },
    async close() {
      runAs.close();
      await notifications.close();
      await database.close();
    },
  };
}
