/** The last edits of a table, for those who look back on them: bounded in number and in weight, the newest always among them. */
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import { weightOf } from '@penstock/domain/edit-log/weight';

const mostEntries = 1_000;
const mostWeight = 4 * 1024 * 1024;

export class RecentEntries {
  readonly #entries = new Map<number, EditEntry>();
  #weight = 0;
  #newest: number | null = null;

  /** The oldest and the newest number; `null`: there is none. */
  get from(): number | null {
    return this.#entries.keys().next().value ?? null;
  }

  get newest(): number | null {
    return this.#newest;
  }

  get all(): readonly EditEntry[] {
    return [...this.#entries.values()];
  }

  has(num: number): boolean {
    return this.#entries.has(num);
  }

  after(num: number): readonly EditEntry[] {
    const { from, newest } = this;
    if (from === null || newest === null || newest <= num) return [];
    // Nearly always one or a few at the end.
    const entries: EditEntry[] = [];
    for (let next = Math.max(from, num + 1); next <= newest; next += 1) {
      const entry = this.#entries.get(next);
      if (entry !== undefined) entries.push(entry);
    }
    return entries;
  }

  /** In the order of the numbers. */
  add(entry: EditEntry): void {
    this.#entries.set(entry.num, entry);
    this.#newest = entry.num;
    this.#weight += weightOf(entry.operation);
    for (const [num, { operation }] of this.#entries) {
      if (num === entry.num || (this.#entries.size <= mostEntries && this.#weight <= mostWeight)) return;
      this.#entries.delete(num);
      this.#weight -= weightOf(operation);
    }
  }

  clear(): void {
    this.#entries.clear();
    this.#weight = 0;
    this.#newest = null;
  }
}
