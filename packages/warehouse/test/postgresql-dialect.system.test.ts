import { randomUUID } from 'node:crypto';
import type { AppliedCell, AppliedRow, ApplyPlan } from '@penstock/domain/edit-log/apply-plan';
import type { LogRow } from '@penstock/domain/edit-log/row';
import { logColumns } from '@penstock/domain/edit-log/row';
import { dataTableName, editLogName } from '@penstock/domain/input-tables/physical-layout';
import type { CellValue } from '@penstock/domain/values/cell-value';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StoredColumn, StoredRow } from '../src/dialect.ts';
import type { Statement, TablePath, WarehouseSession } from '../src/port.ts';
import { postgresqlDialect } from '../src/postgresql/dialect.ts';
import { quoteLiteral, quoteName, UnquotableName } from '../src/postgresql/quote.ts';
import { cellValue, columnTypes, spitefulName, spitefulText } from './arbitraries.ts';
import type { Engine } from './engine.ts';
import { done, options, run, sql, startEngine } from './engine.ts';

const { inputTables, editLog } = postgresqlDialect;
let engine: Engine;
let session: WarehouseSession;

beforeAll(async () => {
  engine = await startEngine();
  session = await engine.connect();
  await engine.query('create schema wb');
});
afterAll(() => engine.stop());

const allTypes: readonly StoredColumn[] = columnTypes.map((type, index) => ({ id: `c${'abcdefgh'[index]}0000000`, generation: 1, type }));

async function makeTable(columns: readonly StoredColumn[], schema = 'wb'): Promise<TablePath> {
  const table = { database: engine.target.database, schema, table: dataTableName(randomUUID()) };
  await runAll(inputTables.createTable(table, columns, 'penstock:test'));
  return table;
}

async function runAll(statements: readonly Statement[]): Promise<void> {
  done(await session.runAll(statements, options));
}

async function readAll(table: TablePath, columns: readonly StoredColumn[]): Promise<readonly StoredRow[]> {
  const { rows } = await run(session, inputTables.readAllRows(table, columns, null, 10_000));
  return rows.map((row) => inputTables.decodeRow(columns, row));
}

function newRow(rowId: string, num: number, cells: readonly AppliedCell[], key = rowId): AppliedRow {
  const by = { by: 'ada@example.com', at: '2026-11-22T04:00:00.000000Z' };
  return { rowId, life: { num, deleted: false }, created: by, order: { num, key }, cells, updated: { num, ...by } };
}

function cell(column: StoredColumn, value: CellValue, num: number, onlyWhile: number | null = null): AppliedCell {
  return { columnId: column.id, generation: column.generation, type: column.type, value, num, onlyWhile };
}

describe('values', () => {
  test('every canonical value of every type comes back as it went, the empty text apart from null', async () => {
    const table = await makeTable(allTypes);
    const anyRow = fc.tuple(...allTypes.map(({ type }) => cellValue(type)));
    let counter = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 20 }), async (rows) => {
        const plan = rows.map((values) => {
          counter += 1;
          return newRow(
            `r${String(counter).padStart(6, '0')}`,
            1,
            allTypes.map((column, index) => cell(column, values[index] ?? null, 1)),
          );
        });
        await runAll(inputTables.apply(table, { rows: plan }));
        const read = await run(
          session,
          inputTables.readRowsById(
            table,
            allTypes,
            plan.map(({ rowId }) => rowId),
          ),
        );
        const byId = new Map(read.rows.map((row) => inputTables.decodeRow(allTypes, row)).map((row) => [row.rowId, row]));
        for (const { rowId, cells } of plan) {
          expect(byId.get(rowId)?.cells).toEqual(cells.map(({ value, num }) => ({ value, num })));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('what somebody else’s SQL left in a column is read canonically, or as empty where it has no canonical form', async () => {
    const table = await makeTable(allTypes);
    await runAll(inputTables.apply(table, { rows: [newRow('r', 1, [])] }));
    const value = (type: string) => quoteName(`${allTypes.find((column) => column.type === type)?.id}_1`);
    const path = `wb.${quoteName(table.table)}`;
    await engine.query(
      `update ${path} set ${value('number')} = 1.500, ${value('date')} = 'infinity', ${value('datetime')} = '2026-01-01 01:00+02', ${value('multi-select')} = 'not json'`,
    );
    const [row] = await readAll(table, allTypes);
    const byType = Object.fromEntries(allTypes.map(({ type }, index) => [type, row?.cells[index]?.value]));
    expect(byType).toMatchObject({ number: '1.5', date: null, datetime: '2025-12-31T23:00:00.000000Z', 'multi-select': null });
    await engine.query(`update ${path} set ${value('number')} = 'NaN', ${value('datetime')} = '-infinity'`);
    expect((await readAll(table, allTypes))[0]?.cells.map(({ value: held }) => held)).toEqual(allTypes.map(() => null));
  });
});

describe('P29: user text never becomes SQL structure', () => {
  const catalogue = async () =>
    JSON.stringify(
      await engine.query(
        `select relname, relnamespace::regnamespace::text as schema, relkind, relacl::text from pg_class where relnamespace::regnamespace::text not in ('pg_toast') order by 1, 2`,
      ),
    );

  test('P29: any legal name is one object of exactly that name, and any text is a value', async () => {
    const before = await catalogue();
    await fc.assert(
      fc.asyncProperty(spitefulName, spitefulName, spitefulText, async (schema, name, text) => {
        const path = { database: engine.target.database, schema, table: name };
        fc.pre(!schema.startsWith('pg_') && schema !== 'wb' && schema !== 'public');
        await run(session, sql(`CREATE SCHEMA ${quoteName(schema)}`));
        try {
          await runAll([
            sql(`CREATE TABLE ${quoteName(schema)}.${quoteName(name)} (${quoteName(name)} text)`),
            sql(`COMMENT ON TABLE ${quoteName(schema)}.${quoteName(name)} IS ${quoteLiteral(text)}`),
            sql(`INSERT INTO ${quoteName(schema)}.${quoteName(name)} SELECT * FROM unnest($1::text[])`, [text, null]),
          ]);
          const [facts] = (await run(session, inputTables.inspectTable(path))).rows;
          expect(inputTables.decodeTableFacts(facts ?? []).comment).toBe(text === '' ? null : text);
          expect((await run(session, inputTables.describeColumns(path))).rows).toEqual([[name, 'text']]);
          const held = await run(session, sql(`SELECT ${quoteName(name)} FROM ${quoteName(schema)}.${quoteName(name)}`));
          expect(held.rows).toEqual([[text], [null]]);
          const there = await engine.query(
            'select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relkind = $2',
            [schema, 'r'],
          );
          expect(there).toEqual([{ relname: name }]);
        } finally {
          await run(session, sql(`DROP SCHEMA ${quoteName(schema)} CASCADE`));
        }
      }),
      { numRuns: 60 },
    );
    expect(await catalogue()).toBe(before);
  });

  test('P29: names that cannot exist are refused instead of cut: NUL, too long, half a surrogate, empty', () => {
    for (const name of ['a\0b', 'x'.repeat(64), 'é'.repeat(32), '\ud800', '', 'x'.repeat(10_000)]) {
      expect(() => quoteName(name)).toThrow(UnquotableName);
    }
    expect(quoteName('é'.repeat(31))).toBe(`"${'é'.repeat(31)}"`);
  });

  test('P29: a NUL in a value is refused by the engine as a value', async () => {
    const table = await makeTable(allTypes);
    const [text] = allTypes;
    if (text === undefined) return;
    const outcome = await session.runAll(inputTables.apply(table, { rows: [newRow('r', 1, [cell(text, 'a\0b', 1)])] }), options);
    expect(outcome).toMatchObject({ kind: 'failed', failure: { kind: 'value' } });
    expect(await readAll(table, allTypes)).toEqual([]);
  });

  test('P29: 10,000 characters of quotes go through row ids, order keys and cells unchanged', async () => {
    const table = await makeTable(allTypes);
    const [text] = allTypes;
    if (text === undefined) return;
    const nasty = `'"\\$$--/*`.repeat(1_112);
    await runAll(inputTables.apply(table, { rows: [newRow('r', 1, [cell(text, nasty, 1)], `'"\\$$--/*`)] }));
    const [row] = await readAll(table, allTypes);
    expect(row).toMatchObject({ orderKey: `'"\\$$--/*`, cells: [{ value: nasty }, ...allTypes.slice(1).map(() => ({ value: null }))] });
  });
});

describe('apply', () => {
  const columns: readonly StoredColumn[] = [
    { id: 'caaaaaaaa', generation: 1, type: 'text' },
    { id: 'cbbbbbbbb', generation: 1, type: 'number' },
    { id: 'caaaaaaaa', generation: 2, type: 'number' },
  ];
  const rowIds = ['r1', 'r2', 'r3', 'r4'];

  /** What the table must hold after plans whose rows exist: for each part the change with the greatest number. */
  function expected(plans: readonly ApplyPlan[]): readonly unknown[] {
    return rowIds.flatMap((rowId) => {
      const changes = plans.flatMap((plan) => plan.rows.filter((row) => row.rowId === rowId));
      if (!changes.some((row) => row.created !== null)) return [];
      const newest = <T extends { readonly num: number }>(parts: readonly (T | null)[]): T | null =>
        parts.reduce((best, part) => (part !== null && (best === null || part.num > best.num) ? part : best), null);
      const life = newest(changes.map((row) => row.life));
      const order = newest(changes.map((row) => row.order));
      const cells = columns.map((column) => {
        const won = newest(
          changes.flatMap((row) => row.cells.filter((entry) => entry.columnId === column.id && entry.generation === column.generation)),
        );
        return { value: won?.value ?? null, num: won?.num ?? null };
      });
      return [
        {
          rowId,
          rowNum: life?.num ?? null,
          deleted: life?.deleted ?? null,
          orderKey: order?.key ?? null,
          orderNum: order?.num ?? null,
          cells,
        },
      ];
    });
  }

  /** One plan an edit, numbered from 1; the first ones make the rows. */
  const plansOf = (script: readonly { row: number; touch: number; value: number; kind: number }[]): readonly ApplyPlan[] => {
    const inserts = rowIds.map((rowId, index): ApplyPlan => ({ rows: [newRow(rowId, index + 1, [])] }));
    const edits = script.map(({ row, touch, value, kind }, index): ApplyPlan => {
      const num = rowIds.length + 1 + index;
      const rowId = rowIds[row % rowIds.length] ?? 'r1';
      const updated = { num, by: 'bob@example.com', at: String(num) };
      const touched = columns
        .filter((_, position) => (touch & (1 << position)) !== 0)
        .map((column) => cell(column, value < 0 ? null : String(value), num));
      const life = kind === 1 ? { num, deleted: value % 2 === 0 } : null;
      const order = kind === 2 ? { num, key: `k${value}` } : null;
      return { rows: [{ rowId, life, created: null, order, cells: touched, updated }] };
    });
    return [...inserts, ...edits];
  };

  const script = fc.array(fc.record({ row: fc.nat(3), touch: fc.nat(7), value: fc.integer({ min: -1, max: 99 }), kind: fc.nat(3) }), {
    maxLength: 12,
  });

  test('P3: edits applied shuffled, repeated and late give the table that their order gives', async () => {
    await fc.assert(
      fc.asyncProperty(script, fc.infiniteStream(fc.nat()), fc.boolean(), async (edits, chance, whole) => {
        const table = await makeTable(columns);
        const plans = plansOf(edits);
        const next = () => chance.next().value ?? 0;
        // Rows first: an edit of a row that is not there yet has, by design, no effect.
        const inserts = plans.slice(0, rowIds.length);
        const rest = plans.slice(rowIds.length).flatMap((plan) => (next() % 3 === 0 ? [plan, plan] : [plan]));
        const shuffled = rest
          .map((plan) => ({ plan, at: next() }))
          .toSorted((left, right) => left.at - right.at)
          .map(({ plan }) => plan);
        const late = [...inserts, ...plans.slice(rowIds.length)].filter(() => next() % 4 === 0);
        const sequence = [...inserts, ...shuffled, ...late];
        if (whole) await runAll(sequence.flatMap((plan) => inputTables.apply(table, plan)));
        else for (const plan of sequence) await runAll(inputTables.apply(table, plan));
        const rows = await readAll(table, columns);
        expect(
          rows.map(({ rowId, rowNum, deleted, orderKey, orderNum, cells }) => ({ rowId, rowNum, deleted, orderKey, orderNum, cells })),
        ).toEqual(expected(plans));
        const newestNum = (rowId: string) =>
          Math.max(
            ...plans.flatMap((plan) =>
              plan.rows
                .filter((row) => row.rowId === rowId && [row.life, row.order, row.cells[0] ?? null].some((part) => part !== null))
                .map((row) => row.updated.num),
            ),
          );
        for (const row of rows) expect(row.updated.num).toBe(newestNum(row.rowId));
        await run(session, sql(`DROP TABLE wb.${quoteName(table.table)}`));
      }),
      { numRuns: 40 },
    );
  });

  const [text, number] = columns;
  if (text === undefined || number === undefined) throw new Error('no columns');
  const change = (rowId: string, num: number, cells: readonly AppliedCell[]): ApplyPlan => ({
    rows: [{ rowId, life: null, created: null, order: null, cells, updated: { num, by: 'bob@example.com', at: 'later' } }],
  });

  test('an undo is written only while the cell is still its own, however often it is sent', async () => {
    const table = await makeTable(columns);
    await runAll(inputTables.apply(table, { rows: [newRow('r1', 1, [cell(text, 'old', 1), cell(number, '1', 1)])] }));
    await runAll(inputTables.apply(table, change('r1', 2, [cell(text, 'mine', 2), cell(number, '2', 2)])));
    await runAll(inputTables.apply(table, change('r1', 3, [cell(number, '3', 3)])));
    const undo = change('r1', 4, [cell(text, 'old', 4, 2), cell(number, '1', 4, 2)]);
    for (let round = 0; round < 3; round += 1) await runAll(inputTables.apply(table, undo));
    const [row] = await readAll(table, columns);
    expect(row?.cells.slice(0, 2)).toEqual([
      { value: 'old', num: 4 },
      { value: '3', num: 3 },
    ]);
    expect(row?.updated.num).toBe(4);
    // One that has nothing left to undo does not even touch the row.
    await runAll(inputTables.apply(table, change('r1', 9, [cell(text, 'x', 9, 2)])));
    expect((await readAll(table, columns))[0]?.updated.num).toBe(4);
  });

  test('an edit of a row that never came to be leaves no phantom', async () => {
    const table = await makeTable(columns);
    await runAll(inputTables.apply(table, change('ghost', 5, [cell(text, 'boo', 5)])));
    await runAll(inputTables.apply(table, change('ghost', 6, [cell(text, 'boo', 6, 5)])));
    expect(await readAll(table, columns)).toEqual([]);
  });

  test('a rebuild replaces what somebody altered, but nothing newer than itself', async () => {
    const table = await makeTable(columns);
    await runAll(inputTables.apply(table, { rows: [newRow('r1', 1, [cell(text, 'true', 1)]), newRow('r2', 2, [cell(text, 'two', 2)])] }));
    await runAll(inputTables.apply(table, change('r2', 8, [cell(text, 'newer', 8)])));
    await engine.query(`update wb.${quoteName(table.table)} set "caaaaaaaa_1" = 'forged', deleted = true, row_num = 5 where row_id = 'r1'`);
    const rebuild = { rows: [newRow('r1', 1, [cell(text, 'true', 1)]), newRow('r2', 2, [cell(text, 'two', 2)]), newRow('r3', 3, [])] };
    await runAll(inputTables.apply(table, rebuild, { forcedUpTo: 6 }));
    const rows = await readAll(table, columns);
    expect(rows.map(({ rowId, rowNum, deleted, cells }) => [rowId, rowNum, deleted, cells[0]?.value])).toEqual([
      ['r1', 1, false, 'true'],
      ['r2', 2, false, 'newer'],
      ['r3', 3, false, null],
    ]);
    await run(session, inputTables.removeRows(table, ['r3', 'nobody']));
    expect((await readAll(table, columns)).map(({ rowId }) => rowId)).toEqual(['r1', 'r2']);
  });

  test('rows that touch different columns go in few statements, whatever their mixture', async () => {
    const many = Array.from({ length: 40 }, (_, index): StoredColumn => ({
      id: `c${String(index).padStart(8, 'a')}`,
      generation: 1,
      type: 'text',
    }));
    const table = await makeTable(many);
    const rows = Array.from({ length: 2_000 }, (_, index) =>
      newRow(`r${String(index).padStart(5, '0')}`, 1, [cell(many[index % 40] ?? text, String(index), 1)]),
    );
    const statements = inputTables.apply(table, { rows });
    expect(statements.length).toBeLessThanOrEqual(40);
    await runAll(statements);
    const read = await readAll(table, many);
    expect(read.map((row, index) => row.cells[index % 40]?.value)).toEqual(rows.map((_, index) => String(index)));
    expect(inputTables.apply(table, { rows: rows.slice(0, 30) })).toHaveLength(1);
  });
});

describe('reading', () => {
  const columns: readonly StoredColumn[] = [{ id: 'caaaaaaaa', generation: 1, type: 'text' }];
  let table: TablePath;
  beforeAll(async () => {
    table = await makeTable(columns);
    // Keys in byte order, not in any language's: upper case before lower case.
    const keys = ['Z', 'a', 'a', 'aB', 'ab', 'b', '~'];
    await runAll(inputTables.apply(table, { rows: keys.map((key, index) => newRow(`r${index}`, index + 1, [], key)) }));
    await runAll(
      inputTables.apply(table, { rows: [{ ...newRow('r3', 20, []), created: null, order: null, life: { num: 20, deleted: true } }] }),
    );
  });
  const page = async (from: { orderKey: string; rowId: string } | null, offset: number, limit: number) =>
    (await run(session, inputTables.readPage(table, columns, from, offset, limit))).rows.map((row) => row[0]);

  test('pages follow byte order and leave deleted rows out', async () => {
    expect(await page(null, 0, 10)).toEqual(['r0', 'r1', 'r2', 'r4', 'r5', 'r6']);
    expect(await page({ orderKey: 'a', rowId: 'r2' }, 1, 2)).toEqual(['r4', 'r5']);
  });

  test('anchors give every k-th row, the last one, and so the count', async () => {
    expect((await run(session, inputTables.readAnchors(table, null, null, 4))).rows).toEqual([
      ['Z', 'r0', '0'],
      ['b', 'r5', '4'],
      ['~', 'r6', '5'],
    ]);
    const part = inputTables.readAnchors(table, { orderKey: 'a', rowId: 'r2' }, { orderKey: 'b', rowId: 'r5' }, 100);
    expect((await run(session, part)).rows).toEqual([
      ['a', 'r2', '0'],
      ['ab', 'r4', '1'],
    ]);
    expect((await run(session, inputTables.countLiveRows(table))).rows).toEqual([['6']]);
  });

  test('a page from the middle of a large table reads the index, not the table', async () => {
    await engine.query(
      `insert into wb.${quoteName(table.table)} (row_id, row_num, deleted, order_key, order_num) select 'x' || g, 1, false, 'm' || lpad(g::text, 8, '0'), 1 from generate_series(1, 20000) g`,
    );
    await engine.query(`analyze wb.${quoteName(table.table)}`);
    const statement = inputTables.readPage(table, columns, { orderKey: 'm00010000', rowId: '' }, 5, 20);
    const plan = (await run(session, { text: `EXPLAIN ${statement.text}`, parameters: statement.parameters })).rows
      .map(([line]) => line)
      .join('\n');
    expect(plan).toMatch(/Index Scan using \w+_order/);
    expect(plan).not.toContain('Sort');
  });

  test('I13: a session sees whether row policies or column grants limit it', async () => {
    await engine.query(
      `do $$ begin create role contract_reader login; exception when duplicate_object then null; end $$; grant token_logins to contract_reader; grant select (row_id) on wb.${quoteName(table.table)} to contract_reader`,
    );
    const reader = await engine.connect({ user: 'contract_reader', readOnly: true });
    const facts = async (who: WarehouseSession) =>
      inputTables.decodeTableFacts((await run(who, inputTables.inspectTable(table))).rows[0] ?? []);
    expect(await facts(reader)).toMatchObject({ mayRead: false, readsSomeColumns: false, owns: false, rowPoliciesApply: false });
    await engine.query('grant usage on schema wb to contract_reader');
    expect(await facts(reader)).toMatchObject({ mayRead: false, readsSomeColumns: true });
    await runAll([inputTables.grant(table, 'edit', 'contract_reader')]);
    await engine.query(`alter table wb.${quoteName(table.table)} enable row level security`);
    expect(await facts(reader)).toMatchObject({
      mayRead: true,
      mayInsert: true,
      mayUpdate: true,
      hasRowPolicies: true,
      rowPoliciesApply: true,
      kind: 'r',
    });
    expect(await facts(session)).toMatchObject({ hasRowPolicies: true, rowPoliciesApply: false, owns: true, comment: 'penstock:test' });
    const missing = { ...table, table: 'sigds_none' };
    expect((await run(session, inputTables.inspectTable(missing))).rows).toEqual([]);
  });
});

describe('edit log', () => {
  const logRow = (overrides: Partial<LogRow>): LogRow => ({
    ...(Object.fromEntries(logColumns.map((column) => [column, '1'])) as LogRow),
    ...overrides,
  });

  test('rows are read back byte for byte in the order of the log, repeats included', async () => {
    const log = { database: engine.target.database, schema: 'wb', table: editLogName(randomUUID()) };
    await runAll(editLog.createTable(log));
    await runAll(editLog.createTable(log));
    expect((await run(session, editLog.exists(log))).rows).toEqual([[true]]);
    expect((await run(session, editLog.readHighestNum(log, 't'))).rows).toEqual([[null]]);
    await fc.assert(
      fc.asyncProperty(fc.array(spitefulText, { minLength: 1, maxLength: 10 }), async (edits) => {
        const tableId = randomUUID();
        const rows = edits.map((edit, index) =>
          logRow({
            input_table_id: tableId,
            edit_num: String(index + 1),
            edit_id: `e${index}`,
            edit,
            author_email: edit,
            metadata: JSON.stringify(edit),
          }),
        );
        await run(session, editLog.append(log, [...rows].reverse()));
        await run(session, editLog.append(log, rows.slice(0, 1)));
        const read = await run(session, editLog.read(log, tableId, 1, 9_007_199_254_740_991));
        expect(read.rows.map(editLog.decodeRow)).toEqual([rows[0], ...rows]);
        expect((await run(session, editLog.readHighestNum(log, tableId))).rows).toEqual([[String(rows.length)]]);
      }),
      { numRuns: 30 },
    );
  });

  test('ten clients that make one data table at once are all told that it is there', async () => {
    const table = { database: engine.target.database, schema: 'wb', table: dataTableName(randomUUID()) };
    const sessions = await Promise.all(Array.from({ length: 10 }, () => engine.connect()));
    const statements = inputTables.createTable(table, allTypes, 'penstock:test');
    for (const outcome of await Promise.all(sessions.map((maker) => maker.runAll(statements, options)))) done(outcome);
  });

  test('R34: ten clients that make the log at once make one', async () => {
    const log = { database: engine.target.database, schema: 'wb', table: editLogName(randomUUID()) };
    const sessions = await Promise.all(Array.from({ length: 10 }, () => engine.connect()));
    for (const outcome of await Promise.all(sessions.map((maker) => maker.runAll(editLog.createTable(log), options)))) done(outcome);
    expect(await engine.query('select count(*) from pg_class where relname = $1', [log.table])).toEqual([{ count: '1' }]);
  });
});
