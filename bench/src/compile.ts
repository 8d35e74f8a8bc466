/**
 * How long it takes from an element's definition to the statement that runs: an element of 50 columns whose formulas build on
 * each other, in three levels, with filters and sorts. No warehouse is asked.
 */
import { planElement, plainView } from '@penstock/domain/queries/plan-element';
import type { ResolvedSource } from '@penstock/domain/queries/resolved-source';
import type { Definition, ElementColumn, TableElement } from '@penstock/domain/workbooks/definition';
import { renderPlan } from '@penstock/warehouse/queries/render-plan';
import { below } from './result.ts';
import type { BenchResult } from './result.ts';

const rounds = 200;

/** Milliseconds, the median after a warm-up. */
export function compileMs(): number {
  const definition = documentOf(fiftyColumns());
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    const outcome = planElement({
      definition,
      elementId: 'element',
      sourceOf: () => source,
      controls: new Map(),
      view: { ...plainView, page: { offset: 0, limit: 1000 } },
    });
    if (outcome.kind === 'wrong') throw new Error(JSON.stringify(outcome.problems));
    const wrong = outcome.plan.columns.find((column) => column.problem !== null);
    if (wrong !== undefined) throw new Error(`${wrong.name}: ${wrong.problem ?? ''}`);
    renderPlan(outcome.plan);
    times.push(performance.now() - started);
  }
  const settled = times.slice(rounds / 2).toSorted((a, b) => a - b);
  return settled[Math.floor(settled.length / 2)] ?? Number.NaN;
}

export function measureCompile(): Promise<BenchResult[]> {
  return Promise.resolve([below(5, { name: 'compile an element of 50 columns', unit: 'ms', value: compileMs() })]);
}

const sourceColumns = 30;

const source: ResolvedSource = {
  kind: 'relation',
  connectionId: 'connection',
  path: { database: 'warehouse', schema: 'src', table: 'facts' },
  columns: Array.from({ length: sourceColumns }, (_, index) => {
    const isText = index % 3 === 0;
    return { name: `c${index}`, type: isText ? 'text' : 'number', engineType: isText ? 'text' : 'numeric' };
  }),
};

function fiftyColumns(): readonly ElementColumn[] {
  const column = (id: string, formula: string, level: string | null = null): ElementColumn => {
    return { id, name: id, formula, hidden: false, format: null, level };
  };
  return [
    ...Array.from({ length: sourceColumns }, (_, index) => column(`Column ${index}`, `[c${index}]`)),
    column('Ratio', 'If([Column 1] > 0, Round([Column 2] / [Column 1], 2), null)'),
    column('Label', 'Upper([Column 0]) & " " & Coalesce([Column 3], "none")'),
    column('Band', 'If([Ratio] < 1, "low", [Ratio] < 10, "middle", "high")'),
    column('Above', '[Column 1] - [Mean 1]'),
    column('Share', '[Column 1] / [Sum 2]'),
    column('Of all', '[Column 1] / [All]'),
    column('All', 'Sum([Column 1])', 'total'),
    ...[1, 2].flatMap((level) => [
      column(`Count ${level}`, 'Count()', `level ${level}`),
      column(`Sum ${level}`, 'Sum([Column 1])', `level ${level}`),
      column(`Mean ${level}`, 'Avg([Ratio])', `level ${level}`),
      column(`Highest ${level}`, 'Max([Column 2])', `level ${level}`),
      column(`Part ${level}`, `[Sum ${level}] / [All]`, `level ${level}`),
      column(`Running ${level}`, `RunningSum([Sum ${level}])`, `level ${level}`),
    ]),
    column('Place', 'RowNumber()'),
  ];
}

function documentOf(columns: readonly ElementColumn[]): Definition {
  const element: TableElement = {
    id: 'element',
    name: 'Facts',
    kind: 'table',
    layout: { x: 0, y: 0, width: 24, height: 12 },
    source: { kind: 'warehouse-table', connectionId: 'connection', schema: 'src', table: 'facts' },
    columns,
    filters: [
      { id: 'f1', columnId: 'Column 0', kind: 'list', mode: 'include', values: ['a', 'b', null] },
      { id: 'f2', columnId: 'Sum 1', kind: 'top', count: 10, direction: 'highest' },
    ],
    sorts: [{ columnId: 'Sum 1', direction: 'descending' }],
    groupings: [
      { id: 'level 1', keys: ['Column 0'], collapsed: false },
      { id: 'level 2', keys: ['Column 3', 'Band'], collapsed: false },
    ],
    totals: ['All'],
  };
  return { formatVersion: 1, timeZone: 'Europe/Zurich', weekStart: 'monday', pages: [{ id: 'page', name: 'Page', elements: [element] }] };
}
