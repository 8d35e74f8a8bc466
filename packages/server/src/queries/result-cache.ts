/**
 * Results that were just computed, for the same principal asking the same again. No result crosses identities (P16):
 * the key holds the connection and its generation, the principal, everything that the session was set to, the heads of
 * the edit logs that were read, and the statement with its values. It lives in the node's memory, bounded in bytes and
 * age; whoever is served from it had to be let in by their credential in the same moment.
 */
import { createHash } from 'node:crypto';
import type { ExecutionIdentity } from '@penstock/domain/execution-identity/decide';
import type { Clock } from '@penstock/domain/ports/clock';
import type { ResultSet, Statement } from '@penstock/warehouse/port';
import type { LogHead } from './element-sources.ts';

export interface CacheFacts {
  readonly identity: ExecutionIdentity;
  /** The login that ran it and the role it took; a person whose login changes is another reader. */
  readonly login: string;
  readonly role: string | null;
  readonly statement: Statement;
  /** What the statement could see of each input table that it reads. */
  readonly logHeads: readonly Pick<LogHead, 'tableId' | 'num' | 'waiting'>[];
}

export interface CachedResult {
  readonly result: ResultSet;
  readonly computedAtMs: number;
}

interface Entry extends CachedResult {
  readonly bytes: number;
  readonly connectionId: string;
  readonly ofPerson: boolean;
}

/** Beyond this age a result is computed anew although nothing is known to have changed. */
const maximumAgeMs = 600_000;
/** A result of more than this share of the cache would push out everything else. */
const largestShare = 0.25;

export class ResultCache {
  readonly #entries = new Map<string, Entry>();
  readonly #maximumBytes: number;
  readonly #clock: Clock;
  #bytes = 0;

  constructor({ clock, maximumBytes }: { readonly clock: Clock; readonly maximumBytes: number }) {
    this.#clock = clock;
    this.#maximumBytes = maximumBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(facts: CacheFacts): CachedResult | null {
    const key = keyOf(facts);
    const entry = this.#entries.get(key);
    if (entry === undefined) return null;
    if (this.#clock.nowMs() - entry.computedAtMs > maximumAgeMs) {
      this.#remove(key, entry);
      return null;
    }
    // The order of a map is the order of use: the first is the one that was not used for longest.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  put(facts: CacheFacts, result: ResultSet): void {
    const bytes = sizeOf(result) + facts.statement.text.length;
    if (bytes > this.#maximumBytes * largestShare) return;
    const key = keyOf(facts);
    const known = this.#entries.get(key);
    if (known !== undefined) this.#remove(key, known);
    const { connectionId, principal } = facts.identity;
    this.#entries.set(key, { result, computedAtMs: this.#clock.nowMs(), bytes, connectionId, ofPerson: principal.kind === 'person' });
    this.#bytes += bytes;
    for (const [oldest, entry] of this.#entries) {
      if (this.#bytes <= this.#maximumBytes) return;
      this.#remove(oldest, entry);
    }
  }

  /** What persons computed with their own sign-in, when some sign-in was gained, revoked or refused. */
  dropPersons(): void {
    this.#dropWhere((entry) => entry.ofPerson);
  }

  dropConnection(connectionId: string): void {
    this.#dropWhere((entry) => entry.connectionId === connectionId);
  }

  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  #dropWhere(matches: (entry: Entry) => boolean): void {
    for (const [key, entry] of this.#entries) if (matches(entry)) this.#remove(key, entry);
  }

  #remove(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }
}

function keyOf({ identity, login, role, statement, logHeads }: CacheFacts): string {
  const { principal } = identity;
  const reader = principal.kind === 'person' ? principal.memberId : principal.kind;
  const facts = [
    identity.connectionId,
    identity.connectionGeneration,
    principal.kind,
    reader,
    login,
    role,
    logHeads.map(({ tableId, num, waiting }) => [tableId, num, waiting]),
    statement.text,
    statement.parameters,
  ];
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64');
}

/** Bytes in memory, roughly: two a character, and what a value costs by itself. */
function sizeOf(result: ResultSet): number {
  let bytes = 0;
  for (const row of result.rows) {
    bytes += 32;
    for (const value of row) bytes += typeof value === 'string' ? 24 + value.length * 2 : 8;
  }
  return bytes;
}
