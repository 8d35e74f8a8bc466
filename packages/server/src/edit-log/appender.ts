/**
 * The way into the log, one for each connection on each node: group commit. While a group lands the next one forms,
 * so that sixteen editors share three round trips instead of paying three each:
 *
 *   number (metadata, one transaction) -> append (service account, one statement) -> acknowledge (compare-and-swap)
 *
 * Several groups are on their way at once: the order is that of the numbers, not of the landing.
 */
import { encodeEdit } from '@penstock/domain/edit-log/encode';
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import type { NumberAnswer, WriteOutcome } from '@penstock/domain/edit-log/ports';
import type { LogRow } from '@penstock/domain/edit-log/row';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { momentOf } from '@penstock/domain/values/date-time';
import { BackOff, askMetadata, mayBeRepeated } from './persist.ts';
import type { EditLogPorts } from './ports.ts';
import { entryOf, numberRequest } from './submission.ts';
import type { Acknowledged, Submission } from './submission.ts';

/** What the appender tells the node. */
export interface AppenderEvents {
  /** Confirmed edits of one table. */
  logged(tableId: string, entries: readonly EditEntry[]): void;
  /** The log refuses everything (its reason), or takes edits again (`null`). */
  health(connectionId: string, refusal: LogRefusal | null): void;
}

export interface LogRefusal {
  readonly code: 'edit-log.unavailable' | 'edit-log.moved';
  readonly reason: string;
}

/** `null` for an error that does not say that the log refuses everything. */
export function logRefusal(error: unknown): LogRefusal | null {
  if (!(error instanceof PenstockError)) return null;
  const { code, message: reason } = error;
  return code === 'edit-log.unavailable' || code === 'edit-log.moved' ? { code, reason } : null;
}

interface Waiting {
  readonly edit: Submission;
  readonly deadlineMs: number;
  readonly resolve: (acknowledged: Acknowledged) => void;
  readonly reject: (error: unknown) => void;
}

interface Numbered {
  readonly waiting: Waiting;
  readonly answer: Extract<NumberAnswer, { readonly kind: 'numbered' }>;
}

/** The applier lost its lease: another node orders rejects now. */
export class FenceLost extends Error {}

export class Appender {
  readonly #connectionId: string;
  readonly #ports: EditLogPorts;
  readonly #events: AppenderEvents;
  #queue: Waiting[] = [];
  /** Edits on their way by table and edit id: a client that sends twice joins its own edit. */
  readonly #joined = new Map<string, { readonly payloadHash: string; readonly result: Promise<Acknowledged> }>();
  #groupsInFlight = 0;
  #gathering = false;

  constructor(connectionId: string, ports: EditLogPorts, events: AppenderEvents) {
    this.#connectionId = connectionId;
    this.#ports = ports;
    this.#events = events;
  }

  /** Resolves when the edit is in the log (I2); throws typed errors when it is not acknowledged. */
  async submit(edit: Submission): Promise<Acknowledged> {
    const key = `${edit.tableId}/${edit.editId}`;
    const known = this.#joined.get(key);
    if (known !== undefined) {
      if (known.payloadHash !== edit.payloadHash) throw otherPayload(edit);
      return known.result;
    }
    if (this.#queue.length >= this.#ports.settings.queuedEdits)
      throw new PenstockError('request.limit', 'Too many edits wait for the edit log of this connection.');
    const result = new Promise<Acknowledged>((resolve, reject) => {
      const deadlineMs = this.#ports.clock.nowMs() + this.#ports.settings.appendDeadlineMs;
      this.#queue.push({ edit, deadlineMs, resolve, reject });
    });
    this.#joined.set(key, { payloadHash: edit.payloadHash, result });
    this.#gather();
    try {
      return await result;
    } finally {
      this.#joined.delete(key);
    }
  }

  /** Asks whether the log takes edits: the same statement with the same right, and no row in it. Throws why it does not. */
  async recheck(): Promise<void> {
    const outcome = await this.#appendRows([], this.#ports.clock.nowMs() + this.#ports.settings.appendDeadlineMs);
    if (outcome.kind !== 'done') throw this.#refusal(outcome);
    this.#events.health(this.#connectionId, null);
  }

  /** Starts a group as soon as one may be on its way; what is submitted in the same turn goes with it. */
  #gather(): void {
    if (this.#gathering || this.#queue.length === 0 || this.#groupsInFlight >= this.#ports.settings.batchesInFlight) return;
    this.#gathering = true;
    void this.#startGroup();
  }

  async #startGroup(): Promise<void> {
    const { flushIntervalMs, gatherMs } = this.#ports.settings;
    const waitMs = this.#groupsInFlight > 0 ? Math.max(flushIntervalMs, gatherMs) : flushIntervalMs;
    if (waitMs > 0) await this.#ports.clock.sleep(waitMs);
    else await Promise.resolve();
    this.#gathering = false;
    const group = this.#takeGroup();
    this.#groupsInFlight += 1;
    this.#gather();
    try {
      await this.#logGroup(group);
    } catch (error) {
      for (const waiting of group) waiting.reject(error);
    }
    this.#groupsInFlight -= 1;
    this.#gather();
  }

  #takeGroup(): readonly Waiting[] {
    const { batchEdits, batchLength } = this.#ports.settings;
    let edits = 0;
    let length = 0;
    for (const { edit } of this.#queue) {
      length += edit.text.length;
      if (edits === batchEdits || (edits > 0 && length > batchLength)) break;
      edits += 1;
    }
    const group = this.#queue.slice(0, edits);
    this.#queue = this.#queue.slice(edits);
    return group;
  }

  async #logGroup(group: readonly Waiting[]): Promise<void> {
    const numbered = await this.#number(group);
    await this.#ports.crashPoint('edit-log.numbered');
    const toAppend = numbered.filter(({ answer }) => answer.state === 'allocated');
    const appended = await this.#append(toAppend);
    await this.#ports.crashPoint('edit-log.appended');
    const acknowledged = await this.#acknowledge(appended);
    await this.#ports.crashPoint('edit-log.acknowledged');
    this.#answer([...numbered.filter(({ answer }) => answer.state === 'logged'), ...acknowledged]);
  }

  /** One transaction for all; a repeated edit id gets the number and the envelope it had (I4). */
  async #number(group: readonly Waiting[]): Promise<readonly Numbered[]> {
    await this.#ports.crashPoint('edit-log.before-numbering');
    const moment = { at: momentOf(this.#ports.clock.nowMs()), keyId: this.#ports.signer.keyId };
    const requests = group.map(({ edit }) => numberRequest(edit, moment));
    const answers = await askMetadata(this.#ports, earliestDeadline(group), () => this.#ports.store.allocate(requests));
    return group.flatMap((waiting, index) => {
      const answer = answers[index];
      if (answer?.kind === 'numbered') return [{ waiting, answer }];
      waiting.reject(refusedNumber(waiting.edit, answer?.kind));
      return [];
    });
  }

  /** Those whose rows are confirmed; the others were told why not. */
  async #append(edits: readonly Numbered[]): Promise<readonly Numbered[]> {
    if (edits.length === 0) return [];
    await this.#ports.crashPoint('edit-log.before-append');
    const outcome = await this.#appendRows(
      edits.flatMap((edit) => this.#rows(edit)),
      earliestDeadline(edits.map(({ waiting }) => waiting)),
    );
    if (outcome.kind === 'done') {
      this.#events.health(this.#connectionId, null);
      return edits;
    }
    if (outcome.kind === 'value' && edits.length > 1) return this.#appendSingly(edits);
    const refusal = this.#refusal(outcome);
    for (const { waiting } of edits) waiting.reject(refusal);
    return [];
  }

  /** A group that was definitely refused is sent singly before anyone is blamed. */
  async #appendSingly(edits: readonly Numbered[]): Promise<readonly Numbered[]> {
    const appended: Numbered[] = [];
    for (const edit of edits) appended.push(...(await this.#append([edit])));
    return appended;
  }

  /** The same bytes, again and again, until the log gives a definite answer or the deadline passes (I10). */
  async #appendRows(rows: readonly LogRow[], deadlineMs: number): Promise<WriteOutcome> {
    const backOff = new BackOff(this.#ports);
    for (;;) {
      const outcome = await this.#ports.log.append(this.#connectionId, rows);
      if (!mayBeRepeated(outcome) || this.#ports.clock.nowMs() >= deadlineMs) return outcome;
      await backOff.pause();
    }
  }

  #rows({ waiting: { edit }, answer }: Numbered): readonly LogRow[] {
    const envelope = { ...answer.envelope, tableId: edit.tableId, editId: edit.editId, num: answer.num };
    return encodeEdit(envelope, edit.text, answer.envelope.keyId, this.#ports.signer);
  }

  /** What the clients are told; the node too, if the log refuses everybody's edits. */
  #refusal(outcome: Exclude<WriteOutcome, { readonly kind: 'done' }>): PenstockError {
    const error = refusedAppend(outcome);
    const refusal = logRefusal(error);
    if (refusal !== null) this.#events.health(this.#connectionId, refusal);
    return error;
  }

  /** A number that was abandoned meanwhile is void: the edit goes round again and gets a new one. */
  async #acknowledge(appended: readonly Numbered[]): Promise<readonly Numbered[]> {
    if (appended.length === 0) return [];
    await this.#ports.crashPoint('edit-log.before-acknowledge');
    const marks = appended.map(({ waiting, answer }) => ({ tableId: waiting.edit.tableId, num: answer.num }));
    const swapped = await askMetadata(this.#ports, earliestDeadline(appended.map(({ waiting }) => waiting)), () =>
      this.#ports.store.acknowledge(marks),
    );
    const lost = appended.filter((_, index) => swapped[index] !== true);
    this.#queue.push(...lost.map(({ waiting }) => waiting));
    return appended.filter((_, index) => swapped[index] === true);
  }

  /** The node first, so that whoever hears "saved" and asks finds the edit (I6). */
  #answer(logged: readonly Numbered[]): void {
    const byTable = new Map<string, EditEntry[]>();
    for (const {
      waiting: { edit },
      answer,
    } of logged) {
      const entries = byTable.get(edit.tableId) ?? [];
      entries.push(entryOf(edit, answer.num, answer.envelope, this.#ports.inflate));
      byTable.set(edit.tableId, entries);
    }
    for (const [tableId, entries] of byTable) this.#events.logged(tableId, entries);
    for (const { waiting, answer } of logged) waiting.resolve({ editId: waiting.edit.editId, editNum: answer.num, at: answer.envelope.at });
  }
}

function earliestDeadline(group: readonly Waiting[]): number {
  return group.reduce((earliest, { deadlineMs }) => Math.min(earliest, deadlineMs), Number.POSITIVE_INFINITY);
}

function otherPayload(edit: Submission): PenstockError {
  return new PenstockError('edit-log.edit-id-reused', `The edit id ${edit.editId} belongs to another edit of this table.`);
}

function refusedNumber(edit: Submission, kind: Exclude<NumberAnswer['kind'], 'numbered'> | undefined): Error {
  switch (kind) {
    case 'other-payload':
      return otherPayload(edit);
    case 'fence-lost':
      return new FenceLost(`the applier of ${edit.tableId} is another node now`);
    default:
      return new PenstockError('edit-log.table-unknown', `The edit log has no input table ${edit.tableId}.`);
  }
}

function refusedAppend(outcome: Exclude<WriteOutcome, { readonly kind: 'done' }>): PenstockError {
  switch (outcome.kind) {
    case 'transient':
    case 'unknown':
      return new PenstockError('edit-log.unconfirmed', `The edit log did not confirm the edit in time: ${outcome.reason}`);
    case 'value':
      return new PenstockError('edit-log.refused', `The edit log refused the edit: ${outcome.reason}`);
    case 'table-changed':
      return new PenstockError('edit-log.moved', `The edit log is missing or altered: ${outcome.reason}`);
    case 'privilege':
    case 'sign-in-ended':
    case 'unexplained':
      return new PenstockError('edit-log.unavailable', `The service account cannot write the edit log: ${outcome.reason}`, {
        facts: { remedy: outcome.kind === 'privilege' ? outcome.remedy : null },
      });
  }
}
