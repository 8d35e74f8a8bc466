/** A token bucket per caller: generous, so that only a runaway client meets it. */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Clock } from '@penstock/domain/ports/clock';

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

const maximumCallers = 50_000;

export class RateLimit {
  readonly #buckets = new Map<string, Bucket>();
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #burst: number;

  /** A caller may take two seconds' worth at once. */
  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock;
    this.#perSecond = perSecond;
    this.#burst = perSecond * 2;
  }

  /** Takes one request of `caller`; throws `request.limit` with `retryAfterSeconds` when there is none left. */
  take(caller: string): void {
    const nowMs = this.#clock.nowMs();
    const bucket = this.#bucketOf(caller, nowMs);
    bucket.tokens = Math.min(this.#burst, bucket.tokens + (Math.max(0, nowMs - bucket.filledAtMs) / 1_000) * this.#perSecond);
    bucket.filledAtMs = nowMs;
    if (bucket.tokens < 1) {
      const retryAfterSeconds = Math.max(1, Math.ceil((1 - bucket.tokens) / this.#perSecond));
      throw new PenstockError('request.limit', `More than ${this.#perSecond} requests a second came from you.`, {
        facts: { retryAfterSeconds },
      });
    }
    bucket.tokens -= 1;
  }

  #bucketOf(caller: string, nowMs: number): Bucket {
    const existing = this.#buckets.get(caller);
    if (existing !== undefined) return existing;
    // Forgetting everybody gives each caller one full bucket more: harmless, and it bounds the memory.
    if (this.#buckets.size >= maximumCallers) this.#buckets.clear();
    const bucket = { tokens: this.#burst, filledAtMs: nowMs };
    this.#buckets.set(caller, bucket);
    return bucket;
  }
}
