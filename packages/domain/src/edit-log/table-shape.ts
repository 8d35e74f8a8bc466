/**
 * The columns of an input table as the log's column operations made them, with every retype kept: an edit was
 * written for the columns its author had seen (its base), and its values are carried forward through the retypes
 * that came after. So an edit that waited for a sign-in, or raced with a retype, loses nothing.
 */
import { cellProblem } from '../values/cell-problem.ts';
import { convertCell } from '../values/convert.ts';
import type { CellValue } from '../values/cell-value.ts';
import type { Column } from '../input-tables/column.ts';
import type { Operation } from '../input-tables/operation.ts';

export interface Retype {
  readonly num: number;
  readonly columnId: string;
  readonly from: Column;
  readonly to: Column;
}

export interface TableShape {
  readonly name: string;
  /** Number of the newest column operation; 0 before `createTable`. */
  readonly num: number;
  /** Living columns by id, in no particular order (`order` decides what people see). */
  readonly columns: ReadonlyMap<string, Column>;
  readonly retypes: readonly Retype[];
}

export const noShape: TableShape = { name: '', num: 0, columns: new Map(), retypes: [] };

export type ColumnOperation = Extract<
  Operation,
  { readonly op: 'createTable' | 'addColumn' | 'changeColumn' | 'deleteColumn' | 'moveColumn' }
>;

export function isColumnOperation(operation: Operation): operation is ColumnOperation {
  switch (operation.op) {
    case 'createTable':
    case 'addColumn':
    case 'changeColumn':
    case 'deleteColumn':
    case 'moveColumn':
      return true;
    default:
      return false;
  }
}

/**
 * An operation on a column that no longer is (two people, one column) changes nothing. Operations on different
 * columns commute, so that one which waited for its author may come after later ones.
 */
export function changeShape(shape: TableShape, num: number, operation: ColumnOperation): TableShape {
  return { ...changedBy(shape, num, operation), num: Math.max(shape.num, num) };
}

function changedBy(shape: TableShape, num: number, operation: ColumnOperation): TableShape {
  switch (operation.op) {
    case 'createTable':
      return { name: operation.name, num, columns: new Map(operation.columns.map((column) => [column.id, column])), retypes: [] };
    case 'addColumn':
      return withColumn(shape, operation.column);
    case 'deleteColumn': {
      const columns = new Map(shape.columns);
      columns.delete(operation.columnId);
      return { ...shape, columns };
    }
    case 'moveColumn': {
      const column = shape.columns.get(operation.columnId);
      return column === undefined ? shape : withColumn(shape, { ...column, order: operation.order });
    }
    case 'changeColumn': {
      const from = shape.columns.get(operation.columnId);
      if (from === undefined) return shape;
      const to = changedColumn(from, operation, num);
      const changed = withColumn(shape, to);
      return to.generation === from.generation
        ? changed
        : { ...changed, retypes: [...shape.retypes, { num, columnId: from.id, from, to }] };
    }
  }
}

/**
 * The column after a change. A new type is a new generation, and so a new physical column; the generation is the
 * number of the edit, so that not even a retype that was refused half way leaves anything under a name used again.
 */
export function changedColumn(from: Column, change: Extract<Operation, { readonly op: 'changeColumn' }>, num: number): Column {
  const type = change.type ?? from.type;
  return {
    ...from,
    name: change.name ?? from.name,
    options: change.options ?? from.options,
    type,
    generation: type === from.type ? from.generation : num,
  };
}

/**
 * A value written by an edit, as its column is now. After its number every retype converts it. Between its base and
 * its number nobody knows which column its author had in mind: what is an option of the old column, or does not fit the
 * new one, was meant for the old.
 */
export function carryForward(
  shape: TableShape,
  columnId: string,
  value: CellValue,
  edit: { readonly base: number; readonly num: number },
): CellValue {
  let carried = value;
  for (const retype of shape.retypes) {
    if (retype.columnId !== columnId || retype.num <= edit.base) continue;
    if (retype.num > edit.num || meansOld(carried, retype)) carried = convertCell(carried, retype.from, retype.to);
  }
  return carried;
}

function meansOld(value: CellValue, { from, to }: Retype): boolean {
  if (from.options.length > 0 && cellProblem(value, from) === null) return true;
  return cellProblem(value, to) !== null;
}

/** Columns in the order people see them. */
export function columnsInOrder(shape: TableShape): readonly Column[] {
  return [...shape.columns.values()].sort((one, other) =>
    one.order < other.order ? -1 : one.order > other.order ? 1 : one.id < other.id ? -1 : 1,
  );
}

/** For the metadata database: a projection of the log that spares reading it from the start. */
export function shapeToJson(shape: TableShape): string {
  return JSON.stringify({ ...shape, columns: [...shape.columns.values()] });
}

export function shapeFromJson(text: string): TableShape {
  const stored = JSON.parse(text) as Omit<TableShape, 'columns'> & { readonly columns: readonly Column[] };
  return { ...stored, columns: new Map(stored.columns.map((column) => [column.id, column])) };
}

function withColumn(shape: TableShape, column: Column): TableShape {
  return { ...shape, columns: new Map(shape.columns).set(column.id, column) };
}
