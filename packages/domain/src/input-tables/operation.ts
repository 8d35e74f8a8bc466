/**
 * The operations of edit log format 1: the canonical JSON in the log's `edit` column. Frozen with the first release.
 * Row and column ids are made by the client; order keys are fractional index strings (`order-key.ts`).
 */
import type { CellValue } from '../values/cell-value.ts';
import type { Column, SelectOption, ColumnType } from './column.ts';

export interface RowCells {
  readonly id: string;
  /** One value a column of the block, in its order. */
  readonly cells: readonly CellValue[];
}

/** A row of a linked table: its id is made of its key (`linked-rows.ts`). */
export interface KeyedRow extends RowCells {
  /** One canonical value a key column, none empty. */
  readonly keys: readonly string[];
}

export interface NewRow extends RowCells {
  readonly order: string;
}

export type Operation =
  | { readonly op: 'createTable'; readonly name: string; readonly columns: readonly Column[] }
  | { readonly op: 'addColumn'; readonly column: Column }
  | {
      readonly op: 'changeColumn';
      readonly columnId: string;
      readonly name?: string;
      readonly options?: readonly SelectOption[];
      /** Retype: the product converts each cell (`values/convert.ts`); a cell that does not convert becomes empty. */
      readonly type?: ColumnType;
    }
  | { readonly op: 'deleteColumn'; readonly columnId: string }
  | { readonly op: 'moveColumn'; readonly columnId: string; readonly order: string }
  | { readonly op: 'insertRows'; readonly columns: readonly string[]; readonly rows: readonly NewRow[] }
  | {
      readonly op: 'updateCells';
      readonly columns: readonly string[];
      readonly rows: readonly RowCells[];
      /** Rows that a paste adds below the last one; same columns; all or nothing with the updates. */
      readonly inserted: readonly NewRow[];
      /** Undo: a cell is written only while its guard number is still this edit's (mine, not overwritten since). */
      readonly onlyWhile: number | null;
    }
  | {
      /**
       * Linked tables: cells beside the keys of another source's rows. A row that nobody has typed into is made with its key, in
       * whatever order such edits come, so that people who begin the same row do not wait for each other.
       */
      readonly op: 'updateKeyedCells';
      readonly keyColumns: readonly string[];
      readonly columns: readonly string[];
      readonly rows: readonly KeyedRow[];
      /** As in `updateCells`; such an edit makes no row. */
      readonly onlyWhile: number | null;
    }
  | { readonly op: 'moveRows'; readonly rows: readonly { readonly id: string; readonly order: string }[] }
  | { readonly op: 'deleteRows'; readonly rows: readonly string[] }
  | { readonly op: 'restoreRows'; readonly rows: readonly string[] }
  | {
      readonly op: 'importRows';
      readonly columns: readonly string[];
      /** base64 of deflate-raw of canonical JSON of `NewRow[]` */ readonly compressed: string;
    }
  /** System operations: written by the product, never accepted from a client. */
  | { readonly op: 'reject'; readonly editId: string; readonly rejectedNum: number; readonly code: string; readonly reason: string }
  | { readonly op: 'noop'; readonly abandonedEditId: string }
  | { readonly op: 'adopt'; readonly nums: readonly number[] }
  /** The author takes back edits that wait; what then falls is told by rejects. */
  | { readonly op: 'withdraw'; readonly nums: readonly number[] }
  | { readonly op: 'claim'; readonly installationId: string; readonly epoch: number }
  | { readonly op: 'rebuild' }
  | { readonly op: 'redact'; readonly nums: readonly number[]; readonly columns: readonly string[]; readonly rows: readonly string[] };

export type ClientOperation = Exclude<
  Operation,
  { readonly op: 'reject' | 'noop' | 'adopt' | 'withdraw' | 'claim' | 'rebuild' | 'redact' | 'createTable' }
>;
