/**
 * Where people may write into an input table. Its element says in which version of the document: in the draft, for those
 * who edit it, or in what is published, for those who explore. Columns belong to those who edit, wherever cells are typed.
 */
import type { InputTableElement } from '../workbooks/definition.ts';
import type { Definition } from '../workbooks/definition.ts';
import { linkOf } from '../workbooks/references.ts';
import { isEnough } from '../workbooks/rights.ts';
import type { Right } from '../workbooks/rights.ts';

export type EditableIn = InputTableElement['editableIn'];

export interface TypingFacts {
  readonly right: Right;
  /** As the draft says; `null`: the table is on none of its pages. */
  readonly draft: EditableIn | null;
  /** As the published version says; `null`: it has none, or the table is on none of its pages. */
  readonly published: EditableIn | null;
}

export type TypingVerdict =
  | 'allowed'
  | 'edit-right-needed'
  | 'explore-right-needed'
  | 'only-in-draft'
  | 'only-in-published'
  | 'not-published';

export interface Typing {
  readonly draft: TypingVerdict;
  readonly published: TypingVerdict;
}

export function whereTyped({ right, draft, published }: TypingFacts): Typing {
  return { draft: inDraft(right, draft), published: inPublished(right, published) };
}

/** How a version of a document wants the table to be edited; `null`: it does not show it. */
export function editableInOf(definition: Definition, inputTableId: string): EditableIn | null {
  for (const { elements } of definition.pages)
    for (const element of elements) {
      const table = element.kind === 'input-table' ? element : linkOf(element);
      if (table?.inputTableId === inputTableId) return table.editableIn;
    }
  return null;
}

function inDraft(right: Right, draft: EditableIn | null): TypingVerdict {
  if (right !== 'edit') return 'edit-right-needed';
  return draft === 'published' ? 'only-in-published' : 'allowed';
}

function inPublished(right: Right, published: EditableIn | null): TypingVerdict {
  if (published === null) return 'not-published';
  if (published === 'draft') return 'only-in-draft';
  return isEnough(right, 'explore') ? 'allowed' : 'explore-right-needed';
}
