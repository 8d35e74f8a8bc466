/** What a waiting edit would write: its cells, row by row, by the names of their columns. */
import type { Reading } from '@penstock/domain/values/format';
import { formatCell } from '@penstock/domain/values/format';
import type { PendingItem } from '../api/contract.ts';
import ui from '../ui/ui.module.css';
import { counted } from './describe.ts';
import styles from './input-table.module.css';
import type { TableStore } from './table-store.ts';

/** Cells that one edit shows; the rest is a count. */
const shownCells = 12;

export function WaitingCells({ store, item, reading }: { store: TableStore; item: PendingItem; reading: Reading }) {
  const columns = new Map(store.columns.map((column) => [column.id, column]));
  const cells = item.cells.flatMap(({ row, column: id, value }) => {
    const column = columns.get(id);
    return column === undefined ? [] : [{ row, column, value }];
  });
  const shown = cells.slice(0, shownCells);
  if (shown.length === 0) return null;
  const more = item.cellCount - shown.length;
  return (
    <>
      <dl className={styles['cells']}>
        {shown.map(({ row, column, value }, index) => (
          <div key={`${row} ${column.id}`}>
            {row !== shown[index - 1]?.row && store.positionOf(row) >= 0 && (
              <dt className={ui['faint']}>Row {(store.positionOf(row) + 1).toLocaleString()}</dt>
            )}
            <dt>{column.name}</dt>
            <dd>{value === null || value === '' ? <span className={ui['faint']}>empty</span> : formatCell(value, column, reading)}</dd>
          </div>
        ))}
      </dl>
      {more > 0 && <p className={ui['faint']}>and {counted(more, 'more cell')}</p>}
    </>
  );
}
