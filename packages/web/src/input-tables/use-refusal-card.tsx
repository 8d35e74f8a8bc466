/** Shows the card of a refused cell while the pointer rests on the cell or the card, or while the cell is the selected one. */
import type { GridSelection, Item } from '@glideapps/glide-data-grid';
import type { Reading } from '@penstock/domain/values/format';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode, RefObject } from 'react';
import type { Place } from '../ui/menus.tsx';
import type { RefusedCell } from './cell-states.ts';
import type { PlacedCells } from './grid-edits.ts';
import type { GridHandle } from './grid.tsx';
import { RefusalCard } from './refusal-card.tsx';
import { isRange } from './selection.ts';
import type { TableStore } from './table-store.ts';

interface Shown {
  readonly cell: Item;
  readonly place: Place;
  readonly by: 'pointer' | 'selection';
}

/** A pointer that only passes a cell opens nothing. */
const restMs = 300;
/** Long enough to move the pointer from the cell onto the card. */
const leaveMs = 250;

export function useRefusalCard({
  store,
  cells = store,
  grid,
  selection,
  reading,
}: {
  store: TableStore;
  /** By their place in the grid, where that is not their place in the store. */
  cells?: Pick<PlacedCells, 'columns' | 'rowAt'>;
  grid: RefObject<Pick<GridHandle, 'placeBelow'> | null>;
  selection: GridSelection;
  reading: Reading;
}): {
  readonly onHover: (cell: Item | null) => void;
  readonly onScroll: () => void;
  readonly close: () => void;
  readonly card: ReactNode;
} {
  const [shown, setShown] = useState<Shown | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const refusalAt = ([column, position]: Item): RefusedCell | null => {
    const row = cells.rowAt(position);
    const columnId = cells.columns[column]?.id;
    return row === undefined || columnId === undefined ? null : store.refusal(row.id, columnId);
  };
  const show = (cell: Item, by: Shown['by']): void => {
    const place = grid.current?.placeBelow(cell[0], cell[1]);
    setShown(place === undefined ? null : { cell, place, by });
  };
  const later = (then: () => void, delayMs: number): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(then, delayMs);
  };
  const leave = (): void => later(() => setShown((now) => (now?.by === 'pointer' ? null : now)), leaveMs);

  const current = selection.current !== undefined && !isRange(selection) ? selection.current.cell : null;
  const currentRefusal = current === null ? null : refusalAt(current);
  useEffect(() => {
    if (current !== null && currentRefusal !== null) show(current, 'selection');
    else setShown((now) => (now?.by === 'selection' ? null : now));
    // The refusal that the selected cell bears is what opens and closes the card, not each new list of refusals.
  }, [current?.[0], current?.[1], currentRefusal?.edit.editId]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const refused = shown === null ? null : refusalAt(shown.cell);
  const column = shown === null ? undefined : cells.columns[shown.cell[0]];
  const close = (): void => setShown(null);
  return {
    onHover: (cell) => {
      if (cell === null || refusalAt(cell) === null) leave();
      else if (shown?.cell[0] === cell[0] && shown.cell[1] === cell[1]) clearTimeout(timer.current);
      else later(() => show(cell, 'pointer'), restMs);
    },
    onScroll: () => {
      if (shown?.by === 'selection') show(shown.cell, 'selection');
      else if (shown !== null) close();
    },
    close,
    card: shown !== null && refused !== null && column !== undefined && (
      <RefusalCard
        store={store}
        refused={refused}
        column={column}
        reading={reading}
        place={shown.place}
        onPointer={(inside) => {
          if (inside) clearTimeout(timer.current);
          else leave();
        }}
        onClose={close}
      />
    ),
  };
}
