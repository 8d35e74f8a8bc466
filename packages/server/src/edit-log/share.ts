/**
 * Applies one person's share of a window, as that person: again while the outcome is transient or unknown, halved
 * when a value is refused until the bad edits stand alone.
 */
import { dependency } from '@penstock/domain/edit-log/dependencies';
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import type { ApplyPlan } from '@penstock/domain/edit-log/apply-plan';
import type { RowState } from '@penstock/domain/edit-log/fold';
import type { DataTable, WriteOutcome } from '@penstock/domain/edit-log/ports';
import { foldWindow } from '@penstock/domain/edit-log/window';
import type { AppliedAs, Share } from '@penstock/domain/edit-log/window';
import type { Retype, TableShape } from '@penstock/domain/edit-log/table-shape';
import { convertCell } from '@penstock/domain/values/convert';
import type { Doubts } from './doubts.ts';
import { BackOff, mayBeRepeated } from './persist.ts';
import type { EditLogPorts } from './ports.ts';

/** Why a share was not applied; `edits` are those to blame. */
export type Refusal =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'sign-in-ended'; readonly memberId: string; readonly reason: string }
  | { readonly kind: 'unexplained'; readonly memberId: string; readonly reason: string }
  | { readonly kind: 'table-changed'; readonly reason: string }
  | { readonly kind: 'privilege'; readonly memberId: string; readonly reason: string; readonly edits: readonly EditEntry[] }
  | { readonly kind: 'value'; readonly memberId: string; readonly reason: string; readonly edits: readonly EditEntry[] };

export class ShareApplication {
  /** Above the watermark or waiting, but in the data: what was applied in a window that did not come to its end. */
  readonly applied = new Set<number>();
  readonly #ports: EditLogPorts;
  readonly #table: DataTable;
  readonly #goOn: () => boolean;
  readonly #doubts: Doubts;
  /** Since when a person's statements are refused without an explanation. */
  readonly #unexplainedSinceMs = new Map<string, number>();

  constructor(ports: EditLogPorts, table: DataTable, doubts: Doubts, goOn: () => boolean) {
    this.#ports = ports;
    this.#table = table;
    this.#doubts = doubts;
    this.#goOn = goOn;
  }

  async apply(share: Share, shape: TableShape): Promise<Refusal | null> {
    const outcome = await this.#send(share);
    if (outcome.kind !== 'value') return refusalOf(outcome, share.memberId, share.edits);
    const bad: EditEntry[] = [];
    const isolation = await this.#isolate(share, shape, { bad, left: [] }, outcome.reason);
    if (isolation.refusal !== null) return isolation.refusal;
    return bad.length === 0 ? null : { kind: 'value', memberId: share.memberId, reason: isolation.reason, edits: bad };
  }

  async #send(share: Share): Promise<WriteOutcome> {
    const outcome = await this.#persist(share.memberId, share.edits, () =>
      this.#ports.data.apply(this.#table, share.plan, share.memberId, share.edits),
    );
    if (outcome.kind === 'done') {
      for (const { num } of share.whole) {
        this.applied.add(num);
        this.#doubts.settle(num);
      }
    }
    return outcome;
  }

  /**
   * Halves a refused share until the bad edits stand alone; the good ones are applied on the way. What comes to rest on
   * a bad one, or on what is left out itself, is left out: it falls with it, or follows it.
   */
  async #isolate(
    share: Share,
    shape: TableShape,
    apart: { readonly bad: EditEntry[]; readonly left: EditEntry[] },
    reason: string,
  ): Promise<{ readonly refusal: Refusal | null; readonly reason: string }> {
    if (share.edits.length === 1) {
      apart.bad.push(...share.edits);
      apart.left.push(...share.edits);
      return { refusal: null, reason };
    }
    const middle = Math.ceil(share.edits.length / 2);
    let lastReason = reason;
    for (const half of [share.edits.slice(0, middle), share.edits.slice(middle)]) {
      for (let rest = leavingOut(half, apart.left); rest.length > 0; rest = leavingOut(rest, apart.left)) {
        const window = foldWindow(
          rest.map((entry) => ({ entry, memberId: share.memberId })),
          shape,
          this.#ports.settings.window,
        );
        rest = rest.slice(window.length);
        for (const part of window.shares) {
          const outcome = await this.#send(part);
          if (outcome.kind === 'value') {
            const inner = await this.#isolate(part, shape, apart, outcome.reason);
            if (inner.refusal !== null) return inner;
            lastReason = inner.reason;
          } else if (outcome.kind !== 'done') {
            return { refusal: refusalOf(outcome, share.memberId, part.edits), reason: lastReason };
          }
        }
      }
    }
    return { refusal: null, reason: lastReason };
  }

  /** A column or the table itself: DDL as the author, then, for a retype, every cell converted under its own guard. */
  async applyBarrier({ entry, memberId }: AppliedAs, before: TableShape, after: TableShape): Promise<Refusal | null> {
    await this.#ports.crashPoint('edit-log.before-barrier');
    const outcome = await this.#persist(memberId, [entry], () => this.#changeStorage(entry, memberId, before, after));
    if (outcome.kind === 'value') return { kind: 'value', memberId, reason: outcome.reason, edits: [entry] };
    const refusal = refusalOf(outcome, memberId, [entry]);
    if (refusal === null) await this.#ports.crashPoint('edit-log.barrier-applied');
    return refusal;
  }

  async #changeStorage(entry: EditEntry, memberId: string, before: TableShape, after: TableShape): Promise<WriteOutcome> {
    const { operation } = entry;
    if (operation.op === 'createTable') return this.#ports.data.create(this.#table, operation.columns, memberId, [entry]);
    if (operation.op === 'addColumn') return this.#ports.data.addColumn(this.#table, operation.column, memberId, [entry]);
    const retype = after.retypes.length > before.retypes.length ? after.retypes.at(-1) : undefined;
    return retype === undefined ? { kind: 'done' } : this.#convertColumn(retype, memberId);
  }

  async #convertColumn(retype: Retype, memberId: string): Promise<WriteOutcome> {
    const added = await this.#ports.data.addColumn(this.#table, retype.to, memberId);
    if (added.kind !== 'done') return added;
    const { rowsAtATime } = this.#ports.settings;
    let after: string | null = null;
    while (this.#goOn()) {
      const read = await this.#ports.data.readRows(this.#table, [retype.from], after, rowsAtATime, memberId);
      if (read.kind !== 'done') return read;
      const rows: readonly RowState[] = read.value;
      const written = await this.#ports.data.apply(this.#table, conversion(rows, retype), memberId);
      if (written.kind !== 'done') return written;
      after = rows.at(-1)?.id ?? null;
      if (rows.length < rowsAtATime) return { kind: 'done' };
    }
    return { kind: 'transient', reason: 'the lease was lost' };
  }

  /** The identical statement again while it may be repeated, and is not refused for long without an explanation. */
  async #persist(memberId: string, edits: readonly EditEntry[], send: () => Promise<WriteOutcome>): Promise<WriteOutcome> {
    const backOff = new BackOff(this.#ports);
    while (this.#goOn()) {
      const outcome = await send();
      if (outcome.kind === 'unexplained') {
        const nowMs = this.#ports.clock.nowMs();
        const sinceMs = this.#unexplainedSinceMs.get(memberId) ?? nowMs;
        this.#unexplainedSinceMs.set(memberId, sinceMs);
        if (nowMs - sinceMs >= this.#ports.settings.unexplainedMs) return outcome;
      } else if (!mayBeRepeated(outcome)) {
        this.#unexplainedSinceMs.delete(memberId);
        return outcome;
      }
      const nums = edits.map(({ num }) => num);
      if (outcome.kind === 'unknown') this.#doubts.raise(nums, { mayStillLand: true });
      await backOff.pause();
    }
    return { kind: 'transient', reason: 'another node applies this table now' };
  }
}

/** Those that nothing left out holds back; the others are left out too. */
function leavingOut(edits: readonly EditEntry[], left: EditEntry[]): readonly EditEntry[] {
  return edits.filter((edit) => {
    const isFree = left.every((earlier) => dependency(edit, earlier) === 'none');
    if (!isFree) left.push(edit);
    return isFree;
  });
}

function conversion(rows: readonly RowState[], { columnId, from, to, num }: Retype): ApplyPlan {
  return {
    rows: rows.flatMap((row) => {
      const cell = row.cells.get(columnId);
      if (cell === undefined) return [];
      const converted = {
        columnId,
        generation: to.generation,
        type: to.type,
        value: convertCell(cell.value, from, to),
        num: cell.num,
        onlyWhile: null,
      };
      return [
        {
          rowId: row.id,
          life: null,
          created: null,
          order: null,
          cells: [converted],
          updated: { ...row.updated, num: Math.min(row.updated.num, num) },
        },
      ];
    }),
  };
}

function refusalOf(outcome: WriteOutcome, memberId: string, edits: readonly EditEntry[]): Refusal | null {
  switch (outcome.kind) {
    case 'done':
      return null;
    case 'transient':
    case 'unknown':
      return { kind: 'stopped' };
    case 'sign-in-ended':
      return { kind: 'sign-in-ended', memberId, reason: outcome.reason };
    case 'unexplained':
      return { kind: 'unexplained', memberId, reason: outcome.reason };
    case 'table-changed':
      return { kind: 'table-changed', reason: outcome.reason };
    case 'privilege':
      return {
        kind: 'privilege',
        memberId,
        reason: outcome.remedy === null ? outcome.reason : `${outcome.reason} (${outcome.remedy})`,
        edits,
      };
    case 'value':
      return { kind: 'value', memberId, reason: outcome.reason, edits };
  }
}
