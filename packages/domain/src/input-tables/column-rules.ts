/**
 * What is asked of edits of one column beyond its type: who may make them, and which values are wanted. Rules are about
 * people and about edits to come. They are no part of the log: a table folds and is rebuilt the same whatever they say.
 */
import type { ClientOperation, NewRow, RowCells } from './operation.ts';
import type { ColumnType } from './column.ts';

export interface ColumnRules {
  /** `null`: everybody who may edit the table. */
  readonly protection: Protection | null;
  /** `null`: every value of the column's type. */
  readonly allowed: AllowedValues | null;
}

/** Who may write the column beside the table's owner. */
export interface Protection {
  readonly members: readonly string[];
  readonly teams: readonly string[];
}

export interface AllowedValues {
  readonly from:
    /** In canonical encoding. */
    | { readonly kind: 'values'; readonly values: readonly string[] }
    /** What a column of another element of the document holds, as the person who edits sees it. */
    | { readonly kind: 'element'; readonly elementId: string; readonly columnId: string };
  /** What becomes of any other value. One that the warehouse would have to be asked about is never refused. */
  readonly otherwise: 'warn' | 'refuse';
}

export const noRules: ColumnRules = { protection: null, allowed: null };

export const mostAllowedValues = 1_000;

const listedTypes: ReadonlySet<ColumnType> = new Set<ColumnType>(['text', 'number', 'date']);

/** Selects have their options, and a checkbox its two values. */
export function mayHaveList(type: ColumnType): boolean {
  return listedTypes.has(type);
}

export interface Writer {
  readonly memberId: string;
  readonly isTableOwner: boolean;
  readonly teams: ReadonlySet<string>;
}

export function mayWrite({ protection }: ColumnRules, { memberId, isTableOwner, teams }: Writer): boolean {
  if (protection === null || isTableOwner) return true;
  return protection.members.includes(memberId) || protection.teams.some((team) => teams.has(team));
}

/**
 * Columns whose cells or whose nature an operation changes. A new row leaves a column alone that it holds nothing for.
 * Deleting a row takes none of its columns from anybody: it can be restored.
 */
export function columnsWritten(operation: ClientOperation): readonly string[] {
  switch (operation.op) {
    case 'insertRows':
      return filled(operation.columns, operation.rows);
    case 'updateCells':
      return operation.rows.length > 0 ? operation.columns : filled(operation.columns, operation.inserted);
    case 'updateKeyedCells':
      return operation.columns;
    case 'changeColumn':
    case 'deleteColumn':
      return [operation.columnId];
    default:
      return [];
  }
}

export interface UnlistedCell {
  readonly row: string;
  readonly column: string;
  readonly otherwise: AllowedValues['otherwise'];
}

/** Cells that would hold a value which their column's own list does not have. Empty is always allowed. */
export function unlistedCells(operation: ClientOperation, rules: ReadonlyMap<string, ColumnRules>): readonly UnlistedCell[] {
  if (operation.op !== 'insertRows' && operation.op !== 'updateCells' && operation.op !== 'updateKeyedCells') return [];
  const rows: readonly RowCells[] = operation.op === 'updateCells' ? [...operation.rows, ...operation.inserted] : operation.rows;
  return operation.columns.flatMap((column, index) => {
    const allowed = rules.get(column)?.allowed ?? null;
    if (allowed === null || allowed.from.kind !== 'values') return [];
    const listed: ReadonlySet<unknown> = new Set(allowed.from.values);
    return rows
      .filter(({ cells }) => cells[index] !== null && cells[index] !== undefined && !listed.has(cells[index]))
      .map(({ id }) => ({ row: id, column, otherwise: allowed.otherwise }));
  });
}

function filled(columns: readonly string[], rows: readonly NewRow[]): readonly string[] {
  return columns.filter((_, index) => rows.some(({ cells }) => cells[index] !== null));
}
