/** An operation in a few words, for the history panel and lists of waiting edits. */
import { withdrawnCode } from '@penstock/domain/edit-log/rejects';
import type { Operation } from '@penstock/domain/input-tables/operation';
import type { TableShape } from '@penstock/domain/edit-log/table-shape';

export function summaryOf(operation: Operation, shape: TableShape): string {
  const column = (id: string): string => shape.columns.get(id)?.name ?? 'a deleted column';
  switch (operation.op) {
    case 'createTable':
      return `Created the table with ${counted(operation.columns.length, 'column')}`;
    case 'addColumn':
      return `Added the column ${operation.column.name}`;
    case 'changeColumn':
      return changeSummary(operation, column(operation.columnId));
    case 'deleteColumn':
      return `Deleted the column ${column(operation.columnId)}`;
    case 'moveColumn':
      return `Moved the column ${column(operation.columnId)}`;
    case 'insertRows':
      return `Added ${counted(operation.rows.length, 'row')}`;
    case 'updateCells': {
      const cells = counted(operation.rows.length * operation.columns.length, 'cell');
      if (operation.rows.length === 0) return `Added ${counted(operation.inserted.length, 'row')}`;
      return `${operation.onlyWhile === null ? 'Changed' : 'Took back'} ${cells}${operation.inserted.length === 0 ? '' : ` and added ${counted(operation.inserted.length, 'row')}`}`;
    }
    case 'updateKeyedCells':
      return `${operation.onlyWhile === null ? 'Changed' : 'Took back'} ${counted(operation.rows.length * operation.columns.length, 'cell')}`;
    case 'moveRows':
      return `Moved ${counted(operation.rows.length, 'row')}`;
    case 'deleteRows':
      return `Deleted ${counted(operation.rows.length, 'row')}`;
    case 'restoreRows':
      return `Restored ${counted(operation.rows.length, 'row')}`;
    case 'importRows':
      return 'Imported rows';
    case 'reject':
      return operation.code === withdrawnCode
        ? `Edit ${operation.rejectedNum} fell: its author withdrew it`
        : `The warehouse refused edit ${operation.rejectedNum}`;
    case 'noop':
      return 'A number that no edit took';
    case 'adopt':
      return `Adopted ${counted(operation.nums.length, 'edit')}`;
    case 'withdraw':
      return `Withdrew ${counted(operation.nums.length, 'edit')}`;
    case 'claim':
      return 'This installation took the log';
    case 'rebuild':
      return 'Rebuilt the table from its log';
    case 'redact':
      return 'Erased values on request';
  }
}

function changeSummary(change: Extract<Operation, { readonly op: 'changeColumn' }>, name: string): string {
  const parts = [
    ...(change.name === undefined ? [] : [`renamed to ${change.name}`]),
    ...(change.type === undefined ? [] : [`made a ${change.type} column`]),
    ...(change.options === undefined ? [] : ['given other options']),
  ];
  return `Column ${name}: ${parts.join(', ')}`;
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
