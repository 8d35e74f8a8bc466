/** Which cells an edit writes, as keys: two edits meet where they share a key. */
import type { Operation } from '../input-tables/operation.ts';

export function cellKey(rowId: string, columnId: string): string {
  return `${rowId}/${columnId}`;
}

/** Cells of existing rows only: nobody else can hold a cell of a row that the edit makes. */
export function cellsWritten(operation: Operation): readonly { readonly rowId: string; readonly columnId: string }[] {
  switch (operation.op) {
    case 'updateCells':
      return operation.rows.flatMap((row) => operation.columns.map((columnId) => ({ rowId: row.id, columnId })));
    case 'redact':
      return operation.rows.flatMap((rowId) => operation.columns.map((columnId) => ({ rowId, columnId })));
    default:
      return [];
  }
}
