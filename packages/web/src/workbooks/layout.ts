/** Places on a page's grid: elements never lie on each other; what is in the way moves down. */
import type { Element, Layout } from '@penstock/domain/workbooks/definition';

export const gridColumns = 24;
const smallest = { width: 3, height: 2 } as const;
const farthest = { y: 100_000, height: 1_000 } as const;

export interface Placed {
  readonly id: string;
  readonly layout: Layout;
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

const overlap = (a: Layout, b: Layout): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Within the grid. */
export function fitted({ x, y, width, height }: Layout): Layout {
  const fittedWidth = clamp(Math.round(width), smallest.width, gridColumns);
  return {
    x: clamp(Math.round(x), 0, gridColumns - fittedWidth),
    y: clamp(Math.round(y), 0, farthest.y),
    width: fittedWidth,
    height: clamp(Math.round(height), smallest.height, farthest.height),
  };
}

/** Puts one element where it shall be and moves down what it would cover, and what that would cover in turn. */
export function arranged(elements: readonly Placed[], moved: Placed): readonly Placed[] {
  const placed: Placed[] = [moved];
  const others = elements.filter(({ id }) => id !== moved.id).toSorted((a, b) => a.layout.y - b.layout.y || a.layout.x - b.layout.x);
  for (const { id, layout } of others) {
    let free = layout;
    for (;;) {
      const inTheWay = placed.find((other) => overlap(other.layout, free));
      if (inTheWay === undefined) break;
      free = { ...free, y: inTheWay.layout.y + inTheWay.layout.height };
    }
    placed.push({ id, layout: free });
  }
  return placed;
}

/** Those that `after` places elsewhere than `before`. */
export function displaced(before: readonly Placed[], after: readonly Placed[]): readonly Placed[] {
  return after.filter(({ id, layout }) => {
    const old = before.find((element) => element.id === id)?.layout;
    return old === undefined || old.x !== layout.x || old.y !== layout.y || old.width !== layout.width || old.height !== layout.height;
  });
}

/** The first row below everything. */
export function endOf(elements: readonly Placed[]): number {
  return Math.max(0, ...elements.map(({ layout }) => layout.y + layout.height));
}

const sizes: Readonly<Record<Element['kind'], { readonly width: number; readonly height: number }>> = {
  table: { width: 24, height: 14 },
  pivot: { width: 24, height: 14 },
  chart: { width: 12, height: 10 },
  'input-table': { width: 24, height: 14 },
  text: { width: 12, height: 4 },
  image: { width: 8, height: 8 },
  control: { width: 8, height: 3 },
};

/** A place for a new element: beside the last one where there is room, else below everything. */
export function placeFor(kind: Element['kind'], elements: readonly Placed[]): Layout {
  const size = sizes[kind];
  const last = elements.reduce<Layout | null>((lowest, { layout }) => (lowest === null || layout.y >= lowest.y ? layout : lowest), null);
  if (last !== null) {
    const beside = { ...size, x: last.x + last.width, y: last.y };
    if (beside.x + size.width <= gridColumns && !elements.some(({ layout }) => overlap(layout, beside))) return beside;
  }
  return { ...size, x: 0, y: endOf(elements) };
}
