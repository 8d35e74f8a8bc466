/**
 * Tables, pivots and charts are computed alike: by grains. Grain 0 is the whole (one row), grain 1 to n are the groups of
 * each level (outermost first), grain n + 1 are the rows. A shape says which groups there are and which grain is shown:
 *
 *   table    its groupings; down to the first collapsed one, else the rows
 *   pivot    one group for each pair of row and column heads
 *   chart    one group for each point of the axis and series; a scatter plot shows rows, a KPI the whole
 */
import type { DataElement } from '../workbooks/definition.ts';

export interface ElementShape {
  /** Ids of the key columns that each level adds to the one above. */
  readonly levels: readonly { readonly id: string; readonly keys: readonly string[] }[];
  /** By grain: keys of its level and of the levels above. */
  readonly keys: readonly (readonly string[])[];
  readonly shownGrain: number;
  /** Charts and pivots have no levels in their definition: what aggregates belongs to their groups. */
  readonly aggregatesBelongToGroups: boolean;
}

export function rowGrain(shape: ElementShape): number {
  return shape.levels.length + 1;
}

/** Keys of a grain: those of its level and of the levels above; of rows, those of the innermost level. */
export function keysOf(shape: ElementShape, grain: number): readonly string[] {
  return shape.keys[Math.min(grain, shape.levels.length)] ?? [];
}

/** `collapsed`: in place of what the definition says, by grouping id. */
export function shapeElement(element: DataElement, collapsed: ReadonlyMap<string, boolean> = new Map()): ElementShape {
  switch (element.kind) {
    case 'table': {
      const levels = element.groupings.map(({ id, keys }) => ({ id, keys }));
      const first = element.groupings.findIndex((grouping) => collapsed.get(grouping.id) ?? grouping.collapsed);
      return { ...levelled(levels), shownGrain: first === -1 ? levels.length + 1 : first + 1, aggregatesBelongToGroups: false };
    }
    case 'pivot':
      return grouped([...element.rows, ...element.across]);
    case 'chart': {
      if (element.chart === 'scatter') return { ...levelled([]), shownGrain: 1, aggregatesBelongToGroups: false };
      const keys = element.chart === 'kpi' ? [] : [element.x, element.series].filter((id) => id !== null);
      return grouped(keys);
    }
  }
}

function levelled(levels: ElementShape['levels']): Pick<ElementShape, 'levels' | 'keys'> {
  const keys = [...levels, null].map((_, grain) => levels.slice(0, grain).flatMap((level) => level.keys));
  return { levels, keys };
}

function grouped(keys: readonly string[]): ElementShape {
  const distinct = [...new Set(keys)];
  if (distinct.length === 0) return { ...levelled([]), shownGrain: 0, aggregatesBelongToGroups: true };
  return { ...levelled([{ id: 'groups', keys: distinct }]), shownGrain: 1, aggregatesBelongToGroups: true };
}

/** A pivot with fewer heads, of the same grains; `keys` may be none: then one group of everything. */
export function shapeWithHeads(keys: readonly string[]): ElementShape {
  return { ...levelled([{ id: 'groups', keys }]), shownGrain: 1, aggregatesBelongToGroups: true };
}

/** Ids of the columns that an element shows, in order. */
export function shownColumns(element: DataElement): readonly string[] {
  switch (element.kind) {
    case 'table':
      return element.columns.filter((column) => !column.hidden).map((column) => column.id);
    case 'pivot':
      return distinctIds([...element.rows, ...element.across, ...element.values]);
    case 'chart':
      return distinctIds([element.x, element.series, ...element.values]);
  }
}

function distinctIds(ids: readonly (string | null)[]): readonly string[] {
  return [...new Set(ids.filter((id) => id !== null))];
}
