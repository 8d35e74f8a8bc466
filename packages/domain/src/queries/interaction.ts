/**
 * How far a request goes beyond what its document says (D14). It decides whether a published service-account workbook
 * answers as the service account or as the person: sorting and filtering by what is shown is part of looking at it.
 */
import type { DataElement, Filter, Sort } from '../workbooks/definition.ts';

export type Interaction = 'as-published' | 'visible' | 'other';

export interface Asked {
  readonly sorts: readonly Sort[];
  readonly filters: readonly Filter[];
  /** By grouping id: whether it is to be collapsed, in place of what the document says. */
  readonly collapsed: ReadonlyMap<string, boolean>;
  /** Ids of the controls for which the request sends a value. */
  readonly controlIds: readonly string[];
  /** The request brings an element of its own in place of the document's. */
  readonly ownElement: boolean;
}

/** `declaredControls`: ids of the control elements of the document. */
export function interactionOf(element: DataElement, asked: Asked, declaredControls: ReadonlySet<string>): Interaction {
  if (asked.ownElement) return 'other';
  if (asked.controlIds.some((id) => !declaredControls.has(id))) return 'other';
  const visible = new Set(element.columns.filter((column) => !column.hidden).map((column) => column.id));
  const named = [...asked.sorts, ...asked.filters].map((part) => part.columnId);
  if (named.some((id) => !visible.has(id))) return 'other';
  if (asked.filters.some((filter) => filter.kind === 'control' && !declaredControls.has(filter.controlId))) return 'other';
  for (const [id, collapsed] of asked.collapsed) if (!collapsed && !isOpen(element, id)) return 'other';
  return named.length === 0 && asked.controlIds.length === 0 && asked.collapsed.size === 0 ? 'as-published' : 'visible';
}

/** The document itself shows the rows below this grouping: a group that it keeps closed hides underlying rows. */
function isOpen(element: DataElement, groupingId: string): boolean {
  return element.kind === 'table' && element.groupings.some((grouping) => grouping.id === groupingId && !grouping.collapsed);
}
