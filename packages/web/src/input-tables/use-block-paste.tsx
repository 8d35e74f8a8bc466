/** A pasted block on its way into the table: too large, asked about where cells do not fit, or one edit. */
import { notifications } from '@mantine/notifications';
import type { GridSelection, Item } from '@glideapps/glide-data-grid';
import { readBlock } from '@penstock/domain/input-tables/paste';
import type { Misfit } from '@penstock/domain/input-tables/paste';
import type { Column } from '@penstock/domain/input-tables/column';
import type { CellValue } from '@penstock/domain/values/cell-value';
import type { Reading } from '@penstock/domain/values/format';
import { useCallback, useState } from 'react';
import type { ReactNode } from 'react';
import { newRows, setCells } from './gestures.ts';
import { isLocked } from './rules.ts';
import { mostCells } from './grid-edits.ts';
import { MisfitDialog } from './misfit-dialog.tsx';
import { rangeSelection } from './selection.ts';
import type { TableStore } from './table-store.ts';

interface ReadPaste {
  readonly at: Item;
  readonly columns: readonly Column[];
  readonly values: readonly (readonly CellValue[])[];
  readonly misfits: readonly Misfit[];
}

export function tellTooMuch(): void {
  notifications.show({
    title: 'That is too much at once',
    message: `One edit can change ${mostCells.toLocaleString()} cells. Nothing was changed; choose a smaller part.`,
    color: 'yellow',
  });
}

export function tellLocked(columns: readonly Column[]): void {
  notifications.show({
    title: columns.length === 1 ? 'A column is protected' : 'Columns are protected',
    message: `You may not change ${columns.map(({ name }) => `“${name}”`).join(', ')}. Nothing was pasted.`,
    color: 'yellow',
  });
}

export function useBlockPaste({
  store,
  reading,
  onSelection,
  onDone,
}: {
  store: TableStore;
  reading: Reading;
  onSelection: (selection: GridSelection) => void;
  /** The dialog has closed. */
  onDone: () => void;
}): { readonly onPasted: (block: readonly (readonly string[])[], at: Item) => void; readonly dialog: ReactNode } {
  const [asked, setAsked] = useState<ReadPaste | null>(null);

  const apply = useCallback(
    async ({ at: [x, y], columns, values }: ReadPaste): Promise<void> => {
      if (y + values.length > store.total) await store.loadEnd();
      const existing = await store.rows(y, Math.min(store.total, y + values.length));
      const ids = columns.map((column) => column.id);
      const rows = existing.flatMap((row, index) => (row === undefined ? [] : [{ id: row.id, cells: values[index] ?? [] }]));
      const added = newRows(store, store.total, values.length - existing.length, values.slice(existing.length));
      setCells(store, ids, rows, 'Paste', added);
      onSelection(rangeSelection({ x, y, width: columns.length, height: values.length }));
    },
    [store, onSelection],
  );

  const onPasted = useCallback(
    (block: readonly (readonly string[])[], at: Item): void => {
      const width = Math.max(0, ...block.map((cells) => cells.length));
      if (block.length * width > mostCells) {
        tellTooMuch();
        return;
      }
      const columns = store.columns.slice(at[0], at[0] + width);
      if (columns.length === 0) return;
      const locked = columns.filter(({ id }) => isLocked(store.table, id));
      if (locked.length > 0) {
        tellLocked(locked);
        return;
      }
      const read = { at, columns, ...readBlock(block, columns, reading) };
      if (read.misfits.length > 0) setAsked(read);
      else void apply(read);
    },
    [store, reading, apply],
  );

  const close = (): void => {
    setAsked(null);
    onDone();
  };
  const dialog = asked !== null && (
    <MisfitDialog
      misfits={asked.misfits}
      columns={asked.columns}
      firstRow={asked.at[1]}
      onCancel={close}
      onClear={() => {
        void apply(asked);
        close();
      }}
    />
  );
  return { onPasted, dialog };
}
