/** What a command of `penstock` needs of the server, without the background work of one that serves. */
import { postgresqlDialect } from '@penstock/warehouse/postgresql/dialect';
import { postgresqlDriver } from '@penstock/warehouse/postgresql/driver';
import { makeConnectionStore } from '../../connections/store.ts';
import { makeDataKeys } from '../../credentials/data-keys.ts';
import { masterKeyFrom } from '../../credentials/master-key.ts';
import { makeSecretStore } from '../../credentials/secret-store.ts';
import { makeEditLog, editLogPorts } from '../../edit-log/make-edit-log.ts';
import type { EditLog } from '../../edit-log/edit-log.ts';
import type { EditLogPorts } from '../../edit-log/ports.ts';
import { Members } from '../../members/members.ts';
import { openDatabase } from '../../metadata/database.ts';
import type { Database } from '../../metadata/database.ts';
import { startListener } from '../../metadata/listener.ts';
import { makeOutbound } from '../../outbound/outbound.ts';
import { makeRunAs } from '../../queries/run-as.ts';
import { makeSessions } from '../../sessions/sessions.ts';
import { makeSignIn } from '../../sign-in/sign-in.ts';
import type { ServerConfig } from '../config.ts';
import { Installations } from '../installation.ts';
import { systemClock as clock, systemRandom as random } from '../system-ports.ts';

export interface Tools {
  readonly database: Database;
  readonly members: Members;
  readonly ports: EditLogPorts;
  /** Not started: it appends, it does not apply. */
  readonly editLog: EditLog;
  close(): Promise<void>;
}

export async function openTools(config: ServerConfig): Promise<Tools> {
  const warn = (error: unknown): void => void process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  const database = openDatabase({ url: config.databaseUrl, connections: 4, onIdleError: warn });
  const notifications = await startListener({ url: config.databaseUrl, clock, onError: warn });
  const installation = await new Installations(database).load();
  const outbound = makeOutbound({ allowedPrivateHosts: config.allowedPrivateHosts });
  const secrets = makeSecretStore(makeDataKeys(database, masterKeyFrom(config.masterKey), random), random);
  const sessions = makeSessions({ database, notifications, clock, random });
  const members = new Members({ database, notifications, clock, endSessionsOf: (memberId) => sessions.endAllOf(memberId) });
  const connections = makeConnectionStore({ database, notifications, secrets, clock });
  const publicUrl = config.publicUrl ?? 'http://127.0.0.1';
  const { tokens } = makeSignIn({
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
  const runAs = makeRunAs({ driver: postgresqlDriver, connections, tokens, outbound, clock, observe: () => {} });
  const needs = {
    database,
    notifications,
    installation,
    secrets,
    masterKey: config.masterKey,
    connections,
    members,
    runAs,
    dialect: postgresqlDialect,
    clock,
    crashPoint: () => {},
    onFailure: (_where: string, error: unknown) => warn(error),
  };
  const editLog = await makeEditLog(needs);
  return {
    database,
    members,
    ports: await editLogPorts(needs),
    editLog,
    async close() {
      await editLog.close();
      runAs.close();
      await notifications.close();
      await database.close();
    },
  };
}
