/** Compares one input table with its log (P3): no faults in the log, no number missing, every cell as the fold says. */
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import { foldLog } from '@penstock/domain/edit-log/fold';
import type { RowState, TableState } from '@penstock/domain/edit-log/fold';
import type { EditStore, LoggedTable } from '@penstock/domain/edit-log/ports';
import { missingNums, readLog } from '@penstock/domain/edit-log/read';
import type { LogFinding } from '@penstock/domain/edit-log/read';
import { columnsInOrder } from '@penstock/domain/edit-log/table-shape';
import { compareWithFold } from '../edit-log/compare.ts';
import type { Difference } from '../edit-log/compare.ts';
import type { EditLogPorts } from '../edit-log/ports.ts';

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

type Ports = Pick<EditLogPorts, 'log' | 'data' | 'signer' | 'inflate'> & { readonly store: Pick<EditStore, 'load'> };

const rowsAtATime = 5_000;
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
  const empty = { tableId, headNum, appliedNum, faults: [], missingNums: [], differences: [], rows: 0 };
  const read = await ports.log.read(table.connectionId, tableId, 1, headNum);
  if (read.kind !== 'done') return { ...empty, notCompared: `The edit log could not be read: ${read.reason}` };
  const { entries, findings } = readLog(read.value, ports.signer, ports.inflate);
  const log = {
    ...empty,
    faults: findings.filter(({ kind }) => faultKinds.has(kind)),
    // Numbers above the watermark may still be on their way.
    missingNums: missingNums(entries, 1, appliedNum),
  };
  const state = appliedState(entries, table);
  if (state.shape.columns.size === 0) return { ...log, notCompared: 'The table has not been made yet.' };
  const rows = await readAll(ports, table, state, reader);
  if (typeof rows === 'string') return { ...log, notCompared: rows };
  return { ...log, rows: rows.length, differences: differencesOf(rows, state, entries, table), notCompared: null };
}

/**
 * An edit that waits may stand in the data already: a process wrote it and died before it noted that, and the next one
 * was refused. Until it is decided, a cell is sound with it and without it; the guards say nothing else wrote there.
 */
function differencesOf(
  rows: readonly RowState[],
  state: TableState,
  entries: readonly EditEntry[],
  table: Pick<LoggedTable, 'appliedNum' | 'exceptions'>,
): readonly Difference[] {
  const differences = compareWithFold(rows, state);
  if (differences.length === 0 || table.exceptions.every(({ kind }) => kind !== 'waiting')) return differences;
  const decided = table.exceptions.filter(({ kind }) => kind !== 'waiting');
  const withWaiting = compareWithFold(rows, appliedState(entries, { ...table, exceptions: decided }));
  return differences.filter(({ rowId, what }) => withWaiting.some((other) => other.rowId === rowId && other.what === what));
}

/** The fold of what is applied: up to the watermark, without what waits or was rejected. */
export function appliedState(entries: readonly EditEntry[], table: Pick<LoggedTable, 'appliedNum' | 'exceptions'>): TableState {
  const excepted = new Set(table.exceptions.map(({ num }) => num));
  return foldLog(entries.filter(({ num }) => num <= table.appliedNum && !excepted.has(num)));
}

/** Every physical row; a text says why they could not be read. */
export async function readAll(
  ports: Pick<EditLogPorts, 'data'>,
  table: LoggedTable,
  state: TableState,
  reader: string,
): Promise<readonly RowState[] | string> {
  const rows: RowState[] = [];
  for (;;) {
    const read = await ports.data.readRows(table, columnsInOrder(state.shape), rows.at(-1)?.id ?? null, rowsAtATime, reader);
    if (read.kind !== 'done') return `The data table could not be read: ${read.reason}`;
    for (const row of read.value) rows.push(row);
    if (read.value.length < rowsAtATime) return rows;
  }
}

export function isSound(verdict: TableVerdict): boolean {
  return verdict.faults.length === 0 && verdict.missingNums.length === 0 && verdict.differences.length === 0;
}
