/** What elements compute, on real engines, against results that were worked out by hand. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChartElement, PivotElement, TableElement } from '@penstock/domain/workbooks/definition';
import { renderPlan } from '@penstock/warehouse/queries/render-plan';
import {
  ask,
  column,
  connectionId,
  control,
  engineNames,
  filter,
  layout,
  planOf,
  rowsOf,
  runPlan,
  startQueryEngine,
  table,
} from './query-engines.ts';
import type { QueryEngine } from './query-engines.ts';

describe.each(engineNames)('%s', (name) => {
  let engine: QueryEngine;
  beforeAll(async () => {
    engine = await startQueryEngine(name);
  });
  afterAll(() => engine.close());

  const rows = [column('Row', '[row]'), column('Origin', '[origin]'), column('Delay', '[delay]')];
  const byRow = [{ columnId: 'Row', direction: 'ascending' }] as const;

  describe('rows', () => {
    test('columns that build on each other, hidden ones only where they are needed', async () => {
      const element = table('Flights', 'flights', {
        columns: [
          column('Row', '[row]'),
          column('Late', '[Minutes] > 9'),
          column('Minutes', '[delay] + 1', { hidden: true }),
          column('Unused', '[price] * 2', { hidden: true }),
        ],
        filters: [filter('Row', { kind: 'range', from: '1', to: '3' })],
        sorts: byRow,
      });
      expect(await ask(engine, { elements: [element] })).toEqual([
        ['1', true],
        ['2', true],
        ['3', null],
      ]);
      expect(renderPlan(planOf(engine, { elements: [element] }), engine.dialect).readable).not.toContain('price');
    });

    test('nulls stand last in both directions', async () => {
      const element = (direction: 'ascending' | 'descending') =>
        table('Flights', 'flights', { columns: [column('Delay', '[delay]')], sorts: [{ columnId: 'Delay', direction }] });
      const up = (await ask(engine, { elements: [element('ascending')] })).flat();
      const down = (await ask(engine, { elements: [element('descending')] })).flat();
      expect(up).toEqual(['-3', '0', '5', '7', '8', '10', '20', '40', '40', null]);
      expect(down).toEqual(['40', '40', '20', '10', '8', '7', '5', '0', '-3', null]);
    });

    test('a page says whether there are more, without counting', async () => {
      const element = table('Flights', 'flights', { columns: rows, sorts: byRow });
      const page = async (offset: number, limit: number) =>
        runPlan(engine, planOf(engine, { elements: [element], view: { page: { offset, limit } } }));
      expect(await page(0, 4)).toMatchObject({ rowCount: 4, hasMore: true });
      expect(await page(8, 2)).toMatchObject({ rowCount: 2, hasMore: false });
      expect(await page(10, 2)).toMatchObject({ rowCount: 0, hasMore: false });
      expect(rowsOf(await page(2, 1))).toEqual([['3', 'ZRH', null]]);
    });

    test('the count is a question of its own', async () => {
      const element = table('Flights', 'flights', { columns: rows, filters: [filter('Origin', { kind: 'null', mode: 'is-not-null' })] });
      expect(await ask(engine, { elements: [element], view: { answer: 'count' } })).toEqual([['8']]);
    });

    test('values come in canonical encoding', async () => {
      const element = table('Flights', 'flights', {
        columns: [
          column('Price', '[price]'),
          column('Day', '[day]'),
          column('Left', '[left at]'),
          column('Off', '[cancelled]'),
          column('Third', '1 / 3'),
        ],
        filters: [filter('Left', { kind: 'range', from: '2024-02-01T09:00:00.500000Z', to: '2024-02-01T09:00:00.500000Z' })],
      });
      const [row] = await ask(engine, { elements: [element] });
      expect(row?.slice(0, 4)).toEqual(['70', '2024-02-01', '2024-02-01T09:00:00.500000Z', true]);
      expect(row?.[4]).toMatch(/^0\.3{10}/);
    });

    test('a wrong column is empty and says why; the others are there', async () => {
      const element = table('Flights', 'flights', {
        columns: [column('Row', '[row]'), column('Wrong', '[nothing]'), column('Uses it', '[Wrong] + 1')],
        sorts: byRow,
      });
      const plan = planOf(engine, { elements: [element] });
      expect(plan.columns.map((one) => one.problem === null)).toEqual([true, false, false]);
      expect(rowsOf(await runPlan(engine, plan))[0]).toEqual(['1', null, null]);
    });

    test('an element that shows no column has rows without values', async () => {
      expect(await ask(engine, { elements: [table('Flights', 'flights')] })).toEqual(Array.from({ length: 10 }, () => []));
    });
  });

  describe('filters', () => {
    const kept = async (rule: Parameters<typeof filter>[1], columnId = 'Origin', controls?: ReadonlyMap<string, never>) => {
      const columns = [
        ...rows,
        column('Day', '[day]'),
        column('Left', '[left at]'),
        column('Price', '[price]'),
        column('Off', '[cancelled]'),
      ];
      const element = table('Flights', 'flights', { columns, filters: [filter(columnId, rule)], sorts: byRow });
      const elements = [element, ...['list', 'text', 'number-range', 'date-range', 'switch'].map((kind) => control(kind, kind as 'list'))];
      return (await ask(engine, { elements, ...(controls === undefined ? {} : { controls }) })).map(([row]) => Number(row));
    };

    test.each([
      ['list', { kind: 'list', mode: 'include', values: ['ZRH', null] }, 'Origin', [1, 2, 3, 4, 5, 6]],
      ['list without anything', { kind: 'list', mode: 'include', values: [] }, 'Origin', []],
      ['exclusion keeps nulls', { kind: 'list', mode: 'exclude', values: ['ZRH'] }, 'Origin', [5, 6, 7, 8, 9, 10]],
      ['exclusion of null', { kind: 'list', mode: 'exclude', values: ['ZRH', null] }, 'Origin', [7, 8, 9, 10]],
      ['numbers of a list', { kind: 'list', mode: 'include', values: ['40', '7', 'no number'] }, 'Delay', [7, 8, 9]],
      ['logical values', { kind: 'list', mode: 'include', values: [true, null] }, 'Off', [4, 5, 9]],
      ['range with its ends', { kind: 'range', from: '5', to: '10' }, 'Delay', [1, 4, 9, 10]],
      ['open range', { kind: 'range', from: null, to: '0' }, 'Delay', [5, 6]],
      ['range of dates', { kind: 'range', from: '2024-02-01', to: '2024-02-29' }, 'Day', [4, 5, 7, 8]],
      // 23:00 UTC on 31 January is the first of February in Zürich.
      ['days of a datetime, in the document time zone', { kind: 'range', from: '2024-02-01', to: '2024-02-01' }, 'Left', [3, 4, 5]],
      ['contains', { kind: 'text', operator: 'contains', text: 'z', caseSensitive: false }, 'Origin', [1, 2, 3, 4]],
      ['contains, case-sensitive', { kind: 'text', operator: 'contains', text: 'z', caseSensitive: true }, 'Origin', []],
      [
        'does not contain keeps nulls',
        { kind: 'text', operator: 'does-not-contain', text: 'Z', caseSensitive: true },
        'Origin',
        [5, 6, 7, 8, 9, 10],
      ],
      ['starts with', { kind: 'text', operator: 'starts-with', text: 'b', caseSensitive: false }, 'Origin', [9]],
      ['ends with', { kind: 'text', operator: 'ends-with', text: 'A', caseSensitive: true }, 'Origin', [7, 8]],
      ['equals the empty text', { kind: 'text', operator: 'equals', text: '', caseSensitive: true }, 'Origin', [10]],
      ['wildcards are letters', { kind: 'text', operator: 'contains', text: '%', caseSensitive: false }, 'Origin', []],
      ['null', { kind: 'null', mode: 'is-null' }, 'Origin', [5, 6]],
      ['the first few', { kind: 'top', count: 3, direction: 'highest' }, 'Delay', [2, 7, 8]],
      ['the last few, nulls never', { kind: 'top', count: 2, direction: 'lowest' }, 'Delay', [5, 6]],
      ['more than there are', { kind: 'top', count: 99, direction: 'highest' }, 'Delay', [1, 2, 4, 5, 6, 7, 8, 9, 10]],
    ] as const)('%s', async (_, rule, columnId, expected) => {
      expect(await kept(rule, columnId)).toEqual(expected);
    });

    test.each([
      ['list', 'Origin', ['GVA', 'BSL'], [7, 8, 9]],
      ['list', 'Delay', ['40'], [7, 8]],
      ['list', 'Origin', [], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
      ['list', 'Origin', null, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
      ['text', 'Origin', 'rh', [1, 2, 3, 4]],
      ['text', 'Origin', '', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
      ['number-range', 'Price', { from: '50.25', to: null }, [1, 2, 5]],
      ['number-range', 'Price', { from: null, to: null }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
      ['date-range', 'Day', { from: '2024-03-01', to: null }, [9, 10]],
      ['date-range', 'Left', { from: null, to: '2024-01-31' }, [1, 2]],
      ['switch', 'Off', true, [5, 9]],
      ['switch', 'Off', false, [1, 2, 3, 6, 7, 8, 10]],
    ] as const)('control %s on %s holding %j', async (kind, columnId, held, expected) => {
      expect(await kept({ kind: 'control', controlId: kind }, columnId, new Map([[kind, held]]) as never)).toEqual(expected);
    });

    test('a control is a value in formulas, too', async () => {
      const element = table('Flights', 'flights', {
        columns: [column('Row', '[row]'), column('Over', '[delay] > [limit from]')],
        sorts: byRow,
        filters: [filter('Row', { kind: 'range', from: '1', to: '2' })],
      });
      // Range controls have two ends, which formulas name by a function; a text control is plain.
      const plain = { ...element, columns: [column('Row', '[row]'), column('Is it', '[origin] = [Wanted]')] };
      const asked = { elements: [plain, control('Wanted', 'text', 'GVA')] };
      expect(await ask(engine, asked)).toEqual([
        ['1', false],
        ['2', false],
      ]);
      expect(await ask(engine, { ...asked, controls: new Map([['Wanted', 'ZRH']]) })).toEqual([
        ['1', true],
        ['2', true],
      ]);
    });
  });

  describe('levels', () => {
    const grouped = (more: Parameters<typeof table>[2] = {}) =>
      table('Flights', 'flights', {
        columns: [
          column('Row', '[row]'),
          column('Origin', '[origin]'),
          column('Carrier', '[carrier]'),
          column('Delay', '[delay]'),
          column('Flights', 'Count()', { level: 'by origin' }),
          column('Sum', 'Sum([Delay])', { level: 'by carrier' }),
        ],
        groupings: [
          { id: 'by origin', keys: ['Origin'], collapsed: false },
          { id: 'by carrier', keys: ['Carrier'], collapsed: true },
        ],
        ...more,
      });

    test('down to the first collapsed level, values of upper levels repeated, null a key like any other', async () => {
      expect(await ask(engine, { elements: [grouped()] })).toEqual([
        ['', 'WK', '1', '8'],
        ['BSL', 'WK', '1', '7'],
        ['GVA', 'LX', '2', '80'],
        ['ZRH', 'LX', '4', '30'],
        ['ZRH', 'WK', '4', null],
        ['ZRH', null, '4', '5'],
        [null, 'LX', '2', '-3'],
        [null, null, '2', '0'],
      ]);
    });

    test('collapsed at the outermost level, only that is shown', async () => {
      const collapsed = new Map([['by origin', true]]);
      expect(await ask(engine, { elements: [grouped()], view: { collapsed } })).toEqual([
        ['', '1'],
        ['BSL', '1'],
        ['GVA', '2'],
        ['ZRH', '4'],
        [null, '2'],
      ]);
    });

    test('opened to the rows, groups keep together in their order', async () => {
      const element = grouped({
        sorts: [
          { columnId: 'Flights', direction: 'descending' },
          { columnId: 'Row', direction: 'descending' },
        ],
      });
      const shown = await ask(engine, { elements: [element], view: { collapsed: new Map([['by carrier', false]]) } });
      expect(shown.map((row) => row[0])).toEqual(['2', '1', '3', '4', '8', '7', '5', '6', '10', '9']);
      expect(shown[0]).toEqual(['2', 'ZRH', 'LX', '20', '4', '30']);
    });

    test('a row compared with its group and with the whole, a group with the groups inside it', async () => {
      const element = grouped({
        columns: [
          column('Row', '[row]'),
          column('Origin', '[origin]'),
          column('Carrier', '[carrier]'),
          column('Price', '[price]'),
          column('Group price', 'Sum([Price])', { level: 'by origin' }),
          column('All', 'Sum([Price])', { level: 'total' }),
          column('Share', 'Round([Price] / [Group price], 2)'),
          column('Of all', 'Round([Group price] / [All], 2)', { level: 'by origin' }),
          column('Carrier price', 'Sum([Price])', { level: 'by carrier' }),
          column('Mean of carriers', 'Avg([Carrier price])', { level: 'by origin' }),
        ],
        groupings: [
          { id: 'by origin', keys: ['Origin'], collapsed: false },
          { id: 'by carrier', keys: ['Carrier'], collapsed: false },
        ],
        sorts: byRow,
        filters: [filter('Origin', { kind: 'list', mode: 'include', values: ['ZRH', null] })],
      });
      const shown = await ask(engine, { elements: [element] });
      // 160.75 at ZRH (150.75 LX, 10 WK, none without a carrier), 71 without an origin; 231.75 in all.
      expect(shown.map((row) => [row[0], row[4], row[5], row[6], row[7], row[8]])).toEqual([
        ['1', '160.75', '0.63', '0.69', '150.75', '80.375'],
        ['2', '160.75', '0.31', '0.69', '150.75', '80.375'],
        ['3', '160.75', '0.06', '0.69', '10', '80.375'],
        ['4', '160.75', null, '0.69', null, '80.375'],
        ['5', '71', '0.99', '0.31', '70', '35.5'],
        ['6', '71', '0.01', '0.31', '1', '35.5'],
      ]);
    });

    test('an aggregate in a row is that of its innermost group', async () => {
      const element = table('Flights', 'flights', {
        columns: [column('Row', '[row]'), column('Origin', '[origin]'), column('Above', '[delay] - Min([delay])')],
        groupings: [{ id: 'g', keys: ['Origin'], collapsed: false }],
        sorts: byRow,
      });
      const shown = await ask(engine, { elements: [element] });
      expect(Object.fromEntries(shown.map((row) => [row[0], row[2]]))).toEqual({
        1: '5',
        2: '15',
        3: null,
        4: '0',
        5: '0',
        6: '3',
        7: '0',
        8: '0',
        9: '0',
        10: '0',
      });
    });

    test('without groups it is that of the whole', async () => {
      const element = table('Flights', 'flights', {
        columns: [column('Row', '[row]'), column('Share', '[delay] = Max([delay])')],
        sorts: byRow,
      });
      const shown = await ask(engine, { elements: [element] });
      expect(shown.filter((row) => row[1] === true).map((row) => row[0])).toEqual(['7', '8']);
    });

    test('filters on rows come before aggregates; filters on aggregates remove groups, and totals are of what is left', async () => {
      const element = grouped({
        columns: [
          ...grouped().columns,
          column('All', 'Sum([Delay])', { level: 'total' }),
          column('Rows', 'Count()', { level: 'by origin' }),
        ],
        totals: ['All'],
        filters: [filter('Sum', { kind: 'range', from: '5', to: null }), filter('Row', { kind: 'range', from: '2', to: null })],
      });
      // Left are '' WK 8, BSL WK 7, GVA LX 80, ZRH LX 20, ZRH null 5.
      expect(await ask(engine, { elements: [element] })).toEqual([
        ['', 'WK', '1', '8', '1'],
        ['BSL', 'WK', '1', '7', '1'],
        ['GVA', 'LX', '2', '80', '2'],
        ['ZRH', 'LX', '2', '20', '2'],
        ['ZRH', null, '2', '5', '2'],
      ]);
      expect(await ask(engine, { elements: [element], view: { answer: 'totals' } })).toEqual([['120']]);
    });

    test('the first few of a level, within the level above', async () => {
      const element = grouped({ filters: [filter('Sum', { kind: 'top', count: 1, direction: 'highest' })] });
      expect((await ask(engine, { elements: [element] })).map((row) => [row[0], row[1], row[3]])).toEqual([
        ['', 'WK', '8'],
        ['BSL', 'WK', '7'],
        ['GVA', 'LX', '80'],
        ['ZRH', 'LX', '30'],
        [null, null, '0'],
      ]);
    });

    test('windows look at the enclosing group, in the order of the element', async () => {
      const element = table('Flights', 'flights', {
        columns: [
          column('Row', '[row]'),
          column('Origin', '[origin]'),
          column('Flights', 'Count()', { level: 'g' }),
          column('Running', 'RunningSum([Flights])', { level: 'g' }),
          column('Place', 'RunningSum([row])'),
        ],
        groupings: [{ id: 'g', keys: ['Origin'], collapsed: false }],
        sorts: [{ columnId: 'Row', direction: 'descending' }],
      });
      const shown = await ask(engine, { elements: [element] });
      expect(shown.map((row) => [row[0], row[3], row[4]])).toEqual([
        ['10', '1', '10'],
        ['9', '2', '9'],
        ['8', '4', '8'],
        ['7', '4', '15'],
        ['4', '8', '4'],
        ['3', '8', '7'],
        ['2', '8', '9'],
        ['1', '8', '10'],
        ['6', '10', '6'],
        ['5', '10', '11'],
      ]);
    });

    test('an empty table has no groups, and one total', async () => {
      const element = grouped({
        source: { kind: 'warehouse-table', connectionId, schema: 'src', table: 'empty' },
        columns: [...grouped().columns, column('All', 'Count()', { level: 'total' })],
        totals: ['All'],
      });
      expect(await ask(engine, { elements: [element] })).toEqual([]);
      expect(await ask(engine, { elements: [element], view: { answer: 'totals' } })).toEqual([['0']]);
      expect(await ask(engine, { elements: [element], view: { answer: 'count' } })).toEqual([['0']]);
    });
  });

  describe('values of a column', () => {
    const flightsBy = table('T', 'flights', {
      columns: [column('Origin', '[origin]'), column('Price', '[price]'), column('Flights', 'Count()', { level: 'origins' })],
      groupings: [{ id: 'origins', keys: ['Origin'], collapsed: true }],
    });
    const values = (columnId: string, containing = '', more: Partial<TableElement> = {}) =>
      ask(engine, { elements: [{ ...flightsBy, ...more }], view: { answer: { columnId, containing }, page: { offset: 0, limit: 50 } } });

    test('each once with how many rows have it, the most frequent first', async () => {
      expect(await values('Origin')).toEqual([
        ['ZRH', '4'],
        ['GVA', '2'],
        [null, '2'],
        ['', '1'],
        ['BSL', '1'],
      ]);
      expect((await values('Flights')).slice(0, 2)).toEqual([
        ['1', '2'],
        ['2', '2'],
      ]);
    });

    test('only those with a text in them, ignoring case, of numbers too', async () => {
      expect(await values('Origin', 'va')).toEqual([['GVA', '2']]);
      expect((await values('Price', '50')).map(([value]) => value)).toEqual(['50.25', '100.5']);
    });

    test('only of rows that pass the filters', async () => {
      const filters = [filter('Price', { kind: 'range', from: '50', to: null })];
      expect(await values('Origin', '', { filters })).toEqual([
        ['ZRH', '2'],
        [null, '1'],
      ]);
    });
  });

  describe('charts and pivots', () => {
    const base = {
      id: 'Chart',
      name: 'Chart',
      layout,
      source: { kind: 'warehouse-table', connectionId, schema: 'src', table: 'flights' },
      filters: [],
      sorts: [],
      columns: [
        column('Origin', '[origin]'),
        column('Carrier', '[carrier]'),
        column('Delay', '[delay]'),
        column('Price', '[price]'),
        column('Flights', 'Count()'),
        column('Sum', 'Sum([Delay])'),
        column('Mean', '[Sum] / [Flights]'),
        column('Part', '[Flights] / [All]'),
        column('All', 'Count()', { level: 'total' }),
      ],
    } as const;
    const chart = (kind: ChartElement['chart'], more: Partial<ChartElement> = {}): ChartElement => {
      return { ...base, kind: 'chart', chart: kind, x: 'Origin', values: ['Flights', 'Mean'], series: null, stacked: false, ...more };
    };

    test.each(['bar', 'line', 'area', 'pie'] as const)('a %s chart has a row for each point of its axis', async (kind) => {
      expect(await ask(engine, { elements: [chart(kind, { values: ['Flights', 'Sum', 'Part'] })] })).toEqual([
        ['', '1', '8', '0.1'],
        ['BSL', '1', '7', '0.1'],
        ['GVA', '2', '80', '0.2'],
        ['ZRH', '4', '35', '0.4'],
        [null, '2', '-3', '0.2'],
      ]);
    });

    test('with series, a row for each point and series; sorted and cut as asked', async () => {
      const element = chart('bar', {
        series: 'Carrier',
        values: ['Flights'],
        filters: [filter('Flights', { kind: 'top', count: 3, direction: 'highest' })],
        sorts: [{ columnId: 'Flights', direction: 'descending' }],
      });
      expect(await ask(engine, { elements: [element] })).toEqual([
        ['GVA', 'LX', '2'],
        ['ZRH', 'LX', '2'],
        ['', 'WK', '1'],
      ]);
    });

    test('a KPI is one row, whatever there is', async () => {
      const kpi = chart('kpi', { x: null, values: ['Flights', 'Sum'] });
      expect(await ask(engine, { elements: [kpi] })).toEqual([['10', '127']]);
      const none = { ...kpi, source: { ...base.source, table: 'empty' } };
      expect(await ask(engine, { elements: [none] })).toEqual([['0', null]]);
    });

    test('a scatter plot has a point for each row', async () => {
      const shown = await ask(engine, { elements: [chart('scatter', { x: 'Delay', values: ['Price'], series: 'Origin' })] });
      expect(shown).toHaveLength(10);
      expect(shown).toContainEqual(['10', 'ZRH', '100.5']);
    });

    const pivot: PivotElement = { ...base, kind: 'pivot', rows: ['Origin'], across: ['Carrier'], values: ['Flights', 'Sum'] };

    test('a pivot gives its cells, by row head and column head', async () => {
      expect((await ask(engine, { elements: [pivot] })).slice(3, 6)).toEqual([
        ['ZRH', 'LX', '2', '30'],
        ['ZRH', 'WK', '1', null],
        ['ZRH', null, '1', '5'],
      ]);
    });

    test('a page of a pivot is so many row heads with all their cells', async () => {
      const page = async (offset: number, limit: number) =>
        runPlan(engine, planOf(engine, { elements: [pivot], view: { page: { offset, limit } } }));
      const first = await page(2, 2);
      expect(first.hasMore).toBe(true);
      expect(rowsOf(first).map((row) => row[0])).toEqual(['GVA', 'ZRH', 'ZRH', 'ZRH']);
      const last = await page(4, 2);
      expect(last.hasMore).toBe(false);
      expect(rowsOf(last).map((row) => row.slice(0, 2))).toEqual([
        [null, 'LX'],
        [null, null],
      ]);
      expect(await ask(engine, { elements: [pivot], view: { answer: 'count' } })).toEqual([['5']]);
    });
  });
});
