/**
 * One node as far as people's warehouse tokens go: the shipped rooms on the rig's metadata, without HTTP. As a
 * program of its own it fetches one access token, so that a crash point can kill it in the middle.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { systemClock, systemRandom } from '@penstock/server/app/system-ports';
import { makeConnectionStore } from '@penstock/server/connections/store';
import type { ConnectionStore } from '@penstock/server/connections/store';
import { makeDataKeys } from '@penstock/server/credentials/data-keys';
import { masterKeyFrom } from '@penstock/server/credentials/master-key';
import { makeSecretStore } from '@penstock/server/credentials/secret-store';
import type { SecretStore } from '@penstock/server/credentials/secret-store';
import type { WarehouseTokens } from '@penstock/server/credentials/warehouse-tokens';
import { Members } from '@penstock/server/members/members';
import { openDatabase } from '@penstock/server/metadata/database';
import type { Database } from '@penstock/server/metadata/database';
import { startListener } from '@penstock/server/metadata/listener';
import { makeOutbound } from '@penstock/server/outbound/outbound';
import { makeSignIn } from '@penstock/server/sign-in/sign-in';

export interface TokenNode {
  readonly database: Database;
  readonly secrets: SecretStore;
  readonly tokens: WarehouseTokens;
  readonly connections: ConnectionStore;
  close(): Promise<void>;
}

export async function startTokenNode(databaseUrl: string, masterKeyFile: string): Promise<TokenNode> {
  const [clock, random] = [systemClock, systemRandom];
  const database = openDatabase({ url: databaseUrl, connections: 12 });
  const notifications = await startListener({ url: databaseUrl, clock, onError: () => {} });
  const secrets = makeSecretStore(makeDataKeys(database, masterKeyFrom(readFileSync(masterKeyFile, 'utf8')), random), random);
  const members = new Members({ database, notifications, clock, endSessionsOf: async () => {} });
  const connections = makeConnectionStore({ database, notifications, secrets, clock });
  const { tokens } = makeSignIn({
    database,
    notifications,
    secrets,
    clock,
    random,
    members,
    connections,
    fetch: makeOutbound({ allowedPrivateHosts: ['127.0.0.1'] }).fetch,
    allowInsecureIssuer: true,
    publicUrl: 'http://127.0.0.1',
  });
  return {
    database,
    secrets,
    tokens,
    connections,
    async close() {
      await notifications.close();
      await database.close();
    },
  };
}

/** Arguments: database URL, master key file, member, connection. Prints the answer. */
async function main([databaseUrl = '', masterKeyFile = '', memberId = '', connectionId = '']: readonly string[]): Promise<void> {
  const node = await startTokenNode(databaseUrl, masterKeyFile);
  process.stdout.write(JSON.stringify(await node.tokens.accessToken(memberId, await node.connections.get(connectionId))));
  await node.close();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
