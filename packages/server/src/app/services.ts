/**
 * The whole server, built once, from the bottom up: what a line needs stands above it. Rooms get what they need by
 * name and know nothing of this file.
 */
import type { KeyObject } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock } from '@penstock/domain/ports/clock';
import type { RandomSource } from '@penstock/domain/ports/random';
import { postgresqlDialect } from '@penstock/warehouse/postgresql/dialect';
import { ApiKeys } from '../api-keys/api-keys.ts';
import { makeGovernance } from '../connections/governance.ts';
import type { Governance } from '../connections/governance.ts';
import type { ConnectionStore } from '../connections/store.ts';
import type { SecretStore } from '../credentials/secret-store.ts';
import type { WarehouseTokens } from '../credentials/warehouse-tokens.ts';
import type { EditLog } from '../edit-log/edit-log.ts';
import { EditTrace } from '../edit-log/edit-trace.ts';
import { editLogPorts, makeEditLog } from '../edit-log/make-edit-log.ts';
import type { DataPermissions } from '../data-permissions/data-permissions.ts';
import { Folders } from '../folders/folders.ts';
import { forgetAnswers } from '../idempotency/forget-answers.ts';
import { makeInputTables } from '../input-tables/input-tables.ts';
import type { InputTables } from '../input-tables/input-tables.ts';
import type { MemberAttributes } from '../members/attributes.ts';
import type { Members } from '../members/members.ts';
import type { Database } from '../metadata/database.ts';
import type { MetadataListener } from '../metadata/listener.ts';
import { tellOfEditing } from '../notices/edit-log-notices.ts';
import { tellOfHealth } from '../notices/edit-log-health.ts';
import { Notices } from '../notices/notices.ts';
import type { Outbound } from '../outbound/outbound.ts';
import { makeQueries } from '../queries/make-queries.ts';
import type { Queries } from '../queries/make-queries.ts';
import type { RunAs } from '../queries/run-as.ts';
import type { RoleChoices } from '../role-choice/role-choices.ts';
import { Toggles } from '../run-as-service-account/toggles.ts';
import { sessionCookieName, signInCookieName } from '../sessions/session-cookie.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import { Teams } from '../teams/teams.ts';
import { Workbooks } from '../workbooks/workbooks.ts';
import { makeProbeRegistry } from '../write-destinations/probe-registry.ts';
import type { ProbeRegistry } from '../write-destinations/probe-registry.ts';
import { makeVerdictStore } from '../write-destinations/verdict-store.ts';
import { makeWriteAccess } from '../write-destinations/write-access.ts';
import type { WriteAccess } from '../write-destinations/write-access.ts';
import { longestQueryMs } from './config.ts';
import type { ServerConfig } from './config.ts';
import { crashPoint } from './crash-points.ts';
import { buildFoundation } from './foundation.ts';
import type { Installations } from './installation.ts';
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
  /** Keys the fingerprints of requests that are recognised when repeated. */
  readonly fingerprintKey: KeyObject;
  readonly sessions: Sessions;
  readonly sessionCookieName: string;
  readonly signInCookieName: string;
  readonly members: Members;
  readonly memberAttributes: MemberAttributes;
  readonly apiKeys: ApiKeys;
  readonly connections: ConnectionStore;
  readonly dataPermissions: DataPermissions;
  readonly roleChoices: RoleChoices;
  readonly toggles: Toggles;
  readonly signIn: SignIn;
  readonly tokens: WarehouseTokens;
  readonly outbound: Outbound;
  readonly runAs: RunAs;
  readonly registry: ProbeRegistry;
  readonly writeAccess: WriteAccess;
  readonly governance: Governance;
  readonly editLog: EditLog;
  readonly inputTables: InputTables;
  readonly elementQueries: Queries['elementQueries'];
  readonly queryHistory: Queries['queryHistory'];
  readonly sources: Queries['sources'];
  readonly teams: Teams;
  readonly folders: Folders;
  readonly workbooks: Workbooks;
  readonly notices: Notices;
  /** Ends everything that `buildServices` started, newest first. */
  close(): Promise<void>;
}

/** Opens the metadata database (already migrated) and makes every room. */
export async function buildServices(config: ServerConfig, publicUrl: string, logger: Logger): Promise<Services> {
  const clock = systemClock;
  const random = systemRandom;
  const metrics = new Metrics();
  const warn = (sentence: string) => (error: unknown) => logger.warn({ err: error }, sentence);

  const trace = config.traceEdits ? new EditTrace((step) => logger.info(step, 'edit')) : null;
  const foundation = await buildFoundation(config, {
    publicUrl,
    metadataConnections: config.limits.metadataConnections,
    warn,
    observe: (observation) => logger.debug(observation, 'warehouse'),
    crashPoint,
    onFailure: (where, error) => logger.error({ err: error }, `the edit log failed while ${where}`),
    trace,
  });
  const { database, notifications, installations, installation, masterKey, secrets, outbound } = foundation;
  const { sessions, members, connections, memberAttributes, roleChoices, dataPermissions, signIn, tokens, runAs, logNeeds } = foundation;

  const apiKeys = new ApiKeys({ database, notifications, clock, random });
  const toggles = new Toggles({ database, notifications, clock, connections, dataPermissions });
  const processNumber = (): number => notifications.processNumber;
  const registry = makeProbeRegistry({ database, clock, processNumber });
  const verdictStore = makeVerdictStore({ database, clock, processNumber });
  const writeAccess = makeWriteAccess({
    connections,
    dataPermissions,
    runAs,
    tokens,
    verdictStore,
    registry,
    clock,
    random,
    onError: warn('write access could not be checked'),
  });
  const governance = makeGovernance({ connections, runAs, database, clock, onError: warn('the edit log could not be examined') });

  const editLog = await makeEditLog(logNeeds);
  tokens.onGained(({ memberId }) => editLog.signInGained(memberId));

  const notices = new Notices({ database, clock });
  const teams = new Teams({ database, notifications, clock });
  const folders = new Folders({ database });
  const workbooks = new Workbooks({
    database,
    notifications,
    clock,
    teams,
    folders,
    members,
    connections,
    dataPermissions,
    onError: warn('a change of a workbook could not be told'),
  });
  workbooks.happenings.on((client, happening) => toggles.follow(client, happening));
  governance.onChanged(
    ({ connection, health }) => void tellOfHealth(notices, connection, health).catch(warn('a notice could not be told')),
  );

  const editingNotices = tellOfEditing({ editLog, notices, database, onError: warn('a notice could not be told') });

  const inputTables = makeInputTables({
    database,
    notifications,
    clock,
    dialect: postgresqlDialect,
    runAs,
    editLog,
    logPorts: await editLogPorts(logNeeds),
    connections,
    dataPermissions,
    toggles,
    writeAccess,
    workbooks,
    teams,
    members,
    notices,
    editingNotices,
    trace,
    crashPoint,
    onFailure: (error, doing) => logger.error({ err: error }, `input tables failed while ${doing}`),
  });

  const queries = makeQueries({
    database,
    notifications,
    clock,
    connections,
    dataPermissions,
    editLog,
    runAs,
    toggles,
    workbooks,
    inputTables: inputTables.reach,
    dialect: postgresqlDialect,
    limits: { ...config.limits, exportTimeoutMs: longestQueryMs },
    waitingRows: (look, rowIds) => inputTables.reads.waitingRows(look, rowIds),
    onError: warn('the query history could not be written'),
  });

  metrics.gauge('penstock_metadata_connections', 'Open connections of the metadata pool.', () => database.pool.totalCount);
  metrics.gauge('penstock_metadata_waiting', 'Callers that wait for a metadata connection.', () => database.pool.waitingCount);
  metrics.gauge('penstock_result_cache_bytes', 'Memory of remembered results.', () => queries.resultCache.bytes);
  metrics.gauge('penstock_warehouse_sessions', 'Open sessions in warehouses.', () => runAs.openSessions());
  metrics.gauge('process_resident_memory_bytes', 'Memory of the server process.', () => process.memoryUsage.rss());

  const stopping = new AbortController();
  await writeAccess.start();
  governance.start();
  editLog.start();
  void forgetAnswers({ database, clock, onError: warn('old answers could not be forgotten') }, stopping.signal);

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
    fingerprintKey: masterKey.fingerprintKey,
    sessions,
    sessionCookieName: sessionCookieName(publicUrl, installation.id),
    signInCookieName: signInCookieName(publicUrl, installation.id),
    members,
    memberAttributes,
    apiKeys,
    connections,
    dataPermissions,
    roleChoices,
    toggles,
    signIn,
    tokens,
    outbound,
    runAs,
    registry,
    writeAccess,
    governance,
    editLog,
    inputTables,
    elementQueries: queries.elementQueries,
    queryHistory: queries.queryHistory,
    sources: queries.sources,
    teams,
    folders,
    workbooks,
    notices,
    async close() {
      stopping.abort();
      inputTables.close();
      workbooks.close();
      await queries.close();
      await editLog.close();
      await governance.close();
      await writeAccess.close();
      await foundation.close();
    },
  };
}
