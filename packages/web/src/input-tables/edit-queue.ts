/**
 * Sends a table's edits in the order of their making, each until it is acknowledged or definitely refused.
 *
 * - An edit is stored before it is sent and removed only after its acknowledgement, so a reload sends it again under the
 *   same id, which the server takes for the same edit.
 * - An answer that judges the edit itself refuses it alone: it is set aside with its reason for the author, the next one goes on.
 * - 401 pauses the queue until the person has signed in again.
 * - Everything else says nothing about the edit: it is sent again with back-off, and those behind it wait.
 */
import type { ClientOperation } from '@penstock/domain/input-tables/operation';
import type { Acknowledgement } from '../api/contract.ts';
import type { Problem } from '../api/problem.ts';
import type { EditStore, WaitingEdit } from './edit-store.ts';

export type Outcome =
  | { readonly kind: 'acknowledged'; readonly acknowledgement: Acknowledgement }
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'again'; readonly problem: Problem }
  | { readonly kind: 'signed-out'; readonly problem: Problem };

export type QueueState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'waiting'; readonly problem: Problem; readonly untilMs: number }
  | { readonly kind: 'signed-out' };

export interface QueueNeeds {
  readonly memberId: string;
  readonly tableId: string;
  readonly store: EditStore;
  readonly send: (edit: WaitingEdit) => Promise<Outcome>;
  readonly newEditId: () => string;
  readonly nowMs: () => number;
  /** Calls back after the delay; returns a way to cancel. */
  readonly later: (callback: () => void, delayMs: number) => () => void;
  readonly onAcknowledged: (edit: WaitingEdit, acknowledgement: Acknowledgement) => void;
  readonly onRefused: (edit: WaitingEdit, problem: Problem) => void;
  readonly onChange: () => void;
}

const firstDelayMs = 500;
const longestDelayMs = 15_000;

export class EditQueue {
  readonly #needs: QueueNeeds;
  #waiting: WaitingEdit[] = [];
  #refused: WaitingEdit[] = [];
  #state: QueueState = { kind: 'idle' };
  #failures = 0;
  #lastSequence = 0;
  #cancelRetry: (() => void) | null = null;
  #closed = false;
  #lastProblem: Problem | null = null;
  readonly #abandoned = new Set<string>();
  /** Numbers of acknowledged edits of this visit, for undo. */
  readonly #nums = new Map<string, number>();

  constructor(needs: QueueNeeds) {
    this.#needs = needs;
  }

  get waiting(): readonly WaitingEdit[] {
    return this.#waiting;
  }

  get refused(): readonly WaitingEdit[] {
    return this.#refused;
  }

  get state(): QueueState {
    return this.#state;
  }

  /** Why the edits here do not get on; stays while the next try is under way. */
  get lastProblem(): Problem | null {
    return this.#lastProblem;
  }

  numOf(editId: string): number | undefined {
    return this.#nums.get(editId);
  }

  /** Whether the edit was made here, acknowledged or not. */
  isMine(editId: string): boolean {
    return this.#nums.has(editId) || this.#waiting.some((edit) => edit.editId === editId);
  }

  /** Takes up what an earlier visit left behind. */
  async restore(): Promise<void> {
    const stored = await this.#needs.store.load(this.#needs.memberId, this.#needs.tableId);
    const known = new Set(this.#waiting.map((edit) => edit.editId));
    this.#waiting = [...stored.filter((edit) => edit.refusal === null && !known.has(edit.editId)), ...this.#waiting];
    this.#refused = stored.filter((edit) => edit.refusal !== null);
    this.#lastSequence = Math.max(this.#lastSequence, ...stored.map((edit) => edit.sequence));
    this.#needs.onChange();
    void this.#pump();
  }

  add(operation: ClientOperation, baseNum: number, onlyWhileEditId: string | null = null): WaitingEdit {
    this.#lastSequence = Math.max(this.#lastSequence + 1, this.#needs.nowMs());
    const edit: WaitingEdit = {
      editId: this.#needs.newEditId(),
      tableId: this.#needs.tableId,
      memberId: this.#needs.memberId,
      sequence: this.#lastSequence,
      baseNum,
      operation,
      onlyWhileEditId,
      madeAtMs: this.#needs.nowMs(),
      refusal: null,
    };
    this.#waiting.push(edit);
    this.#needs.onChange();
    void this.#needs.store
      .put(edit)
      .catch(() => undefined)
      .then(() => this.#pump());
    return edit;
  }

  /** Sends a refused edit again as a new one. */
  async sendAgain(editId: string, baseNum: number): Promise<void> {
    const edit = this.#refused.find((candidate) => candidate.editId === editId);
    if (edit === undefined) return;
    await this.discard(editId);
    this.add(edit.operation, baseNum);
  }

  /** Forgets a refused edit at its author's wish. */
  async discard(editId: string): Promise<void> {
    this.#refused = this.#refused.filter((edit) => edit.editId !== editId);
    await this.#needs.store.remove(editId);
    this.#needs.onChange();
  }

  /**
   * Forgets an edit that waits, at its author's wish. One that was sent and never answered may be in the log all the same; one
   * that is on its way just now is forgotten if this try, too, gets no answer.
   */
  async letGo(editId: string): Promise<void> {
    this.#abandoned.add(editId);
    if (this.#state.kind === 'sending' && this.#waiting[0]?.editId === editId) return;
    await this.#forget(editId);
    if (this.#state.kind === 'waiting') this.resume();
  }

  async #forget(editId: string): Promise<void> {
    this.#waiting = this.#waiting.filter((edit) => edit.editId !== editId);
    if (this.#waiting.length === 0) this.#lastProblem = null;
    await this.#needs.store.remove(editId).catch(() => undefined);
    this.#needs.onChange();
  }

  /** Tries at once: the connection came back, or the person signed in again. */
  resume(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    if (this.#state.kind !== 'sending') this.#state = { kind: 'idle' };
    void this.#pump();
  }

  close(): void {
    this.#closed = true;
    this.#cancelRetry?.();
  }

  async #pump(): Promise<void> {
    if (this.#state.kind !== 'idle' || this.#closed) return;
    const next = this.#waiting[0];
    if (next === undefined) return;
    this.#state = { kind: 'sending' };
    this.#needs.onChange();
    const edit = await this.#completed(next);
    if (edit === null) {
      this.#waiting.shift();
      await this.#needs.store.remove(next.editId).catch(() => undefined);
    } else await this.#sendOne(edit);
    if (this.#state.kind === 'sending') this.#state = { kind: 'idle' };
    this.#needs.onChange();
    if (this.#state.kind === 'idle') void this.#pump();
  }

  async #sendOne(edit: WaitingEdit): Promise<void> {
    const outcome = await this.#needs.send(edit);
    switch (outcome.kind) {
      case 'acknowledged':
        this.#failures = 0;
        this.#lastProblem = null;
        this.#nums.set(edit.editId, outcome.acknowledgement.editNum);
        this.#waiting.shift();
        this.#needs.onAcknowledged(edit, outcome.acknowledgement);
        await this.#needs.store.remove(edit.editId).catch(() => undefined);
        return;
      case 'refused': {
        this.#failures = 0;
        this.#lastProblem = null;
        this.#waiting.shift();
        const { code, title, message, nextStep } = outcome.problem;
        const refused: WaitingEdit = { ...edit, refusal: { code, title, reason: message, nextStep } };
        this.#refused.push(refused);
        await this.#needs.store.put(refused).catch(() => undefined);
        this.#needs.onRefused(refused, outcome.problem);
        return;
      }
      case 'signed-out':
        this.#state = { kind: 'signed-out' };
        return;
      case 'again': {
        if (this.#abandoned.has(edit.editId)) return await this.#forget(edit.editId);
        this.#lastProblem = outcome.problem;
        const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** this.#failures);
        this.#failures += 1;
        this.#state = { kind: 'waiting', problem: outcome.problem, untilMs: this.#needs.nowMs() + delayMs };
        this.#cancelRetry = this.#needs.later(() => this.resume(), delayMs);
      }
    }
  }

  /** Fills in the number that an undo refers to; `null` when the edit to be undone was itself refused. */
  async #completed(edit: WaitingEdit): Promise<WaitingEdit | null> {
    if (edit.onlyWhileEditId === null) return edit;
    if (edit.operation.op !== 'updateCells' && edit.operation.op !== 'updateKeyedCells') return edit;
    const num = this.#nums.get(edit.onlyWhileEditId);
    if (num === undefined) return null;
    const completed: WaitingEdit = { ...edit, operation: { ...edit.operation, onlyWhile: num }, onlyWhileEditId: null };
    this.#waiting[0] = completed;
    await this.#needs.store.put(completed).catch(() => undefined);
    return completed;
  }
}
