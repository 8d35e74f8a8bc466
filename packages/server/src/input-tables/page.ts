/**
 * A page of an input table as one person sees it: rows of the data table, read with that person's own credential,
 * with every logged edit that is not in them yet laid over (I6). The watermark is read first, then the rows, then all
 * entries behind that watermark: so nothing that a screen has shown can vanish again. Guards make it harmless to lay
 * an edit over rows that hold it already.
 */
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import type { CellState, RowState } from '@penstock/domain/edit-log/fold';
import { overlaidShape, overlay } from '@penstock/domain/edit-log/overlay';
import type { OverlaidRow } from '@penstock/domain/edit-log/overlay';
import { rejectedNums } from '@penstock/domain/edit-log/rejects';
import { rowsOf } from '@penstock/domain/edit-log/row-changes';
import { columnsInOrder } from '@penstock/domain/edit-log/table-shape';
import type { TableShape } from '@penstock/domain/edit-log/table-shape';
import type { Column } from '@penstock/domain/input-tables/column';
import { convertCell } from '@penstock/domain/values/convert';
import type { Dialect, StoredRow } from '@penstock/warehouse/dialect';
import type { StatementTag, TablePath, WarehouseSession } from '@penstock/warehouse/port';
import type { TableStatus } from '../edit-log/edit-log.ts';
import { compareKeys } from './position-index.ts';
import type { Shift } from './position-index.ts';
import { positionKey, positionOf, rowsOfOutcome } from './positions.ts';
import type { CountRequest, Positions, WithSession } from './positions.ts';

export interface PageRow {
  readonly id: string;
  readonly order: string;
  readonly row: RowState;
  readonly pending: ReadonlySet<string>;
}

export interface Page {
  /** The log number that the page shows. */
  readonly num: number;
  readonly columns: readonly Column[];
  readonly total: number;
  readonly totalExact: boolean;
  readonly rows: readonly PageRow[];
}

/** What the page needs to know of the log, each asked at its own moment. */
export interface PageLog {
  table(): Promise<TableStatus>;
  /** Brings in what other nodes have logged until now: the news of it may still be on its way. */
  catchUp(): Promise<void>;
  /** Logged but not applied, without rejected ones. */
  pendingEntries(): Promise<readonly EditEntry[]>;
  /** Everything after a number, applied or not, up to the first number that is still on its way. */
  entriesAfter(num: number): Promise<readonly EditEntry[]>;
}

export interface PageRequest {
  readonly tableId: string;
  readonly path: TablePath;
  readonly offset: number;
  readonly limit: number;
  /** I13: whose entries this reader may see; `null`: everybody's. */
  readonly onlyAuthor: string | null;
  /** `*`, or who looks under row policies. */
  readonly principal: string;
  /** Rows when last counted, by whatever node; `null`: never. */
  readonly rowCountHint: number | null;
}

interface PageNeeds {
  readonly dialect: Dialect;
  readonly positions: Positions;
  readonly withSession: WithSession;
  readonly tag: StatementTag;
}

/** Waits this long for the first count of a table before it answers with an estimate. */
const countPatienceMs = 25;
/** Beyond this offset a page waits for the count: reading up to there would take longer. */
const plainOffset = 5_000;
const jumpPatienceMs = 30_000;
/** Structure edits that come in while a page is read make it read again, so often. */
const attempts = 5;

export async function readPage(needs: PageNeeds, log: PageLog, request: PageRequest): Promise<Page> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await log.table();
    const pending = visible(await log.pendingEntries(), request);
    if (isMade(before))
      await needs.positions.prepare(countRequest(before, pending, request), needs.withSession, needs.tag, patienceMs(request));
    const read = isMade(before)
      ? await needs.withSession((session) => readRows(needs, session, before, pending, request))
      : nothingRead(before, pending, request);
    const laid = await entriesSince(log, before, pending, request);
    if (attempt === attempts || !(read.moved || changesStructure(laid.entries, pending))) return assemble(read, laid, before, request);
  }
}

/** Some rows by id, as the person sees them now. */
export async function readRowsNow(
  needs: PageNeeds,
  log: PageLog,
  request: PageRequest,
  rowIds: readonly string[],
): Promise<Pick<Page, 'num' | 'columns' | 'rows'>> {
  const before = await log.table();
  const pending = visible(await log.pendingEntries(), request);
  const columns = storedColumns(before.dataShape);
  const rows = !isMade(before) ? [] : await needs.withSession((session) => readById(needs, session, columns, rowIds, request));
  const { entries, num } = await entriesSince(log, before, pending, request);
  const shape = overlaidShape(before.dataShape, entries);
  const wanted = new Set(rowIds);
  const overlaid = overlay(convertPendingRetypes(rows, before.dataShape, shape), before.dataShape, entries);
  const shown = [...overlaid.values()].filter(({ row }) => wanted.has(row.id) && isShown(row));
  return { num, columns: columnsInOrder(shape), rows: shown.map(pageRow) };
}

interface RowsRead {
  readonly rows: readonly RowState[];
  /** First key of the stretch that was read. */
  readonly fromKey: string;
  /** Last key, or `null` when the stretch reaches the end of the table. */
  readonly toKey: string | null;
  /** Rows of the overlaid stretch before the page. */
  readonly skip: number;
  readonly total: number;
  readonly totalExact: boolean;
  /** A structure edit landed while these rows were read. */
  readonly moved: boolean;
}

async function readRows(
  needs: PageNeeds,
  session: WarehouseSession,
  log: TableStatus,
  pending: readonly EditEntry[],
  request: PageRequest,
): Promise<RowsRead> {
  const columns = storedColumns(log.dataShape);
  const touched = await readById(needs, session, columns, touchedRows(pending), request);
  const shifts = shiftsOf(touched, overlay(touched, log.dataShape, pending));
  const index = await needs.positions.exact(countRequest(log, pending, request), session, needs.tag);
  const { fromKey, skip } = index?.locate(request.offset, shifts) ?? { fromKey: '', skip: request.offset };
  const removed = shifts.filter(({ by }) => by === -1).length;
  // Without anything laid over, the warehouse skips; with it, the rows before the page are needed to count along.
  const skipHere = shifts.length === 0 ? 0 : skip;
  const limit = skipHere + request.limit + removed;
  const statement = needs.dialect.inputTables.readPage(request.path, columns, positionOf(fromKey), skip - skipHere, limit);
  const rows = (await rowsOfOutcome(session, statement, needs.tag)).map((row) =>
    stateOf(columns, needs.dialect.inputTables.decodeRow(columns, row)),
  );
  // What landed between these reads would be counted twice, as laid over and as stored: then all is read again.
  const moved = landedSince(touched, await readById(needs, session, columns, touchedRows(pending), request));
  const last = rows.length < limit ? undefined : rows.at(-1);
  const seen = rows.length === 0 ? 0 : skip - skipHere + rows.length;
  const shifted = shifts.reduce((sum, { by }) => sum + by, 0);
  const read = new Map([...touched, ...rows].map((row) => [row.id, row]));
  const first = rows[0];
  return {
    rows: [...read.values()],
    fromKey: skipHere === skip || first === undefined ? fromKey : keyOf(first),
    toKey: last === undefined ? null : keyOf(last),
    skip: skipHere,
    total:
      index !== null
        ? index.total + shifted
        : last === undefined && seen > 0
          ? seen + shifted
          : Math.max(request.rowCountHint ?? 0, seen + shifted + (last === undefined ? 0 : 1)),
    totalExact: index !== null || (last === undefined && seen > 0),
    moved,
  };
}

function landedSince(before: readonly RowState[], after: readonly RowState[]): boolean {
  const standing = new Map(before.map((row) => [row.id, row]));
  return (
    after.length !== before.length ||
    after.some((row) => standing.get(row.id)?.life.num !== row.life.num || standing.get(row.id)?.order.num !== row.order.num)
  );
}

/** Before its CREATE TABLE is applied there is nothing to ask the warehouse. */
function isMade(log: TableStatus): boolean {
  return log.appliedNum > 0 && log.dataShape.columns.size > 0;
}

function nothingRead(log: TableStatus, pending: readonly EditEntry[], request: PageRequest): RowsRead {
  return {
    rows: [],
    fromKey: '',
    toKey: null,
    skip: request.offset,
    moved: false,
    ...totals(overlay([], log.dataShape, pending).values()),
  };
}

function countRequest(log: TableStatus, pending: readonly EditEntry[], request: PageRequest): CountRequest {
  return {
    tableId: request.tableId,
    path: request.path,
    principal: request.principal,
    appliedNum: log.appliedNum,
    pending,
    waiting: new Set(log.exceptions.filter(({ kind }) => kind === 'waiting').map(({ num }) => num)),
  };
}

function patienceMs({ offset }: PageRequest): number {
  return offset > plainOffset ? jumpPatienceMs : countPatienceMs;
}

function assemble(read: RowsRead, { entries, num }: Laid, log: TableStatus, request: PageRequest): Page {
  const shape = overlaidShape(log.dataShape, entries);
  const overlaid = overlay(convertPendingRetypes(read.rows, log.dataShape, shape), log.dataShape, entries);
  const stretch = [...overlaid.values()]
    .filter(({ row }) => isShown(row) && inStretch(keyOf(row), read))
    .sort((left, right) => compareKeys(keyOf(left.row), keyOf(right.row)));
  return {
    num,
    columns: columnsInOrder(shape),
    total: read.total,
    totalExact: read.totalExact,
    rows: stretch.slice(read.skip, read.skip + request.limit).map(pageRow),
  };
}

interface Laid {
  /** In order, without rejected ones; an acknowledged edit behind a gap in the numbers is among them. */
  readonly entries: readonly EditEntry[];
  /** Up to here no number is missing. */
  readonly num: number;
}

/** All entries that the rows may lack: those held back, and everything behind the watermark that was read first. */
async function entriesSince(log: PageLog, before: TableStatus, pending: readonly EditEntry[], request: PageRequest): Promise<Laid> {
  await log.catchUp();
  const later = visible(await log.pendingEntries(), request);
  const since = await log.entriesAfter(before.appliedNum);
  const now = await log.table();
  const rejected = rejectedNums(since);
  const refused = new Set(now.exceptions.filter(({ kind }) => kind === 'rejected').map(({ num }) => num));
  const byNum = new Map([...pending, ...later, ...visible(since, request)].map((entry) => [entry.num, entry]));
  const entries = [...byNum.values()]
    .filter((entry) => !rejected.has(entry.num) && !refused.has(entry.num))
    .sort((left, right) => left.num - right.num);
  return { entries, num: since.at(-1)?.num ?? before.appliedNum };
}

/** Column edits are everybody's business: they name no value. */
function visible(entries: readonly EditEntry[], { onlyAuthor }: PageRequest): readonly EditEntry[] {
  if (onlyAuthor === null) return entries;
  return entries.filter(
    ({ author, operation }) => author.memberId === onlyAuthor || rowsOf(operation).touched.length + rowsOf(operation).made.length === 0,
  );
}

function changesStructure(entries: readonly EditEntry[], known: readonly EditEntry[]): boolean {
  const seen = new Set(known.map((entry) => entry.num));
  return entries.some((entry) => !seen.has(entry.num) && touchedRows([entry]).length > 0);
}

/** Rows that may appear, vanish or stand elsewhere. */
function touchedRows(entries: readonly EditEntry[]): readonly string[] {
  const ids = new Set<string>();
  for (const { operation } of entries) {
    const { touched, made } = rowsOf(operation);
    for (const id of made) ids.add(id);
    if (operation.op !== 'updateCells') for (const id of touched) ids.add(id);
  }
  return [...ids];
}

async function readById(
  needs: PageNeeds,
  session: WarehouseSession,
  columns: readonly Column[],
  rowIds: readonly string[],
  request: PageRequest,
): Promise<readonly RowState[]> {
  if (rowIds.length === 0) return [];
  const rows = await rowsOfOutcome(session, needs.dialect.inputTables.readRowsById(request.path, columns, rowIds), needs.tag);
  return rows.map((row) => stateOf(columns, needs.dialect.inputTables.decodeRow(columns, row)));
}

/** How the overlay differs from the data table in which rows are where. */
function shiftsOf(stored: readonly RowState[], overlaid: ReadonlyMap<string, OverlaidRow>): readonly Shift[] {
  const shifts: Shift[] = [];
  const inData = new Map(stored.filter(isShown).map((row) => [row.id, keyOf(row)]));
  for (const { row } of overlaid.values()) {
    const dataKey = inData.get(row.id);
    const shownKey = isShown(row) ? keyOf(row) : undefined;
    if (dataKey === shownKey) continue;
    if (dataKey !== undefined) shifts.push({ key: dataKey, by: -1 });
    if (shownKey !== undefined) shifts.push({ key: shownKey, by: 1 });
  }
  return shifts;
}

function totals(rows: Iterable<OverlaidRow>): { readonly total: number; readonly totalExact: boolean } {
  return { total: [...rows].filter(({ row }) => isShown(row)).length, totalExact: true };
}

/** The data table still holds the old type's values where a retype is logged but not applied. */
function convertPendingRetypes(rows: readonly RowState[], stored: TableShape, shown: TableShape): readonly RowState[] {
  const retypes = shown.retypes.slice(stored.retypes.length);
  if (retypes.length === 0) return rows;
  return rows.map((row) => {
    const cells = new Map(row.cells);
    for (const { columnId, from, to } of retypes) {
      const cell = cells.get(columnId);
      if (cell !== undefined) cells.set(columnId, { value: convertCell(cell.value, from, to), num: cell.num });
    }
    return { ...row, cells };
  });
}

function storedColumns(shape: TableShape): readonly Column[] {
  return columnsInOrder(shape);
}

function stateOf(columns: readonly Column[], row: StoredRow): RowState {
  const cells = new Map<string, CellState>();
  for (const [index, column] of columns.entries()) {
    const cell = row.cells[index];
    if (cell !== undefined && cell.num !== null) cells.set(column.id, { value: cell.value, num: cell.num });
  }
  return {
    id: row.rowId,
    life: { num: row.rowNum ?? 0, deleted: row.deleted ?? true },
    order: { num: row.orderNum ?? 0, key: row.orderKey ?? '' },
    created: { by: row.created.by ?? '', at: row.created.at ?? '' },
    updated: { num: row.updated.num ?? 0, by: row.updated.by ?? '', at: row.updated.at ?? '' },
    cells,
  };
}

/** A row without a life yet is not shown. */
function isShown(row: RowState): boolean {
  return row.life.num > 0 && !row.life.deleted;
}

function keyOf(row: RowState): string {
  return positionKey(row.order.key, row.id);
}

function inStretch(key: string, read: RowsRead): boolean {
  return compareKeys(key, read.fromKey) >= 0 && (read.toKey === null || compareKeys(key, read.toKey) <= 0);
}

function pageRow({ row, pending }: OverlaidRow): PageRow {
  return { id: row.id, order: row.order.key, row, pending };
}
