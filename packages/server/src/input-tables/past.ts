/** A page of the table as it was: the prefix of its log up to a number or a moment, without what was rejected in the end. */
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import { emptyTable, foldInto } from '@penstock/domain/edit-log/fold';
import type { RowState } from '@penstock/domain/edit-log/fold';
import { foldInParts } from '@penstock/domain/edit-log/fold-in-parts';
import type { History } from '@penstock/domain/edit-log/fold-in-parts';
import { columnsInOrder, isColumnOperation } from '@penstock/domain/edit-log/table-shape';
import type { Column } from '@penstock/domain/input-tables/column';
import { positionKey, positionOf } from './positions.ts';
import { mostCellsInMemory } from './table-history.ts';
import type { TableHistory } from './table-history.ts';

export interface PastPage {
  readonly num: number;
  readonly columns: readonly Column[];
  readonly total: number;
  readonly rows: readonly RowState[];
}

/** The log is read for the places of all rows first, part by part, and then for the rows of the page alone. */
export async function pageAsOf(history: TableHistory, num: number, offset: number, limit: number): Promise<PastPage> {
  const places: string[] = [];
  for await (const { state } of foldInParts(() => withoutCells(history.upTo(num)), mostCellsInMemory))
    for (const { id, order, life } of state.rows.values()) if (!life.deleted) places.push(positionKey(order.key, id));
  const ids = places
    .sort()
    .slice(offset, offset + limit)
    .flatMap((place) => positionOf(place)?.rowId ?? []);
  const wanted = new Set(ids);
  const state = emptyTable();
  for await (const entries of history.upTo(num)) for (const entry of entries) foldInto(state, entry, (rowId) => wanted.has(rowId));
  return { num, columns: columnsInOrder(state.shape), total: places.length, rows: ids.flatMap((id) => state.rows.get(id) ?? []) };
}

/** Life and order of each row, and nothing else. */
async function* withoutCells(history: History): History {
  for await (const entries of history) yield entries.filter(({ operation }) => !isColumnOperation(operation)).map(withoutItsCells);
}

function withoutItsCells(entry: EditEntry): EditEntry {
  const { operation } = entry;
  if (operation.op === 'updateKeyedCells') return { ...entry, operation: { ...operation, keyColumns: [], columns: [] } };
  return operation.op === 'insertRows' || operation.op === 'updateCells' ? { ...entry, operation: { ...operation, columns: [] } } : entry;
}

/** A log number, or a moment in ISO 8601: the last number given at or before it. `null` for anything else. */
export async function numOfMoment(history: TableHistory, headNum: number, asOf: string): Promise<number | null> {
  if (/^\d{1,15}$/.test(asOf)) return Math.min(Number(asOf), headNum);
  const atMs = Date.parse(asOf);
  if (Number.isNaN(atMs)) return null;
  const micros = /\.(\d{4,6})\d*(?=Z|[+-])/.exec(asOf)?.[1]?.padEnd(6, '0').slice(3) ?? '999';
  const moment = `${new Date(atMs).toISOString().slice(0, 23)}${micros}Z`;
  let num = 0;
  for await (const { entries } of history.stretches(headNum)) for (const entry of entries) if (entry.at <= moment) num = entry.num;
  return num;
}
