/** From the rows of a chart's answer to series of points: by the column that splits them, or one for each value. */
import type { DataType } from '@penstock/domain/formula/expression';
import { localMoment } from '@penstock/domain/values/format';
import type { Reading } from '@penstock/domain/values/format';
import type { ChartElement } from '@penstock/domain/workbooks/definition';
import type { QueryResult, ResultColumn } from '../api/queries-contract.ts';

export interface ChartPoints {
  /** How places along the axis are told apart: a moment and a number have distances, a name has none. */
  readonly axis: 'time' | 'number' | 'name';
  readonly x: ResultColumn | null;
  /** Places along the axis, in order; `null` is the place of what has no value. */
  readonly places: readonly (string | null)[];
  readonly series: readonly ChartSeries[];
}

export interface ChartSeries {
  readonly name: string;
  readonly column: ResultColumn;
  /** By index of the place; `undefined`: the series has nothing to say of it. */
  readonly values: readonly (number | null | undefined)[];
}

const toNumber = (value: unknown): number | null => {
  if (value === null || value === undefined) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
};

const axisOf = (type: DataType | null): ChartPoints['axis'] =>
  type === 'date' || type === 'datetime' ? 'time' : type === 'number' ? 'number' : 'name';

/** Where a date or a moment lies, as if the wall clock of the document were UTC. */
export function wallClock(value: string, type: DataType | null, timeZone: string): number {
  if (type === 'date') return Date.parse(`${value}T00:00:00Z`);
  const { date, hour, minute, second } = localMoment(value, timeZone);
  return Date.parse(`${date}T${hour}:${minute}:${second}Z`);
}

/** `emptyName` is what a series without a value is called. */
export function chartPoints(
  chart: ChartElement,
  result: QueryResult,
  reading: Reading,
  nameOf: (value: unknown, column: ResultColumn) => string,
): ChartPoints {
  const at = (columnId: string | null): number => result.columns.findIndex(({ id }) => id === columnId);
  const listOf = (index: number): readonly unknown[] => result.values[index] ?? [];
  const xIndex = at(chart.x);
  const x = result.columns[xIndex] ?? null;
  const axis = x === null ? 'name' : axisOf(x.type);
  const seriesIndex = at(chart.series);
  const splitter = result.columns[seriesIndex];
  const values = chart.values.flatMap((id) => {
    const index = at(id);
    const column = result.columns[index];
    return column === undefined ? [] : [{ column, list: listOf(index) }];
  });

  const places = new Map<string | null, number>();
  const series = new Map<string, { readonly name: string; readonly column: ResultColumn; readonly values: Map<number, number | null> }>();
  for (let row = 0; row < result.rowCount; row += 1) {
    const head = (xIndex === -1 ? null : listOf(xIndex)[row]) ?? null;
    const place = head === null ? null : String(head);
    let index = places.get(place);
    if (index === undefined) {
      index = places.size;
      places.set(place, index);
    }
    for (const { column, list } of values) {
      const split = splitter === undefined ? '' : nameOf(listOf(seriesIndex)[row] ?? null, splitter);
      const name = splitter === undefined ? column.name : values.length > 1 ? `${split}, ${column.name}` : split;
      const known = series.get(name) ?? { name, column, values: new Map<number, number | null>() };
      series.set(name, known);
      known.values.set(index, toNumber(list[row]));
    }
  }

  const order = [...places.keys()];
  // Along time and numbers, places lie by their value; names lie as the answer orders them.
  const position = (value: string | null): number =>
    value === null ? Number.POSITIVE_INFINITY : axis === 'time' ? wallClock(value, x?.type ?? null, reading.timeZone) : Number(value);
  const ordered = axis === 'name' || chart.sorts.length > 0 ? order : order.toSorted((a, b) => position(a) - position(b));
  return {
    axis,
    x,
    places: ordered,
    series: [...series.values()].map(({ name, column, values: found }) => ({
      name,
      column,
      values: ordered.map((place) => found.get(places.get(place) ?? -1)),
    })),
  };
}
