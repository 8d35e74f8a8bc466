/**
 * Sessions of one principal with one credential on one connection. Bounded, first come first served; an idle session is
 * closed soon, and none outlives its token.
 */
import type { Clock } from '@penstock/domain/ports/clock';
import type { WarehouseSession } from '@penstock/warehouse/port';

export interface PoolLimits {
  readonly maximumSessions: number;
  readonly idleMs: number;
  /** For a free session, before the caller is told to come later. */
  readonly waitMs: number;
}

/** `true`: a place to open a session in, which `put` or `abandon` gives back. */
export type Place =
  | { readonly kind: 'session'; readonly session: WarehouseSession }
  | { readonly kind: 'open' }
  | { readonly kind: 'busy' };

interface IdleSession {
  readonly session: WarehouseSession;
  readonly timer: NodeJS.Timeout;
}

export class SessionPool {
  /** Milliseconds since the epoch; `null`: the credential has no end. */
  readonly expiresAtMs: number | null;
  readonly #limits: PoolLimits;
  readonly #clock: Clock;
  readonly #idle: IdleSession[] = [];
  readonly #waiting: ((place: Place) => void)[] = [];
  readonly #expiry: NodeJS.Timeout | null;
  #taken = 0;
  #draining = false;

  constructor(limits: PoolLimits, clock: Clock, expiresAtMs: number | null) {
    this.#limits = limits;
    this.#clock = clock;
    this.expiresAtMs = expiresAtMs;
    this.#expiry =
      expiresAtMs === null ? null : setTimeout(() => this.drain(), Math.min(Math.max(0, expiresAtMs - clock.nowMs()), 2 ** 31 - 1));
    this.#expiry?.unref();
  }

  /** Sessions that are open or being opened. */
  get size(): number {
    return this.#taken + this.#idle.length;
  }

  get draining(): boolean {
    return this.#draining || (this.expiresAtMs !== null && this.#clock.nowMs() >= this.expiresAtMs);
  }

  take(): Promise<Place> {
    for (;;) {
      const idle = this.#idle.pop();
      if (idle === undefined) break;
      clearTimeout(idle.timer);
      if (idle.session.usable) {
        this.#taken += 1;
        return Promise.resolve({ kind: 'session', session: idle.session });
      }
      void idle.session.close(true);
    }
    if (this.#taken < this.#limits.maximumSessions) {
      this.#taken += 1;
      return Promise.resolve({ kind: 'open' });
    }
    return new Promise((resolve) => {
      const settle = (place: Place): void => {
        clearTimeout(timer);
        resolve(place);
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(settle), 1);
        resolve({ kind: 'busy' });
      }, this.#limits.waitMs);
      this.#waiting.push(settle);
    });
  }

  /** Gives a session back, or its place when it can no longer be used. */
  put(session: WarehouseSession): void {
    if (!session.usable || this.draining) {
      void session.close(!session.usable);
      this.abandon();
      return;
    }
    const next = this.#waiting.shift();
    if (next !== undefined) {
      next({ kind: 'session', session });
      return;
    }
    this.#taken -= 1;
    const timer = setTimeout(() => {
      const index = this.#idle.findIndex((idle) => idle.session === session);
      if (index >= 0) this.#idle.splice(index, 1);
      void session.close();
    }, this.#limits.idleMs);
    timer.unref();
    this.#idle.push({ session, timer });
  }

  /** Gives back a place in which no session lives. */
  abandon(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#taken -= 1;
    else next({ kind: 'open' });
  }

  /** Closes what is idle; what is lent out closes when it comes back. */
  drain(): void {
    this.#draining = true;
    if (this.#expiry !== null) clearTimeout(this.#expiry);
    for (const { session, timer } of this.#idle.splice(0)) {
      clearTimeout(timer);
      void session.close();
    }
  }
}
