import { expect, test } from 'vitest';
import { interactionOf } from '../../src/queries/interaction.ts';
import type { Asked } from '../../src/queries/interaction.ts';
import type { ChartElement, ElementColumn, TableElement } from '../../src/workbooks/definition.ts';

const column = (id: string, hidden: boolean): ElementColumn => ({ id, name: id, formula: `[${id}]`, hidden, format: null, level: null });

const element: TableElement = {
  id: 'e',
  kind: 'table',
  name: 'Flights',
  layout: { x: 0, y: 0, width: 24, height: 10 },
  source: { kind: 'warehouse-table', connectionId: 'c', schema: 's', table: 't' },
  columns: [column('shown', false), column('secret', true), column('below', false)],
  filters: [],
  sorts: [],
  groupings: [
    { id: 'open', keys: ['shown'], collapsed: false },
    { id: 'closed', keys: ['shown'], collapsed: true },
  ],
  totals: [],
};

const nothing: Asked = { sorts: [], filters: [], collapsed: new Map(), controlIds: [], valuesOf: null, ownElement: false };
const controls = new Set(['k']);
const by = (columnId: string) => ({ columnId, direction: 'ascending' }) as const;
const only = (columnId: string) => ({ id: 'f', columnId, kind: 'list', mode: 'include', values: ['x'] }) as const;

test.each<[string, Partial<Asked>, string]>([
  ['nothing', {}, 'as-published'],
  ['a sort by a visible column', { sorts: [by('shown')] }, 'visible'],
  ['a filter on a visible column', { filters: [only('shown')] }, 'visible'],
  ['a value of a declared control', { controlIds: ['k'] }, 'visible'],
  ['a filter by a declared control', { filters: [{ id: 'f', columnId: 'shown', kind: 'control', controlId: 'k' }] }, 'visible'],
  ['a sort by a hidden column', { sorts: [by('secret')] }, 'other'],
  ['a filter on a hidden column', { filters: [only('shown'), only('secret')] }, 'other'],
  ['a column that does not exist', { filters: [only('nowhere')] }, 'other'],
  ['a value of an undeclared control', { controlIds: ['k', 'x'] }, 'other'],
  ['a filter by an undeclared control', { filters: [{ id: 'f', columnId: 'shown', kind: 'control', controlId: 'x' }] }, 'other'],
  ['a grouping to close', { collapsed: new Map([['open', true]]) }, 'visible'],
  ['a grouping to open that is open', { collapsed: new Map([['open', false]]) }, 'visible'],
  ['a grouping to open that the document keeps closed', { collapsed: new Map([['closed', false]]) }, 'other'],
  ['a grouping to open that does not exist', { collapsed: new Map([['x', false]]) }, 'other'],
  ['the values of a hidden column', { valuesOf: { columnId: 'secret', isChoice: false } }, 'other'],
  ['the values of a hidden column that a control offers', { valuesOf: { columnId: 'secret', isChoice: true } }, 'visible'],
  ['the values of a key of closed groups', { valuesOf: { columnId: 'shown', isChoice: false } }, 'visible'],
  ['the values of a column below closed groups', { valuesOf: { columnId: 'below', isChoice: false } }, 'other'],
  ['an element of its own', { ownElement: true }, 'other'],
])('P15: a request that brings %s', (_, asked, expected) => {
  expect(interactionOf(element, { ...nothing, ...asked }, controls)).toBe(expected);
});

const chart: ChartElement = {
  id: element.id,
  name: element.name,
  layout: element.layout,
  source: element.source,
  columns: element.columns,
  kind: 'chart',
  chart: 'bar',
  x: 'shown',
  values: [],
  series: null,
  stacked: false,
  filters: [],
  sorts: [],
};

test.each<[string, Partial<Asked>, string]>([
  ['a filter on its axis', { filters: [only('shown')] }, 'visible'],
  ['a filter on a column that the chart does not show', { filters: [only('below')] }, 'other'],
  ['the values of its axis', { valuesOf: { columnId: 'shown', isChoice: false } }, 'visible'],
  ['the values of a column that the chart does not show', { valuesOf: { columnId: 'below', isChoice: false } }, 'other'],
])('P15: a request of a chart that brings %s', (_, asked, expected) => {
  expect(interactionOf(chart, { ...nothing, ...asked }, controls)).toBe(expected);
});
