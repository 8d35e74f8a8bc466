/** Which cells an edit writes, as keys: two edits meet where they share a key. */
import type { Operation } from '../input-tables/operation.ts';

export function cellKey(rowId: string, columnId: string): string {
  return `${rowId}/${columnId}`;
}

/** Not those of rows that the edit inserts: nobody else can hold one. A keyed row can have been made by others too. */
export function cellsWritten(operation: Operation): readonly { readonly rowId: string; readonly columnId: string }[] {
  switch (operation.op) {
    case 'updateCells':
    case 'updateKeyedCells':
      return operation.rows.flatMap((row) => operation.columns.map((columnId) => ({ rowId: row.id, columnId })));
    case 'redact':
      return operation.rows.flatMap((rowId) => operation.columns.map((columnId) => ({ rowId, columnId })));
    default:
      return [];
  }
}
