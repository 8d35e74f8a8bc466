/**
 * What every `EditStore` must do, whatever it is made of: run on the twin in memory and on PostgreSQL, so that the
 * simulation speaks for the real part.
 */
import assert from 'node:assert/strict';
import type { DataTable, EditStore, NumberAnswer, NumberRequest } from '@penstock/domain/edit-log/ports';
import { noMetadata } from '@penstock/domain/edit-log/entry';
import { noShape } from '@penstock/domain/edit-log/table-shape';

export interface ContractRule {
  readonly title: string;
  /** `table` is registered and fresh. */
  readonly holds: (store: EditStore, table: DataTable) => Promise<void>;
}

const at = '2026-11-22T05:00:00.000000Z';

function request(table: DataTable, editId: string, change: Partial<NumberRequest> = {}): NumberRequest {
  const author = { memberId: 'alice', email: 'alice@example.com', login: 'alice' };
  return {
    tableId: table.tableId,
    editId,
    memberId: 'alice',
    payloadHash: 'aa',
    envelope: { base: 0, at, author, metadata: noMetadata, keyId: 'k1', systemEdit: null },
    fence: null,
    ...change,
  };
}

function numOf(answer: NumberAnswer | undefined): number {
  assert.equal(answer?.kind, 'numbered');
  return answer?.kind === 'numbered' ? answer.num : 0;
}

export const editStoreContract: readonly ContractRule[] = [
  {
    title: 'numbers grow by one, in the order of the group',
    async holds(store, table) {
      const answers = await store.allocate([request(table, 'e1'), request(table, 'e2')]);
      assert.deepEqual(answers.map(numOf), [1, 2]);
      assert.equal(numOf((await store.allocate([request(table, 'e3')]))[0]), 3);
      assert.equal((await store.load(table.tableId))?.headNum, 3);
    },
  },
  {
    title: 'a repeated edit id gets the number and the envelope it had',
    async holds(store, table) {
      const [first] = await store.allocate([request(table, 'e1')]);
      const later = request(table, 'e1');
      const [again] = await store.allocate([{ ...later, envelope: { ...later.envelope, at: '2026-11-22T06:00:00.000000Z' } }]);
      assert.equal(numOf(again), numOf(first));
      assert.ok(first?.kind === 'numbered' && again?.kind === 'numbered' && first.fresh && !again.fresh);
      assert.deepEqual(again.envelope, first.envelope);
    },
  },
  {
    title: 'another payload, or another member, under an edit id is refused',
    async holds(store, table) {
      await store.allocate([request(table, 'e1')]);
      const answers = await store.allocate([request(table, 'e1', { payloadHash: 'bb' }), request(table, 'e1', { memberId: 'bob' })]);
      assert.deepEqual(
        answers.map(({ kind }) => kind),
        ['other-payload', 'other-payload'],
      );
    },
  },
  {
    title: 'an unknown table is named, and the others of the group get their numbers',
    async holds(store, table) {
      const unknown = { ...table, tableId: '99999999-9999-4999-8999-999999999999' };
      const answers = await store.allocate([request(unknown, 'e1'), request(table, 'e2')]);
      assert.deepEqual(
        answers.map(({ kind }) => kind),
        ['table-unknown', 'numbered'],
      );
    },
  },
  {
    title: 'two groups at once share no number',
    async holds(store, table) {
      const groups = await Promise.all(
        [1, 2, 3, 4, 5, 6].map((group) => store.allocate([1, 2, 3].map((edit) => request(table, `e${group}.${edit}`)))),
      );
      const nums = groups
        .flat()
        .map(numOf)
        .sort((one, other) => one - other);
      assert.deepEqual(
        nums,
        Array.from({ length: 18 }, (_, index) => index + 1),
      );
    },
  },
  {
    title: 'an abandoned number cannot be acknowledged, and its edit id is free again',
    async holds(store, table) {
      const num = numOf((await store.allocate([request(table, 'e1')]))[0]);
      const record = await store.abandon(table.tableId, num, at);
      assert.equal(record?.state, 'abandoned');
      assert.equal(record?.abandonedEditId, 'e1');
      assert.deepEqual(await store.acknowledge([{ tableId: table.tableId, num }]), [false]);
      assert.equal(numOf((await store.allocate([request(table, 'e1')]))[0]), num + 1);
    },
  },
  {
    title: 'an acknowledged number cannot be abandoned',
    async holds(store, table) {
      const num = numOf((await store.allocate([request(table, 'e1')]))[0]);
      assert.deepEqual(await store.acknowledge([{ tableId: table.tableId, num }]), [true]);
      assert.deepEqual(await store.acknowledge([{ tableId: table.tableId, num }]), [true]);
      assert.equal((await store.abandon(table.tableId, num, at))?.state, 'logged');
    },
  },
  {
    title: 'one holder has the lease, and the fence of the one before is lost',
    async holds(store, table) {
      const first = await store.acquireLease(table.tableId, 'one', 0, 0);
      assert.ok(first !== null && !first.takenOver);
      const second = await store.acquireLease(table.tableId, 'two', 1, 60_000);
      assert.ok(second !== null && second.takenOver && second.fence > first.fence);
      assert.equal(await store.acquireLease(table.tableId, 'three', 2, 60_000), null);
      assert.deepEqual(await store.renewLeases('one', [first], 2, 60_000), []);
      assert.deepEqual(await store.renewLeases('two', [second], 2, 60_000), [table.tableId]);
      const progress = { tableId: table.tableId, appliedNum: 0, shape: noShape, restrictions: [], raised: [], lifted: [] };
      assert.equal(await store.saveProgress({ ...progress, fence: first.fence }), false);
      assert.equal(await store.saveProgress({ ...progress, fence: second.fence }), true);
      assert.deepEqual(
        (await store.allocate([request(table, 'reject-1', { fence: first.fence })])).map(({ kind }) => kind),
        ['fence-lost'],
      );
      await store.releaseLease(second);
      const third = await store.acquireLease(table.tableId, 'three', 3, 60_000);
      assert.ok(third !== null && !third.takenOver);
    },
  },
  {
    title: 'progress keeps the columns, the restrictions and the exceptions',
    async holds(store, table) {
      const lease = await store.acquireLease(table.tableId, 'one', 0, 60_000);
      assert.ok(lease !== null);
      const column = { id: 'c1', name: 'A', type: 'text' as const, options: [], order: 'a', generation: 1 };
      const shape = { name: 'T', num: 1, columns: new Map([['c1', column]]), retypes: [] };
      const waiting = {
        num: 2,
        editId: 'e2',
        kind: 'waiting' as const,
        memberId: 'bob',
        adoptedBy: null,
        code: 'sign-in.ended',
        reason: 'ended',
      };
      const refused = {
        num: 3,
        editId: 'e3',
        kind: 'rejected' as const,
        memberId: 'bob',
        adoptedBy: null,
        code: 'warehouse.value',
        reason: 'no',
      };
      const progress = {
        tableId: table.tableId,
        fence: lease.fence,
        appliedNum: 3,
        shape,
        restrictions: [{ memberId: 'bob', code: 'c', reason: 'r' }],
      };
      assert.equal(await store.saveProgress({ ...progress, raised: [waiting, refused], lifted: [] }), true);
      const loaded = await store.load(table.tableId);
      assert.deepEqual(loaded?.shape, shape);
      assert.deepEqual(loaded?.exceptions, [waiting, refused]);
      assert.deepEqual(loaded?.restrictions, progress.restrictions);
      assert.deepEqual(
        (await store.waitingFor('bob')).map(({ tableId }) => tableId),
        [table.tableId],
      );
      await store.saveProgress({ ...progress, raised: [], lifted: [2] });
      assert.deepEqual((await store.load(table.tableId))?.exceptions, [refused]);
    },
  },
  {
    title: 'numbers that an older backup lacks are taken back from the log, with noops in the gaps and a claim that waits to be logged',
    async holds(store, table) {
      await store.allocate([request(table, 'e1')]);
      const [answer] = await store.allocate([request(table, 'e2')]);
      assert.ok(answer?.kind === 'numbered');
      const recovered = { num: 4, editId: 'e4', memberId: 'alice', payloadHash: 'aa', envelope: answer.envelope };
      const claim = { num: 5, editId: 'claim-2', memberId: '', payloadHash: 'bb', envelope: { ...answer.envelope, systemEdit: '{}' } };
      await store.adoptNumbers(table.tableId, [recovered], claim);
      await store.adoptNumbers(table.tableId, [recovered], claim);
      const states = (await store.numbers(table.tableId, 1, 9)).map(({ num, state, editId }) => [num, state, editId]);
      assert.deepEqual(states.slice(2), [
        [3, 'abandoned', 'noop-3'],
        [4, 'logged', 'e4'],
        [5, 'allocated', 'claim-2'],
      ]);
      assert.equal(numOf((await store.allocate([request(table, 'e4')]))[0]), 4);
      assert.equal(numOf((await store.allocate([request(table, 'e5')]))[0]), 6);
    },
  },
  {
    title: 'a raised epoch is in the envelope of the next number, whoever asks',
    async holds(store, table) {
      await store.raiseEpoch(table.connectionId, 7);
      await store.raiseEpoch(table.connectionId, 3);
      const [answer] = await store.allocate([request(table, 'e1')]);
      assert.ok(answer?.kind === 'numbered');
      assert.equal(answer.envelope.epoch, 7);
    },
  },
];
