/**
 * The process tree of `npm start`: two PostgreSQL clusters, the identity provider and the token gateway, and the
 * product's server, which runs in this process and knows the others only by their addresses.
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { accounts } from '../identity-provider/accounts.ts';
import { keysInFile } from '../identity-provider/keys.ts';
import { startIdentityProvider } from '../identity-provider/provider.ts';
import type { IdentityProvider } from '../identity-provider/provider.ts';
import { databaseStorage } from '../identity-provider/storage.ts';
import type { OperatingAccount } from '../postgres/account.ts';
import { superuser } from '../postgres/settings.ts';
import { ApiClient } from '../seed/api-client.ts';
import { localAccount } from '../seed/members.ts';
import { organization } from '../seed/organization.ts';
import type { MadeTable } from '../seed/sample-input-table.ts';
import { seed } from '../seed/seed.ts';
import { startGateway } from '../token-gateway/gateway.ts';
import type { Gateway } from '../token-gateway/gateway.ts';
import { checkout } from './data-folder.ts';
import { startDatabases, warehouseDatabases, withClient } from './databases.ts';
import type { Databases } from './databases.ts';
import { mostNodes, nodeUrl } from './nodes.ts';
import { lastingPorts } from './ports.ts';
import { loadSampleData } from './sample-data.ts';
import type { SampleDataProgress } from './sample-data.ts';
import { stackSecrets } from './secrets.ts';
import type { StackSecrets } from './secrets.ts';

export interface Stack {
  readonly url: string;
  /** Environment for further servers on the same metadata, without port and public address. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export interface StackOptions {
  /** Holds databases, keys and secrets. */
  readonly folder: string;
  readonly port: number;
  readonly account: OperatingAccount | null;
  readonly report: (sentence: string) => void;
}

export const audiences = { first: 'urn:penstock:warehouse', second: 'urn:penstock:warehouse-2' } as const;

/** Starts everything; what has been started is stopped again when a later part cannot start. */
export async function startStack({ folder, port, account, report }: StackOptions): Promise<Stack> {
  // Loading the server's code takes as long as starting the databases; both at once.
  const serverCode = Promise.all([import('@penstock/server/app/start'), import('@penstock/server/app/config')]);
  serverCode.catch(() => {});
  const [secrets, ports] = await Promise.all([stackSecrets(folder), lastingPorts(folder, port)]);
  const url = nodeUrl(port, 1);
  const undo: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };

  try {
    const databases = await startDatabases(folder, account, secrets.passwords, report);
    undo.push(databases.stop);
    const pool = new pg.Pool({ ...databases.metadata.connection('identity_provider', 'identity_provider'), max: 4 });
    // A restarted database ends idle connections; the pool makes new ones.
    pool.on('error', () => {});
    undo.push(async () => await pool.end());
    const identityProvider = await startAccounts(folder, ports.identityProvider, pool);
    undo.push(identityProvider.close);
    registerPenstock(identityProvider, port, secrets.clientSecret);
    const gateway = await startWarehouseGateway(ports.gateway, databases, identityProvider);
    undo.push(gateway.close);

    const environment = serverEnvironment(databases, secrets);
    const [{ startServer }, { configFromEnvironment }] = await serverCode;
    const server = await startServer(configFromEnvironment({ ...environment, PENSTOCK_PORT: String(port), PENSTOCK_PUBLIC_URL: url }));
    undo.push(async () => await server.close());
    await seedOnce({ folder, url, issuer: identityProvider.issuer, gateway, databases, secrets, report });

    const load = loadSampleData(databases.warehouse.connection(warehouseDatabases.first), (message) => {
      if ('failure' in message) report(`The sample data could not be loaded: ${message.failure}. The next start tries again.`);
      else if (process.stderr.isTTY) showProgress(message);
    });
    undo.push(async () => {
      load.stop();
      await load.ended;
    });
    return { url, environment, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAccounts(folder: string, port: number, pool: pg.Pool): Promise<IdentityProvider> {
  return await startIdentityProvider({
    port,
    keys: await keysInFile(join(folder, 'identity-provider-keys.json')),
    storage: await databaseStorage(pool),
    resources: [
      { audience: audiences.first, description: 'Query and write to the sample warehouse' },
      { audience: audiences.second, description: 'Query and write to the second warehouse' },
    ],
    lifetimes: { accessTokenSeconds: 3_600, refreshTokenSeconds: 14 * 24 * 3_600 },
  });
}

function registerPenstock(identityProvider: IdentityProvider, port: number, clientSecret: string): void {
  const origins = Array.from({ length: mostNodes }, (_, index) => nodeUrl(port, index + 1));
  identityProvider.register({
    clientId: organization.clientId,
    clientSecret,
    name: 'Penstock',
    redirectUris: origins.map((origin) => `${origin}/auth/callback`),
    afterSignOut: origins.map((origin) => `${origin}/`),
  });
}

async function startWarehouseGateway(port: number, databases: Databases, identityProvider: IdentityProvider): Promise<Gateway> {
  const audienceOf = new Map<string, string>([
    [warehouseDatabases.first, audiences.first],
    [warehouseDatabases.second, audiences.second],
  ]);
  return await startGateway({
    port,
    serverSocket: join(databases.warehouse.socketFolder, '.s.PGSQL.5432'),
    neverByToken: [superuser],
    tokens: {
      issuer: identityProvider.issuer,
      keysUrl: identityProvider.keysUrl,
      audienceOf: (database) => audienceOf.get(database) ?? null,
      isRevoked: identityProvider.isRevoked,
    },
  });
}

function serverEnvironment(databases: Databases, secrets: StackSecrets): Readonly<Record<string, string>> {
  const webRoot = join(checkout, 'packages/web/dist');
  return {
    PENSTOCK_MODE: 'development',
    PENSTOCK_DATABASE_URL: `postgres://penstock@${encodeURIComponent(databases.metadata.socketFolder)}/penstock`,
    PENSTOCK_HOST: '127.0.0.1',
    PENSTOCK_MASTER_KEY_FILE: secrets.masterKeyFile,
    PENSTOCK_SET_UP_TOKEN: secrets.setUpToken,
    PENSTOCK_ALLOWED_PRIVATE_HOSTS: '127.0.0.1,localhost',
    PENSTOCK_DEMO_ACCOUNTS: JSON.stringify([...accounts.map(({ name, email, note }) => ({ name, email, note })), localAccount]),
    PENSTOCK_LOG_LEVEL: process.env['PENSTOCK_LOG_LEVEL'] ?? 'warn',
    ...(existsSync(join(webRoot, 'index.html')) ? { PENSTOCK_WEB_ROOT: webRoot } : {}),
  };
}

interface SeedParts {
  readonly folder: string;
  readonly url: string;
  readonly issuer: string;
  readonly gateway: Gateway;
  readonly databases: Databases;
  readonly secrets: StackSecrets;
  readonly report: (sentence: string) => void;
}

/** Fills the organization at the first start. The product is there without its samples, so a failure is only told. */
async function seedOnce({ folder, url, issuer, gateway, databases, secrets, report }: SeedParts): Promise<void> {
  const done = join(folder, 'seeded');
  if (existsSync(done)) return;
  report('Setting up the sample organization ...');
  const openToColleagues = async ({ schema, table }: MadeTable): Promise<void> => {
    await withClient(databases.warehouse.connection(warehouseDatabases.first, 'alice'), async (client) => {
      const name = `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(table)}`;
      await client.query(`grant select, insert, update, delete on ${name} to bob`);
      // A document that runs as the service account reads what it reads as that account.
      await client.query(`grant select on ${name} to svc, carol`);
    });
    await withClient(databases.warehouse.connection(warehouseDatabases.first, superuser), async (client) => {
      await client.query(`grant usage on schema ${client.escapeIdentifier(schema)} to svc`);
    });
  };
  try {
    await seed(() => new ApiClient(url), {
      setUpToken: secrets.setUpToken,
      issuer,
      clientSecret: secrets.clientSecret,
      warehouse: { host: '127.0.0.1', port: gateway.port, database: warehouseDatabases.first, audience: audiences.first },
      serviceAccount: { login: 'svc', password: secrets.passwords.svc },
      openToColleagues,
    });
    await writeFile(done, new Date().toISOString());
  } catch (error) {
    report(
      `The sample organization is not complete: ${error instanceof Error ? error.message : String(error)} The next start tries again.`,
    );
  }
}

/** One line in the terminal that is written over; a log file gets none of it. */
function showProgress({ table, rows, ofRows }: SampleDataProgress): void {
  const done = rows >= ofRows;
  const text = done ? '' : `Loading the sample ${table}: ${rows.toLocaleString('en')} of ${ofRows.toLocaleString('en')}`;
  process.stderr.write(`\r\u001b[K${text}`);
}
