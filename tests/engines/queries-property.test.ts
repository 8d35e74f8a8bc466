/** Any grouped table over any rows: it always runs, shows what the rule says, and is the same before it is simplified. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plainView, planElement } from '@penstock/domain/queries/plan-element';
import type { TableElement } from '@penstock/domain/workbooks/definition';
import {
  column,
  connectionId,
  document,
  engineNames,
  rowsOf,
  runPlan,
  sourcesOf,
  startQueryEngine,
  table as tableElement,
} from './query-engines.ts';
import type { QueryEngine, TestTable } from './query-engines.ts';
import { expectedRows, expectedTotal } from './query-oracle.ts';
import type { OracleFilter, OracleRow, OracleTable } from './query-oracle.ts';

const key = fc.constantFrom('x', 'y', '', null);
const rows = fc
  .array(fc.record({ a: key, b: key, n: fc.option(fc.integer({ min: -4, max: 9 })) }), { maxLength: 10 })
  .map((all): readonly OracleRow[] => all.map((row, index) => ({ id: index + 1, ...row })));

const levels = fc.constantFrom<readonly (readonly ('A' | 'B')[])[]>([], [['A']], [['B']], [['A'], ['B']], [['B'], ['A']], [['A', 'B']]);

function filterOf(count: number): fc.Arbitrary<OracleFilter> {
  const ofLevels = Array.from({ length: count }, (_, index) => [`Count ${index + 1}`, `Sum ${index + 1}`, `Max ${index + 1}`]).flat();
  if (count === 2) ofLevels.push('Rest 2');
  const numbers = fc.constantFrom('N', 'Share', 'Above', 'Running', ...ofLevels);
  const bounds = fc.tuple(fc.integer({ min: -10, max: 12 }), fc.integer({ min: 0, max: 12 }));
  return fc.oneof(
    fc.record({
      kind: fc.constant('list' as const),
      column: fc.constantFrom('A' as const, 'B' as const),
      include: fc.boolean(),
      values: fc.subarray(['x', 'y', '', null]),
    }),
    fc.tuple(numbers, bounds).map(([of, [from, width]]): OracleFilter => ({ kind: 'range', column: of, from, to: from + width })),
    fc.record({
      kind: fc.constant('top' as const),
      column: fc.constantFrom('N', ...ofLevels),
      count: fc.integer({ min: 0, max: 3 }),
      highest: fc.boolean(),
    }),
  );
}

const asked = levels.chain((chosen) =>
  fc.record<OracleTable>({
    levels: fc.constant(chosen),
    shown: fc.option(fc.integer({ min: 1, max: Math.max(1, chosen.length) })).map((shown) => (chosen.length === 0 ? null : shown)),
    filters: fc.array(filterOf(chosen.length), { maxLength: 3 }),
    hidden: fc.array(fc.nat({ max: 15 }), { maxLength: 14 }),
  }),
);

function elementOf({ levels: chosen, shown, filters, hidden }: OracleTable): TableElement {
  const ofLevel = chosen.flatMap((_, index) => [
    column(`Count ${index + 1}`, 'Count()', { level: `level ${index + 1}` }),
    column(`Sum ${index + 1}`, 'Sum([N])', { level: `level ${index + 1}` }),
    column(`Max ${index + 1}`, 'Max([N])', { level: `level ${index + 1}` }),
  ]);
  return tableElement('T', 'facts', {
    source: { kind: 'warehouse-table', connectionId, schema: 'src', table: 'facts' },
    columns: [
      column('Id', '[id]'),
      column('A', '[a]'),
      column('B', '[b]'),
      column('N', '[n]'),
      column('Share', '[N] - [All]'),
      column('Above', '[N] - Min([N])'),
      column('Running', 'RunningSum([N])'),
      column('All', 'Sum([N])', { level: 'total' }),
      ...ofLevel,
      ...(chosen.length === 2 ? [column('Rest 2', '[Sum 2] - [Sum 1]', { level: 'level 2' })] : []),
    ].map((one, index) => ({ ...one, hidden: hidden.includes(index) })),
    groupings: chosen.map((keys, index) => ({ id: `level ${index + 1}`, keys, collapsed: shown === index + 1 })),
    totals: ['All'],
    sorts: [{ columnId: 'Id', direction: 'ascending' }],
    filters: filters.map((filter, index) => {
      const base = { id: String(index), columnId: filter.column };
      switch (filter.kind) {
        case 'list':
          return { ...base, kind: 'list', mode: filter.include ? 'include' : 'exclude', values: filter.values };
        case 'range':
          return { ...base, kind: 'range', from: String(filter.from), to: String(filter.to) };
        case 'top':
          return { ...base, kind: 'top', count: filter.count, direction: filter.highest ? 'highest' : 'lowest' };
      }
    }),
  });
}

const facts: TestTable = {
  name: 'facts',
  columns: [
    { name: 'id', type: 'number', sql: 'int', engineType: 'int4' },
    { name: 'a', type: 'text', sql: 'text', engineType: 'text' },
    { name: 'b', type: 'text', sql: 'text', engineType: 'text' },
    { name: 'n', type: 'number', sql: 'int', engineType: 'int4' },
  ],
  rows: [],
};

describe.each(engineNames)('%s', (name) => {
  let engine: QueryEngine;
  beforeAll(async () => {
    engine = await startQueryEngine(name, [facts]);
  });
  afterAll(() => engine.close());

  test('a grouped table shows what the rule says, simplified or not, and its subtotals add up', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(rows, asked, async (given, table) => {
        const into = `${engine.dialect.quoteName(engine.schema)}."facts"`;
        await engine.run({ text: `delete from ${into}`, parameters: [] });
        if (given.length > 0) {
          const values = given.map((row) => `(${row.id}, ${quoted(row.a)}, ${quoted(row.b)}, ${row.n ?? 'null'})`).join(', ');
          await engine.run({ text: `insert into ${into} values ${values}`, parameters: [] });
        }
        const request = {
          definition: document([elementOf(table)]),
          elementId: 'T',
          sourceOf: sourcesOf(engine, new Map(), [facts]),
          controls: new Map(),
          view: plainView,
        };
        const answer = async (view: Partial<typeof plainView>, simplify: boolean) => {
          const outcome = planElement({ ...request, view: { ...plainView, ...view } }, { simplify });
          if (outcome.kind === 'wrong') throw new Error(JSON.stringify(outcome.problems));
          return { columns: outcome.plan.columns.map((one) => one.name), shown: rowsOf(await runPlan(engine, outcome.plan)) };
        };
        const { columns, shown } = await answer({}, true);
        expect(shown).toEqual(expectedRows(table, given, columns));
        expect((await answer({}, false)).shown).toEqual(shown);
        expect((await answer({ answer: 'totals' }, true)).shown).toEqual([[expectedTotal(table, given)]]);
        expect((await answer({ answer: 'count' }, true)).shown).toEqual([[String(shown.length)]]);
      }),
      { numRuns: 80 },
    );
  });
});

function quoted(value: string | null): string {
  return value === null ? 'null' : `'${value}'`;
}
