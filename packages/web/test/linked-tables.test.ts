import { describe, expect, test } from 'vitest';
import type { Column } from '@penstock/domain/input-tables/column';
import type { CellValue } from '@penstock/domain/values/cell-value';
import type { SourceColumn, TableElement } from '@penstock/domain/workbooks/definition';
import type { InputTable } from '../src/api/contract.ts';
import type { QueryResult } from '../src/api/queries-contract.ts';
import type { Outcome } from '../src/input-tables/edit-queue.ts';
import { memoryEditStore } from '../src/input-tables/edit-store.ts';
import type { WaitingEdit } from '../src/input-tables/edit-store.ts';
import { setCells } from '../src/input-tables/gestures.ts';
import type { LiveListeners } from '../src/input-tables/live.ts';
import { TableStore } from '../src/input-tables/table-store.ts';
import { LinkedCells, rowPageOf } from '../src/linked-tables/linked-cells.ts';
import { likelyKeys, likelyShown } from '../src/linked-tables/likely-keys.ts';
import { readLinkedBlock } from '../src/linked-tables/read-block.ts';
import type { PastedColumn, PastedRow } from '../src/linked-tables/read-block.ts';
import { ResultPages } from '../src/queries/result-pages.ts';
import type { ShownColumn } from '../src/tables/shown-columns.ts';

const reading = { locale: 'en-US', timeZone: 'UTC' };
const own = (id: string, name: string, type: Column['type'], options: Column['options'] = []): Column => {
  return { id, name, type, options, order: id, generation: 1 };
};
const target = own('ctarget00', 'Target', 'number');
const state = own('cstate000', 'State', 'single-select', [
  { id: 'o1', label: 'Open', color: null },
  { id: 'o2', label: 'Done', color: null },
]);

const table: InputTable = {
  id: 't',
  name: 'T',
  workbookId: 'w',
  connectionId: 'c',
  destination: { database: 'd', schema: 's' },
  table: { schema: 's', table: 'sigds_t' },
  columns: [own('ckey00000', 'Code', 'text'), target, state],
  headNum: 1,
  appliedNum: 1,
  rowCount: 0,
  editing: { state: 'open', scope: null, code: null, reason: null, nextStep: null },
  canEdit: true,
  typing: { draft: { allowed: true, reason: null }, published: { allowed: false, reason: 'Only in the draft.' } },
  canChangeColumns: true,
  columnRules: [],
  canProtect: true,
  documentTimeZone: 'UTC',
  link: { keyColumns: ['ckey00000'] },
};

const runsAs = {
  connectionId: '',
  connectionName: '',
  principal: 'person',
  login: 'alice',
  rule: '',
  reason: '',
  remedy: '',
  role: null,
} as const;

/** Rows A, B, A again, and one whose key is empty; what is typed beside A and B as given. */
function answer(num: number, targets: readonly (string | null)[]): QueryResult {
  const columns = [
    { id: 'code', name: 'Code', type: 'text', level: null, problem: null, inputColumnId: null },
    { id: 'target', name: 'Target', type: 'number', level: null, problem: null, inputColumnId: target.id },
    { id: 'state', name: 'State', type: 'text', level: null, problem: null, inputColumnId: state.id },
  ] as const;
  const codes = ['A', 'B', 'A', null];
  return {
    columns,
    values: [codes, targets, [null, 'Done', null, null]],
    rowCount: 4,
    hasMore: false,
    runsAs,
    cachedAt: null,
    durationMs: 1,
    queryId: null,
    parts: null,
    linked: { inputTableId: 't', num, keyColumnIds: ['ckey00000'], keys: [codes], rowIds: ['kA', 'kB', 'kA', null] },
  };
}

const settled = async (): Promise<void> => {
  for (let round = 0; round < 80; round += 1) await Promise.resolve();
};

async function openLinked(first: QueryResult, send?: (edit: WaitingEdit) => Promise<Outcome>) {
  let num = 1;
  let live: LiveListeners | null = null;
  let seed = 0;
  let writes = 0;
  const sent: WaitingEdit[] = [];
  const store = new TableStore({
    table,
    memberId: 'm',
    transport: {
      loadTable: async () => table,
      loadRows: async () => expect.fail('rows come with answers'),
      loadTray: async () => [],
      sendTrayAgain: async () => undefined,
      emptyTray: async () => undefined,
      loadHeld: async () => [],
      adopt: async () => undefined,
      withdraw: async () => undefined,
      openLive: (_id, _after, listeners) => {
        live = listeners;
        return () => undefined;
      },
      send:
        send ??
        (async (edit) => (
          sent.push(edit),
          { kind: 'acknowledged', acknowledgement: { editId: edit.editId, editNum: (num += 1), at: '', state: 'logged' } }
        )),
    },
    editStore: memoryEditStore(),
    random: { bytes: (count) => Uint8Array.from({ length: count }, () => (seed += 7) % 256) },
    nowMs: () => 1000,
    later: () => () => undefined,
    onOverwritten: () => undefined,
    onRefused: () => undefined,
    onWritten: () => (writes += 1),
    isLinked: true,
  });
  store.open();
  const pages = new ResultPages(
    async () => first,
    10,
    () => undefined,
  );
  pages.want(0, 4);
  await settled();
  const shown = first.columns.map(({ id, name, type }, index): ShownColumn => {
    return { id, name, type, column: undefined, problem: null, index, depth: 0, isKey: false };
  });
  const cells = new LinkedCells(store, pages, shown);
  const take = (page: QueryResult): void => {
    if (page.linked != null) store.show(rowPageOf(page, page.linked, table));
  };
  take(first);
  const values = (columnId = target.id): readonly (CellValue | undefined)[] =>
    [0, 1, 2, 3].map((position) => {
      const row = cells.rowAt(position);
      return row === undefined ? undefined : cells.value(row, columnId);
    });
  return { store, cells, take, values, sent, live: (): LiveListeners => live ?? expect.fail('it is live'), writes: () => writes };
}

const event = (num: number, value: string, onlyWhile: number | null = null) => ({
  num,
  editId: `e${num}`,
  author: { id: 'b', name: 'Bob', email: 'bob@penstock.example' },
  at: '',
  operation: {
    op: 'updateKeyedCells',
    keyColumns: ['ckey00000'],
    columns: [target.id],
    rows: [{ id: 'kB', keys: ['B'], cells: [value] }],
    onlyWhile,
  } as const,
});

describe('what is typed beside the rows of a source', () => {
  test('rows with the same key are one, and a row without a key takes nothing', async () => {
    const { store, cells, values } = await openLinked(answer(1, ['10', null, '10', null]));
    expect(values()).toEqual(['10', null, '10', undefined]);
    expect(cells.rowIdAt(3)).toBeNull();
    setCells(cells, [target.id], [{ id: 'kA', cells: ['11'] }], 'Typing');
    expect(values()).toEqual(['11', null, '11', undefined]);
    expect(store.state(cells.rowAt(2) ?? expect.fail('there is a row'), target.id)).toBe('saving');
  });

  test('an edit names rows by their keys, undo takes back what still stands, and redo does it again', async () => {
    const { store, cells, values, sent } = await openLinked(answer(1, ['10', null, '10', null]));
    setCells(cells, [target.id], [{ id: 'kB', cells: ['7'] }], 'Typing');
    await settled();
    expect(sent[0]?.operation).toEqual({
      op: 'updateKeyedCells',
      keyColumns: ['ckey00000'],
      columns: [target.id],
      rows: [{ id: 'kB', keys: ['B'], cells: ['7'] }],
      onlyWhile: null,
    });
    expect(store.undo()).toBe(true);
    await settled();
    expect(values()[1]).toBeNull();
    expect(sent[1]?.operation).toMatchObject({ rows: [{ id: 'kB', keys: ['B'], cells: [null] }], onlyWhile: 2 });
    expect(store.redo()).toBe(true);
    await settled();
    expect(values()[1]).toBe('7');
    expect(sent[2]?.operation).toMatchObject({ rows: [{ cells: ['7'] }], onlyWhile: 3 });
  });

  test("another person's value shows at once, and an answer that is older than it does not take it away", async () => {
    const { take, values, live, writes } = await openLinked(answer(1, ['10', null, '10', null]));
    live().onEdit(event(2, '5'));
    expect(values()[1]).toBe('5');
    expect(writes()).toBe(1);
    take(answer(1, ['10', null, '10', null]));
    expect(values()[1]).toBe('5');
    take(answer(3, ['10', '6', '10', null]));
    expect(values()[1]).toBe('6');
  });

  test('an answer that was on its way when an edit was saved does not take the edit away', async () => {
    const { cells, take, values } = await openLinked(answer(1, ['10', null, '10', null]));
    setCells(cells, [target.id], [{ id: 'kB', cells: ['7'] }], 'Typing');
    await settled();
    take(answer(1, ['10', null, '10', null]));
    expect(values()[1]).toBe('7');
    take(answer(2, ['10', '7', '10', null]));
    expect(values()[1]).toBe('7');
  });

  test('whether the undo of another person still held is asked, not guessed', async () => {
    const { values, live, writes } = await openLinked(answer(1, ['10', '4', '10', null]));
    live().onEdit(event(2, '3', 1));
    expect(values()[1]).toBe('4');
    expect(writes()).toBe(1);
  });

  test('selects are held as options, though answers have their labels', async () => {
    const { values } = await openLinked(answer(1, [null, null, null, null]));
    expect(values(state.id)).toEqual([null, 'o2', null, undefined]);
  });

  test('an edit that undo leaves alone tells when it is saved', async () => {
    const { store } = await openLinked(answer(1, []));
    const made = store.editForGood({ op: 'addColumn', column: own('cnew00000', 'New', 'text') });
    expect(store.canUndo).toBeNull();
    expect(await store.saved(made)).toBe(true);
  });

  test('an edit that is refused is not saved', async () => {
    const problem = { code: 'input-table.key-column', title: '', message: '', nextStep: '' } as never;
    const { store } = await openLinked(answer(1, []), async () => ({ kind: 'refused', problem }));
    expect(await store.saved(store.editForGood({ op: 'deleteColumn', columnId: 'ckey00000' }))).toBe(false);
  });
});

describe('a block that is pasted beside the rows of a source', () => {
  const code: PastedColumn = { name: 'Code', typed: undefined, type: 'text' };
  const sales: PastedColumn = { name: 'Sales', typed: undefined, type: 'number' };
  const typed: PastedColumn = { name: 'Target', typed: target, type: 'number' };
  const row = (rowId: string | null, ...values: readonly (string | null)[]): PastedRow => {
    return { rowId, source: (column) => ({ value: values[column] ?? null, shown: values[column] ?? '' }) };
  };
  const rows = [row('kA', 'A', '1234.5'), row('kB', 'B', '2'), row(null, null, '3')];

  test('falls on the typed columns, each row once', () => {
    expect(readLinkedBlock([['1'], ['2']], [typed], rows, reading)).toMatchObject({
      kind: 'read',
      columns: [{ id: target.id }],
      rows: [
        { id: 'kA', cells: ['1'] },
        { id: 'kB', cells: ['2'] },
      ],
    });
  });

  test('may bring the columns of the source along, when they say what is there', () => {
    const block = [
      ['A', '1,234.50', '1'],
      ['B', '2', ''],
    ];
    expect(readLinkedBlock(block, [code, sales, typed], rows, reading)).toMatchObject({
      kind: 'read',
      rows: [
        { id: 'kA', cells: ['1'] },
        { id: 'kB', cells: [null] },
      ],
    });
  });

  test.each([
    [
      'says something else of the source',
      [
        ['A', '1', '5'],
        ['C', '2', '6'],
      ],
      [code, sales, typed],
      'not typed into',
    ],
    ['has more rows than there are', [['1'], ['2'], ['3'], ['4']], [typed], 'not enough rows'],
    ['falls on a row without a key', [['1'], ['2'], ['3']], [typed], 'has no key'],
    ['falls on the source alone', [['A'], ['B']], [code], 'Nothing here'],
  ])('is refused as a whole when it %s', (_, block, columns, title) => {
    const lines = columns === undefined ? [] : rows;
    expect(readLinkedBlock(block, columns, lines, reading)).toMatchObject({ kind: 'refused', title: expect.stringContaining(title) });
  });

  test('is refused when it says two things for one key, and taken when it says the same', () => {
    const twice = [row('kA', 'A'), row('kA', 'A')];
    expect(readLinkedBlock([['1'], ['2']], [typed], twice, reading)).toMatchObject({
      kind: 'refused',
      title: 'Two rows have the same key',
    });
    expect(readLinkedBlock([['1'], ['1']], [typed], twice, reading)).toMatchObject({ kind: 'read', rows: [{ id: 'kA', cells: ['1'] }] });
  });

  test('names cells that do not fit', () => {
    const read = readLinkedBlock([['A', 'much']], [code, typed], rows, reading);
    expect(read).toMatchObject({ kind: 'read', misfits: [{ row: 0, column: 0, text: 'much' }] });
  });
});

describe('the keys that are offered', () => {
  const columns: readonly SourceColumn[] = [
    { name: 'Region', type: 'text' },
    { name: 'Order ID', type: 'text' },
    { name: 'Paid', type: 'logical' },
    { name: 'Row ID', type: 'text', onRequest: true },
  ];
  const grouped = (collapsed: boolean): TableElement => ({
    kind: 'table',
    id: 'e',
    name: 'E',
    layout: { x: 0, y: 0, width: 1, height: 1 },
    source: { kind: 'element', elementId: 'x' },
    columns: [{ id: 'r', name: 'Region', formula: '[Region]', hidden: false, format: null, level: null }],
    filters: [],
    sorts: [],
    groupings: [{ id: 'g', keys: ['r'], collapsed }],
    totals: [],
  });

  test('are what a table is grouped by, the id of a row, or a column that is called like one', () => {
    expect(likelyKeys(columns, grouped(true))).toEqual(['Region']);
    expect(likelyKeys(columns, grouped(false))).toEqual(['Row ID']);
    expect(likelyKeys(columns.slice(0, 3), undefined)).toEqual(['Order ID']);
    expect(likelyKeys([{ name: 'Paid', type: 'logical' }], undefined)).toEqual([]);
  });

  test('leave the rest to be shown, but for what rows say of themselves', () => {
    expect(likelyShown(columns, ['Order ID'])).toEqual(['Region', 'Paid']);
  });
});
