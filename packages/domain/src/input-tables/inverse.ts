/**
 * What takes an edit back. Cells are taken back only while the edit's own value still stands (`onlyWhile`), so undo never
 * overwrites what somebody else wrote since. An edit that cannot be taken back without loss has no inverse.
 */
import type { CellValue } from '../values/cell-value.ts';
import type { Column } from './column.ts';
import type { ClientOperation } from './operation.ts';

/** The table as it stood before the edit. */
export interface Before {
  readonly cell: (rowId: string, columnId: string) => CellValue;
  readonly rowOrder: (rowId: string) => string | null;
  readonly column: (columnId: string) => Column | null;
}

/** Edits to send, in order; `[]` when there is no way back. `editNum` may still be unknown: the caller fills it in. */
export function inverseOf(operation: ClientOperation, before: Before, editNum: number | null): readonly ClientOperation[] {
  switch (operation.op) {
    case 'updateCells': {
      const rows = operation.rows.map(({ id }) => ({ id, cells: operation.columns.map((column) => before.cell(id, column)) }));
      const added = operation.inserted.map((row) => row.id);
      return [
        ...(rows.length > 0 ? [{ op: 'updateCells', columns: operation.columns, rows, inserted: [], onlyWhile: editNum } as const] : []),
        ...(added.length > 0 ? [{ op: 'deleteRows', rows: added } as const] : []),
      ];
    }
    case 'updateKeyedCells': {
      // The row stays: it is the source's, and somebody else may have typed into it.
      const rows = operation.rows.map(({ id, keys }) => ({ id, keys, cells: operation.columns.map((column) => before.cell(id, column)) }));
      return [{ ...operation, rows, onlyWhile: editNum }];
    }
    case 'insertRows':
      return [{ op: 'deleteRows', rows: operation.rows.map((row) => row.id) }];
    case 'deleteRows':
      return [{ op: 'restoreRows', rows: operation.rows }];
    case 'restoreRows':
      return [{ op: 'deleteRows', rows: operation.rows }];
    case 'moveRows': {
      const rows = operation.rows.flatMap(({ id }) => {
        const order = before.rowOrder(id);
        return order === null ? [] : [{ id, order }];
      });
      return rows.length === operation.rows.length ? [{ op: 'moveRows', rows }] : [];
    }
    case 'addColumn':
      return [{ op: 'deleteColumn', columnId: operation.column.id }];
    case 'moveColumn': {
      const column = before.column(operation.columnId);
      return column === null ? [] : [{ op: 'moveColumn', columnId: column.id, order: column.order }];
    }
    case 'changeColumn': {
      const column = before.column(operation.columnId);
      if (column === null || (operation.type !== undefined && operation.type !== column.type)) return [];
      return [
        {
          op: 'changeColumn',
          columnId: column.id,
          ...(operation.name === undefined ? {} : { name: column.name }),
          ...(operation.options === undefined ? {} : { options: column.options }),
        },
      ];
    }
    case 'deleteColumn':
    case 'importRows':
      return [];
  }
}
