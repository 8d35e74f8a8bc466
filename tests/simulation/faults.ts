/**
 * What goes wrong between a node and the world: latency, refusals that did not run, answers that are lost, statements
 * that land long after they were given up. A dead node hears nothing any more.
 */
import type { ReadOutcome, WriteOutcome } from '@penstock/domain/edit-log/ports';
import type { SeededRandom } from '@penstock/testkit/edit-log/seeded-random';
import type { VirtualTime } from '@penstock/testkit/edit-log/virtual-time';

export interface FaultRates {
  /** Of each kind of misfortune, for each call. */
  readonly lostRequest: number;
  readonly lostAnswer: number;
  readonly late: number;
  readonly throttled: number;
  /** Metadata does not answer at all. */
  readonly metadataIsDown: boolean;
  /** Nothing can be read in the warehouse, while writes go through: it is silent, or refuses for a while. */
  readonly reads: 'answered' | 'silent' | 'refused';
  /** At each crash point. */
  readonly crash: number;
}

export const calm: FaultRates = {
  lostRequest: 0,
  lostAnswer: 0,
  late: 0,
  throttled: 0,
  metadataIsDown: false,
  reads: 'answered',
  crash: 0,
};
export const rough: FaultRates = {
  lostRequest: 0.03,
  lostAnswer: 0.05,
  late: 0.05,
  throttled: 0.04,
  metadataIsDown: false,
  reads: 'answered',
  crash: 0.012,
};

/** Data statements are bounded by a time limit of the session; log rows may land ever so late. */
export const latestDataMs = 2_500;
export const latestLogMs = 5_000;

const never = new Promise<never>(() => {});

export class Wire {
  readonly #time: VirtualTime;
  readonly #random: SeededRandom;
  readonly #isAlive: () => boolean;
  readonly #rates: () => FaultRates;

  constructor(time: VirtualTime, random: SeededRandom, isAlive: () => boolean, rates: () => FaultRates) {
    this.#time = time;
    this.#random = random;
    this.#isAlive = isAlive;
    this.#rates = rates;
  }

  /** Metadata: an answer, or an exception that leaves open whether it ran. */
  async ask<T>(run: () => Promise<T>): Promise<T> {
    await this.#travel();
    const rates = this.#rates();
    if (rates.metadataIsDown || this.#random.chance(rates.lostRequest)) throw new Error('the metadata database does not answer');
    const answer = await run();
    if (this.#random.chance(rates.lostAnswer)) throw new Error('the answer of the metadata database is lost');
    await this.#travel();
    return answer;
  }

  /** `begin`: what makes a statement under way of `run`, when it is sent. */
  async write(
    latestMs: number,
    run: () => Promise<WriteOutcome>,
    begin: (run: () => Promise<WriteOutcome>) => () => Promise<WriteOutcome> = (statement) => statement,
  ): Promise<WriteOutcome> {
    await this.#travel();
    const rates = this.#rates();
    if (this.#random.chance(rates.throttled)) return { kind: 'transient', reason: 'throttled' };
    if (this.#random.chance(rates.lostRequest)) return { kind: 'unknown', reason: 'the connection was lost' };
    if (this.#random.chance(rates.late)) {
      const underWay = begin(run);
      this.#time.at(this.#time.nowMs() + this.#random.below(latestMs), () => void underWay());
      await this.#travel();
      return { kind: 'unknown', reason: 'timed out' };
    }
    const outcome = await run();
    if (this.#random.chance(rates.lostAnswer)) return { kind: 'unknown', reason: 'the answer is lost' };
    await this.#travel();
    return outcome;
  }

  async read<T>(run: () => Promise<ReadOutcome<T>>, granted: 'always' | 'while-granted' = 'while-granted'): Promise<ReadOutcome<T>> {
    await this.#travel();
    const rates = this.#rates();
    if (rates.reads === 'refused' && granted === 'while-granted') return { kind: 'privilege', reason: 'permission denied', remedy: null };
    if (rates.reads === 'silent' || this.#random.chance(rates.lostRequest)) return { kind: 'transient', reason: 'throttled' };
    const outcome = await run();
    await this.#travel();
    return outcome;
  }

  async sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    await this.#time.sleep(delayMs, signal);
    if (!this.#isAlive()) await never;
  }

  /** A dead node waits for ever. */
  async whileAlive(): Promise<void> {
    if (!this.#isAlive()) await never;
  }

  async #travel(): Promise<void> {
    if (!this.#isAlive()) await never;
    await this.#time.sleep(0.2 + this.#random.next() * 4);
    if (!this.#isAlive()) await never;
  }
}
