/** Refused edits of a table: each is told to the log before it counts as refused, and takes with it what rests on it. */
import { dependency } from '@penstock/domain/edit-log/dependencies';
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import type { EditException, Lease } from '@penstock/domain/edit-log/ports';
import { rejectEdit } from '@penstock/domain/edit-log/system-edits';
import { FenceLost } from './appender.ts';
import { BackOff } from './persist.ts';
import type { EditLogPorts } from './ports.ts';
import { exceptionOf } from './progress.ts';
import type { Progress } from './progress.ts';
import { systemSubmission } from './submission.ts';
import type { Acknowledged, Submission } from './submission.ts';
import type { TableLog } from './table-log.ts';

/** Numbers back to which refused edits are remembered when a table is taken. */
const refusedSpan = 2_000;

export class Refusals {
  readonly #ports: EditLogPorts;
  readonly #log: TableLog;
  readonly #progress: Progress;
  readonly #submit: (edit: Submission) => Promise<Acknowledged>;
  readonly #lease: () => Lease | null;
  /** The edits themselves, to see what rests on them. */
  readonly #refused = new Map<number, EditEntry>();
  /** Those that this lease has taken note of. */
  readonly #noted = new Set<number>();

  constructor(
    ports: EditLogPorts,
    log: TableLog,
    progress: Progress,
    submit: (edit: Submission) => Promise<Acknowledged>,
    lease: () => Lease | null,
  ) {
    this.#ports = ports;
    this.#log = log;
    this.#progress = progress;
    this.#submit = submit;
    this.#lease = lease;
  }

  has(num: number): boolean {
    return this.#noted.has(num);
  }

  /** Whether an edit rests on a refused one. */
  takeWithThem(entry: EditEntry): boolean {
    for (const refused of this.#refused.values()) if (dependency(entry, refused) === 'needs') return true;
    return false;
  }

  /** Reads what was refused lately, and may still have others rest on it; the creation of the table always. */
  async beginLease(): Promise<void> {
    this.#noted.clear();
    const { exceptions, appliedNum } = this.#log.table;
    const nums = exceptions.filter(({ kind, num }) => kind === 'rejected' && !this.#refused.has(num)).map(({ num }) => num);
    const recent = new Set(nums.filter((num) => num > appliedNum - refusedSpan));
    if (nums.includes(1)) for (const entry of await this.#log.read(1, 1)) this.#refused.set(entry.num, entry);
    if (recent.size === 0) return;
    for (const entry of await this.#log.read(Math.min(...recent), Math.max(...recent), recent)) this.#refused.set(entry.num, entry);
  }

  /**
   * What was refused before this lease stays refused, and stands in its author's tray. The reject may be known before its
   * edit is: after metadata was restored, numbers in between can be unsettled while the reject was recovered from the log.
   */
  learnLogged(): void {
    const { appliedNum } = this.#log.table;
    const rejects = this.#log.tail.rejects;
    if (rejects.length === 0) return;
    const waiting = new Map(this.#log.waiting.map(({ entry }) => [entry.num, entry]));
    const raised: EditException[] = [];
    for (const { rejectedNum, editId, code, reason } of rejects) {
      if (this.#noted.has(rejectedNum)) continue;
      const entry = waiting.get(rejectedNum) ?? (rejectedNum > appliedNum ? this.#log.tail.get(rejectedNum) : undefined);
      if (entry === undefined || entry.editId !== editId) continue;
      this.#noted.add(rejectedNum);
      this.#refused.set(rejectedNum, entry);
      raised.push(exceptionOf(entry, 'rejected', code, reason));
    }
    if (raised.length > 0) this.#progress.move({ raised });
  }

  /** A refusal is itself logged, numbered and signed by the service account (I8); only then the edit counts as rejected. */
  async reject(edits: readonly EditEntry[], code: string, reason: string): Promise<void> {
    await this.#ports.crashPoint('edit-log.before-reject');
    await Promise.all(edits.map((edit) => this.#logReject(edit, code, reason)));
    await this.#ports.crashPoint('edit-log.reject-logged');
    for (const edit of edits) {
      this.#noted.add(edit.num);
      this.#refused.set(edit.num, edit);
    }
    this.#progress.move({ raised: edits.map((edit) => exceptionOf(edit, 'rejected', code, reason)) });
    await this.#progress.save();
  }

  async #logReject(edit: EditEntry, code: string, reason: string): Promise<void> {
    const { tableId, connectionId } = this.#log.table;
    const reject = rejectEdit(edit, code, reason);
    const backOff = new BackOff(this.#ports);
    for (let lease = this.#lease(); lease !== null; lease = this.#lease()) {
      try {
        await this.#submit(systemSubmission(this.#ports, { connectionId, tableId, ...reject, fence: lease.fence }));
        return;
      } catch (error) {
        if (error instanceof FenceLost) throw error;
        await backOff.pause();
      }
    }
    throw new FenceLost(`the lease of ${tableId} was lost while an edit was being rejected`);
  }
}
