/**
 * Whether a later edit must wait for an earlier one that is held back (its author's sign-in has ended): it touches
 * a row or a column that only the earlier edit makes, or its condition asks for a cell that the earlier one writes.
 * Everything else goes on; the guards keep the order of cells.
 */
import type { Operation } from '../input-tables/operation.ts';
import { cellKey, cellsWritten } from './cells-touched.ts';
import type { EditEntry } from './entry.ts';
import { columnsOf, rowsOf } from './row-changes.ts';

export type Dependency = 'none' | 'needs' | 'order';

/** `needs`: a refusal of `earlier` refuses `later` too; `order`: it only has to come after. */
export function dependency(later: EditEntry, earlier: EditEntry): Dependency {
  if (later.num <= earlier.num || !changesData(later.operation)) return 'none';
  if (needs(later.operation, earlier.operation)) return 'needs';
  return asksFor(later.operation, earlier.operation) ? 'order' : 'none';
}

/** What the log only takes note of never waits and never falls. */
export function changesData({ op }: Operation): boolean {
  return !notes.has(op);
}

const notes: ReadonlySet<Operation['op']> = new Set(['reject', 'noop', 'adopt', 'withdraw', 'claim', 'rebuild']);

function needs(later: Operation, earlier: Operation): boolean {
  switch (earlier.op) {
    case 'createTable':
      return true;
    case 'addColumn':
      return columnsOf(later).includes(earlier.column.id);
    case 'changeColumn':
      return earlier.type !== undefined && columnsOf(later).includes(earlier.columnId);
    case 'insertRows':
    case 'updateCells': {
      const made = new Set(rowsOf(earlier).made);
      return made.size > 0 && rowsOf(later).touched.some((rowId) => made.has(rowId));
    }
    default:
      return false;
  }
}

function asksFor(later: Operation, earlier: Operation): boolean {
  if ((later.op !== 'updateCells' && later.op !== 'updateKeyedCells') || later.onlyWhile === null) return false;
  const written = new Set(cellsWritten(earlier).map((cell) => cellKey(cell.rowId, cell.columnId)));
  return cellsWritten(later).some((cell) => written.has(cellKey(cell.rowId, cell.columnId)));
}
