import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tagComment } from '../src/statement-tag.ts';

test('P29: no tag ends, opens or breaks the comment it stands in', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('*', '/', "'", '"', '\n', '\0', '\ud800', '%', '-', ';', '$') }),
  );
  fc.assert(
    fc.property(text, text, fc.option(text), (purpose, requestId, human) => {
      const comment = tagComment({ purpose, requestId, human, document: human, element: null });
      expect(comment).toMatch(/^ \/\* penstock [A-Za-z0-9@._:+%= -]* \*\/$/);
      expect(comment.length).toBeLessThan(6_000);
    }),
  );
});

test('what people need to read stays readable', () => {
  const tag = { purpose: 'apply', requestId: 'r-1', human: 'ada+x@example.com', document: 'd', element: null };
  expect(tagComment(tag)).toBe(' /* penstock purpose=apply request=r-1 human=ada+x@example.com document=d */');
});
