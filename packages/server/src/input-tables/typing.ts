/** Where a person may write into a table, by what the versions of its document say that exist for them. */
import { editableInOf, whereTyped } from '@penstock/domain/input-tables/where-typed';
import type { EditableIn, Typing, TypingVerdict } from '@penstock/domain/input-tables/where-typed';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { ClientOperation } from '@penstock/domain/input-tables/operation';
import type { Actor } from '@penstock/domain/members/actor';
import type { Workbooks } from '../workbooks/workbooks.ts';
import type { Reached } from './reach.ts';

/** Costs no round trip while the document does not change: its definitions are remembered. */
export async function typingOf(
  workbooks: Pick<Workbooks, 'definition'>,
  actor: Actor,
  { table, right, isPublished }: Reached,
): Promise<Typing> {
  const said = async (version: 'draft' | 'published'): Promise<EditableIn | null> =>
    editableInOf((await workbooks.definition(actor, table.workbookId, version)).definition, table.id);
  const [draft, published] = await Promise.all([right === 'edit' ? said('draft') : null, isPublished ? said('published') : null]);
  return whereTyped({ right, draft, published });
}

/** Columns are changed by those who edit the document; cells and rows wherever the person may type. */
export function requirePlace(typing: Typing, right: Reached['right'], name: string, operation: ClientOperation): void {
  if (right !== 'edit' && (changesColumns(operation) || !isSaid(typing.published))) throw notPermitted(right, name);
  if (changesColumns(operation) || typing.draft === 'allowed' || typing.published === 'allowed') return;
  throw new PenstockError('input-table.not-editable-here', sentences[right === 'edit' ? typing.draft : typing.published]);
}

/** In sentences, for people. */
export const sentences: Readonly<Record<TypingVerdict, string>> = {
  allowed: 'You may type here.',
  'edit-right-needed': 'Typing in the draft needs the right to edit the workbook.',
  'explore-right-needed': 'Typing in the published version needs the right to explore the workbook.',
  'only-in-draft': 'This table is edited in the draft only.',
  'only-in-published': 'This table is edited in the published version only.',
  'not-published': 'The published version does not show this table.',
};

/** Whether the published version lets anybody type at all. */
function isSaid(verdict: TypingVerdict): boolean {
  return verdict === 'allowed' || verdict === 'explore-right-needed';
}

function changesColumns({ op }: ClientOperation): boolean {
  return op === 'addColumn' || op === 'changeColumn' || op === 'deleteColumn' || op === 'moveColumn';
}

export function notPermitted(right: Reached['right'], name: string): PenstockError {
  return new PenstockError('workbook.not-permitted', `You may ${right} the workbook of ${name}, not edit it.`, {
    facts: { neededRight: 'edit', myRight: right },
  });
}
