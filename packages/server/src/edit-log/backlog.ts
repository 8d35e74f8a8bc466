/**
 * Back-pressure: edits are acknowledged faster than a warehouse takes them, and what is not applied yet is in memory. So
 * much of it may there be for a table and for a node; beyond that a new edit is let in only as others are applied, and is
 * asked to come again when that takes long. What was acknowledged is never among what is turned away.
 */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { BackOff } from './persist.ts';
import type { EditLogPorts } from './ports.ts';

/** What is logged and not applied, by `weightOf`. */
export interface Unapplied {
  ofTable(tableId: string): number;
  ofNode(): number;
}

export class Backlog {
  readonly #ports: Pick<EditLogPorts, 'clock' | 'settings'>;
  readonly #unapplied: Unapplied;
  /** On their way into the log, by table. */
  readonly #entering = new Map<string, number>();
  #enteringAll = 0;
  /** Before the door: their bodies are in memory too. */
  #outside = 0;

  constructor(ports: Pick<EditLogPorts, 'clock' | 'settings'>, unapplied: Unapplied) {
    this.#ports = ports;
    this.#unapplied = unapplied;
  }

  /** Lets an edit in as soon as there is room, and logs it. Throws `edit-log.backlog` when there is none for a while. */
  async enter<T>(tableId: string, weight: number, log: () => Promise<T>): Promise<T> {
    if (!this.#hasRoom(tableId, weight)) await this.#waitForRoom(tableId, weight);
    this.#add(tableId, weight);
    try {
      return await log();
    } finally {
      this.#add(tableId, -weight);
    }
  }

  async #waitForRoom(tableId: string, weight: number): Promise<void> {
    const { clock, settings } = this.#ports;
    if (this.#outside + weight > settings.unappliedOfTable) throw full();
    this.#outside += weight;
    try {
      const backOff = new BackOff(this.#ports);
      const deadlineMs = clock.nowMs() + settings.backlogPatienceMs;
      while (!this.#hasRoom(tableId, weight)) {
        if (clock.nowMs() >= deadlineMs) throw full();
        await backOff.pause();
      }
    } finally {
      this.#outside -= weight;
    }
  }

  /** Whatever its size, an edit is let in where nothing is before it. */
  #hasRoom(tableId: string, weight: number): boolean {
    const { unappliedOfTable, unappliedOfNode } = this.#ports.settings;
    const ofTable = this.#unapplied.ofTable(tableId) + (this.#entering.get(tableId) ?? 0);
    if (ofTable > 0 && ofTable + weight > unappliedOfTable) return false;
    const ofNode = this.#unapplied.ofNode() + this.#enteringAll;
    return ofNode === 0 || ofNode + weight <= unappliedOfNode;
  }

  #add(tableId: string, weight: number): void {
    const entering = (this.#entering.get(tableId) ?? 0) + weight;
    if (entering === 0) this.#entering.delete(tableId);
    else this.#entering.set(tableId, entering);
    this.#enteringAll += weight;
  }
}

function full(): PenstockError {
  return new PenstockError('edit-log.backlog', 'The warehouse takes the edits of this table more slowly than they come.', {
    facts: { retryAfterSeconds: 2 },
  });
}
