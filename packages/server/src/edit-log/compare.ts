/** Whether data rows are what the log says they are (I5): cell for cell in canonical encoding. */
import { canonicalJson } from '@penstock/domain/edit-log/canonical-json';
import type { RowState, TableState } from '@penstock/domain/edit-log/fold';
import type { CellValue } from '@penstock/domain/values/cell-value';

export interface Difference {
  readonly rowId: string;
  /** A column id, or `row`, `life`, `order`. */
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

/** Differences of the rows given; rows that the fold has and the data lack are among them only if `rows` is complete. */
export function compareWithFold(rows: readonly RowState[], state: TableState): readonly Difference[] {
  const found = new Set(rows.map((row) => row.id));
  const lacking = [...state.rows.keys()]
    .filter((id) => !found.has(id))
    .map((rowId) => ({ rowId, what: 'row', expected: 'present', found: 'absent' }));
  return [...lacking, ...rows.flatMap((row) => compareRow(row, state))];
}

function compareRow(row: RowState, state: TableState): readonly Difference[] {
  const expected = state.rows.get(row.id);
  if (expected === undefined) return [{ rowId: row.id, what: 'row', expected: 'absent', found: 'present' }];
  const differences: Difference[] = [];
  const compare = (what: string, wanted: string, present: string): void => {
    if (wanted !== present) differences.push({ rowId: row.id, what, expected: wanted, found: present });
  };
  compare('life', expected.life.deleted ? 'deleted' : 'alive', row.life.deleted ? 'deleted' : 'alive');
  compare('order', expected.order.key, row.order.key);
  const cells = expected.cells;
  for (const id of state.shape.columns.keys()) compare(id, spelled(cells.get(id)?.value), spelled(row.cells.get(id)?.value));
  return differences;
}

function spelled(value: CellValue | undefined): string {
  return canonicalJson(value ?? null);
}
