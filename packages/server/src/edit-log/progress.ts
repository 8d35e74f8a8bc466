/** How far a table is applied: memory moves on at once, metadata is told now and then, and always after the data. */
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import type { EditException, Lease, Restriction } from '@penstock/domain/edit-log/ports';
import type { Window } from '@penstock/domain/edit-log/window';
import { FenceLost } from './appender.ts';
import { askMetadata } from './persist.ts';
import type { EditLogPorts } from './ports.ts';
import type { TableLog } from './table-log.ts';

/** Changes of the exception list that metadata does not have yet. */
interface Unsaved {
  readonly raised: Map<number, EditException>;
  readonly lifted: Set<number>;
  any: boolean;
}

function nothingUnsaved(): Unsaved {
  return { raised: new Map(), lifted: new Set(), any: false };
}

export function exceptionOf(entry: EditEntry, kind: EditException['kind'], code: string, reason: string): EditException {
  return { num: entry.num, editId: entry.editId, kind, memberId: entry.author.memberId, adoptedBy: null, code, reason };
}

export class Progress {
  readonly #ports: EditLogPorts;
  readonly #log: TableLog;
  readonly #lease: () => Lease | null;
  #unsaved = nothingUnsaved();
  #savedAtMs = 0;

  constructor(ports: EditLogPorts, log: TableLog, lease: () => Lease | null) {
    this.#ports = ports;
    this.#log = log;
    this.#lease = lease;
  }

  /** In the steady state metadata is told only now and then. */
  get isDue(): boolean {
    return this.#ports.clock.nowMs() - this.#savedAtMs >= this.#ports.settings.checkpointMs;
  }

  /** Metadata is followed from here on. */
  forgetUnsaved(): void {
    this.#unsaved = nothingUnsaved();
  }

  move(change: {
    appliedNum?: number;
    shape?: Window['shape'];
    raised?: readonly EditException[];
    lifted?: readonly number[];
    restrictions?: readonly Restriction[];
  }): void {
    const { appliedNum, shape, restrictions } = this.#log.table;
    const movement = { appliedNum, shape, restrictions, raised: [], lifted: [], ...change };
    for (const exception of movement.raised) {
      this.#unsaved.raised.set(exception.num, exception);
      this.#unsaved.lifted.delete(exception.num);
    }
    for (const num of movement.lifted) {
      this.#unsaved.raised.delete(num);
      this.#unsaved.lifted.add(num);
    }
    this.#unsaved.any = true;
    this.#log.move(movement);
  }

  /** One reason for each person, and one for all. */
  restrict(restriction: Restriction): void {
    const others = this.#log.table.restrictions.filter((standing) => standing.memberId !== restriction.memberId);
    this.move({ restrictions: [...others, restriction] });
  }

  /** Progress is noted after the data, never before: a crash in between applies again, which the guards make harmless. */
  async save(): Promise<void> {
    const lease = this.#lease();
    if (!this.#unsaved.any || lease === null) return;
    const { tableId, appliedNum, shape, restrictions } = this.#log.table;
    const unsaved = this.#unsaved;
    this.#unsaved = nothingUnsaved();
    await this.#ports.crashPoint('edit-log.before-checkpoint');
    const progress = {
      tableId,
      fence: lease.fence,
      appliedNum,
      shape,
      restrictions,
      raised: [...unsaved.raised.values()],
      lifted: [...unsaved.lifted],
    };
    const deadlineMs = this.#ports.clock.nowMs() + this.#ports.settings.leaseMs;
    let saved = false;
    try {
      saved = await askMetadata(this.#ports, deadlineMs, () => this.#ports.store.saveProgress(progress));
    } finally {
      // Memory is ahead of metadata now, and would never say them again: an edit that waits would be forgotten.
      if (!saved) this.#unsaved = unsaved;
    }
    if (!saved) throw new FenceLost(`another node applies ${tableId} now`);
    this.#savedAtMs = this.#ports.clock.nowMs();
    this.#ports.bulletin.publish({ kind: 'settled', tableId, num: appliedNum });
    await this.#ports.crashPoint('edit-log.checkpointed');
  }
}
