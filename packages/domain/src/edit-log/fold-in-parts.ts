/**
 * The fold of a log whose table may be larger than memory: in parts, each a stretch of row ids that is folded in a pass
 * of its own over the log. A part begins with all ids that are left and gives up the upper quarter of what it holds
 * whenever it has grown too large; so the parts come in the order of the row ids, as the data table can be read too, and
 * a table that is small enough takes a single pass. Together the parts are exactly the whole fold.
 */
import type { EditEntry } from './entry.ts';
import { emptyTable, foldInto } from './fold.ts';
import type { TableState } from './fold.ts';

/** Edits of a log in the order of their numbers, without rejected ones, a stretch at a time. */
export type History = AsyncIterable<readonly EditEntry[]>;

/** Row ids in code unit order, which is the byte order of a data table; `null`: without a bound on that side. */
export interface RowIdStretch {
  /** The last id before the stretch. */
  readonly after: string | null;
  /** The last id of the stretch. */
  readonly upTo: string | null;
}

export interface TablePart {
  readonly ids: RowIdStretch;
  /** Columns and number are the whole table's. */
  readonly state: TableState;
}

/** `history` is begun anew for each part. There is at least one part; its rows are let go when the next is asked for. */
export async function* foldInParts(history: () => History, mostCells: number): AsyncGenerator<TablePart> {
  let after: string | null = null;
  do {
    const { ids, state }: TablePart = await foldPart(history(), { after, upTo: null }, mostCells);
    yield { ids, state };
    // Else two parts would be in memory while the next one grows.
    state.rows.clear();
    after = ids.upTo;
  } while (after !== null);
}

/** The first part of a stretch; all of it if it has no more than so many cells. A row is never divided. */
export async function foldPart(history: History, ids: RowIdStretch, mostCells: number = Number.POSITIVE_INFINITY): Promise<TablePart> {
  const { after } = ids;
  let { upTo } = ids;
  const state = emptyTable();
  const holds = (rowId: string): boolean => (after === null || rowId > after) && (upTo === null || rowId <= upTo);
  for await (const entries of history) {
    for (const entry of entries) {
      foldInto(state, entry, holds);
      while (state.rows.size > 1 && cellsOf(state) > mostCells) upTo = giveUpUpperQuarter(state.rows);
    }
  }
  return { ids: { after, upTo }, state };
}

/** What a row itself needs counts as one more cell. */
function cellsOf({ rows, shape }: TableState): number {
  return rows.size * (shape.columns.size + 1);
}

/** Answers the last row id that is left. */
function giveUpUpperQuarter(rows: Map<string, unknown>): string {
  const ids = [...rows.keys()].sort();
  const kept = Math.floor(ids.length * 0.75);
  for (let index = kept; index < ids.length; index += 1) rows.delete(ids[index] ?? '');
  return ids[kept - 1] ?? '';
}
