/** Every route that answers with rows of a document's elements or with what lies in the warehouse, for the promises that hold on all of them. */
import { randomUUID } from 'node:crypto';
import type { ElementColumn, Source } from '@penstock/domain/workbooks/definition';
import { chartElement, column, makeWorkbook, pivotElement, tableElement } from '../harness/document.ts';
import type { ElementJson, WorkbookJson } from '../harness/document.ts';
import type { ApiClient } from '../harness/rig.ts';

export interface OrdersWorkbook extends WorkbookJson {
  readonly connectionId: string;
  readonly elements: readonly ElementJson[];
}

const aggregate = (name: string, formula: string, level: string | null = null): ElementColumn => ({ ...column(name), formula, level });

/** A workbook with the orders as a table, grouped, as a chart, as a figure and as a pivot. */
export async function ordersWorkbook(owner: ApiClient, connectionId: string, name: string): Promise<OrdersWorkbook> {
  const source: Source = { kind: 'warehouse-table', connectionId, schema: 'src', table: 'orders' };
  const rows = [column('order_id'), column('region'), column('sales'), column('account_manager')];
  const sold = aggregate('Sold', 'Sum([sales])');
  const elements: readonly ElementJson[] = [
    { ...tableElement(source, { name: 'Orders', columns: rows }) },
    {
      ...tableElement(source, {
        name: 'Grouped',
        columns: [column('region'), aggregate('Sold', 'Sum([sales])', 'by-region'), aggregate('All', 'Sum([sales])', 'total')],
        groupings: [{ id: 'by-region', keys: ['region'], collapsed: true }],
        totals: ['all'],
      }),
    },
    { ...chartElement(source, { name: 'Chart', columns: [column('region'), sold], x: 'region', values: ['sold'] }) },
    { ...chartElement(source, { name: 'Figure', chart: 'kpi', columns: [sold], x: null, values: ['sold'] }) },
    {
      ...pivotElement(source, {
        name: 'Pivot',
        columns: [column('region'), column('account_manager'), sold],
        rows: ['region'],
        across: ['account_manager'],
        values: ['sold'],
      }),
    },
  ];
  const made = await makeWorkbook(owner, name, elements);
  return { ...made, connectionId, elements };
}

export interface Route {
  readonly name: string;
  /** What is answered, whatever it is, as text. */
  readonly ask: (client: ApiClient) => Promise<{ readonly status: number; readonly text: string }>;
}

/** Each way to have rows, or what may hold some, shown. */
export function routesOf({ id, connectionId, elements }: OrdersWorkbook): readonly Route[] {
  const post = (path: string, body: object) => async (client: ApiClient) => {
    const response = await client.fetch('POST', path, body);
    return { status: response.status, text: await response.text() };
  };
  const get = (path: string) => async (client: ApiClient) => {
    const response = await client.fetch('GET', path);
    return { status: response.status, text: await response.text() };
  };
  const version = 'published';
  const [orders, grouped] = elements;
  if (orders === undefined || grouped === undefined) throw new Error('The workbook has elements.');
  const at = (element: ElementJson, what: string): string => `/workbooks/${id}/elements/${element.id}/${what}`;
  const sorts = [{ columnId: 'order_id', direction: 'descending' }];
  const search = [{ id: randomUUID(), columnId: 'region', kind: 'null', mode: 'is-not-null' }];
  return [
    ...elements.map((element) => ({ name: `query of ${String(element['name'])}`, ask: post(at(element, 'query'), { version }) })),
    { name: 'a page', ask: post(at(orders, 'query'), { version, offset: 3, limit: 4 }) },
    { name: 'sorted', ask: post(at(orders, 'query'), { version, view: { sorts } }) },
    { name: 'filtered', ask: post(at(orders, 'query'), { version, view: { filters: search } }) },
    { name: 'totals', ask: post(at(grouped, 'totals'), { version }) },
    { name: 'count', ask: post(at(orders, 'count'), { version }) },
    { name: 'values', ask: post(at(orders, 'values'), { version, columnId: 'order_id' }) },
    { name: 'export', ask: post(at(orders, 'export'), { version }) },
    { name: 'export of a chart', ask: post(at(elements[2] ?? orders, 'export'), { version }) },
    {
      name: 'a link to the export',
      ask: async (client) => {
        const ticket = await client.post(at(orders, 'export/ticket'), { version });
        if (ticket.status !== 200) return { status: ticket.status, text: JSON.stringify(ticket.body) };
        return get(ticket.body.path)(client);
      },
    },
    { name: 'catalog', ask: get(`/connections/${connectionId}/catalog?schema=src`) },
    { name: 'catalog of a table', ask: get(`/connections/${connectionId}/catalog/table?schema=src&table=orders`) },
  ];
}
