/** Why a cell does not hold what its author wanted. */
import { cellKey } from '@penstock/domain/edit-log/cells-touched';
import type { Column } from '@penstock/domain/input-tables/column';
import { formatCell } from '@penstock/domain/values/format';
import type { Reading } from '@penstock/domain/values/format';
import type { Misfits } from './grid-edits.ts';
import { isUnlisted } from './rules.ts';
import type { TableStore } from './table-store.ts';

/** `null`: it holds it. */
export function troubleAt(store: TableStore, misfits: Misfits, rowId: string, column: Column, reading: Reading): string | null {
  const typed = misfits.get(cellKey(rowId, column.id));
  if (typed !== undefined)
    return `“${typed.slice(0, 40)}” does not fit a ${column.type} column and was not sent. Correct it, or press Delete.`;
  const refused = store.refusal(rowId, column.id);
  if (refused === null) {
    const row = store.rowById(rowId);
    const unlisted = row !== undefined && isUnlisted(store.table, column, store.value(row, column.id));
    return unlisted ? `The list of “${column.name}” does not have this value.` : null;
  }
  const wanted = refused.value === null ? 'Emptying the cell' : `“${formatCell(refused.value, column, reading).slice(0, 40)}”`;
  return `${wanted} was refused: ${refused.edit.reason}`;
}
