/** How the draft is told what an element shall be: a new name is a change of its own, which the whole document follows. */
import { leafKey } from '@penstock/domain/queries/leaf-sources';
import { applyChanges, elementOf } from '@penstock/domain/workbooks/apply-change';
import type { DraftChange } from '@penstock/domain/workbooks/apply-change';
import type { Definition, Element } from '@penstock/domain/workbooks/definition';
import { definitionLimits } from '@penstock/domain/workbooks/limits';
import { elementsOf, isDataElement, leavesOf } from '@penstock/domain/workbooks/references';
import type { KnownColumns } from '@penstock/domain/workbooks/source-names';
import { sameJson } from '../queries/question.ts';

/** What a source is known to give, so far. */
export type ColumnsOf = (source: KnownColumns['source']) => readonly string[] | undefined;

/** Empty where no page holds the element. */
export function changesTo(definition: Definition, element: Element, columnsOf: ColumnsOf = () => undefined): readonly DraftChange[] {
  const page = definition.pages.find(({ elements }) => elements.some(({ id }) => id === element.id));
  const stored = page?.elements.find(({ id }) => id === element.id);
  if (page === undefined || stored === undefined) return [];
  const put: DraftChange = { kind: 'putElement', pageId: page.id, element };
  const renames = renamesBetween(stored, element).map((change) =>
    change.kind === 'renameColumn' ? { ...change, ...knownFor(definition, element.id, columnsOf) } : change,
  );
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

/** Of what stands beside the element in joins: whose a name is there is told from both sides. */
function knownFor(definition: Definition, elementId: string, columnsOf: ColumnsOf): { readonly known?: readonly KnownColumns[] } {
  const known = new Map<string, KnownColumns>();
  for (const reader of elementsOf(definition)) {
    const leaves = isDataElement(reader) ? leavesOf(reader.source).map(({ source }) => source) : [];
    const isBeside = leaves.length > 1 && leaves.some((leaf) => leaf.kind === 'element' && leaf.elementId === elementId);
    if (!isBeside) continue;
    for (const source of leaves) {
      const columns = source.kind === 'element' ? undefined : columnsOf(source);
      if (source.kind !== 'element' && columns !== undefined) known.set(leafKey(source), { source, columns });
    }
  }
  return known.size === 0 ? {} : { known: [...known.values()].slice(0, definitionLimits.sourcesOfElement) };
}
