/** What every `LogStore` and `DataStore` must do: run on the twins and on a real warehouse. */
import assert from 'node:assert/strict';
import type { AppliedRow } from '@penstock/domain/edit-log/apply-plan';
import type { DataStore, DataTable, LogStore, ReadOutcome } from '@penstock/domain/edit-log/ports';
import type { RowState } from '@penstock/domain/edit-log/fold';
import type { LogRow } from '@penstock/domain/edit-log/row';
import type { Column, ColumnType } from '@penstock/domain/input-tables/column';
import type { CellValue } from '@penstock/domain/values/cell-value';

export interface WarehouseParts {
  readonly log: LogStore;
  readonly data: DataStore;
  /** Not made yet. */
  readonly table: DataTable;
  /** Somebody who may write. */
  readonly memberId: string;
}

export interface WarehouseRule {
  readonly title: string;
  readonly holds: (parts: WarehouseParts) => Promise<void>;
}

function column(id: string, type: ColumnType): Column {
  return {
    id,
    name: id,
    type,
    options: [
      { id: 'o1', label: 'One', color: null },
      { id: 'o2', label: 'Two', color: null },
    ],
    order: id,
    generation: 1,
  };
}

/** A value that is easily bent, for each type. */
const values: readonly (readonly [Column, CellValue])[] = [
  [column('ctext', 'text'), 'tab\tquote\'"\\ line\nemoji 🙂 {a,b} NULL '],
  [column('cnumber', 'number'), '-12345678901234567890123456789012345.678'],
  [column('cdate', 'date'), '0001-02-28'],
  [column('cdatetime', 'datetime'), '9999-12-31T23:59:59.999999Z'],
  [column('ccheckbox', 'checkbox'), false],
  [column('csingle', 'single-select'), 'o2'],
  [column('cmulti', 'multi-select'), ['o1', 'o2']],
];

const columns = values.map(([one]) => one);

function row(rowId: string, num: number, cells: readonly (readonly [Column, CellValue])[], change: Partial<AppliedRow> = {}): AppliedRow {
  return {
    rowId,
    life: null,
    created: null,
    order: null,
    cells: cells.map(([{ id, generation, type }, value]) => ({ columnId: id, generation, type, value, num, onlyWhile: null })),
    updated: { num, by: 'alice@example.com', at: '2026-11-22T05:00:00.000000Z' },
    ...change,
  };
}

function born(rowId: string, num: number, cells: readonly (readonly [Column, CellValue])[]): AppliedRow {
  return row(rowId, num, cells, {
    life: { num, deleted: false },
    order: { num, key: 'a0' },
    created: { by: 'alice@example.com', at: '2026-11-22T05:00:00.000000Z' },
  });
}

function value<T>(outcome: ReadOutcome<T>): T {
  if (outcome.kind !== 'done') throw new Error(`${outcome.kind}: ${outcome.reason}`);
  return outcome.value;
}

async function made({ data, table, memberId }: WarehouseParts): Promise<void> {
  assert.deepEqual(await data.create(table, columns, memberId), { kind: 'done' });
}

async function rows({ data, table, memberId }: WarehouseParts): Promise<readonly RowState[]> {
  return value(await data.readRows(table, columns, null, 100, memberId));
}

const [text] = columns;

async function cellAfter(parts: WarehouseParts, plans: readonly (readonly AppliedRow[])[]): Promise<CellValue | undefined> {
  await made(parts);
  for (const plan of plans) assert.equal((await parts.data.apply(parts.table, { rows: plan }, parts.memberId)).kind, 'done');
  return (await rows(parts))[0]?.cells.get(text?.id ?? '')?.value;
}

function write(num: number, written: string, onlyWhile: number | null = null): AppliedRow {
  assert.ok(text !== undefined);
  const plain = row('r1', num, [[text, written]]);
  return { ...plain, cells: plain.cells.map((cell) => ({ ...cell, onlyWhile })) };
}

function birth(num: number): AppliedRow {
  assert.ok(text !== undefined);
  return born('r1', num, [[text, 'first']]);
}

export const warehouseContract: readonly WarehouseRule[] = [
  {
    title: 'every value comes back as it was written',
    async holds(parts) {
      await made(parts);
      assert.equal((await parts.data.apply(parts.table, { rows: [born('r1', 2, values)] }, parts.memberId)).kind, 'done');
      const [read] = await rows(parts);
      for (const [{ id }, wanted] of values) assert.deepEqual(read?.cells.get(id), { value: wanted, num: 2 });
      assert.deepEqual(read?.life, { num: 2, deleted: false });
      assert.deepEqual(read?.order, { num: 2, key: 'a0' });
    },
  },
  {
    title: 'making a table or a column twice is harmless',
    async holds(parts) {
      await made(parts);
      await made(parts);
      const added = column('cadded', 'number');
      assert.equal((await parts.data.addColumn(parts.table, added, parts.memberId)).kind, 'done');
      assert.equal((await parts.data.addColumn(parts.table, added, parts.memberId)).kind, 'done');
    },
  },
  {
    title: 'a late older cell does not overwrite a newer one',
    async holds(parts) {
      assert.equal(await cellAfter(parts, [[birth(1)], [write(5, 'newer')], [write(3, 'late')]]), 'newer');
    },
  },
  {
    title: 'a repeated plan changes nothing',
    async holds(parts) {
      assert.equal(await cellAfter(parts, [[birth(1)], [write(2, 'two')], [write(3, 'three')], [birth(1)], [write(2, 'two')]]), 'three');
    },
  },
  {
    title: 'an undo writes only while the cell is still what it was',
    async holds(parts) {
      assert.equal(await cellAfter(parts, [[birth(1)], [write(2, 'mine')], [write(4, 'undone', 2)]]), 'undone');
      assert.equal(await cellAfter(parts, [[write(5, 'other')], [write(6, 'undone again', 4)]]), 'other');
    },
  },
  {
    title: 'an edit of a row that was never made makes none',
    async holds(parts) {
      await made(parts);
      assert.equal((await parts.data.apply(parts.table, { rows: [write(2, 'phantom')] }, parts.memberId)).kind, 'done');
      assert.deepEqual(await rows(parts), []);
    },
  },
  {
    title: 'an older delete does not overtake a newer restore',
    async holds(parts) {
      await made(parts);
      const life = (num: number, deleted: boolean): AppliedRow => row('r1', num, [], { life: { num, deleted } });
      for (const plan of [birth(1), life(4, false), life(3, true)]) await parts.data.apply(parts.table, { rows: [plan] }, parts.memberId);
      assert.deepEqual((await rows(parts))[0]?.life, { num: 4, deleted: false });
    },
  },
  {
    title: 'a rebuild overwrites what stands wrongly, but nothing newer',
    async holds(parts) {
      await made(parts);
      await parts.data.apply(parts.table, { rows: [birth(1)] }, parts.memberId);
      await parts.data.apply(parts.table, { rows: [write(3, 'wrong')] }, parts.memberId);
      assert.equal((await parts.data.force(parts.table, { rows: [write(3, 'right')] }, 3, parts.memberId)).kind, 'done');
      assert.equal((await rows(parts))[0]?.cells.get('ctext')?.value, 'right');
      await parts.data.apply(parts.table, { rows: [write(9, 'newer')] }, parts.memberId);
      await parts.data.force(parts.table, { rows: [write(3, 'right')] }, 3, parts.memberId);
      assert.equal((await rows(parts))[0]?.cells.get('ctext')?.value, 'newer');
      await parts.data.removeRows(parts.table, ['r1'], parts.memberId);
      assert.deepEqual(await rows(parts), []);
    },
  },
  {
    title: 'rows are read by id, deleted ones too, and a column that is not there is said to be missing',
    async holds(parts) {
      await made(parts);
      const { data, table, memberId } = parts;
      const deleted = row('r1', 4, [], { life: { num: 4, deleted: true } });
      for (const plan of [birth(1), born('r2', 2, values), deleted]) await data.apply(table, { rows: [plan] }, memberId);
      const read = value(await data.readRowsById(table, columns, ['r1', 'absent'], memberId));
      assert.deepEqual(
        read.map(({ id, life }) => [id, life]),
        [['r1', { num: 4, deleted: true }]],
      );
      assert.deepEqual(await data.readRowsById(table, columns, [], memberId), { kind: 'done', value: [] });
      assert.equal((await data.readRowsById(table, [column('cnever', 'text')], [], memberId)).kind, 'table-changed');
    },
  },
  {
    title: 'a table that is not there is said to be missing',
    async holds({ data, table, memberId }) {
      assert.equal((await data.apply(table, { rows: [birth(1)] }, memberId)).kind, 'table-changed');
      assert.equal((await data.readRowsById(table, columns, [], memberId)).kind, 'table-changed');
    },
  },
  {
    title: 'the log keeps rows byte for byte, repeats too, and is made once',
    async holds({ log, table }) {
      assert.equal((await log.create(table.connectionId)).kind, 'done');
      const logged = logRow(table.tableId, 7, '{"text":"quote \' \\u0001 🙂"}');
      assert.equal((await log.append(table.connectionId, [logged, logRow(table.tableId, 8, 'x')])).kind, 'done');
      assert.equal((await log.append(table.connectionId, [logged])).kind, 'done');
      assert.equal((await log.create(table.connectionId)).kind, 'done');
      assert.deepEqual(value(await log.read(table.connectionId, table.tableId, 7, 7)), [logged, logged]);
      assert.equal(value(await log.highestNum(table.connectionId, table.tableId)), 8);
    },
  },
];

function logRow(tableId: string, num: number, edit: string): LogRow {
  return {
    format: '1',
    installation_id: 'i',
    epoch: '1',
    input_table_id: tableId,
    edit_num: String(num),
    edit_id: `e${num}`,
    part: '1',
    parts: '1',
    base_num: '0',
    at: '2026-11-22T05:00:00.000000Z',
    author_member_id: 'alice',
    author_email: 'alice@example.com',
    author_login: 'alice',
    edit,
    metadata: '{}',
    key_id: 'k',
    signature: 's',
  };
}
