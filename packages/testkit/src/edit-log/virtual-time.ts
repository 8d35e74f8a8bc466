/**
 * Time that passes only when nothing else is to do: a clock and scheduler for running shipped code by the seed. All
 * waiting goes through `sleep`; the same seed gives the same interleaving.
 */
import type { Clock } from '@penstock/domain/ports/clock';

interface Timer {
  readonly atMs: number;
  readonly sequence: number;
  readonly fire: () => void;
}

export class VirtualTime implements Clock {
  #nowMs: number;
  #sequence = 0;
  readonly #timers: Timer[] = [];

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return Math.floor(this.#nowMs);
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      this.at(this.#nowMs + Math.max(0, delayMs), resolve);
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }

  /** Runs `fire` when the time has come. */
  at(atMs: number, fire: () => void): void {
    push(this.#timers, { atMs: Math.max(atMs, this.#nowMs), sequence: (this.#sequence += 1), fire });
  }

  /** Lets everything happen until `done` holds or `untilMs` is reached; answers whether it holds. */
  async runUntil(untilMs: number, done: () => boolean): Promise<boolean> {
    for (;;) {
      await settled();
      if (done()) return true;
      const next = pop(this.#timers, untilMs);
      if (next === null) {
        this.#nowMs = untilMs;
        return false;
      }
      this.#nowMs = next.atMs;
      next.fire();
    }
  }
}

/** All microtasks have run: what the last event set off has come to wait for another. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function before(one: Timer, other: Timer): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.sequence < other.sequence);
}

function push(heap: Timer[], timer: Timer): void {
  let index = heap.push(timer) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !before(timer, above)) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = timer;
}

function pop(heap: Timer[], untilMs: number): Timer | null {
  const first = heap[0];
  if (first === undefined || first.atMs > untilMs) return null;
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  let index = 0;
  for (;;) {
    let child = 2 * index + 1;
    const left = heap[child];
    if (left === undefined) break;
    const right = heap[child + 1];
    const lesser = right !== undefined && before(right, left) ? right : left;
    if (lesser === right) child += 1;
    if (!before(lesser, last)) break;
    heap[index] = lesser;
    index = child;
  }
  heap[index] = last;
  return first;
}
