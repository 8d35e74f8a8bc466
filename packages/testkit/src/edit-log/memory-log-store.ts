/** The edit log of a warehouse in memory: the twin of the log tables. Uniqueness is not enforced, so a row may be there twice. */
import type { LogStore, ReadOutcome, WriteOutcome } from '@penstock/domain/edit-log/ports';
import type { LogRow } from '@penstock/domain/edit-log/row';

export class MemoryLogStore implements LogStore {
  readonly logs = new Map<string, LogRow[]>();

  async create(connectionId: string): Promise<WriteOutcome> {
    if (!this.logs.has(connectionId)) this.logs.set(connectionId, []);
    return { kind: 'done' };
  }

  async append(connectionId: string, rows: readonly LogRow[]): Promise<WriteOutcome> {
    const log = this.logs.get(connectionId);
    if (log === undefined) return { kind: 'table-changed', reason: 'the log is missing' };
    if (rows.some((row) => row.edit.includes('refused by the log'))) return { kind: 'value', reason: 'a value is refused' };
    log.push(...rows);
    return { kind: 'done' };
  }

  async read(
    connectionId: string,
    tableId: string,
    fromNum: number,
    toNum: number,
    by: 'anybody' | 'system' = 'anybody',
  ): Promise<ReadOutcome<readonly LogRow[]>> {
    const log = this.logs.get(connectionId);
    if (log === undefined) return { kind: 'table-changed', reason: 'the log is missing' };
    const isMeant = (row: LogRow): boolean => row.input_table_id === tableId && (by === 'anybody' || row.author_member_id === '');
    const value = log.filter((row) => isMeant(row) && Number(row.edit_num) >= fromNum && Number(row.edit_num) <= toNum);
    return { kind: 'done', value: value.sort((one, other) => Number(one.edit_num) - Number(other.edit_num)) };
  }

  async highestNum(connectionId: string, tableId: string): Promise<ReadOutcome<number>> {
    const rows = this.logs.get(connectionId) ?? [];
    return {
      kind: 'done',
      value: rows.reduce((highest, row) => (row.input_table_id === tableId ? Math.max(highest, Number(row.edit_num)) : highest), 0),
    };
  }
}
