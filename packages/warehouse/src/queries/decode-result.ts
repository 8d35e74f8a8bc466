/**
 * Rows of a plan's answer to values in canonical encoding (`domain/values/cell-value.ts`), by column, so that JSON is exact.
 * A number that has no canonical spelling (`NaN`, infinity, more digits than a cell holds) stays as the engine writes it.
 */
import type { DataType } from '@penstock/domain/formula/expression';
import type { ElementPlan, LinkedAnswer } from '@penstock/domain/queries/plan';
import { canonicalNumber } from '@penstock/domain/values/number';
import type { ResultSet, SqlValue } from '../port.ts';

export type ResultValue = string | boolean | null;

export interface DecodedResult {
  /** One array a column, in the order of the plan's columns. */
  readonly values: readonly (readonly ResultValue[])[];
  readonly rowCount: number;
  readonly hasMore: boolean;
  /** Of a pivot with totals: what each row is. */
  readonly parts: readonly PivotPart[] | null;
  readonly linked: DecodedLink | null;
}

/** Of a linked input table: which row is which. */
export interface DecodedLink {
  /** One array a key column. */
  readonly keys: readonly (readonly ResultValue[])[];
  /** What select columns store, by the id of the input table's column. */
  readonly stored: ReadonlyMap<string, readonly ResultValue[]>;
}

export type PivotPart = 'cell' | 'row-total' | 'column-total' | 'grand-total';

export function decodeResult(
  plan: Pick<ElementPlan, 'columns' | 'paging' | 'totals' | 'linked'>,
  result: Pick<ResultSet, 'rows'>,
): DecodedResult {
  const { rows, hasMore } = cutPage(plan.paging, result.rows);
  const valuesAt = (place: number, type: DataType | null): readonly ResultValue[] =>
    rows.map((row) => decodeValue(type, row[place] ?? null));
  const linked = plan.linked === null ? null : decodeLink(plan.linked, valuesAt);
  const parts = plan.totals === null ? null : partsOf(plan.totals, rows);
  return { values: plan.columns.map(({ type }, place) => valuesAt(place, type)), rowCount: rows.length, hasMore, parts, linked };
}

function decodeLink(
  { keys, typed }: LinkedAnswer,
  valuesAt: (place: number, type: DataType | null) => readonly ResultValue[],
): DecodedLink {
  const stored = typed.flatMap(({ inputColumnId, stored: place }) =>
    place === null ? [] : [[inputColumnId, valuesAt(place, 'text')] as const],
  );
  return { keys: keys.map(({ place, type }) => valuesAt(place, type)), stored: new Map(stored) };
}

function partsOf({ overRows, overColumns }: NonNullable<ElementPlan['totals']>, rows: ResultSet['rows']): readonly PivotPart[] {
  return rows.map((row) => {
    const isOver = (mark: number | null): boolean => mark !== null && Number(row[mark]) === 1;
    if (isOver(overRows)) return isOver(overColumns) ? 'grand-total' : 'column-total';
    return isOver(overColumns) ? 'row-total' : 'cell';
  });
}

function cutPage(paging: ElementPlan['paging'], rows: ResultSet['rows']): { readonly rows: ResultSet['rows']; readonly hasMore: boolean } {
  if (paging === null) return { rows, hasMore: false };
  if (paging.by === 'rows') return { rows: rows.slice(0, paging.limit), hasMore: rows.length > paging.limit };
  const shown = rows.filter((row) => Number(row[paging.column]) <= paging.last);
  return { rows: shown, hasMore: shown.length < rows.length };
}

export function decodeValue(type: DataType | null, value: SqlValue): ResultValue {
  if (value === null) return null;
  switch (type) {
    case 'number':
      return typeof value === 'number' || typeof value === 'string' ? decodeNumber(String(value)) : null;
    case 'logical':
      return typeof value === 'boolean' ? value : value === 't' || value === 'true';
    case 'datetime':
      return typeof value === 'string' ? decodeMoment(value) : null;
    case 'date':
    case 'text':
    case null:
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}

function decodeNumber(text: string): string {
  const number = canonicalNumber(text);
  return number === null || number === 'too-many-digits' ? text : number;
}

/** `2026-11-22 04:00:00.5+01`; offsets of the time before time zones have seconds, too. */
const moment = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?([+-])(\d{2})(?::?(\d{2}))?(?::?(\d{2}))?$/;

function decodeMoment(text: string): string {
  const match = moment.exec(text);
  if (match === null) return text;
  const [, date, time, fraction = '', sign, hours, minutes = '0', seconds = '0'] = match;
  const offset = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * (sign === '-' ? -1 : 1);
  const micros = fraction.padEnd(6, '0');
  if (offset === 0) return `${date}T${time}.${micros}Z`;
  const utc = new Date(Date.parse(`${date}T${time}Z`) - offset * 1000).toISOString();
  return /^\d{4}-/.test(utc) ? `${utc.slice(0, 19)}.${micros}Z` : text;
}
