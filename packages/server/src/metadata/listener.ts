/**
 * LISTEN/NOTIFY over one dedicated connection, fanned out to the rooms. What a notification says is a hint to look,
 * never data. While the connection is away hints are lost, so every gap is told: listeners drop what they cached.
 */
import pg from 'pg';
import type { Clock } from '@penstock/domain/ports/clock';

export interface MetadataListener {
  /** Calls `listener` for each notification on `channel`; returns how to stop. */
  on(channel: string, listener: (payload: string) => void): () => void;
  /** Calls `listener` whenever notifications may have been missed. */
  onGap(listener: () => void): () => void;
  /** Number of this server process, known to be alive by an advisory lock that this connection holds. */
  readonly processNumber: number;
  close(): Promise<void>;
}

/** First key of the advisory locks by which server processes show that they live; the second is their number. */
export const processLockClass = 0x70656e;

const reconnectDelaysMs = [50, 100, 200, 500, 1_000, 2_000];

/** Connects and stays connected until closed. Resolves when the first connection stands. */
export async function startListener(options: {
  readonly url: string;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}): Promise<MetadataListener> {
  const listeners = new Map<string, Set<(payload: string) => void>>();
  const gapListeners = new Set<() => void>();
  const stopping = new AbortController();
  let client: pg.Client | null = null;
  let processNumber = 0;
  let listening: Promise<unknown> = Promise.resolve();

  async function connect(): Promise<void> {
    const candidate = new pg.Client({
      connectionString: options.url,
      connectionTimeoutMillis: 5_000,
      application_name: 'penstock listener',
      keepAlive: true,
    });
    candidate.on('error', options.onError);
    await candidate.connect();
    candidate.on('notification', ({ channel, payload }) => {
      for (const listener of listeners.get(channel) ?? []) listener(payload ?? '');
    });
    if (processNumber === 0) {
      const { rows } = await candidate.query<{ number: string }>("select nextval('server_process_numbers')::text as number");
      processNumber = Number(rows[0]?.number ?? 0);
    }
    // Shared, so that it is had at once although the server may not have noticed yet that the connection before is gone.
    await candidate.query('select pg_advisory_lock_shared($1, $2)', [processLockClass, processNumber]);
    candidate.on('end', () => {
      if (client !== candidate) return;
      client = null;
      if (!stopping.signal.aborted) void reconnect();
    });
    client = candidate;
    await Promise.all([...listeners.keys()].map(listenTo));
  }

  /** One statement after another; a channel that this connection misses is listened to by the next one. */
  function listenTo(channel: string): Promise<unknown> {
    listening = listening.then(() => client?.query(`listen ${pg.escapeIdentifier(channel)}`)).catch(options.onError);
    return listening;
  }

  async function reconnect(): Promise<void> {
    tellGap();
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      try {
        await options.clock.sleep(reconnectDelaysMs[Math.min(attempt, reconnectDelaysMs.length - 1)] ?? 1_000, stopping.signal);
        await connect();
        tellGap();
        return;
      } catch (error) {
        if (!stopping.signal.aborted) options.onError(error);
      }
    }
  }

  function tellGap(): void {
    for (const listener of gapListeners) listener();
  }

  await connect();
  return {
    get processNumber() {
      return processNumber;
    },
    on(channel, listener) {
      const existing = listeners.get(channel);
      const set = existing ?? new Set();
      set.add(listener);
      if (existing === undefined) {
        listeners.set(channel, set);
        void listenTo(channel);
      }
      return () => set.delete(listener);
    },
    onGap(listener) {
      gapListeners.add(listener);
      return () => gapListeners.delete(listener);
    },
    async close() {
      stopping.abort();
      await client?.end().catch(() => {});
    },
  };
}
