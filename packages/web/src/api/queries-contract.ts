/** What the API answers about the data of elements, as the screens use it. */
import type { DataType } from '@penstock/domain/formula/expression';
import type { CellValue } from '@penstock/domain/values/cell-value';
import type { ControlValue, DataElement, Filter, Sort } from '@penstock/domain/workbooks/definition';
import type { ShownVersion } from './contract.ts';

/** Numbers, dates and datetimes as text in canonical encoding. */
export type ResultValue = string | boolean | null;

export interface ResultColumn {
  readonly id: string;
  readonly name: string;
  readonly type: DataType | null;
  /** Id of the grouping that it belongs to; `null`: of each row. */
  readonly level: string | null;
  /** Why all its values are null. */
  readonly problem: string | null;
  /** The column of a linked input table that it passes on, to be typed into. */
  readonly inputColumnId?: string | null | undefined;
}

/** Of the rows of a linked input table that this person may type into. */
export interface LinkedRows {
  readonly inputTableId: string;
  /** Log number that the rows show. */
  readonly num: number;
  readonly keyColumnIds: readonly string[];
  /** One list per key column. */
  readonly keys: readonly (readonly (string | null)[])[];
  /** Rows with the same key have the same id; `null`: a key of the row is empty, so nothing can be typed there. */
  readonly rowIds: readonly (string | null)[];
  /** Stored values by column, where they are not what the row shows: option ids of selects. */
  readonly cells?: Readonly<Record<string, readonly CellValue[]>> | undefined;
  /** Columns by row whose newest value is in the edit log and not yet in the warehouse. */
  readonly pending?: Readonly<Record<string, readonly string[]>> | undefined;
}

export interface RunsAs {
  readonly connectionId: string;
  readonly connectionName: string;
  readonly principal: 'person' | 'service-account' | 'connection-credential';
  readonly login: string | null;
  /** Taken after the sign-in; `null`: the login's own rights. */
  readonly role: string | null;
  readonly rule: string;
  readonly reason: string;
  readonly remedy: string;
}

export interface QueryResult {
  readonly columns: readonly ResultColumn[];
  /** One list per column. */
  readonly values: readonly (readonly unknown[])[];
  readonly rowCount: number;
  readonly hasMore: boolean;
  /** Of a pivot with totals: what each row is. */
  readonly parts: readonly ('cell' | 'row-total' | 'column-total' | 'grand-total')[] | null;
  readonly runsAs: RunsAs;
  /** Saved edits of input tables that the rows lack: they wait for their author, or for the warehouse. */
  readonly editsMissing?: number;
  /** When it was computed, if it was remembered. */
  readonly cachedAt: string | null;
  readonly durationMs: number;
  readonly queryId: string | null;
  readonly linked?: LinkedRows | null | undefined;
}

export interface DescribedSource {
  readonly columns: readonly {
    readonly name: string;
    readonly type: DataType | null;
    readonly engineType: string | null;
    /** About the row, such as who made it. */
    readonly onRequest?: boolean | undefined;
    /** Of an input table's column, which formulas may name by it. */
    readonly id?: string | null | undefined;
  }[];
  /** Of a linked input table: the columns that tell its rows apart. */
  readonly keyColumns?: readonly string[] | undefined;
}

/** What is asked of an element. */
export interface Question {
  readonly version: ShownVersion;
  readonly controls: Readonly<Record<string, ControlValue>>;
  readonly view: {
    readonly sorts: readonly Sort[] | null;
    readonly filters: readonly Filter[];
    readonly collapsed: Readonly<Record<string, boolean>>;
  };
  /** The element as it would be, where it differs from the one of the document. */
  readonly element?: DataElement;
}
