/**
 * Whether an edit stands in the data, by the guards of the parts it writes. Asked when nobody was told how its
 * statement ended and a replay of it was refused: the refusal says nothing of the earlier try. A statement is all or
 * nothing, so one guard of the edit proves it; a guard that is lower proves that it is not there.
 */
import type { AppliedRow } from './apply-plan.ts';
import type { RowState } from './fold.ts';

/** `rows`: those of the edit that the data table has, deleted ones too, read when nothing late can land any more. */
export function standsInData(changes: readonly AppliedRow[], rows: ReadonlyMap<string, RowState>): 'applied' | 'not-applied' {
  let isOverwritten = false;
  let isBelow = false;
  for (const change of changes) {
    const row = rows.get(change.rowId);
    if (row === undefined) {
      // It makes the row, or rests on an edit that will: what is to be written there is not there yet.
      isBelow = true;
      continue;
    }
    for (const [num, guard] of guardsOf(change, row)) {
      if (guard === num) return 'applied';
      if (guard < num) isBelow = true;
      else isOverwritten = true;
    }
    if (row.updated.num === change.updated.num) return 'applied';
  }
  // All of it overwritten by later edits: the data is the same with it and without it.
  return isOverwritten && !isBelow ? 'applied' : 'not-applied';
}

function guardsOf({ life, order, cells }: AppliedRow, row: RowState): readonly (readonly [num: number, guard: number])[] {
  return [
    ...(life === null ? [] : [[life.num, row.life.num] as const]),
    ...(order === null ? [] : [[order.num, row.order.num] as const]),
    ...cells.map(({ columnId, num }) => [num, row.cells.get(columnId)?.num ?? 0] as const),
  ];
}
