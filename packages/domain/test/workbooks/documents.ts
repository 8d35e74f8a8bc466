/** Documents to test with. Ids are short: only the server asks for UUIDs. */
import type { DraftChange } from '../../src/workbooks/apply-change.ts';
import type {
  ChartElement,
  Definition,
  Element,
  ElementColumn,
  Source,
  TableElement,
  TextElement,
} from '../../src/workbooks/definition.ts';

export const layout = { x: 0, y: 0, width: 12, height: 8 };

export const flights: Source = { kind: 'warehouse-table', connectionId: 'c1', schema: 'src', table: 'flights' };

export function column(id: string, name: string = id, formula: string = `[${name}]`): ElementColumn {
  return { id, name, formula, hidden: false, format: null, level: null };
}

export function table(id: string, changes: Partial<TableElement> = {}): TableElement {
  return {
    kind: 'table',
    id,
    name: id,
    layout,
    source: flights,
    columns: [column('origin'), column('delay')],
    filters: [],
    sorts: [],
    groupings: [],
    totals: [],
    ...changes,
  };
}

export function chart(id: string, changes: Partial<ChartElement> = {}): ChartElement {
  return {
    kind: 'chart',
    id,
    name: id,
    layout,
    source: flights,
    columns: [column('origin'), column('delay')],
    filters: [],
    sorts: [],
    chart: 'bar',
    x: 'origin',
    values: ['delay'],
    series: null,
    stacked: false,
    ...changes,
  };
}

export function text(id: string, words = 'Words'): TextElement {
  return { kind: 'text', id, name: id, layout, text: words };
}

export function from(elementId: string): Source {
  return { kind: 'element', elementId };
}

export function documentOf(...elements: readonly Element[]): Definition {
  return { formatVersion: 1, timeZone: 'UTC', weekStart: 'monday', pages: [{ id: 'p1', name: 'Page 1', elements }] };
}

export function put(element: Element, pageId = 'p1'): DraftChange {
  return { kind: 'putElement', pageId, element };
}
