/**
 * Edits on their way to the screens of others. Nodes tell each other only "(table, n) was logged"; each reads the
 * entries once for all its listeners, asks again for each listener whether that person may see them (I13, P18), and
 * delivers in order. A listener that was away names the last number it has and is caught up from the log.
 */
import { overwrittenBy } from '@penstock/domain/edit-log/conflicts';
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import { RecentEntries } from './recent-entries.ts';

export type LiveEvent =
  | { readonly event: 'edit'; readonly entry: EditEntry }
  /** A number whose content this listener may not see, so that nobody takes it for a gap. */
  | { readonly event: 'hidden'; readonly num: number }
  | {
      readonly event: 'settled';
      readonly num: number;
      readonly state: 'applied' | 'rejected' | 'waiting';
      readonly code: string | null;
      readonly reason: string | null;
    }
  | {
      readonly event: 'overwritten';
      readonly num: number;
      readonly by: { readonly id: string; readonly email: string };
      readonly cells: readonly CellPlace[];
    }
  /** Editing may have been restricted or opened: ask for the table's state. */
  | { readonly event: 'editing' }
  /** The right is gone; the stream ends after this. */
  | { readonly event: 'ended' };

export interface CellPlace {
  readonly row: string;
  readonly column: string;
}

/** What a listener may see at this moment. */
export type Sight = 'all' | 'own' | 'nothing' | 'ended';

export interface Listener {
  readonly memberId: string;
  /** Asked again before every delivery; answers from caches of seconds. */
  sight(): Promise<Sight>;
  deliver(event: LiveEvent): void | Promise<void>;
}

export interface LiveSource {
  /** Entries with numbers above `after`, in order and without a gap. */
  entriesAfter(tableId: string, after: number): Promise<readonly EditEntry[]>;
  onFailure(error: unknown): void;
}

export type Happening = Extract<LiveEvent, { event: 'settled' | 'editing' }>;

/** Cells that one overwritten notice names at most. */
const namedCells = 1_000;

interface Channel {
  readonly listeners: Set<Pump>;
  /** Shared by all listeners; older ones are read again from the log. */
  readonly recent: RecentEntries;
}

export class LiveEvents {
  readonly #channels = new Map<string, Channel>();
  readonly #source: LiveSource;

  constructor(source: LiveSource) {
    this.#source = source;
  }

  /** Starts delivery after number `after`; the returned function ends it. */
  listen(tableId: string, listener: Listener, after: number): () => void {
    const channel = this.#channels.get(tableId) ?? { listeners: new Set(), recent: new RecentEntries() };
    this.#channels.set(tableId, channel);
    const pump = new Pump(
      listener,
      after,
      (reached) => this.#entries(tableId, channel, reached),
      (error) => this.#source.onFailure(error),
    );
    channel.listeners.add(pump);
    pump.wake();
    return () => {
      pump.stop();
      channel.listeners.delete(pump);
      if (channel.listeners.size === 0 && this.#channels.get(tableId) === channel) this.#channels.delete(tableId);
    };
  }

  /** Somewhere an edit was logged; called in the order of the numbers. */
  logged(entry: EditEntry): void {
    const channel = this.#channels.get(entry.tableId);
    if (channel === undefined) return;
    const { newest } = channel.recent;
    if (newest !== null && newest + 1 !== entry.num) channel.recent.clear();
    channel.recent.add(entry);
    for (const pump of channel.listeners) pump.wake();
  }

  happened(tableId: string, happening: Happening): void {
    for (const pump of this.#channels.get(tableId)?.listeners ?? []) pump.tell(happening);
  }

  /** Something that concerns every table. */
  everywhere(happening: Happening): void {
    for (const tableId of this.#channels.keys()) this.happened(tableId, happening);
  }

  /** All listeners of some tables, or of all, look again: also those whose right has ended without an edit. */
  lookAgain(): void {
    for (const { listeners } of this.#channels.values()) for (const pump of listeners) pump.wake();
  }

  get listenerCount(): number {
    let count = 0;
    for (const channel of this.#channels.values()) count += channel.listeners.size;
    return count;
  }

  async #entries(tableId: string, channel: Channel, after: number): Promise<readonly EditEntry[]> {
    const { from } = channel.recent;
    if (from !== null && from <= after + 1) return channel.recent.after(after);
    return this.#source.entriesAfter(tableId, after);
  }
}

/** Delivery to one listener, one round at a time. */
class Pump {
  readonly #listener: Listener;
  readonly #entriesAfter: (num: number) => Promise<readonly EditEntry[]>;
  readonly #onFailure: (error: unknown) => void;
  /** The listener's own entries: what somebody else may overwrite. */
  readonly #own = new RecentEntries();
  #happenings: Happening[] = [];
  #reached: number;
  #woken = false;
  #running = false;
  #stopped = false;

  constructor(
    listener: Listener,
    reached: number,
    entriesAfter: (num: number) => Promise<readonly EditEntry[]>,
    onFailure: (error: unknown) => void,
  ) {
    this.#listener = listener;
    this.#reached = reached;
    this.#entriesAfter = entriesAfter;
    this.#onFailure = onFailure;
  }

  stop(): void {
    this.#stopped = true;
  }

  tell(happening: Happening): void {
    this.#happenings.push(happening);
    this.wake();
  }

  wake(): void {
    this.#woken = true;
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      while (this.#woken && !this.#stopped) {
        this.#woken = false;
        await this.#round();
      }
    } catch (error) {
      // The next wake, at the latest with the heartbeat, tries again from the same number.
      this.#onFailure(error);
    } finally {
      this.#running = false;
    }
  }

  async #round(): Promise<void> {
    const entries = await this.#entriesAfter(this.#reached);
    const sight = await this.#listener.sight();
    if (this.#stopped) return;
    if (sight === 'ended') {
      this.#stopped = true;
      return this.#listener.deliver({ event: 'ended' });
    }
    for (const entry of entries) await this.#deliverEntry(entry, sight);
    for (const happening of this.#happenings.splice(0)) await this.#listener.deliver(this.#asSeen(happening, sight));
  }

  /** Why an edit was refused may quote a value or name what the listener may not see: it is told with the edit alone. */
  #asSeen(happening: Happening, sight: Sight): Happening {
    if (happening.event !== 'settled' || sight === 'all') return happening;
    return this.#own.has(happening.num) ? happening : { ...happening, code: null, reason: null };
  }

  async #deliverEntry(entry: EditEntry, sight: Sight): Promise<void> {
    if (entry.num <= this.#reached || this.#stopped) return;
    const mine = entry.author.memberId === this.#listener.memberId;
    const visible = sight === 'all' || (sight === 'own' && mine);
    await this.#listener.deliver(visible ? { event: 'edit', entry } : { event: 'hidden', num: entry.num });
    if (!mine && sight !== 'nothing') await this.#tellOverwritten(entry);
    this.#reached = entry.num;
    if (mine) this.#own.add(entry);
  }

  /** I8: an overwritten author is told by whom. */
  async #tellOverwritten(entry: EditEntry): Promise<void> {
    const notices = overwrittenBy(entry, this.#own.all);
    const cells = notices.flatMap((notice) => notice.cells.map(({ rowId, columnId }) => ({ row: rowId, column: columnId })));
    if (cells.length === 0) return;
    const { memberId, email } = entry.author;
    await this.#listener.deliver({ event: 'overwritten', num: entry.num, by: { id: memberId, email }, cells: cells.slice(0, namedCells) });
  }
}
