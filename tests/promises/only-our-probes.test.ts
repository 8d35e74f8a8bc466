/** P8: a sweep drops only what the registry recorded, made by that very login, and recognisable as ours. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRig } from '../harness/rig.ts';
import type { Rig } from '../harness/rig.ts';
import { c1, createConnection, probeStatements, settledVerdicts, signInBuilder } from '../requirements/connections-of-the-rig.ts';
import type { ConnectionJson } from '../requirements/connections-of-the-rig.ts';

let rig: Rig;
let connection: ConnectionJson;

beforeAll(async () => {
  rig = await startRig();
  connection = await createConnection(await rig.signIn('ada'), c1(rig));
});

afterAll(() => rig.stop());

/** What a crash between CREATE and DROP would have left in the registry for bob. */
async function recordLeftover(table: string, mark: string): Promise<void> {
  const { host, port, database } = rig.warehouse;
  await rig.inMetadata(
    `insert into probe_objects (id, purpose, host, port, database, schema, table_name, mark, connection_id, login, recorded_at, state)
     values (gen_random_uuid(), 'write-access', $1, $2, $3, 'wb_a', $4, $5, $6, 'bob', now(), 'created')`,
    [host, port, database, table, mark, connection.id],
  );
}

test('P8: foreign tables under recorded, colliding and prefixed names survive; the real leftover goes', async () => {
  const mark = 'penstock_0123456789abcdef';
  const tables: [string, string][] = [
    ['sigds_probe_real', `create table wb_a.sigds_probe_real ("${mark}" integer); alter table wb_a.sigds_probe_real owner to bob`],
    [
      'sigds_probe_other_owner',
      `create table wb_a.sigds_probe_other_owner ("${mark}" integer); alter table wb_a.sigds_probe_other_owner owner to alice`,
    ],
    [
      'sigds_probe_other_columns',
      'create table wb_a.sigds_probe_other_columns (id integer); alter table wb_a.sigds_probe_other_columns owner to bob',
    ],
    [
      'sigds_probe_with_rows',
      `create table wb_a.sigds_probe_with_rows ("${mark}" integer); insert into wb_a.sigds_probe_with_rows values (1); alter table wb_a.sigds_probe_with_rows owner to bob`,
    ],
    ['sigds_probe_a_view', `create view wb_a.sigds_probe_a_view as select 1 as "${mark}"; alter view wb_a.sigds_probe_a_view owner to bob`],
  ];
  for (const [name, sql] of tables) {
    await rig.inWarehouse(sql);
    await recordLeftover(name, mark);
  }
  await rig.inWarehouse(
    `create table wb_a.sigds_probe_unrecorded ("${mark}" integer); alter table wb_a.sigds_probe_unrecorded owner to bob`,
  );
  const since = await rig.logPosition();
  await settledVerdicts(await signInBuilder(rig, 'bob'), connection.id);
  const left = await rig.inWarehouse<{ relname: string }>(
    `select relname from pg_class where relname like 'sigds%' and relkind in ('r', 'v') order by 1`,
  );
  expect(left.map(({ relname }) => relname)).toEqual([
    'sigds_probe_a_view',
    'sigds_probe_other_columns',
    'sigds_probe_other_owner',
    'sigds_probe_unrecorded',
    'sigds_probe_with_rows',
  ]);
  const dropped = (await probeStatements(rig, 'drop', since)).map(({ user, table }) => [user, table]);
  expect(dropped[0]).toEqual(['bob', 'sigds_probe_real']);
  // The other DROP is of the check table that this very sign-in made.
  expect(dropped).toHaveLength(2);
});

test('P8: nothing but its own check tables is created, altered or dropped by a probe', async () => {
  const changing = (await rig.statements({ text: /^\s*(create|alter|drop|truncate|insert|update|delete|grant|revoke)/i })).filter(
    ({ user }) => user !== 'postgres',
  );
  expect(changing.filter(({ text }) => !/^(CREATE|DROP) TABLE "[^"]+"\."sigds_probe_/.test(text))).toEqual([]);
});
