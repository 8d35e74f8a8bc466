/**
 * A pasted block over rows of a source and typed cells. The source's cells take nothing; a block that was copied from here and
 * comes back filled in says there what they say already, and then falls on the typed columns alone.
 */
import type { Column, ColumnType } from '@penstock/domain/input-tables/column';
import { readBlock } from '@penstock/domain/input-tables/paste';
import type { Misfit } from '@penstock/domain/input-tables/paste';
import type { DataType } from '@penstock/domain/formula/expression';
import type { CellValue } from '@penstock/domain/values/cell-value';
import type { Reading } from '@penstock/domain/values/format';
import { readTyped } from '@penstock/domain/values/typed';

/** A column that the block falls on. */
export interface PastedColumn {
  readonly name: string;
  /** `undefined`: of the source. */
  readonly typed: Column | undefined;
  readonly type: DataType | null;
}

export interface PastedRow {
  /** `null`: a key of the row is empty. */
  readonly rowId: string | null;
  /** What the source's columns hold, and how they show it. */
  readonly source: (column: number) => { readonly value: unknown; readonly shown: string };
}

export type LinkedPaste =
  | { readonly kind: 'refused'; readonly title: string; readonly reason: string }
  | {
      readonly kind: 'read';
      readonly columns: readonly Column[];
      readonly rows: readonly { readonly id: string; readonly cells: readonly CellValue[] }[];
      readonly misfits: readonly Misfit[];
    };

export function readLinkedBlock(
  block: readonly (readonly string[])[],
  columns: readonly PastedColumn[],
  rows: readonly PastedRow[],
  reading: Reading,
): LinkedPaste {
  const width = Math.max(0, ...block.map((cells) => cells.length));
  const below = columns.slice(0, width);
  if (block.length > rows.length)
    return refused(
      'There are not enough rows',
      `The block has ${block.length} rows, and only ${rows.length} are left here. Rows come from the source.`,
    );
  for (const [index, column] of below.entries()) {
    if (column.typed !== undefined) continue;
    const differs = block.findIndex((cells, row) => !says(cells[index] ?? '', column, rows[row], index, reading));
    if (differs !== -1)
      return refused(
        `“${column.name}” is not typed into`,
        `It shows the source, and line ${differs + 1} of the block says something else there. Paste into the columns beside it, or copy the rows from here first.`,
      );
  }
  const typed = below.flatMap((column, index) => (column.typed === undefined ? [] : [{ column: column.typed, index }]));
  if (typed.length === 0) return refused('Nothing here is typed into', 'These columns show the source.');
  const keyless = block.findIndex((_, row) => rows[row]?.rowId === null);
  if (keyless !== -1)
    return refused(
      'A row has no key',
      `Line ${keyless + 1} of the block falls on a row whose key is empty, so nothing can be kept for it.`,
    );
  const { values, misfits } = readBlock(
    block.map((cells) => typed.map(({ index }) => cells[index] ?? '')),
    typed.map(({ column }) => column),
    reading,
  );
  const byId = new Map<string, readonly CellValue[]>();
  for (const [row, cells] of values.entries()) {
    const id = rows[row]?.rowId ?? '';
    const before = byId.get(id);
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(cells))
      return refused(
        'Two rows have the same key',
        `They share what is typed beside them, and line ${row + 1} of the block says something else than a line above it.`,
      );
    byId.set(id, cells);
  }
  return {
    kind: 'read',
    columns: typed.map(({ column }) => column),
    rows: [...byId].map(([id, cells]) => ({ id, cells })),
    misfits,
  };
}

const refused = (title: string, reason: string): LinkedPaste => ({ kind: 'refused', title, reason: `${reason} Nothing was pasted.` });

/** Whether a pasted text says of a source's cell what it holds. */
function says(text: string, column: PastedColumn, row: PastedRow | undefined, index: number, reading: Reading): boolean {
  if (row === undefined) return false;
  const { value, shown } = row.source(index);
  if (text.trim() === shown.trim()) return true;
  const type = column.type === null ? undefined : columnTypes[column.type];
  if (type === undefined) return false;
  const read = readTyped(text, { type, options: [] }, reading);
  return read.kind === 'value' && read.value === (value ?? null);
}

const columnTypes: Readonly<Record<DataType, ColumnType>> = {
  text: 'text',
  number: 'number',
  logical: 'checkbox',
  date: 'date',
  datetime: 'datetime',
};
