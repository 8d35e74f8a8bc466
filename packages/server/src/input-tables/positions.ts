/**
 * The position indexes that this node holds, one a table and principal (row policies give each person other rows; a
 * table without them has one index for all). Built when first asked for, in the background of a large table; kept
 * exact by noting which stretches of order keys each logged edit touches, and counting those again before use.
 */
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import { rowsOf } from '@penstock/domain/edit-log/row-changes';
import { linkedRowOrder } from '@penstock/domain/input-tables/linked-rows';
import type { Dialect, OrderPosition } from '@penstock/warehouse/dialect';
import type { SqlValue, StatementTag, TablePath, WarehouseFailure, WarehouseSession } from '@penstock/warehouse/port';
import { indexFromAnchors, rowsPerBlock } from './position-index.ts';
import type { KeyRange, PositionIndex } from './position-index.ts';

/** Order key and row id as one text: a space sorts before every character of an order key. */
export function positionKey(orderKey: string, rowId: string): string {
  return `${orderKey} ${rowId}`;
}

export function positionOf(key: string): OrderPosition | null {
  if (key === '') return null;
  const space = key.indexOf(' ');
  return { orderKey: key.slice(0, space), rowId: key.slice(space + 1) };
}

/** What one edit may have done to the counts. */
interface Touch {
  readonly num: number;
  readonly ranges: readonly KeyRange[];
  /** Rows whose keys have to be asked for. */
  readonly rowIds: readonly string[];
  /** Moved rows leave a place that nobody knows afterwards: all is counted again. */
  readonly everywhere: boolean;
}

interface Held {
  index: PositionIndex | null;
  building: Promise<void> | null;
  touches: Touch[];
  usedAtMs: number;
}

export interface CountRequest {
  readonly tableId: string;
  readonly path: TablePath;
  /** `*`, or who looks under row policies. */
  readonly principal: string;
  /** The watermark, read before any counting. */
  readonly appliedNum: number;
  /** What is logged but not applied. */
  readonly pending: readonly EditEntry[];
  /** Numbers at or below the watermark that are not applied. */
  readonly waiting: ReadonlySet<number>;
}

/** A session of the principal that reads, lent for one use. */
export type WithSession = <T>(use: (session: WarehouseSession) => Promise<T>) => Promise<T>;

const heldIndexes = 500;
const countTimeoutMs = 60_000;
/** Keys of one edit that are noted singly; more become one stretch. */
const singleKeys = 32;

export class Positions {
  readonly #held = new Map<string, Held>();
  readonly #dialect: Dialect;
  readonly #nowMs: () => number;

  constructor(dialect: Dialect, nowMs: () => number) {
    this.#dialect = dialect;
    this.#nowMs = nowMs;
  }

  /** Rows as last counted; `null` when nobody counted. */
  lastTotal(tableId: string): number | null {
    return this.#held.get(`${tableId} *`)?.index?.total ?? null;
  }

  /** An entry was logged; called in the order of the numbers. */
  note(entry: EditEntry): void {
    const touch = touchOf(entry);
    if (touch === null) return;
    for (const [key, held] of this.#held) if (key.startsWith(`${entry.tableId} `)) held.touches.push(touch);
  }

  clear(): void {
    this.#held.clear();
  }

  /** Begins the first count of a table, and waits for it for a while. */
  async prepare(request: CountRequest, withSession: WithSession, tag: StatementTag, patienceMs: number): Promise<void> {
    const held = this.#hold(request);
    held.usedAtMs = this.#nowMs();
    if (held.touches.some((touch) => touch.everywhere && isLanded(touch, request))) this.#restart(held, request);
    if (held.index !== null) return;
    held.building ??= this.#build(held, request, withSession, tag);
    // Whoever waits is told; after the patience is over the next reader tries again.
    held.building.catch(() => {});
    await Promise.race([held.building, delay(patienceMs)]);
  }

  /** The index, exact for what the session sees; `null` while the first count runs. */
  async exact(request: CountRequest, session: WarehouseSession, tag: StatementTag): Promise<PositionIndex | null> {
    const held = this.#hold(request);
    if (held.index !== null) await this.#refresh(held, held.index, request, session, tag);
    return held.index;
  }

  #hold(request: CountRequest): Held {
    const key = `${request.tableId} ${request.principal}`;
    const standing = this.#held.get(key);
    if (standing !== undefined) return standing;
    if (this.#held.size >= heldIndexes) this.#forgetOldest();
    const held: Held = { index: null, building: null, touches: touchesOf(request.pending), usedAtMs: 0 };
    this.#held.set(key, held);
    return held;
  }

  #restart(held: Held, request: CountRequest): void {
    held.index = null;
    held.touches = held.touches.filter((touch) => !isLanded(touch, request));
  }

  async #build(held: Held, request: CountRequest, withSession: WithSession, tag: StatementTag): Promise<void> {
    try {
      const { anchors, count } = await withSession((session) => this.#anchors(session, request.path, null, null, tag));
      held.index = indexFromAnchors(anchors, count);
    } finally {
      held.building = null;
    }
  }

  /** Counts again what edits may have changed since; a stretch stays stale until its edits are behind the watermark. */
  async #refresh(held: Held, index: PositionIndex, request: CountRequest, session: WarehouseSession, tag: StatementTag): Promise<void> {
    const rowIds = [...new Set(held.touches.flatMap((touch) => touch.rowIds))];
    if (rowIds.length > 0) {
      const statement = this.#dialect.inputTables.readRowsById(request.path, [], rowIds);
      for (const row of await rowsOfOutcome(session, statement, tag)) {
        const stored = this.#dialect.inputTables.decodeRow([], row);
        if (stored.orderKey !== null) index.markStale(positionKey(stored.orderKey, stored.rowId));
      }
    }
    for (const touch of held.touches) for (const range of touch.ranges) index.markStale(range.from, range.to ?? range.from);
    for (const range of index.staleRanges()) {
      const { anchors, count } = await this.#anchors(
        session,
        request.path,
        positionOf(range.from),
        range.to === null ? null : positionOf(range.to),
        tag,
      );
      index.recount(range, count, anchors);
    }
    held.touches = held.touches.filter((touch) => !isLanded(touch, request));
  }

  async #anchors(
    session: WarehouseSession,
    path: TablePath,
    from: OrderPosition | null,
    to: OrderPosition | null,
    tag: StatementTag,
  ): Promise<{ anchors: string[]; count: number }> {
    const rows = await rowsOfOutcome(session, this.#dialect.inputTables.readAnchors(path, from, to, rowsPerBlock), tag);
    const last = rows.at(-1);
    return {
      anchors: rows.filter((row) => Number(row[2]) % rowsPerBlock === 0).map((row) => positionKey(String(row[0]), String(row[1]))),
      count: last === undefined ? 0 : Number(last[2]) + 1,
    };
  }

  #forgetOldest(): void {
    const oldest = [...this.#held].reduce((left, right) => (left[1].usedAtMs <= right[1].usedAtMs ? left : right));
    this.#held.delete(oldest[0]);
  }
}

/** A read that the warehouse refused; the caller tells the person. */
export class ReadFailure extends Error {
  override readonly name = 'ReadFailure';
  readonly failure: WarehouseFailure;

  constructor(failure: WarehouseFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

export async function rowsOfOutcome(
  session: WarehouseSession,
  statement: Parameters<WarehouseSession['run']>[0],
  tag: StatementTag,
): Promise<readonly (readonly SqlValue[])[]> {
  const outcome = await session.run(statement, { tag, timeoutMs: countTimeoutMs });
  if (outcome.kind !== 'done') throw new ReadFailure(outcome.failure);
  return outcome.value.rows;
}

/** Its effect is in the data table since before the counting began. */
function isLanded(touch: Touch, request: CountRequest): boolean {
  return touch.num <= request.appliedNum && !request.waiting.has(touch.num);
}

function touchesOf(entries: readonly EditEntry[]): Touch[] {
  return entries.map(touchOf).filter((touch) => touch !== null);
}

function touchOf(entry: EditEntry): Touch | null {
  const { operation, num } = entry;
  switch (operation.op) {
    case 'insertRows':
      return { num, ranges: rangesOf(operation.rows), rowIds: [], everywhere: false };
    case 'updateCells':
      return operation.inserted.length === 0 ? null : { num, ranges: rangesOf(operation.inserted), rowIds: [], everywhere: false };
    case 'updateKeyedCells': {
      const made = operation.rows.map(({ id }) => ({ id, order: linkedRowOrder }));
      return operation.onlyWhile === null ? { num, ranges: rangesOf(made), rowIds: [], everywhere: false } : null;
    }
    case 'deleteRows':
    case 'restoreRows':
      return { num, ranges: [], rowIds: rowsOf(operation).touched, everywhere: false };
    case 'moveRows':
    case 'rebuild':
    case 'importRows':
      return { num, ranges: [], rowIds: [], everywhere: true };
    default:
      return null;
  }
}

function rangesOf(rows: readonly { readonly id: string; readonly order: string }[]): readonly KeyRange[] {
  const keys = rows.map((row) => positionKey(row.order, row.id)).sort();
  const [first] = keys;
  const last = keys.at(-1);
  if (first === undefined || last === undefined) return [];
  return keys.length > singleKeys ? [{ from: first, to: last }] : keys.map((key) => ({ from: key, to: key }));
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
