import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnyJson } from '../harness/any-json.ts';
import { dataRows, edit, edited, insertRows, makeTable, setCell, settingOf, settled, until } from '../harness/input-table.ts';
import type { TableSetting, TestTable } from '../harness/input-table.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';

let rig: Rig;
let ada: ApiClient;
let bob: ApiClient;
let setting: TableSetting;
let table: TestTable;
let row: string;

beforeAll(async () => {
  rig = await startRig();
  setting = await settingOf(rig);
  [ada, bob] = [await rig.signIn('ada'), await rig.signIn('bob')];
  table = await makeTable(setting);
  const insertion = insertRows(table, [['a', 'b', 'c']]);
  row = insertion.rows[0].id;
  await edited(setting.alice, table, insertion);
  await settled(setting.alice, table);
  await rig.inWarehouse(`grant select, insert, update on ${table.name} to bob`);
});

afterAll(async () => {
  await rig.stop();
});

async function noticesOf(client: ApiClient): Promise<readonly AnyJson[]> {
  return (await client.get('/notices')).body.items;
}

function cellA(): string {
  return table.columns[0] ?? '';
}

describe('whoever listens to a table', () => {
  test('P33: does not hold up a server that is told to stop', async () => {
    const server = await rig.startServer();
    const alice = await rig.signIn('alice', server);
    const stream = await alice.fetch('GET', `/input-tables/${table.id}/events`);
    expect([stream.status, stream.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/event-stream')]);
    const startedAtMs = Date.now();
    await server.stop();
    // Far below the patience with which a server that does not stop is killed.
    expect(Date.now() - startedAtMs).toBeLessThan(10_000);
    // It ends whole, and the browser asks the next server by itself.
    expect(await stream.text()).toContain('retry: ');
  });
});

describe('every Admin is told when editing stops', () => {
  test('R56: about a colleague whose privilege is gone: once, with table, connection, error and link, until it is mended', async () => {
    await edited(bob, table, setCell(cellA(), row, 'zero'));
    await settled(bob, table);
    await rig.inWarehouse(`revoke insert, update on ${table.name} from bob`);
    for (const value of ['one', 'two', 'three']) await edit(bob, table, setCell(cellA(), row, value));
    const told = await until(async () => (await noticesOf(ada)).find((notice) => notice.subject.startsWith(`input-table:${table.id}`)));
    expect(told).toMatchObject({ audience: 'admins', code: 'warehouse.privilege', link: `/workbooks/${setting.workbookId}` });
    expect(told.detail).toMatch(/Bob.*"Targets" in "Targets" on /);
    expect((await noticesOf(ada)).filter((notice) => notice.code === 'warehouse.privilege')).toHaveLength(1);
    await until(async () => (await noticesOf(bob)).some((notice) => notice.audience === 'me' && notice.code === 'warehouse.privilege'));
    // Restricted for bob alone.
    expect((await noticesOf(setting.alice)).map((notice) => notice.code)).toEqual([]);
    expect((await edit(setting.alice, table, setCell(cellA(), row, 'by alice'))).status).toBe(200);

    await rig.inWarehouse(`grant insert, update on ${table.name} to bob`);
    expect((await bob.post(`/input-tables/${table.id}/recheck`)).status).toBeLessThan(300);
    await until(async () => !(await noticesOf(ada)).some((notice) => notice.code === 'warehouse.privilege'));
    // What was refused stays in bob's tray and is told there; that editing was restricted is over.
    await until(async () => !(await noticesOf(bob)).some((notice) => notice.subject.startsWith('input-table:')));
    await edited(bob, table, setCell(cellA(), row, 'by bob'));
    await settled(bob, table);
    expect((await dataRows(rig, table))[0]?.[0]).toBe('by bob');
  });

  test('R56: about a right or a table that was found to be gone before an edit was even logged, until it is back', async () => {
    // A new session: nothing is remembered, so that admission asks the warehouse, and the edit gets no number.
    const refusedOnce = async (person: 'alice' | 'bob', by: AnyJson): Promise<void> => {
      expect(await edit(await rig.signIn(person), table, setCell(cellA(), row, 'refused'))).toMatchObject({ status: 409, body: by });
    };
    const about = async (client: ApiClient): Promise<readonly AnyJson[]> =>
      (await noticesOf(client)).filter((notice) => notice.subject.startsWith(`input-table:${table.id}`));

    await rig.inWarehouse(`revoke insert, update on ${table.name} from bob`);
    for (let time = 0; time < 3; time += 1) await refusedOnce('bob', { scope: 'me', cause: 'privilege' });
    const told = await until(async () => (await about(ada))[0]);
    expect(told).toMatchObject({ audience: 'admins', code: 'warehouse.privilege', link: `/workbooks/${setting.workbookId}` });
    expect(told.detail).toMatch(/Bob.*"Targets" in "Targets" on C1.*The login bob may not write/);
    expect(await about(ada)).toHaveLength(1);
    await until(async () => (await about(bob)).length > 0);
    expect((await about(bob)).map((notice) => notice.audience)).toEqual(['me']);
    await rig.inWarehouse(`grant insert, update on ${table.name} to bob`);
    expect((await bob.post(`/input-tables/${table.id}/recheck`)).status).toBeLessThan(300);
    await until(async () => (await about(ada)).length === 0 && (await about(bob)).length === 0);

    await rig.inWarehouse(`alter table ${table.name} rename to elsewhere`);
    await refusedOnce('alice', { scope: 'table', cause: 'table-changed' });
    expect(await until(async () => (await about(ada))[0])).toMatchObject({ audience: 'admins', code: 'warehouse.table-changed' });
    const [schema, name] = table.name.split('.');
    await rig.inWarehouse(`alter table ${schema}.elsewhere rename to ${name}`);
    // An edit that is admitted again shows that it is mended.
    await edited(await rig.signIn('alice'), table, setCell(cellA(), row, 'back'));
    await until(async () => (await about(ada)).length === 0);
  });

  test('R56: about an edit log that takes nothing, for everybody, until it does again', async () => {
    const log = `elog."sigds_wal_${table.connectionId.replaceAll('-', '')}"`;
    const [{ owner }] = (await rig.inWarehouse(
      `select tableowner as owner from pg_tables where schemaname || '."' || tablename || '"' = '${log}'`,
    )) as [{ owner: string }];
    await rig.inWarehouse(`alter table ${log} owner to postgres; revoke all on ${log} from svc`);
    for (const client of [setting.alice, bob, setting.alice]) {
      const refused = await edit(client, table, setCell(cellA(), row, 'lost'));
      expect([refused.status, refused.body.code]).toEqual([503, 'edit-log.unavailable']);
    }
    const told = await until(async () => (await noticesOf(ada)).find((notice) => notice.code === 'edit-log.unavailable'));
    expect(told).toMatchObject({
      audience: 'admins',
      subject: `connection:${table.connectionId}`,
      link: `/connections/${table.connectionId}`,
    });
    expect((await noticesOf(ada)).filter((notice) => notice.code === 'edit-log.unavailable')).toHaveLength(1);
    expect((await noticesOf(bob)).filter((notice) => notice.code === 'edit-log.unavailable')).toEqual([]);

    await rig.inWarehouse(`alter table ${log} owner to ${owner}`);
    await edited(setting.alice, table, setCell(cellA(), row, 'again'));
    await until(async () => !(await noticesOf(ada)).some((notice) => notice.code === 'edit-log.unavailable'));
  });
});
