import type { ChartElement, PivotElement, TableElement } from '@penstock/domain/workbooks/definition';
import { describe, expect, test } from 'vitest';
import type { QueryResult, ResultColumn } from '../src/api/queries-contract.ts';
import { chartPoints } from '../src/charts/chart-points.ts';
import { pivotCells, pivotRows } from '../src/pivots/pivot-cells.ts';
import { ResultPages } from '../src/queries/result-pages.ts';
import { formatValue, headName } from '../src/tables/format-value.ts';
import { continuesGroup, shownColumns } from '../src/tables/shown-columns.ts';

const reading = { locale: 'en-US', timeZone: 'Europe/Zurich' };
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
const column = (id: string, type: ResultColumn['type']): ResultColumn => ({ id, name: id, type, level: null, problem: null });

function resultOf(
  columns: readonly ResultColumn[],
  rows: readonly (readonly unknown[])[],
  parts: QueryResult['parts'] = null,
): QueryResult {
  const values = columns.map((_, index) => rows.map((row) => row[index]));
  return { columns, values, rowCount: rows.length, hasMore: false, parts, runsAs, cachedAt: null, durationMs: 1, queryId: null };
}

const base = {
  id: 'e',
  name: 'E',
  layout: { x: 0, y: 0, width: 1, height: 1 },
  source: { kind: 'element', elementId: 'x' },
  columns: [],
  filters: [],
  sorts: [],
} as const;

describe('the points of a chart', () => {
  const chart: ChartElement = { ...base, kind: 'chart', chart: 'line', x: 'day', values: ['n'], series: 'who', stacked: false };
  const result = resultOf(
    [column('day', 'date'), column('who', 'text'), column('n', 'number')],
    [
      ['2026-02-01', 'b', '3'],
      ['2026-01-01', 'a', '1'],
      [null, 'a', '9'],
      ['2026-02-01', 'a', null],
    ],
  );
  const named = (value: unknown) => (value === null ? '(empty)' : String(value));

  test('lie along time in order, with gaps where a series has nothing', () => {
    const points = chartPoints(chart, result, reading, named);
    expect(points.places).toEqual(['2026-01-01', '2026-02-01', null]);
    expect(points.series.map(({ name, values }) => [name, values])).toEqual([
      ['b', [undefined, 3, undefined]],
      ['a', [1, null, 9]],
    ]);
  });

  test('keep the order that somebody chose', () => {
    const sorted: ChartElement = { ...chart, sorts: [{ columnId: 'n', direction: 'descending' }] };
    expect(chartPoints(sorted, result, reading, named).places).toEqual(['2026-02-01', '2026-01-01', null]);
  });
});

describe('the cells of a pivot', () => {
  const pivot: PivotElement = { ...base, kind: 'pivot', rows: ['city'], across: ['year'], values: ['n', 'm'] };

  test('stand where row and column heads meet; columns are in order although the first row lacks one', async () => {
    const result = resultOf(
      [column('city', 'text'), column('year', 'number'), column('n', 'number'), column('m', 'number')],
      [
        ['Bern', '2026', '1', '10'],
        ['Chur', '999', '2', '20'],
        ['Chur', '2026', '3', '30'],
      ],
    );
    const cells = pivotCells(pivot, await pagesOf([result]));
    expect([cells.rowCount, cells.head(0), cells.head(1), cells.head(2)]).toEqual([2, ['Bern'], ['Chur'], undefined]);
    expect(cells.across).toEqual([['999'], ['2026']]);
    expect(cells.cell(0, 0, 0)).toBeUndefined();
    expect(cells.cell(0, 1, 1)).toBe('10');
    expect(cells.cell(1, 0, 0)).toBe('2');
    expect(cells.cell(1, 1, 1)).toBe('30');
  });

  test('come page by page, with the totals of each; the first page names all columns', async () => {
    const columns = [column('city', 'text'), column('year', 'number'), column('n', 'number'), column('m', 'number')];
    const first = resultOf(
      columns,
      [
        [null, '2025', '7', '1'],
        [null, '2026', '8', '2'],
        [null, null, '15', '3'],
        ['Bern', '2026', '8', '2'],
        ['Bern', null, '8', '2'],
      ],
      ['column-total', 'column-total', 'grand-total', 'cell', 'row-total'],
    );
    const second = resultOf(
      columns,
      [
        [null, '2025', '7', '1'],
        [null, null, '7', '1'],
      ],
      ['cell', 'row-total'],
    );
    const pages = await pagesOf([{ ...first, hasMore: true }, second]);
    const cells = pivotCells(pivot, pages);
    expect([cells.rowCount, cells.head(0), cells.head(1)]).toEqual([2, ['Bern'], [null]]);
    expect(cells.across).toEqual([['2025'], ['2026']]);
    expect([cells.cell(0, 0, 0), cells.cell(0, 1, 0), cells.cell(1, 0, 0)]).toEqual([undefined, '8', '7']);
    expect([cells.rowTotal(0, 0), cells.rowTotal(1, 1), cells.columnTotal(0, 0), cells.grandTotal(0)]).toEqual(['8', '1', '7', '15']);
  });

  test('may have their columns the other way round', async () => {
    const result = resultOf(
      [column('city', 'text'), column('year', 'number'), column('n', 'number')],
      [
        ['Bern', '2025', '1'],
        ['Bern', null, '1'],
        ['Bern', '2026', '1'],
      ],
    );
    const turned: PivotElement = { ...pivot, sorts: [{ columnId: 'year', direction: 'descending' }] };
    expect(pivotCells(turned, await pagesOf([result])).across).toEqual([['2026'], ['2025'], [null]]);
  });

  /** A row a page. */
  async function pagesOf(results: readonly QueryResult[]): Promise<ResultPages> {
    const limit = results.length > 1 ? 1 : 10;
    const load = async ({ offset }: { readonly offset: number }): Promise<QueryResult> => results[offset / limit] ?? resultOf([], []);
    const pages = new ResultPages(
      load,
      limit,
      () => {},
      (page) => pivotRows(pivot, page),
    );
    await pages.all(0, results.length * limit);
    return pages;
  }
});

describe('a grouped table in the grid', () => {
  const part = (id: string, level: string | null) => ({ id, name: id, formula: `[${id}]`, hidden: false, format: null, level });
  const table: TableElement = {
    ...base,
    kind: 'table',
    columns: [part('city', null), part('total', 'by-region'), part('region', null)],
    groupings: [
      { id: 'by-region', keys: ['region'], collapsed: false },
      { id: 'by-city', keys: ['city'], collapsed: true },
    ],
    totals: [],
  };
  const result = resultOf(
    [column('city', 'text'), column('total', 'number'), column('region', 'text')],
    [
      ['Bern', '5', 'West'],
      ['Genf', '5', 'West'],
      ['Genf', '5', 'East'],
      ['Genf', '5', 'East'],
    ],
  );

  test('has its levels from left to right, the keys before what is calculated for them', () => {
    expect(shownColumns(table, result).map(({ id }) => id)).toEqual(['region', 'total', 'city']);
  });

  test('draws once what is of a group, and never merges the innermost level', async () => {
    const columns = shownColumns(table, result);
    const pages = new ResultPages(
      async () => result,
      10,
      () => undefined,
    );
    pages.want(0, 1);
    await expect.poll(() => pages.first).not.toBeNull();
    expect([0, 1, 2, 3].map((row) => continuesGroup(pages, columns, 0, row))).toEqual([false, true, false, true]);
    expect([0, 1, 2, 3].map((row) => continuesGroup(pages, columns, 1, row))).toEqual([false, false, false, false]);
  });
});

describe('values as people read them', () => {
  const shown = (value: unknown, style: 'number' | 'percent' | 'currency' | 'date' | null = null, decimals: number | null = null) => {
    const type = typeof value === 'string' && value.includes(':') ? 'datetime' : 'number';
    return formatValue(value, type, style === null ? null : { style, decimals, currency: style === 'currency' ? 'EUR' : null }, reading);
  };

  test.each([
    ['27.500000', null, null, '27.5'],
    ['0.3333333333333333', null, null, '0.3333'],
    ['-0.00001', null, null, '0'],
    ['1200', null, null, '1,200'],
    ['12345678901234567890.123', null, null, '12,345,678,901,234,567,890.123'],
    ['123456789012345.123456', null, null, '123,456,789,012,345'],
    ['1234.5', 'number', 2, '1,234.50'],
    ['0.1234', 'percent', 1, '12.3%'],
    ['1234.5', 'currency', 2, '€1,234.50'],
    ['2026-01-31T23:30:00.000000Z', null, null, '02/01/2026 00:30'],
    ['2026-01-31T23:30:00.000000Z', 'date', null, '02/01/2026'],
  ] as const)('%s as %s with %s decimals is %s', (value, style, decimals, expected) => {
    expect(shown(value, style, decimals)).toBe(expected);
  });

  test.each([
    ['month', '2026-01-31T23:00:00.000000Z', 'Feb 2026'],
    ['quarter', '2026-03-31T22:00:00.000000Z', 'Q2 2026'],
    ['year', '2025-12-31T23:00:00.000000Z', '2026'],
    ['day', '2026-01-31T23:00:00.000000Z', '02/01/2026'],
  ])('the first moment of a %s, %s, is called %s', (unit, value, expected) => {
    const column = { id: 'a', name: 'A', formula: `DateTrunc("${unit}", [At])`, hidden: false, format: null, level: null };
    expect(headName(value, 'datetime', column, reading)).toBe(expected);
  });
});
