/** The columns as an edit leaves them, before the server has said so. */
import type { Column } from '@penstock/domain/input-tables/column';
import type { ClientOperation } from '@penstock/domain/input-tables/operation';

export function columnsAfter(columns: readonly Column[], operation: ClientOperation): readonly Column[] {
  switch (operation.op) {
    case 'addColumn':
      return columns.some((column) => column.id === operation.column.id) ? columns : inOrder([...columns, operation.column]);
    case 'deleteColumn':
      return columns.filter((column) => column.id !== operation.columnId);
    case 'moveColumn':
      return inOrder(columns.map((column) => (column.id === operation.columnId ? { ...column, order: operation.order } : column)));
    case 'changeColumn':
      return columns.map((column) =>
        column.id === operation.columnId
          ? {
              ...column,
              name: operation.name ?? column.name,
              type: operation.type ?? column.type,
              options: operation.options ?? column.options,
            }
          : column,
      );
    default:
      return columns;
  }
}

export const inOrder = (columns: readonly Column[]): readonly Column[] => columns.toSorted((a, b) => (a.order < b.order ? -1 : 1));
