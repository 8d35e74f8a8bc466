/** A reject row takes an earlier edit out of the table's history, wherever the reject itself stands in the order. */
import type { EditEntry } from './entry.ts';

/** The code of a reject that is the author's own wish: nobody refused the edit. */
export const withdrawnCode = 'edit-log.withdrawn';

export interface Rejection {
  readonly code: string;
  readonly reason: string;
  /** The number of the reject itself. */
  readonly num: number;
}

/** By the number of the rejected edit; a reject counts for the edit id it names only. */
export function rejectedNums(entries: Iterable<EditEntry>): ReadonlyMap<number, Rejection> {
  const ids = new Map<number, string>();
  const rejections = new Map<number, Rejection>();
  for (const { num, editId, operation } of entries) {
    ids.set(num, editId);
    if (operation.op !== 'reject') continue;
    const named = ids.get(operation.rejectedNum);
    if (named !== undefined && named !== operation.editId) continue;
    rejections.set(operation.rejectedNum, { code: operation.code, reason: operation.reason, num });
  }
  return rejections;
}
