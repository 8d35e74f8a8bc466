/** What elements name: sources, other elements, controls. */
import type { DataElement, Definition, Element, LinkedSource, Source } from './definition.ts';

export type LeafSource = Exclude<Source, { kind: 'join' | 'union' | 'linked-input-table' }>;

export interface PlacedLeaf {
  readonly source: LeafSource;
  /** From the element's `source` on, for example `/left/sources/1`. */
  readonly pointer: string;
  /** 1 for a source that is no part of a join or union. */
  readonly depth: number;
}

export function isDataElement(element: Element): element is DataElement {
  return element.kind === 'table' || element.kind === 'pivot' || element.kind === 'chart';
}

/** The sources at the ends of joins, unions and linked input tables, with where they stand. */
export function leavesOf(source: Source, pointer = '', depth = 1): readonly PlacedLeaf[] {
  switch (source.kind) {
    case 'join':
      return [...leavesOf(source.left, `${pointer}/left`, depth + 1), ...leavesOf(source.right, `${pointer}/right`, depth + 1)];
    case 'union':
      return source.sources.flatMap((part, index) => leavesOf(part, `${pointer}/sources/${index}`, depth + 1));
    case 'linked-input-table':
      return [
        ...leavesOf(source.source, `${pointer}/source`, depth + 1),
        { source: { kind: 'input-table', inputTableId: source.inputTableId }, pointer, depth },
      ];
    default:
      return [{ source, pointer, depth }];
  }
}

/** The source with each of its ends replaced. */
export function mapLeaves(source: Source, replace: (leaf: LeafSource) => Source): Source {
  switch (source.kind) {
    case 'join':
      return { ...source, left: mapLeaves(source.left, replace), right: mapLeaves(source.right, replace) };
    case 'union':
      return { ...source, sources: source.sources.map((part) => mapLeaves(part, replace)) };
    case 'linked-input-table':
      // What was typed is found by its own id: only where the rows come from can be another place.
      return { ...source, source: mapLeaves(source.source, replace) };
    default:
      return replace(source);
  }
}

/** The linked input table that an element is; `null`: it is none. */
export function linkOf(element: Element): LinkedSource | null {
  return element.kind === 'table' && element.source.kind === 'linked-input-table' ? element.source : null;
}

/** Every element of the document, page by page. */
export function elementsOf(definition: Definition): readonly Element[] {
  return definition.pages.flatMap((page) => page.elements);
}

/** The ends of every element's source. */
export function leafSourcesOf(definition: Definition): readonly LeafSource[] {
  return elementsOf(definition).flatMap((element) => (isDataElement(element) ? leavesOf(element.source).map(({ source }) => source) : []));
}

/** The elements of the same document that an element reads its rows from. */
export function sourceElementIds(element: Element): readonly string[] {
  if (!isDataElement(element)) return [];
  return leavesOf(element.source).flatMap(({ source }) => (source.kind === 'element' ? [source.elementId] : []));
}
