/** The part of a document that a question is about. */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { findElement } from '@penstock/domain/queries/leaf-sources';
import { elementsOf, isDataElement } from '@penstock/domain/workbooks/references';
import type { DataElement, Definition } from '@penstock/domain/workbooks/definition';
import type { LookedUp } from './element-sources.ts';

/** Throws `request.not-found` for ids that are none or not of an element with data. */
export function elementOf(definition: Definition, elementId: string): DataElement {
  const element = findElement(definition, elementId);
  if (element !== undefined && isDataElement(element)) return element;
  throw new PenstockError('request.not-found', 'This version of the document has no element with this id that shows data.');
}

/** The document as it would be with this element in place of its own of the same id. */
export function withElement(definition: Definition, element: DataElement): Definition {
  const pages = definition.pages.map((page) => ({
    ...page,
    elements: page.elements.map((own) => (own.id === element.id ? element : own)),
  }));
  return { ...definition, pages };
}

export function controlsOf(definition: Definition): ReadonlySet<string> {
  return new Set(
    elementsOf(definition)
      .filter((element) => element.kind === 'control')
      .map((element) => element.id),
  );
}

/** A column whose values are asked for, and whether a list control of the document offers them. */
export function listed(
  definition: Definition,
  elementId: string,
  columnId: string,
): { readonly columnId: string; readonly isChoice: boolean } {
  const isChoice = elementsOf(definition).some(
    (element) =>
      element.kind === 'control' &&
      element.choices !== null &&
      'elementId' in element.choices &&
      element.choices.elementId === elementId &&
      element.choices.columnId === columnId,
  );
  return { columnId, isChoice };
}

/** One statement asks one warehouse: an element reads one connection. */
export function theOneConnection({ leaves }: LookedUp): string {
  const [first, ...others] = new Set(leaves.map((leaf) => leaf.connectionId));
  if (first === undefined) throw new PenstockError('query.element-wrong', 'The element has no source yet. Choose one.');
  if (others.length === 0) return first;
  throw new PenstockError(
    'query.element-wrong',
    'The element reads more than one connection. One statement asks one warehouse: bring the data together there, or in an input table.',
  );
}
