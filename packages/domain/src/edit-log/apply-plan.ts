/**
 * What one author's share of a window of edits does to a data table: data, not SQL; a dialect compiles it.
 * Every change carries the number of the edit that made it, and the warehouse itself applies a change only over a
 * smaller number. So a plan may be sent twice, out of order or land late, and nothing newer is overwritten.
 */
import type { ColumnType } from '../input-tables/column.ts';
import type { CellValue } from '../values/cell-value.ts';

export interface ApplyPlan {
  /** Each row id at most once. */
  readonly rows: readonly AppliedRow[];
}

export interface AppliedRow {
  readonly rowId: string;
  /** Insert, delete or restore; `null` leaves the row's life alone. A row without a life yet is not shown. */
  readonly life: { readonly num: number; readonly deleted: boolean } | null;
  /** Given with the insert of the row; of several, the earliest stands (`earliest`). */
  readonly created: Creation | null;
  /** Given with the insert and with each move. */
  readonly order: { readonly num: number; readonly key: string } | null;
  /** Each column at most once. */
  readonly cells: readonly AppliedCell[];
  /** The newest edit of this share that touches the row. */
  readonly updated: { readonly num: number; readonly by: string; readonly at: string };
}

export interface Creation {
  readonly by: string;
  readonly at: string;
}

/**
 * Of two edits that make the same row, the one that came first, in whatever order they are applied. A creation has no
 * number beside it, so the time decides, and the name where it is the same.
 */
export function earliest(one: Creation, other: Creation): Creation {
  const isLater = other.at < one.at || (other.at === one.at && other.by < one.by);
  return isLater ? other : one;
}

export interface AppliedCell {
  readonly columnId: string;
  readonly generation: number;
  readonly type: ColumnType;
  readonly value: CellValue;
  readonly num: number;
  /** Undo: written only while the cell's guard in the warehouse is this number; never makes a row. */
  readonly onlyWhile: number | null;
}
