import { join } from 'node:path';
import { Client } from 'pg';
import type { ClientConfig } from 'pg';
import type { OperatingAccount } from '../postgres/account.ts';
import { startCluster } from '../postgres/cluster.ts';
import type { Cluster } from '../postgres/cluster.ts';
import { findInstallation } from '../postgres/installation.ts';
import { metadataAccess, metadataSettings, warehouseAccess, warehouseSettings } from '../postgres/settings.ts';
import { prepareLogins, schemasAndGrants } from '../sample-warehouse/logins.ts';
import type { LoginPasswords } from '../sample-warehouse/logins.ts';

export interface Databases {
  readonly metadata: Cluster;
  readonly warehouse: Cluster;
  stop(): Promise<void>;
}

export const warehouseDatabases = { first: 'warehouse', second: 'warehouse_2' } as const;

/** Starts both clusters and makes in them what is missing. */
export async function startDatabases(
  folder: string,
  account: OperatingAccount | null,
  passwords: LoginPasswords,
  report: (sentence: string) => void,
): Promise<Databases> {
  const installation = await findInstallation(account, join(folder, 'programs'));
  const start = async (name: string, settings: Readonly<Record<string, string>>, access: string): Promise<Cluster> =>
    await startCluster({ name, folder: join(folder, name), installation, account, settings, access, report });
  const [metadata, warehouse] = await Promise.all([
    start('metadata', metadataSettings, metadataAccess).then(prepareMetadata),
    start('warehouse', warehouseSettings, warehouseAccess).then(async (cluster) => await prepareWarehouse(cluster, passwords)),
  ]);
  return {
    metadata,
    warehouse,
    stop: async () => {
      await Promise.all([metadata.stop(), warehouse.stop()]);
    },
  };
}

async function prepareMetadata(cluster: Cluster): Promise<Cluster> {
  await withClient(cluster.connection('postgres'), async (client) => {
    for (const name of ['penstock', 'identity_provider']) {
      if (!(await exists(client, 'pg_roles', 'rolname', name))) await client.query(`create role ${name} login`);
      if (!(await exists(client, 'pg_database', 'datname', name))) await client.query(`create database ${name} owner ${name}`);
    }
  });
  return cluster;
}

async function prepareWarehouse(cluster: Cluster, passwords: LoginPasswords): Promise<Cluster> {
  await withClient(cluster.connection('postgres'), async (client) => {
    await prepareLogins(client, passwords);
    for (const [name, serviceAccount] of [
      [warehouseDatabases.first, 'svc'],
      [warehouseDatabases.second, 'svc2'],
    ] as const) {
      if (!(await exists(client, 'pg_database', 'datname', name))) await client.query(`create database ${name}`);
      await withClient(cluster.connection(name), async (inside) => {
        if (await exists(inside, 'pg_namespace', 'nspname', 'src')) return;
        await inside.query(`begin; ${schemasAndGrants(serviceAccount)} commit;`);
      });
    }
  });
  return cluster;
}

async function exists(client: Client, catalog: string, column: string, name: string): Promise<boolean> {
  const { rows } = await client.query(`select from ${catalog} where ${column} = $1`, [name]);
  return rows.length > 0;
}

export async function withClient(config: ClientConfig, use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client(config);
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}
