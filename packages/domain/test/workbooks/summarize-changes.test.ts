import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Definition } from '../../src/workbooks/definition.ts';
import { summarizeChanges } from '../../src/workbooks/summarize-changes.ts';
import { chart, column, documentOf, from, layout, table, text } from './documents.ts';

function lines(before: Definition | null, after: Definition): readonly string[] {
  return summarizeChanges(before, after).map(({ of, name, change, details }) => [of, name, change, ...details].join(' '));
}

describe('the summary of changes', () => {
  it('names everything as added at the first publishing', () => {
    expect(lines(null, documentOf(table('flights'), text('notes')))).toEqual([
      'page Page 1 added',
      'table flights added',
      'text notes added',
    ]);
  });

  it('says nothing where nothing differs, whatever the order of members', () => {
    const { id, name, ...rest } = table('flights');
    expect(lines(documentOf(table('flights')), documentOf({ ...rest, name, id }))).toEqual([]);
  });

  it('says what differs in an element', () => {
    const before = table('flights', { columns: [column('origin'), column('delay'), column('day')] });
    const after = table('flights', {
      name: 'All flights',
      source: from('other'),
      columns: [column('origin'), { ...column('delay'), formula: '[delay] * 60' }, column('carrier')],
      filters: [{ id: 'f', columnId: 'origin', kind: 'null', mode: 'is-not-null' }],
      layout: { ...layout, y: 4 },
      sorts: [{ columnId: 'origin', direction: 'ascending' }],
    });
    expect(lines(documentOf(before, table('other')), documentOf(after, table('other')))).toEqual([
      'table All flights renamed flights',
      'table All flights moved',
      'table All flights source-changed',
      'table All flights columns-added carrier',
      'table All flights columns-removed day',
      'table All flights columns-changed delay',
      'table All flights filters-changed',
      'table All flights content-changed',
    ]);
  });

  it('says what differs in the document and its pages', () => {
    const before = documentOf(text('notes', 'Old'));
    const after: Definition = {
      ...before,
      timeZone: 'Europe/Berlin',
      pages: [{ id: 'p2', name: 'More', elements: [chart('chart')] }, ...documentOf(text('notes', 'New')).pages],
    };
    expect(lines(before, after)).toEqual([
      'document  settings-changed time zone UTC → Europe/Berlin',
      'page More added',
      'chart chart added',
      'text notes content-changed',
    ]);
    const [first, second] = after.pages;
    const turned: Definition = { ...after, pages: [second, first].flatMap((page) => page ?? []) };
    expect(lines(after, turned)).toEqual(['page Page 1 reordered', 'page More reordered']);
    expect(lines(after, { ...after, pages: after.pages.slice(1) })).toEqual(['page More removed', 'chart chart removed']);
  });

  it('is never empty where two definitions differ', () => {
    const anyText = fc.constantFrom('a', 'b');
    const anyDefinition = fc
      .record({
        timeZone: fc.constantFrom('UTC', 'Europe/Berlin'),
        page: anyText,
        words: anyText,
        formula: anyText,
        hidden: fc.boolean(),
        x: fc.nat(1),
        direction: fc.constantFrom('ascending' as const, 'descending' as const),
        stacked: fc.boolean(),
      })
      .map(({ timeZone, page, words, formula, hidden, x, direction, stacked }): Definition => ({
        ...documentOf(
          text('words', words),
          table('t', {
            columns: [{ ...column('c', 'c', formula), hidden }],
            sorts: [{ columnId: 'c', direction }],
            layout: { ...layout, x },
          }),
          chart('chart', { stacked }),
        ),
        timeZone,
        ...(page === 'a' ? {} : { weekStart: 'sunday' }),
      }));
    fc.assert(
      fc.property(anyDefinition, anyDefinition, (before, after) => {
        expect(summarizeChanges(before, after).length === 0).toBe(JSON.stringify(before) === JSON.stringify(after));
      }),
    );
  });
});
