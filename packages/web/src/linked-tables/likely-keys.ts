/** Which columns of a source are offered as keys of a linked input table, and which are likely to tell its rows apart. */
import { keyTypeOf } from '@penstock/domain/input-tables/linked-rows';
import type { Element, SourceColumn } from '@penstock/domain/workbooks/definition';

export const mayBeKey = ({ type }: SourceColumn): boolean => keyTypeOf(type) !== null;

/** The source's element, where it is one: a grouped table is told apart by what it is grouped by. */
export function likelyKeys(columns: readonly SourceColumn[], element: Element | undefined): readonly string[] {
  const possible = columns.filter(mayBeKey);
  const grouped = groupKeys(element).filter((name) => possible.some((column) => column.name === name));
  if (grouped.length > 0) return grouped;
  const likely = rowId(possible) ?? named(possible) ?? possible.find(({ onRequest }) => onRequest !== true);
  return likely === undefined ? [] : [likely.name];
}

/** What is shown beside the keys until somebody chooses otherwise. */
export function likelyShown(columns: readonly SourceColumn[], keys: readonly string[]): readonly string[] {
  return columns
    .filter(({ name, onRequest }) => onRequest !== true && !keys.includes(name))
    .slice(0, mostShown)
    .map(({ name }) => name);
}

const mostShown = 6;

function groupKeys(element: Element | undefined): readonly string[] {
  if (element?.kind !== 'table') return [];
  const closed = element.groupings.findIndex(({ collapsed }) => collapsed);
  // Open down to the rows: the groups do not tell them apart.
  if (closed === -1) return [];
  const ids = element.groupings.slice(0, closed + 1).flatMap(({ keys }) => keys);
  return ids.flatMap((id) => element.columns.filter((column) => column.id === id).map(({ name }) => name));
}

/** Rows of an input table have ids of their own. */
const rowId = (columns: readonly SourceColumn[]): SourceColumn | undefined =>
  columns.find(({ name, onRequest }) => onRequest === true && name.toLowerCase() === 'row id');

const named = (columns: readonly SourceColumn[]): SourceColumn | undefined =>
  columns.find(({ name, onRequest }) => onRequest !== true && /(^|[\s_])(id|key|code|number|no)$/i.test(name.trim()));
