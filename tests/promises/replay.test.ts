/**
 * P3 on real parts: what is in a data table is what its log says, and nothing else. The log of a real table is replayed, rows
 * doubled and in any order, as the applier's own statements under each author's login; the table is emptied, spoiled and
 * dropped, and rebuilt from the log alone.
 */
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import { readLog } from '@penstock/domain/edit-log/read';
import { rejectedNums } from '@penstock/domain/edit-log/rejects';
import { logColumns } from '@penstock/domain/edit-log/row';
import type { LogRow } from '@penstock/domain/edit-log/row';
import { noShape } from '@penstock/domain/edit-log/table-shape';
import { foldWindow } from '@penstock/domain/edit-log/window';
import { SeededRandom } from '@penstock/testkit/edit-log/seeded-random';
import { postgresqlDialect } from '@penstock/warehouse/postgresql/dialect';
import type { Statement } from '@penstock/warehouse/port';
import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import {
  columnId,
  dataRows,
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
import type { ApiClient, Rig } from '../harness/rig.ts';

vi.setConfig({ testTimeout: 120_000 });

let rig: Rig;
let setting: TableSetting;
let bob: ApiClient;
let table: TestTable;
const logins = new Map<string, Client>();

beforeAll(async () => {
  rig = await startRig();
  setting = await settingOf(rig);
  bob = await rig.signIn('bob');
  for (const login of ['alice', 'bob'] as const) logins.set(login, await rig.asWarehouse(login));
});
afterAll(async () => rig?.stop());

/** A life of a table: two authors, overlapping cells, rows that come, go, come back and move, columns, a refused edit. */
beforeEach(async () => {
  table = await makeTable(setting);
  const { alice } = setting;
  const [a = '', b = '', c = ''] = table.columns;
  const insertion = insertRows(
    table,
    Array.from({ length: 12 }, (_, index) => [`a${index}`, `b${index}`, null]),
  );
  const rows: readonly string[] = insertion.rows.map(({ id }: { id: string }) => id);
  const at = (index: number): string => rows[index % rows.length] ?? '';
  await edited(alice, table, insertion);
  await settled(alice, table);
  await rig.inWarehouse(
    `grant select, insert, update on ${table.name} to bob; alter table ${table.name} add constraint no_bad check ("${c}_1" <> 'bad')`,
  );
  for (let turn = 0; turn < 12; turn += 1) {
    const [first, second] = turn % 2 === 0 ? [alice, bob] : [bob, alice];
    await Promise.all([
      edited(first, table, setCell(turn % 3 === 0 ? a : b, at(turn * 5), `first ${turn}`)),
      edited(second, table, setCell(b, at(turn), `second ${turn}`)),
      edited(bob, table, { ...insertRows(table, [[`new ${turn}`, null, 'x']], `b${turn}`) }),
    ]);
  }
  await edited(alice, table, setCell(c, at(1), 'bad'));
  await edited(bob, table, { op: 'deleteRows', rows: [at(2), at(3), at(4)] });
  await edited(alice, table, { op: 'restoreRows', rows: [at(3)] });
  await edited(alice, table, { op: 'moveRows', rows: [{ id: at(5), order: 'Zz' }] });
  const added = columnId();
  await edited(alice, table, {
    op: 'addColumn',
    column: { id: added, name: 'Added', type: 'number', options: [], order: 'z', generation: 1 },
  });
  await edited(bob, table, setCell(added, at(6), '12345678901234567890.5'));
  await edited(bob, table, { op: 'changeColumn', columnId: a, name: 'Renamed' });
  await edited(alice, table, setCell(added, at(7), '-0.001'));
  await settled(alice, table);
  await until(async () => expectOk(await alice.get(`/input-tables/${table.id}/tray`)).body.items.length === 1);
  await rig.inWarehouse(`alter table ${table.name} drop constraint no_bad`);
});

/** Every physical row with every guard, as the warehouse has them. */
const contents = (): Promise<readonly unknown[]> => rig.inWarehouse(`select * from ${table.name} order by row_id`);
const verify = async (): Promise<number> => (await rig.penstock('verify-edit-log', '--table', table.id)).code;

/** The physical rows of the log twice, in any order, read by the product's own rules. */
async function historyOf(random: SeededRandom): Promise<readonly EditEntry[]> {
  const physical = (await logRows(rig, table)).map(
    (row) => Object.fromEntries(logColumns.map((name) => [name, String(row[name])])) as LogRow,
  );
  const anySigner = { keyId: '', sign: () => '', verifies: () => true };
  const { entries, findings } = readLog(shuffled([...physical, ...physical], random), anySigner, (text) => text);
  expect(findings.filter(({ kind }) => kind !== 'repeat')).toEqual([]);
  expect(findings).toHaveLength(physical.length);
  const rejected = rejectedNums(entries);
  expect(rejected.size).toBe(1);
  return entries.filter(({ num }) => !rejected.has(num));
}

/** A transaction of the applier, under the login of the share's author. */
interface Write {
  readonly login: string;
  readonly statements: readonly Statement[];
}

/** The applier's transactions for a history, cut into windows anywhere. */
function writesOf(history: readonly EditEntry[], random: SeededRandom): readonly Write[] {
  const [, schema = '', name = ''] = /^"(.+)"\."(.+)"$/.exec(table.name) ?? [];
  const path = { database: rig.warehouse.database, schema, table: name };
  const writes: Write[] = [];
  let shape = noShape;
  let rest = history.map((entry) => ({ entry, memberId: entry.author.login === '' ? entry.author.email : entry.author.login }));
  while (rest.length > 0) {
    const window = foldWindow(rest.slice(0, 1 + random.below(8)), shape, { edits: 5_000, cells: 250_000 });
    for (const share of window.shares)
      if (share.plan.rows.length > 0)
        writes.push({ login: share.memberId, statements: postgresqlDialect.inputTables.apply(path, share.plan) });
    shape = window.shape;
    rest = rest.slice(window.length);
  }
  return writes;
}

async function run({ login, statements }: Write): Promise<void> {
  const client = logins.get(login);
  if (client === undefined) throw new Error(`Nobody signed in as ${login}.`);
  await client.query('begin');
  for (const { text, parameters } of statements) await client.query(text, [...parameters]);
  await client.query('commit');
}

function shuffled<T>(items: readonly T[], random: SeededRandom): readonly T[] {
  const pile = [...items];
  for (let last = pile.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    [pile[last], pile[other]] = [pile[other] as T, pile[last] as T];
  }
  return pile;
}

/** Each write at its place, and once more somewhere behind it: as a statement lands that was given up long ago. */
function withLateRepeats(writes: readonly Write[], random: SeededRandom): readonly Write[] {
  const placed = writes.flatMap((write, index) => [
    { write, at: index },
    { write, at: index + random.below(writes.length - index) + 0.5 },
  ]);
  return placed.toSorted((left, right) => left.at - right.at).map(({ write }) => write);
}

test.each([1, 2])(
  'P3: the log of a real table, doubled and shuffled, changes nothing in the table that holds it (seed %i)',
  async (seed) => {
    const random = new SeededRandom(seed);
    const before = await contents();
    const writes = writesOf(await historyOf(random), random);
    expect(new Set(writes.map(({ login }) => login))).toEqual(new Set(['alice', 'bob']));
    for (const write of shuffled([...writes, ...writes], random)) await run(write);
    expect(await contents()).toEqual(before);
    expect(await verify()).toBe(0);
  },
);

test.each([3, 4])(
  'P3: an emptied table is the same again from its log alone, whatever the windows and however late the repeats land (seed %i)',
  async (seed) => {
    const random = new SeededRandom(seed);
    const before = await contents();
    const history = await historyOf(random);
    await rig.inWarehouse(`truncate ${table.name}`);
    expect(await verify()).toBe(1);
    for (const write of withLateRepeats(writesOf(history, random), random)) await run(write);
    expect(await contents()).toEqual(before);
    expect(await verify()).toBe(0);
  },
);

test('P3: a table that was spoiled by hand, or dropped, is rebuilt from its log, a retyped column included', async () => {
  const { alice } = setting;
  const [a = '', b = ''] = table.columns;
  await edited(alice, table, { op: 'changeColumn', columnId: b, type: 'number' });
  const [first] = expectOk(await alice.get(`/input-tables/${table.id}/rows?offset=0&limit=1`)).body.rows;
  await edited(alice, table, setCell(b, first.id, '7.25'));
  await settled(alice, table);
  // What was written before a column was retyped stays behind in its old storage, which nothing reads.
  const current = async (): Promise<readonly unknown[]> =>
    (await contents()).map((row) =>
      Object.fromEntries(Object.entries(row as object).filter(([name]) => name !== `${b}_1` && name !== `${b}_1_n`)),
    );
  const before = await current();
  const live = await dataRows(rig, table, [a]);
  expect(await verify()).toBe(0);

  // Values, guards, a row that is gone and a row that nobody logged.
  await rig.inWarehouse(`update ${table.name} set "${a}_1" = 'spoiled', "${a}_1_n" = 1 where row_id in (select row_id from ${table.name} order by row_id limit 3);
    delete from ${table.name} where row_id = (select max(row_id) from ${table.name});
    insert into ${table.name} (row_id, row_num, deleted) values ('rforeign00000000', 1, false)`);
  expect(await verify()).toBe(1);
  expectOk(await alice.post(`/input-tables/${table.id}/rebuild`));
  await settled(alice, table);
  expect(await current()).toEqual(before);
  expect(await verify()).toBe(0);

  await rig.inWarehouse(`drop table ${table.name}`);
  expect(await verify()).not.toBe(0);
  const email: string = expectOk(await alice.get('/session')).body.member.email;
  const rebuilt = await rig.penstock('rebuild', table.id, '--as', email);
  expect(rebuilt.code, rebuilt.errors).toBe(0);
  expect(await dataRows(rig, table, [a])).toEqual(live);
  expect(await current()).toEqual(before);
  expect(await verify()).toBe(0);
});
