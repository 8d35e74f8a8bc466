/**
 * Changes of a shared draft. Each says what shall be, not what to do to what is there, so that one that is sent twice
 * changes nothing the second time, and the last writer of an element wins.
 */
import { checkDefinition } from './check-definition.ts';
import type { DefinitionProblem } from './check-definition.ts';
import type { Definition, DocumentKind, Element, Layout, Page } from './definition.ts';
import { elementsOf } from './references.ts';
import { withColumnRenamed, withElementRenamed } from './rename.ts';
import type { ColumnRenaming } from './rename.ts';

export type DraftChange =
  /** At `position` among the pages, at the end for `null`; a page of this id that is there already is renamed and moved. */
  | { readonly kind: 'addPage'; readonly page: { readonly id: string; readonly name: string }; readonly position: number | null }
  | { readonly kind: 'renamePage'; readonly pageId: string; readonly name: string }
  /** With its elements. */
  | { readonly kind: 'removePage'; readonly pageId: string }
  | { readonly kind: 'movePage'; readonly pageId: string; readonly position: number }
  /** Puts the element in the place of the one of the same id, else at the end of the page. */
  | { readonly kind: 'putElement'; readonly pageId: string; readonly element: Element; readonly baseRevision?: number | undefined }
  | { readonly kind: 'removeElement'; readonly elementId: string; readonly baseRevision?: number | undefined }
  /** Formulas and joins of the whole document follow, those that others have written meanwhile too; so with `renameColumn`. */
  | { readonly kind: 'renameElement'; readonly elementId: string; readonly name: string }
  | ({ readonly kind: 'renameColumn' } & ColumnRenaming)
  | { readonly kind: 'moveElement'; readonly elementId: string; readonly pageId: string; readonly layout: Layout }
  | { readonly kind: 'setDocument'; readonly timeZone?: string | undefined; readonly weekStart?: Definition['weekStart'] | undefined };

export type ChangeResult =
  | { readonly kind: 'changed'; readonly definition: Definition }
  | { readonly kind: 'refused'; readonly problems: readonly DefinitionProblem[] };

/** Never gives a definition that `checkDefinition` refuses. */
export function applyChange(definition: Definition, change: DraftChange, kind: DocumentKind): ChangeResult {
  return applyChanges(definition, [change], kind);
}

/** All or nothing; what only the changes together make whole is accepted. */
export function applyChanges(definition: Definition, changes: readonly DraftChange[], kind: DocumentKind): ChangeResult {
  let changed = definition;
  for (const [index, change] of changes.entries()) {
    const next = applied(changed, change);
    if (next === null)
      return {
        kind: 'refused',
        problems: [
          {
            code: 'workbook.unknown-reference',
            pointer: `/changes/${index}`,
            message: 'names a page, element or column that is not there',
          },
        ],
      };
    changed = next;
  }
  const problems = checkDefinition(changed, kind);
  return problems.length > 0 ? { kind: 'refused', problems } : { kind: 'changed', definition: changed };
}

/** Ids of the pages and elements that a change concerns: what must not have changed meanwhile. */
export function touchedBy(definition: Definition, change: DraftChange): readonly string[] {
  switch (change.kind) {
    case 'addPage':
      return [change.page.id];
    case 'renamePage':
    case 'movePage':
      return [change.pageId];
    case 'removePage':
      return [change.pageId, ...(pageOf(definition, change.pageId)?.elements ?? []).map(({ id }) => id)];
    case 'putElement':
      return [change.element.id];
    case 'removeElement':
    case 'renameElement':
    case 'renameColumn':
    case 'moveElement':
      return [change.elementId];
    case 'setDocument':
      return [];
  }
}

/**
 * Ids of the elements that changes have made anew: with those that they concern, those that only followed a new name.
 * `after` is what the changes made of `before`, so that everything else is the same object.
 */
export function changedElements(before: Definition, after: Definition): readonly string[] {
  return elementsOf(after).flatMap((element) => {
    const old = elementOf(before, element.id);
    return old === undefined || old === element ? [] : [element.id];
  });
}

export function elementOf(definition: Definition, elementId: string): Element | undefined {
  return elementsOf(definition).find(({ id }) => id === elementId);
}

/** The name itself, or with the first number that makes it the only one in the document. */
export function freeElementName(definition: Definition, wanted: string): string {
  const taken = new Set(definition.pages.flatMap((page) => page.elements.map(({ name }) => name.toLowerCase())));
  let name = wanted;
  for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${wanted} ${number}`;
  return name;
}

/** `null` when a page or element that must be there is not. */
function applied(definition: Definition, change: DraftChange): Definition | null {
  const { pages } = definition;
  switch (change.kind) {
    case 'addPage': {
      const page = { elements: [], ...pageOf(definition, change.page.id), ...change.page };
      return withPages(definition, insertedAt(without(pages, page.id), page, change.position ?? pages.length));
    }
    case 'renamePage':
      return changedPage(definition, change.pageId, (page) => ({ ...page, name: change.name }));
    case 'removePage':
      return withPages(definition, without(pages, change.pageId));
    case 'movePage': {
      const page = pageOf(definition, change.pageId);
      return page === undefined ? null : withPages(definition, insertedAt(without(pages, page.id), page, change.position));
    }
    case 'putElement':
      return withElement(definition, change.pageId, change.element);
    case 'removeElement':
      return withoutElement(definition, change.elementId);
    case 'renameElement':
      return withElementRenamed(definition, change.elementId, change.name);
    case 'renameColumn':
      return withColumnRenamed(definition, change);
    case 'moveElement': {
      const element = elementOf(definition, change.elementId);
      return element === undefined ? null : withElement(definition, change.pageId, { ...element, layout: change.layout });
    }
    case 'setDocument':
      return {
        ...definition,
        timeZone: change.timeZone ?? definition.timeZone,
        weekStart: change.weekStart ?? definition.weekStart,
      };
  }
}

function withElement(definition: Definition, pageId: string, element: Element): Definition | null {
  const inPlace = pageOf(definition, pageId)?.elements.some(({ id }) => id === element.id) === true;
  if (inPlace)
    return changedPage(definition, pageId, (page) => ({
      ...page,
      elements: page.elements.map((present) => (present.id === element.id ? element : present)),
    }));
  return changedPage(withoutElement(definition, element.id), pageId, (page) => ({ ...page, elements: [...page.elements, element] }));
}

function withoutElement(definition: Definition, elementId: string): Definition {
  return withPages(
    definition,
    definition.pages.map((page) => ({ ...page, elements: without(page.elements, elementId) })),
  );
}

function changedPage(definition: Definition, pageId: string, change: (page: Page) => Page): Definition | null {
  if (pageOf(definition, pageId) === undefined) return null;
  return withPages(
    definition,
    definition.pages.map((page) => (page.id === pageId ? change(page) : page)),
  );
}

function pageOf(definition: Definition, pageId: string): Page | undefined {
  return definition.pages.find(({ id }) => id === pageId);
}

function withPages(definition: Definition, pages: readonly Page[]): Definition {
  return { ...definition, pages };
}

function without<Item extends { readonly id: string }>(items: readonly Item[], id: string): readonly Item[] {
  return items.filter((item) => item.id !== id);
}

function insertedAt<Item>(items: readonly Item[], item: Item, position: number): readonly Item[] {
  return [...items.slice(0, position), item, ...items.slice(position)];
}
