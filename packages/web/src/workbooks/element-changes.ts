/** How the draft is told what an element shall be: a new name is a change of its own, which the whole document follows. */
import { applyChanges, elementOf } from '@penstock/domain/workbooks/apply-change';
import type { DraftChange } from '@penstock/domain/workbooks/apply-change';
import type { Definition, Element } from '@penstock/domain/workbooks/definition';
import { isDataElement } from '@penstock/domain/workbooks/references';
import { sameJson } from '../queries/question.ts';

/** Empty where no page holds the element. */
export function changesTo(definition: Definition, element: Element): readonly DraftChange[] {
  const page = definition.pages.find(({ elements }) => elements.some(({ id }) => id === element.id));
  const stored = page?.elements.find(({ id }) => id === element.id);
  if (page === undefined || stored === undefined) return [];
  const put: DraftChange = { kind: 'putElement', pageId: page.id, element };
  const renames = renamesBetween(stored, element);
  if (renames.length === 0) return [put];
  // Whoever renames an element knows that element alone.
  const alone = applyChanges({ ...definition, pages: [{ ...page, elements: [stored] }] }, renames, 'workbook');
  const nothingElse = alone.kind === 'changed' && sameJson(elementOf(alone.definition, element.id), element);
  return nothingElse ? renames : [...renames, put];
}

function renamesBetween(before: Element, after: Element): readonly DraftChange[] {
  const elementId = after.id;
  const own: readonly DraftChange[] = before.name === after.name ? [] : [{ kind: 'renameElement', elementId, name: after.name }];
  if (!isDataElement(before) || !isDataElement(after)) return own;
  const columns = after.columns.flatMap(({ id, name }): DraftChange[] => {
    const known = before.columns.find((column) => column.id === id);
    return known === undefined || known.name === name ? [] : [{ kind: 'renameColumn', elementId, columnId: id, name }];
  });
  return [...own, ...columns];
}
