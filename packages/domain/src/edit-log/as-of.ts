/** The table as of a moment: the prefix of its log, without the edits that were refused in the end. */
import type { EditEntry } from './entry.ts';
import { emptyTable, foldInto } from './fold.ts';
import type { TableState } from './fold.ts';
import { rejectedNums } from './rejects.ts';

/** `entries` is the whole log in order, so that a refusal after `num` counts: what was refused never reached the table. */
export function tableAsOf(entries: readonly EditEntry[], num: number): TableState {
  const rejected = rejectedNums(entries);
  const state = emptyTable();
  for (const entry of entries) {
    if (entry.num > num) break;
    if (!rejected.has(entry.num)) foldInto(state, entry);
  }
  return state;
}

/** The last number given at or before a moment (`YYYY-MM-DDTHH:MM:SS.ffffffZ`); 0 before the first. */
export function numAt(entries: readonly EditEntry[], at: string): number {
  let num = 0;
  for (const entry of entries) if (entry.at <= at) num = Math.max(num, entry.num);
  return num;
}
