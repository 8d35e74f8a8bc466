import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate, shippedMigrations } from '@penstock/server/metadata/migrate';
import { dumpSchema } from '@penstock/server/metadata/schema-dump';
import { startRig } from '../harness/rig.ts';
import type { Rig } from '../harness/rig.ts';

let rig: Rig;

beforeAll(async () => {
  rig = await startRig({ server: false });
});

afterAll(async () => {
  await rig.stop();
});

const reviewed = '../../packages/server/src/metadata/schema.sql.txt';

async function schemaOf(rigOfDatabase: Rig): Promise<string> {
  const client = new Client(rigOfDatabase.metadata);
  await client.connect();
  try {
    return await dumpSchema(client);
  } finally {
    await client.end();
  }
}

/** The shipped migrations in a process of their own; gives the signal that ended it. */
async function migrateAndCrashAt(crashed: Rig, crashPoint: string): Promise<NodeJS.Signals | null> {
  const program = "import { migrate } from '@penstock/server/metadata/migrate'; await migrate(process.argv[1]);";
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program, urlOf(crashed)], {
    cwd: fileURLToPath(new URL('../../packages/server', import.meta.url)),
    env: { ...process.env, PENSTOCK_CRASH_AT: crashPoint },
    stdio: 'inherit',
  });
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return signal;
}

function urlOf({ metadata }: Rig): string {
  return `postgres://penstock@${encodeURIComponent(String(metadata.host))}/${metadata.database}`;
}

describe('the metadata schema', () => {
  test('is the reviewed one in metadata/schema.sql.txt (after a new migration: vitest -u)', async () => {
    await migrate(urlOf(rig));
    await expect(await schemaOf(rig)).toMatchFileSnapshot(reviewed);
  });

  test('P11: is the same after a kill -9 in each migration, and a second start', async () => {
    const crashed = await startRig({ server: false });
    try {
      for (const { name } of await shippedMigrations()) {
        // The first leaves nothing of the migration, the second leaves all of it, and the next start goes on from there.
        expect([name, await migrateAndCrashAt(crashed, 'metadata.migration-before-commit')]).toEqual([name, 'SIGKILL']);
        expect([name, await migrateAndCrashAt(crashed, 'metadata.migration-after-commit')]).toEqual([name, 'SIGKILL']);
      }
      expect(await migrate(urlOf(crashed))).toEqual([]);
      await expect(await schemaOf(crashed)).toMatchFileSnapshot(reviewed);
    } finally {
      await crashed.stop();
    }
  });

  test('refuses a database of a newer version', async () => {
    await rig.inMetadata("insert into schema_migrations (name) values ('9999_future')");
    await expect(migrate(urlOf(rig))).rejects.toThrow(/newer version: it has 9999_future/);
    await rig.inMetadata("delete from schema_migrations where name = '9999_future'");
  });
});
