/** What elements name: sources, other elements, controls. */
import type { DataElement, Definition, Element, Source } from './definition.ts';

export type LeafSource = Exclude<Source, { kind: 'join' | 'union' }>;

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

/** The sources at the ends of joins and unions, with where they stand. */
export function leavesOf(source: Source, pointer = '', depth = 1): readonly PlacedLeaf[] {
  switch (source.kind) {
    case 'join':
      return [...leavesOf(source.left, `${pointer}/left`, depth + 1), ...leavesOf(source.right, `${pointer}/right`, depth + 1)];
    case 'union':
      return source.sources.flatMap((part, index) => leavesOf(part, `${pointer}/sources/${index}`, depth + 1));
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
    default:
      return replace(source);
  }
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
