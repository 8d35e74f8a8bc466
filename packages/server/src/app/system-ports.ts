import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@penstock/domain/ports/clock';
import type { RandomSource } from '@penstock/domain/ports/random';

/** The machine's own time. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: (delayMs, signal) => sleep(delayMs, undefined, signal === undefined ? {} : { signal }),
};

/** The operating system's cryptographic randomness. */
export const systemRandom: RandomSource = { bytes: (count) => randomBytes(count) };
