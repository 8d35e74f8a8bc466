import { describe, expect, test } from 'vitest';
import { describeElement, describeSource } from '../../src/queries/describe-element.ts';
import { leafSources } from '../../src/queries/leaf-sources.ts';
import { plainView, planElement } from '../../src/queries/plan-element.ts';
import type { ElementPlan, SelectNode } from '../../src/queries/plan.ts';
import type { SourceOf } from '../../src/queries/resolved-source.ts';
import type { Definition, Element, ElementColumn, Source, TableElement } from '../../src/workbooks/definition.ts';

const flights: Source = { kind: 'warehouse-table', connectionId: 'c1', schema: 'src', table: 'flights' };
const elsewhere: Source = { kind: 'warehouse-table', connectionId: 'c2', schema: 'src', table: 'airports' };

function column(id: string, formula: string, more: Partial<ElementColumn> = {}): ElementColumn {
  return { id, name: id, formula, hidden: false, format: null, level: null, ...more };
}

function table(id: string, more: Partial<TableElement> = {}): TableElement {
  const layout = { x: 0, y: 0, width: 1, height: 1 };
  return { id, name: id, layout, kind: 'table', source: flights, columns: [], filters: [], sorts: [], groupings: [], totals: [], ...more };
}

function documentOf(elements: readonly Element[]): Definition {
  return { formatVersion: 1, timeZone: 'UTC', weekStart: 'monday', pages: [{ id: 'p', name: 'P', elements }] };
}

const sourceOf: SourceOf = (source) => {
  if (source.kind !== 'warehouse-table') return undefined;
  return {
    kind: 'relation',
    connectionId: source.connectionId,
    path: { database: 'w', schema: source.schema, table: source.table },
    columns: [
      { name: 'origin', type: 'text', engineType: 'text' },
      { name: 'delay', type: 'number', engineType: 'int4' },
      { name: 'shape', type: null, engineType: 'polygon' },
    ],
  };
};

function outcomeOf(...elements: readonly Element[]): ReturnType<typeof planElement> {
  const elementId = elements[0]?.id ?? '';
  return planElement({ definition: documentOf(elements), elementId, sourceOf, controls: new Map(), view: plainView });
}

function planOf(...elements: readonly Element[]): ElementPlan {
  const outcome = outcomeOf(...elements);
  if (outcome.kind === 'wrong') throw new Error(JSON.stringify(outcome.problems));
  return outcome.plan;
}

function problemOf(...elements: readonly Element[]): { readonly code: string; readonly message: string } {
  const outcome = outcomeOf(...elements);
  const [problem] = outcome.kind === 'wrong' ? outcome.problems : [];
  if (problem === undefined) throw new Error('it was planned');
  return problem;
}

function selects(plan: ElementPlan): readonly SelectNode[] {
  return plan.steps.flatMap((step) => (step.query.node === 'select' ? [step.query] : step.query.selects));
}

describe('a plan', () => {
  test('of a plain table with a filter and a sort is one SELECT of what is shown', () => {
    const plan = planOf(
      table('T', {
        columns: [column('o', '[origin]'), column('d', '[delay]', { hidden: true }), column('unused', '[delay] * 2', { hidden: true })],
        filters: [{ id: 'f', columnId: 'd', kind: 'range', from: '1', to: null }],
        sorts: [{ columnId: 'd', direction: 'descending' }],
      }),
    );
    expect(plan.steps).toHaveLength(1);
    expect(selects(plan)[0]).toMatchObject({
      from: { relation: { kind: 'table', path: { table: 'flights' } } },
      columns: [{ name: 'o', value: { kind: 'stored', name: 'origin' } }],
      where: [{ kind: 'range', value: { kind: 'stored', name: 'delay' } }],
      orderBy: [{ value: { kind: 'stored', name: 'delay' }, direction: 'descending' }],
    });
  });

  test('of one level of groups is one SELECT that groups', () => {
    const plan = planOf(
      table('T', {
        columns: [column('o', '[origin]'), column('mean', 'Avg([delay])', { level: 'g' })],
        groupings: [{ id: 'g', keys: ['o'], collapsed: true }],
      }),
    );
    expect(plan.steps).toHaveLength(1);
    expect(selects(plan)[0]).toMatchObject({ groupBy: ['o'], columns: [{ name: 'o' }, { name: 'mean' }] });
  });

  test('reads an element once, whoever names it', () => {
    const base = table('Base', {
      columns: [column('o', '[origin]'), column('n', 'Count()', { level: 'g' })],
      groupings: [{ id: 'g', keys: ['o'], collapsed: true }],
    });
    const top = table('Top', {
      source: { kind: 'element', elementId: 'Base' },
      columns: [column('o', '[Base/o]'), column('of all', 'Rollup(Sum([Other/n]), [o], [Other/o])')],
    });
    const other = table('Other', { source: { kind: 'element', elementId: 'Base' }, columns: [column('o', '[o]'), column('n', '[n]')] });
    const scans = selects(planOf(top, base, other)).filter((select) => select.from.relation.kind === 'table');
    expect(scans).toHaveLength(1);
  });

  test('names its steps apart from each other and from tables that custom SQL may mean', () => {
    const sql: Source = { kind: 'custom-sql', connectionId: 'c1', sql: 'select * from "T by o", x' };
    const element = table('T', {
      source: sql,
      columns: [
        column('o', '[origin]'),
        column('n', 'Count()', { level: 'g' }),
        column('share', '[n] / [all]', { level: 'g' }),
        column('all', 'Count()', { level: 'total' }),
      ],
      groupings: [{ id: 'g', keys: ['o'], collapsed: true }],
    });
    const outcome = planElement({
      definition: documentOf([element]),
      elementId: 'T',
      sourceOf: (source) => {
        return source.kind === 'custom-sql'
          ? { kind: 'sql', connectionId: 'c1', text: source.sql as never, columns: [{ name: 'origin', type: 'text', engineType: 'text' }] }
          : undefined;
      },
      controls: new Map(),
      view: plainView,
    });
    if (outcome.kind === 'wrong') throw new Error('wrong');
    const names = outcome.plan.steps.slice(0, -1).map((step) => step.name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => sql.sql.toLowerCase().includes(name))).toEqual([]);
  });
});

describe('what cannot be planned says why', () => {
  test('columns that need each other are wrong, and named', () => {
    const plan = planOf(table('T', { columns: [column('a', '[b] + 1'), column('b', '[a] + 1'), column('o', '[origin]')] }));
    expect(plan.columns.map((one) => one.problem)).toEqual([expect.stringContaining('circle'), expect.stringContaining('circle'), null]);
  });

  test('columns that need each other through their own groups', () => {
    const columns = [column('band', 'If([delay] > [mean], "late", "early")'), column('mean', 'Avg([delay])', { level: 'g' })];
    expect(problemOf(table('T', { columns, groupings: [{ id: 'g', keys: ['band'], collapsed: false }] })).code).toBe('query.cycle');
  });

  test('elements that read each other', () => {
    const one = table('One', { source: { kind: 'element', elementId: 'Two' } });
    const two = table('Two', { source: { kind: 'element', elementId: 'One' } });
    expect(problemOf(one, two)).toMatchObject({ code: 'query.cycle', message: expect.stringContaining('One → Two → One') });
  });

  test('elements that look things up in each other', () => {
    const into = (other: string) => column('found', `Lookup([${other}/delay], [origin], [${other}/origin])`);
    const [one, two] = ['Two', 'One'].map((other) => [column('origin', '[origin]'), column('delay', '[delay]'), into(other)]);
    const plan = planOf(table('One', { columns: one ?? [] }), table('Two', { columns: two ?? [] }));
    expect(plan.columns.map((each) => each.problem)).toEqual([null, null, null]);
    const itself = column('delay', 'Lookup([Two/delay], [origin], [Two/origin])');
    const other = column('delay', 'Lookup([One/delay], [origin], [One/origin])');
    const origin = column('origin', '[origin]');
    const circle = outcomeOf(table('One', { columns: [origin, itself] }), table('Two', { columns: [origin, other] }));
    expect(circle).toMatchObject({ kind: 'planned', plan: { columns: [{ problem: null }, { problem: expect.stringMatching(/./) }] } });
  });

  test('a row in a column of groups, outside of an aggregate', () => {
    const columns = [
      column('o', '[origin]'),
      column('bad', '[delay] + Sum([delay])', { level: 'g' }),
      column('good', '[origin] & "!"', { level: 'g' }),
    ];
    const plan = planOf(table('T', { columns, groupings: [{ id: 'g', keys: ['o'], collapsed: true }] }));
    expect(plan.columns.map((one) => one.problem)).toEqual([null, expect.stringContaining('Sum([delay])'), null]);
  });

  test.each([
    ['a source that is gone', table('T', { source: { kind: 'input-table', inputTableId: 'x' } }), 'query.source-missing'],
    [
      'a filter on a column that is gone',
      table('T', { filters: [{ id: 'f', columnId: 'gone', kind: 'null', mode: 'is-null' }] }),
      'query.column-missing',
    ],
    [
      'a filter that does not fit',
      table('T', {
        columns: [column('o', '[origin]')],
        filters: [
          { id: 'f', columnId: 'o', kind: 'range', from: 'x', to: null },
          { id: 'g', columnId: 'd', kind: 'range', from: 'x', to: null },
        ],
      }),
      'query.column-missing',
    ],
    [
      'a number compared with a word',
      table('T', { columns: [column('d', '[delay]')], filters: [{ id: 'f', columnId: 'd', kind: 'range', from: 'late', to: null }] }),
      'query.filter-does-not-fit',
    ],
    [
      'two connections',
      table('T', {
        source: { kind: 'join', type: 'inner', left: flights, right: elsewhere, rightName: 'A', on: [{ left: 'origin', right: 'origin' }] },
        columns: [column('o', '[origin]')],
      }),
      'query.two-connections',
    ],
    [
      'a join of a text with a number',
      table('T', {
        source: { kind: 'join', type: 'inner', left: flights, right: flights, rightName: 'A', on: [{ left: 'origin', right: 'delay' }] },
      }),
      'query.join-types-differ',
    ],
  ])('%s', (_, element, code) => {
    expect(problemOf(element).code).toBe(code);
  });

  test('a sort by a column that is gone is passed over', () => {
    expect(
      planOf(table('T', { columns: [column('o', '[origin]')], sorts: [{ columnId: 'gone', direction: 'ascending' }] })).steps,
    ).toHaveLength(1);
  });

  test('a type that formulas do not know can be shown, and nothing else', () => {
    const plan = planOf(table('T', { columns: [column('s', '[shape]'), column('u', 'Upper([shape])')] }));
    expect(plan.columns.map((one) => [one.type, one.problem === null])).toEqual([
      [null, true],
      [null, false],
    ]);
  });
});

describe('what an element reads', () => {
  test('its leaves, through sources and through names in formulas, each once', () => {
    const looked = table('Airports', { source: elsewhere });
    const element = table('T', {
      source: {
        kind: 'union',
        sources: [
          flights,
          {
            kind: 'join',
            type: 'left',
            left: flights,
            right: { kind: 'data-model', documentId: 'd', elementId: 'e' },
            rightName: 'M',
            on: [],
          },
        ],
      },
      columns: [column('c', 'Lookup([ airports / origin ], [origin], [Airports/origin]) & "[Ghost/x]"')],
    });
    const ghost = table('Ghost', { source: { kind: 'input-table', inputTableId: 'i' } });
    expect(leafSources(documentOf([element, looked, ghost]), 'T')).toEqual([
      flights,
      { kind: 'data-model', documentId: 'd', elementId: 'e' },
      elsewhere,
    ]);
  });

  test('and its columns with their types, for the screen', () => {
    const element = table('T', {
      columns: [column('o', '[origin]'), column('late', '[delay] > 15', { hidden: true }), column('bad', '[nothing')],
    });
    const described = describeElement(documentOf([element]), 'T', sourceOf);
    if (described.kind === 'wrong') throw new Error('wrong');
    expect(described.columns.map(({ id, type, problem }) => [id, type, problem?.at ?? null])).toEqual([
      ['o', 'text', null],
      ['late', 'logical', null],
      ['bad', null, { from: 0, to: 8 }],
    ]);
    expect(described.scope(null).resolve(['LATE'])).toMatchObject({ kind: 'column', type: 'logical' });
    expect(described.scope(null).resolve(['orign'])).toMatchObject({ kind: 'none', suggestions: ['origin'] });
    const joined: Source = { kind: 'join', type: 'left', left: flights, right: flights, rightName: 'Other', on: [] };
    const columns = describeSource(documentOf([]), joined, sourceOf);
    expect(columns.kind === 'described' ? columns.columns.map(({ name }) => name) : []).toEqual([
      'origin',
      'delay',
      'shape',
      'Other origin',
      'Other delay',
      'Other shape',
    ]);
  });
});
