/**
 * The query history: what ran, who asked, as whom and why, how long it took and how it ended. Entries are written
 * behind the queries, a few times a second in one statement, so that no query waits for the metadata database; a node
 * that dies may lose the last fraction of a second of its own entries. The warehouse's history has them all: each
 * statement bears a tag.
 */
import { randomUUID } from 'node:crypto';
import type { ExecutionIdentity } from '@penstock/domain/execution-identity/decide';
import type { Clock } from '@penstock/domain/ports/clock';
import type { Database } from '../metadata/database.ts';

/** What is known when a query begins. */
export interface QueryStart {
  readonly identity: ExecutionIdentity;
  readonly memberId: string;
  readonly workbookId: string | null;
  readonly elementId: string | null;
  readonly version: 'draft' | 'published' | null;
  /** The person brought an element of their own. */
  readonly explores: boolean;
  /** As it is sent, with places for its values. */
  readonly statement: string;
  readonly requestId: string;
}

export interface QueryEnd {
  readonly state: 'done' | 'failed' | 'cancelled';
  readonly login: string | null;
  /** Kind and sentence of the failure; `null` when done. */
  readonly failure: { readonly kind: string; readonly detail: string } | null;
  /** Milliseconds; `null` for a part that was not reached. */
  readonly queueMs: number | null;
  readonly warehouseMs: number | null;
  readonly fetchMs: number | null;
  readonly rowCount: number | null;
}

/** One query on its way. */
export interface RecordedQuery {
  readonly id: string;
  end(how: QueryEnd): void;
}

interface Entry extends QueryStart {
  readonly id: string;
  readonly atMs: number;
  ended: QueryEnd | null;
}

const flushAfterMs = 200;
/** When the metadata database is away: the oldest go first. */
const waitingAtMost = 10_000;
const longestStatement = 100_000;
const keptDays = 90;
const forgetEveryMs = 3_600_000;

export class QueryHistory {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  /** Not written yet, or written as running and ended since. */
  readonly #waiting = new Map<string, Entry>();
  #timer: NodeJS.Timeout | null = null;
  #flushing: Promise<void> = Promise.resolve();
  #forgottenAtMs = 0;

  constructor({ database, clock, onError }: { database: Database; clock: Clock; onError: (error: unknown) => void }) {
    this.#database = database;
    this.#clock = clock;
    this.#onError = onError;
  }

  begin(start: QueryStart): RecordedQuery {
    const entry: Entry = { ...start, id: randomUUID(), atMs: this.#clock.nowMs(), ended: null };
    this.#note(entry);
    return {
      id: entry.id,
      end: (how) => {
        entry.ended = how;
        this.#note(entry);
      },
    };
  }

  /** Resolves when everything that was told before has been written. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#flushing = this.#flushing.then(() => this.#write());
    await this.#flushing;
  }

  #note(entry: Entry): void {
    if (this.#waiting.size >= waitingAtMost) {
      const [oldest] = this.#waiting.keys();
      if (oldest !== undefined) this.#waiting.delete(oldest);
    }
    this.#waiting.set(entry.id, entry);
    this.#timer ??= setTimeout(() => void this.flush(), flushAfterMs);
  }

  async #write(): Promise<void> {
    const entries = [...this.#waiting.values()];
    if (entries.length === 0) return;
    this.#waiting.clear();
    try {
      await this.#database.pool.query(writeEntries, [JSON.stringify(entries.map(recordOf))]);
      await this.#forget();
    } catch (error) {
      this.#onError(error);
      // Kept for the next time, unless they changed meanwhile.
      for (const entry of entries)
        if (!this.#waiting.has(entry.id) && this.#waiting.size < waitingAtMost) this.#waiting.set(entry.id, entry);
    }
  }

  async #forget(): Promise<void> {
    const nowMs = this.#clock.nowMs();
    if (nowMs - this.#forgottenAtMs < forgetEveryMs) return;
    this.#forgottenAtMs = nowMs;
    await this.#database.pool.query(`delete from query_history where at < now() - make_interval(days => $1)`, [keptDays]);
  }
}

/** A row that was already written as running is completed; the order of two writes does not matter. */
const writeEntries = `
  insert into query_history
  select * from jsonb_populate_recordset(null::query_history, $1::jsonb)
  on conflict (id) do update set
    state = excluded.state, login = excluded.login, failure = excluded.failure, detail = excluded.detail,
    queue_ms = excluded.queue_ms, warehouse_ms = excluded.warehouse_ms, fetch_ms = excluded.fetch_ms, row_count = excluded.row_count
  where query_history.state = 'running'`;

function recordOf(entry: Entry): Record<string, unknown> {
  const { ended, identity } = entry;
  return {
    id: entry.id,
    at: new Date(entry.atMs).toISOString(),
    workbook_id: entry.workbookId,
    element_id: entry.elementId,
    document_version: entry.version,
    connection_id: identity.connectionId,
    member_id: entry.memberId,
    purpose: identity.purpose,
    principal: identity.principal.kind,
    login: ended?.login ?? null,
    role: identity.role,
    explores: entry.explores,
    rule: identity.rule,
    reason: identity.reason,
    statement: storable(entry.statement.slice(0, longestStatement)),
    state: ended?.state ?? 'running',
    failure: ended?.failure?.kind ?? null,
    detail: ended?.failure == null ? null : storable(ended.failure.detail),
    queue_ms: ended?.queueMs ?? null,
    warehouse_ms: ended?.warehouseMs ?? null,
    fetch_ms: ended?.fetchMs ?? null,
    row_count: ended?.rowCount ?? null,
    request_id: entry.requestId,
  };
}

/** One text that JSON in PostgreSQL cannot hold would keep all the others from being written. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}
