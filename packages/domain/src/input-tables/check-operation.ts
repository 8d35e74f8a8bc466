/**
 * Whether an operation may enter the log of a table whose columns are `shape`: everything that could poison a batch
 * or that no fold could make sense of is refused here, before it has a number. Cells that do not fit are listed one
 * by one, so that the person can clear those or cancel. Whether rows exist is the caller's question.
 */
import type { TableShape } from '../edit-log/table-shape.ts';
import { cellProblem, cellProblems } from '../values/cell-problem.ts';
import type { CellProblem } from '../values/cell-problem.ts';
import { textProblem } from '../values/text.ts';
import type { Column, SelectOption } from './column.ts';
import type { ClientOperation, NewRow, RowCells } from './operation.ts';

export const largestEditCells = 50_000;
export const largestTableRows = 1_000_000;
/** Each column has a value and a guard, and every retype leaves its old pair; PostgreSQL allows 1,600 in a table. */
export const mostColumns = 500;
/** Cells named in one refusal; the rest is a count. */
const listedCells = 1_000;

export interface UnfitCell {
  readonly row: string;
  readonly column: string;
  readonly code: CellProblem;
  readonly message: string;
}

export type OperationCheck =
  | { readonly kind: 'fits' }
  | { readonly kind: 'cells'; readonly cells: readonly UnfitCell[]; readonly count: number }
  | { readonly kind: 'column-unknown'; readonly columnId: string }
  | { readonly kind: 'too-large'; readonly cells: number }
  | { readonly kind: 'invalid'; readonly pointer: string; readonly message: string };

export function checkOperation(operation: ClientOperation, shape: TableShape): OperationCheck {
  switch (operation.op) {
    case 'insertRows':
      return checkCells(operation.columns, operation.rows, [], shape);
    case 'updateCells':
      return checkCells(operation.columns, operation.rows, operation.inserted, shape);
    case 'updateKeyedCells':
      return checkKeyed(operation, shape);
    case 'deleteRows':
    case 'restoreRows':
      return checkRowIds(operation.rows) ?? sizeOf(operation.rows.length) ?? fits;
    case 'moveRows':
      return checkRowIds(operation.rows.map((row) => row.id)) ?? checkOrders(operation.rows) ?? sizeOf(operation.rows.length) ?? fits;
    case 'addColumn':
      return checkNewColumn(operation.column, shape);
    case 'changeColumn':
      return known(operation.columnId, shape) ?? checkChange(operation, shape);
    case 'deleteColumn':
      return (
        known(operation.columnId, shape) ??
        (shape.columns.size > 1 ? fits : invalid('/operation/columnId', 'The last column of a table cannot be deleted.'))
      );
    case 'moveColumn':
      return known(operation.columnId, shape) ?? (isOrder(operation.order) ? fits : invalid('/operation/order', orderMessage));
    case 'importRows':
      return invalid('/operation/op', 'Send rows as insertRows or updateCells.');
  }
}

/** The columns of a table that is about to be created. */
export function checkNewColumns(columns: readonly Column[]): OperationCheck {
  let shape: TableShape = { name: '', num: 0, columns: new Map(), retypes: [] };
  for (const column of columns) {
    const check = checkNewColumn(column, shape);
    if (check.kind !== 'fits') return check;
    shape = { ...shape, columns: new Map(shape.columns).set(column.id, column) };
  }
  return fits;
}

type OperationOf<Op extends ClientOperation['op']> = Extract<ClientOperation, { readonly op: Op }>;

const fits = { kind: 'fits' } as const;
const orderMessage = 'An order key has letters and digits only.';

function invalid(pointer: string, message: string): OperationCheck {
  return { kind: 'invalid', pointer, message };
}

function checkCells(columns: readonly string[], rows: readonly RowCells[], inserted: readonly NewRow[], shape: TableShape): OperationCheck {
  if (new Set(columns).size !== columns.length) return invalid('/operation/columns', 'A column is named twice.');
  const unknown = columns.find((columnId) => !shape.columns.has(columnId));
  if (unknown !== undefined) return { kind: 'column-unknown', columnId: unknown };
  const all = [...rows, ...inserted];
  if (all.length === 0) return invalid('/operation/rows', 'The edit names no row.');
  if (columns.length === 0 && rows.length > 0) return invalid('/operation/columns', 'The edit names no column.');
  const size = sizeOf(all.length * Math.max(1, columns.length));
  if (size !== null) return size;
  if (all.some((row) => row.cells.length !== columns.length))
    return invalid('/operation/rows', 'Each row needs one cell a column, in the order of the columns.');
  return checkRowIds(all.map((row) => row.id)) ?? checkOrders(inserted) ?? unfitCells(columns, all, shape);
}

/** Keys are written with the cells, and have to fit their columns like them. */
function checkKeyed({ keyColumns, columns, rows }: OperationOf<'updateKeyedCells'>, shape: TableShape): OperationCheck {
  if (rows.some(({ keys }) => keys.length !== keyColumns.length || keys.some((key) => typeof key !== 'string')))
    return invalid('/operation/rows', `Each row needs ${keyColumns.length} key values, none of them empty.`);
  if (columns.length === 0) return invalid('/operation/columns', 'The edit names no column.');
  const all = rows.map(({ id, keys, cells }) => ({ id, cells: [...keys, ...cells] }));
  return checkCells([...keyColumns, ...columns], all, [], shape);
}

function unfitCells(columns: readonly string[], rows: readonly RowCells[], shape: TableShape): OperationCheck {
  const cells: UnfitCell[] = [];
  let count = 0;
  const wanted = columns.flatMap((columnId) => shape.columns.get(columnId) ?? []);
  for (const row of rows) {
    for (let index = 0; index < wanted.length; index += 1) {
      const column = wanted[index];
      const problem = column === undefined ? null : cellProblem(row.cells[index] ?? null, column);
      if (problem === null || column === undefined) continue;
      count += 1;
      if (cells.length < listedCells) cells.push({ row: row.id, column: column.id, code: problem, message: cellProblems[problem] });
    }
  }
  return count === 0 ? fits : { kind: 'cells', cells, count };
}

function checkRowIds(ids: readonly string[]): OperationCheck | null {
  if (ids.length === 0) return invalid('/operation/rows', 'The edit names no row.');
  if (new Set(ids).size !== ids.length) return invalid('/operation/rows', 'A row is named twice.');
  return ids.every((id) => /^[A-Za-z0-9_-]{1,64}$/.test(id))
    ? null
    : invalid('/operation/rows', 'A row id has letters, digits, - and _ only.');
}

function checkOrders(rows: readonly { readonly order: string }[]): OperationCheck | null {
  return rows.every((row) => isOrder(row.order)) ? null : invalid('/operation/rows', orderMessage);
}

function isOrder(order: string): boolean {
  return /^[A-Za-z0-9]{1,512}$/.test(order);
}

function sizeOf(cells: number): OperationCheck | null {
  return cells > largestEditCells ? { kind: 'too-large', cells } : null;
}

function known(columnId: string, shape: TableShape): OperationCheck | null {
  return shape.columns.has(columnId) ? null : { kind: 'column-unknown', columnId };
}

function checkNewColumn(column: Column, shape: TableShape): OperationCheck {
  if (shape.columns.size >= mostColumns) return invalid('/operation/column', `A table can have up to ${mostColumns} columns.`);
  if (shape.columns.has(column.id)) return invalid('/operation/column/id', 'This column id is taken.');
  if (column.generation !== 1) return invalid('/operation/column/generation', 'A new column has generation 1.');
  if (!isOrder(column.order)) return invalid('/operation/column/order', orderMessage);
  return checkName(column.id, column.name, shape) ?? checkOptions(column.type, column.options) ?? fits;
}

function checkChange(change: OperationOf<'changeColumn'>, shape: TableShape): OperationCheck {
  const column = shape.columns.get(change.columnId);
  if (column === undefined) return { kind: 'column-unknown', columnId: change.columnId };
  if (change.name === undefined && change.type === undefined && change.options === undefined)
    return invalid('/operation', 'The change names nothing to change.');
  const name = change.name === undefined ? null : checkName(column.id, change.name, shape);
  return name ?? checkOptions(change.type ?? column.type, change.options ?? (change.type === undefined ? column.options : [])) ?? fits;
}

function checkName(columnId: string, name: string, shape: TableShape): OperationCheck | null {
  if (name.trim() === '' || textProblem(name, 255) !== null)
    return invalid('/operation/name', 'A column name is a text of 1 to 255 characters.');
  const taken = [...shape.columns.values()].some((other) => other.id !== columnId && other.name.toLowerCase() === name.toLowerCase());
  return taken ? invalid('/operation/name', 'Another column has this name.') : null;
}

function checkOptions(type: Column['type'], options: readonly SelectOption[]): OperationCheck | null {
  if (options.length === 0) return null;
  if (type !== 'single-select' && type !== 'multi-select') return invalid('/operation/options', 'Only select columns have options.');
  if (new Set(options.map((option) => option.id)).size !== options.length)
    return invalid('/operation/options', 'An option id is there twice.');
  const sound = options.every(
    (option) =>
      textProblem(option.id, 64) === null &&
      option.id !== '' &&
      textProblem(option.label, 255) === null &&
      textProblem(option.color ?? '', 32) === null,
  );
  return sound ? null : invalid('/operation/options', 'An option has an id and a label of up to 255 characters.');
}
