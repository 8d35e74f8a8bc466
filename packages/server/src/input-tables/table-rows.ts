/** The physical rows of a data table in the order of their ids, deleted ones too: what a rebuild and a verification look at. */
import type { RowState } from '@penstock/domain/edit-log/fold';
import type { RowIdStretch } from '@penstock/domain/edit-log/fold-in-parts';
import type { DataTable } from '@penstock/domain/edit-log/ports';
import type { Column } from '@penstock/domain/input-tables/column';
import type { EditLogPorts } from '../edit-log/ports.ts';

/** The warehouse does not let this person read the table; the message says why. */
export class RowsUnreadable extends Error {}

const rowsAtATime = 5_000;

/** Whether no row stands there, deleted ones included. Throws `RowsUnreadable`. */
export async function isEmptyStretch(
  ports: Pick<EditLogPorts, 'data'>,
  table: DataTable,
  { after, upTo }: RowIdStretch,
  reader: string,
): Promise<boolean> {
  const read = await ports.data.readRows(table, [], after, 1, reader, null);
  if (read.kind !== 'done') throw new RowsUnreadable(`The data table could not be read: ${read.reason}`);
  const [first] = read.value;
  return first === undefined || (upTo !== null && first.id > upTo);
}

/** `columns`: those whose cells are read; `aboveNum`: only rows that bear a greater number somewhere. Throws `RowsUnreadable`. */
export async function* rowsInStretch(
  ports: Pick<EditLogPorts, 'data'>,
  table: DataTable,
  columns: readonly Column[],
  { after, upTo }: RowIdStretch,
  reader: string,
  aboveNum: number | null = null,
): AsyncGenerator<readonly RowState[]> {
  for (let last = after; ;) {
    const read = await ports.data.readRows(table, columns, last, rowsAtATime, reader, aboveNum);
    if (read.kind !== 'done') throw new RowsUnreadable(`The data table could not be read: ${read.reason}`);
    const within = upTo === null ? read.value : read.value.filter(({ id }) => id <= upTo);
    if (within.length > 0) yield within;
    if (within.length < rowsAtATime) return;
    last = within.at(-1)?.id ?? null;
  }
}
