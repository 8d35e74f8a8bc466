/** Totals of pivots: what the pivot shows of the same rows with fewer heads, in one statement, on both engines. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planElement, plainView } from '@penstock/domain/queries/plan-element';
import type { View } from '@penstock/domain/queries/plan-element';
import type { PivotElement } from '@penstock/domain/workbooks/definition';
import { renderPlan } from '@penstock/warehouse/queries/render-plan';
import {
  airports,
  column,
  connectionId,
  document,
  engineNames,
  filter,
  flights,
  layout,
  planOf,
  runPlan,
  sourcesOf,
  startQueryEngine,
} from './query-engines.ts';
import type { QueryEngine } from './query-engines.ts';

const both = { rows: true, columns: true };
const pivot: PivotElement = {
  id: 'Pivot',
  name: 'Pivot',
  kind: 'pivot',
  layout,
  source: { kind: 'warehouse-table', connectionId, schema: 'src', table: 'flights' },
  filters: [],
  sorts: [],
  columns: [
    column('Origin', '[origin]'),
    column('Carrier', '[carrier]'),
    column('Month', 'DateTrunc("month", [left at])'),
    column('Delay', '[delay]'),
    column('Flights', 'Count()'),
    column('Average', 'Avg([Delay])'),
    column('Late', 'CountIf([Delay] > 9)'),
    column('Share', '[Late] / [Flights]'),
    column('Most', 'Max([Flights])'),
    column('All', 'Count()', { level: 'total' }),
    column('Part', '[Flights] / [All]'),
    column('Running', 'RunningSum([Flights])'),
    column('Named', 'Coalesce([Carrier], "none") & " " & Text(Count())'),
  ],
  rows: ['Origin'],
  across: ['Carrier'],
  values: ['Flights'],
  totals: both,
};

describe.each(engineNames)('%s', (name) => {
  let engine: QueryEngine;
  beforeAll(async () => {
    engine = await startQueryEngine(name, [flights, airports]);
  });
  afterAll(() => engine.close());

  /** By what each row is: its heads and values. */
  async function shown(asked: PivotElement, view: Partial<View> = {}, simplify = true) {
    const request = { definition: document([asked]), elementId: asked.id, sourceOf: sourcesOf(engine), controls: new Map() };
    const planned = planElement(
      { ...request, view: { ...plainView, withTotals: true, page: { offset: 0, limit: 100 }, ...view } },
      { simplify },
    );
    if (planned.kind === 'wrong') throw new Error(JSON.stringify(planned.problems));
    const { values, rowCount, parts, hasMore } = await runPlan(engine, planned.plan);
    const rows = Array.from({ length: rowCount }, (_, row) => values.map((list) => list[row] ?? null));
    const of = (part: string) => rows.filter((_, row) => (parts?.[row] ?? 'cell') === part);
    return { cells: of('cell'), rowTotals: of('row-total'), columnTotals: of('column-total'), grand: of('grand-total'), hasMore, parts };
  }

  test('a pivot has totals of its rows, its columns and of everything', async () => {
    const { cells, rowTotals, columnTotals, grand } = await shown(pivot);
    expect(cells).toHaveLength(8);
    expect(rowTotals).toEqual([
      ['', null, '1'],
      ['BSL', null, '1'],
      ['GVA', null, '2'],
      ['ZRH', null, '4'],
      [null, null, '2'],
    ]);
    expect(columnTotals).toEqual([
      [null, 'LX', '5'],
      [null, 'WK', '3'],
      [null, null, '2'],
    ]);
    expect(grand).toEqual([[null, null, '10']]);
  });

  test('a total is computed over its rows, not from the cells', async () => {
    const { rowTotals, grand } = await shown({ ...pivot, values: ['Average', 'Share'] });
    // 10, 20 and 5: the average of the cells' averages would be 10.
    expect(
      rowTotals
        .find(([origin]) => origin === 'ZRH')
        ?.slice(2)
        .map(Number),
    ).toEqual([expect.closeTo(35 / 3, 6), 0.5]);
    expect(grand[0]?.slice(2).map(Number)).toEqual([expect.closeTo(127 / 9, 6), 0.4]);
  });

  test('a head without a value is told from a total', async () => {
    const { cells, rowTotals } = await shown(pivot);
    expect(cells).toContainEqual(['ZRH', null, '1']);
    expect(rowTotals).toContainEqual(['ZRH', null, '4']);
  });

  test.each([
    ['of the rows alone', { rows: true, columns: false }, [5, 0, 0]],
    ['of the columns alone', { rows: false, columns: true }, [0, 3, 0]],
    ['none', { rows: false, columns: false }, [0, 0, 0]],
  ] as const)('totals %s', async (_, totals, [ofRows, ofColumns, ofAll]) => {
    const { cells, rowTotals, columnTotals, grand } = await shown({ ...pivot, totals });
    expect([cells.length, rowTotals.length, columnTotals.length, grand.length]).toEqual([8, ofRows, ofColumns, ofAll]);
  });

  test('what is no total is not asked for: heads of one side alone, and documents from before there were totals', async () => {
    const { totals: _, ...before } = pivot;
    expect((await shown(before)).parts).toBeNull();
    const down = await shown({ ...pivot, across: [] });
    expect([down.cells.length, down.rowTotals.length, down.columnTotals, down.grand.length]).toEqual([5, 0, [[null, '10']], 0]);
    const along = await shown({ ...pivot, rows: [] });
    expect([along.cells.length, along.rowTotals, along.columnTotals.length]).toEqual([3, [[null, '10']], 0]);
    expect((await shown({ ...pivot, rows: ['Carrier'] })).parts).toBeNull();
  });

  test.each(['Flights', 'Average', 'Share', 'Most', 'Part', 'Running'])(
    'totals of [%s] are what the pivot shows with fewer heads',
    async (value) => {
      const several: PivotElement = { ...pivot, rows: ['Origin', 'Month'], values: [value] };
      const { rowTotals, columnTotals, grand } = await shown(several);
      const cellsWith = async (heads: Partial<PivotElement>) =>
        (await shown({ ...several, ...heads, totals: { rows: false, columns: false } })).cells;
      expect(rowTotals.map(([origin, month, , total]) => [origin, month, total])).toEqual(await cellsWith({ across: [] }));
      expect(columnTotals.map(([, , carrier, total]) => [carrier, total])).toEqual(await cellsWith({ rows: [] }));
      expect(grand.map((row) => row.slice(3))).toEqual(await cellsWith({ rows: [], across: [] }));
    },
  );

  test('a value that names a head is null in totals without this head', async () => {
    const { rowTotals, columnTotals, grand } = await shown({ ...pivot, values: ['Named'] });
    expect(columnTotals.map((row) => row[2])).toEqual(['LX 5', 'WK 3', 'none 2']);
    expect([...rowTotals, ...grand].map((row) => row[2])).toEqual([null, null, null, null, null, null]);
  });

  test('totals are those of what the filters leave: rows, and whole cells by their value', async () => {
    const few = await shown({ ...pivot, filters: [filter('Delay', { kind: 'range', from: '5', to: null })] });
    expect(few.grand).toEqual([[null, null, '7']]);
    const large = await shown({ ...pivot, filters: [filter('Flights', { kind: 'range', from: '2', to: null })] });
    expect(large.cells).toEqual([
      ['GVA', 'LX', '2'],
      ['ZRH', 'LX', '2'],
    ]);
    expect([large.rowTotals.map((row) => row[2]), large.columnTotals, large.grand]).toEqual([
      ['2', '2'],
      [[null, 'LX', '4']],
      [[null, null, '4']],
    ]);
  });

  test('the first page has the totals of the columns, each row has its own', async () => {
    const first = await shown(pivot, { page: { offset: 0, limit: 2 } });
    expect([first.cells.map(([head]) => head), first.rowTotals.map(([head]) => head)]).toEqual([
      ['', 'BSL'],
      ['', 'BSL'],
    ]);
    expect([first.columnTotals.length, first.grand.length, first.hasMore]).toEqual([3, 1, true]);
    const last = await shown(pivot, { page: { offset: 4, limit: 2 } });
    expect([last.cells.map(([head]) => head), last.columnTotals.length, last.grand.length, last.hasMore]).toEqual([
      [null, null],
      0,
      0,
      false,
    ]);
  });

  test.each([
    ['with totals', both],
    ['without', { rows: false, columns: false }],
  ])('rows are ordered by a value as it is over all columns, %s', async (_, totals) => {
    const sorts = [{ columnId: 'Flights', direction: 'descending' }] as const;
    const heads = ({ cells }: { cells: readonly (readonly unknown[])[] }) => [...new Set(cells.map(([head]) => head))];
    const ordered = await shown({ ...pivot, sorts, totals });
    expect(heads(ordered)).toEqual(['ZRH', 'GVA', null, '', 'BSL']);
    expect([ordered.rowTotals.length, ordered.columnTotals.length, ordered.grand.length]).toEqual(totals.rows ? [5, 3, 1] : [0, 0, 0]);
    expect(heads(await shown({ ...pivot, sorts, totals }, { page: { offset: 1, limit: 2 } }))).toEqual(['GVA', null]);
    expect(heads(await shown({ ...pivot, sorts, totals, across: [] }))).toEqual(['ZRH', 'GVA', null, '', 'BSL']);
  });

  test.each(['Average', 'Part', 'Running'])('an answer with totals of [%s] is the same before it is simplified', async (value) => {
    const asked = { ...pivot, values: ['Flights', value] };
    expect(await shown(asked, {}, false)).toEqual(await shown(asked));
  });

  test('rows are read once for all totals where one grouping makes the values', () => {
    const plan = planOf(engine, { elements: [{ ...pivot, values: ['Flights', 'Average', 'Share'] }], view: { withTotals: true } });
    const { text } = renderPlan(plan, engine.dialect).statement;
    expect(text.match(/"flights"/g)).toHaveLength(1);
    expect(text).toContain('grouping sets ((1, 2), (1), (2), ())');
  });
});
