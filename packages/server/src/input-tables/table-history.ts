/**
 * One table's log from its first number on, a stretch at a time: however long the log, no more of it is in memory than
 * a stretch. Rejects and claims, which decide about edits far from them, are known before the first stretch is read.
 */
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import type { LoggedTable } from '@penstock/domain/edit-log/ports';
import type { LogRow } from '@penstock/domain/edit-log/row';
import { readLog } from '@penstock/domain/edit-log/read';
import type { LogFinding } from '@penstock/domain/edit-log/read';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { readPatiently } from '../edit-log/persist.ts';
import type { EditLogPorts } from '../edit-log/ports.ts';

export type HistoryPorts = Pick<EditLogPorts, 'log' | 'signer' | 'inflate' | 'clock' | 'settings'>;

export interface LogStretch {
  readonly fromNum: number;
  readonly toNum: number;
  /** Rejected ones too. */
  readonly entries: readonly EditEntry[];
  readonly findings: readonly LogFinding[];
}

type LogOfTable = Pick<LoggedTable, 'connectionId' | 'tableId'>;

/** Cells of the table that a rebuild, a verification or a look at the past holds at once: some 50 MB as they were inserted. */
export const mostCellsInMemory = 800_000;

/** Text that a stretch should have: enough to hide the round trip, little beside what is made of it. */
const stretchLength = 2 * 1024 * 1024;
const mostNumbers = 5_000;
const firstNumbers = 4;

export class TableHistory {
  readonly #ports: HistoryPorts;
  readonly #table: LogOfTable;
  readonly #claims: readonly EditEntry[];
  readonly #rejected: ReadonlySet<string>;

  private constructor(ports: HistoryPorts, table: LogOfTable, system: readonly EditEntry[]) {
    this.#ports = ports;
    this.#table = table;
    this.#claims = system.filter(({ operation }) => operation.op === 'claim');
    this.#rejected = new Set(
      system.flatMap(({ operation }) => (operation.op === 'reject' ? [`${operation.rejectedNum} ${operation.editId}`] : [])),
    );
  }

  /** Throws `edit-log.unavailable`, as all that reads does. */
  static async open(ports: HistoryPorts, table: LogOfTable): Promise<TableHistory> {
    const rows = await readRows(ports, table, 1, Number.MAX_SAFE_INTEGER, 'system');
    return new TableHistory(ports, table, readLog(rows, ports.signer, ports.inflate).entries);
  }

  /** All numbers from 1 to `toNum`, in order. */
  async *stretches(toNum: number): AsyncGenerator<LogStretch> {
    let numbers = firstNumbers;
    for (let fromNum = 1; fromNum <= toNum;) {
      const lastNum = Math.min(toNum, fromNum + numbers - 1);
      const rows = await readRows(this.#ports, this.#table, fromNum, lastNum, 'anybody');
      const { entries, findings } = readLog(rows, this.#ports.signer, this.#ports.inflate, this.#claims);
      yield { fromNum, toNum: lastNum, entries, findings };
      const length = rows.reduce((sum, row) => sum + row.edit.length, 0);
      numbers = Math.max(1, Math.min(mostNumbers, numbers * 4, Math.floor((numbers * stretchLength) / Math.max(1, length))));
      fromNum = lastNum + 1;
    }
  }

  /** What has come to pass: without edits that were rejected in the end. */
  async *upTo(toNum: number): AsyncGenerator<readonly EditEntry[]> {
    for await (const { entries } of this.stretches(toNum)) yield this.withoutRejected(entries);
  }

  withoutRejected(entries: readonly EditEntry[]): readonly EditEntry[] {
    return entries.filter(({ num, editId }) => !this.#rejected.has(`${num} ${editId}`));
  }
}

export function isLogUnavailable(error: unknown): error is PenstockError {
  return error instanceof PenstockError && error.code === 'edit-log.unavailable';
}

/** Whether an edit stands in the data table: it is behind the watermark, and neither waits nor was rejected. */
export function isApplied(table: Pick<LoggedTable, 'appliedNum' | 'exceptions'>): (entry: EditEntry) => boolean {
  const excepted = new Set(table.exceptions.map(({ num }) => num));
  return ({ num }) => num <= table.appliedNum && !excepted.has(num);
}

async function readRows(
  ports: HistoryPorts,
  { connectionId, tableId }: LogOfTable,
  fromNum: number,
  toNum: number,
  by: 'anybody' | 'system',
): Promise<readonly LogRow[]> {
  const deadlineMs = ports.clock.nowMs() + ports.settings.appendDeadlineMs;
  const goOn = (): boolean => ports.clock.nowMs() < deadlineMs;
  const outcome = await readPatiently(ports, goOn, () => ports.log.read(connectionId, tableId, fromNum, toNum, by));
  if (outcome.kind === 'done') return outcome.value;
  throw new PenstockError('edit-log.unavailable', `The edit log cannot be read: ${outcome.reason}`);
}
