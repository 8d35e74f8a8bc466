/**
 * Edits on their way to the screens of others. NOTIFY says only "(table, n) happened"; each node then reads the entries
 * once for all its listeners, asks again for each listener whether that person may see them (I13, P18), and delivers in
 * order. A listener that was away names the last number it has and is caught up.
 */
import { overwrittenBy } from '@penstock/domain/edit-log/conflicts';
import type { EditEntry } from '@penstock/domain/edit-log/entry';

export type LiveEvent =
  | { readonly event: 'edit'; readonly entry: EditEntry }
  | { readonly event: 'settled'; readonly num: number; readonly editId: string | null; readonly state: 'applied' | 'rejected' | 'waiting'; readonly code: string | null; readonly reason: string | null }
  | { readonly event: 'overwritten'; readonly num: number; readonly by: { readonly id: string; readonly email: string }; readonly cells: readonly { readonly row: string; readonly column: string }[] }
  | { readonly event: 'restricted' | 'opened'; readonly scope: 'me' | 'table' | 'connection' | null; readonly code: string | null; readonly reason: string | null }
  /** Too much was missed: load the table again. */
  | { readonly event: 'reload'; readonly num: number }
  /** The right is gone; the stream ends after this. */
  | { readonly event: 'ended'; readonly code: string };

/** What a listener may see at this moment. */
export type Sight = 'all' | 'own' | 'nothing' | 'ended';

export interface Listener {
  readonly memberId: string;
  /** Asked again before every delivery; answers from caches of seconds. */
  sight(): Promise<Sight>;
  deliver(event: LiveEvent): void;
}

export interface LiveSource {
  /** Entries with numbers in (after, head], in order; `null` when they reach too far back. */
  entriesAfter(tableId: string, after: number): Promise<readonly EditEntry[] | null>;
  headNum(tableId: string): Promise<number>;
  onFailure(error: unknown): void;
}

/** What happened to a logged edit, or to editing as a whole. */
export type Happening = Extract<LiveEvent, { event: 'settled' | 'restricted' | 'opened' }> & { readonly memberId: string | null };

/** Entries that a table's listeners share; older ones are read again from the log. */
const rememberedEntries = 2_000;
/** Cells that one overwritten notice names at most. */
const namedCells = 1_000;
/** Happenings that a slow listener may be behind before it is told to reload. */
const queuedHappenings = 1_000;

interface Channel {
  readonly listeners: Set<Pump>;
  recent: EditEntry[];
  reading: Promise<void> | null;
}

export class LiveEvents {
  readonly #channels = new Map<string, Channel>();
  readonly #source: LiveSource;

  constructor(source: LiveSource) {
    this.#source = source;
  }

  /** Starts delivery after number `after`; the returned function ends it. */
  async listen(tableId: string, listener: Listener, after: number | null): Promise<() => void> {
    const from = after ?? (await this.#source.headNum(tableId));
    const channel = this.#channels.get(tableId) ?? { listeners: new Set(), recent: [], reading: null };
    this.#channels.set(tableId, channel);
    const pump = new Pump(listener, from, (reached) => this.#entries(tableId, channel, reached), (error) => this.#source.onFailure(error));
    channel.listeners.add(pump);
    pump.wake();
    return () => {
      pump.stop();
      channel.listeners.delete(pump);
      if (channel.listeners.size === 0 && this.#channels.get(tableId) === channel) this.#channels.delete(tableId);
    };
  }

  /** Somewhere an edit was logged. */
  logged(tableId: string): void {
    for (const pump of this.#channels.get(tableId)?.listeners ?? []) pump.wake();
  }

  happened(tableId: string, happening: Happening): void {
    for (const pump of this.#channels.get(tableId)?.listeners ?? []) pump.tell(happening);
  }

  /** Notifications may have been lost: look at every table that somebody listens to. */
  lookAgain(): void {
    for (const tableId of this.#channels.keys()) this.logged(tableId);
  }

  get listenerCount(): number {
    let count = 0;
    for (const channel of this.#channels.values()) count += channel.listeners.size;
    return count;
  }

  async #entries(tableId: string, channel: Channel, after: number): Promise<readonly EditEntry[] | null> {
    const oldest = channel.recent[0]?.num;
    if (oldest === undefined || oldest > after + 1) {
      const entries = await this.#source.entriesAfter(tableId, after);
      if (entries !== null && (oldest === undefined || channel.recent.length < rememberedEntries)) channel.recent = [...entries].slice(-rememberedEntries);
      return entries;
    }
    // One read for all listeners that were woken by the same notification.
    channel.reading ??= this.#source
      .entriesAfter(tableId, channel.recent.at(-1)?.num ?? after)
      .then((fresh) => {
        if (fresh === null) channel.recent = [];
        else channel.recent = [...channel.recent, ...fresh].slice(-rememberedEntries);
      })
      .finally(() => {
        channel.reading = null;
      });
    await channel.reading;
    return channel.recent.filter((entry) => entry.num > after);
  }
}

/** Delivery to one listener, one round at a time. */
class Pump {
  readonly #listener: Listener;
  readonly #entriesAfter: (num: number) => Promise<readonly EditEntry[] | null>;
  readonly #onFailure: (error: unknown) => void;
  /** Entries before the reached number that `overwritten` looks back on. */
  #seen: EditEntry[] = [];
  #happenings: Happening[] = [];
  #reached: number;
  #woken = false;
  #running = false;
  #stopped = false;

  constructor(
    listener: Listener,
    reached: number,
    entriesAfter: (num: number) => Promise<readonly EditEntry[] | null>,
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
    if (this.#happenings.length > queuedHappenings) {
      this.#happenings = [];
      this.#listener.deliver({ event: 'reload', num: this.#reached });
    }
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
      // The next notification, or the heartbeat's look, tries again from the same number.
      this.#onFailure(error);
    } finally {
      this.#running = false;
    }
  }

  async #round(): Promise<void> {
    const happenings = this.#happenings;
    this.#happenings = [];
    const entries = await this.#entriesAfter(this.#reached);
    const sight = await this.#listener.sight();
    if (this.#stopped) return;
    if (sight === 'ended') {
      this.#stopped = true;
      this.#listener.deliver({ event: 'ended', code: 'sign-in.required' });
      return;
    }
    if (entries === null) this.#listener.deliver({ event: 'reload', num: this.#reached });
    else for (const entry of entries) this.#deliverEntry(entry, sight);
    for (const happening of happenings) this.#deliverHappening(happening, sight);
  }

  #deliverEntry(entry: EditEntry, sight: Sight): void {
    if (entry.num <= this.#reached) return;
    this.#reached = entry.num;
    const mine = entry.author.memberId === this.#listener.memberId;
    if (sight === 'all' || (sight === 'own' && mine)) this.#listener.deliver({ event: 'edit', entry });
    if (!mine && sight !== 'nothing') this.#tellOverwritten(entry);
    this.#seen.push(entry);
    if (this.#seen.length > rememberedEntries) this.#seen = this.#seen.slice(-rememberedEntries / 2);
  }

  /** I8: an overwritten author is told by whom. */
  #tellOverwritten(entry: EditEntry): void {
    const notices = overwrittenBy(entry, this.#seen).filter((notice) => notice.author.memberId === this.#listener.memberId);
    const cells = notices.flatMap((notice) => notice.cells.map(({ rowId, columnId }) => ({ row: rowId, column: columnId })));
    if (cells.length === 0) return;
    this.#listener.deliver({ event: 'overwritten', num: entry.num, by: { id: entry.author.memberId, email: entry.author.email }, cells: cells.slice(0, namedCells) });
  }

  #deliverHappening(happening: Happening, sight: Sight): void {
    const { memberId, ...event } = happening;
    const mine = memberId === null || memberId === this.#listener.memberId;
    // What became of somebody else's edit is of interest to whoever sees the edit; a personal restriction is not.
    if (event.event === 'settled' ? mine || sight === 'all' : mine) this.#listener.deliver(event);
  }
}
