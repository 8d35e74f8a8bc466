/** Which cells are selected: one range, several, whole rows or whole columns. */
import { CompactSelection } from '@glideapps/glide-data-grid';
import type { GridSelection, Rectangle } from '@glideapps/glide-data-grid';

export const noSelection: GridSelection = { columns: CompactSelection.empty(), rows: CompactSelection.empty() };

/** A rectangle of cells; the current one is its upper left. */
export function rangeSelection(range: Rectangle): GridSelection {
  return { ...noSelection, current: { cell: [range.x, range.y], range, rangeStack: [] } };
}

export const cellSelection = (x: number, y: number): GridSelection => rangeSelection({ x, y, width: 1, height: 1 });

/** More than one cell is selected around the current one. */
export const isRange = ({ current }: GridSelection): boolean =>
  current !== undefined && (current.range.width * current.range.height > 1 || current.rangeStack.length > 0);

export const contains = (range: Rectangle, x: number, y: number): boolean =>
  x >= range.x && x < range.x + range.width && y >= range.y && y < range.y + range.height;

/** The selected rectangles: ranges, whole rows or whole columns. */
export function rangesOf(selection: GridSelection, width: number, height: number): readonly Rectangle[] {
  const { current, rows, columns } = selection;
  const spans = (selected: CompactSelection): readonly (readonly [number, number])[] => {
    const found: [number, number][] = [];
    for (const index of selected) {
      const last = found.at(-1);
      if (last !== undefined && last[1] === index) last[1] = index + 1;
      else found.push([index, index + 1]);
    }
    return found;
  };
  if (rows.length > 0) return spans(rows).map(([from, to]) => ({ x: 0, y: from, width, height: to - from }));
  if (columns.length > 0) return spans(columns).map(([from, to]) => ({ x: from, y: 0, width: to - from, height }));
  return current === undefined
    ? []
    : [current.range, ...current.rangeStack]
        .map((range) => ({ ...range, height: Math.min(range.height, height - range.y) }))
        .filter((range) => range.height > 0);
}

export const firstRange = (selection: GridSelection, width: number, height: number): Rectangle | null =>
  rangesOf(selection, width, height)[0] ?? null;

/** How many rows the selection touches. */
export function selectedRowCount(selection: GridSelection, width: number, height: number): number {
  return new Set(
    rangesOf(selection, width, height).flatMap((range) =>
      Array.from({ length: Math.min(range.height, 100_000) }, (_, index) => range.y + index),
    ),
  ).size;
}
