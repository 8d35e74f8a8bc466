/** The parts of the product that show elements of a kind: each a chunk that is loaded when a page first has one. */
import type { Definition, Element } from '@penstock/domain/workbooks/definition';
import { loadable } from '../app/loadable.tsx';
import { isLinked } from '../linked-tables/linked-source.ts';

export const InputTableElement = loadable(async () => (await import('../input-tables/input-table-element.tsx')).InputTableElement);
export const TableView = loadable(async () => (await import('../tables/table-view.tsx')).TableView);
export const LinkedTableView = loadable(async () => (await import('../linked-tables/linked-table-view.tsx')).LinkedTableView);
export const PivotView = loadable(async () => (await import('../pivots/pivot-view.tsx')).PivotView);
export const ChartView = loadable(async () => (await import('../charts/chart-view.tsx')).ChartView);
export const EChartsCanvas = loadable(async () => (await import('../charts/echarts-canvas.tsx')).EChartsCanvas);

/** Starts loading what a page needs, before it is drawn. */
export function preloadElements(elements: readonly Element[]): void {
  for (const element of elements) {
    if (element.kind === 'table') (isLinked(element) ? LinkedTableView : TableView).preload();
    if (element.kind === 'input-table') InputTableElement.preload();
    if (element.kind === 'pivot') PivotView.preload();
    if (element.kind === 'chart') {
      ChartView.preload();
      if (element.chart !== 'kpi') EChartsCanvas.preload();
    }
  }
}

/** The page that an address opens: the one it names, else the first. */
export const pageAt = (definition: Definition, search: URLSearchParams): Definition['pages'][number] | undefined =>
  definition.pages.find(({ id }) => id === search.get('page')) ?? definition.pages[0];
