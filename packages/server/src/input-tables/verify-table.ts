/** Compares one input table with its log (P3): no faults in the log, no number missing, every cell as the fold says. */
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import type { RowState } from '@penstock/domain/edit-log/fold';
import { foldInParts, foldPart } from '@penstock/domain/edit-log/fold-in-parts';
import type { History, TablePart } from '@penstock/domain/edit-log/fold-in-parts';
import type { EditStore, LoggedTable } from '@penstock/domain/edit-log/ports';
import { missingNums } from '@penstock/domain/edit-log/read';
import type { LogFinding } from '@penstock/domain/edit-log/read';
import { columnsInOrder } from '@penstock/domain/edit-log/table-shape';
import { compareWithFold } from '../edit-log/compare.ts';
import type { Difference } from '../edit-log/compare.ts';
import type { EditLogPorts } from '../edit-log/ports.ts';
import { TableHistory, isApplied, isLogUnavailable, mostCellsInMemory } from './table-history.ts';
import type { HistoryPorts } from './table-history.ts';
import { RowsUnreadable, rowsInStretch } from './table-rows.ts';

export interface TableVerdict {
  readonly tableId: string;
  readonly headNum: number;
  readonly appliedNum: number;
  /** Forged, unreadable or contradictory rows of the log. */
  readonly faults: readonly LogFinding[];
  readonly missingNums: readonly number[];
  readonly differences: readonly Difference[];
  /** `null`: the data table was compared; otherwise why it could not be. */
  readonly notCompared: string | null;
  readonly rows: number;
}

type Ports = HistoryPorts & Pick<EditLogPorts, 'data'> & { readonly store: Pick<EditStore, 'load'> };

const faultKinds: ReadonlySet<LogFinding['kind']> = new Set(['forged', 'unreadable', 'contradiction']);
/** A table that is being edited moves on between two reads: look again so often. */
const attempts = 5;

/** `reader`: the member whose sign-in reads the data table. `null`: the log knows no such table. */
export async function verifyTable(ports: Ports, tableId: string, reader: string): Promise<TableVerdict | null> {
  for (let attempt = 1; ; attempt += 1) {
    const table = await ports.store.load(tableId);
    if (table === null) return null;
    const verdict = await verifyOnce(ports, table, reader);
    const after = await ports.store.load(tableId);
    if (verdict.differences.length === 0 || attempt === attempts || after?.appliedNum === table.appliedNum) return verdict;
  }
}

async function verifyOnce(ports: Ports, table: LoggedTable, reader: string): Promise<TableVerdict> {
  const { tableId, headNum, appliedNum } = table;
  let verdict: TableVerdict = { tableId, headNum, appliedNum, faults: [], missingNums: [], differences: [], notCompared: null, rows: 0 };
  try {
    const history = await TableHistory.open(ports, table);
    verdict = { ...verdict, ...(await examineLog(history, table)) };
    return { ...verdict, ...(await compareData(ports, history, table, reader)) };
  } catch (error) {
    if (error instanceof RowsUnreadable || isLogUnavailable(error)) return { ...verdict, notCompared: error.message };
    throw error;
  }
}

async function examineLog(history: TableHistory, table: LoggedTable): Promise<Pick<TableVerdict, 'faults' | 'missingNums'>> {
  const faults: LogFinding[] = [];
  const missing: number[] = [];
  for await (const { fromNum, toNum, entries, findings } of history.stretches(table.headNum)) {
    for (const finding of findings) if (faultKinds.has(finding.kind)) faults.push(finding);
    // Numbers above the watermark may still be on their way.
    for (const num of missingNums(entries, fromNum, Math.min(toNum, table.appliedNum))) missing.push(num);
  }
  return { faults, missingNums: missing };
}

async function compareData(
  ports: Ports,
  history: TableHistory,
  table: LoggedTable,
  reader: string,
): Promise<Pick<TableVerdict, 'differences' | 'rows' | 'notCompared'>> {
  const differences: Difference[] = [];
  let rows = 0;
  for await (const part of foldInParts(() => applied(history, table), mostCellsInMemory)) {
    if (part.state.shape.columns.size === 0) return { differences, rows, notCompared: 'The table has not been made yet.' };
    const present: RowState[] = [];
    for await (const some of rowsInStretch(ports, table, columnsInOrder(part.state.shape), part.ids, reader))
      for (const row of some) present.push(row);
    rows += present.length;
    for (const difference of await differencesOf(present, part, history, table)) differences.push(difference);
  }
  return { differences, rows, notCompared: null };
}

/**
 * An edit that waits may stand in the data already: a process wrote it and died before it noted that. Then its guard is
 * there. Until it is decided, a part of a row is sound with the waiting edits up to any such guard, and without them.
 */
async function differencesOf(
  rows: readonly RowState[],
  { ids, state }: TablePart,
  history: TableHistory,
  table: LoggedTable,
): Promise<readonly Difference[]> {
  let differences = compareWithFold(rows, state);
  for (const standing of waitingGuards(rows, differences, table)) {
    const exceptions = table.exceptions.filter(({ kind, num }) => kind !== 'waiting' || num > standing);
    const withThem = compareWithFold(rows, (await foldPart(applied(history, { ...table, exceptions }), ids)).state);
    differences = differences.filter(({ rowId, what }) => withThem.some((other) => other.rowId === rowId && other.what === what));
  }
  return differences;
}

/** Numbers of waiting edits that stand as guards in rows that differ, in order. */
function waitingGuards(rows: readonly RowState[], differences: readonly Difference[], table: LoggedTable): readonly number[] {
  const waiting = new Set(table.exceptions.filter(({ kind }) => kind === 'waiting').map(({ num }) => num));
  if (waiting.size === 0 || differences.length === 0) return [];
  const differing = new Set(differences.map(({ rowId }) => rowId));
  const guards = rows
    .filter(({ id }) => differing.has(id))
    .flatMap(({ life, order, updated, cells }) => [life.num, order.num, updated.num, ...[...cells.values()].map(({ num }) => num)]);
  return [...new Set(guards)].filter((num) => waiting.has(num)).sort((one, other) => one - other);
}

/** The history that the data table should show. */
async function* applied(history: TableHistory, table: LoggedTable): History {
  const isMeant = isApplied(table);
  for await (const entries of history.upTo(table.appliedNum)) yield entries.filter((entry: EditEntry) => isMeant(entry));
}

export function isSound(verdict: TableVerdict): boolean {
  return verdict.faults.length === 0 && verdict.missingNums.length === 0 && verdict.differences.length === 0;
}
