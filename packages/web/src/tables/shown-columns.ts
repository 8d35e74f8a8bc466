/** How the columns of a result lie in the grid: level by level, the groups that hold others to the left of what they hold. */
import type { DataType } from '@penstock/domain/formula/expression';
import type { DataElement, ElementColumn } from '@penstock/domain/workbooks/definition';
import type { QueryResult } from '../api/queries-contract.ts';
import type { ResultPages } from '../queries/result-pages.ts';
import { columnOf, levelOf } from './element-edits.ts';

export interface ShownColumn {
  readonly id: string;
  readonly name: string;
  readonly type: DataType | null;
  /** As the element says it; `undefined`: not there any more. */
  readonly column: ElementColumn | undefined;
  readonly problem: string | null;
  /** In the result. */
  readonly index: number;
  /** From 0, the outermost; rows lie below the last one. */
  readonly depth: number;
  readonly isKey: boolean;
}

export function shownColumns(element: DataElement, result: QueryResult): readonly ShownColumn[] {
  const groupings = element.kind === 'table' ? element.groupings : [];
  const columns = result.columns.map((column, index): ShownColumn => {
    const level = levelOf(element, column.id);
    const depth = groupings.findIndex(({ id }) => id === level);
    return {
      id: column.id,
      name: column.name,
      type: column.type,
      column: columnOf(element, column.id),
      problem: column.problem,
      index,
      depth: depth === -1 ? groupings.length : depth,
      isKey: groupings.some(({ keys }) => keys.includes(column.id)),
    };
  });
  return columns.toSorted((a, b) => a.depth - b.depth || Number(b.isKey) - Number(a.isKey));
}

/**
 * Whether a row belongs to the same group as the one above it, down to a depth: then what is of that group is drawn once.
 * The innermost level that is shown is never merged.
 */
export function continuesGroup(pages: ResultPages, columns: readonly ShownColumn[], depth: number, row: number): boolean {
  const innermost = Math.max(0, ...columns.map((column) => column.depth));
  if (row === 0 || depth >= innermost) return false;
  const keys = columns.filter((column) => column.isKey && column.depth <= depth);
  return keys.length > 0 && keys.every(({ index }) => pages.value(index, row) === pages.value(index, row - 1));
}

/** The columns of the element with one moved to where another one is shown. */
export function moveShown<Kind extends DataElement>(element: Kind, shown: readonly string[], from: number, to: number): Kind {
  const moved = shown[from];
  if (moved === undefined) return element;
  const order = shown.toSpliced(from, 1).toSpliced(to, 0, moved);
  const visible = new Set(shown);
  let next = 0;
  const columns = element.columns.flatMap((column) => {
    if (!visible.has(column.id)) return [column];
    const placed = columnOf(element, order[next] ?? '');
    next += 1;
    return placed === undefined ? [] : [placed];
  });
  return { ...element, columns };
}
