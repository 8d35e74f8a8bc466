/**
 * Overwritten notices (I8): an edit that did not see another's writing of the same cell overwrites it, and the other
 * author is told by whom. An edit with base b and number n did not see what others wrote between b and n.
 */
import { cellKey, cellsWritten } from './cells-touched.ts';
import type { Author, EditEntry } from './entry.ts';

export interface Overwritten {
  /** The edit that lost cells, and its author, who is told. */
  readonly num: number;
  readonly author: Author;
  readonly by: Author;
  readonly byNum: number;
  readonly cells: readonly { readonly rowId: string; readonly columnId: string }[];
}

/** `recent`: at least the edits after the base of `entry`, rejected ones taken out. */
export function overwrittenBy(entry: EditEntry, recent: readonly EditEntry[]): readonly Overwritten[] {
  const { operation } = entry;
  if ((operation.op !== 'updateCells' && operation.op !== 'updateKeyedCells') || operation.onlyWhile !== null) return [];
  const between = recent.filter(
    (other) => other.num > entry.base && other.num < entry.num && other.author.memberId !== entry.author.memberId,
  );
  if (between.length === 0) return [];
  const mine = new Set(cellsWritten(operation).map((cell) => cellKey(cell.rowId, cell.columnId)));
  const told = new Set<string>();
  const notices: Overwritten[] = [];
  for (const other of [...between].sort((one, another) => another.num - one.num)) {
    const cells = cellsWritten(other.operation).filter((cell) => {
      const key = cellKey(cell.rowId, cell.columnId);
      return mine.has(key) && !told.has(key);
    });
    for (const cell of cells) told.add(cellKey(cell.rowId, cell.columnId));
    if (cells.length > 0) notices.push({ num: other.num, author: other.author, by: entry.author, byNum: entry.num, cells });
  }
  return notices;
}
