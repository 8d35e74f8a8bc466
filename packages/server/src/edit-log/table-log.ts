/**
 * What one node knows of one table's log: its end (`TableTail`), how far it is applied, the columns, who is
 * restricted, which edits wait. On the node that applies, the applier moves it; on the others it follows metadata.
 */
import type { EditEntry, EditState } from '@penstock/domain/edit-log/entry';
import { overlaidShape } from '@penstock/domain/edit-log/overlay';
import type { EditException, LoggedTable, NumberRecord, Restriction } from '@penstock/domain/edit-log/ports';
import { readLog } from '@penstock/domain/edit-log/read';
import type { LogFinding } from '@penstock/domain/edit-log/read';
import { rejectedNums } from '@penstock/domain/edit-log/rejects';
import { noopEdit } from '@penstock/domain/edit-log/system-edits';
import { systemAuthor, noMetadata } from '@penstock/domain/edit-log/entry';
import type { TableShape } from '@penstock/domain/edit-log/table-shape';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { readPatiently } from './persist.ts';
import type { EditLogPorts } from './ports.ts';
import { TableTail } from './table-tail.ts';

export interface Settled {
  readonly tableId: string;
  readonly num: number;
  readonly state: EditState;
  readonly code: string;
  readonly reason: string;
}

export interface TableEvents {
  /** In the order of the numbers, each once a node. */
  logged(entry: EditEntry): void;
  settled(settled: Settled): void;
  restricted(tableId: string): void;
  /** Forged rows, contradictions: told to the Admins. */
  found(tableId: string, finding: LogFinding): void;
}

export interface WaitingEdit {
  readonly entry: EditEntry;
  readonly exception: EditException;
}

/** How the state moves on: by the applier, or as metadata tells it. */
export interface Movement {
  readonly appliedNum: number;
  readonly shape: TableShape;
  readonly restrictions: readonly Restriction[];
  readonly raised: readonly EditException[];
  readonly lifted: readonly number[];
}

/** What a reader lays over the data, and the columns that make. */
interface Overlaid {
  readonly pending: readonly EditEntry[];
  readonly shape: TableShape;
}

const numbersAtATime = 2_000;

export class TableLog {
  readonly #ports: EditLogPorts;
  readonly #events: TableEvents;
  readonly #tail: TableTail;
  readonly #waiting = new Map<number, WaitingEdit>();
  #state: LoggedTable;
  /** `null` whenever tail, state or waiting edits have changed. */
  #overlaid: Overlaid | null = null;
  #filling: Promise<readonly NumberRecord[]> | null = null;

  constructor(ports: EditLogPorts, table: LoggedTable, events: TableEvents) {
    this.#ports = ports;
    this.#state = table;
    this.#events = events;
    this.#tail = new TableTail(table.appliedNum, ports.settings.recentEdits);
  }

  get table(): LoggedTable {
    return this.#state;
  }

  get tail(): TableTail {
    return this.#tail;
  }

  /** Edits that wait for a sign-in or for another edit, by number. */
  get waiting(): readonly WaitingEdit[] {
    return [...this.#waiting.values()].sort((one, other) => one.entry.num - other.entry.num);
  }

  /** Logged but not applied, whatever the reason: the overlay of a reader (I6). */
  pending(): readonly EditEntry[] {
    return this.#overlay().pending;
  }

  /** The columns as a reader sees them. */
  shape(): TableShape {
    return this.#overlay().shape;
  }

  /** Asked with every edit and every page, and the same until something is logged, settled or held. */
  #overlay(): Overlaid {
    const known = this.#overlaid;
    if (known !== null) return known;
    const pending = this.#pending();
    this.#overlaid = { pending, shape: overlaidShape(this.#state.shape, pending) };
    return this.#overlaid;
  }

  #pending(): readonly EditEntry[] {
    const known = this.#tail.known(this.#state.appliedNum);
    const rejected = rejectedNums(known);
    const waiting = this.waiting.map(({ entry }) => entry).filter((entry) => !rejected.has(entry.num));
    return [...waiting, ...known.filter((entry) => !rejected.has(entry.num))];
  }

  /** Confirmed edits, from this node's appender or read from the log. */
  addLogged(entries: readonly EditEntry[]): void {
    const added = this.#tail.add(entries);
    this.#overlaid = null;
    for (const entry of added) this.#events.logged(entry);
  }

  /** Loads the edits that wait; called once, before the table is used. */
  async loadWaiting(): Promise<void> {
    for (const exception of this.#state.exceptions) if (exception.kind === 'waiting') await this.#hold(exception);
  }

  /**
   * Fetches what other nodes logged, up to the first number that is still on its way. Answers the records of all
   * numbers above the contiguous end, so that the applier can settle those that are stuck.
   */
  async fill(): Promise<readonly NumberRecord[]> {
    this.#filling ??= this.#fill().finally(() => {
      this.#filling = null;
    });
    return this.#filling;
  }

  /** Everything that any node had logged when this was called. */
  async catchUp(): Promise<void> {
    // One that is under way may have asked before the last number was given.
    if (this.#filling !== null) await this.#filling;
    await this.fill();
  }

  async #fill(): Promise<readonly NumberRecord[]> {
    const { tableId } = this.#state;
    for (;;) {
      const from = this.#tail.contiguous + 1;
      const records = await this.#ports.store.numbers(tableId, from, from + numbersAtATime - 1);
      this.addLogged(records.filter((record) => record.state === 'abandoned').map((record) => abandonedEntry(tableId, record)));
      const missing = records.filter((record) => record.state === 'logged' && !this.#tail.has(record.num)).map((record) => record.num);
      const [first] = missing;
      const last = missing.at(-1);
      if (first !== undefined && last !== undefined) this.addLogged(await this.read(first, last, new Set(missing)));
      if (records.length < numbersAtATime || this.#tail.contiguous < from + numbersAtATime - 1) {
        return records.filter((record) => record.num > this.#tail.contiguous);
      }
    }
  }

  /** Edits of a range of numbers from the log, as the service account. Throws `edit-log.unavailable`. */
  async read(fromNum: number, toNum: number, wanted?: ReadonlySet<number>): Promise<readonly EditEntry[]> {
    const { tableId, connectionId } = this.#state;
    const deadlineMs = this.#ports.clock.nowMs() + this.#ports.settings.appendDeadlineMs;
    const goOn = (): boolean => this.#ports.clock.nowMs() < deadlineMs;
    const outcome = await readPatiently(this.#ports, goOn, () => this.#ports.log.read(connectionId, tableId, fromNum, toNum));
    if (outcome.kind !== 'done') throw new PenstockError('edit-log.unavailable', `The edit log cannot be read: ${outcome.reason}`);
    const reading = readLog(outcome.value, this.#ports.signer, this.#ports.inflate);
    for (const finding of reading.findings) if (finding.kind !== 'repeat') this.#events.found(tableId, finding);
    return wanted === undefined ? reading.entries : reading.entries.filter((entry) => wanted.has(entry.num));
  }

  /** Moves on as the applier says. */
  move(movement: Movement): void {
    const before = this.#state;
    const headNum = Math.max(before.headNum, this.#tail.contiguous);
    const { appliedNum, shape, restrictions } = movement;
    this.#state = { ...before, appliedNum, shape, restrictions, headNum, exceptions: exceptionsAfter(before.exceptions, movement) };
    this.#overlaid = null;
    for (const exception of movement.raised) this.#raise(exception);
    for (const num of movement.lifted) {
      this.#waiting.delete(num);
      this.#overlaid = null;
      this.#settled(num, 'applied', '', '');
    }
    this.#settledBetween(before.appliedNum, appliedNum);
    if (JSON.stringify(before.restrictions) !== JSON.stringify(movement.restrictions)) this.#events.restricted(before.tableId);
    this.#tail.forget(movement.appliedNum);
    this.#overlaid = null;
  }

  /** Follows what another node's applier has written down. */
  async refresh(): Promise<void> {
    const loaded = await this.#ports.store.load(this.#state.tableId);
    if (loaded === null || loaded.appliedNum < this.#state.appliedNum) return;
    await this.fill();
    const now = new Map(loaded.exceptions.map((exception) => [exception.num, exception]));
    const before = new Map(this.#state.exceptions.map((exception) => [exception.num, exception]));
    const raised = loaded.exceptions.filter((exception) => JSON.stringify(before.get(exception.num)) !== JSON.stringify(exception));
    for (const exception of raised) if (exception.kind === 'waiting') await this.#hold(exception);
    this.move({ ...loaded, raised, lifted: [...before.keys()].filter((num) => !now.has(num)) });
  }

  #raise(exception: EditException): void {
    const entry = this.#waiting.get(exception.num)?.entry ?? this.#tail.get(exception.num);
    if (exception.kind === 'waiting' && entry !== undefined) this.#waiting.set(exception.num, { entry, exception });
    if (exception.kind === 'rejected') this.#waiting.delete(exception.num);
    this.#overlaid = null;
    this.#settled(exception.num, exception.kind, exception.code, exception.reason);
  }

  async #hold(exception: EditException): Promise<void> {
    const { num } = exception;
    const entry = this.#waiting.get(num)?.entry ?? this.#tail.get(num) ?? (await this.read(num, num)).find((read) => read.num === num);
    if (entry === undefined) throw new PenstockError('edit-log.unavailable', `The waiting edit ${num} is not in the log.`);
    this.#waiting.set(num, { entry, exception });
    this.#overlaid = null;
  }

  /** What the watermark has passed and is no exception is applied. */
  #settledBetween(from: number, to: number): void {
    if (to === from) return;
    const exceptions = new Set(this.#state.exceptions.filter(({ num }) => num > from && num <= to).map(({ num }) => num));
    for (let num = from + 1; num <= to; num += 1) if (!exceptions.has(num)) this.#settled(num, 'applied', '', '');
  }

  #settled(num: number, state: EditState, code: string, reason: string): void {
    this.#events.settled({ tableId: this.#state.tableId, num, state, code, reason });
  }
}

function exceptionsAfter(before: readonly EditException[], { raised, lifted }: Movement): readonly EditException[] {
  if (raised.length === 0 && lifted.length === 0) return before;
  const replaced = new Set([...lifted, ...raised.map(({ num }) => num)]);
  return [...before.filter(({ num }) => !replaced.has(num)), ...raised];
}

/** The noop that stands at an abandoned number, the same on every node, whether or not its row has landed yet. */
export function abandonedEntry(tableId: string, record: NumberRecord): EditEntry {
  const noop = noopEdit(record.num, record.abandonedEditId ?? '');
  return {
    tableId,
    num: record.num,
    editId: noop.editId,
    base: 0,
    at: record.abandonedAt ?? record.envelope.at,
    author: systemAuthor,
    metadata: noMetadata,
    installationId: record.envelope.installationId,
    epoch: record.envelope.epoch,
    operation: noop.operation,
  };
}
