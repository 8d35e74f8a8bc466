import { describe, expect, it } from 'vitest';
import { checkDefinition } from '../../src/workbooks/check-definition.ts';
import type { Definition, DocumentKind, Element, Source } from '../../src/workbooks/definition.ts';
import { chart, column, documentOf, flights, from, layout, table, text } from './documents.ts';

function problems(definition: Definition, kind: DocumentKind = 'workbook'): readonly string[] {
  return checkDefinition(definition, kind).map(({ code, pointer }) => `${code} ${pointer}`);
}

function join(left: Source, right: Source): Source {
  return { kind: 'join', type: 'left', left, right, rightName: 'r', on: [{ left: 'a', right: 'a' }] };
}

const control: Element = {
  kind: 'control',
  id: 'c',
  name: 'Airport',
  layout,
  control: 'list',
  label: 'Airport',
  choices: null,
  multiple: true,
  initial: null,
};

describe('a definition', () => {
  it('is whole when everything that it names is there', () => {
    const grouped = table('flights', {
      columns: [column('origin'), { ...column('sum'), level: 'g' }, { ...column('all'), level: 'total' }],
      groupings: [{ id: 'g', keys: ['origin'], collapsed: false }],
      totals: ['all'],
      sorts: [{ columnId: 'origin', direction: 'ascending' }],
      filters: [{ id: 'f', columnId: 'origin', kind: 'control', controlId: 'c' }],
    });
    const choosing: Element = { ...control, choices: { elementId: 'flights', columnId: 'origin' } };
    expect(problems(documentOf(grouped, choosing, chart('chart', { source: join(from('flights'), flights) })))).toEqual([]);
  });

  it('uses each name once, whatever its case, and each id once', () => {
    expect(problems(documentOf(text('Flights'), { ...text('e2'), name: 'FLIGHTS' }))).toEqual([
      'workbook.duplicate-name /pages/0/elements/1/name',
    ]);
    expect(problems(documentOf({ ...text('e1'), name: 'a' }, { ...text('e1'), name: 'b' }))).toEqual([
      'workbook.invalid /pages/0/elements/1/id',
    ]);
    expect(problems(documentOf({ ...text('p1'), name: 'a' }))).toEqual(['workbook.invalid /pages/0/elements/0/id']);
    expect(problems(documentOf(table('t', { columns: [column('a', 'Delay'), column('b', 'DELAY')] })))).toEqual([
      'workbook.duplicate-name /pages/0/elements/0/columns/1/name',
    ]);
  });

  it.each([
    ['a sort', table('t', { sorts: [{ columnId: 'x', direction: 'ascending' }] }), '/sorts/0/columnId'],
    ['a filter', table('t', { filters: [{ id: 'f', columnId: 'x', kind: 'null', mode: 'is-null' }] }), '/filters/0/columnId'],
    ['a grouping', table('t', { groupings: [{ id: 'g', keys: ['x'], collapsed: false }] }), '/groupings/0/keys/0'],
    ['a total', table('t', { totals: ['x'] }), '/totals/0'],
    ['a level', table('t', { columns: [{ ...column('a'), level: 'x' }] }), '/columns/0/level'],
    ['an axis', chart('t', { x: 'x' }), '/x'],
    ['a series', chart('t', { series: 'x' }), '/series'],
    ['a control', table('t', { filters: [{ id: 'f', columnId: 'origin', kind: 'control', controlId: 'x' }] }), '/filters/0/controlId'],
    ['a source', table('t', { source: join(flights, from('x')) }), '/source/right/elementId'],
    ['choices', { ...control, choices: { elementId: 'x', columnId: 'y' } } as Element, '/choices'],
  ])('is refused when %s names what is not there', (_what, element, pointer) => {
    expect(problems(documentOf(element))).toEqual([`workbook.unknown-reference /pages/0/elements/0${pointer}`]);
  });

  it('takes no text for a source', () => {
    expect(problems(documentOf(text('words'), table('t', { source: from('words') })))).toEqual([
      'workbook.unknown-reference /pages/0/elements/1/source/elementId',
    ]);
  });

  it('has no element that reads from itself, directly or by way of others', () => {
    expect(problems(documentOf(table('t', { source: from('t') })))).toEqual(['workbook.circular /pages/0/elements/0/source']);
    const circle = documentOf(
      table('a', { source: from('b') }),
      table('b', { source: join(flights, from('c')) }),
      table('c', { source: { kind: 'union', sources: [flights, from('a')] } }),
      table('aside'),
    );
    expect(problems(circle)).toEqual([0, 1, 2].map((index) => `workbook.circular /pages/0/elements/${index}/source`));
  });

  it('has limits', () => {
    const many = (count: number): readonly Element[] => Array.from({ length: count }, (_, index) => text(`e${index}`));
    expect(problems(documentOf(...many(500)))).toEqual([]);
    expect(problems(documentOf(...many(501)))).toEqual(['workbook.too-large /pages']);
    const columns = Array.from({ length: 501 }, (_, index) => column(`c${index}`));
    expect(problems(documentOf(table('t', { columns })))).toEqual(['workbook.too-large /pages/0/elements/0/columns']);
    const deep = Array.from({ length: 8 }).reduce<Source>((source) => join(source, flights), flights);
    expect(problems(documentOf(table('t', { source: deep })))).toEqual(['workbook.too-large /pages/0/elements/0/source']);
    const pages = Array.from({ length: 201 }, (_, index) => ({ id: `p${index}`, name: 'Page', elements: [] }));
    expect(problems({ ...documentOf(), pages })).toEqual(['workbook.too-large /pages']);
  });

  it('of a dataset is one table', () => {
    expect(problems(documentOf(), 'dataset')).toEqual([]);
    expect(problems(documentOf(table('t')), 'dataset')).toEqual([]);
    expect(problems(documentOf(table('t'), table('u')), 'dataset')).toEqual(['workbook.invalid /pages/0/elements']);
    expect(problems(documentOf(chart('t')), 'dataset')).toEqual(['workbook.invalid /pages/0/elements']);
  });
});
