import { errorCatalogue } from '@penstock/domain/errors/catalogue';
import { expect, test } from 'vitest';
import { Problem, unreachable } from '../src/api/problem.ts';
import { EditQueue } from '../src/input-tables/edit-queue.ts';
import type { Outcome } from '../src/input-tables/edit-queue.ts';
import { memoryEditStore } from '../src/input-tables/edit-store.ts';
import type { EditStore, WaitingEdit } from '../src/input-tables/edit-store.ts';
import { outcomeOf, refusals } from '../src/input-tables/transport.ts';

const typing = (value: string) =>
  ({ op: 'updateCells', columns: ['c1'], rows: [{ id: 'r1', cells: [value] }], inserted: [], onlyWhile: null }) as const;
const acknowledged = (edit: WaitingEdit, editNum: number): Outcome => ({
  kind: 'acknowledged',
  acknowledgement: { editId: edit.editId, editNum, at: '', state: 'logged' },
});
const problem = (status: number, code = 'x') => new Problem({ status, code, title: 'T', detail: 'd', nextStep: 'n' });
const settled = async (): Promise<void> => {
  for (let round = 0; round < 20; round += 1) await Promise.resolve();
};

function makeQueue(send: (edit: WaitingEdit) => Promise<Outcome>, store: EditStore = memoryEditStore()) {
  const retries: (() => void)[] = [];
  const refusals: string[] = [];
  let made = 0;
  const queue = new EditQueue({
    memberId: 'm',
    tableId: 't',
    store,
    send,
    newEditId: () => String((made += 1)).padStart(32, '0'),
    nowMs: () => 1000,
    later: (callback) => (retries.push(callback), () => undefined),
    onAcknowledged: () => undefined,
    onRefused: (edit) => refusals.push(edit.editId),
    onChange: () => undefined,
  });
  return { queue, retries, refusals, store };
}

test('edits are sent one after the other, in the order of their making', async () => {
  const sent: string[] = [];
  const { queue, store } = makeQueue(async (edit) => {
    sent.push(edit.editId);
    return acknowledged(edit, sent.length);
  });
  queue.add(typing('a'), 0);
  queue.add(typing('b'), 0);
  queue.add(typing('c'), 0);
  await settled();
  await settled();
  expect(sent.map(Number)).toEqual([1, 2, 3]);
  expect(queue.waiting).toEqual([]);
  expect(await store.load('m', 't')).toEqual([]);
});

test('an edit whose answer was lost is sent again under the same id, and those behind it wait', async () => {
  const sent: string[] = [];
  const { queue, retries } = makeQueue(async (edit) => {
    sent.push(edit.editId);
    return sent.length === 1 ? { kind: 'again', problem: unreachable() } : acknowledged(edit, sent.length);
  });
  queue.add(typing('a'), 0);
  queue.add(typing('b'), 0);
  await settled();
  expect(queue.state.kind).toBe('waiting');
  expect(queue.waiting).toHaveLength(2);
  retries[0]?.();
  await settled();
  await settled();
  expect(sent.map(Number)).toEqual([1, 1, 2]);
});

test('an edit that was not acknowledged survives a reload and keeps its id', async () => {
  const store = memoryEditStore();
  const first = makeQueue(async () => ({ kind: 'again', problem: unreachable() }), store);
  first.queue.add(typing('a'), 0);
  await settled();
  first.queue.close();
  const sent: string[] = [];
  const second = makeQueue(async (edit) => {
    sent.push(edit.editId);
    return acknowledged(edit, 1);
  }, store);
  await second.queue.restore();
  await settled();
  expect(sent.map(Number)).toEqual([1]);
  expect(await store.load('m', 't')).toEqual([]);
});

test('a refused edit is set aside with its reason, kept across a reload, and can be sent again as a new one', async () => {
  const store = memoryEditStore();
  const { queue, refusals } = makeQueue(
    async (edit) => (edit.editId.endsWith('1') ? { kind: 'refused', problem: problem(403) } : acknowledged(edit, 1)),
    store,
  );
  queue.add(typing('a'), 0);
  await settled();
  expect(refusals).toHaveLength(1);
  expect((await store.load('m', 't'))[0]?.refusal?.reason).toBe('d');
  await queue.sendAgain(String(1).padStart(32, '0'), 0);
  await settled();
  expect(queue.refused).toEqual([]);
  expect(queue.numOf(String(2).padStart(32, '0'))).toBe(1);
});

test('an ended session pauses the queue until it is resumed', async () => {
  let signedIn = false;
  const { queue } = makeQueue(async (edit) => (signedIn ? acknowledged(edit, 1) : { kind: 'signed-out', problem: problem(401) }));
  queue.add(typing('a'), 0);
  await settled();
  expect(queue.state.kind).toBe('signed-out');
  signedIn = true;
  queue.resume();
  await settled();
  expect(queue.waiting).toEqual([]);
});

test('an undo refers to the number of the edit that it takes back', async () => {
  const sent: WaitingEdit[] = [];
  const { queue } = makeQueue(async (edit) => {
    sent.push(edit);
    return acknowledged(edit, 40 + sent.length);
  });
  const forward = queue.add(typing('new'), 0);
  queue.add(typing('old'), 0, forward.editId);
  await settled();
  await settled();
  expect(sent[1]?.operation).toMatchObject({ onlyWhile: 41 });
});

test('an answer that says nothing about the edit leaves it waiting, also from a proxy or with an unknown code', () => {
  const kind = (status: number, code?: string) => outcomeOf(problem(status, code)).kind;
  expect([kind(0), kind(408), kind(403), kind(404), kind(409), kind(422), kind(429), kind(500), kind(503)]).toEqual(Array(9).fill('again'));
  expect(kind(422, 'input-table.values-refused')).toBe('refused');
  expect(kind(401)).toBe('signed-out');
});

test('every refusal is a code of the catalogue that the API answers with a 4xx', () => {
  const catalogue: Readonly<Record<string, { readonly status: number }>> = errorCatalogue;
  for (const code of refusals) expect(catalogue[code]?.status, code).toBeOneOf([400, 403, 409, 413, 415, 422]);
});

test('no code under which an edit is kept is taken for a refusal of it', () => {
  const rooms = /^(edit-log|input-table|request|write-access)\./;
  const kept = Object.entries(errorCatalogue)
    .filter(([code, { status }]) => rooms.test(code) && status < 500 && outcomeOf(problem(status, code)).kind === 'again')
    .map(([code]) => code);
  // A new code has to be placed: here when the edit waits, among the refusals when it never can be taken.
  expect(kept.toSorted()).toEqual([
    'edit-log.claimed',
    'edit-log.moved',
    'edit-log.not-set',
    'edit-log.table-unknown',
    'input-table.data-missing',
    'input-table.editing-restricted',
    'input-table.grant-refused',
    'input-table.link-invalid',
    'input-table.not-adoptable',
    'input-table.not-found',
    'input-table.not-ours',
    'input-table.not-readable',
    'input-table.not-rejected',
    'input-table.not-withdrawable',
    'input-table.policies-hide-history',
    'input-table.rebuild-failed',
    'input-table.rules-invalid',
    'request.foreign-origin',
    'request.in-progress',
    'request.limit',
    'request.not-found',
    'write-access.off',
  ]);
});

test('a retry of what the server can say while the log or the warehouse is away never refuses an edit', () => {
  const codes = Object.entries(errorCatalogue).filter(
    ([code, { status }]) => status >= 500 || /^(connection|write-destination|sign-in)\./.test(code),
  );
  for (const [code, { status }] of codes) expect(outcomeOf(problem(status, code)).kind, code).not.toBe('refused');
});

test('an edit that its author lets go of is forgotten, and the one behind it is sent', async () => {
  const sent: string[] = [];
  const { queue, store } = makeQueue(async (edit) => {
    sent.push(edit.editId);
    return Number(edit.editId) === 1 ? { kind: 'again', problem: problem(409, 'write-access.off') } : acknowledged(edit, sent.length);
  });
  const stuck = queue.add(typing('a'), 0);
  queue.add(typing('b'), 0);
  await settled();
  expect(queue.lastProblem?.code).toBe('write-access.off');
  await queue.letGo(stuck.editId);
  await settled();
  await settled();
  expect(sent.map(Number)).toEqual([1, 2]);
  expect(queue.lastProblem).toBeNull();
  expect(await store.load('m', 't')).toEqual([]);
});

test('an edit that is let go of on its way is forgotten when it gets no answer, and kept as saved when it does', async () => {
  const answers: ((outcome: Outcome) => void)[] = [];
  const { queue } = makeQueue(() => new Promise((answer) => answers.push(answer)));
  const first = queue.add(typing('a'), 0);
  await settled();
  await queue.letGo(first.editId);
  expect(queue.waiting).toHaveLength(1);
  answers[0]?.({ kind: 'again', problem: unreachable() });
  await settled();
  expect([queue.waiting, queue.lastProblem]).toEqual([[], null]);
  const second = queue.add(typing('b'), 0);
  await settled();
  await queue.letGo(second.editId);
  answers[1]?.(acknowledged(second, 7));
  await settled();
  expect(queue.numOf(second.editId)).toBe(7);
});
