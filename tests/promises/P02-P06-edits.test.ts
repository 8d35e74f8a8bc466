/** Retries, unknown outcomes, many editors and large pastes, against two real nodes. */
import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { keyBetween } from '@penstock/domain/input-tables/order-key';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import {
  dataRows,
  edit,
  editId,
  edited,
  expectOk,
  insertRows,
  logRows,
  makeTable,
  rowId,
  rowsOf,
  setCell,
  settingOf,
  settled,
  standing,
  until,
} from '../harness/input-table.ts';
import type { TableSetting, TestTable } from '../harness/input-table.ts';
import { handled } from '../harness/patience.ts';
import { ApiClient, startRig } from '../harness/rig.ts';
import type { Rig } from '../harness/rig.ts';

let rig: Rig;
let setting: TableSetting;

beforeAll(async () => {
  rig = await startRig();
  setting = await settingOf(rig);
});
afterAll(async () => rig?.stop());

async function filled(rows: readonly (readonly (string | null)[])[]): Promise<{ table: TestTable; rowIds: readonly string[] }> {
  const table = await makeTable(setting);
  const insertion = insertRows(table, rows);
  await edited(setting.alice, table, insertion);
  await settled(setting.alice, table);
  return { table, rowIds: insertion.rows.map((row: { id: string }) => row.id) };
}

/** Forwards to a server and swallows everything that comes back while `swallows` is set. */
async function swallowingProxy(
  target: string,
): Promise<{ url: string; swallow: (is: boolean) => void; swallowed: () => number; close: () => void }> {
  let swallows = false;
  let swallowed = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(new URL(target).port), '127.0.0.1');
    sockets.add(client).add(upstream);
    client
      .on('error', () => {})
      .on('data', (data) => upstream.write(data))
      .on('close', () => upstream.destroy());
    upstream.on('error', () => {}).on('close', () => client.destroy());
    upstream.on('data', (data) => {
      if (!swallows) return void client.write(data);
      swallowed += 1;
      client.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    swallow: (is) => (swallows = is),
    swallowed: () => swallowed,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

test('P2 P4: the answer is swallowed after the edit was made; the client sends it again to another node, and it happens once', async () => {
  const { table, rowIds } = await filled([['0', '', '']]);
  const second = await rig.startServer();
  const [first] = rig.servers;
  const proxy = await swallowingProxy(first?.url ?? '');
  const through = new ApiClient(proxy.url, setting.alice.jar);
  through.csrfToken = setting.alice.csrfToken;
  const elsewhere = await rig.signIn('alice', second);
  for (let round = 1; round <= 5; round += 1) {
    const id = editId();
    const operation = insertRows(table, [[`round ${round}`, '', '']], `a${round}`);
    const before = proxy.swallowed();
    proxy.swallow(true);
    await expect(edit(through, table, operation, { editId: id })).rejects.toThrow();
    expect(proxy.swallowed()).toBe(before + 1);
    const again = expectOk(await edit(elsewhere, table, operation, { editId: id }));
    proxy.swallow(false);
    const oncemore = expectOk(await edit(through, table, operation, { editId: id }));
    expect(oncemore.body.editNum).toBe(again.body.editNum);
    expect(
      new Set(
        standing(await logRows(rig, table))
          .filter((row) => row.edit_id === id)
          .map((row) => row.edit_num),
      ).size,
    ).toBe(1);
  }
  proxy.close();
  await settled(elsewhere, table);
  expect((await dataRows(rig, table)).length).toBe(6);
  expect(rowIds).toHaveLength(1);
  await second.stop();
});

test('P4 R56: warehouse sessions that are cut mid-statement leave outcomes unknown; the edits are sent again and land once', async () => {
  const { table, rowIds } = await filled([['0', '0', '0']]);
  let over = false;
  onTestFinished(() => void (over = true));
  const cutting = handled(
    (async () => {
      while (!over) {
        await rig.inWarehouse(
          "select pg_terminate_backend(pid) from pg_stat_activity where usename in ('alice', 'svc') and datname = current_database()",
        );
        await sleep(60);
      }
    })(),
  );
  const acknowledged: string[] = [];
  for (let value = 1; value <= 30; value += 1) {
    const id = editId();
    await until(
      async () =>
        (await edit(setting.alice, table, setCell(table.columns[0] ?? '', rowIds[0] ?? '', String(value)), { editId: id })).status === 200,
      30_000,
    );
    acknowledged.push(id);
  }
  over = true;
  await cutting;
  await settled(setting.alice, table, 40_000);
  const log = standing(await logRows(rig, table));
  for (const id of acknowledged) expect(new Set(log.filter((row) => row.edit_id === id).map((row) => row.edit_num)).size).toBe(1);
  expect((await dataRows(rig, table))[0]?.[0]).toBe('30');
});

test(
  'P5 R23: many editors on overlapping cells at two nodes converge to the order of the log, and no acknowledged value is outside it',
  { timeout: 120_000 },
  async () => {
    const { table, rowIds } = await filled(Array.from({ length: 3 }, () => ['', '', '']));
    await rig.inWarehouse(`grant select, insert, update on ${table.name} to bob`);
    const second = await rig.startServer();
    const clients = [setting.alice, await rig.signIn('alice', second), await rig.signIn('bob'), await rig.signIn('bob', second)];
    const written: { num: number; row: string; column: string; value: string }[] = [];
    await Promise.all(
      clients.flatMap((client, who) =>
        Array.from({ length: 3 }, async (_, lane) => {
          for (let turn = 0; turn < 12; turn += 1) {
            const row = rowIds[(turn + lane) % rowIds.length] ?? '';
            const column = table.columns[(turn + who) % table.columns.length] ?? '';
            const value = `${who}.${lane}.${turn}`;
            written.push({ num: await edited(client, table, setCell(column, row, value)), row, column, value });
          }
        }),
      ),
    );
    await settled(setting.alice, table);
    expect(new Set(written.map(({ num }) => num)).size).toBe(written.length);
    const nums = [...new Set((await logRows(rig, table)).map((row) => Number(row.edit_num)))];
    expect(nums).toEqual(Array.from({ length: nums.length }, (_, index) => index + 1));
    const last = new Map<string, { num: number; value: string }>();
    for (const entry of written) {
      const key = `${entry.row} ${entry.column}`;
      if ((last.get(key)?.num ?? 0) < entry.num) last.set(key, entry);
    }
    for (const client of clients) {
      const page = await rowsOf(client, table);
      for (const row of page.rows)
        for (const [index, column] of table.columns.entries()) expect(row.cells[index]).toBe(last.get(`${row.id} ${column}`)?.value ?? '');
    }
    expect((await rig.penstock('verify-edit-log', '--table', table.id)).code).toBe(0);
    await second.stop();
  },
);

test(
  'P6 R27: a paste of 50,000 cells is all or nothing for a reader at 50 Hz, though the server is killed midway',
  { timeout: 180_000 },
  async () => {
    const columns = 10;
    const table = await makeTable(setting, { types: Array.from({ length: columns }, () => 'text') });
    const counts = new Set<number>();
    let over = false;
    onTestFinished(() => void (over = true));
    const reader = await rig.asWarehouse('alice');
    const look = async (): Promise<void> => {
      const { rows } = await reader.query(`select count(*)::int as n, count("${table.columns[9]}_1")::int as cells from ${table.name}`);
      counts.add(rows[0].n);
      counts.add(rows[0].cells);
    };
    const reading = handled(
      (async () => {
        while (!over) {
          await look();
          await sleep(20);
        }
      })(),
    );
    const paste = insertRows(
      table,
      Array.from({ length: 5_000 }, (_, row) => Array.from({ length: columns }, (__, column) => `r${row}c${column}`)),
    );
    const id = editId();
    const first = edit(setting.alice, table, paste, { editId: id }).catch(() => null);
    await sleep(250);
    await rig.servers[0]?.kill9();
    await first;
    await rig.startServer();
    expectOk(await until(async () => edit(setting.alice, table, paste, { editId: id }).catch(() => null)));
    // Logged: every page shows it whole, applied or not.
    const page = await rowsOf(setting.alice, table, 'offset=4990&limit=20');
    expect(page.total).toBe(5_000);
    expect(page.rows).toHaveLength(10);
    await settled(setting.alice, table, 60_000);
    over = true;
    await reading;
    // The last look of the loop may have been before the paste was applied.
    await look();
    expect([...counts].filter((count) => count !== 0 && count !== 5_000)).toEqual([]);
    expect(counts.has(5_000)).toBe(true);
    const tooLarge = insertRows(
      table,
      Array.from({ length: 5_001 }, () => Array.from({ length: columns }, () => 'x')),
    );
    expect((await edit(setting.alice, table, tooLarge)).status).toBe(413);
  },
);

test('R27 I9: a page by position is exact while rows come, go and move, pending or applied', { timeout: 120_000 }, async () => {
  const { table } = await filled(Array.from({ length: 2_500 }, (_, index) => [String(index), '', '']));
  let shown = (await rowsOf(setting.alice, table, 'offset=0&limit=10000')).rows as { id: string; order: string; cells: string[] }[];
  expect(shown.map((row) => row.cells[0])).toEqual(Array.from({ length: 2_500 }, (_, index) => String(index)));
  for (let step = 0; step < 12; step += 1) {
    const at = (step * 397) % (shown.length - 2);
    const here = shown[at];
    const next = shown[at + 1];
    if (here === undefined || next === undefined) throw new Error('There are no such rows.');
    if (step % 3 === 0) {
      const id = rowId();
      const order = keyBetween(here.order, next.order);
      await edited(setting.alice, table, {
        op: 'insertRows',
        columns: table.columns,
        rows: [{ id, order, cells: [`new ${step}`, '', ''] }],
      });
      shown = [...shown.slice(0, at + 1), { id, order, cells: [`new ${step}`, '', ''] }, ...shown.slice(at + 1)];
    } else if (step % 3 === 1) {
      await edited(setting.alice, table, { op: 'deleteRows', rows: [here.id] });
      shown = shown.filter((row) => row.id !== here.id);
    } else {
      const order = keyBetween(shown.at(-2)?.order ?? null, shown.at(-1)?.order ?? null);
      await edited(setting.alice, table, { op: 'moveRows', rows: [{ id: here.id, order }] });
      const last = shown.at(-1);
      if (last === undefined) throw new Error('There is no last row.');
      shown = [...shown.filter((row) => row.id !== here.id && row.id !== last.id), { ...here, order }, last];
    }
    if (step % 4 === 0) await settled(setting.alice, table);
    for (const offset of [0, 990, 1_995, 2_450]) {
      const page = await rowsOf(setting.alice, table, `offset=${offset}&limit=40`);
      expect(
        page.rows.map((row: { id: string }) => row.id),
        `step ${step}, offset ${offset}`,
      ).toEqual(shown.slice(offset, offset + 40).map((row) => row.id));
      if (page.totalExact) expect(page.total, `step ${step}, offset ${offset}`).toBe(shown.length);
    }
  }
});
