/**
 * Rebuilding a data table from its log, in place, as a named person: dropping it would lose grants and dependent
 * views. What is missing is made, every cell is written as the fold has it, rows that the log does not know go. Edits
 * behind the watermark stay with the applier and their authors' credentials; newer guards are never overwritten, unless
 * they are above every number that was ever given: then somebody set them by hand, and nothing could be written there.
 * Part by part, so that no more of the table is in memory than a part.
 */
import type { AppliedRow } from '@penstock/domain/edit-log/apply-plan';
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import { wholeRow } from '@penstock/domain/edit-log/fold';
import type { RowState } from '@penstock/domain/edit-log/fold';
import { foldInParts } from '@penstock/domain/edit-log/fold-in-parts';
import type { TablePart } from '@penstock/domain/edit-log/fold-in-parts';
import type { EditStore, LoggedTable, WriteOutcome } from '@penstock/domain/edit-log/ports';
import { missingNums } from '@penstock/domain/edit-log/read';
import { columnsInOrder } from '@penstock/domain/edit-log/table-shape';
import type { TableShape } from '@penstock/domain/edit-log/table-shape';
import type { EditLogPorts } from '../edit-log/ports.ts';
import { TableHistory, isApplied, isLogUnavailable, mostCellsInMemory } from './table-history.ts';
import type { HistoryPorts } from './table-history.ts';
import { RowsUnreadable, isEmptyStretch, rowsInStretch } from './table-rows.ts';

export type RebuildOutcome =
  | { readonly kind: 'done'; readonly rows: number; readonly removed: number; readonly num: number }
  | { readonly kind: 'failed'; readonly reason: string };

type Ports = HistoryPorts & Pick<EditLogPorts, 'data'> & { readonly store: Pick<EditStore, 'load'> };

/** Cells in a statement: the next one is made while the warehouse works on the last. */
const cellsAtATime = 30_000;
/** Edits that were held off by a guard that was set by hand count as applied: they are written by another rebuild. */
const rebuildsAtMost = 4;

export async function rebuildTable(ports: Ports, table: LoggedTable, memberId: string): Promise<RebuildOutcome> {
  let removed = 0;
  for (let time = 1, standing = table; ; time += 1) {
    const { outcome, lowered } = await rebuildOnce(ports, standing, memberId);
    if (outcome.kind === 'failed') return outcome;
    removed += outcome.removed;
    const now = lowered ? await ports.store.load(table.tableId) : null;
    if (now === null || now.appliedNum === standing.appliedNum || time === rebuildsAtMost) return { ...outcome, removed };
    standing = now;
  }
}

async function rebuildOnce(
  ports: Ports,
  table: LoggedTable,
  memberId: string,
): Promise<{ readonly outcome: RebuildOutcome; readonly lowered: boolean }> {
  let lowered = false;
  try {
    const history = await TableHistory.open(ports, table);
    let rows = 0;
    let removed = 0;
    let made = false;
    for await (const part of foldInParts(() => appliedWithoutGap(history, table), mostCellsInMemory)) {
      // The first part stands when the whole log has been read: nothing is touched before.
      if (!made) await makeStorage(ports, table, part.state.shape, memberId);
      made = true;
      // Where nothing stood, as after a loss, there is nothing but what is written now.
      const wasEmpty = await isEmptyStretch(ports, table, part.ids, memberId);
      await writeRows(ports, table, part, memberId);
      rows += part.state.rows.size;
      if (wasEmpty) continue;
      removed += await removeUnknown(ports, table, part, memberId);
      const above = await lowerGuards(ports, table, part, memberId);
      lowered ||= above.lowered;
      removed += above.removed;
    }
    return { outcome: { kind: 'done', rows, removed, num: table.appliedNum }, lowered };
  } catch (error) {
    if (error instanceof Refused || error instanceof RowsUnreadable || isLogUnavailable(error))
      return { outcome: { kind: 'failed', reason: error.message }, lowered };
    throw error;
  }
}

/** What the warehouse or the log does not allow; its message goes to the person. */
class Refused extends Error {}

async function* appliedWithoutGap(history: TableHistory, table: LoggedTable): AsyncGenerator<readonly EditEntry[]> {
  for await (const { fromNum, toNum, entries } of history.stretches(table.appliedNum)) {
    const [missing] = missingNums(entries, fromNum, toNum);
    if (missing !== undefined) throw new Refused(`The edit log lacks number ${missing}; a rebuild would lose it.`);
    yield history.withoutRejected(entries).filter(isApplied(table));
  }
}

async function makeStorage(ports: Ports, table: LoggedTable, shape: TableShape, memberId: string): Promise<void> {
  const columns = columnsInOrder(shape);
  await done(() => ports.data.create(table, columns, memberId));
  for (const column of columns) await done(() => ports.data.addColumn(table, column, memberId));
}

/** Two statements are on their way at once: they hold different rows. */
async function writeRows(ports: Ports, table: LoggedTable, { state }: TablePart, memberId: string): Promise<void> {
  const rowsAtATime = Math.max(1, Math.ceil(cellsAtATime / (state.shape.columns.size + 1)));
  let underWay: Promise<void> = Promise.resolve();
  let rows: AppliedRow[] = [];
  const send = async (): Promise<void> => {
    const plan = { rows };
    rows = [];
    const before = underWay;
    underWay = done(() => ports.data.force(table, plan, table.appliedNum, memberId));
    // Whoever awaits it is told; until then its failure is nobody's.
    underWay.catch(() => {});
    await before;
  };
  let editNum = 0;
  for (const row of state.rows.values()) {
    // Numbers and authors that are the same in all rows travel once: a large edit is not sent together with the next one.
    const isOther = row.updated.num !== editNum;
    editNum = row.updated.num;
    if (rows.length === rowsAtATime || (isOther && rows.length > rowsAtATime / 4)) await send();
    rows.push(wholeRow(row, state.shape));
  }
  if (rows.length > 0) await send();
  await underWay;
}

/** Answers how many. A row that was made after the watermark bears a newer number, and stays. */
async function removeUnknown(ports: Ports, table: LoggedTable, { ids, state }: TablePart, memberId: string): Promise<number> {
  let removed = 0;
  for await (const present of rowsInStretch(ports, table, [], ids, memberId)) {
    const unknown = present.filter((row) => !state.rows.has(row.id) && newestNum(row) <= table.appliedNum).map((row) => row.id);
    if (unknown.length > 0) await done(() => ports.data.removeRows(table, unknown, memberId));
    removed += unknown.length;
  }
  return removed;
}

/**
 * Numbers above the head, read after the rows were, were never given to an edit. No edit with a lower number could be
 * written under such a guard, so that exactly what stands under it is replaced, and nothing that was edited meanwhile.
 */
async function lowerGuards(
  ports: Ports,
  table: LoggedTable,
  { ids, state }: TablePart,
  memberId: string,
): Promise<{ readonly lowered: boolean; readonly removed: number }> {
  const columns = columnsInOrder(state.shape);
  const headNum = async (): Promise<number> => (await ports.store.load(table.tableId))?.headNum ?? table.headNum;
  let lowered = false;
  let removed = 0;
  for await (const present of rowsInStretch(ports, table, columns, ids, memberId, await headNum())) {
    const head = await headNum();
    const unknown = present.filter(({ id, life }) => !state.rows.has(id) && life.num > head).map(({ id }) => id);
    if (unknown.length > 0) await done(() => ports.data.removeRows(table, unknown, memberId));
    removed += unknown.length;
    const byGuard = new Map<number, AppliedRow[]>();
    for (const row of present) {
      const meant = state.rows.get(row.id);
      if (meant === undefined) continue;
      for (const guard of guardsAbove(row, head))
        byGuard.set(guard, [...(byGuard.get(guard) ?? []), partsUnder(guard, row, meant, state.shape)]);
    }
    for (const [guard, rows] of byGuard) await done(() => ports.data.force(table, { rows }, guard, memberId));
    lowered ||= byGuard.size > 0;
  }
  return { lowered, removed };
}

function guardsAbove({ life, order, updated, cells }: RowState, head: number): ReadonlySet<number> {
  const guards = [life.num, order.num, updated.num, ...[...cells.values()].map(({ num }) => num)];
  return new Set(guards.filter((num) => num > head));
}

/** What the fold has in place of everything in a row that bears this number. */
function partsUnder(guard: number, row: RowState, meant: RowState, shape: TableShape): AppliedRow {
  const cells: AppliedRow['cells'][number][] = [];
  for (const [columnId, { num }] of row.cells) {
    const column = shape.columns.get(columnId);
    if (num !== guard || column === undefined) continue;
    const cell = meant.cells.get(columnId) ?? { value: null, num: meant.life.num };
    cells.push({ columnId, generation: column.generation, type: column.type, ...cell, onlyWhile: guard });
  }
  // The life is written along with who touched the row last, which changes only beside some other part.
  const life = row.life.num === guard || row.updated.num === guard ? meant.life : null;
  return { rowId: row.id, life, created: null, order: row.order.num === guard ? meant.order : null, cells, updated: meant.updated };
}

/** Transient and unknown outcomes are tried again: every step is harmless to repeat. */
async function done(step: () => Promise<WriteOutcome>): Promise<void> {
  let outcome = await step();
  for (let attempt = 0; attempt < 3 && (outcome.kind === 'transient' || outcome.kind === 'unknown'); attempt += 1) outcome = await step();
  if (outcome.kind !== 'done') throw new Refused(outcome.reason);
}

function newestNum(row: RowState): number {
  return Math.max(row.life.num, row.order.num, row.updated.num);
}
