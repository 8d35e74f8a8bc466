/** Asks again after transient and unknown outcomes: everything that is asked here may be repeated. */
import type { ReadOutcome, WriteOutcome } from '@penstock/domain/edit-log/ports';
import type { EditLogPorts } from './ports.ts';

type Pausing = Pick<EditLogPorts, 'clock' | 'settings'>;

/** Pauses of growing length: 20 ms, 40 ms, … up to the longest. */
export class BackOff {
  readonly #ports: Pausing;
  #nextMs: number;

  constructor(ports: Pausing) {
    this.#ports = ports;
    this.#nextMs = ports.settings.firstPauseMs;
  }

  async pause(): Promise<void> {
    const delayMs = this.#nextMs;
    this.#nextMs = Math.min(this.#nextMs * 2, this.#ports.settings.longestPauseMs);
    await this.#ports.clock.sleep(delayMs);
  }
}

export function mayBeRepeated(outcome: WriteOutcome | ReadOutcome<unknown>): boolean {
  return outcome.kind === 'transient' || outcome.kind === 'unknown';
}

/** Metadata throws when it does not answer; asks again until `deadlineMs`, then throws what it threw. */
export async function askMetadata<T>(ports: Pausing, deadlineMs: number, ask: () => Promise<T>): Promise<T> {
  const backOff = new BackOff(ports);
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (ports.clock.nowMs() >= deadlineMs) throw error;
      await backOff.pause();
    }
  }
}

/** Reads until there is a definite answer, or `goOn` says that nobody waits for it any more. */
export async function readPatiently<T>(ports: Pausing, goOn: () => boolean, read: () => Promise<ReadOutcome<T>>): Promise<ReadOutcome<T>> {
  const backOff = new BackOff(ports);
  for (;;) {
    const outcome = await read();
    if (!mayBeRepeated(outcome) || !goOn()) return outcome;
    await backOff.pause();
  }
}
