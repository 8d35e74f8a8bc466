/** What to ask the server so that it answers with an element as it is shown. */
import type { ControlValue, DataElement, Definition, Source } from '@penstock/domain/workbooks/definition';
import { elementsOf, isDataElement, leavesOf } from '@penstock/domain/workbooks/references';
import type { Question } from '../api/queries-contract.ts';

/** `stored`: the element as the server has it. */
export function questionFor(
  stored: DataElement,
  shown: DataElement,
  version: Question['version'],
  controls: Readonly<Record<string, ControlValue>>,
): Question {
  if (sameJson(stored, shown)) return { version, controls, view: { sorts: null, filters: [], collapsed: {} } };
  const view = viewBetween(stored, shown);
  if (view !== null) return { version, controls, view };
  return { version, controls, view: { sorts: null, filters: [], collapsed: {} }, element: shown };
}

/**
 * Sorting, more filters and other levels are said beside the element: then it is still the published one that is asked for,
 * which anybody may do who sees it. `null`: more than that is different.
 */
function viewBetween(stored: DataElement, shown: DataElement): Question['view'] | null {
  const added = shown.filters.slice(stored.filters.length);
  const filtersKept = sameJson(shown.filters.slice(0, stored.filters.length), stored.filters);
  if (!filtersKept) return null;
  const collapsed: Record<string, boolean> = {};
  let levelled: DataElement = { ...shown, sorts: stored.sorts, filters: stored.filters };
  if (levelled.kind === 'table' && stored.kind === 'table') {
    for (const { id, collapsed: wanted } of levelled.groupings)
      if (stored.groupings.find((grouping) => grouping.id === id)?.collapsed !== wanted) collapsed[id] = wanted;
    levelled = {
      ...levelled,
      groupings: levelled.groupings.map((grouping) => ({
        ...grouping,
        collapsed: stored.groupings.find(({ id }) => id === grouping.id)?.collapsed ?? grouping.collapsed,
      })),
    };
  }
  if (!sameJson(bare(levelled), bare(stored))) return null;
  return { sorts: sameJson(shown.sorts, stored.sorts) ? null : shown.sorts, filters: added, collapsed };
}

/** Where an element stands and what it is called changes nothing of its rows. */
function bare(element: DataElement): unknown {
  const { layout: _, name: __, ...rest } = element;
  return rest;
}

export const sameJson = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Everything in the document that the rows of an element depend on, besides itself: settings, sources, what formulas name, controls. */
export function upstreamOf(definition: Definition, element: DataElement): readonly unknown[] {
  const elements = elementsOf(definition);
  const seen = new Set<string>([element.id]);
  const found: unknown[] = [definition.timeZone, definition.weekStart];
  const add = (id: string): void => {
    if (seen.has(id)) return;
    seen.add(id);
    const other = elements.find((candidate) => candidate.id === id);
    if (other === undefined) return;
    if (!isDataElement(other)) {
      found.push(other.kind === 'control' ? [other.id, other.label, other.control] : [other.id]);
      return;
    }
    found.push([other.name, bare(other)]);
    addAll(other);
  };
  const addSource = (source: Source): void => {
    for (const leaf of leavesOf(source)) if (leaf.source.kind === 'element') add(leaf.source.elementId);
  };
  const addAll = (of: DataElement): void => {
    addSource(of.source);
    for (const filter of of.filters) if (filter.kind === 'control') add(filter.controlId);
    const formulas = of.columns.map(({ formula }) => formula.toLowerCase());
    for (const other of elements) {
      const names = other.kind === 'control' ? [`[${other.label}]`, `[${other.name}]`] : [`[${other.name}/`];
      if (formulas.some((formula) => names.some((name) => formula.includes(name.toLowerCase())))) add(other.id);
    }
  };
  addAll(element);
  return found;
}

/** Values of controls that are not what the document says: only those are sent. */
export function changedControls(
  definition: Definition,
  values: Readonly<Record<string, ControlValue>>,
): Readonly<Record<string, ControlValue>> {
  return Object.fromEntries(
    elementsOf(definition).flatMap((element) => {
      if (element.kind !== 'control') return [];
      const value = values[element.id];
      return value === undefined || sameJson(value, element.initial) ? [] : [[element.id, value]];
    }),
  );
}
