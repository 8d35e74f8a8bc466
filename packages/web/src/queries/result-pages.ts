/**
 * The rows of an element as far as they have been looked at: pages are loaded when they come into sight, and all that is
 * still on its way is cancelled with the element, in the warehouse too.
 */
import type { QueryResult } from '../api/queries-contract.ts';

export type LoadPage = (page: { readonly offset: number; readonly limit: number }, signal: AbortSignal) => Promise<QueryResult>;

/** Rows that the grid shows as waiting below the last known one, so that scrolling finds more. */
const waitingRows = 50;

export class ResultPages {
  readonly #load: LoadPage;
  readonly #limit: number;
  readonly #onChange: () => void;
  readonly #pages = new Map<number, QueryResult>();
  readonly #loading = new Set<number>();
  readonly #gone = new AbortController();
  #end: number | null = null;
  #known = 0;
  #error: unknown = null;

  constructor(load: LoadPage, limit: number, onChange: () => void) {
    this.#load = load;
    this.#limit = limit;
    this.#onChange = onChange;
  }

  /** The first page tells the columns, who asked, and how old the answer is. */
  get first(): QueryResult | null {
    return this.#pages.get(0) ?? null;
  }

  /** Why a page could not be loaded; the next look at it tries again. */
  get error(): unknown {
    return this.#error;
  }

  get isLoading(): boolean {
    return this.#loading.size > 0;
  }

  /** `null`: nobody has come to the end, nor counted. */
  get end(): number | null {
    return this.#end;
  }

  /** For the grid: all that is known, and some that wait. */
  get shownRows(): number {
    return this.#end ?? (this.#known === 0 ? 0 : this.#known + waitingRows);
  }

  /** `undefined`: not loaded. */
  value(column: number, row: number): unknown {
    const page = this.#pages.get(Math.floor(row / this.#limit));
    return page?.values[column]?.[row % this.#limit];
  }

  want(from: number, to: number): void {
    if (this.#gone.signal.aborted) return;
    const last = Math.floor(Math.max(from, Math.min(to, this.#end ?? to) - 1) / this.#limit);
    for (let page = Math.floor(from / this.#limit); page <= last; page += 1) void this.#want(page);
  }

  /** What counting found. */
  endsAt(rows: number): void {
    this.#end = rows;
    this.#onChange();
  }

  dispose(): void {
    this.#gone.abort();
  }

  async #want(number: number): Promise<void> {
    if (this.#pages.has(number) || this.#loading.has(number)) return;
    const offset = number * this.#limit;
    if (this.#end !== null && offset >= this.#end && number > 0) return;
    this.#loading.add(number);
    try {
      const page = await this.#load({ offset, limit: this.#limit }, this.#gone.signal);
      if (this.#gone.signal.aborted) return;
      this.#pages.set(number, page);
      this.#error = null;
      if (page.rowCount > 0) this.#known = Math.max(this.#known, offset + page.rowCount);
      if (!page.hasMore && (page.rowCount > 0 || number === 0)) this.#end = offset + page.rowCount;
      // Beyond the end: it lies somewhere before.
      else if (!page.hasMore && this.#pages.has(number - 1)) this.#end = this.#known;
      else if (!page.hasMore) void this.#want(number - 1);
    } catch (error) {
      if (this.#gone.signal.aborted) return;
      this.#error = error;
    } finally {
      this.#loading.delete(number);
      if (!this.#gone.signal.aborted) this.#onChange();
    }
  }
}
