/**
 * About how many bytes an edit takes in memory: for bounds on what waits, never for anything exact. Quick enough to be
 * asked for each edit as it comes and goes.
 */
import type { Operation } from '../input-tables/operation.ts';
import type { CellValue } from '../values/cell-value.ts';

const ofEdit = 300;
const ofRow = 200;
const ofCell = 40;

export function weightOf(operation: Operation): number {
  switch (operation.op) {
    case 'insertRows':
      return ofEdit + ofRows(operation.rows);
    case 'updateCells':
      return ofEdit + ofRows(operation.rows) + ofRows(operation.inserted);
    case 'updateKeyedCells':
      return ofEdit + ofRows(operation.rows) + ofRows(operation.rows.map(({ keys }) => ({ cells: keys })));
    case 'importRows':
      return ofEdit + operation.compressed.length;
    case 'moveRows':
    case 'deleteRows':
    case 'restoreRows':
    case 'redact':
      return ofEdit + operation.rows.length * ofCell;
    default:
      return ofEdit;
  }
}

function ofRows(rows: readonly { readonly cells: readonly CellValue[] }[]): number {
  let weight = rows.length * ofRow;
  for (const { cells } of rows) for (const cell of cells) weight += ofValue(cell);
  return weight;
}

function ofValue(cell: CellValue): number {
  if (typeof cell === 'string') return ofCell + cell.length;
  return Array.isArray(cell) ? ofCell * (1 + cell.length) : ofCell;
}
