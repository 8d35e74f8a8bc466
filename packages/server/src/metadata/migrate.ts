/**
 * Brings the metadata database to this version: numbered SQL files, in order, each in a transaction of its own
 * together with its record in `schema_migrations`. Processes that start at once wait for each other on an advisory
 * lock; a crash anywhere leaves whole migrations only (P11).
 */
import { readFile, readdir } from 'node:fs/promises';
import pg from 'pg';
import { crashPoint } from '../app/crash-points.ts';

const folder = new URL('./migrations/', import.meta.url);
const migrationLock = 0x70656e73;

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** The migrations that come with this version, in order. */
export async function shippedMigrations(): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[a-z0-9_-]+\.sql$/.test(name)).toSorted();
  return Promise.all(names.map(async (name) => ({ name: name.replace(/\.sql$/, ''), sql: await readFile(new URL(name, folder), 'utf8') })));
}

/** Runs what has not been run yet; returns the names of what it ran. Refuses a database of a newer version. */
export async function migrate(databaseUrl: string, migrations?: readonly Migration[]): Promise<readonly string[]> {
  const shipped = migrations ?? (await shippedMigrations());
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000, application_name: 'penstock migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await client.query('create table if not exists schema_migrations (name text primary key, ran_at timestamptz not null default now())');
    const { rows } = await client.query<{ name: string }>('select name from schema_migrations');
    const done = new Set(rows.map((row) => row.name));
    const unknown = [...done].filter((name) => !shipped.some((migration) => migration.name === name));
    if (unknown.length > 0) {
      throw new Error(
        `The metadata database was written by a newer version: it has ${unknown.join(', ')}. Start that version, or restore a backup.`,
      );
    }
    const ran: string[] = [];
    for (const migration of shipped) {
      if (done.has(migration.name)) continue;
      await runOne(client, migration);
      ran.push(migration.name);
    }
    return ran;
  } finally {
    await client.end();
  }
}

async function runOne(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(migration.sql);
    crashPoint('metadata.migration-before-commit');
    await client.query('insert into schema_migrations (name) values ($1)', [migration.name]);
    await client.query('commit');
    crashPoint('metadata.migration-after-commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw new Error(`Migration ${migration.name} failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
