/**
 * The outcome table's first two rows: a failure that passes leaves the edit pending, it is tried again with growing pauses, and
 * editing goes on for everybody; where the statement may have run, the identical one is sent again and is harmless.
 */
import type { Client } from 'pg';
import { startFaultProxy } from '@penstock/testkit/fault-proxy';
import type { FaultProxy } from '@penstock/testkit/fault-proxy';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  dataRows,
  edit,
  editId,
  edited,
  expectOk,
  insertRows,
  logRows,
  makeTable,
  setCell,
  settingOf,
  settled,
  until,
} from '../harness/input-table.ts';
import type { TableSetting, TestTable } from '../harness/input-table.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig, Statement } from '../harness/rig.ts';

let rig: Rig;
let proxy: FaultProxy;
let setting: TableSetting;
let bob: ApiClient;
let table: TestTable;
let row: string;
let a: string;
let b: string;
let holder: Client;

beforeAll(async () => {
  rig = await startRig();
  proxy = await startFaultProxy({ port: rig.warehouse.port });
  setting = await settingOf(rig, { port: proxy.port });
  bob = await rig.signIn('bob');
  holder = await rig.asWarehouse('postgres');
});
afterAll(async () => {
  await rig?.stop();
  await proxy?.close();
});

beforeEach(async () => {
  table = await makeTable(setting);
  const insertion = insertRows(table, [['one', 'two', 'three']]);
  row = insertion.rows[0].id;
  [a = '', b = ''] = table.columns;
  await edited(setting.alice, table, insertion);
  await rig.inWarehouse(`grant select, insert, update on ${table.name} to bob`);
  await settled(setting.alice, table);
  // Both may edit, and it is known: what follows needs no question to the warehouse.
  await edited(bob, table, setCell(a, row, 'bob'));
  await settled(bob, table);
});
afterEach(async () => {
  await holder.query('rollback');
  await rig.inWarehouse(`alter role alice in database ${rig.warehouse.database} reset all`);
  await rig.inWarehouse(`alter database ${rig.warehouse.database} connection limit -1`);
  await endSessionsOf('alice');
});

/** Settings of a login in this rig's database alone, for sessions that begin from now on. */
async function setForAlice(name: string, value: string): Promise<void> {
  await rig.inWarehouse(`alter role alice in database ${rig.warehouse.database} set ${name} = ${value}`);
  await endSessionsOf('alice');
}

async function endSessionsOf(login: string): Promise<void> {
  await rig.inWarehouse(
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${login}' and datname = current_database()`,
  );
  await until(
    async () =>
      (await rig.inWarehouse(`select from pg_stat_activity where usename = '${login}' and datname = current_database()`)).length === 0,
  );
}

/** Statements that write the data table as its author. */
async function dataWrites(since: number, user = 'alice'): Promise<readonly Statement[]> {
  const bare = table.name.split('.')[1]?.replaceAll('"', '') ?? '?';
  return (await rig.statements({ since, user })).filter((one) => /^\s*(insert|update)/i.test(one.text) && one.text.includes(bare));
}

/** The edit is saved and pending, its author is not blamed, and everybody goes on editing. */
async function pendingAndGoingOn(num: number): Promise<void> {
  const { items } = expectOk(await setting.alice.get(`/input-tables/${table.id}/pending`)).body;
  expect(items).toContainEqual(expect.objectContaining({ num, state: 'pending' }));
  expect(expectOk(await setting.alice.get(`/input-tables/${table.id}/tray`)).body.items).toEqual([]);
  for (const client of [setting.alice, bob])
    expect(expectOk(await client.get(`/input-tables/${table.id}`)).body.editing).toMatchObject({ state: 'open' });
  await edited(bob, table, setCell(b, row, 'bob goes on'));
}

/** Once the cause has passed all is written, once, and nobody was told of anything. */
async function writtenInTheEnd(value: string): Promise<void> {
  await settled(setting.alice, table);
  expect((await dataRows(rig, table))[0]?.slice(0, 2)).toEqual([value, 'bob goes on']);
  for (const client of [setting.alice, bob, await rig.signIn('ada')]) expect(expectOk(await client.get('/notices')).body.items).toEqual([]);
  expect((await logRows(rig, table)).some((entry) => JSON.parse(entry.edit).op === 'reject')).toBe(false);
  expect((await rig.penstock('verify-edit-log', '--table', table.id)).code).toBe(0);
}

describe('transient', () => {
  test('R56 P4: a row that another session holds locked: the write is given up, tried again, and lands when the lock is gone', async () => {
    await setForAlice('lock_timeout', '200');
    await holder.query('begin');
    await holder.query(`select from ${table.name} for update`);
    const since = await rig.logPosition();
    const num = await edited(setting.alice, table, setCell(a, row, 'after the lock'));
    await until(async () => (await dataWrites(since)).filter((one) => one.error?.sqlState === '55P03').length >= 3);
    await pendingAndGoingOn(num);
    await holder.query('rollback');
    await writtenInTheEnd('after the lock');
  });

  test('R56: a write that the warehouse cancels, as at its time limit, is tried again', async () => {
    await holder.query('begin');
    await holder.query(`select from ${table.name} for update`);
    const since = await rig.logPosition();
    const num = await edited(setting.alice, table, setCell(a, row, 'after the limit'));
    for (let time = 0; time < 2; time += 1)
      await until(
        async () =>
          (
            await rig.inWarehouse(
              `select pg_cancel_backend(pid) from pg_stat_activity where usename = 'alice' and datname = current_database() and wait_event_type = 'Lock'`,
            )
          ).length > 0,
      );
    await pendingAndGoingOn(num);
    await holder.query('rollback');
    await writtenInTheEnd('after the limit');
    expect((await dataWrites(since)).filter((one) => one.error?.sqlState === '57014').length).toBeGreaterThanOrEqual(1);
  });

  test('R56: a write that another transaction has overtaken (serialization failure) is tried again', async () => {
    await setForAlice('default_transaction_isolation', `'repeatable read'`);
    await holder.query('begin');
    await holder.query(`update ${table.name} set deleted = deleted`);
    const since = await rig.logPosition();
    const num = await edited(setting.alice, table, setCell(a, row, 'after the other'));
    await until(
      async () => (await rig.inWarehouse(`select from pg_stat_activity where usename = 'alice' and wait_event_type = 'Lock'`)).length > 0,
    );
    await pendingAndGoingOn(num);
    await holder.query('commit');
    await writtenInTheEnd('after the other');
    expect((await dataWrites(since)).map((one) => one.error?.sqlState)).toContain('40001');
  });

  test('R56: a warehouse that lets no more sessions in leaves the edit pending, and tells a newcomer that it does not answer, not that they may not', async () => {
    await rig.inWarehouse(`alter database ${rig.warehouse.database} connection limit 0`);
    await endSessionsOf('alice');
    const num = await edited(setting.alice, table, setCell(a, row, 'after the crowd'));
    await pendingAndGoingOn(num);
    const newcomer = await rig.signIn('alice');
    const answer = await edit(newcomer, table, setCell(a, row, 'no'));
    expect(answer).toMatchObject({ status: 503, body: { code: 'connection.warehouse-unreachable' } });
    await rig.inWarehouse(`alter database ${rig.warehouse.database} connection limit -1`);
    await writtenInTheEnd('after the crowd');
  });
});

describe('the connection is cut', () => {
  const toData = (value: string) => (bytes: Buffer) => bytes.includes(value) && !bytes.includes('updateCells');
  const toLog = (value: string) => (bytes: Buffer) => bytes.includes(value) && bytes.includes('updateCells');

  test.each(['request-lost', 'answer-lost'] as const)(
    'P4 R56: %s on the way to the data table: the identical statement is sent again',
    async (fault) => {
      const since = await rig.logPosition();
      proxy.arm(fault, toData(fault));
      const num = await edited(setting.alice, table, setCell(a, row, fault));
      await proxy.happened();
      await edited(bob, table, setCell(b, row, 'bob goes on'));
      await writtenInTheEnd(fault);
      const writes = (await dataWrites(since)).filter((one) => one.parameters.includes(fault));
      expect(num).toBeGreaterThan(0);
      expect(writes).toHaveLength(fault === 'answer-lost' ? 2 : 1);
      expect(new Set(writes.map((one) => `${one.text} ${one.parameters}`)).size).toBe(1);
    },
  );

  test.each(['request-lost', 'answer-lost'] as const)(
    'P2 P4: %s on the way to the log: the same rows are appended again, and it is one edit',
    async (fault) => {
      const id = editId();
      proxy.arm(fault, toLog(`log ${fault}`));
      await edited(setting.alice, table, setCell(a, row, `log ${fault}`), { editId: id });
      await proxy.happened();
      await edited(bob, table, setCell(b, row, 'bob goes on'));
      await writtenInTheEnd(`log ${fault}`);
      const rows = (await logRows(rig, table)).filter((entry) => entry.edit_id === id);
      expect(rows).toHaveLength(fault === 'answer-lost' ? 2 : 1);
      expect(new Set(rows.map((entry) => JSON.stringify(entry))).size).toBe(1);
    },
  );
});
