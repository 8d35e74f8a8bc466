/**
 * The end of one table's log in this node's memory: what is logged but not applied, and a little of what was. Edits
 * that this node logged are put in as they are acknowledged, so that the steady state never reads the log back;
 * the others are fetched. Numbers may arrive in any order: `contiguous` is how far there is no gap.
 */
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import { weightOf } from '@penstock/domain/edit-log/weight';
import type { Operation } from '@penstock/domain/input-tables/operation';

export type Reject = Extract<Operation, { readonly op: 'reject' }>;

export class TableTail {
  readonly #recentEdits: number;
  /** Up to the contiguous end. */
  readonly #entries = new Map<number, EditEntry>();
  /** Behind a gap. */
  readonly #ahead = new Map<number, EditEntry>();
  /** Among both, by their own numbers. */
  readonly #rejects = new Map<number, Reject>();
  #from: number;
  #contiguous: number;
  /** Weight of the entries after `#from` up to `#weighed`, all of which are applied. */
  #appliedWeight = 0;
  #weighed: number;
  /** Of those after `#weighed`, those behind a gap too. */
  #unapplied = 0;

  /** Empty, standing behind `num`: everything at or below it is known to be applied. */
  constructor(num: number, recentEdits: number) {
    this.#from = num;
    this.#contiguous = num;
    this.#weighed = num;
    this.#recentEdits = recentEdits;
  }

  get contiguous(): number {
    return this.#contiguous;
  }

  /** Takes entries in, and answers those that have become contiguous, in order. */
  add(entries: readonly EditEntry[]): readonly EditEntry[] {
    for (const entry of entries) {
      if (entry.num <= this.#contiguous) continue;
      this.#unapplied += weight(entry) - weight(this.#ahead.get(entry.num));
      this.#ahead.set(entry.num, entry);
      if (entry.operation.op === 'reject') this.#rejects.set(entry.num, entry.operation);
      else this.#rejects.delete(entry.num);
    }
    const arrived: EditEntry[] = [];
    for (;;) {
      const next = this.#ahead.get(this.#contiguous + 1);
      if (next === undefined) return arrived;
      this.#ahead.delete(next.num);
      this.#entries.set(next.num, next);
      this.#contiguous = next.num;
      arrived.push(next);
    }
  }

  /** What is logged and not applied, as `weightOf` weighs it. */
  get unapplied(): number {
    return this.#unapplied;
  }

  has(num: number): boolean {
    return num <= this.#contiguous || this.#ahead.has(num);
  }

  /** Contiguous entries after a number, at most `limit`. */
  after(num: number, limit: number = Number.POSITIVE_INFINITY): readonly EditEntry[] {
    const entries: EditEntry[] = [];
    for (let next = num + 1; next <= this.#contiguous && entries.length < limit; next += 1) {
      const entry = this.#entries.get(next);
      if (entry !== undefined) entries.push(entry);
    }
    return entries;
  }

  /** All known entries after a number, those behind a gap too, by number. */
  known(num: number): readonly EditEntry[] {
    const ahead = [...this.#ahead.values()].filter((entry) => entry.num > num);
    return [...this.after(num), ...ahead.sort((one, other) => one.num - other.num)];
  }

  /** Whether every entry after `num` up to the contiguous end is still in memory. */
  covers(num: number): boolean {
    return num >= this.#from;
  }

  get(num: number): EditEntry | undefined {
    return this.#entries.get(num) ?? this.#ahead.get(num);
  }

  /** Rejects in memory, those behind a gap too: a reject counts from when it is known, not from when its number is reached. */
  get rejects(): readonly Reject[] {
    return [...this.#rejects.values()];
  }

  /** Whether later numbers are known than the next one. */
  get hasGap(): boolean {
    return this.#ahead.size > 0;
  }

  /** Forgets applied entries beyond the most recent ones, and all up to one that is too large to be kept. */
  forget(applied: number): void {
    for (; this.#weighed < applied; this.#weighed += 1) {
      const weighs = weight(this.#entries.get(this.#weighed + 1));
      this.#appliedWeight += weighs;
      this.#unapplied -= weighs;
    }
    while (this.#from < applied && (this.#from < applied - this.#recentEdits || this.#appliedWeight > recentWeight)) {
      this.#from += 1;
      this.#appliedWeight -= weight(this.#entries.get(this.#from));
      this.#entries.delete(this.#from);
      this.#rejects.delete(this.#from);
    }
  }
}

/** All applied entries that are kept: a page's worth of live edits, and nothing of a large paste. */
const recentWeight = 900_000;

function weight(entry: EditEntry | undefined): number {
  return entry === undefined ? 0 : weightOf(entry.operation);
}
