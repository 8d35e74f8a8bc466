/** Which leaves an element reads: what the server has to look up before it can be planned. */
import { lex } from '../formula/lexer.ts';
import type { DataElement, Definition, Element, Source } from '../workbooks/definition.ts';
import { elementsOf, isDataElement } from '../workbooks/references.ts';
import type { LeafSource } from './resolved-source.ts';

export function findElement(definition: Definition, elementId: string): Element | undefined {
  return elementsOf(definition).find((element) => element.id === elementId);
}

/**
 * Every leaf that the element reads itself, through elements that are its source, or through elements that its formulas
 * name (`[Element/Column]`), without repeats. Those of a data model are asked of the data model's own definition.
 */
export function leafSources(definition: Definition, elementId: string): readonly LeafSource[] {
  const leaves = new Map<string, LeafSource>();
  const seen = new Set<string>();
  const visitElement = (id: string): void => {
    if (seen.has(id)) return;
    seen.add(id);
    const element = findElement(definition, id);
    if (element === undefined) return;
    if (element.kind === 'input-table') visit({ kind: 'input-table', inputTableId: element.inputTableId });
    if (!isDataElement(element)) return;
    visit(element.source);
    for (const other of elementsNamedIn(definition, element)) visitElement(other);
  };
  const visit = (source: Source): void => {
    switch (source.kind) {
      case 'element':
        visitElement(source.elementId);
        return;
      case 'join':
        visit(source.left);
        visit(source.right);
        return;
      case 'union':
        source.sources.forEach(visit);
        return;
      case 'linked-input-table':
        visit(source.source);
        visit({ kind: 'input-table', inputTableId: source.inputTableId });
        return;
      default:
        leaves.set(leafKey(source), source);
    }
  };
  visitElement(elementId);
  return [...leaves.values()];
}

/** Equal for equal leaves, whatever the order of their fields. */
export function leafKey(source: LeafSource): string {
  switch (source.kind) {
    case 'warehouse-table':
      return JSON.stringify([source.kind, source.connectionId, source.schema, source.table]);
    case 'custom-sql':
      return JSON.stringify([source.kind, source.connectionId, source.sql]);
    case 'data-model':
      return JSON.stringify([source.kind, source.documentId, source.elementId]);
    case 'input-table':
      return JSON.stringify([source.kind, source.inputTableId]);
  }
}

/** Elements whose name stands before a slash in some formula; whether they are really read is for checking to decide. */
function elementsNamedIn(definition: Definition, element: DataElement): readonly string[] {
  const named = new Set<string>();
  for (const { formula } of element.columns) {
    if (!formula.includes('/')) continue;
    for (const token of lex(formula).tokens) {
      if (token.token === 'name' && token.path.length > 1) named.add((token.path[0] ?? '').toLowerCase());
    }
  }
  if (named.size === 0) return [];
  return elementsOf(definition)
    .filter((other) => other.id !== element.id && named.has(other.name.trim().toLowerCase()))
    .map((other) => other.id);
}
