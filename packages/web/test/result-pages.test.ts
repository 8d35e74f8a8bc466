import { describe, expect, test, vi } from 'vitest';
import type { QueryResult } from '../src/api/queries-contract.ts';
import { ResultPages } from '../src/queries/result-pages.ts';

const runsAs = {
  connectionId: '',
  connectionName: '',
  principal: 'person',
  login: 'alice',
  role: null,
  rule: '',
  reason: '',
  remedy: '',
} as const;

const answerOf = (total: number, { offset, limit }: { readonly offset: number; readonly limit: number }): QueryResult => {
  const rowCount = Math.max(0, Math.min(limit, total - offset));
  return {
    columns: [{ id: 'a', name: 'A', type: 'number', level: null, problem: null }],
    values: [Array.from({ length: rowCount }, (_, row) => String(offset + row))],
    rowCount,
    hasMore: offset + rowCount < total,
    parts: null,
    runsAs,
    cachedAt: null,
    durationMs: 1,
    queryId: null,
  };
};

function pagesOf(total: number) {
  const asked: number[] = [];
  const changed = vi.fn();
  const pages = new ResultPages(
    async (page) => {
      asked.push(page.offset);
      return answerOf(total, page);
    },
    10,
    changed,
  );
  const settled = async (): Promise<void> => vi.waitFor(() => expect(pages.isLoading).toBe(false));
  return { pages, asked, settled, changed };
}

describe('the rows of an element, page by page', () => {
  test('asks for what comes into sight, once, and knows the end when it has seen it', async () => {
    const { pages, asked, settled } = pagesOf(25);
    pages.want(0, 5);
    pages.want(3, 8);
    await settled();
    expect(asked).toEqual([0]);
    expect(pages.end).toBeNull();
    expect(pages.shownRows).toBeGreaterThan(10);
    expect(pages.value(0, 9)).toBe('9');
    expect(pages.value(0, 10)).toBeUndefined();
    pages.want(5, 25);
    await settled();
    expect(asked).toEqual([0, 10, 20]);
    expect(pages.end).toBe(25);
    expect(pages.shownRows).toBe(25);
    pages.want(20, 60);
    await settled();
    expect(asked).toHaveLength(3);
  });

  test('an element without rows ends at once', async () => {
    const { pages, settled } = pagesOf(0);
    pages.want(0, 1);
    await settled();
    expect(pages.end).toBe(0);
    expect(pages.shownRows).toBe(0);
  });

  test('a jump beyond the end finds no end there', async () => {
    const { pages, settled } = pagesOf(25);
    pages.want(0, 1);
    await settled();
    pages.want(40, 45);
    await settled();
    expect(pages.value(0, 40)).toBeUndefined();
    pages.want(10, 30);
    await settled();
    expect(pages.end).toBe(25);
  });

  test('P33: what is still on its way is cancelled with the element, and says nothing any more', async () => {
    let signal: AbortSignal | undefined;
    const changed = vi.fn();
    const pages = new ResultPages(
      (page, given) => {
        signal = given;
        return new Promise((resolve) => given.addEventListener('abort', () => resolve(answerOf(5, page))));
      },
      10,
      changed,
    );
    pages.want(0, 1);
    pages.dispose();
    expect(signal?.aborted).toBe(true);
    await Promise.resolve();
    expect(changed).not.toHaveBeenCalled();
    expect(pages.first).toBeNull();
  });

  test('a page that failed is asked for again when it is looked at again', async () => {
    let fails = true;
    const pages = new ResultPages(
      async (page) => {
        if (fails) throw new Error('cut off');
        return answerOf(5, page);
      },
      10,
      () => undefined,
    );
    pages.want(0, 1);
    await vi.waitFor(() => expect(pages.error).not.toBeNull());
    fails = false;
    pages.want(0, 1);
    await vi.waitFor(() => expect(pages.error).toBeNull());
    expect(pages.value(0, 4)).toBe('4');
  });
});
