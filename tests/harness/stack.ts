/**
 * The two real PostgreSQL clusters that all system tests share: one for metadata, one as the warehouse. Made once per
 * run; each rig then takes databases of its own in them. Nothing is relaxed: durability is what the tests are about.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { ClientConfig } from 'pg';
import { createKeys } from '@penstock/standalone/identity-provider/keys';
import type { ProviderKeys } from '@penstock/standalone/identity-provider/keys';
import { postgresAccount } from '@penstock/standalone/postgres/account';
import { startCluster } from '@penstock/standalone/postgres/cluster';
import { findInstallation } from '@penstock/standalone/postgres/installation';
import { isAlive, runningPostmaster, waitForEnd } from '@penstock/standalone/postgres/postmaster';
import { metadataAccess, metadataSettings, warehouseAccess, warehouseSettings } from '@penstock/standalone/postgres/settings';
import { prepareLogins, readableByAll, schemasAndGrants } from '@penstock/standalone/sample-warehouse/logins';
import type { LoginPasswords } from '@penstock/standalone/sample-warehouse/logins';

/** Plain data, so that vitest can hand it from the main process to the test files. */
export interface TestStack {
  /** Folders of the unix sockets. */
  readonly metadataSocket: string;
  readonly warehouseSocket: string;
  readonly warehouseLogFolder: string;
  readonly passwords: LoginPasswords;
  readonly providerKeys: ProviderKeys;
}

export interface RunningTestStack {
  readonly stack: TestStack;
  stop(): Promise<void>;
}

const folderPrefix = 'penstock-test-';

/** Templates of the two warehouse databases of a rig. */
export const warehouseTemplates = { first: 'rig_warehouse', second: 'rig_warehouse_2' } as const;

/** The statement log says when each statement began and, with `log_duration`, when it had ended. */
const testWarehouseSettings = { ...warehouseSettings, log_duration: 'on', max_connections: '300', shared_buffers: '128MB' };
const testMetadataSettings = { ...metadataSettings, max_connections: '300', shared_buffers: '64MB' };

export async function startTestStack(): Promise<RunningTestStack> {
  await removeAbandoned();
  const folder = await mkdtemp(join(tmpdir(), folderPrefix));
  await chmod(folder, 0o755);
  await writeFile(join(folder, 'owner'), String(process.pid));
  const account = postgresAccount();
  const installation = await findInstallation(account, join(folder, 'programs'));
  const [metadata, warehouse, providerKeys] = await Promise.all([
    startCluster({
      name: 'metadata',
      folder: join(folder, 'm'),
      installation,
      account,
      settings: testMetadataSettings,
      access: metadataAccess,
    }),
    startCluster({
      name: 'warehouse',
      folder: join(folder, 'w'),
      installation,
      account,
      settings: testWarehouseSettings,
      access: warehouseAccess,
    }),
    createKeys(),
  ]);
  const passwords: LoginPasswords = { svc: secret(), svc2: secret(), static_app: secret() };
  await withClient(metadata.connection('postgres'), async (client) => await client.query('create role penstock login'));
  await withClient(warehouse.connection('postgres'), async (client) => {
    await prepareLogins(client, passwords);
    for (const name of Object.values(warehouseTemplates)) await client.query(`create database ${name}`);
  });
  await fillTemplate(warehouse.connection(warehouseTemplates.first), 'svc');
  await fillTemplate(warehouse.connection(warehouseTemplates.second), 'svc2');

  return {
    stack: {
      metadataSocket: metadata.socketFolder,
      warehouseSocket: warehouse.socketFolder,
      warehouseLogFolder: warehouse.logFolder,
      passwords,
      providerKeys,
    },
    stop: async () => {
      await Promise.all([metadata.stop(), warehouse.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Ends and removes what test runs left behind that were killed themselves. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(folderPrefix)) continue;
    const folder = join(tmpdir(), name);
    const owner = Number(await readFile(join(folder, 'owner'), 'utf8').catch(() => '0'));
    if (owner === 0 || isAlive(owner)) continue;
    for (const cluster of ['m', 'w']) {
      const postmaster = await runningPostmaster(join(folder, cluster, 'data'));
      if (postmaster === null) continue;
      process.kill(postmaster.pid, 'SIGQUIT');
      await waitForEnd(postmaster.pid, 10_000);
    }
    await rm(folder, { recursive: true, force: true });
  }
}

export async function withClient<Result>(config: ClientConfig, use: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client(config);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

async function fillTemplate(config: ClientConfig, serviceAccount: 'svc' | 'svc2'): Promise<void> {
  await withClient(config, async (client) => {
    await client.query(schemasAndGrants(serviceAccount));
    await client.query(sampleRows);
    await client.query(readableByAll('src.movies'));
  });
}

/** Forty orders, ten in each region, and three films: enough for a row policy to be seen at work. */
const sampleRows = `
  insert into src.orders
  select 'CA-' || n, date '2024-01-01' + n, date '2024-01-03' + n, 'Standard Class', 'C-' || n % 7, 'Customer ' || n % 7, 'Consumer',
         'United States', 'City ' || n % 5, 'State ' || n % 3, lpad((n * 37)::text, 5, '0'),
         (array['East', 'South', 'West', 'Central'])[n % 4 + 1], 'P-' || n % 11, 'Furniture', 'Chairs', 'Chair ' || n % 11,
         n * 1.25, n % 5 + 1, 0.1, n * 0.2
  from generate_series(1, 40) n;
  create table src.movies (title text, released date, gross bigint);
  insert into src.movies values ('Metropolis', '1927-01-10', 1236166), ('Modern Times', '1936-02-05', 163245), ('Stalker', '1979-05-25', 292049);
`;

function secret(): string {
  return randomBytes(18).toString('base64url');
}
