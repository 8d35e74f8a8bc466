/**
 * Rebuilding a data table from its log, in place, as a named person: dropping it would lose grants and dependent
 * views. What is missing is made, every cell is written as the fold has it, rows that the log does not know go. Edits
 * behind the watermark stay with the applier and their authors' credentials; newer guards are never overwritten.
 */
import type { AppliedRow } from '@penstock/domain/edit-log/apply-plan';
import type { RowState } from '@penstock/domain/edit-log/fold';
import type { LoggedTable, WriteOutcome } from '@penstock/domain/edit-log/ports';
import { missingNums, readLog } from '@penstock/domain/edit-log/read';
import { columnsInOrder } from '@penstock/domain/edit-log/table-shape';
import type { TableShape } from '@penstock/domain/edit-log/table-shape';
import type { EditLogPorts } from '../edit-log/ports.ts';
import { appliedState, readAll } from './verify-table.ts';

export type RebuildOutcome =
  | { readonly kind: 'done'; readonly rows: number; readonly removed: number; readonly num: number }
  | { readonly kind: 'failed'; readonly reason: string };

const rowsAtATime = 2_000;

export async function rebuildTable(
  ports: Pick<EditLogPorts, 'log' | 'data' | 'signer' | 'inflate'>,
  table: LoggedTable,
  memberId: string,
): Promise<RebuildOutcome> {
  const read = await ports.log.read(table.connectionId, table.tableId, 1, table.headNum);
  if (read.kind !== 'done') return { kind: 'failed', reason: `The edit log could not be read: ${read.reason}` };
  const { entries } = readLog(read.value, ports.signer, ports.inflate);
  const missing = missingNums(entries, 1, table.appliedNum);
  if (missing.length > 0) return { kind: 'failed', reason: `The edit log lacks number ${missing[0]}; a rebuild would lose it.` };
  const state = appliedState(entries, table);
  const columns = columnsInOrder(state.shape);
  const made = await allDone([
    () => ports.data.create(table, columns, memberId),
    ...columns.map((column) => () => ports.data.addColumn(table, column, memberId)),
  ]);
  if (made !== null) return made;
  const rows = [...state.rows.values()];
  for (let start = 0; start < rows.length; start += rowsAtATime) {
    const plan = { rows: rows.slice(start, start + rowsAtATime).map((row) => wholeRow(row, state.shape)) };
    const forced = await allDone([() => ports.data.force(table, plan, table.appliedNum, memberId)]);
    if (forced !== null) return forced;
  }
  const present = await readAll(ports, table, state, memberId);
  if (typeof present === 'string') return { kind: 'failed', reason: present };
  const unknown = present.filter((row) => !state.rows.has(row.id) && newestNum(row) <= table.appliedNum).map((row) => row.id);
  const removed = unknown.length === 0 ? null : await allDone([() => ports.data.removeRows(table, unknown, memberId)]);
  return removed ?? { kind: 'done', rows: rows.length, removed: unknown.length, num: table.appliedNum };
}

/** `null` when each was done; transient and unknown ones are tried again, they are harmless to repeat. */
async function allDone(
  steps: readonly (() => Promise<WriteOutcome>)[],
): Promise<{ readonly kind: 'failed'; readonly reason: string } | null> {
  for (const step of steps) {
    let outcome = await step();
    for (let attempt = 0; attempt < 3 && (outcome.kind === 'transient' || outcome.kind === 'unknown'); attempt += 1) outcome = await step();
    if (outcome.kind !== 'done') return { kind: 'failed', reason: outcome.reason };
  }
  return null;
}

function wholeRow(row: RowState, shape: TableShape): AppliedRow {
  return {
    rowId: row.id,
    life: row.life,
    created: row.created,
    order: row.order,
    updated: row.updated,
    cells: [...row.cells].flatMap(([columnId, { value, num }]) => {
      const column = shape.columns.get(columnId);
      return column === undefined ? [] : [{ columnId, generation: column.generation, type: column.type, value, num, onlyWhile: null }];
    }),
  };
}

function newestNum(row: RowState): number {
  return Math.max(row.life.num, row.order.num, row.updated.num, ...[...row.cells.values()].map(({ num }) => num));
}
