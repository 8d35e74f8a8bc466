/**
 * What a document says: its pages and their elements. A definition is plain data (it is stored as JSON, published,
 * compared, restored); it holds formulas as their text and names columns by id.
 */
import type { DataType } from '../formula/expression.ts';

export const documentKinds = ['workbook', 'data-model', 'dataset'] as const;
/** A data model is a workbook whose elements others use as sources; a dataset is one element on its own. */
export type DocumentKind = (typeof documentKinds)[number];

export interface Definition {
  readonly formatVersion: 1;
  /** IANA name; set in the session of every query, part of every cache key. */
  readonly timeZone: string;
  readonly weekStart: 'monday' | 'sunday';
  readonly pages: readonly Page[];
}

export interface Page {
  readonly id: string;
  readonly name: string;
  readonly elements: readonly Element[];
}

export type Element = TableElement | PivotElement | ChartElement | InputTableElement | TextElement | ImageElement | ControlElement;
/** Elements that query a source. */
export type DataElement = TableElement | PivotElement | ChartElement;

/** A place on the page's grid of 24 columns; rows are 32 px high. */
export interface Layout {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface ElementBase {
  readonly id: string;
  /** Formulas of other elements name it: `[Element/Column]`. Unique in the document, ignoring case. */
  readonly name: string;
  readonly layout: Layout;
}

interface DataElementBase extends ElementBase {
  readonly source: Source;
  readonly columns: readonly ElementColumn[];
  /** All must hold. */
  readonly filters: readonly Filter[];
  readonly sorts: readonly Sort[];
}

export interface TableElement extends DataElementBase {
  readonly kind: 'table';
  /** Outermost first; empty: every row. A grouped table shows its levels down to the first collapsed one. */
  readonly groupings: readonly Grouping[];
  /** Aggregates over the whole table, shown below it: ids of columns with an aggregate formula at level `'total'`. */
  readonly totals: readonly string[];
}

export interface PivotElement extends DataElementBase {
  readonly kind: 'pivot';
  /** Ids of columns with a formula of each row. */
  readonly rows: readonly string[];
  readonly across: readonly string[];
  /** Ids of columns with an aggregate formula. */
  readonly values: readonly string[];
  /** What stands beside and below the cells; absent in documents that were made before pivots had totals: none. */
  readonly totals?: PivotTotals;
}

export interface PivotTotals {
  /** At the end of each row: the same values over all columns. */
  readonly rows: boolean;
  /** At the foot of each column: the same values over all rows. */
  readonly columns: boolean;
}

export const chartKinds = ['bar', 'line', 'area', 'scatter', 'pie', 'kpi'] as const;
export type ChartKind = (typeof chartKinds)[number];

export interface ChartElement extends DataElementBase {
  readonly kind: 'chart';
  readonly chart: ChartKind;
  /** Id of the column along the axis (of slices, for a pie); `null` for a KPI. */
  readonly x: string | null;
  /** Ids of columns with an aggregate formula (of each row, for a scatter plot). */
  readonly values: readonly string[];
  /** Id of the column that splits into series; `null`: one series a value. */
  readonly series: string | null;
  readonly stacked: boolean;
}

export interface InputTableElement extends ElementBase {
  readonly kind: 'input-table';
  readonly inputTableId: string;
  /** Where people may type: in the draft by those who edit, or in the published version by those who explore. */
  readonly editableIn: 'draft' | 'published';
}

export interface TextElement extends ElementBase {
  readonly kind: 'text';
  /** Markdown without HTML. */
  readonly text: string;
}

export interface ImageElement extends ElementBase {
  readonly kind: 'image';
  /** A `data:` address of a PNG, JPEG, GIF or WebP up to 1 MB: nothing is loaded from elsewhere. */
  readonly image: string;
  readonly description: string;
}

export const controlKinds = ['list', 'text', 'number-range', 'date-range', 'switch'] as const;
export type ControlKind = (typeof controlKinds)[number];

export interface ControlElement extends ElementBase {
  readonly kind: 'control';
  readonly control: ControlKind;
  /** Formulas name it: `[Name]` of the control. */
  readonly label: string;
  /** For a list: where its choices come from. */
  readonly choices: { readonly values: readonly string[] } | { readonly elementId: string; readonly columnId: string } | null;
  readonly multiple: boolean;
  readonly initial: ControlValue;
}

/** What a control holds; `null` and an empty list filter nothing. */
export type ControlValue = null | string | boolean | readonly string[] | { readonly from: string | null; readonly to: string | null };

export type Source =
  | { readonly kind: 'warehouse-table'; readonly connectionId: string; readonly schema: string; readonly table: string }
  | { readonly kind: 'custom-sql'; readonly connectionId: string; readonly sql: string }
  /** Another element of the same document. */
  | { readonly kind: 'element'; readonly elementId: string }
  /** An element of the published version of a data model or dataset. */
  | { readonly kind: 'data-model'; readonly documentId: string; readonly elementId: string }
  | { readonly kind: 'input-table'; readonly inputTableId: string }
  | LinkedSource
  | {
      readonly kind: 'join';
      readonly type: 'inner' | 'left' | 'right' | 'full';
      readonly left: Source;
      readonly right: Source;
      /** Prefix of the right side's column names, where both sides have one of the same name. */
      readonly rightName: string;
      /** Pairs of source column names; all must be equal. */
      readonly on: readonly { readonly left: string; readonly right: string }[];
    }
  /** Rows of all, matched by column name; a name that one lacks is null there. */
  | { readonly kind: 'union'; readonly sources: readonly Source[] };

/**
 * A linked input table: rows of another source, each with what people have typed beside its key. The whole source of a table,
 * never a part of a join or union. Names its columns as `source` does, and the typed ones by their name or their id.
 */
export interface LinkedSource {
  readonly kind: 'linked-input-table';
  readonly inputTableId: string;
  /** Where people may type, as for an input table's own element. */
  readonly editableIn: 'draft' | 'published';
  readonly source: Source;
  /** A column of `source` and the column of the input table that holds its values: together they tell rows apart. */
  readonly keys: readonly { readonly column: string; readonly columnId: string }[];
}

export interface ElementColumn {
  readonly id: string;
  /** Unique in the element, ignoring case. */
  readonly name: string;
  /** `[Delay Min]` for a column taken from the source as it is. */
  readonly formula: string;
  readonly hidden: boolean;
  readonly format: ColumnFormat | null;
  /** Where it is calculated: `null`: for each row; a grouping's id: for each group of that level; `'total'`: once. */
  readonly level: string | null;
}

export interface ColumnFormat {
  readonly style: 'automatic' | 'number' | 'percent' | 'currency' | 'date' | 'datetime' | 'text';
  readonly decimals: number | null;
  /** ISO 4217, for currency. */
  readonly currency: string | null;
}

export interface Grouping {
  readonly id: string;
  /** Ids of row columns whose values make the groups, within the level above. */
  readonly keys: readonly string[];
  readonly collapsed: boolean;
}

export interface Sort {
  readonly columnId: string;
  readonly direction: 'ascending' | 'descending';
}

export type Filter = { readonly id: string; readonly columnId: string } & FilterRule;

export type FilterRule =
  | { readonly kind: 'list'; readonly mode: 'include' | 'exclude'; readonly values: readonly (string | boolean | null)[] }
  /** Ends included; `null`: open. Dates and datetimes in canonical encoding. */
  | { readonly kind: 'range'; readonly from: string | null; readonly to: string | null }
  | {
      readonly kind: 'text';
      readonly operator: 'contains' | 'does-not-contain' | 'starts-with' | 'ends-with' | 'equals' | 'does-not-equal';
      readonly text: string;
      readonly caseSensitive: boolean;
    }
  | { readonly kind: 'null'; readonly mode: 'is-null' | 'is-not-null' }
  /** The first `count` by the column (ties by the order of the row), of the level that the column belongs to. */
  | { readonly kind: 'top'; readonly count: number; readonly direction: 'highest' | 'lowest' }
  /** What a control holds; an empty control filters nothing. */
  | { readonly kind: 'control'; readonly controlId: string };

/** A column that a source gives, as the warehouse or another element describes it. `type: null`: shown as text, not usable in formulas. */
export interface SourceColumn {
  readonly name: string;
  readonly type: DataType | null;
  /** A name that it keeps when people rename it, for formulas: `[c7k2m9x4q]`. */
  readonly id?: string;
  /** About the row, not what somebody put into it: a new element has it hidden or not at all. */
  readonly onRequest?: boolean;
}
