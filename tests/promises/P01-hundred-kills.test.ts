/**
 * kill -9 of the server a hundred times under a stream of edits: no acknowledged edit is lost, none happens twice.
 * Each editor counts up in a cell of its own and sends an edit again, under the same id, until it is acknowledged.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  edit,
  editId,
  edited,
  insertRows,
  logRows,
  makeTable,
  rowsOf,
  setCell,
  settingOf,
  settled,
  standing,
} from '../harness/input-table.ts';
import type { TableSetting, TestTable } from '../harness/input-table.ts';
import { startRig } from '../harness/rig.ts';
import type { Rig } from '../harness/rig.ts';

const kills = 100;
const editors = 6;

let rig: Rig;
let setting: TableSetting;
let table: TestTable;

beforeAll(async () => {
  rig = await startRig();
  setting = await settingOf(rig);
  table = await makeTable(setting);
});
afterAll(async () => rig?.stop());

test('P1 P2 R23: a hundred kill -9 under a stream of edits lose no acknowledged edit and double none', { timeout: 1_200_000 }, async () => {
  const insertion = insertRows(
    table,
    Array.from({ length: editors }, () => ['0', '', '']),
  );
  await edited(setting.alice, table, insertion);
  await settled(setting.alice, table);

  let over = false;
  const acknowledged: { id: string; num: number; row: string; value: string }[] = [];
  const type = async (row: string): Promise<void> => {
    for (let value = 1; !over; value += 1) {
      const id = editId();
      for (;;) {
        // A dead server refuses the connection, or swallows the answer: the client does not know, and sends again.
        const answer = await edit(setting.alice, table, setCell(table.columns[0] ?? '', row, String(value)), { editId: id }).catch(
          () => null,
        );
        if (answer?.status === 200) {
          acknowledged.push({ id, num: answer.body.editNum, row, value: String(value) });
          break;
        }
        if (answer !== null && answer.status < 500) throw new Error(`Answered ${answer.status}: ${JSON.stringify(answer.body)}`);
        await sleep(20);
      }
      await sleep(5);
    }
  };
  const typing = insertion.rows.map((row: { id: string }) => type(row.id));
  const failed = Promise.all(typing).then(
    () => null,
    (error: unknown) => error,
  );

  for (let kill = 1; kill <= kills; kill += 1) {
    const [server] = rig.servers;
    // Anywhere between the first request and full swing.
    const enough = acknowledged.length + (kill % 4);
    for (const deadline = Date.now() + 20_000; acknowledged.length < enough && Date.now() < deadline;) await sleep(5);
    await sleep((kill * 37) % 60);
    await server?.kill9();
    await rig.startServer();
  }
  await sleep(500);
  over = true;
  expect(await failed).toBeNull();
  await settled(setting.alice, table);

  expect(acknowledged.length).toBeGreaterThan(kills);
  const log = standing(await logRows(rig, table));
  const numsById = new Map<string, Set<number>>();
  for (const entry of log) numsById.set(entry.edit_id, (numsById.get(entry.edit_id) ?? new Set()).add(Number(entry.edit_num)));
  for (const { id, num } of acknowledged) expect([...(numsById.get(id) ?? [])], `edit ${id}`).toEqual([num]);
  const nums = new Set(log.map((entry) => Number(entry.edit_num)));
  expect([...nums].sort((one, other) => one - other)).toEqual(Array.from({ length: nums.size }, (_, index) => index + 1));

  const page = await rowsOf(setting.alice, table);
  for (const row of page.rows) {
    const last = acknowledged.filter((one) => one.row === row.id).at(-1);
    expect(row.cells[0]).toBe(last?.value);
  }
  const { code, output } = await rig.penstock('verify-edit-log', '--json');
  expect(code, output).toBe(0);
});
