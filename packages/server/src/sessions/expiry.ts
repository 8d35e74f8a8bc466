/** How long a session lasts: so long after the last request, and never longer than so long after the sign-in. */
export interface SessionLifetimes {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

export const defaultSessionLifetimes: SessionLifetimes = { idleMs: 12 * 3_600_000, absoluteMs: 7 * 24 * 3_600_000 };

export interface SessionTimes {
  readonly lastSeenAtMs: number;
  /** The absolute end, set at sign-in. */
  readonly expiresAtMs: number;
  readonly endedAtMs: number | null;
}

/** True while a request with this session may be served. */
export function isAlive(times: SessionTimes, lifetimes: SessionLifetimes, nowMs: number): boolean {
  return times.endedAtMs === null && nowMs < times.expiresAtMs && nowMs < times.lastSeenAtMs + lifetimes.idleMs;
}
