/** An edit in a few words, for those who made it. */
import type { ClientOperation } from '@penstock/domain/input-tables/operation';

export const counted = (number: number, thing: string): string => `${number.toLocaleString()} ${thing}${number === 1 ? '' : 's'}`;

export function describe(operation: ClientOperation): string {
  switch (operation.op) {
    case 'updateCells': {
      const [row] = operation.rows;
      if (operation.rows.length === 1 && row?.cells.length === 1 && operation.inserted.length === 0)
        return typeof row.cells[0] === 'string' ? `“${row.cells[0].slice(0, 60)}”` : 'A cell';
      return `${counted(operation.rows.length * operation.columns.length, 'cell')}${operation.inserted.length > 0 ? ` and ${counted(operation.inserted.length, 'new row')}` : ''}`;
    }
    case 'updateKeyedCells': {
      const [row] = operation.rows;
      if (operation.rows.length === 1 && row?.cells.length === 1)
        return `${typeof row.cells[0] === 'string' ? `“${row.cells[0].slice(0, 60)}”` : 'A cell'} at ${row.keys.join(', ').slice(0, 60)}`;
      return counted(operation.rows.length * operation.columns.length, 'cell');
    }
    case 'insertRows':
      return counted(operation.rows.length, 'new row');
    case 'deleteRows':
      return `Deletion of ${counted(operation.rows.length, 'row')}`;
    case 'restoreRows':
      return `Restoring ${counted(operation.rows.length, 'row')}`;
    case 'moveRows':
      return `Move of ${counted(operation.rows.length, 'row')}`;
    case 'addColumn':
      return `New column “${operation.column.name}”`;
    case 'changeColumn':
      return 'Change of a column';
    case 'deleteColumn':
      return 'Deletion of a column';
    case 'moveColumn':
      return 'Move of a column';
    case 'importRows':
      return 'Import';
  }
}
