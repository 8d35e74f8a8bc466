/**
 * What a principal may do with one data table, as the warehouse itself says in this session (I13): the one that reads it
 * for somebody, or the person's own when they write. Asked once and remembered: for seconds where log-derived data goes
 * out, for the session where an edit is admitted (the warehouse still decides when the edit is written; a refused write
 * drops the answer, D5).
 */
import type { Connection } from '@penstock/domain/connections/connection';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { ExecutionIdentity } from '@penstock/domain/execution-identity/decide';
import { fingerprintOf } from '@penstock/domain/input-tables/fingerprint';
import type { Actor } from '@penstock/domain/members/actor';
import type { TableFacts } from '@penstock/warehouse/dialect';
import type { StatementTag } from '@penstock/warehouse/port';
import type { Needs } from './needs.ts';
import type { InputTable } from './store.ts';
import { whoReads, whoWrites } from './who-reads.ts';
import type { Look, ReadingPurpose, WhoReadsNeeds } from './who-reads.ts';

export type Access =
  | {
      readonly kind: 'seen';
      readonly login: string;
      readonly mayRead: boolean;
      readonly mayEdit: boolean;
      /** May add and retype columns. */
      readonly owns: boolean;
      readonly owner: string;
      /** Row or column policies: log-derived data of others stays hidden. */
      readonly underPolicies: boolean;
      /** Why the product itself does not let this person edit; `null`: the warehouse alone decides. */
      readonly heldBack: string | null;
      /** The comment is ours: this is the table that Penstock made. */
      readonly ours: boolean;
    }
  | { readonly kind: 'missing'; readonly login: string }
  | { readonly kind: 'sign-in-ended'; readonly reason: string }
  /** The warehouse or the provider did not answer: nothing is known. */
  | { readonly kind: 'unknown'; readonly reason: string };

interface Remembered {
  readonly access: Promise<Access>;
  readonly askedAtMs: number;
  settled: Access | null;
}

/** Log-derived data goes out on an answer at most this old (P18). */
export const deliveryAgeMs = 5_000;
/** An edit is admitted on an answer at most this old; it is renewed in the background long before. */
export const admissionAgeMs = 10 * 60_000;
const renewAfterMs = 30_000;
const rememberedAnswers = 10_000;

type AccessNeeds = Pick<Needs, 'clock' | 'runAs' | 'connections' | 'dialect'> & WhoReadsNeeds;

/** A principal, and what it may do with the table. */
export interface Accessing {
  readonly identity: ExecutionIdentity;
  readonly access: Access;
}

export class TableAccess {
  readonly #answers = new Map<string, Remembered>();
  readonly #needs: AccessNeeds;

  constructor(needs: AccessNeeds) {
    this.#needs = needs;
  }

  /** Of whoever reads the table for this person. The decision is made anew each time; throws as `whoReads`. */
  async toRead(look: Look, purpose: ReadingPurpose, maximumAgeMs: number): Promise<Accessing> {
    const { actor, table } = look;
    const identity = await whoReads(this.#needs, look, await this.#connectionOf(table), purpose);
    return { identity, access: await this.#of(identity, actor, table, maximumAgeMs) };
  }

  /** Of the credential that this person writes with. Throws as `whoWrites`. */
  async toWrite(actor: Actor, table: InputTable, maximumAgeMs: number): Promise<Accessing> {
    const { identity, heldBack } = await whoWrites(this.#needs, actor, table, await this.#connectionOf(table));
    const access = await this.#of(identity, actor, table, maximumAgeMs);
    const isHeldBack = access.kind === 'seen' && heldBack !== null;
    return { identity, access: isHeldBack ? { ...access, mayEdit: false, owns: false, heldBack } : access };
  }

  /** A write was refused, a grant was given, somebody asked for a re-check: what was remembered counts no more. */
  drop(tableId: string): void {
    for (const key of this.#answers.keys()) if (key.endsWith(tableId)) this.#answers.delete(key);
  }

  async #connectionOf(table: InputTable): Promise<Connection> {
    const connection = await this.#needs.connections.load(table.connectionId);
    if (connection === null) throw new PenstockError('connection.not-found', 'The connection of this table was removed.');
    return connection;
  }

  /** The remembered answer if it is young enough, else the warehouse's. */
  async #of(identity: ExecutionIdentity, actor: Actor, table: InputTable, maximumAgeMs: number): Promise<Access> {
    const key = keyOf(identity, actor, table);
    const nowMs = this.#needs.clock.nowMs();
    const answer = this.#answers.get(key);
    if (answer !== undefined && usable(answer, nowMs, maximumAgeMs)) {
      if (nowMs - answer.askedAtMs > renewAfterMs) void this.#ask(identity, actor, table, key);
      return answer.access;
    }
    return this.#ask(identity, actor, table, key);
  }

  async #ask(identity: ExecutionIdentity, actor: Actor, table: InputTable, key: string): Promise<Access> {
    if (this.#answers.size > rememberedAnswers) this.#answers.clear();
    const access = this.#inspect(identity, actor, table);
    const remembered: Remembered = { access, askedAtMs: this.#needs.clock.nowMs(), settled: null };
    this.#answers.set(key, remembered);
    access.then(
      (settled) => {
        remembered.settled = settled;
        // What is not known is asked again at the next use.
        if (settled.kind === 'unknown' && this.#answers.get(key) === remembered) this.#answers.delete(key);
      },
      () => {
        if (this.#answers.get(key) === remembered) this.#answers.delete(key);
      },
    );
    return access;
  }

  async #inspect(identity: ExecutionIdentity, actor: Actor, table: InputTable): Promise<Access> {
    const tag = readTag(identity, actor, table);
    const { dialect } = this.#needs;
    const path = { ...table.destination, table: table.tableName };
    const result = await this.#needs.runAs.withSession(identity, tag, async (session) => ({
      login: session.login,
      outcome: await session.run(dialect.inputTables.inspectTable(path), { tag, timeoutMs: 10_000 }),
    }));
    if (result.kind === 'no-session') {
      return result.signIn === 'required' || result.failure.kind === 'sign-in'
        ? { kind: 'sign-in-ended', reason: result.failure.message }
        : { kind: 'unknown', reason: result.failure.message };
    }
    if (result.kind !== 'done') return { kind: 'unknown', reason: result.failure.message };
    const { login, outcome } = result.value;
    if (outcome.kind !== 'done') return { kind: 'unknown', reason: outcome.failure.message };
    const row = outcome.value.rows[0];
    if (row === undefined) return { kind: 'missing', login };
    return accessFrom(login, dialect.inputTables.decodeTableFacts(row), table);
  }
}

function accessFrom(login: string, facts: TableFacts, table: InputTable): Access {
  return {
    kind: 'seen',
    login,
    mayRead: facts.mayRead,
    mayEdit: facts.mayRead && facts.mayInsert && facts.mayUpdate,
    owns: facts.owns,
    owner: facts.owner,
    heldBack: null,
    underPolicies: facts.rowPoliciesApply || facts.readsSomeColumns,
    ours: facts.kind === 'r' && facts.comment === fingerprintOf(table.id),
  };
}

function usable(answer: Remembered, nowMs: number, maximumAgeMs: number): boolean {
  const ageMs = nowMs - answer.askedAtMs;
  if (answer.settled === null) return ageMs < 30_000;
  // A refusal is worth asking again soon: a grant may have been given meanwhile.
  const limitMs = answer.settled.kind === 'seen' && answer.settled.mayEdit ? maximumAgeMs : Math.min(maximumAgeMs, 2_000);
  return ageMs < limitMs;
}

/** A person's answer is their session's; an account of the connection is the same for everybody it reads for. */
function keyOf({ principal, connectionGeneration, role }: ExecutionIdentity, actor: Actor, table: InputTable): string {
  const who = principal.kind === 'person' ? `${actor.sessionId} ${principal.memberId}` : principal.kind;
  return `${who} ${connectionGeneration} ${JSON.stringify(role)} ${table.id}`;
}

/**
 * Constant for a table and a person's own login, so that the same prepared statement serves every page. Where an account of
 * the connection reads for somebody, the warehouse's history names them.
 */
export function readTag({ purpose, principal }: ExecutionIdentity, actor: Actor, table: InputTable): StatementTag {
  const human = principal.kind === 'person' ? null : actor.email;
  return { purpose, requestId: '', human, document: table.workbookId, element: table.id };
}
