import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client } from 'pg';
import { startRig } from '../harness/rig.ts';
import type { Rig } from '../harness/rig.ts';

let rig: Rig;

beforeAll(async () => {
  rig = await startRig({ server: false });
});

afterAll(async () => {
  await rig.stop();
});

const durable = `
  select name, setting from pg_settings
  where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'zero_damaged_pages', 'ignore_checksum_failure')
  order by name`;

const durableSettings = [
  { name: 'data_checksums', setting: 'on' },
  { name: 'fsync', setting: 'on' },
  { name: 'full_page_writes', setting: 'on' },
  { name: 'ignore_checksum_failure', setting: 'off' },
  { name: 'synchronous_commit', setting: 'on' },
  { name: 'zero_damaged_pages', setting: 'off' },
];

describe('P1: durability is never traded for speed', () => {
  test('in the metadata cluster', async () => {
    expect(await rig.inMetadata(durable)).toEqual(durableSettings);
  });

  test('in the warehouse', async () => {
    expect(await rig.inWarehouse(durable)).toEqual(durableSettings);
    expect(await rig.inWarehouse(durable, 'svc')).toEqual(durableSettings);
  });

  test('and no role, database or table is an exception to it', async () => {
    const exceptions = `select from pg_db_role_setting where setconfig::text ~ 'synchronous_commit|fsync'`;
    expect(await rig.inMetadata(exceptions)).toEqual([]);
    expect(await rig.inWarehouse(exceptions)).toEqual([]);
    expect(await rig.inWarehouse(`select relname from pg_class where relpersistence = 'u'`)).toEqual([]);
  });
});

describe('the metadata cluster', () => {
  test('knows no warehouse login', async () => {
    const roles = await rig.inMetadata<{ rolname: string }>(`select rolname from pg_roles where rolcanlogin order by 1`);
    expect(roles.map(({ rolname }) => rolname).filter((name) => !['postgres', 'penstock', 'identity_provider'].includes(name))).toEqual([]);
    for (const user of ['alice', 'svc', 'static_app']) {
      const client = new Client({ ...rig.metadata, user, password: rig.passwords.svc });
      await expect(client.connect()).rejects.toMatchObject({ code: '28000' });
    }
  });
});

describe('the warehouse gives its logins the rights of the rig', () => {
  const mayCreate = async (login: string): Promise<string[]> => {
    const rows = await rig.inWarehouse<{ schema: string }>(
      `select nspname as schema from pg_namespace where has_schema_privilege('${login}', oid, 'create') and nspname !~ '^pg_' order by 1`,
    );
    return rows.map(({ schema }) => schema);
  };

  test.each([
    ['alice', ['wb_a', 'wb_b']],
    ['bob', ['wb_a']],
    ['carol', []],
    ['svc', ['elog', 'wb_svc']],
    ['svc2', []],
    ['static_app', ['old_wb']],
  ])('%s may create in %j', async (login, schemas) => {
    expect(await mayCreate(login)).toEqual(schemas);
  });

  test('alice and bob see their own orders, the service account all, carol none', async () => {
    const managers = async (login: 'alice' | 'bob' | 'carol' | 'svc' | 'static_app'): Promise<string[]> => {
      const rows = await rig.inWarehouse<{ account_manager: string }>('select distinct account_manager from src.orders order by 1', login);
      return rows.map((row) => row.account_manager);
    };
    expect(await managers('alice')).toEqual(['alice']);
    expect(await managers('bob')).toEqual(['bob']);
    expect(await managers('svc')).toEqual(['alice', 'bob']);
    expect(await managers('static_app')).toEqual(['alice', 'bob']);
    await expect(managers('carol')).rejects.toMatchObject({ code: '42501' });
  });

  test('svc2 has the same rights in the second warehouse, and svc none', async () => {
    const login = async (name: 'svc' | 'svc2'): Promise<unknown> =>
      await rig.inWarehouse('create table elog.tried (a int)', name, rig.secondWarehouse.database);
    await expect(login('svc')).rejects.toMatchObject({ code: '42501' });
    await expect(login('svc2')).resolves.toEqual([]);
  });
});
