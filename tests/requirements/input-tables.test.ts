/** Input tables end to end: who writes what, in which order, and what people then see. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataRows, edited, insertRows, logRows, makeTable, rowsOf, setCell, settingOf, settled } from '../harness/input-table.ts';
import type { TableSetting } from '../harness/input-table.ts';
import { startRig } from '../harness/rig.ts';
import type { Rig } from '../harness/rig.ts';

let rig: Rig;
let setting: TableSetting;

beforeAll(async () => {
  rig = await startRig();
  setting = await settingOf(rig);
});
afterAll(async () => rig?.stop());

describe('an edit on its way', () => {
  test('R27: the service account logs the creation and every edit before the author writes the data', async () => {
    const since = await rig.logPosition();
    const table = await makeTable(setting);
    await edited(setting.alice, table, insertRows(table, [['one', 'two', 'three']]));
    await settled(setting.alice, table);

    const statements = await rig.statements({ since });
    const appends = statements.filter(
      (one) => one.user === 'svc' && /insert into/i.test(one.text) && /sigds_wal_/i.test(one.text) && one.parameters.includes(table.id),
    );
    const bare = table.name.split('.')[1]?.replaceAll('"', '') ?? '?';
    const creation = statements.find(
      (one) =>
        one.user === 'alice' && /create table/i.test(one.text) && one.text.includes(table.name.split('.')[1]?.replaceAll('"', '') ?? '?'),
    );
    const write = statements.find(
      (one) => one.user === 'alice' && /^\s*(insert into|update|with|merge)/i.test(one.text) && one.text.includes(bare),
    );
    expect(appends).toHaveLength(2);
    expect(appends[0]?.ended).toBeLessThan(creation?.began ?? 0);
    expect(appends[1]?.ended).toBeLessThan(write?.began ?? 0);
    expect(statements.filter((one) => one.user === 'svc' && /wb_a|wb_b/i.test(one.text))).toEqual([]);
    expect(statements.filter((one) => one.user === 'alice' && /elog|sigds_wal/i.test(one.text))).toEqual([]);
    expect(await dataRows(rig, table)).toEqual([['one', 'two', 'three']]);
  });

  test('R22: the log is gapless, in one order, and its payloads alone reproduce the table', async () => {
    const table = await makeTable(setting);
    const insertion = insertRows(table, [
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
    ]);
    const [first, second] = insertion.rows;
    const [a = ''] = table.columns;
    await edited(setting.alice, table, insertion);
    for (const value of ['x', 'y', 'z']) await edited(setting.alice, table, setCell(a, first.id, value));
    await edited(setting.alice, table, { op: 'deleteRows', rows: [second.id] });
    await edited(setting.alice, table, { op: 'changeColumn', columnId: a, name: 'Region' });
    await settled(setting.alice, table);
    const rows = await logRows(rig, table);
    expect(rows.map((row) => Number(row.edit_num))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    for (const row of rows) {
      expect(row.author_email).toContain('alice');
      expect(row.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      expect(JSON.parse(row.edit).op).toBeTypeOf('string');
    }
    const page = await rowsOf(setting.alice, table);
    expect(page.rows.map((row: { cells: unknown }) => row.cells)).toEqual([['z', 'b', 'c']]);
    expect(page.columns.map((column: { name: string }) => column.name)).toEqual(['Region', 'B', 'C']);
  });
});
