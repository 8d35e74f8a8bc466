/**
 * How far a request goes beyond what its document says (D14). It decides whether a published service-account workbook
 * answers as the service account or as the person: sorting and filtering by what is shown is part of looking at it.
 */
import type { DataElement, Filter, Sort } from '../workbooks/definition.ts';
import { shownColumns } from './shape-element.ts';

export type Interaction = 'as-published' | 'visible' | 'other';

export interface Asked {
  readonly sorts: readonly Sort[];
  readonly filters: readonly Filter[];
  /** By grouping id: whether it is to be collapsed, in place of what the document says. */
  readonly collapsed: ReadonlyMap<string, boolean>;
  /** Ids of the controls for which the request sends a value. */
  readonly controlIds: readonly string[];
  /** The column whose values are listed; `null`: none. `isChoice`: a list control of the document offers them. */
  readonly valuesOf: { readonly columnId: string; readonly isChoice: boolean } | null;
  /** The request brings an element of its own in place of the document's. */
  readonly ownElement: boolean;
}

/** `declaredControls`: ids of the control elements of the document. */
export function interactionOf(element: DataElement, asked: Asked, declaredControls: ReadonlySet<string>): Interaction {
  if (asked.ownElement) return 'other';
  if (asked.controlIds.some((id) => !declaredControls.has(id))) return 'other';
  const visible = visibleColumns(element);
  const named = [...asked.sorts, ...asked.filters].map((part) => part.columnId);
  if (named.some((id) => !visible.has(id))) return 'other';
  if (asked.filters.some((filter) => filter.kind === 'control' && !declaredControls.has(filter.controlId))) return 'other';
  for (const [id, collapsed] of asked.collapsed) if (!collapsed && !isOpen(element, id)) return 'other';
  const { valuesOf } = asked;
  if (valuesOf !== null && !valuesOf.isChoice && !mayListValues(element, valuesOf.columnId)) return 'other';
  const untouched = named.length === 0 && asked.controlIds.length === 0 && asked.collapsed.size === 0 && valuesOf === null;
  return untouched ? 'as-published' : 'visible';
}

/** A chart or a pivot shows the columns that it is made of; its other columns are there for its author. */
function visibleColumns(element: DataElement): ReadonlySet<string> {
  return new Set(
    element.kind === 'table' ? element.columns.filter((column) => !column.hidden).map((column) => column.id) : shownColumns(element),
  );
}

/** Whether who only looks may have the values of a column listed: it is visible, and not below a group that the document keeps closed. */
export function mayListValues(element: DataElement, columnId: string): boolean {
  if (!visibleColumns(element).has(columnId)) return false;
  if (element.kind !== 'table') return true;
  const closed = element.groupings.findIndex(({ collapsed }) => collapsed);
  if (closed === -1) return true;
  const level = element.columns.find(({ id }) => id === columnId)?.level ?? null;
  return element.groupings.slice(0, closed + 1).some(({ id, keys }) => id === level || keys.includes(columnId));
}

/** The document itself shows the rows below this grouping: a group that it keeps closed hides underlying rows. */
function isOpen(element: DataElement, groupingId: string): boolean {
  return element.kind === 'table' && element.groupings.some((grouping) => grouping.id === groupingId && !grouping.collapsed);
}
