/**
 * One open input table, apart from React: what the server says (rows, live edits) under what this person has typed and
 * Penstock has not acknowledged yet. The screen reads it and is told when to read again.
 */
import { inverseOf } from '@penstock/domain/input-tables/inverse';
import { newEditId, newRowId } from '@penstock/domain/input-tables/ids';
import type { Column } from '@penstock/domain/input-tables/column';
import type { ClientOperation, Operation } from '@penstock/domain/input-tables/operation';
import type { RandomSource } from '@penstock/domain/ports/random';
import type { CellValue } from '@penstock/domain/values/cell-value';
import type {
  Acknowledgement,
  EditEvent,
  InputTable,
  OverwrittenEvent,
  PendingItem,
  RowPage,
  SettledEvent,
  TrayItem,
} from '../api/contract.ts';
import { asProblem } from '../api/problem.ts';
import type { Problem } from '../api/problem.ts';
import { CellStates } from './cell-states.ts';
import type { CellState, RefusedCell } from './cell-states.ts';
import { columnsAfter, inOrder } from './columns-after.ts';
import { EditQueue } from './edit-queue.ts';
import type { Outcome, QueueState } from './edit-queue.ts';
import type { EditStore, WaitingEdit } from './edit-store.ts';
import type { OpenLive } from './live.ts';
import { KeyedRows } from './keyed-rows.ts';
import { PageLoader } from './page-loader.ts';
import type { Pages } from './page-loader.ts';
import { refusedEdits } from './refused-edits.ts';
import type { RefusedEdit } from './refused-edits.ts';
import { RowCache } from './row-cache.ts';
import type { CachedRow, Rows } from './row-cache.ts';
import { UndoHistory } from './undo-history.ts';

export interface TableTransport {
  readonly loadTable: () => Promise<InputTable>;
  /** `system`: with what rows say of themselves. */
  readonly loadRows: (offset: number, limit: number, system: boolean) => Promise<RowPage>;
  readonly send: (edit: WaitingEdit) => Promise<Outcome>;
  readonly loadTray: () => Promise<readonly TrayItem[]>;
  readonly sendTrayAgain: (editId: string, newEditId: string) => Promise<void>;
  readonly emptyTray: (editId: string) => Promise<void>;
  /** Edits of anybody that are logged and wait for something before the warehouse can take them. */
  readonly loadHeld: () => Promise<readonly PendingItem[]>;
  readonly adopt: (nums: readonly number[]) => Promise<void>;
  readonly withdraw: (nums: readonly number[]) => Promise<void>;
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
  /** Something that was written here or elsewhere is in the edit log now: who reads the table reads something else. */
  readonly onWritten: () => void;
  /** A linked table: its rows come with the answers of elements, through `show`, and are asked for anew by `onWritten`. */
  readonly isLinked?: boolean;
}

const savedShownMs = 1200;
const eventsKept = 1000;
const hiddenRefreshMs = 5000;

export class TableStore {
  readonly #needs: TableStoreNeeds;
  readonly #cache: Rows;
  readonly #listeners = new Set<() => void>();
  readonly #states = new CellStates();
  readonly #pages: Pages;
  readonly #undo: UndoHistory;
  readonly queue: EditQueue;
  #table: InputTable;
  #num: number;
  #version = 0;
  #tray: readonly TrayItem[] = [];
  #held: readonly PendingItem[] = [];
  #events: { readonly num: number; readonly operation: Operation; readonly by: string; readonly at: string }[] = [];
  #problem: Problem | null = null;
  #ended: Problem | null = null;
  #connected = true;
  #refreshPlanned = false;
  #closeLive: (() => void) | null = null;
  #reloadWhenQuiet = false;
  #system = false;
  #closed = false;

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
    if (needs.isLinked === true) {
      this.#cache = new KeyedRows();
      this.#pages = noPages;
    } else {
      const cache = new RowCache();
      this.#cache = cache;
      this.#pages = new PageLoader({
        cache,
        load: (offset, limit) => needs.transport.loadRows(offset, limit, this.#system),
        onPage: (page) => this.#merge(page),
        onFailed: (error) => this.#failed(error),
      });
    }
    this.#undo = new UndoHistory({
      inverse: (operation) => this.#inverse(operation),
      make: (operation, onlyWhileEditId) => this.#make(operation, onlyWhileEditId),
    });
  }

  /** Starts listening and loading; returns a way to stop. */
  open(): () => void {
    this.#listen();
    void this.queue.restore();
    void this.reloadTray();
    void this.reloadHeld();
    this.#pages.wantAgain();
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
    this.#pages.close();
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
    return this.#pages.loadedOnce;
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
  /** Edits of this person that were refused, and wait for their decision. */
  get refused(): readonly RefusedEdit[] {
    return refusedEdits(this.#tray, this.queue.refused);
  }
  /** Edits of anybody that are saved in the edit log, and wait before they can be written. */
  get held(): readonly PendingItem[] {
    return this.#held;
  }
  get queueState(): QueueState {
    return this.queue.state;
  }
  get canUndo(): string | null {
    return this.#undo.canUndo;
  }
  get canRedo(): string | null {
    return this.#undo.canRedo;
  }

  rowAt(position: number): CachedRow | undefined {
    return this.#cache.at(position);
  }
  rowById(rowId: string): CachedRow | undefined {
    return this.#cache.byId(rowId);
  }
  positionOf(rowId: string): number {
    return this.#cache.positionOf(rowId);
  }

  /** The value on the screen: what was typed here, over what the server said. */
  value(row: CachedRow, columnId: string): CellValue {
    const typed = this.#states.typed(row.id, columnId);
    return typed === undefined ? (row.cells.get(columnId) ?? null) : typed;
  }

  state(row: CachedRow, columnId: string): CellState {
    return this.#states.of(row.id, columnId, row.pending.has(columnId));
  }

  /** The refusal that still stands at a cell, with the value that was wanted. */
  refusal(rowId: string, columnId: string): RefusedCell | null {
    return this.#states.refusal(rowId, columnId);
  }

  /** When a colleague last changed the cell while this screen was open. */
  changedAt(rowId: string, columnId: string): number | undefined {
    return this.#states.changedAt(rowId, columnId);
  }

  /** Loads what is missing of [from, to) and a little around it. */
  want(from: number, to: number): void {
    this.#pages.want(from, to);
  }

  /** Loads rows [from, to) and gives them, for copying a large selection. */
  async rows(from: number, to: number): Promise<readonly (CachedRow | undefined)[]> {
    await this.#pages.all(from, to);
    return Array.from({ length: Math.max(0, to - from) }, (_, index) => this.#cache.at(from + index));
  }

  /** Makes an edit: shown at once, stored, sent, and remembered for undo. */
  edit(operation: ClientOperation, label: string): WaitingEdit {
    const made = this.#undo.do(operation, label);
    this.#changed();
    return made;
  }

  /** Makes an edit that undo leaves alone, because more than the table changes with it. */
  editForGood(operation: ClientOperation): WaitingEdit {
    const made = this.#make(operation, null);
    this.#changed();
    return made;
  }

  /** Resolves with whether the edit is in the edit log, when that is known. */
  async saved({ editId }: WaitingEdit): Promise<boolean> {
    for (;;) {
      if (this.queue.numOf(editId) !== undefined) return true;
      if (!this.queue.isMine(editId) || this.#closed) return false;
      await new Promise<void>((resolve) => {
        const stop = this.subscribe(() => {
          stop();
          resolve();
        });
      });
    }
  }

  undo(): boolean {
    return this.#changedIf(this.#undo.undo());
  }
  redo(): boolean {
    return this.#changedIf(this.#undo.redo());
  }

  /** Sends a refused edit again, as a new one, on the table as it is now. */
  async sendAgain(refused: RefusedEdit): Promise<void> {
    if (refused.keptIn === 'browser') return await this.queue.sendAgain(refused.editId, this.#num);
    try {
      await this.#needs.transport.sendTrayAgain(refused.editId, newEditId(this.#needs.random));
    } finally {
      await this.reloadTray();
    }
  }

  /** Forgets a refused edit at its author's wish. */
  async discard(refused: RefusedEdit): Promise<void> {
    if (refused.keptIn === 'browser') return await this.queue.discard(refused.editId);
    try {
      await this.#needs.transport.emptyTray(refused.editId);
    } finally {
      await this.reloadTray();
    }
  }

  /** Forgets an edit that waits in this browser. */
  async letGo(editId: string): Promise<void> {
    await this.queue.letGo(editId);
    this.#undo.forget(editId);
    await this.reloadTable();
    this.reload();
  }

  /** Has waiting edits written with this person's own login. */
  async adopt(nums: readonly number[]): Promise<void> {
    try {
      await this.#needs.transport.adopt(nums);
    } finally {
      await this.reloadHeld();
    }
  }

  /** Takes back waiting edits of this person; what becomes of each is told as it is decided. */
  async withdraw(nums: readonly number[]): Promise<void> {
    try {
      await this.#needs.transport.withdraw(nums);
    } finally {
      await this.reloadHeld();
    }
  }

  newRowId(): string {
    return newRowId(this.#needs.random);
  }

  /** Loads the last row, below which rows are added, so that its order key is known. */
  async loadEnd(): Promise<void> {
    const { total } = this.#cache;
    if (total > 0 && this.#cache.at(total - 1) === undefined) await this.rows(total - 1, total);
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
      columns: inOrder(table.columns),
    };
    for (const edit of this.queue.waiting) this.#applyToColumns(edit.operation);
    this.#changed();
  }

  async reloadTray(): Promise<void> {
    this.#tray = await this.#needs.transport.loadTray().catch(() => this.#tray);
    this.#pendingChanged();
  }

  async reloadHeld(): Promise<void> {
    this.#held = await this.#needs.transport.loadHeld().catch(() => this.#held);
    this.#changed();
  }

  /** Tries again at once after a failure. */
  resume(): void {
    this.queue.resume();
    if (this.#ended !== null) {
      this.#ended = null;
      this.#listen();
    }
    this.#problem = null;
    this.#pages.wantAgain();
  }

  /** Whether rows are loaded with what they say of themselves. */
  showSystem(shown: boolean): void {
    if (shown === this.#system) return;
    this.#system = shown;
    if (shown) this.reload();
  }

  /** Loads again what is visible; rows stay on the screen meanwhile. */
  reload(): void {
    this.#pages.reload();
  }

  /** Takes rows that came with an element's answer. */
  show(page: RowPage): void {
    this.#merge(page);
  }

  /** Edits that the page does not show yet are laid over it; a page that is ahead of the stream makes the stream's older edits harmless. */
  #merge(page: RowPage): void {
    const columnIds = (page.columns ?? this.columns).map((column) => column.id);
    this.#cache.merge(page, columnIds);
    for (const event of this.#events) {
      if (event.num <= page.num) continue;
      this.#cache.apply(event.operation, event.num);
      this.#cache.signed(event.operation, event);
    }
    if (this.queue.waiting.length > 0) {
      for (const edit of this.queue.waiting) this.#cache.show(edit.operation);
      this.#reloadWhenQuiet ||= this.queue.waiting.some((edit) => changesPositions(edit.operation));
    }
    if (!this.#pages.loadedOnce) this.#num = Math.max(this.#num, page.num);
    this.#problem = null;
    this.#changed();
  }

  #edited(event: EditEvent): void {
    if (event.num <= this.#num) return;
    const gap = event.num > this.#num + 1;
    this.#reach(event.num);
    const operation = event.operation as Operation;
    const mine = this.queue.isMine(event.editId);
    const signature = { by: event.author.email, at: event.at };
    this.#events.push({ num: event.num, operation, ...signature });
    if (this.#events.length > eventsKept) this.#events.splice(0, this.#events.length - eventsKept);
    if (!mine) this.#states.noteForeign(operation, performance.now());
    const effect = this.#cache.apply(operation, event.num);
    this.#cache.signed(operation, signature);
    if (effect === 'structure') {
      void this.reloadTable();
      this.reload();
    } else if (gap || (effect === 'stale' && !(mine && (operation.op === 'deleteRows' || operation.op === 'moveRows')))) this.reload();
    if (!mine) this.#needs.onWritten();
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
      if (this.#closed) return;
      this.reload();
      this.#needs.onWritten();
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

  #settled(event: SettledEvent): void {
    if (event.state === 'rejected') {
      void this.reloadTray();
      this.reload();
      this.#needs.onWritten();
    }
    if (event.state === 'waiting') void this.reloadTable();
    if (event.state === 'waiting' || this.#held.some(({ num }) => num === event.num)) void this.reloadHeld();
  }

  #connection(connected: boolean): void {
    if (connected === this.#connected) return;
    this.#connected = connected;
    if (connected) this.queue.resume();
    this.#changed();
  }

  #make(operation: ClientOperation, onlyWhileEditId: string | null): WaitingEdit {
    this.#cache.show(operation);
    this.#applyToColumns(operation);
    this.#states.outdo(operation);
    return this.queue.add(operation, this.#num, onlyWhileEditId);
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
      this.#showSaved(operation);
    }
    if (operation.op === 'updateKeyedCells') {
      // Whether an undo held is told by the answers that are asked for next; nearly always it did.
      this.#cache.write(operation.columns, operation.rows, editNum);
      this.#showSaved(operation);
    }
    if (
      operation.op === 'restoreRows' ||
      operation.op === 'importRows' ||
      (operation.op === 'changeColumn' && operation.type !== undefined)
    )
      this.#reloadWhenQuiet = true;
    this.#needs.onWritten();
  }

  #showSaved(operation: ClientOperation): void {
    const takeOff = this.#states.showSaved(operation, this.#needs.nowMs());
    this.#needs.later(() => {
      takeOff();
      this.#changed();
    }, savedShownMs);
  }

  #refused(edit: WaitingEdit, problem: Problem): void {
    this.#needs.onRefused({ title: problem.title, reason: problem.message, nextStep: problem.nextStep });
    this.#undo.forget(edit.editId);
    if (edit.operation.op !== 'updateCells' || edit.operation.inserted.length > 0) this.reload();
    void this.reloadTable();
  }

  #pendingChanged(): void {
    this.#states.lay(
      this.queue.waiting.map(({ operation }) => operation),
      this.refused,
    );
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

  #failed(error: unknown): void {
    this.#problem = error as Problem;
    this.#changed();
  }

  #changedIf(happened: boolean): boolean {
    if (happened) this.#changed();
    return happened;
  }

  #changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}

const changesPositions = (operation: ClientOperation): boolean => operation.op !== 'updateCells' || operation.inserted.length > 0;

/** Rows of a linked table come with answers that others ask for. */
const noPages: Pages = {
  loadedOnce: true,
  want: () => undefined,
  wantAgain: () => undefined,
  reload: () => undefined,
  all: async () => undefined,
  close: () => undefined,
};
