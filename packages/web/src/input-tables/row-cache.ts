/**
 * The part of an input table that this browser has seen: loaded stretches of rows by position, kept right under the edits
 * of others without loading again where that is possible. A table of a million rows is a handful of stretches here.
 *
 * Rows are sorted by (order key, id). An inserted row whose key lies between two stretches shifts the later ones by one,
 * though its own exact position is unknown; a deleted row that was never loaded could lie anywhere, so the cache then says
 * `stale` and the owner loads the visible stretch again while the old one stays on the screen.
 */
import { rowsOf } from '@penstock/domain/edit-log/row-changes';
import type { ClientOperation, Operation } from '@penstock/domain/input-tables/operation';
import type { CellValue } from '@penstock/domain/values/cell-value';
import type { GridRow, RowPage, RowSystem } from '../api/contract.ts';

export interface CachedRow {
  readonly id: string;
  order: string;
  readonly cells: Map<string, CellValue>;
  /** The edit that wrote a cell, where known: an older edit that arrives late must not overwrite it. */
  readonly writtenBy: Map<string, number>;
  pending: ReadonlySet<string>;
  /** Absent unless somebody looks at it, and in a row that the server has not seen. */
  system: RowSystem | undefined;
}

interface Stretch {
  start: number;
  readonly rows: CachedRow[];
}

/** `applied`: positions are right; `stale`: load again what is visible; `structure`: columns changed as well. */
export type Effect = 'applied' | 'stale' | 'structure';

const before = (a: { order: string; id: string }, b: { order: string; id: string }): boolean =>
  a.order === b.order ? a.id < b.id : a.order < b.order;

/** Rows kept before far stretches are forgotten. */
const keptRows = 20_000;

/** What a table's store needs of its rows. */
export type Rows = Pick<RowCache, 'total' | 'byId' | 'at' | 'positionOf' | 'clear' | 'merge' | 'apply' | 'signed' | 'show' | 'write'>;

export class RowCache {
  #stretches: Stretch[] = [];
  #byId = new Map<string, CachedRow>();
  #total = 0;

  get total(): number {
    return this.#total;
  }

  byId(id: string): CachedRow | undefined {
    return this.#byId.get(id);
  }

  at(position: number): CachedRow | undefined {
    for (const stretch of this.#stretches) {
      if (position < stretch.start) return undefined;
      if (position < stretch.start + stretch.rows.length) return stretch.rows[position - stretch.start];
    }
    return undefined;
  }

  /** The position of a loaded row, or -1. */
  positionOf(id: string): number {
    const row = this.#byId.get(id);
    if (row === undefined) return -1;
    for (const stretch of this.#stretches) {
      const index = place(stretch.rows, row);
      if (stretch.rows[index] === row) return stretch.start + index;
    }
    return -1;
  }

  /** The first and last position in [from, to) that are not loaded. */
  missing(from: number, to: number): { readonly from: number; readonly to: number } | null {
    let first = -1;
    let last = -1;
    for (let position = Math.max(0, from); position < Math.min(to, this.#total); position += 1) {
      if (this.at(position) !== undefined) continue;
      if (first < 0) first = position;
      last = position;
    }
    return first < 0 ? null : { from: first, to: last + 1 };
  }

  clear(): void {
    this.#stretches = [];
    this.#byId.clear();
  }

  /** Forgets all but the rows in [from, to); their positions may be wrong, but they may stay on the screen. */
  keepOnly(from: number, to: number): void {
    const kept: CachedRow[] = [];
    let start = -1;
    for (let position = from; position < to; position += 1) {
      const row = this.at(position);
      if (row === undefined) {
        if (start >= 0) break;
        continue;
      }
      if (start < 0) start = position;
      kept.push(row);
    }
    this.clear();
    if (start >= 0) {
      this.#stretches = [{ start, rows: kept }];
      for (const row of kept) this.#byId.set(row.id, row);
    }
  }

  /** Lays a loaded page over what is known. */
  merge(page: RowPage, columnIds: readonly string[]): void {
    this.#total = page.total;
    const rows = page.rows.map((row) => this.#adopt(row, columnIds, page.num));
    const ids = new Set(page.rows.map((row) => row.id));
    const end = page.offset + rows.length;
    const rest: Stretch[] = [];
    for (const stretch of this.#stretches) {
      const left = stretch.rows.slice(0, Math.max(0, page.offset - stretch.start)).filter((row) => !ids.has(row.id));
      const right = stretch.rows.slice(Math.max(0, end - stretch.start)).filter((row) => !ids.has(row.id));
      if (left.length > 0) rest.push({ start: stretch.start, rows: left });
      if (right.length > 0) rest.push({ start: Math.max(stretch.start, end), rows: right });
    }
    if (rows.length > 0) rest.push({ start: page.offset, rows });
    this.#stretches = joined(rest.toSorted((a, b) => a.start - b.start)).filter((stretch) => stretch.start < page.total);
    this.#forgetFar(page.offset);
    this.#byId = new Map(this.#stretches.flatMap((stretch) => stretch.rows.map((row) => [row.id, row] as const)));
  }

  /** Applies a logged edit. Repeating one is harmless. */
  apply(operation: Operation, num: number): Effect {
    switch (operation.op) {
      case 'updateCells': {
        const uncertain = operation.onlyWhile !== null && operation.rows.some((row) => this.#byId.has(row.id));
        if (!uncertain) this.write(operation.columns, operation.rows, num);
        for (const row of operation.inserted) this.insert(row.id, row.order, operation.columns, row.cells, num);
        return uncertain ? 'stale' : 'applied';
      }
      case 'insertRows':
        for (const row of operation.rows) this.insert(row.id, row.order, operation.columns, row.cells, num);
        return 'applied';
      case 'deleteRows':
        return operation.rows.map((id) => this.remove(id)).every(Boolean) ? 'applied' : 'stale';
      case 'moveRows':
        return operation.rows.map((row) => this.move(row.id, row.order)).every(Boolean) ? 'applied' : 'stale';
      case 'addColumn':
      case 'changeColumn':
      case 'deleteColumn':
      case 'moveColumn':
      case 'createTable':
        return 'structure';
      case 'noop':
      case 'claim':
        return 'applied';
      default:
        return 'stale';
    }
  }

  /** Who made an edit that was applied here, and when: rows say so of themselves. */
  signed(operation: Operation, { by, at }: { readonly by: string; readonly at: string }): void {
    const { touched, made } = rowsOf(operation);
    for (const id of made) this.#sign(id, { createdBy: by, createdAt: at, updatedBy: by, updatedAt: at });
    for (const id of touched) this.#sign(id, { updatedBy: by, updatedAt: at });
  }

  #sign(id: string, signature: RowSystem | Pick<RowSystem, 'updatedBy' | 'updatedAt'>): void {
    const row = this.#byId.get(id);
    if (row === undefined || (row.system?.updatedAt ?? '') > signature.updatedAt) return;
    if ('createdBy' in signature) row.system = signature;
    else if (row.system !== undefined) row.system = { ...row.system, ...signature };
  }

  /** Shows a change of rows before it is acknowledged; what cells hold meanwhile is the owner's to say. */
  show(operation: ClientOperation): void {
    switch (operation.op) {
      case 'insertRows':
        for (const row of operation.rows) this.insert(row.id, row.order, operation.columns, row.cells, 0);
        return;
      case 'updateCells':
        for (const row of operation.inserted) this.insert(row.id, row.order, operation.columns, row.cells, 0);
        return;
      case 'deleteRows':
        for (const id of operation.rows) this.remove(id);
        return;
      case 'moveRows':
        for (const row of operation.rows) this.move(row.id, row.order);
        return;
      default:
    }
  }

  write(columns: readonly string[], rows: readonly { readonly id: string; readonly cells: readonly CellValue[] }[], num: number): void {
    for (const { id, cells } of rows) {
      const row = this.#byId.get(id);
      if (row === undefined) continue;
      columns.forEach((column, index) => {
        if ((row.writtenBy.get(column) ?? 0) > num) return;
        row.cells.set(column, cells[index] ?? null);
        row.writtenBy.set(column, num);
      });
    }
  }

  insert(id: string, order: string, columns: readonly string[], cells: readonly CellValue[], num: number): void {
    if (this.#byId.has(id)) return;
    const row: CachedRow = {
      id,
      order,
      cells: new Map(columns.map((column, index) => [column, cells[index] ?? null])),
      writtenBy: new Map(columns.map((column) => [column, num])),
      pending: new Set(),
      system: undefined,
    };
    this.#place(row);
    this.#total += 1;
  }

  /** `false` when the row was not loaded, so that its position is unknown. */
  remove(id: string): boolean {
    const taken = this.#take(id);
    if (taken) this.#total -= 1;
    return taken;
  }

  move(id: string, order: string): boolean {
    const row = this.#byId.get(id);
    if (row === undefined) return false;
    this.#take(id);
    row.order = order;
    this.#place(row);
    return true;
  }

  #take(id: string): boolean {
    const row = this.#byId.get(id);
    if (row === undefined) return false;
    for (const [index, stretch] of this.#stretches.entries()) {
      const found = place(stretch.rows, row);
      if (stretch.rows[found] !== row) continue;
      stretch.rows.splice(found, 1);
      for (const later of this.#stretches.slice(index + 1)) later.start -= 1;
      if (stretch.rows.length === 0) this.#stretches.splice(index, 1);
      this.#stretches = joined(this.#stretches);
      this.#byId.delete(id);
      return true;
    }
    return false;
  }

  #place(row: CachedRow): void {
    for (const [index, stretch] of this.#stretches.entries()) {
      const first = stretch.rows[0];
      const last = stretch.rows.at(-1);
      if (first === undefined || last === undefined) continue;
      const next = this.#stretches[index + 1]?.rows[0];
      const startsTable = stretch.start === 0;
      const reachesEnd = stretch.start + stretch.rows.length === this.#total;
      if (before(row, first)) {
        if (startsTable) this.#insertInto(index, 0, row);
        else this.#shift(index);
        return;
      }
      if (before(row, last)) {
        this.#insertInto(index, place(stretch.rows, row), row);
        return;
      }
      if (next === undefined && reachesEnd) {
        this.#insertInto(index, stretch.rows.length, row);
        return;
      }
    }
    if (this.#total === 0) {
      this.#stretches = [{ start: 0, rows: [row] }];
      this.#byId.set(row.id, row);
    }
  }

  #insertInto(index: number, at: number, row: CachedRow): void {
    this.#stretches[index]?.rows.splice(at, 0, row);
    this.#byId.set(row.id, row);
    this.#shift(index + 1);
  }

  #shift(from: number): void {
    for (const stretch of this.#stretches.slice(from)) stretch.start += 1;
  }

  /** A row that is already known keeps cells that were written by a later edit than the page shows. */
  #adopt(row: GridRow, columnIds: readonly string[], num: number): CachedRow {
    const known = this.#byId.get(row.id);
    const cells = new Map<string, CellValue>();
    const writtenBy = new Map<string, number>();
    columnIds.forEach((column, index) => {
      const knownNum = known?.writtenBy.get(column) ?? 0;
      if (known !== undefined && knownNum > num) {
        cells.set(column, known.cells.get(column) ?? null);
        writtenBy.set(column, knownNum);
      } else cells.set(column, row.cells[index] ?? null);
    });
    return { id: row.id, order: row.order, cells, writtenBy, pending: new Set(row.pending ?? []), system: row.system };
  }

  #forgetFar(centre: number): void {
    const size = (): number => this.#stretches.reduce((sum, stretch) => sum + stretch.rows.length, 0);
    while (this.#stretches.length > 1 && size() > keptRows) {
      const first = this.#stretches[0];
      const last = this.#stretches.at(-1);
      if (first === undefined || last === undefined) return;
      if (Math.abs(first.start - centre) > Math.abs(last.start - centre)) this.#stretches.shift();
      else this.#stretches.pop();
    }
  }
}

/** Where the row stands or would stand in sorted rows. */
function place(rows: readonly CachedRow[], row: { order: string; id: string }): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const candidate = rows[middle];
    if (candidate !== undefined && before(candidate, row)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function joined(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const stretch of stretches) {
    const previous = result.at(-1);
    if (previous !== undefined && previous.start + previous.rows.length === stretch.start) previous.rows.push(...stretch.rows);
    else result.push(stretch);
  }
  return result;
}
