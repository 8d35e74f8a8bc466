import { expect, test } from 'vitest';
import { systemColumnsBeside } from '@penstock/domain/input-tables/system-columns';
import { whereTyped } from '@penstock/domain/input-tables/where-typed';
import type { EditableIn, TypingVerdict } from '@penstock/domain/input-tables/where-typed';
import type { Right } from '@penstock/domain/workbooks/rights';

type Row = readonly [Right, EditableIn | null, EditableIn | null, inDraft: TypingVerdict, inPublished: TypingVerdict];

const table: readonly Row[] = [
  // right, as the draft says, as the published version says, then: in the draft, in what is published
  ['edit', 'draft', null, 'allowed', 'not-published'],
  ['edit', 'published', null, 'only-in-published', 'not-published'],
  ['edit', null, null, 'allowed', 'not-published'],
  ['edit', 'draft', 'draft', 'allowed', 'only-in-draft'],
  ['edit', 'published', 'published', 'only-in-published', 'allowed'],
  ['edit', 'draft', 'published', 'allowed', 'allowed'],
  ['edit', 'published', 'draft', 'only-in-published', 'only-in-draft'],
  ['explore', null, 'published', 'edit-right-needed', 'allowed'],
  ['explore', null, 'draft', 'edit-right-needed', 'only-in-draft'],
  ['explore', null, null, 'edit-right-needed', 'not-published'],
  ['view', null, 'published', 'edit-right-needed', 'explore-right-needed'],
];

test.each(table)('with the right to %s, draft %s, published %s: %s and %s', (right, draft, published, inDraft, inPublished) => {
  expect(whereTyped({ right, draft, published })).toEqual({ draft: inDraft, published: inPublished });
});

test('columns that every row has take a name that is free, ignoring case', () => {
  const names = systemColumnsBeside(['ROW ID', 'row id 2', 'Region']).map(({ name }) => name);
  expect(names).toEqual(['Row ID 3', 'Created by', 'Created at', 'Updated by', 'Updated at']);
});
