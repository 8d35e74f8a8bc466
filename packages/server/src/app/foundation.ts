/**
 * The lower half of the services, the same for a server and for a command that runs once: from the metadata database up to
 * sessions in warehouses and what the edit log needs.
 */
import { postgresqlDialect } from '@penstock/warehouse/postgresql/dialect';
import { postgresqlDriver } from '@penstock/warehouse/postgresql/driver';
import { makeConnectionStore } from '../connections/store.ts';
import type { ConnectionStore } from '../connections/store.ts';
import { makeDataKeys } from '../credentials/data-keys.ts';
import { masterKeyFrom } from '../credentials/master-key.ts';
import { makeSecretStore } from '../credentials/secret-store.ts';
import type { SecretStore } from '../credentials/secret-store.ts';
import type { WarehouseTokens } from '../credentials/warehouse-tokens.ts';
import type { EditTrace } from '../edit-log/edit-trace.ts';
import type { EditLogNeeds } from '../edit-log/make-edit-log.ts';
import { DataPermissions } from '../data-permissions/data-permissions.ts';
import { MemberAttributes } from '../members/attributes.ts';
import { Members } from '../members/members.ts';
import { openDatabase } from '../metadata/database.ts';
import type { Database } from '../metadata/database.ts';
import { startListener } from '../metadata/listener.ts';
import type { MetadataListener } from '../metadata/listener.ts';
import { makeOutbound } from '../outbound/outbound.ts';
import type { Outbound } from '../outbound/outbound.ts';
import { RoleChoices } from '../role-choice/role-choices.ts';
import { makeRunAs } from '../queries/run-as.ts';
import type { RunAs } from '../queries/run-as.ts';
import { makeSessions } from '../sessions/sessions.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { makeSignIn } from '../sign-in/sign-in.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import type { ServerConfig } from './config.ts';
import { Installations } from './installation.ts';
import type { Installation } from './installation.ts';
import { systemClock as clock, systemRandom as random } from './system-ports.ts';

export interface Foundation {
  readonly database: Database;
  readonly notifications: MetadataListener;
  readonly installations: Installations;
  readonly installation: Installation;
  readonly masterKey: ReturnType<typeof masterKeyFrom>;
  readonly secrets: SecretStore;
  readonly outbound: Outbound;
  readonly sessions: Sessions;
  readonly members: Members;
  readonly connections: ConnectionStore;
  readonly memberAttributes: MemberAttributes;
  readonly roleChoices: RoleChoices;
  readonly dataPermissions: DataPermissions;
  readonly signIn: SignIn;
  readonly tokens: WarehouseTokens;
  readonly runAs: RunAs;
  readonly logNeeds: EditLogNeeds;
  /** After everything that stands on it. */
  close(): Promise<void>;
}

interface FoundationNeeds extends Pick<EditLogNeeds, 'crashPoint' | 'onFailure'> {
  readonly trace: EditTrace | null;
  readonly publicUrl: string;
  readonly metadataConnections: number;
  /** Makes the receiver of errors that nobody waits for. */
  readonly warn: (sentence: string) => (error: unknown) => void;
  readonly observe: Parameters<typeof makeRunAs>[0]['observe'];
}

/** Opens the metadata database (already migrated). A wrong master key ends it here. */
export async function buildFoundation(config: ServerConfig, needs: FoundationNeeds): Promise<Foundation> {
  const { publicUrl, warn, observe, crashPoint, onFailure, trace } = needs;
  const database = openDatabase({
    url: config.databaseUrl,
    connections: needs.metadataConnections,
    onIdleError: warn('a metadata connection was lost'),
  });
  const notifications = await startListener({ url: config.databaseUrl, clock, onError: warn('the metadata listener lost its connection') });
  const installations = new Installations(database);
  const installation = await installations.load();

  const outbound = makeOutbound({ allowedPrivateHosts: config.allowedPrivateHosts });
  const masterKey = masterKeyFrom(config.masterKey);
  const dataKeys = makeDataKeys(database, masterKey, random);
  // Also: nobody who seals within a transaction will wait for another connection.
  await dataKeys.active();
  const secrets = makeSecretStore(dataKeys, random);
  const sessions = makeSessions({ database, notifications, clock, random });
  const members = new Members({ database, notifications, clock, endSessionsOf: (memberId) => sessions.endAllOf(memberId) });
  const connections = makeConnectionStore({ database, notifications, secrets, clock });
  const { signIn, tokens } = makeSignIn({
    database,
    notifications,
    secrets,
    clock,
    random,
    members,
    connections,
    fetch: outbound.fetch,
    allowInsecureIssuer: config.allowInsecureIssuer,
    publicUrl,
  });
  const memberAttributes = new MemberAttributes({ database, notifications, clock, members });
  const roleChoices = new RoleChoices({ database, notifications, clock });
  const dataPermissions = new DataPermissions({ database, notifications, clock, connections, memberAttributes, roleChoices });
  const runAs = makeRunAs({ driver: postgresqlDriver, connections, tokens, outbound, clock, observe });
  const logNeeds: EditLogNeeds = {
    database,
    notifications,
    installation,
    secrets,
    masterKey: config.masterKey,
    connections,
    dataPermissions,
    members,
    runAs,
    dialect: postgresqlDialect,
    clock,
    crashPoint,
    onFailure,
    trace,
  };
  return {
    database,
    notifications,
    installations,
    installation,
    masterKey,
    secrets,
    outbound,
    sessions,
    members,
    connections,
    memberAttributes,
    roleChoices,
    dataPermissions,
    signIn,
    tokens,
    runAs,
    logNeeds,
    async close() {
      runAs.close();
      await notifications.close();
      await database.close();
    },
  };
}
