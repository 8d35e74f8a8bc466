/** What ECharts shall draw: pure data, from points and tokens alone. */
import type { Reading } from '@penstock/domain/values/format';
import type { ChartElement, ColumnFormat } from '@penstock/domain/workbooks/definition';
import type { QueryResult, ResultColumn } from '../api/queries-contract.ts';
import { columnOf } from '../tables/element-edits.ts';
import { formatValue, headName } from '../tables/format-value.ts';
import { chartSizes, fontFamily } from '../theme/theme.ts';
import type { Tokens } from '../theme/theme.ts';
import { chartPoints, wallClock } from './chart-points.ts';
import type { ChartPoints, ChartSeries } from './chart-points.ts';

export interface Paint {
  readonly tokens: Tokens;
  readonly hues: readonly string[];
}

const shortNumbers = new Map<string, Intl.NumberFormat>();

/** `12K`: an axis has no room for more. */
function short(value: number, locale: string): string {
  let format = shortNumbers.get(locale);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
    shortNumbers.set(locale, format);
  }
  return format.format(value);
}

export function chartOption(chart: ChartElement, result: QueryResult, reading: Reading, { tokens, hues }: Paint): Record<string, unknown> {
  const formatOf = (columnId: string): ColumnFormat | null => columnOf(chart, columnId)?.format ?? null;
  const named = (value: unknown, column: ResultColumn): string => headName(value, column.type, columnOf(chart, column.id), reading);
  const points = chartPoints(chart, result, reading, named);
  const words = (value: unknown, column: ResultColumn | undefined): string =>
    typeof value === 'number' && column !== undefined ? formatValue(String(value), 'number', formatOf(column.id), reading) : '–';
  const shared = {
    color: hues,
    animation: false,
    textStyle: { fontFamily, fontSize: chartSizes.text, color: tokens.inkMuted },
    tooltip: {
      trigger: chart.chart === 'pie' || chart.chart === 'scatter' ? 'item' : 'axis',
      axisPointer: {
        type: chart.chart === 'bar' ? 'shadow' : 'line',
        lineStyle: { color: tokens.ruleStrong },
        shadowStyle: { color: tokens.hover, opacity: 0.6 },
      },
      backgroundColor: tokens.raised,
      borderColor: tokens.ruleStrong,
      textStyle: { color: tokens.ink, fontSize: chartSizes.text, fontFamily },
      confine: true,
      transitionDuration: 0,
    },
    ...(points.series.length > 1 || chart.chart === 'pie' ? { legend: legendOf(chart, tokens) } : {}),
  };
  if (chart.chart === 'pie') return { ...shared, series: [pieOf(points, tokens, (value) => named(value, points.x ?? anyColumn), words)] };
  return {
    ...shared,
    useUTC: true,
    grid: {
      left: chartSizes.axis,
      right: chartSizes.axis * 2,
      top: points.series.length > 1 ? 34 : 14,
      bottom: chartSizes.axis,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: xAxisOf(chart, points, tokens, reading, named),
    yAxis: {
      type: 'value',
      axisLabel: {
        color: tokens.inkFaint,
        formatter: (value: number) => (isPercent(chart) ? words(value, points.series[0]?.column) : short(value, reading.locale)),
      },
      splitLine: { lineStyle: { color: tokens.rule } },
      axisLine: { show: false },
      axisTick: { show: false },
      scale: chart.chart === 'scatter',
    },
    series: points.series.map((series) => ({
      ...seriesOf(chart, points, series, reading, named),
      tooltip: { valueFormatter: (value: unknown) => words(Array.isArray(value) ? value[1] : value, series.column) },
    })),
  };
}

const anyColumn: ResultColumn = { id: '', name: '', type: 'text', level: null, problem: null };

const isPercent = (chart: ChartElement): boolean =>
  chart.values.length > 0 && chart.values.every((id) => columnOf(chart, id)?.format?.style === 'percent');

function legendOf(chart: ChartElement, tokens: Tokens): object {
  const common = {
    type: 'scroll',
    textStyle: { color: tokens.inkMuted, fontSize: chartSizes.text },
    icon: 'circle',
    itemWidth: 8,
    itemHeight: 8,
    pageTextStyle: { color: tokens.inkMuted },
    pageIconColor: tokens.inkMuted,
  };
  return chart.chart === 'pie' ? { ...common, orient: 'vertical', right: 8, top: 'middle' } : { ...common, top: 2, left: 8 };
}

/** Lines lie along real time and real numbers; bars stand side by side. */
const hasDistances = (chart: ChartElement, points: ChartPoints): boolean =>
  points.axis !== 'name' && chart.chart !== 'bar' && chart.sorts.every(({ columnId }) => columnId === chart.x);

function xAxisOf(
  chart: ChartElement,
  points: ChartPoints,
  tokens: Tokens,
  reading: Reading,
  named: (value: unknown, column: ResultColumn) => string,
): object {
  const axisLabel = { color: tokens.inkFaint, hideOverlap: true };
  const lines = { axisLine: { lineStyle: { color: tokens.ruleStrong } }, axisTick: { show: false }, splitLine: { show: false } };
  if (hasDistances(chart, points)) {
    if (points.axis === 'time') return { type: 'time', axisLabel, ...lines };
    return {
      type: 'value',
      scale: true,
      axisLabel: { ...axisLabel, formatter: (value: number) => short(value, reading.locale) },
      ...lines,
    };
  }
  return {
    type: 'category',
    data: points.places.map((place) => named(place, points.x ?? anyColumn)),
    axisLabel: { ...axisLabel, width: 96, overflow: 'truncate' },
    boundaryGap: chart.chart === 'bar' || chart.chart === 'scatter',
    ...lines,
  };
}

function seriesOf(
  chart: ChartElement,
  points: ChartPoints,
  series: ChartSeries,
  reading: Reading,
  named: (value: unknown, column: ResultColumn) => string,
): object {
  const distances = hasDistances(chart, points);
  const data = series.values.flatMap((value, index) => {
    const place = points.places[index] ?? null;
    if (!distances) return [value ?? null];
    // A line goes on over what a series does not have; stacked ones need each place.
    if (place === null || (value === undefined && !chart.stacked)) return [];
    return [
      [
        points.axis === 'time' ? wallClock(place, points.x?.type ?? null, reading.timeZone) : Number(place),
        value ?? (chart.stacked ? 0 : null),
      ],
    ];
  });
  const common = { name: series.name, data, ...(chart.stacked ? { stack: 'all' } : {}) };
  switch (chart.chart) {
    case 'bar':
      return { ...common, type: 'bar', barMaxWidth: 40, itemStyle: { borderRadius: chart.stacked ? 0 : [2, 2, 0, 0] } };
    case 'scatter':
      return { ...common, type: 'scatter', symbolSize: chartSizes.point, itemStyle: { opacity: 0.7 }, name: named(series.name, anyColumn) };
    default:
      return {
        ...common,
        type: 'line',
        showSymbol: points.places.length <= 40,
        symbol: 'circle',
        symbolSize: chartSizes.point - 1,
        lineStyle: { width: chartSizes.line },
        connectNulls: false,
        ...(chart.chart === 'area' ? { areaStyle: { opacity: chart.stacked ? 0.6 : 0.16 } } : {}),
      };
  }
}

function pieOf(
  points: ChartPoints,
  tokens: Tokens,
  named: (value: unknown) => string,
  words: (value: unknown, column: ResultColumn | undefined) => string,
): object {
  const [series] = points.series;
  return {
    type: 'pie',
    radius: ['48%', '76%'],
    center: ['36%', '50%'],
    label: { show: false },
    itemStyle: { borderColor: tokens.canvas, borderWidth: 1 },
    data: points.places.map((place, index) => ({ name: named(place), value: series?.values[index] ?? 0 })),
    tooltip: { valueFormatter: (value: unknown) => words(value, series?.column) },
  };
}
