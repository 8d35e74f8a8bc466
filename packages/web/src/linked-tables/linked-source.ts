/** Which table elements are linked input tables, and which of their columns are typed into. */
import type { Element, ElementColumn, LinkedSource, TableElement } from '@penstock/domain/workbooks/definition';

export type LinkedElement = TableElement & { readonly source: LinkedSource };

export const isLinked = (element: Element): element is LinkedElement =>
  element.kind === 'table' && element.source.kind === 'linked-input-table';

/** An element's column that passes on a column of its input table names it by its id, so that renaming breaks nothing. */
export const inputFormula = (inputColumnId: string): string => `[${inputColumnId}]`;

/** `null`: the column is calculated, or comes from the source. */
export function inputColumnIdOf({ formula }: Pick<ElementColumn, 'formula'>): string | null {
  return /^\s*\[(c[0-9a-z]{8})\]\s*$/.exec(formula)?.[1] ?? null;
}
