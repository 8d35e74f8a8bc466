/** Keeps the rows around what is on the screen loaded, page by page. */
import type { RowPage } from '../api/contract.ts';
import type { RowCache } from './row-cache.ts';

export interface PageLoaderNeeds {
  readonly cache: Pick<RowCache, 'missing' | 'keepOnly' | 'total'>;
  readonly load: (offset: number, limit: number) => Promise<RowPage>;
  readonly onPage: (page: RowPage) => void;
  readonly onFailed: (error: unknown) => void;
}

const pageSize = 200;
const mostAtOnce = 10_000;

/** What keeps rows loaded. */
export type Pages = Pick<PageLoader, 'loadedOnce' | 'want' | 'wantAgain' | 'reload' | 'all' | 'close'>;

export class PageLoader {
  readonly #needs: PageLoaderNeeds;
  #visible = { from: 0, to: pageSize };
  readonly #loading = new Set<number>();
  #loadedOnce = false;
  #closed = false;
  /** What was asked for before a reload is not taken any more. */
  #generation = 0;

  constructor(needs: PageLoaderNeeds) {
    this.#needs = needs;
  }

  get loadedOnce(): boolean {
    return this.#loadedOnce;
  }

  close(): void {
    this.#closed = true;
  }

  /** Loads what is missing of [from, to) and a little around it. */
  want(from: number, to: number): void {
    this.#visible = { from, to };
    const around = this.#needs.cache.missing(from - pageSize / 4, to + pageSize / 4);
    const missing = this.#loadedOnce ? around : { from, to: Math.max(to, 1) };
    if (missing !== null) this.#loadPages(missing.from, missing.to);
  }

  /** Loads what was wanted last, as far as it is missing. */
  wantAgain(): void {
    this.want(this.#visible.from, this.#visible.to);
  }

  /** Loads again what is visible; rows stay on the screen meanwhile. */
  reload(): void {
    const { from, to } = this.#visible;
    this.#needs.cache.keepOnly(from, to);
    this.#generation += 1;
    this.#loading.clear();
    this.#loadPages(from, Math.max(to, 1));
  }

  /** Resolves when [from, to) is loaded, as far as there are rows. */
  async all(from: number, to: number): Promise<void> {
    for (;;) {
      const missing = this.#needs.cache.missing(from, to);
      if (missing === null || this.#closed) return;
      const { total } = this.#needs.cache;
      const page = await this.#needs.load(missing.from, Math.min(mostAtOnce, missing.to - missing.from));
      this.#take(page);
      if (page.rows.length === 0 && this.#needs.cache.total === total) return;
    }
  }

  #loadPages(from: number, to: number): void {
    for (let page = Math.floor(from / pageSize); page * pageSize < to; page += 1) void this.#load(page);
  }

  async #load(page: number): Promise<void> {
    if (this.#loading.has(page) || this.#closed) return;
    const generation = this.#generation;
    this.#loading.add(page);
    try {
      const loaded = await this.#needs.load(page * pageSize, pageSize);
      if (generation === this.#generation) this.#take(loaded);
    } catch (error) {
      if (generation === this.#generation) this.#needs.onFailed(error);
    } finally {
      if (generation === this.#generation) this.#loading.delete(page);
    }
  }

  #take(page: RowPage): void {
    this.#needs.onPage(page);
    this.#loadedOnce = true;
  }
}
