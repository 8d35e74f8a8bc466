/** What takes changes of a draft back. */
import { applyChange, elementOf } from '@penstock/domain/workbooks/apply-change';
import type { DraftChange } from '@penstock/domain/workbooks/apply-change';
import type { Definition, Page } from '@penstock/domain/workbooks/definition';
import { isDataElement } from '@penstock/domain/workbooks/references';

/** In the order in which they have to be made; `definition` is what the changes are made to. */
export function inverseOf(definition: Definition, changes: readonly DraftChange[]): readonly DraftChange[] {
  let before = definition;
  const back: DraftChange[] = [];
  for (const change of changes) {
    back.unshift(...inverseOfOne(before, change));
    // What only the changes together make whole is applied all the same: each stands on what the one before left.
    const after = applyChange(before, change, 'workbook');
    if (after.kind === 'changed') before = after.definition;
  }
  return back;
}

function inverseOfOne(before: Definition, change: DraftChange): readonly DraftChange[] {
  switch (change.kind) {
    case 'addPage':
      return [{ kind: 'removePage', pageId: change.page.id }];
    case 'renamePage':
      return before.pages
        .filter(({ id }) => id === change.pageId)
        .map(({ id, name }): DraftChange => ({ kind: 'renamePage', pageId: id, name }));
    case 'movePage': {
      const position = before.pages.findIndex(({ id }) => id === change.pageId);
      return position < 0 ? [] : [{ kind: 'movePage', pageId: change.pageId, position }];
    }
    case 'removePage': {
      const position = before.pages.findIndex(({ id }) => id === change.pageId);
      const page = before.pages[position];
      if (page === undefined) return [];
      return [
        { kind: 'addPage', page: { id: page.id, name: page.name }, position },
        ...page.elements.map((element): DraftChange => ({ kind: 'putElement', pageId: page.id, element })),
      ];
    }
    case 'putElement': {
      const present = elementOf(before, change.element.id);
      const page = pageWith(before, change.element.id);
      if (present === undefined || page === undefined) return [{ kind: 'removeElement', elementId: change.element.id }];
      return [{ kind: 'putElement', pageId: page.id, element: present }];
    }
    case 'removeElement':
    case 'moveElement': {
      const present = elementOf(before, change.elementId);
      const page = pageWith(before, change.elementId);
      if (present === undefined || page === undefined) return [];
      if (change.kind === 'removeElement') return [{ kind: 'putElement', pageId: page.id, element: present }];
      return [{ kind: 'moveElement', elementId: present.id, pageId: page.id, layout: present.layout }];
    }
    case 'renameElement': {
      const present = elementOf(before, change.elementId);
      return present === undefined ? [] : [{ ...change, name: present.name }];
    }
    case 'renameColumn': {
      const present = elementOf(before, change.elementId);
      const column = present !== undefined && isDataElement(present) ? present.columns.find(({ id }) => id === change.columnId) : undefined;
      return column === undefined ? [] : [{ ...change, name: column.name }];
    }
    case 'setDocument':
      return [{ kind: 'setDocument', timeZone: before.timeZone, weekStart: before.weekStart }];
  }
}

function pageWith(definition: Definition, elementId: string): Page | undefined {
  return definition.pages.find((page) => page.elements.some(({ id }) => id === elementId));
}
