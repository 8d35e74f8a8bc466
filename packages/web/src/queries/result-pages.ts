/**
 * The rows of an element as far as they have been looked at: pages are loaded when they come into sight, and all that is
 * still on its way is cancelled with the element, in the warehouse too.
 */
import type { QueryResult } from '../api/queries-contract.ts';

export type LoadPage = (page: { readonly offset: number; readonly limit: number }, signal: AbortSignal) => Promise<QueryResult>;

/** Rows from one position up to, without, another. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Rows that the grid shows as waiting below the last known one, so that scrolling finds more. */
const waitingRows = 50;

export class ResultPages {
  readonly #load: LoadPage;
  readonly #limit: number;
  readonly #onChange: () => void;
  readonly #rowsOf: (page: QueryResult) => number;
  readonly #pages = new Map<number, QueryResult>();
  readonly #loading = new Map<number, Promise<void>>();
  readonly #gone = new AbortController();
  #end: number | null = null;
  #known = 0;
  #error: unknown = null;
  #wanted: Span = { from: 0, to: 1 };

  /** `rowsOf`: how many of the rows that are counted a page has; those of a pivot are its row heads. */
  constructor(load: LoadPage, limit: number, onChange: () => void, rowsOf: (page: QueryResult) => number = (page) => page.rowCount) {
    this.#load = load;
    this.#limit = limit;
    this.#onChange = onChange;
    this.#rowsOf = rowsOf;
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

  /** What came into sight last. */
  get wanted(): Span {
    return this.#wanted;
  }

  /** What came into sight last can be shown, or nothing will be. */
  get isReady(): boolean {
    return this.#error !== null || (this.first !== null && this.#loading.size === 0);
  }

  /** The pages that were loaded, each with the position of its first row. */
  *loaded(): Generator<readonly [offset: number, page: QueryResult]> {
    for (const [number, page] of this.#pages) yield [number * this.#limit, page];
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

  /** The page of a row that is loaded, and the row's place in it. */
  pageAt(row: number): { readonly page: QueryResult; readonly index: number } | null {
    const page = this.#pages.get(Math.floor(row / this.#limit));
    return page === undefined ? null : { page, index: row % this.#limit };
  }

  want(from: number, to: number): void {
    this.#wanted = { from, to };
    if (this.#gone.signal.aborted) return;
    const last = Math.floor(Math.max(from, Math.min(to, this.#end ?? to) - 1) / this.#limit);
    for (let page = Math.floor(from / this.#limit); page <= last; page += 1) void this.#want(page);
  }

  /** Loads all rows from one position up to another, as far as there are any; what cannot be loaded is left out. */
  async all(from: number, to: number): Promise<void> {
    const pages = Array.from({ length: Math.ceil(to / this.#limit) - Math.floor(from / this.#limit) });
    await Promise.all(pages.map((_, index) => this.#want(Math.floor(from / this.#limit) + index)));
  }

  /** What counting found. */
  endsAt(rows: number): void {
    this.#end = rows;
    this.#onChange();
  }

  dispose(): void {
    this.#gone.abort();
  }

  #want(number: number): Promise<void> {
    const loading = this.#loading.get(number);
    if (loading !== undefined) return loading;
    const isBeyond = this.#end !== null && number * this.#limit >= this.#end && number > 0;
    if (this.#pages.has(number) || isBeyond) return Promise.resolve();
    const started = this.#loadPage(number).finally(() => {
      this.#loading.delete(number);
      if (!this.#gone.signal.aborted) this.#onChange();
    });
    this.#loading.set(number, started);
    return started;
  }

  async #loadPage(number: number): Promise<void> {
    const offset = number * this.#limit;
    try {
      const page = await this.#load({ offset, limit: this.#limit }, this.#gone.signal);
      if (this.#gone.signal.aborted) return;
      this.#pages.set(number, page);
      this.#error = null;
      const rows = this.#rowsOf(page);
      if (rows > 0) this.#known = Math.max(this.#known, offset + rows);
      if (!page.hasMore && (rows > 0 || number === 0)) this.#end = offset + rows;
      // Beyond the end: it lies somewhere before.
      else if (!page.hasMore && this.#pages.has(number - 1)) this.#end = this.#known;
      else if (!page.hasMore) void this.#want(number - 1);
    } catch (error) {
      if (!this.#gone.signal.aborted) this.#error = error;
    }
  }
}
