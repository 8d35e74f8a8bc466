import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { functionReference } from '../../scripts/function-reference.ts';

test('docs/reference/functions.md is what the catalogue says: otherwise run `node scripts/function-reference.ts`', () => {
  expect(readFileSync(new URL('../../docs/reference/functions.md', import.meta.url), 'utf8')).toBe(functionReference());
});
