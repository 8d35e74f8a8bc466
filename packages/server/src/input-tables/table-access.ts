/**
 * What one person's own credential may do with one data table, as the warehouse itself says in this session (I13).
 * Asked once and remembered: for seconds where log-derived data goes out, for the session where an edit is admitted
 * (the warehouse still decides when the edit is written; a refused write drops the answer, D5).
 */
import type { Connection } from '@penstock/domain/connections/connection';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Actor } from '@penstock/domain/members/actor';
import { fingerprintOf } from '@penstock/domain/input-tables/fingerprint';
import type { TableFacts } from '@penstock/warehouse/dialect';
import type { StatementTag } from '@penstock/warehouse/port';
import type { Needs } from './needs.ts';
import type { InputTable } from './store.ts';
import { whoReads } from './who-reads.ts';
import type { WhoReadsNeeds } from './who-reads.ts';

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

export class TableAccess {
  readonly #answers = new Map<string, Remembered>();
  readonly #needs: AccessNeeds;

  constructor(needs: AccessNeeds) {
    this.#needs = needs;
  }

  /**
   * The remembered answer if it is young enough, else the warehouse's. Data permissions are asked each time: they are
   * the product's own. Throws `connection.no-data-permission`.
   */
  async of(actor: Actor, table: InputTable, maximumAgeMs: number): Promise<Access> {
    const connection = await this.#needs.connections.load(table.connectionId);
    if (connection === null) return { kind: 'unknown', reason: 'The connection of this table was removed.' };
    const access = await this.#remembered(actor, table, maximumAgeMs);
    return connection.authentication === 'static' ? this.#withPermission(actor, table, connection, access) : access;
  }

  async #withPermission(actor: Actor, table: InputTable, connection: Connection, access: Access): Promise<Access> {
    const { decision, mayWrite } = await whoReads(this.#needs, actor, table, connection);
    if (decision.kind === 'refuse') throw new PenstockError('connection.no-data-permission', decision.reason);
    if (access.kind !== 'seen' || mayWrite) return access;
    return { ...access, mayEdit: false, owns: false, heldBack: `Your data permission on "${connection.name}" does not include writing.` };
  }

  async #remembered(actor: Actor, table: InputTable, maximumAgeMs: number): Promise<Access> {
    const key = keyOf(actor, table.id);
    const nowMs = this.#needs.clock.nowMs();
    const answer = this.#answers.get(key);
    if (answer !== undefined && usable(answer, nowMs, maximumAgeMs)) {
      if (nowMs - answer.askedAtMs > renewAfterMs) void this.#ask(actor, table, key);
      return answer.access;
    }
    return this.#ask(actor, table, key);
  }

  /** A write was refused, a grant was given, somebody asked for a re-check: what was remembered counts no more. */
  drop(tableId: string): void {
    for (const key of this.#answers.keys()) if (key.endsWith(tableId)) this.#answers.delete(key);
  }

  async #ask(actor: Actor, table: InputTable, key: string): Promise<Access> {
    if (this.#answers.size > rememberedAnswers) this.#answers.clear();
    const access = this.#inspect(actor, table);
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

  async #inspect(actor: Actor, table: InputTable): Promise<Access> {
    const connection = await this.#needs.connections.load(table.connectionId);
    if (connection === null) return { kind: 'unknown', reason: 'The connection of this table was removed.' };
    const { decision } = await whoReads(this.#needs, actor, table, connection);
    if (decision.kind === 'refuse') return { kind: 'unknown', reason: decision.reason };
    const tag = readTag(table);
    const { dialect } = this.#needs;
    const path = { ...table.destination, table: table.tableName };
    const result = await this.#needs.runAs.withSession(decision.identity, tag, async (session) => ({
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

function keyOf(actor: Actor, tableId: string): string {
  return `${actor.sessionId} ${actor.memberId} ${tableId}`;
}

/** Constant for a table, so that the same prepared statement serves every page. */
export function readTag(table: InputTable): StatementTag {
  return { purpose: 'read-input-table', requestId: '', human: null, document: table.workbookId, element: table.id };
}
