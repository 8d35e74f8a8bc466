/**
 * A copy of a document without its input tables: an input table has one home, its rows and their history are there. In the
 * copy a note stands in its place, and elements that showed its rows go on showing them, each reader with their own right.
 */
import type { Definition, Element, InputTableElement, Source } from './definition.ts';
import { elementsOf, isDataElement, mapLeaves } from './references.ts';

export function withoutInputTables(definition: Definition, originalName: string): Definition {
  const tables = new Map(
    elementsOf(definition).flatMap((element) => (element.kind === 'input-table' ? [[element.id, element.inputTableId] as const] : [])),
  );
  const fromItsHome = (source: Source): Source =>
    mapLeaves(source, (leaf) => {
      const inputTableId = leaf.kind === 'element' ? tables.get(leaf.elementId) : undefined;
      return inputTableId === undefined ? leaf : { kind: 'input-table', inputTableId };
    });
  const copied = (element: Element): Element => {
    if (element.kind === 'input-table') return noteFor(element, originalName);
    if (isDataElement(element)) return { ...element, source: fromItsHome(element.source) };
    // Choices are taken from an element of the same document.
    if (element.kind === 'control' && element.choices !== null && 'elementId' in element.choices && tables.has(element.choices.elementId))
      return { ...element, choices: null };
    return element;
  };
  return { ...definition, pages: definition.pages.map((page) => ({ ...page, elements: page.elements.map(copied) })) };
}

function noteFor({ id, name, layout }: InputTableElement, originalName: string): Element {
  return {
    kind: 'text',
    id,
    name,
    layout: { ...layout, height: 2 },
    text: `The input table **${escaped(name)}** stayed in “${escaped(originalName)}”: its rows and their history are there.`,
  };
}

/** As plain text within Markdown. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!<>|~]/g, (character) => `\\${character}`);
}
