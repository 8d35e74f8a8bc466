/**
 * The sample workbook about three million flights: what was late where and when, and an input table of targets joined to
 * what really happened. Made by alice through the API, published, shared with everybody.
 */
import { randomUUID } from 'node:crypto';
import type {
  ChartElement,
  ControlElement,
  Element,
  ElementColumn,
  Filter,
  Grouping,
  Layout,
  Source,
  TableElement,
  TextElement,
} from '@penstock/domain/workbooks/definition';
import { idWhere, listOf, memberOf, numberOf, textOf } from './answer-shape.ts';
import type { ApiClient } from './api-client.ts';
import { expectSuccess } from './expect-success.ts';
import { addInputTable } from './sample-input-table.ts';
import type { MadeTable, SampleTable } from './sample-input-table.ts';

const workbookName = 'Flight delays';

const targets: SampleTable = {
  name: 'Delay targets',
  columns: [
    { name: 'Airport', type: 'text' },
    { name: 'Target (min)', type: 'number' },
    { name: 'Owner', type: 'text' },
    { name: 'Agreed', type: 'checkbox' },
  ],
  rows: [
    ['ATL', '9', 'Alice Moreau', true],
    ['ORD', '10', 'Alice Moreau', true],
    ['DFW', '7', 'Bob Tanaka', true],
    ['LAX', '6', 'Bob Tanaka', false],
    ['PHX', '6', 'Bob Tanaka', true],
    ['STL', '8', 'Alice Moreau', false],
    ['DEN', '6', 'Bob Tanaka', true],
    ['DTW', '8', 'Alice Moreau', true],
  ],
};

/** Makes it unless it is there; one that an interrupted seeding left unpublished is made anew. */
export async function addFlightsWorkbook(alice: ApiClient, connectionId: string): Promise<MadeTable | null> {
  const known = idWhere(expectSuccess(await alice.get('/workbooks')), 'name', workbookName);
  if (known !== undefined) {
    if (memberOf(expectSuccess(await alice.get(`/workbooks/${known}`)), 'published') !== null) return null;
    expectSuccess(await alice.delete(`/workbooks/${known}`));
  }
  const made = expectSuccess(await alice.post('/workbooks', { name: workbookName }));
  const id = textOf(made, 'id');
  const [overview] = listOf(made, 'pages').map((page) => textOf(page, 'id'));
  if (overview === undefined) throw new Error('A new workbook has no page.');
  const targetsPage = randomUUID();
  const dataPage = randomUUID();
  const change = async (...changes: readonly object[]): Promise<void> => {
    expectSuccess(await alice.post(`/workbooks/${id}/draft`, { changes }));
  };
  const put = (pageId: string, elements: readonly Element[]): Promise<void> =>
    change(...elements.map((element) => ({ kind: 'putElement', pageId, element })));

  await change(
    { kind: 'renamePage', pageId: overview, name: 'Delays' },
    { kind: 'addPage', page: { id: targetsPage, name: 'Targets' }, position: 1 },
    { kind: 'addPage', page: { id: dataPage, name: 'Data' }, position: 2 },
  );
  const controls = [departedControl(), originControl()] as const;
  const flights = flightsTable(connectionId, controls);
  const airports = airportsTable(connectionId);
  await put(overview, controls);
  await put(dataPage, [flights, airports]);
  await put(overview, overviewElements(flights, airports));
  const table = await addInputTable(alice, { workbookId: id, pageId: targetsPage, connectionId }, targets);
  await put(targetsPage, targetElements(flights, table.inputTableId));

  expectSuccess(await alice.put(`/workbooks/${id}/grants`, { grants: [{ to: 'everyone', right: 'explore' }] }));
  const revision = numberOf(expectSuccess(await alice.get(`/workbooks/${id}?version=draft`)), 'revision');
  expectSuccess(await alice.post(`/workbooks/${id}/publish`, { revision, summary: 'First version' }));
  return table;
}

function departedControl(): ControlElement {
  return {
    id: randomUUID(),
    kind: 'control',
    name: 'Departed',
    label: 'Departed',
    control: 'date-range',
    choices: null,
    multiple: false,
    initial: { from: null, to: null },
    layout: place(0, 3, 8, 3),
  };
}

function originControl(): ControlElement {
  const values = ['ATL', 'ORD', 'DFW', 'LAX', 'PHX', 'STL', 'DEN', 'DTW', 'LAS', 'SFO', 'MSP', 'IAH'];
  return {
    id: randomUUID(),
    kind: 'control',
    name: 'Origins',
    label: 'Origin',
    control: 'list',
    choices: { values },
    multiple: true,
    initial: null,
    layout: place(8, 3, 8, 3),
  };
}

/** Every flight; all others read it, so that its filters hold for the whole workbook. */
function flightsTable(connectionId: string, [departed, origin]: readonly [ControlElement, ControlElement]): TableElement {
  return table('Flights', { kind: 'warehouse-table', connectionId, schema: 'src', table: 'flights' }, place(0, 0, 24, 18), {
    columns: [
      column('departed', 'Departed', '[departed]'),
      column('delay', 'Delay', '[delay_min]'),
      column('distance', 'Distance', '[distance_mi]'),
      column('origin', 'Origin', '[origin]'),
      column('destination', 'Destination', '[destination]'),
      column('month', 'Month', 'DateTrunc("month", [Departed])'),
      column('late', 'Late', '[Delay] > 15'),
    ],
    filters: [
      { id: 'departed', columnId: 'departed', kind: 'control', controlId: departed.id },
      { id: 'origin', columnId: 'origin', kind: 'control', controlId: origin.id },
    ],
  });
}

function airportsTable(connectionId: string): TableElement {
  return table('Airports', { kind: 'warehouse-table', connectionId, schema: 'src', table: 'airports' }, place(0, 18, 24, 14), {
    columns: [
      column('iata', 'Code', '[iata]'),
      column('name', 'Airport', '[name]'),
      column('city', 'City', '[city]'),
      column('state', 'State', '[state]'),
    ],
  });
}

function overviewElements(flights: TableElement, airports: TableElement): readonly Element[] {
  const source: Source = { kind: 'element', elementId: flights.id };
  return [
    text('Title', '# Flight delays\nThree million flights in the United States, January to June 2001.', place(0, 0, 24, 3)),
    kpi('Flights counted', source, column('value', 'Flights', 'Count()'), place(0, 6, 8, 4)),
    kpi('Average delay', source, column('value', 'Average delay (min)', 'Round(Avg([Delay]), 1)'), place(8, 6, 8, 4)),
    kpi('Late share', source, percent(column('value', 'More than 15 min late', 'CountIf([Late]) / Count()')), place(16, 6, 8, 4)),
    {
      ...chart('line', 'Flights a day', source, place(0, 10, 14, 9)),
      columns: [column('day', 'Day', 'DateTrunc("day", [Departed])'), column('flights', 'Flights', 'Count()')],
      x: 'day',
      values: ['flights'],
      sorts: [{ columnId: 'day', direction: 'ascending' }],
      // The data ends within the first hours of July.
      filters: [{ id: 'whole-days', columnId: 'day', kind: 'range', from: null, to: '2001-06-30T00:00:00.000000Z' }],
    },
    {
      ...chart('bar', 'Busiest airports', source, place(14, 10, 10, 9)),
      columns: [column('origin', 'Origin', '[Origin]'), column('flights', 'Flights', 'Count()')],
      x: 'origin',
      values: ['flights'],
      sorts: [{ columnId: 'flights', direction: 'descending' }],
      filters: [{ id: 'top', columnId: 'flights', kind: 'top', count: 12, direction: 'highest' }],
    },
    table('Flights by origin and month', source, place(0, 19, 24, 16), {
      columns: [
        column('origin', 'Origin', '[Origin]'),
        column('airport', 'Airport', `Lookup([${airports.name}/Airport], [Origin], [${airports.name}/Code])`, 'by-origin'),
        column('flights', 'Flights', 'Count()', 'by-origin'),
        column('average', 'Average delay', 'Avg([Delay])', 'by-origin'),
        column('month', 'Month', '[Month]'),
        column('monthly', 'Flights of the month', 'Count()', 'by-month'),
        column('monthly-average', 'Average delay of the month', 'Avg([Delay])', 'by-month'),
        percent(column('monthly-late', 'Late share of the month', 'CountIf([Late]) / Count()', 'by-month')),
        column('delay', 'Delay', '[Delay]', null, true),
        column('late', 'Late', '[Late]', null, true),
      ],
      groupings: [
        { id: 'by-origin', keys: ['origin'], collapsed: false },
        { id: 'by-month', keys: ['month'], collapsed: true },
      ],
      sorts: [
        { columnId: 'flights', direction: 'descending' },
        { columnId: 'month', direction: 'ascending' },
      ],
    }),
  ];
}

function targetElements(flights: TableElement, inputTableId: string): readonly Element[] {
  const byOrigin = table('Delays by origin', { kind: 'element', elementId: flights.id }, place(0, 26, 24, 12), {
    columns: [
      column('origin', 'Origin', '[Origin]'),
      column('flights', 'Flights', 'Count()', 'by-origin'),
      column('average', 'Average delay', 'Avg([Delay])', 'by-origin'),
    ],
    groupings: [{ id: 'by-origin', keys: ['origin'], collapsed: true }],
    sorts: [{ columnId: 'flights', direction: 'descending' }],
  });
  const joined: Source = {
    kind: 'join',
    type: 'inner',
    left: { kind: 'input-table', inputTableId },
    right: { kind: 'element', elementId: byOrigin.id },
    rightName: 'Actual',
    on: [{ left: 'Airport', right: 'Origin' }],
  };
  const against = table('Actuals against targets', joined, place(0, 13, 24, 12), {
    columns: [
      column('airport', 'Airport', '[Airport]'),
      column('owner', 'Owner', '[Owner]'),
      column('flights', 'Flights', '[Flights]'),
      column('target', 'Target (min)', '[Target (min)]'),
      column('actual', 'Actual (min)', 'Round([Average delay], 1)'),
      column('over', 'Over target', '[Actual (min)] - [Target (min)]'),
      column('verdict', 'Verdict', 'If([Over target] > 0, "Over target", "On target")'),
    ],
    sorts: [{ columnId: 'over', direction: 'descending' }],
  });
  return [byOrigin, against];
}

function place(x: number, y: number, width: number, height: number): Layout {
  return { x, y, width, height };
}

function column(id: string, name: string, formula: string, level: string | null = null, hidden = false): ElementColumn {
  return { id, name, formula, hidden, format: null, level };
}

function percent(of: ElementColumn): ElementColumn {
  return { ...of, format: { style: 'percent', decimals: 1, currency: null } };
}

function table(
  name: string,
  source: Source,
  layout: Layout,
  parts: {
    readonly columns: readonly ElementColumn[];
    readonly filters?: readonly Filter[];
    readonly groupings?: readonly Grouping[];
    readonly sorts?: TableElement['sorts'];
  },
): TableElement {
  return { id: randomUUID(), kind: 'table', name, source, layout, filters: [], groupings: [], sorts: [], totals: [], ...parts };
}

function chart(kind: ChartElement['chart'], name: string, source: Source, layout: Layout): ChartElement {
  const nothing = { columns: [], filters: [], sorts: [], x: null, values: [], series: null, stacked: false };
  return { id: randomUUID(), kind: 'chart', chart: kind, name, source, layout, ...nothing };
}

function kpi(name: string, source: Source, value: ElementColumn, layout: Layout): ChartElement {
  return { ...chart('kpi', name, source, layout), columns: [value], values: [value.id] };
}

function text(name: string, markdown: string, layout: Layout): TextElement {
  return { id: randomUUID(), kind: 'text', name, text: markdown, layout };
}
