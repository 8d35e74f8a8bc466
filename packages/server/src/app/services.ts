/**
 * The whole server, built once, from the bottom up: what a line needs stands above it. Rooms get what they need by
 * name and know nothing of this file.
 */
import type { Logger } from 'pino';
import type { Clock } from '@penstock/domain/ports/clock';
import type { RandomSource } from '@penstock/domain/ports/random';
import { ApiKeys } from '../api-keys/api-keys.ts';
import { makeDataKeys } from '../credentials/data-keys.ts';
import { masterKeyFrom } from '../credentials/master-key.ts';
import { makeSecretStore } from '../credentials/secret-store.ts';
import type { SecretStore } from '../credentials/secret-store.ts';
import { Members } from '../members/members.ts';
import { openDatabase } from '../metadata/database.ts';
import type { Database } from '../metadata/database.ts';
import { startListener } from '../metadata/listener.ts';
import type { MetadataListener } from '../metadata/listener.ts';
import { sessionCookieName } from '../sessions/session-cookie.ts';
import { makeSessions } from '../sessions/sessions.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { ServerConfig } from './config.ts';
import { Installations } from './installation.ts';
import type { Installation } from './installation.ts';
import { Metrics } from './metrics.ts';
import { systemClock, systemRandom } from './system-ports.ts';

export interface Services {
  readonly config: ServerConfig;
  /** Where browsers reach this server, without a trailing slash. */
  readonly publicUrl: string;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly database: Database;
  readonly notifications: MetadataListener;
  readonly installation: Installation;
  readonly installations: Installations;
  readonly secrets: SecretStore;
  readonly sessions: Sessions;
  readonly sessionCookieName: string;
  readonly members: Members;
  readonly apiKeys: ApiKeys;
  /** Ends everything that `buildServices` started, newest first. */
  close(): Promise<void>;
}

/** Opens the metadata database (already migrated) and makes every room. */
export async function buildServices(config: ServerConfig, publicUrl: string, logger: Logger): Promise<Services> {
  const clock = systemClock;
  const random = systemRandom;
  const metrics = new Metrics();

  const database = openDatabase({
    url: config.databaseUrl,
    connections: config.limits.metadataConnections,
    onIdleError: (error) => logger.warn({ err: error }, 'a metadata connection was lost'),
  });
  const notifications = await startListener({ url: config.databaseUrl, clock, onError: (error) => logger.warn({ err: error }, 'the metadata listener lost its connection') });
  const installations = new Installations(database);
  const installation = await installations.load();

  const secrets = makeSecretStore(makeDataKeys(database, masterKeyFrom(config.masterKey), random), random);
  const sessions = makeSessions({ database, notifications, clock, random });
  const members = new Members({ database, notifications, clock, endSessionsOf: (memberId) => sessions.endAllOf(memberId) });
  const apiKeys = new ApiKeys({ database, notifications, clock, random });

  metrics.gauge('penstock_metadata_connections', 'Open connections of the metadata pool.', () => database.pool.totalCount);
  metrics.gauge('penstock_metadata_waiting', 'Callers that wait for a metadata connection.', () => database.pool.waitingCount);
  metrics.gauge('process_resident_memory_bytes', 'Memory of the server process.', () => process.memoryUsage.rss());

  return {
    config,
    publicUrl,
    clock,
    random,
    logger,
    metrics,
    database,
    notifications,
    installation,
    installations,
    secrets,
    sessions,
    sessionCookieName: sessionCookieName(publicUrl, installation.id),
    members,
    apiKeys,
    async close() {
      await notifications.close();
      await database.close();
    },
  };
}
