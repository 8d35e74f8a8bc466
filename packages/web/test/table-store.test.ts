import { expect, test } from 'vitest';
import { keysBetween } from '@penstock/domain/input-tables/order-key';
import type { CellValue } from '@penstock/domain/values/cell-value';
import type { InputTable } from '../src/api/contract.ts';
import { Problem } from '../src/api/problem.ts';
import type { Outcome } from '../src/input-tables/edit-queue.ts';
import { memoryEditStore } from '../src/input-tables/edit-store.ts';
import type { WaitingEdit } from '../src/input-tables/edit-store.ts';
import { insertRows, setCells } from '../src/input-tables/gestures.ts';
import type { LiveListeners } from '../src/input-tables/live.ts';
import { TableStore } from '../src/input-tables/table-store.ts';

const orders = keysBetween(null, null, 3);
const column = { id: 'c1', name: 'Name', type: 'text', options: [], order: 'a0', generation: 1 } as const;
const table: InputTable = {
  id: 't',
  name: 'T',
  workbookId: 'w',
  connectionId: 'c',
  destination: { database: 'd', schema: 's' },
  table: { schema: 's', table: 'sigds_t' },
  columns: [column],
  headNum: 1,
  appliedNum: 1,
  rowCount: 3,
  editing: { state: 'open', scope: null, code: null, reason: null, nextStep: null },
  canEdit: true,
  typing: { draft: { allowed: true, reason: null }, published: { allowed: false, reason: 'Only in the draft.' } },
  canChangeColumns: true,
  columnRules: [],
  canProtect: true,
  documentTimeZone: 'UTC',
};
const settled = async (): Promise<void> => {
  for (let round = 0; round < 60; round += 1) await Promise.resolve();
};

async function openStore(send: (edit: WaitingEdit) => Promise<Outcome>, loadTable: () => Promise<InputTable> = async () => table) {
  const loads: number[] = [];
  const delayed: (() => void)[] = [];
  let live: LiveListeners | null = null;
  let seed = 0;
  const refused: string[] = [];
  const store = new TableStore({
    table,
    memberId: 'm',
    transport: {
      loadTable,
      loadRows: async (offset) => (
        loads.push(offset),
        {
          num: 1,
          total: 3,
          offset: 0,
          columns: [column],
          rows: orders.map((order, index) => ({ id: `r${index}`, order, cells: [`v${index}`] })),
        }
      ),
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
      send,
    },
    editStore: memoryEditStore(),
    random: { bytes: (count) => Uint8Array.from({ length: count }, () => (seed += 7) % 256) },
    nowMs: () => 1000,
    later: (callback) => (delayed.push(callback), () => undefined),
    onOverwritten: () => undefined,
    onRefused: ({ reason }) => refused.push(reason),
    onWritten: () => undefined,
  });
  store.open();
  await settled();
  const cell = (position: number): CellValue => {
    const row = store.rowAt(position);
    return row === undefined ? null : store.value(row, 'c1');
  };
  const state = (position: number) => {
    const row = store.rowAt(position);
    return row === undefined ? null : store.state(row, 'c1');
  };
  return { store, cell, state, refused, loads, delayed, live: () => live };
}

const accepting = () => {
  let num = 1;
  const sent: WaitingEdit[] = [];
  return {
    sent,
    send: async (edit: WaitingEdit): Promise<Outcome> => (
      sent.push(edit),
      { kind: 'acknowledged', acknowledgement: { editId: edit.editId, editNum: (num += 1), at: '', state: 'logged' } }
    ),
  };
};

test('what is typed shows at once as saving, and as saved after its acknowledgement', async () => {
  const { send } = accepting();
  const { store, cell, state } = await openStore(send);
  setCells(store, ['c1'], [{ id: 'r1', cells: ['mine'] }], 'Typing');
  expect([cell(1), state(1)]).toEqual(['mine', 'saving']);
  await settled();
  expect([cell(1), state(1)]).toEqual(['mine', 'just-saved']);
});

test('a refused edit gives the old value back, is marked, and is told', async () => {
  const problem = new Problem({ status: 403, code: 'x', title: 'Refused', detail: 'needs INSERT', nextStep: '' });
  const { store, cell, state, refused } = await openStore(async () => ({ kind: 'refused', problem }));
  setCells(store, ['c1'], [{ id: 'r1', cells: ['mine'] }], 'Typing');
  await settled();
  expect([cell(1), state(1), refused]).toEqual(['v1', 'refused', ['needs INSERT']]);
});

test("a colleague's edit appears below what is still on its way, and over what is saved", async () => {
  const { store, cell, live } = await openStore(() => new Promise(() => undefined));
  const theirs = (num: number, value: string) =>
    live()?.onEdit({
      num,
      editId: `e${num}`,
      author: { id: 'b', name: 'Bob', email: 'bob@example.com' },
      at: '',
      operation: {
        op: 'updateCells',
        columns: ['c1'],
        rows: [
          { id: 'r1', cells: [value] },
          { id: 'r2', cells: [value] },
        ],
        inserted: [],
        onlyWhile: null,
      },
    });
  setCells(store, ['c1'], [{ id: 'r1', cells: ['mine'] }], 'Typing');
  theirs(2, 'theirs');
  expect([cell(1), cell(2)]).toEqual(['mine', 'theirs']);
});

test('undo asks for the old value only while mine stands, and redo brings mine back', async () => {
  const { send, sent } = accepting();
  const { store, cell } = await openStore(send);
  setCells(store, ['c1'], [{ id: 'r1', cells: ['mine'] }], 'Typing');
  await settled();
  store.undo();
  expect(cell(1)).toBe('v1');
  await settled();
  expect(sent[1]?.operation).toMatchObject({ op: 'updateCells', rows: [{ id: 'r1', cells: ['v1'] }], onlyWhile: 2 });
  store.redo();
  await settled();
  expect(sent[2]?.operation).toMatchObject({ op: 'updateCells', rows: [{ id: 'r1', cells: ['mine'] }], onlyWhile: 3 });
});

test('inserted and deleted rows move the others at once, also for colleagues', async () => {
  const { send } = accepting();
  const { store, cell, live } = await openStore(send);
  insertRows(store, 1, 1);
  expect([store.total, cell(1), cell(2)]).toEqual([4, null, 'v1']);
  await settled();
  live()?.onEdit({
    num: 3,
    editId: 'other',
    author: { id: 'b', name: 'Bob', email: 'bob@example.com' },
    at: '',
    operation: { op: 'deleteRows', rows: ['r0'] },
  });
  expect(store.total).toBe(3);
});

test('a hidden edit takes its number without a gap; what is on the screen is read again once, later', async () => {
  const { send } = accepting();
  const { cell, loads, delayed, live } = await openStore(send);
  const before = loads.length;
  live()?.onHidden(2);
  live()?.onHidden(3);
  live()?.onEdit({
    num: 4,
    editId: 'other',
    author: { id: 'b', name: 'Bob', email: 'bob@example.com' },
    at: '',
    operation: { op: 'updateCells', columns: ['c1'], rows: [{ id: 'r1', cells: ['theirs'] }], inserted: [], onlyWhile: null },
  });
  await settled();
  expect([cell(1), loads.length - before, delayed.length]).toEqual(['theirs', 0, 1]);
  for (const callback of delayed) callback();
  await settled();
  expect(loads.length - before).toBe(1);
});

test('when the right has ended, nothing of the table stays on the screen; it is opened again at a wish', async () => {
  let readable = true;
  const { send } = accepting();
  const gone = new Problem({ status: 404, code: 'input-table.not-found', title: 'T', detail: 'gone', nextStep: 'n' });
  const { store, cell, live } = await openStore(send, async () => {
    if (!readable) throw gone;
    return table;
  });
  expect(await live()?.onEnded()).toBe(true);
  readable = false;
  expect(await live()?.onEnded()).toBe(false);
  expect([store.ended, cell(0)]).toEqual([gone, null]);
  readable = true;
  store.resume();
  await settled();
  expect([store.ended, cell(0)]).toEqual([null, 'v0']);
});

test('while the server is away, or after a sign-in in another tab, the stream is asked for again; signed out it is not', async () => {
  let status = 503;
  const { send } = accepting();
  const { store, cell, live } = await openStore(send, async () => {
    throw new Problem({ status, code: 'x', title: 'T', detail: 'd', nextStep: 'n' });
  });
  expect(await live()?.onEnded()).toBe(true);
  status = 401;
  expect(await live()?.onEnded()).toBe(false);
  expect([store.ended, cell(0)]).toEqual([null, 'v0']);
});
