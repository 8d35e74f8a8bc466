/**
 * One open input table, apart from React: what the server says (rows, live edits) under what this person has typed and
 * Penstock has not acknowledged yet. The screen reads it and is told when to read again.
 */
import { inverseOf } from '@penstock/domain/input-tables/inverse';
import { newEditId, newRowId } from '@penstock/domain/input-tables/ids';
import { keysBetween } from '@penstock/domain/input-tables/order-key';
import type { Column } from '@penstock/domain/input-tables/column';
import type { ClientOperation, NewRow, Operation } from '@penstock/domain/input-tables/operation';
import type { RandomSource } from '@penstock/domain/ports/random';
import type { CellValue } from '@penstock/domain/values/cell-value';
import type { Acknowledgement, EditEvent, InputTable, OverwrittenEvent, RowPage, SettledEvent, TrayItem } from '../api/contract.ts';
import { asProblem } from '../api/problem.ts';
import type { Problem } from '../api/problem.ts';
import { EditQueue } from './edit-queue.ts';
import type { Outcome, QueueState } from './edit-queue.ts';
import type { EditStore, WaitingEdit } from './edit-store.ts';
import type { OpenLive } from './live.ts';
import { RowCache } from './row-cache.ts';
import type { CachedRow } from './row-cache.ts';

export type CellState = 'saved' | 'saving' | 'just-saved' | 'refused' | 'in-log';

export interface TableTransport {
  readonly loadTable: () => Promise<InputTable>;
  readonly loadRows: (offset: number, limit: number) => Promise<RowPage>;
  readonly send: (edit: WaitingEdit) => Promise<Outcome>;
  readonly loadTray: () => Promise<readonly TrayItem[]>;
  readonly openLive: OpenLive;
}

export interface TableStoreNeeds {
  readonly table: InputTable;
  readonly memberId: string;
  readonly transport: TableTransport;
  readonly editStore: EditStore;
  readonly random: RandomSource;
  readonly nowMs: () => number;
  readonly later: (callback: () => void, delayMs: number) => () => void;
  /** A colleague wrote over cells of this person. */
  readonly onOverwritten: (event: OverwrittenEvent) => void;
  /** Penstock or the warehouse refused an edit of this person. */
  readonly onRefused: (reason: { readonly title: string; readonly reason: string; readonly nextStep: string }) => void;
}

interface UndoStep {
  readonly editIds: readonly string[];
  readonly back: readonly { readonly operation: ClientOperation; readonly onlyWhileEditId: string | null }[];
  readonly label: string;
}

const pageSize = 200;
const savedShownMs = 1200;
const longestUndo = 200;
const eventsKept = 1000;
const hiddenRefreshMs = 5000;

const cellKey = (row: string, column: string): string => `${row}\u0000${column}`;

export class TableStore {
  readonly #needs: TableStoreNeeds;
  readonly #cache = new RowCache();
  readonly #listeners = new Set<() => void>();
  readonly queue: EditQueue;
  #table: InputTable;
  #num: number;
  #version = 0;
  #overlay = new Map<string, CellValue>();
  #refusedCells = new Map<string, string>();
  #tray: readonly TrayItem[] = [];
  #justSaved = new Map<string, number>();
  #changedByOthers = new Map<string, number>();
  #events: { readonly num: number; readonly operation: Operation }[] = [];
  #undo: UndoStep[] = [];
  #redo: UndoStep[] = [];
  #visible = { from: 0, to: pageSize };
  #loading = new Set<number>();
  #loadedOnce = false;
  #problem: Problem | null = null;
  #ended: Problem | null = null;
  #connected = true;
  #refreshPlanned = false;
  #closeLive: (() => void) | null = null;
  #reloadWhenQuiet = false;
  #closed = false;
  #generation = 0;

  constructor(needs: TableStoreNeeds) {
    this.#needs = needs;
    this.#table = needs.table;
    this.#num = needs.table.headNum;
    this.queue = new EditQueue({
      memberId: needs.memberId,
      tableId: needs.table.id,
      store: needs.editStore,
      send: needs.transport.send,
      newEditId: () => newEditId(needs.random),
      nowMs: needs.nowMs,
      later: needs.later,
      onAcknowledged: (edit, acknowledgement) => this.#acknowledged(edit, acknowledgement),
      onRefused: (edit, problem) => this.#refused(edit, problem),
      onChange: () => this.#pendingChanged(),
    });
  }

  /** Starts listening and loading; returns a way to stop. */
  open(): () => void {
    this.#listen();
    void this.queue.restore();
    void this.reloadTray();
    this.want(0, pageSize);
    return () => this.close();
  }

  #listen(): void {
    this.#closeLive = this.#needs.transport.openLive(this.#table.id, this.#num, {
      onEdit: (event) => this.#edited(event),
      onHidden: (num) => this.#passed(num),
      onSettled: (event) => this.#settled(event),
      onOverwritten: (event) => this.#needs.onOverwritten(event),
      onEditing: () => void this.reloadTable(),
      onEnded: () => this.#listensOn(),
      onConnected: (connected) => this.#connection(connected),
    });
  }

  close(): void {
    this.#closed = true;
    this.#closeLive?.();
    this.queue.close();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  version = (): number => this.#version;

  get table(): InputTable {
    return this.#table;
  }
  get columns(): readonly Column[] {
    return this.#table.columns;
  }
  get total(): number {
    return this.#cache.total;
  }
  get loaded(): boolean {
    return this.#loadedOnce;
  }
  get problem(): Problem | null {
    return this.#problem;
  }
  /** Why nothing of the table may be shown any more. */
  get ended(): Problem | null {
    return this.#ended;
  }
  get connected(): boolean {
    return this.#connected;
  }
  get tray(): readonly TrayItem[] {
    return this.#tray;
  }
  get queueState(): QueueState {
    return this.queue.state;
  }
  get canUndo(): string | null {
    return this.#undo.at(-1)?.label ?? null;
  }
  get canRedo(): string | null {
    return this.#redo.at(-1)?.label ?? null;
  }

  rowAt(position: number): CachedRow | undefined {
    return this.#cache.at(position);
  }
  positionOf(rowId: string): number {
    return this.#cache.positionOf(rowId);
  }

  /** The value on the screen: what was typed here, over what the server said. */
  value(row: CachedRow, columnId: string): CellValue {
    const key = cellKey(row.id, columnId);
    const typed = this.#overlay.get(key);
    return typed === undefined ? (row.cells.get(columnId) ?? null) : typed;
  }

  state(row: CachedRow, columnId: string): CellState {
    const key = cellKey(row.id, columnId);
    if (this.#overlay.has(key)) return 'saving';
    if (this.#refusedCells.has(key)) return 'refused';
    if (this.#justSaved.has(key)) return 'just-saved';
    return row.pending.has(columnId) ? 'in-log' : 'saved';
  }

  refusal(rowId: string, columnId: string): string | null {
    return this.#refusedCells.get(cellKey(rowId, columnId)) ?? null;
  }

  /** When a colleague last changed the cell while this screen was open. */
  changedAt(rowId: string, columnId: string): number | undefined {
    return this.#changedByOthers.get(cellKey(rowId, columnId));
  }

  /** Loads what is missing of [from, to) and a little around it. */
  want(from: number, to: number): void {
    this.#visible = { from, to };
    const missing = this.#loadedOnce ? this.#cache.missing(from - pageSize / 4, to + pageSize / 4) : { from, to: Math.max(to, 1) };
    if (missing === null) return;
    for (let page = Math.floor(missing.from / pageSize); page * pageSize < missing.to; page += 1) void this.#load(page);
  }

  /** Loads rows [from, to) and gives them, for copying a large selection. */
  async rows(from: number, to: number): Promise<readonly (CachedRow | undefined)[]> {
    for (;;) {
      const missing = this.#cache.missing(from, to);
      if (missing === null || this.#closed) break;
      const { total } = this.#cache;
      const page = await this.#needs.transport.loadRows(missing.from, Math.min(10_000, missing.to - missing.from));
      this.#merge(page);
      if (page.rows.length === 0 && this.#cache.total === total) break;
    }
    return Array.from({ length: Math.max(0, to - from) }, (_, index) => this.#cache.at(from + index));
  }

  /** Makes an edit: shown at once, stored, sent, and remembered for undo. */
  edit(operation: ClientOperation, label: string): WaitingEdit {
    const back = this.#inverse(operation);
    const made = this.#make(operation);
    this.#remember(this.#undo, { editIds: [made.editId], back: back.map((step) => this.#bound(step, made.editId)), label });
    this.#redo = [];
    this.#changed();
    return made;
  }

  setCells(
    columns: readonly string[],
    rows: readonly { readonly id: string; readonly cells: readonly CellValue[] }[],
    label: string,
    inserted: readonly NewRow[] = [],
  ): void {
    if (rows.length === 0 && inserted.length === 0) return;
    this.edit({ op: 'updateCells', columns, rows, inserted, onlyWhile: null }, label);
  }

  undo(): boolean {
    return this.#takeBack(this.#undo, this.#redo);
  }
  redo(): boolean {
    return this.#takeBack(this.#redo, this.#undo);
  }

  /** New rows for a place: before the row at the position, or at the end. */
  newRows(position: number, count: number, cells: readonly (readonly CellValue[])[] = []): readonly NewRow[] {
    const before = position > 0 ? (this.#cache.at(position - 1)?.order ?? null) : null;
    const after = this.#cache.at(position)?.order ?? null;
    return keysBetween(before, after, count).map((order, index) => ({
      id: newRowId(this.#needs.random),
      order,
      cells: cells[index] ?? [],
    }));
  }

  insertRows(position: number, count: number): readonly NewRow[] {
    const columns = this.columns.slice(0, 1).map((column) => column.id);
    const rows = this.newRows(
      position,
      count,
      Array.from({ length: count }, () => columns.map(() => null)),
    );
    this.edit({ op: 'insertRows', columns, rows }, count === 1 ? 'Insert row' : `Insert ${count} rows`);
    return rows;
  }

  /** Loads the last row, below which rows are added, so that its order key is known. */
  async loadEnd(): Promise<void> {
    const { total } = this.#cache;
    if (total > 0 && this.#cache.at(total - 1) === undefined) await this.rows(total - 1, total);
  }

  deleteRows(ids: readonly string[]): void {
    if (ids.length > 0) this.edit({ op: 'deleteRows', rows: ids }, ids.length === 1 ? 'Delete row' : `Delete ${ids.length} rows`);
  }

  restoreRows(ids: readonly string[]): void {
    this.edit({ op: 'restoreRows', rows: ids }, ids.length === 1 ? 'Restore row' : `Restore ${ids.length} rows`);
  }

  /** Moves a row so that it stands at the position. */
  moveRow(from: number, to: number): void {
    const row = this.#cache.at(from);
    if (row === undefined || from === to) return;
    const left = this.#cache.at(from < to ? to : to - 1)?.order ?? null;
    const right = this.#cache.at(from < to ? to + 1 : to)?.order ?? null;
    const [order] = keysBetween(left, right, 1);
    if (order !== undefined) this.edit({ op: 'moveRows', rows: [{ id: row.id, order }] }, 'Move row');
  }

  moveColumn(from: number, to: number): void {
    const column = this.columns[from];
    if (column === undefined || from === to) return;
    const left = this.columns[from < to ? to : to - 1]?.order ?? null;
    const right = this.columns[from < to ? to + 1 : to]?.order ?? null;
    const [order] = keysBetween(left, right, 1);
    if (order !== undefined) this.edit({ op: 'moveColumn', columnId: column.id, order }, 'Move column');
  }

  /** An order key for a column at the position. */
  columnOrder(position: number): string {
    return keysBetween(this.columns[position - 1]?.order ?? null, this.columns[position]?.order ?? null, 1)[0] ?? '';
  }

  async reloadTable(): Promise<void> {
    try {
      this.#take(await this.#needs.transport.loadTable());
    } catch (error) {
      this.#failed(error);
    }
  }

  #take(table: InputTable): void {
    this.#table = {
      ...table,
      headNum: Math.max(table.headNum, this.#table.headNum),
      columns: table.columns.toSorted((a, b) => (a.order < b.order ? -1 : 1)),
    };
    for (const edit of this.queue.waiting) this.#applyToColumns(edit.operation);
    this.#changed();
  }

  async reloadTray(): Promise<void> {
    this.#tray = await this.#needs.transport.loadTray().catch(() => this.#tray);
    this.#pendingChanged();
  }

  /** Tries again at once after a failure. */
  resume(): void {
    this.queue.resume();
    if (this.#ended !== null) {
      this.#ended = null;
      this.#listen();
    }
    this.#problem = null;
    this.want(this.#visible.from, this.#visible.to);
  }

  /** Loads again what is visible; rows stay on the screen meanwhile. */
  reload(): void {
    this.#cache.keepOnly(this.#visible.from, this.#visible.to);
    this.#generation += 1;
    this.#loading.clear();
    for (let page = Math.floor(this.#visible.from / pageSize); page * pageSize < Math.max(this.#visible.to, 1); page += 1)
      void this.#load(page);
  }

  async #load(page: number): Promise<void> {
    if (this.#loading.has(page) || this.#closed) return;
    const generation = this.#generation;
    this.#loading.add(page);
    try {
      const loaded = await this.#needs.transport.loadRows(page * pageSize, pageSize);
      if (generation === this.#generation) this.#merge(loaded);
    } catch (error) {
      if (generation === this.#generation) this.#failed(error);
    } finally {
      if (generation === this.#generation) this.#loading.delete(page);
    }
  }

  /** Edits that the page does not show yet are laid over it; a page that is ahead of the stream makes the stream's older edits harmless. */
  #merge(page: RowPage): void {
    const columnIds = (page.columns ?? this.columns).map((column) => column.id);
    this.#cache.merge(page, columnIds);
    for (const event of this.#events) if (event.num > page.num) this.#cache.apply(event.operation, event.num);
    if (this.queue.waiting.length > 0) {
      for (const edit of this.queue.waiting) this.#applyToRows(edit.operation);
      this.#reloadWhenQuiet ||= this.queue.waiting.some((edit) => changesPositions(edit.operation));
    }
    this.#num = Math.max(this.#num, this.#loadedOnce ? this.#num : page.num);
    this.#loadedOnce = true;
    this.#problem = null;
    this.#changed();
  }

  #edited(event: EditEvent): void {
    if (event.num <= this.#num) return;
    const gap = event.num > this.#num + 1;
    this.#reach(event.num);
    const operation = event.operation as Operation;
    const mine = this.queue.isMine(event.editId);
    this.#events.push({ num: event.num, operation });
    if (this.#events.length > eventsKept) this.#events.splice(0, this.#events.length - eventsKept);
    if (!mine) this.#noteForeign(operation);
    const effect = this.#cache.apply(operation, event.num);
    if (effect === 'structure') {
      void this.reloadTable();
      this.reload();
    } else if (gap || (effect === 'stale' && !(mine && (operation.op === 'deleteRows' || operation.op === 'moveRows')))) this.reload();
    this.#changed();
  }

  /**
   * An edit that this person may not see takes its number and nothing else. The rows that they do see may have changed with it,
   * so what is on the screen is read again a little later, once for all that was hidden meanwhile.
   */
  #passed(num: number): void {
    if (num <= this.#num) return;
    this.#reach(num);
    if (this.#refreshPlanned) return;
    this.#refreshPlanned = true;
    this.#needs.later(() => {
      this.#refreshPlanned = false;
      if (!this.#closed) this.reload();
    }, hiddenRefreshMs);
  }

  /** The stream was ended: by the loss of the right or of the session, or because the server is away. */
  async #listensOn(): Promise<boolean> {
    try {
      this.#take(await this.#needs.transport.loadTable());
      return true;
    } catch (error) {
      const problem = asProblem(error);
      if (problem.status === 403 || problem.status === 404) {
        this.#ended = problem;
        this.#cache.clear();
        this.#changed();
        return false;
      }
      return problem.status !== 401;
    }
  }

  #reach(num: number): void {
    this.#num = num;
    this.#table = { ...this.#table, headNum: Math.max(num, this.#table.headNum) };
  }

  #noteForeign(operation: Operation): void {
    if (operation.op !== 'updateCells') return;
    const now = performance.now();
    for (const row of operation.rows.slice(0, 500))
      for (const column of operation.columns) this.#changedByOthers.set(cellKey(row.id, column), now);
  }

  #settled(event: SettledEvent): void {
    if (event.state === 'rejected') {
      void this.reloadTray();
      this.reload();
    }
    if (event.state === 'waiting') void this.reloadTable();
  }

  #connection(connected: boolean): void {
    if (connected === this.#connected) return;
    this.#connected = connected;
    if (connected) this.queue.resume();
    this.#changed();
  }

  #make(operation: ClientOperation, onlyWhileEditId: string | null = null): WaitingEdit {
    this.#applyToRows(operation);
    this.#applyToColumns(operation);
    if (operation.op === 'updateCells')
      for (const row of operation.rows) for (const column of operation.columns) this.#refusedCells.delete(cellKey(row.id, column));
    return this.queue.add(operation, this.#num, onlyWhileEditId);
  }

  /** Shows a change of rows before it is acknowledged; cells are shown by the overlay instead. */
  #applyToRows(operation: ClientOperation): void {
    switch (operation.op) {
      case 'insertRows':
        for (const row of operation.rows) this.#cache.insert(row.id, row.order, operation.columns, row.cells, 0);
        return;
      case 'updateCells':
        for (const row of operation.inserted) this.#cache.insert(row.id, row.order, operation.columns, row.cells, 0);
        return;
      case 'deleteRows':
        for (const id of operation.rows) this.#cache.remove(id);
        return;
      case 'moveRows':
        for (const row of operation.rows) this.#cache.move(row.id, row.order);
        return;
      default:
    }
  }

  #applyToColumns(operation: ClientOperation): void {
    const columns = columnsAfter(this.columns, operation);
    if (columns !== this.columns) this.#table = { ...this.#table, columns };
  }

  #acknowledged(edit: WaitingEdit, { editNum }: Acknowledgement): void {
    const { operation } = edit;
    if (operation.op === 'updateCells') {
      if (operation.onlyWhile === null) this.#cache.write(operation.columns, operation.rows, editNum);
      else this.#reloadWhenQuiet = true;
      this.#showSaved(operation.columns, operation.rows);
      this.#showSaved(operation.columns, operation.inserted);
    }
    if (
      operation.op === 'restoreRows' ||
      operation.op === 'importRows' ||
      (operation.op === 'changeColumn' && operation.type !== undefined)
    )
      this.#reloadWhenQuiet = true;
  }

  #showSaved(columns: readonly string[], rows: readonly { readonly id: string }[]): void {
    const now = this.#needs.nowMs();
    for (const row of rows.slice(0, 2000)) for (const column of columns) this.#justSaved.set(cellKey(row.id, column), now);
    this.#needs.later(() => {
      for (const row of rows.slice(0, 2000))
        for (const column of columns)
          if (this.#justSaved.get(cellKey(row.id, column)) === now) this.#justSaved.delete(cellKey(row.id, column));
      this.#changed();
    }, savedShownMs);
  }

  #refused(edit: WaitingEdit, problem: Problem): void {
    this.#needs.onRefused({ title: problem.title, reason: problem.message, nextStep: problem.nextStep });
    this.#undo = this.#undo.filter((step) => !step.editIds.includes(edit.editId));
    if (edit.operation.op !== 'updateCells' || edit.operation.inserted.length > 0) this.reload();
    void this.reloadTable();
  }

  #pendingChanged(): void {
    const overlay = new Map<string, CellValue>();
    for (const { operation } of this.queue.waiting) {
      if (operation.op !== 'updateCells' && operation.op !== 'insertRows') continue;
      const rows = operation.op === 'updateCells' ? [...operation.rows, ...operation.inserted] : operation.rows;
      for (const row of rows) operation.columns.forEach((column, index) => overlay.set(cellKey(row.id, column), row.cells[index] ?? null));
    }
    this.#overlay = overlay;
    const refused = new Map<string, string>();
    const mark = (operation: ClientOperation, reason: string): void => {
      if (operation.op === 'updateCells')
        for (const row of operation.rows) for (const column of operation.columns) refused.set(cellKey(row.id, column), reason);
    };
    for (const item of this.#tray) mark(item.operation, item.reason);
    for (const edit of this.queue.refused) if (edit.refusal !== null) mark(edit.operation, edit.refusal.reason);
    this.#refusedCells = refused;
    if (this.#reloadWhenQuiet && this.queue.waiting.length === 0) {
      this.#reloadWhenQuiet = false;
      this.reload();
    }
    this.#changed();
  }

  #inverse(operation: ClientOperation): readonly ClientOperation[] {
    return inverseOf(
      operation,
      {
        cell: (rowId, columnId) => {
          const row = this.#cache.byId(rowId);
          return row === undefined ? null : this.value(row, columnId);
        },
        rowOrder: (rowId) => this.#cache.byId(rowId)?.order ?? null,
        column: (columnId) => this.columns.find((column) => column.id === columnId) ?? null,
      },
      null,
    );
  }

  #bound(operation: ClientOperation, editId: string): UndoStep['back'][number] {
    return { operation, onlyWhileEditId: operation.op === 'updateCells' && operation.rows.length > 0 ? editId : null };
  }

  /** Undo and redo are the same move between two stacks: what takes an undo back is the redo. */
  #takeBack(from: UndoStep[], to: UndoStep[]): boolean {
    const step = from.pop();
    if (step === undefined) return false;
    const made: { readonly edit: WaitingEdit; readonly back: readonly ClientOperation[] }[] = [];
    for (const { operation, onlyWhileEditId } of step.back) {
      const back = this.#inverse(operation);
      made.push({ edit: this.#make(operation, onlyWhileEditId), back });
    }
    const back = made.toReversed().flatMap(({ edit, back: steps }) => steps.map((operation) => this.#bound(operation, edit.editId)));
    if (back.length > 0) this.#remember(to, { editIds: made.map(({ edit }) => edit.editId), back, label: step.label });
    this.#changed();
    return true;
  }

  #remember(stack: UndoStep[], step: UndoStep): void {
    if (step.back.length === 0) return;
    stack.push(step);
    if (stack.length > longestUndo) stack.shift();
  }

  #failed(error: unknown): void {
    this.#problem = error as Problem;
    this.#changed();
  }

  #changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}

const changesPositions = (operation: ClientOperation): boolean => operation.op !== 'updateCells' || operation.inserted.length > 0;

/** The columns as an edit leaves them, before the server has said so. */
export function columnsAfter(columns: readonly Column[], operation: ClientOperation): readonly Column[] {
  const sorted = (changed: readonly Column[]): readonly Column[] => changed.toSorted((a, b) => (a.order < b.order ? -1 : 1));
  switch (operation.op) {
    case 'addColumn':
      return columns.some((column) => column.id === operation.column.id) ? columns : sorted([...columns, operation.column]);
    case 'deleteColumn':
      return columns.filter((column) => column.id !== operation.columnId);
    case 'moveColumn':
      return sorted(columns.map((column) => (column.id === operation.columnId ? { ...column, order: operation.order } : column)));
    case 'changeColumn':
      return columns.map((column) =>
        column.id === operation.columnId
          ? {
              ...column,
              name: operation.name ?? column.name,
              type: operation.type ?? column.type,
              options: operation.options ?? column.options,
            }
          : column,
      );
    default:
      return columns;
  }
}
