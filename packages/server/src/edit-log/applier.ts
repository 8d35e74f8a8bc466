/**
 * Applies one table's logged edits to its data table, in contiguous order, each with its author's credential. One
 * node holds the table's lease at a time; should two, the guards in the warehouse keep the newer cells.
 *
 *   take lease -> catch up with the log -> [ sort -> fold a window -> apply each share -> note progress ]*
 *
 * What each kind of refusal means is the outcome table of the requirements; `share.ts` reads it, `refusals.ts` keeps it,
 * and `doubts.ts` asks the data where an earlier try may have succeeded.
 */
import { changesData, dependency } from '@penstock/domain/edit-log/dependencies';
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import type { EditException, Lease, NumberRecord } from '@penstock/domain/edit-log/ports';
import { withdrawnCode } from '@penstock/domain/edit-log/rejects';
import { isColumnOperation } from '@penstock/domain/edit-log/table-shape';
import { foldWindow } from '@penstock/domain/edit-log/window';
import type { AppliedAs, Window } from '@penstock/domain/edit-log/window';
import { FenceLost } from './appender.ts';
import { Doubts } from './doubts.ts';
import { BackOff, askMetadata } from './persist.ts';
import type { EditLogPorts } from './ports.ts';
import { Progress, exceptionOf } from './progress.ts';
import { Refusals } from './refusals.ts';
import { isStuck, settleNumber } from './settle-number.ts';
import { ShareApplication } from './share.ts';
import type { Refusal } from './share.ts';
import type { Acknowledged, Submission } from './submission.ts';
import type { TableLog } from './table-log.ts';

/** Codes of restrictions and exceptions that come from applying. */
export const applyCodes = {
  signInEnded: 'sign-in.ended',
  privilege: 'warehouse.privilege',
  value: 'warehouse.value',
  tableChanged: 'warehouse.table-changed',
  dependsOnRefused: 'edit-log.depends-on-refused',
  dependsOnWaiting: 'edit-log.depends-on-waiting',
  rowMissing: 'edit-log.row-missing',
  unexplained: 'warehouse.unexplained',
  adoptionFailed: 'edit-log.adoption-failed',
  /** Of an edit that its author takes back, while it is looked whether it was written already, and afterwards. */
  withdrawing: 'edit-log.withdrawing',
  withdrawn: withdrawnCode,
} as const;

const withdrawnReason = 'Its author has withdrawn it.';

/** Numbers back to which somebody counts as an editor of the table. */
const recentEditors = 500;

/** The slice of the log that the next window is taken from. */
interface Sorted {
  readonly applicable: readonly AppliedAs[];
  readonly held: readonly { readonly entry: EditEntry; readonly exception: EditException }[];
  readonly cascaded: readonly EditEntry[];
  /** Waiting edits that somebody adopts or withdraws, as they are after that. */
  readonly marked: readonly EditException[];
  readonly lastNum: number;
}

export class Applier {
  readonly #ports: EditLogPorts;
  readonly #log: TableLog;
  readonly #doubts: Doubts;
  readonly #share: ShareApplication;
  readonly #progress: Progress;
  readonly #refusals: Refusals;
  /** Refused edits of which it is not known yet whether an earlier try succeeded, by number, and when that is asked again. */
  readonly #open = new Map<number, { readonly untilMs: number; readonly code: string; readonly reason: string }>();
  /**
   * Members for whom nothing can be applied now, why, how often that was found, and when they are tried again (should the
   * news be lost that it is mended).
   */
  readonly #blocked = new Map<
    string,
    { readonly untilMs: number; readonly times: number; readonly code: string; readonly reason: string }
  >();
  readonly #confirmedNoops = new Set<number>();
  readonly #mayBegin: () => boolean;
  #lease: Lease | null = null;
  /** Nothing is sent after that: another node may hold the lease by then. */
  #leaseUntilMs = 0;
  #windowAtMs = 0;
  /** Somebody says that what held edits back is mended. Only who holds the lease can see to it. */
  #isToRecheck = false;
  /** Metadata may know of numbers that this node does not: after news from another node, or a while without any. */
  #mayHaveMissed = true;
  #running = false;
  #wakeUp: () => void = () => {};
  #awake = false;
  #stopped = false;

  /** `mayBegin`: whether the table's log has been compared with metadata (I12). */
  constructor(ports: EditLogPorts, log: TableLog, submit: (edit: Submission) => Promise<Acknowledged>, mayBegin: () => boolean) {
    this.#ports = ports;
    this.#log = log;
    this.#mayBegin = mayBegin;
    const goOn = (): boolean => this.#lease !== null && this.#ports.clock.nowMs() < this.#leaseUntilMs;
    this.#doubts = new Doubts(ports, log.table, goOn);
    this.#share = new ShareApplication(ports, log.table, this.#doubts, goOn);
    this.#progress = new Progress(ports, log, () => this.#lease);
    this.#refusals = new Refusals(ports, log, this.#progress, submit, () => this.#lease);
  }

  get lease(): Lease | null {
    return this.#lease;
  }

  /** Something may be to do. Starts the applier if it does not run. `missed`: this node may not know all of it. */
  wake(missed = true): void {
    if (missed) this.#mayHaveMissed = true;
    this.#awake = true;
    this.#wakeUp();
    if (this.#running || this.#stopped || !this.#mayBegin()) return;
    this.#running = true;
    void this.#run().finally(() => {
      this.#running = false;
      if (this.#awake && !this.#stopped && this.#lease !== null) this.wake();
    });
  }

  /** Signed in again, granted, put back: what was held for such a reason is tried anew. */
  recheck(): void {
    this.#isToRecheck = true;
    this.wake();
  }

  /** The lease lasts until then. */
  renewed(untilMs: number): void {
    this.#leaseUntilMs = untilMs;
  }

  /** Renewal failed: another node may hold the lease. */
  loseLease(): void {
    this.#lease = null;
    this.#wakeUp();
  }

  /** Ends after the statement on its way; gives the lease back. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const lease = this.#lease;
    this.#lease = null;
    this.#wakeUp();
    while (this.#running) await this.#ports.clock.sleep(10);
    // Whoever comes next must know that something may still land: a lease that was not given back tells.
    if (lease !== null && !this.#mayStillLand()) await this.#ports.store.releaseLease(lease);
  }

  #mayStillLand(): boolean {
    return this.#ports.clock.nowMs() < this.#doubts.landUntilMs;
  }

  /** A failure nobody foresaw gives the lease up and begins anew from what metadata and log say. */
  async #run(): Promise<void> {
    const backOff = new BackOff(this.#ports);
    while (!this.#stopped) {
      try {
        if (this.#lease === null && !(await this.#takeLease())) return;
        return await this.#applyUntilIdle();
      } catch (error) {
        this.#lease = null;
        if (error instanceof FenceLost) return;
        this.#ports.onFailure('applying', error);
        await backOff.pause();
      }
    }
  }

  /** Whoever takes a table reads the log from the watermark and finishes what the last holder began. */
  async #takeLease(): Promise<boolean> {
    const { clock, settings, store, nodeId } = this.#ports;
    const { tableId } = this.#log.table;
    const deadlineMs = clock.nowMs() + settings.appendDeadlineMs;
    const lease = await askMetadata(this.#ports, deadlineMs, () => store.acquireLease(tableId, nodeId, clock.nowMs(), settings.leaseMs));
    this.#awake = false;
    if (lease === null) return false;
    this.#lease = lease;
    this.#leaseUntilMs = lease.expiresAtMs;
    await this.#ports.crashPoint('edit-log.lease-taken');
    // Where metadata is as far as memory, it is followed. Where it is behind, what it never took is still to be saved.
    const stored = await askMetadata(this.#ports, deadlineMs, () => store.load(tableId));
    if (stored !== null && stored.appliedNum >= this.#log.table.appliedNum) this.#progress.forgetUnsaved();
    await this.#log.refresh();
    await this.#finishSystemEdits();
    this.#doubtAll(stored?.headNum ?? 0, lease.takenOver);
    this.#doubts.enterEpoch((await this.#ports.store.registration(this.#log.table.connectionId)).epoch);
    await this.#refusals.beginLease();
    return true;
  }

  /** Whoever held the table before may have applied any number that was given, also what metadata has forgotten since. */
  #doubtAll(headNum: number, mayStillLand: boolean): void {
    const { appliedNum } = this.#log.table;
    const above = Array.from({ length: Math.max(0, headNum - appliedNum) }, (_, index) => appliedNum + index + 1);
    this.#doubts.raise([...this.#log.waiting.map(({ entry }) => entry.num), ...above], { mayStillLand });
  }

  /** Rejects that have a number are decided: they are completed before anything else is applied. */
  async #finishSystemEdits(): Promise<void> {
    const backOff = new BackOff(this.#ports);
    while (this.#lease !== null) {
      const open = (await this.#log.fill()).filter((record) => record.state === 'allocated' && record.envelope.systemEdit !== null);
      if (open.length === 0) return;
      for (const record of open) await settleNumber(this.#ports, this.#log.table, record);
      await backOff.pause();
    }
  }

  async #applyUntilIdle(): Promise<void> {
    let backOff = new BackOff(this.#ports);
    let idleSinceMs = this.#ports.clock.nowMs();
    while (this.#lease !== null) {
      this.#awake = false;
      await this.#pace();
      const result = await this.#step();
      if (result === 'progress') {
        backOff = new BackOff(this.#ports);
        idleSinceMs = this.#ports.clock.nowMs();
      } else if (result === 'paused') {
        await backOff.pause();
      } else {
        await this.#progress.save();
        if (this.#ports.clock.nowMs() - idleSinceMs >= this.#ports.settings.idleMs && !this.#mayStillLand()) return this.#release();
        await this.#sleepUntilWoken();
      }
    }
  }

  /**
   * The first edit after a rest is applied at once; a stream of edits in windows. Always after a turn of the event loop:
   * whoever waits to hear that the edit is saved hears it before a large window keeps this process busy.
   */
  async #pace(): Promise<void> {
    const waitMs = this.#windowAtMs + this.#ports.settings.windowEveryMs - this.#ports.clock.nowMs();
    const isFull = this.#log.tail.contiguous - this.#log.table.appliedNum >= this.#ports.settings.window.edits;
    await this.#ports.clock.sleep(isFull ? 0 : Math.max(0, waitMs));
  }

  async #release(): Promise<void> {
    const lease = this.#lease;
    if (lease === null || this.#awake) return;
    this.#lease = null;
    await this.#ports.store.releaseLease(lease);
  }

  /** Until there is news, or a number may have got stuck. */
  async #sleepUntilWoken(): Promise<void> {
    if (this.#awake) return;
    const gone = new AbortController();
    const woken = new Promise<void>((resolve) => {
      this.#wakeUp = resolve;
    });
    const { idleMs, firstPauseMs, retryAfterMs } = this.#ports.settings;
    const waitMs = Math.min(idleMs, this.#log.tail.hasGap ? firstPauseMs * 10 : retryAfterMs, Math.max(this.#retryInMs(), firstPauseMs));
    const slept = this.#ports.clock.sleep(waitMs, gone.signal).then(
      () => {
        this.#mayHaveMissed = true;
      },
      () => {},
    );
    await Promise.race([woken, slept]);
    gone.abort();
    this.#wakeUp = () => {};
  }

  /** Until the first of those that are held back is tried again. */
  #retryInMs(): number {
    const nowMs = this.#ports.clock.nowMs();
    const next = [...this.#open.values(), ...this.#blocked.values()].map(({ untilMs }) => untilMs - nowMs);
    return Math.min(...next.filter((inMs) => inMs > 0));
  }

  /** One window. `paused`: the same again after a pause. */
  async #step(): Promise<'progress' | 'idle' | 'paused'> {
    if (this.#isToRecheck) this.#forgetRefusals();
    this.#liftApplied();
    this.#refusals.learnLogged();
    const { released, changed, withdrawn } = this.#sortWaiting();
    if (changed.length > 0) this.#progress.move({ raised: changed });
    if (withdrawn !== null) return this.#withdraw(withdrawn);
    if (released.length > 0) return this.#applyReleased(released);
    if (this.#isTableRestricted()) return 'idle';
    const slice = this.#log.tail.after(this.#log.table.appliedNum, this.#ports.settings.window.edits);
    if (slice.length === 0) return (await this.#settleGap()) ? 'progress' : 'idle';
    if (!(await this.#confirmNoops(slice))) return 'paused';
    const sorted = this.#sort(slice);
    if (sorted.cascaded.length > 0) {
      await this.#refusals.reject(sorted.cascaded, applyCodes.dependsOnRefused, 'It rests on an edit that the warehouse refused.');
      return 'progress';
    }
    if (sorted.applicable.length === 0) return this.#settle(sorted, sorted.lastNum, this.#log.table.shape);
    const window = foldWindow(sorted.applicable, this.#log.table.shape, this.#ports.settings.window);
    const next = sorted.applicable[window.length];
    const upTo = next === undefined ? sorted.lastNum : next.entry.num - 1;
    this.#windowAtMs = this.#ports.clock.nowMs();
    const refusal = await this.#applyWindow(window);
    if (refusal !== null) return this.#refuse(refusal, window);
    await this.#ports.crashPoint('edit-log.window-applied');
    return this.#settle(sorted, upTo, window.shape);
  }

  #forgetRefusals(): void {
    this.#isToRecheck = false;
    this.#blocked.clear();
    this.#open.clear();
    if (this.#log.table.restrictions.length > 0) this.#progress.move({ restrictions: [] });
  }

  /** Waiting edits that a share has applied, though its window did not come to its end. */
  #liftApplied(): void {
    const lifted = this.#log.waiting.flatMap(({ entry }) => (this.#isApplied(entry) ? [entry.num] : []));
    if (lifted.length > 0) this.#progress.move({ lifted });
    for (const num of lifted) this.#share.applied.delete(num);
  }

  /** What changes the columns still has to change them here, though the data table has them. */
  #isApplied(entry: EditEntry): boolean {
    return this.#share.applied.has(entry.num) && !isColumnOperation(entry.operation);
  }

  /** Which edits are applied now, which wait, which fall with a refused one. Purely from what is known. */
  #sort(slice: readonly EditEntry[]): Sorted {
    const applicable: AppliedAs[] = [];
    const held: { entry: EditEntry; exception: EditException }[] = [];
    const cascaded: EditEntry[] = [];
    const marked = new Map<number, EditException>();
    const waiting = this.#log.waiting.map(({ entry }) => entry);
    for (const entry of slice) {
      if (this.#refusals.has(entry.num) || this.#isApplied(entry)) continue;
      for (const exception of this.#markedBy(entry, held))
        if (marked.get(exception.num)?.code !== applyCodes.withdrawing) marked.set(exception.num, exception);
      const blockedBy = this.#blockedBy(entry, [...waiting, ...held.map((one) => one.entry)], entry.author.memberId);
      if (this.#refusals.takeWithThem(entry)) cascaded.push(entry);
      else if (blockedBy === null) applicable.push({ entry, memberId: entry.author.memberId });
      else held.push({ entry, exception: exceptionOf(entry, 'waiting', blockedBy.code, blockedBy.reason) });
    }
    return { applicable, held, cascaded, marked: [...marked.values()], lastNum: slice.at(-1)?.num ?? this.#log.table.appliedNum };
  }

  #blockedBy(entry: EditEntry, waiting: readonly EditEntry[], memberId: string): { readonly code: string; readonly reason: string } | null {
    // What only takes note of something needs nobody's sign-in: a withdrawal least of all.
    if (!changesData(entry.operation)) return null;
    const blocked = this.#blockOf(memberId) ?? this.#openOf(entry);
    if (blocked !== null) return blocked;
    const needed = waiting.find((earlier) => dependency(entry, earlier) !== 'none');
    return needed === undefined
      ? null
      : { code: applyCodes.dependsOnWaiting, reason: `It waits for edit ${needed.num}, which it rests on.` };
  }

  #blockOf(memberId: string): { readonly code: string; readonly reason: string } | null {
    const blocked = this.#blocked.get(memberId);
    return blocked !== undefined && this.#ports.clock.nowMs() < blocked.untilMs ? blocked : null;
  }

  #openOf(entry: EditEntry): { readonly code: string; readonly reason: string } | null {
    const open = this.#open.get(entry.num);
    if (open !== undefined && this.#ports.clock.nowMs() < open.untilMs) return open;
    this.#open.delete(entry.num);
    return null;
  }

  #block(memberId: string, code: string, reason: string): void {
    const { retryAfterMs, retryAtLeastEveryMs } = this.#ports.settings;
    const times = (this.#blocked.get(memberId)?.times ?? 0) + 1;
    const pauseMs = Math.min(retryAfterMs * 2 ** (times - 1), retryAtLeastEveryMs);
    this.#blocked.set(memberId, { untilMs: this.#ports.clock.nowMs() + pauseMs, times, code, reason });
    this.#progress.restrict({ memberId, code, reason });
  }

  #isTableRestricted(): boolean {
    return this.#log.table.restrictions.some((restriction) => restriction.memberId === null);
  }

  /** Adopted edits keep their place in the order; the adopter's credential applies them. Only their author withdraws edits. */
  #markedBy({ operation, author }: EditEntry, held: readonly { readonly exception: EditException }[]): readonly EditException[] {
    if (operation.op !== 'adopt' && operation.op !== 'withdraw') return [];
    const standing = [...this.#log.waiting.map(({ exception }) => exception), ...held.map(({ exception }) => exception)];
    const named = standing.filter(({ num, code }) => operation.nums.includes(num) && code !== applyCodes.withdrawing);
    if (operation.op === 'adopt') return named.map((exception) => ({ ...exception, adoptedBy: author.memberId }));
    return named
      .filter(({ memberId }) => memberId === author.memberId)
      .map((exception) => ({ ...exception, code: applyCodes.withdrawing, reason: withdrawnReason }));
  }

  /**
   * Waiting edits that nothing holds back any more, in order, those that are held by something else than before, and the
   * first that its author takes back.
   */
  #sortWaiting(): {
    readonly released: readonly AppliedAs[];
    readonly changed: readonly EditException[];
    readonly withdrawn: EditEntry | null;
  } {
    const still: EditEntry[] = [];
    const released: AppliedAs[] = [];
    const changed: EditException[] = [];
    const withdrawn = this.#withdrawn();
    if (withdrawn !== null || this.#isTableRestricted()) return { released, changed, withdrawn };
    for (const { entry, exception } of this.#log.waiting) {
      if (this.#isApplied(entry)) continue;
      if (exception.code === applyCodes.withdrawing && !this.#share.applied.has(entry.num)) {
        still.push(entry);
        continue;
      }
      const memberId = exception.adoptedBy ?? exception.memberId;
      const blocked = this.#blockedBy(entry, still, memberId);
      if (blocked === null) {
        released.push({ entry, memberId });
        continue;
      }
      still.push(entry);
      if (blocked.code !== exception.code) changed.push({ ...exception, code: blocked.code, reason: blocked.reason });
    }
    return { released, changed, withdrawn };
  }

  #withdrawn(): EditEntry | null {
    const wanted = this.#log.waiting.filter(
      ({ entry, exception: { code } }) =>
        code === applyCodes.withdrawing && !this.#share.applied.has(entry.num) && this.#openOf(entry) === null,
    );
    return wanted[0]?.entry ?? null;
  }

  /** What was written already, though nobody was told, cannot be taken back: it counts as applied. */
  async #withdraw(entry: EditEntry): Promise<'progress'> {
    const memberId = entry.author.memberId;
    const window = foldWindow([{ entry, memberId }], this.#log.table.shape, this.#ports.settings.window);
    await this.#judge([entry], window, memberId, applyCodes.withdrawn, withdrawnReason);
    const stillWaits = this.#log.waiting.some(({ exception }) => (exception.adoptedBy ?? exception.memberId) === memberId);
    if (!stillWaits && this.#blocked.get(memberId)?.code === applyCodes.unexplained) this.#unblock(new Set([memberId]));
    return 'progress';
  }

  #unblock(members: ReadonlySet<string>): void {
    for (const memberId of members) this.#blocked.delete(memberId);
    const restrictions = this.#log.table.restrictions.filter(({ memberId }) => memberId === null || !members.has(memberId));
    this.#progress.move({ restrictions });
  }

  /** An adopter cannot write what they adopted: it waits for its author again, and nothing of it is lost. */
  #giveBack(adopter: string, reason: string): boolean {
    const adopted = this.#log.waiting.map(({ exception }) => exception).filter(({ adoptedBy }) => adoptedBy === adopter);
    if (adopted.length === 0) return false;
    this.#progress.move({
      raised: adopted.map((exception) => ({
        ...exception,
        adoptedBy: null,
        code: applyCodes.adoptionFailed,
        reason: `Who adopted it could not write it: ${reason}`,
      })),
    });
    return true;
  }

  async #applyReleased(released: readonly AppliedAs[]): Promise<'progress' | 'paused'> {
    const fallen = released.map(({ entry }) => entry).filter((entry) => this.#refusals.takeWithThem(entry));
    if (fallen.length > 0) {
      await this.#refusals.reject(fallen, applyCodes.dependsOnRefused, 'It rests on an edit that the warehouse refused.');
      return 'progress';
    }
    const window = foldWindow(released, this.#log.table.shape, this.#ports.settings.window);
    const refusal = await this.#applyWindow(window);
    if (refusal !== null) return this.#refuse(refusal, window);
    const lifted = released.slice(0, window.length).map(({ entry }) => entry.num);
    this.#progress.move({ shape: window.shape, lifted });
    for (const num of lifted) this.#share.applied.delete(num);
    this.#unblock(new Set(released.slice(0, window.length).map(({ memberId }) => memberId)));
    await this.#progress.save();
    return 'progress';
  }

  async #applyWindow(window: Window): Promise<Refusal | null> {
    if (window.barrier !== null) {
      if (this.#share.applied.has(window.barrier.entry.num)) return null;
      return this.#share.applyBarrier(window.barrier, this.#log.table.shape, window.shape);
    }
    for (const share of window.shares) {
      if (share.plan.rows.length === 0) continue;
      await this.#ports.crashPoint('edit-log.before-apply');
      const refusal = await this.#share.apply(share, this.#log.table.shape);
      if (refusal !== null) return refusal;
      await this.#ports.crashPoint('edit-log.share-applied');
    }
    return null;
  }

  /** The outcome table: what becomes of the edits, and of editing. The window is then folded anew without them. */
  async #refuse(refusal: Refusal, window: Window): Promise<'progress' | 'paused'> {
    switch (refusal.kind) {
      case 'stopped':
        return 'paused';
      case 'sign-in-ended':
        this.#block(refusal.memberId, applyCodes.signInEnded, refusal.reason);
        this.#giveBack(refusal.memberId, refusal.reason);
        return 'progress';
      case 'unexplained':
        this.#block(refusal.memberId, applyCodes.unexplained, `The warehouse answers: “${refusal.reason}”.`);
        this.#giveBack(refusal.memberId, refusal.reason);
        return 'progress';
      case 'table-changed':
        this.#progress.restrict({ memberId: null, code: applyCodes.tableChanged, reason: refusal.reason });
        await this.#progress.save();
        return 'paused';
      case 'privilege':
        // Whether the adopter's own edits are refused too is seen when they are tried without the adopted ones.
        if (this.#giveBack(refusal.memberId, refusal.reason)) return 'progress';
        await this.#judge(refusal.edits, window, refusal.memberId, applyCodes.privilege, refusal.reason);
        this.#progress.restrict({ memberId: refusal.memberId, code: applyCodes.privilege, reason: refusal.reason });
        return 'progress';
      case 'value':
        await this.#judge(refusal.edits, window, refusal.memberId, applyCodes.value, refusal.reason);
        return 'progress';
    }
  }

  /** Rejects what was refused, unless an earlier try stands in the data; while that cannot be known, the edit waits. */
  async #judge(edits: readonly EditEntry[], window: Window, memberId: string, code: string, reason: string): Promise<void> {
    const { shape } = this.#log.table;
    const reshaping = window.barrier === null ? null : { before: shape, after: window.shape };
    const { applied, refused, open } = await this.#doubts.judge(edits, shape, reshaping, () => this.#editors(memberId));
    for (const { num } of applied) this.#share.applied.add(num);
    for (const { edit, untilMs, why } of open) this.#open.set(edit.num, { untilMs, code, reason: `${reason}; ${why}` });
    if (refused.length > 0) await this.#refusals.reject(refused, code, reason);
  }

  /** Whose sign-in may show what stands in the data: the refused person's own, else that of others who edit the table. */
  async #editors(memberId: string): Promise<readonly string[]> {
    const { tableId, headNum } = this.#log.table;
    const records = await this.#ports.store.numbers(tableId, headNum - recentEditors, headNum);
    const others = records.map(({ envelope }) => envelope.author.memberId).filter((other) => other !== '');
    return [...new Set([memberId, ...others.reverse()])];
  }

  #settle(sorted: Sorted, upTo: number, shape: Window['shape']): Promise<'progress'> | 'progress' {
    const held = sorted.held.filter(({ entry }) => entry.num <= upTo).map(({ exception }) => exception);
    const heldNums = new Set(held.map(({ num }) => num));
    const marked = sorted.marked.filter(({ num }) => !heldNums.has(num) && this.#log.waiting.some(({ entry }) => entry.num === num));
    const raised = held.map((exception) => sorted.marked.find(({ num }) => num === exception.num) ?? exception);
    this.#progress.move({ appliedNum: upTo, shape, raised: [...marked, ...raised] });
    for (const num of this.#share.applied) if (num <= upTo) this.#share.applied.delete(num);
    this.#doubts.settleUpTo(upTo, new Set(this.#log.waiting.map(({ entry }) => entry.num)));
    if (raised.length === 0 && marked.length === 0 && !this.#progress.isDue) return 'progress';
    return this.#progress.save().then(() => 'progress' as const);
  }

  /** An abandoned number is passed only when its noop is in the log: metadata alone would not outlive a restore. */
  async #confirmNoops(slice: readonly EditEntry[]): Promise<boolean> {
    for (const { num, operation } of slice) {
      if (operation.op !== 'noop' || this.#confirmedNoops.has(num)) continue;
      const [record] = await this.#ports.store.numbers(this.#log.table.tableId, num, num);
      if (record === undefined || !(await settleNumber(this.#ports, this.#log.table, record))) return false;
      this.#confirmedNoops.add(num);
    }
    return true;
  }

  /** The next number has no row yet: fetches it, or settles it when its owner is lost. */
  async #settleGap(): Promise<boolean> {
    if (!this.#mayHaveMissed) return false;
    this.#mayHaveMissed = false;
    const before = this.#log.tail.contiguous;
    const [next] = await this.#log.fill();
    if (next?.state === 'allocated' && isStuck(this.#ports, next)) {
      if (await settleNumber(this.#ports, this.#log.table, next)) await this.#log.fill();
    }
    if (next?.state === 'logged' && !this.#log.tail.has(next.num)) this.#missRow(next);
    return this.#log.tail.contiguous > before;
  }

  /** A row that was confirmed and cannot be read, or no longer verifies (I11): nothing is folded over the hole. */
  #missRow(record: NumberRecord): void {
    if (this.#ports.clock.nowMs() - record.allocatedAtMs < this.#ports.settings.abandonAfterMs) return;
    this.#progress.restrict({
      memberId: null,
      code: applyCodes.rowMissing,
      reason: `Edit ${record.num} is missing from the edit log, or its row was altered.`,
    });
  }
}
