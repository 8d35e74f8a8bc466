/** The invariants, judged from outside when the storm is over: by the log's rows, the data rows and what people were told. */
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import type { EditException } from '@penstock/domain/edit-log/ports';
import { foldLog } from '@penstock/domain/edit-log/fold';
import { canonicalJson } from '@penstock/domain/edit-log/canonical-json';
import { overlay } from '@penstock/domain/edit-log/overlay';
import { missingNums, readLog } from '@penstock/domain/edit-log/read';
import { rejectedNums } from '@penstock/domain/edit-log/rejects';
import type { TableShape } from '@penstock/domain/edit-log/table-shape';
import { compareWithFold } from '@penstock/server/edit-log/compare';
import { testSigner } from '@penstock/testkit/edit-log/test-signer';
import { applyCodes } from '@penstock/server/edit-log/applier';
import { members } from './people.ts';
import { verifyTable } from '@penstock/server/input-tables/verify-table';
import { connectionId, settings, table } from './world.ts';
import type { World } from './world.ts';
import type { People } from './people.ts';

export async function check(world: World, people: People): Promise<readonly string[]> {
  const rows = (world.log.logs.get(connectionId) ?? []).filter((row) => row.input_table_id === table.tableId);
  const { entries, findings } = readLog(rows, testSigner, () => '[]');
  const stored = await world.store.load(table.tableId);
  if (stored === null) return ['the table is unknown'];
  for (const { kind, num, editId } of findings) {
    // A number that only the lost metadata knew may land under one given anew; nobody was told of it, and the later time wins.
    if (kind === 'contradiction' && world.restored) continue;
    if (kind === 'contradiction' || kind === 'unreadable' || kind === 'incomplete') world.violation(`I3: ${kind} at ${num} (${editId})`);
  }
  const missing = missingNums(entries, 1, stored.headNum);
  if (missing.length > 0) world.violation(`I3: no edit at ${missing.join(', ')} of ${stored.headNum}`);
  const waiting = new Set(stored.exceptions.filter(({ kind }) => kind === 'waiting').map(({ num }) => num));
  if (stored.appliedNum !== stored.headNum) world.violation(`the table stands at ${stored.appliedNum} of ${stored.headNum}`);
  for (const { num, code } of undecided(world, stored.exceptions)) world.violation(`I8: edit ${num} waits for ever (${code})`);
  checkPeople(world, people, entries);
  checkOnce(world, entries);
  await checkData(
    world,
    entries,
    stored.shape,
    entries.filter((entry) => waiting.has(entry.num)),
  );
  checkPrincipals(world, entries);
  checkWithdrawals(world, entries);
  await checkVerdict(world);
  const rejected = rejectedNums(entries);
  for (const { kind, num } of stored.exceptions)
    if (kind === 'rejected' && !rejected.has(num)) world.violation(`I8: edit ${num} is in the tray but not rejected in the log`);
  for (const num of rejected.keys())
    if (!stored.exceptions.some((one) => one.num === num && one.kind === 'rejected'))
      world.violation(`I8: edit ${num} is rejected in the log but in nobody's tray`);
  return world.violations;
}

/** Edits that wait though nobody's sign-in is missing and somebody can see what stands in the data. */
export function undecided(world: World, exceptions: readonly EditException[]): readonly EditException[] {
  const someoneReads = members.some((member) => world.data.canRead(member));
  return exceptions.filter(({ kind, code }) => kind === 'waiting' && someoneReads && undecidedCodes.has(code));
}

const undecidedCodes: ReadonlySet<string> = new Set([applyCodes.privilege, applyCodes.value, applyCodes.withdrawing]);

/** I8: nobody takes back the edits of others. */
function checkWithdrawals(world: World, entries: readonly EditEntry[]): void {
  const byNum = new Map(entries.map((entry) => [entry.num, entry]));
  for (const { num, operation } of entries) {
    if (operation.op !== 'reject' || operation.code !== applyCodes.withdrawn) continue;
    const author = byNum.get(operation.rejectedNum)?.author.memberId;
    const isWished = entries.some(
      (wish) =>
        wish.num < num &&
        wish.operation.op === 'withdraw' &&
        wish.author.memberId === author &&
        wish.operation.nums.includes(operation.rejectedNum),
    );
    if (!isWished) world.violation(`I8: edit ${operation.rejectedNum} was withdrawn, but not by its author`);
  }
}

/** I2: what people were told is in the log, as they sent it. */
function checkPeople(world: World, people: People, entries: readonly EditEntry[]): void {
  const byNum = new Map(entries.map((entry) => [entry.num, entry]));
  for (const { acknowledged, operation, editId, author } of people.sent) {
    if (acknowledged === null) continue;
    const entry = byNum.get(acknowledged.editNum);
    if (entry === undefined || entry.editId !== editId) world.violation(`I2: acknowledged edit ${acknowledged.editNum} is not in the log`);
    else if (canonicalJson(entry.operation) !== canonicalJson(operation) || entry.author.memberId !== author.memberId)
      world.violation(`I2: edit ${entry.num} is not what was sent`);
  }
}

/** I4: an edit id stands at one number. */
function checkOnce(world: World, entries: readonly EditEntry[]): void {
  const nums = new Map<string, number>();
  for (const { editId, num } of entries) {
    const earlier = nums.get(editId);
    if (earlier !== undefined) world.violation(`I4: one edit stands at ${earlier} and ${num}`);
    nums.set(editId, num);
  }
}

/**
 * I5 and I6: the data table with the waiting edits over it is the fold of the log, cell for cell. (A waiting edit may
 * be in the data already: a try of it whose answer was lost.)
 */
async function checkData(world: World, entries: readonly EditEntry[], shape: TableShape, waiting: readonly EditEntry[]): Promise<void> {
  const read = await world.data.readRows(table, [...shape.columns.values()], null, Number.POSITIVE_INFINITY, 'examiner');
  const rows = read.kind === 'done' ? read.value : [];
  const seen = [...overlay(rows, shape, waiting).values()].map(({ row }) => row);
  for (const difference of compareWithFold(seen, foldLog(entries))) {
    world.violation(
      `I5: ${difference.what} of row ${difference.rowId}: ${difference.expected} in the log, ${difference.found} in the data`,
    );
  }
}

/** What an operator is told of a table at rest is what is judged here: no difference where there is none. */
async function checkVerdict(world: World): Promise<void> {
  const ports = {
    store: world.store,
    log: world.log,
    data: world.data,
    signer: testSigner,
    inflate: () => '[]',
    clock: world.time,
    settings,
  };
  const verdict = await verifyTable(ports, table.tableId, 'examiner');
  for (const { what, rowId, expected, found } of verdict?.differences ?? [])
    world.violation(`P3: verify tells of ${what} of row ${rowId}: ${expected} in the log, ${found} in the data`);
}

/** I7: every cell was written under the credential of its author, or of who adopted the edit. */
function checkPrincipals(world: World, entries: readonly EditEntry[]): void {
  const allowed = new Map(entries.map((entry) => [entry.num, new Set([entry.author.memberId])]));
  for (const { operation, author } of entries)
    if (operation.op === 'adopt') for (const num of operation.nums) allowed.get(num)?.add(author.memberId);
  const retypes = entries.filter(({ operation }) => operation.op === 'changeColumn');
  const retypers = new Set(retypes.flatMap(({ num }) => [...(allowed.get(num) ?? [])]));
  for (const { plan, memberId } of world.writes) {
    for (const { cells } of plan.rows) {
      for (const { num, generation } of cells) {
        const isConversion = generation > 1 && retypers.has(memberId);
        if (!isConversion && allowed.get(num)?.has(memberId) === false) world.violation(`I7: ${memberId} wrote data of edit ${num}`);
      }
    }
  }
}
