/**
 * A formula after it has been checked: every name resolved, every type known. It is data; a dialect renders it to SQL
 * (`warehouse/src/<engine>/`), and nothing evaluates it in JavaScript.
 */
import type { CellValue } from '../values/cell-value.ts';

/** Types of the formula language. A number is exact decimal where the engine's is; a datetime is an instant. */
export type DataType = 'text' | 'number' | 'logical' | 'date' | 'datetime';

export type Expression = LiteralExpression | ColumnExpression | ControlExpression | CallExpression | LookupExpression;

/** A value in the canonical encoding of cells; `null` is typed by its place. Rendered as a bound parameter, or inline when it is a number, logical or null. */
export interface LiteralExpression {
  readonly node: 'literal';
  readonly type: DataType;
  readonly value: Exclude<CellValue, readonly string[]>;
}

/** A column of the element itself or of its source: the scope that resolved the name gave `reference`, which only the query compiler reads. */
export interface ColumnExpression {
  readonly node: 'column';
  readonly type: DataType;
  readonly reference: ColumnReference;
}

/** `of: 'source'`: as the source gives it, `name` in the source's own spelling. `of: 'element'`: a column of the same element, by id. */
export type ColumnReference =
  | { readonly of: 'source'; readonly name: string }
  | { readonly of: 'element'; readonly columnId: string }
  /** Inside `Lookup` and `Rollup` only: a column of another element. */
  | { readonly of: 'other-element'; readonly elementId: string; readonly columnId: string };

/** What a control holds when the query runs: always a bound parameter, never text of the statement (P29). */
export interface ControlExpression {
  readonly node: 'control';
  readonly type: DataType;
  readonly controlId: string;
  /** Range controls have two ends. */
  readonly part: 'value' | 'from' | 'to';
}

/** Operators are calls too: `[a] + [b]` is the function `Add`. Its name stands in the catalogue of functions. */
export interface CallExpression {
  readonly node: 'call';
  readonly type: DataType;
  readonly function: string;
  readonly arguments: readonly Expression[];
}

/**
 * `Lookup`: the value of the one row (the first by value) of another element whose keys equal ours.
 * `Rollup`: an aggregate over all its rows with such keys. Both are a left join onto one row per key.
 */
export interface LookupExpression {
  readonly node: 'lookup';
  readonly kind: 'lookup' | 'rollup';
  readonly type: DataType;
  readonly elementId: string;
  /** In terms of the other element's columns. */
  readonly value: Expression;
  readonly keys: readonly { readonly own: Expression; readonly other: Expression }[];
}

/** One value per row, one value per group of rows, or one per row that looks at others (a window). */
export type Shape = 'row' | 'aggregate' | 'window';
