/** Below the grid: how many rows, what is selected, and what stands in the way at the current cell. */
import type { GridSelection } from '@glideapps/glide-data-grid';
import { useMemo } from 'react';
import { counted } from './describe.ts';
import styles from './input-table.module.css';
import { rangesOf } from './selection.ts';
import type { TableStore } from './table-store.ts';

export function Footer({ store, selection, trouble }: { store: TableStore; selection: GridSelection; trouble: string | null }) {
  const ranges = rangesOf(selection, store.columns.length, store.total);
  const cells = ranges.reduce((sum, range) => sum + range.width * range.height, 0);
  const sum = useMemo(() => (cells > 1 && cells <= 10_000 ? sumOf(store, ranges) : null), [store, store.version(), selection]);
  return (
    <footer className={styles['foot']}>
      <span className="ps-numbers">{counted(store.total, 'row')}</span>
      {cells > 1 && <span className="ps-numbers">{cells.toLocaleString()} cells selected</span>}
      {sum !== null && <span className="ps-numbers">Sum {sum}</span>}
      <span aria-live="polite" className={styles['trouble']}>
        {trouble}
      </span>
    </footer>
  );
}

/** Shown for orientation only, so a binary float is good enough; values beyond its exactness give no sum. */
function sumOf(store: TableStore, ranges: ReturnType<typeof rangesOf>): string | null {
  let sum = 0;
  let count = 0;
  for (const range of ranges)
    for (const column of store.columns.slice(range.x, range.x + range.width)) {
      if (column.type !== 'number') continue;
      for (let position = range.y; position < range.y + range.height; position += 1) {
        const row = store.rowAt(position);
        const value = row === undefined ? null : store.value(row, column.id);
        if (typeof value !== 'string') continue;
        sum += Number(value);
        count += 1;
      }
    }
  return count === 0 || Math.abs(sum) > Number.MAX_SAFE_INTEGER ? null : sum.toLocaleString(undefined, { maximumFractionDigits: 6 });
}
