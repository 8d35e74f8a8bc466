/** A pasted block on its way into a linked input table: refused as a whole, asked about where cells do not fit, or one edit. */
import { notifications } from '@mantine/notifications';
import type { GridSelection, Item } from '@glideapps/glide-data-grid';
import type { Reading } from '@penstock/domain/values/format';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { setCells } from '../input-tables/gestures.ts';
import { mostCells } from '../input-tables/grid-edits.ts';
import { MisfitDialog } from '../input-tables/misfit-dialog.tsx';
import { isLocked } from '../input-tables/rules.ts';
import { rangeSelection } from '../input-tables/selection.ts';
import { tellLocked, tellTooMuch } from '../input-tables/use-block-paste.tsx';
import type { ResultPages } from '../queries/result-pages.ts';
import { headName } from '../tables/format-value.ts';
import type { ShownColumn } from '../tables/shown-columns.ts';
import type { LinkedCells } from './linked-cells.ts';
import { readLinkedBlock } from './read-block.ts';
import type { LinkedPaste } from './read-block.ts';

type ReadPaste = Extract<LinkedPaste, { kind: 'read' }> & { readonly at: Item; readonly width: number; readonly height: number };

export interface PastedOnto {
  readonly cells: LinkedCells;
  readonly pages: ResultPages;
  readonly columns: readonly ShownColumn[];
  readonly reading: Reading;
}

export function useLinkedPaste(
  { cells, pages, columns, reading }: PastedOnto,
  onSelection: (selection: GridSelection) => void,
  /** The dialog has closed. */
  onDone: () => void,
): { readonly paste: (block: readonly (readonly string[])[], at: Item) => Promise<void>; readonly dialog: ReactNode } {
  const [asked, setAsked] = useState<ReadPaste | null>(null);

  const apply = ({ at: [x, y], width, height, columns: typed, rows }: ReadPaste): void => {
    setCells(
      cells,
      typed.map(({ id }) => id),
      rows,
      'Paste',
    );
    onSelection(rangeSelection({ x, y, width, height }));
  };

  const paste = async (block: readonly (readonly string[])[], at: Item): Promise<void> => {
    const [x, y] = at;
    const width = Math.min(Math.max(0, ...block.map((line) => line.length)), columns.length - x);
    if (block.length * width > mostCells) {
      tellTooMuch();
      return;
    }
    await pages.all(y, y + block.length);
    const below = columns.slice(x, x + width);
    const typed = below.map((_, index) => cells.columns[x + index]);
    const locked = typed.filter((column) => column !== undefined).filter(({ id }) => isLocked(cells.table, id));
    if (locked.length > 0) {
      tellLocked(locked);
      return;
    }
    const positions = Array.from({ length: block.length }, (_, index) => y + index).filter(
      (position) => cells.rowIdAt(position) !== undefined,
    );
    const read = readLinkedBlock(
      block.map((line) => line.slice(0, width)),
      below.map(({ name, type }, index) => ({ name, type, typed: typed[index] })),
      positions.map((position) => ({
        rowId: cells.rowIdAt(position) ?? null,
        source: (index) => {
          const column = below[index];
          const value = column === undefined ? null : pages.value(column.index, position);
          return { value, shown: column === undefined || value === null ? '' : headName(value, column.type, column.column, reading) };
        },
      })),
      reading,
    );
    if (read.kind === 'refused') notifications.show({ title: read.title, message: read.reason, color: 'yellow' });
    else if (read.misfits.length > 0) setAsked({ ...read, at, width, height: block.length });
    else apply({ ...read, at, width, height: block.length });
  };

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
        apply(asked);
        close();
      }}
    />
  );
  return { paste, dialog };
}
