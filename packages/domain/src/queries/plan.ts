/**
 * A query as data, before it is SQL: named steps, each one SELECT with its clauses, each reading tables and earlier
 * steps. The last step is the answer. The planner writes many small steps, of which others are dropped or folded together
 * (`prune-plan.ts`, `fold-plan.ts`); a renderer turns each into one common table expression (`warehouse/src/queries/`).
 *
 * Clauses rather than one node an operator: a person reads the SQL, and a SELECT with its WHERE and GROUP BY is what they
 * would have written.
 */
import type { CellValue } from '../values/cell-value.ts';
import type { ColumnReference, DataType, Expression } from '../formula/expression.ts';
import type { ControlKind, ControlValue } from '../workbooks/definition.ts';
import type { GuardedSql, RelationPath } from './resolved-source.ts';

export interface ElementPlan {
  readonly connectionId: string;
  readonly steps: readonly Step[];
  /** In the order of the answer's columns. */
  readonly columns: readonly PlannedColumn[];
  readonly controls: ReadonlyMap<string, ControlState>;
  readonly timeZone: string;
  readonly weekStart: 'monday' | 'sunday';
  readonly paging: Paging | null;
  /** Of a pivot with totals: where the answer says which rows are totals. These columns are not to be shown. */
  readonly totals: TotalMarks | null;
  /** Of a linked input table whose rows are shown: what tells its rows apart. */
  readonly linked: LinkedAnswer | null;
}

/** Places are indexes of columns of the answer that are not to be shown. */
export interface LinkedAnswer {
  readonly inputTableId: string;
  /** In the order of the input table's key columns. */
  readonly keys: readonly { readonly columnId: string; readonly type: DataType | null; readonly place: number }[];
  /** Columns of the answer that pass on what is typed; `stored`: where the ids of a select column's options are. */
  readonly typed: readonly { readonly columnId: string; readonly inputColumnId: string; readonly stored: number | null }[];
}

/** Indexes of columns of the answer that hold 1 in totals and 0 in cells; `null`: there are no totals of that kind. */
export interface TotalMarks {
  /** 1: over all row heads, at the foot of a column. */
  readonly overRows: number | null;
  /** 1: over all column heads, at the end of a row. */
  readonly overColumns: number | null;
}

/** What a control holds while the query runs. */
export interface ControlState {
  readonly kind: ControlKind;
  readonly value: ControlValue;
}

/** A column of the answer; `null` typed values are shown as text. */
export interface PlannedColumn {
  readonly id: string;
  readonly name: string;
  readonly type: DataType | null;
  /** As the definition says: of each row, of a grouping, or of the whole. */
  readonly level: string | null;
  /** Why all its values are null: its formula is wrong. */
  readonly problem: string | null;
}

/**
 * How to cut the page from the answer, which holds one row (of a pivot: one row of the pivot) more than asked for where
 * there are more. `column`: of the answer, counting pivot rows from 1, not to be shown; the page ends with `last`.
 */
export type Paging =
  | { readonly by: 'rows'; readonly limit: number }
  | { readonly by: 'pivot-rows'; readonly column: number; readonly last: number };

export interface Step {
  readonly id: string;
  /** What people call it; unique in the plan once planned, and fit to be a name in any engine. */
  readonly name: string;
  /** Cheaper read again than kept: it only chooses and filters, and several steps read it. */
  readonly readAgain?: boolean;
  readonly query: SelectNode | UnionNode;
}

export interface SelectNode {
  readonly node: 'select';
  readonly from: Input;
  readonly joins: readonly JoinNode[];
  /** All must hold. */
  readonly where: readonly Condition[];
  /** Groups rows by these columns of this SELECT, by name; empty: one group of everything; `null`: no grouping. */
  readonly groupBy: readonly string[] | null;
  /** The same again by fewer of those columns, in one reading of the rows; columns that are left out are null there. */
  readonly alsoGroupBy?: readonly (readonly string[])[];
  readonly columns: readonly SelectColumn[];
  /** Nulls stand last in both directions. */
  readonly orderBy: readonly OrderedValue[];
  readonly limit: number | null;
  readonly offset: number;
}

/** Rows of all, duplicates kept; the columns of each in the same order. */
export interface UnionNode {
  readonly node: 'union';
  readonly selects: readonly SelectNode[];
}

/** What a SELECT reads. Its `id` is unique in the plan; values name it. */
export interface Input {
  readonly id: string;
  readonly relation:
    | { readonly kind: 'step'; readonly stepId: string }
    | { readonly kind: 'table'; readonly path: RelationPath }
    | { readonly kind: 'sql'; readonly text: GuardedSql };
}

export interface JoinNode {
  readonly type: 'inner' | 'left' | 'right' | 'full' | 'cross';
  readonly input: Input;
  readonly on: readonly JoinPair[];
  /** At most one row of `input` matches: a left join of which no column is used can be dropped. */
  readonly unique: boolean;
}

export interface JoinPair {
  readonly left: Value;
  readonly right: Value;
  readonly type: DataType | null;
  /** Group keys join null to null, keys of data do not. */
  readonly nullsEqual: boolean;
  /** Equal only where the canonical spellings are: whatever the column's collation says, and without rounding a number. */
  readonly exact?: boolean;
}

export interface SelectColumn {
  readonly name: string;
  readonly value: Value;
  readonly type: DataType | null;
}

export type Value =
  | ColumnValue
  /** A column of a table as the engine stores it, read as one of the formula language's types. */
  | {
      readonly kind: 'stored';
      readonly input: string;
      readonly name: string;
      readonly engineType: string;
      readonly labels: Labels | null;
      /** The cells hold canonical JSON of several option ids. */
      readonly holdsSeveral?: boolean;
    }
  | FormulaValue
  /** Of a missing column in a union, or one whose formula is wrong. */
  | { readonly kind: 'null'; readonly type: DataType | null }
  | { readonly kind: 'as-text'; readonly value: Value }
  /** A column of the same SELECT, in its order. */
  | { readonly kind: 'output'; readonly name: string }
  /** The lowest of a group. */
  | { readonly kind: 'lowest'; readonly value: Value; readonly type: DataType | null }
  | { readonly kind: 'count' }
  /** 1 where the SELECT groups without this key (`alsoGroupBy`), 0 where with it. */
  | { readonly kind: 'left-out'; readonly key: Value }
  /** Position from 1. `ties`: equal rows share a position, and the next one follows without a gap. */
  | { readonly kind: 'position'; readonly ties: boolean; readonly window: WindowNode };

/** A column of another step. */
export interface ColumnValue {
  readonly kind: 'column';
  readonly input: string;
  readonly name: string;
}

export type Labels = readonly { readonly id: string; readonly label: string }[];

export interface FormulaValue {
  readonly kind: 'formula';
  readonly expression: Expression;
  /** What each column reference of the expression stands for, by `referenceKey`. */
  readonly places: ReadonlyMap<string, Value>;
  readonly window: WindowNode | null;
}

export interface WindowNode {
  readonly partitionBy: readonly Value[];
  readonly orderBy: readonly OrderedValue[];
}

/** Of a SELECT that groups: by one of its own columns, as `output`. */
export interface OrderedValue {
  readonly value: Value;
  readonly direction: 'ascending' | 'descending';
}

export type Condition =
  | {
      readonly kind: 'list';
      readonly value: Value;
      readonly type: DataType;
      readonly mode: 'include' | 'exclude';
      readonly values: readonly Exclude<CellValue, readonly string[]>[];
    }
  /** Ends included. */
  | { readonly kind: 'range'; readonly value: Value; readonly type: DataType; readonly from: string | null; readonly to: string | null }
  | {
      readonly kind: 'text';
      readonly value: Value;
      readonly operator: 'contains' | 'does-not-contain' | 'starts-with' | 'ends-with' | 'equals' | 'does-not-equal';
      readonly text: string;
      readonly caseSensitive: boolean;
    }
  | { readonly kind: 'null'; readonly value: Value; readonly mode: 'is-null' | 'is-not-null' }
  | { readonly kind: 'at-most'; readonly value: Value; readonly limit: number }
  | { readonly kind: 'between-positions'; readonly value: Value; readonly first: number; readonly last: number }
  /** A stored row of an input table that is there for people. */
  | { readonly kind: 'live-row'; readonly input: string };

export function referenceKey(reference: ColumnReference): string {
  switch (reference.of) {
    case 'source':
      return `source:${reference.name}`;
    case 'element':
      return `element:${reference.columnId}`;
    case 'other-element':
      return `other:${reference.elementId}:${reference.columnId}`;
  }
}
