/** Where elements take their rows from: joins, unions, other elements, input tables and linked ones, on real engines. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ask,
  column,
  connectionId,
  control,
  engineNames,
  filter,
  planOf,
  rowsOf,
  runPlan,
  sourcesOf,
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

  const byRow = [{ columnId: 'Row', direction: 'ascending' }] as const;

  describe('sources', () => {
    const onCode = [{ left: 'origin', right: 'code' }];
    const flightsSource = { kind: 'warehouse-table', connectionId, schema: 'src', table: 'flights' } as const;
    const airportsSource = { kind: 'warehouse-table', connectionId, schema: 'src', table: 'airports' } as const;
    const join = (type: 'inner' | 'left' | 'right' | 'full') =>
      table('Joined', '', {
        source: { kind: 'join', type, left: flightsSource, right: airportsSource, rightName: 'Airport', on: onCode },
        columns: [
          column('Row', '[row]'),
          column('City', '[city]'),
          column('Theirs', '[Airport origin]'),
          column('Same', '[airports/city]', { hidden: true }),
        ],
        sorts: [...byRow, { columnId: 'City', direction: 'ascending' }],
      });

    test.each([
      ['inner', 8, 0],
      ['left', 12, 0],
      ['right', 10, 2],
      ['full', 14, 2],
    ] as const)('a join of type %s: nulls match nothing', async (type, count, withoutRow) => {
      const shown = await ask(engine, { elements: [join(type)] });
      expect(shown).toHaveLength(count);
      expect(shown.filter((row) => row[0] === null)).toHaveLength(withoutRow);
      expect(shown).toContainEqual(['7', 'Geneva', 'c']);
    });

    test('a union matches columns by name; what one lacks is null, types that differ are text', async () => {
      const element = table('All', '', {
        source: { kind: 'union', sources: [flightsSource, airportsSource] },
        columns: [column('Origin', '[origin]'), column('City', '[city]'), column('Row', '[row]')],
        sorts: [
          { columnId: 'Row', direction: 'ascending' },
          { columnId: 'City', direction: 'ascending' },
        ],
      });
      const shown = await ask(engine, { elements: [element] });
      expect(shown).toHaveLength(15);
      expect(shown[0]).toEqual(['ZRH', null, '1']);
      expect(
        shown
          .slice(10)
          .map((row) => row[0])
          .toSorted(),
      ).toEqual(['a', 'b', 'c', 'd', 'e']);
    });

    test('another element: what it shows, after its filters, without its page', async () => {
      const base = table('Base', 'flights', {
        columns: [column('From', '[origin]'), column('Flights', 'Count()', { level: 'g' }), column('Secret', '[price]', { hidden: true })],
        groupings: [{ id: 'g', keys: ['From'], collapsed: true }],
        filters: [filter('From', { kind: 'null', mode: 'is-not-null' })],
      });
      const top = table('Top', '', {
        source: { kind: 'element', elementId: 'Base' },
        columns: [column('Where', '[From]'), column('Twice', '[Flights] * 2'), column('Hidden', '[Secret]')],
        sorts: [{ columnId: 'Where', direction: 'ascending' }],
      });
      const plan = planOf(engine, { elements: [top, base] });
      expect(plan.columns.map((one) => one.problem === null)).toEqual([true, true, false]);
      expect(rowsOf(await runPlan(engine, plan))).toEqual([
        ['', '2', null],
        ['BSL', '2', null],
        ['GVA', '4', null],
        ['ZRH', '8', null],
      ]);
    });

    test('custom SQL is a subquery: its comment ends with it, and no step hides a table that it means', async () => {
      const name = `"${engine.schema}"."flights"`;
      const text = `with mine as (select * from ${name})\nselect row as n, 'a\nb' as t from mine -- the end`;
      const columns = [
        { name: 'n', type: 'number', sql: 'int', engineType: 'int4' },
        { name: 't', type: 'text', sql: 'text', engineType: 'text' },
      ] as const;
      const element = table('mine', '', {
        source: { kind: 'custom-sql', connectionId, sql: text },
        columns: [
          column('N', '[n]'),
          column('T', '[t]'),
          column('Even', 'Mod([n], 2) = 0'),
          column('All', 'Count()', { level: 'total' }),
          column('Share', '[n] / [All]'),
        ],
        filters: [filter('Even', { kind: 'list', mode: 'include', values: [true] })],
        sorts: [{ columnId: 'N', direction: 'ascending' }],
      });
      const shown = await ask(engine, { elements: [element], customSql: new Map([[text, columns]]) });
      expect(shown.map((row) => row[0])).toEqual(['2', '4', '6', '8', '10']);
      expect(shown[0]?.[1]).toBe('a\nb');
    });

    test('stored types become those of formulas; what formulas do not know is shown as text', async () => {
      const element = table('Kinds', 'kinds', {
        columns: [
          column('Wall', '[wall]'),
          column('Hour', 'Hour([wall])'),
          column('Id', 'Upper([id])'),
          column('Clock', '[clock]'),
          column('Share', '[share]'),
        ],
        filters: [filter('Clock', { kind: 'text', operator: 'starts-with', text: '10:', caseSensitive: true })],
      });
      // Ten o'clock on the wall of Zürich, which is eight in UTC in July.
      expect(await ask(engine, { elements: [element] })).toEqual([
        ['2024-07-01T08:00:00.000000Z', '10', '6F1C2D3E-0000-4000-8000-000000000001', '10:30:00', '0.1'],
      ]);
    });

    test('an input table: its live rows, labels for options, the id of an option that is gone', async () => {
      const element = table('Typed', '', {
        source: { kind: 'input-table', inputTableId: 'i' },
        columns: [
          column('Choice', '[Choice]'),
          column('Amount', '[Amount]'),
          column('All', 'Count()', { level: 'total' }),
          column('Of', '[All]'),
        ],
        sorts: [{ columnId: 'Amount', direction: 'ascending' }],
      });
      const number = name === 'duckdb' ? 'DECIMAL(12,2)' : 'numeric';
      const shown = await ask(engine, {
        elements: [element],
        sourceOf: () => ({
          kind: 'input-table',
          keyColumns: [],
          connectionId,
          path: { database: 'w', schema: engine.schema, table: 'typed' },
          columns: [
            {
              name: 'Choice',
              type: 'text',
              physicalName: 'c1_1',
              engineType: name === 'duckdb' ? 'VARCHAR' : 'text',
              labels: [{ id: 'o1', label: "First's" }],
            },
            { name: 'Amount', type: 'number', physicalName: 'c2_1', engineType: number, labels: null },
          ],
        }),
      });
      expect(shown).toEqual([
        ["First's", '1.5', '3'],
        ['gone', '2', '3'],
        [null, null, '3'],
      ]);
    });

    test('an input table: of a choice of several, the labels of all in the order of the options', async () => {
      const into = `${engine.dialect.quoteName(engine.schema)}.several`;
      const rows = [
        `(1, '["o1","o2"]', false)`,
        `(2, '["o2"]', false)`,
        `(3, null, false)`,
        `(4, '["gone"]', false)`,
        `(5, '["o0","o12"]', false)`,
      ];
      await engine.run({ text: `create table ${into} (id int, choice text, deleted boolean)`, parameters: [] });
      await engine.run({ text: `insert into ${into} values ${rows.join(', ')}`, parameters: [] });
      const element = table('T', '', {
        source: { kind: 'input-table', inputTableId: 'several' },
        columns: [column('Id', '[id]'), column('Choice', '[Choice]'), column('Late', 'Contains([Choice], "Late")')],
        sorts: [{ columnId: 'Id', direction: 'ascending' }],
      });
      const labels = [
        { id: 'o1', label: 'Early' },
        { id: 'o2', label: 'Late' },
        { id: 'o12', label: 'Far' },
      ];
      const [whole, text] = name === 'duckdb' ? ['INTEGER', 'VARCHAR'] : ['int4', 'text'];
      const shown = await ask(engine, {
        elements: [element],
        sourceOf: () => ({
          kind: 'input-table',
          keyColumns: [],
          connectionId,
          path: { database: 'w', schema: engine.schema, table: 'several' },
          columns: [
            { name: 'id', type: 'number', physicalName: 'id', engineType: whole, labels: null },
            { name: 'Choice', type: 'text', physicalName: 'choice', engineType: text, labels, holdsSeveral: true },
          ],
        }),
      });
      expect(shown).toEqual([
        ['1', 'Early, Late', true],
        ['2', 'Late', true],
        ['3', null, null],
        ['4', '["gone"]', false],
        ['5', 'Far', false],
      ]);
    });

    test('a linked input table: every row of the source, beside it what was typed for its key; nothing for an empty key', async () => {
      const into = `${engine.dialect.quoteName(engine.schema)}.linked`;
      const rows = `('GVA', 'quiet', false), ('JFK', 'gone', true), ('gva', 'other', false), (null, 'nobody', false)`;
      await engine.run({ text: `create table ${into} (k text, c text, deleted boolean)`, parameters: [] });
      await engine.run({ text: `insert into ${into} values ${rows}`, parameters: [] });
      const text = name === 'duckdb' ? 'VARCHAR' : 'text';
      const element = table('Linked', '', {
        source: {
          kind: 'linked-input-table',
          inputTableId: 'i',
          editableIn: 'draft',
          source: airportsSource,
          keys: [{ column: 'code', columnId: 'ckey' }],
        },
        columns: [column('City', '[city]'), column('Code', '[code]', { hidden: true }), column('Typed', '[ctyped]')],
        sorts: [
          { columnId: 'Code', direction: 'ascending' },
          { columnId: 'City', direction: 'ascending' },
        ],
      });
      const given = sourcesOf(engine);
      const shown = await ask(engine, {
        elements: [element],
        sourceOf: (source) =>
          source.kind !== 'input-table'
            ? given(source)
            : {
                kind: 'input-table',
                keyColumns: ['ckey'],
                connectionId,
                path: { database: 'w', schema: engine.schema, table: 'linked' },
                columns: [
                  { id: 'ckey', name: 'code', type: 'text', physicalName: 'k', engineType: text, labels: null },
                  { id: 'ctyped', name: 'Renamed since', type: 'text', physicalName: 'c', engineType: text, labels: null },
                ],
              },
      });
      const plain = await ask(engine, {
        elements: [table('Plain', 'airports', { columns: [column('City', '[city]'), column('Code', '[code]')], sorts: element.sorts })],
      });
      expect(shown).toEqual(plain.map(([city, code]) => [city, code === 'GVA' ? 'quiet' : null]));
      expect(shown.filter(([, typed]) => typed === 'quiet').length).toBeGreaterThan(0);
    });

    test('Lookup gives the first value by value, Rollup an aggregate; nulls match nothing', async () => {
      const places = table('Airports', 'airports', { columns: [column('Code', '[code]'), column('City', '[city]')] });
      const element = table('Flights', 'flights', {
        columns: [
          column('Row', '[row]'),
          column('Origin', '[origin]'),
          column('City', 'Lookup([Airports/City], [Origin], [Airports/Code])'),
          column('Cities', 'Rollup(Count([Airports/City]), [Origin], [Airports/Code])'),
          column('Upper', 'Upper([City])'),
        ],
        sorts: byRow,
      });
      const shown = await ask(engine, { elements: [element, places] });
      expect(shown[0]).toEqual(['1', 'ZRH', 'Zürich', '1', 'ZÜRICH']);
      expect(shown[6]).toEqual(['7', 'GVA', 'Geneva', '2', 'GENEVA']);
      expect(shown[4]?.slice(0, 3)).toEqual(['5', null, null]);
      expect(shown).toHaveLength(10);
    });

    test('a data model: its own document, its own controls', async () => {
      const model = {
        formatVersion: 1,
        timeZone: 'UTC',
        weekStart: 'monday',
        pages: [
          {
            id: 'p',
            name: 'P',
            elements: [
              table('Late flights', 'flights', {
                columns: [column('n', '[row]'), column('o', '[origin]')],
                filters: [filter('o', { kind: 'control', controlId: 'same id' })],
              }),
              control('same id', 'list', ['GVA']),
            ],
          },
        ],
      } as const;
      const element = table('Mine', '', {
        source: { kind: 'data-model', documentId: 'd', elementId: 'Late flights' },
        columns: [column('Row', '[n]'), column('Held', '[same id]')],
        sorts: byRow,
      });
      const plain = sourcesOf(engine);
      const shown = await ask(engine, {
        elements: [element, control('same id', 'text', 'x')],
        controls: new Map([['same id', 'mine']]),
        sourceOf: (source) =>
          source.kind === 'data-model'
            ? { kind: 'element', documentId: 'd', definition: model as never, elementId: source.elementId }
            : plain(source),
      });
      expect(shown).toEqual([
        ['7', 'mine'],
        ['8', 'mine'],
      ]);
    });
  });
});
