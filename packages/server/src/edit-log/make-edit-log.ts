/** Builds the edit log of this process from the product's own parts. */
import { createHash, randomUUID } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Clock } from '@penstock/domain/ports/clock';
import { editLogName } from '@penstock/domain/input-tables/physical-layout';
import type { Dialect } from '@penstock/warehouse/dialect';
import type { ConnectionStore } from '../connections/store.ts';
import type { DataPermissions } from '../data-permissions/data-permissions.ts';
import type { SecretStore } from '../credentials/secret-store.ts';
import type { Database } from '../metadata/database.ts';
import type { MetadataListener } from '../metadata/listener.ts';
import type { RunAs } from '../queries/run-as.ts';
import { EditLog } from './edit-log.ts';
import type { EditTrace } from './edit-trace.ts';
import { loadSigner } from './hmac-signer.ts';
import { metadataBulletin } from './metadata-bulletin.ts';
import type { EditLogPorts } from './ports.ts';
import { PostgresqlEditStore } from './postgresql-edit-store.ts';
import { defaultSettings } from './settings.ts';
import type { EditLogSettings } from './settings.ts';
import { WarehouseDataStore } from './warehouse-data-store.ts';
import { WarehouseLogStore } from './warehouse-log-store.ts';

export interface EditLogNeeds {
  readonly database: Database;
  readonly notifications: Pick<MetadataListener, 'on' | 'processNumber'>;
  readonly installation: { readonly id: string };
  readonly secrets: SecretStore;
  /** base64 */
  readonly masterKey: string;
  readonly connections: ConnectionStore;
  readonly dataPermissions: Pick<DataPermissions, 'personFacts'>;
  readonly members: { byId(memberId: string): Promise<{ readonly email: string } | null> };
  readonly runAs: RunAs;
  readonly dialect: Dialect;
  readonly clock: Clock;
  readonly crashPoint: (name: string) => void;
  readonly onFailure: (where: string, error: unknown) => void;
  /** Told of every step of every edit; left out, nobody is. */
  readonly trace?: EditTrace | null;
  readonly settings?: Partial<EditLogSettings>;
}

/** Bigger than the 32 KB window pays nothing here; level 1 is what a paste can afford. */
const deflateLevel = 1;

/** `start()` it when the server is ready, `close()` it before the pools. */
export async function makeEditLog(needs: EditLogNeeds): Promise<EditLog> {
  return new EditLog(await editLogPorts(needs));
}

/** The same parts for the command line: verify and rebuild. */
export async function editLogPorts(needs: EditLogNeeds): Promise<EditLogPorts> {
  const { database, notifications, connections, dataPermissions, members, runAs, dialect, clock, onFailure } = needs;
  const settings = { ...defaultSettings, ...needs.settings };
  const trace = needs.trace ?? null;
  const nodeId = `${notifications.processNumber}-${randomUUID()}`;
  return {
    store: new PostgresqlEditStore({
      database,
      installationId: needs.installation.id,
      nodeId,
      recordLogMade: (connectionId, client) => recordLogMade(connections, connectionId, client),
    }),
    log: new WarehouseLogStore({ connections, runAs, dialect: dialect.editLog, appendTimeoutMs: settings.appendDeadlineMs, trace }),
    data: new WarehouseDataStore({
      connections,
      dataPermissions,
      runAs,
      dialect: dialect.inputTables,
      emailOf: async (id) => (await members.byId(id))?.email ?? null,
      timeoutMs: settings.lateLandingMs - 10_000,
      trace,
    }),
    bulletin: metadataBulletin({ database, notifications, nodeId, onFailure: (error) => onFailure('telling other nodes', error) }),
    clock,
    signer: await loadSigner(needs),
    inflate: (base64) => inflateRawSync(Buffer.from(base64, 'base64')).toString('utf8'),
    deflate: (text) => deflateRawSync(text, { level: deflateLevel }).toString('base64'),
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    crashPoint: needs.crashPoint,
    settings,
    nodeId,
    onFailure,
  };
}

async function recordLogMade(
  connections: ConnectionStore,
  connectionId: string,
  client: Parameters<ConnectionStore['recordEditLogCreated']>[2],
): Promise<void> {
  const place = (await connections.load(connectionId))?.editLogDestination;
  if (place === null || place === undefined) return;
  await connections.recordEditLogCreated(
    connectionId,
    { database: place.database, schema: place.schema, table: editLogName(connectionId) },
    client,
  );
}
