/**
 * Remembers facts of the metadata database for a few seconds, so that a request need not ask for each of them.
 * An entry is dropped at once by the table's change notification; its age bounds what a lost notification can do (P18).
 */
import type { Clock } from '@penstock/domain/ports/clock';
import type { MetadataListener } from './listener.ts';

/** The longest that a revoked right may still be honoured. */
const maximumAgeMs = 4_000;
const maximumEntries = 10_000;

export class ShortCache<Value> {
  readonly #entries = new Map<string, { readonly value: Promise<Value>; readonly loadedAtMs: number }>();
  readonly #clock: Clock;
  readonly #load: (key: string) => Promise<Value>;

  constructor(clock: Clock, load: (key: string) => Promise<Value>) {
    this.#clock = clock;
    this.#load = load;
  }

  /** Drops the entry that a notification names; every entry when the payload is no key of this cache. */
  dropOn(listener: MetadataListener, channel: string, scope: 'entry' | 'all' = 'entry'): this {
    listener.on(channel, (payload) => (scope === 'all' ? this.clear() : this.drop(payload)));
    listener.onGap(() => this.clear());
    return this;
  }

  /** Concurrent callers share one load; a load that fails is not remembered. */
  get(key: string): Promise<Value> {
    const nowMs = this.#clock.nowMs();
    const entry = this.#entries.get(key);
    if (entry !== undefined && nowMs - entry.loadedAtMs < maximumAgeMs) return entry.value;
    if (this.#entries.size >= maximumEntries) this.#entries.clear();
    const value = this.#load(key);
    this.#entries.set(key, { value, loadedAtMs: nowMs });
    value.catch(() => {
      if (this.#entries.get(key)?.value === value) this.#entries.delete(key);
    });
    return value;
  }

  drop(key: string): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }
}
