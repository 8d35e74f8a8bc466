import { expect, it } from 'vitest';
import type { Right } from '../../src/workbooks/rights.ts';
import { versionFor } from '../../src/workbooks/versions.ts';

/** right, wanted, published: what is seen. */
const table: readonly (readonly [Right, 'draft' | 'published' | null, boolean, ReturnType<typeof versionFor>])[] = [
  ['edit', null, false, 'draft'],
  ['edit', null, true, 'draft'],
  ['edit', 'draft', true, 'draft'],
  ['edit', 'published', true, 'published'],
  ['edit', 'published', false, 'not-published'],
  ['explore', null, false, 'draft'],
  ['explore', 'draft', false, 'draft'],
  ['explore', null, true, 'published'],
  ['explore', 'draft', true, 'not-permitted'],
  ['view', null, false, 'draft'],
  ['view', null, true, 'published'],
  ['view', 'published', true, 'published'],
  ['view', 'published', false, 'not-published'],
  ['view', 'draft', true, 'not-permitted'],
];

it.each(table)('who may %s and asks for %s of a document (published: %s) gets %s', (right, wanted, isPublished, seen) => {
  expect(versionFor(right, wanted, isPublished)).toBe(seen);
});
