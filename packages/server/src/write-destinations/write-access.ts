/**
 * Who may write where. The answer comes from the warehouse itself: a table is created and dropped in each destination
 * by the person's own login (R9), in the background as soon as a warehouse credential is gained (R11), once per
 * session (R12). On connections with credentials of their own the same probe asks about those, and the product's data
 * permission tells people apart (R61).
 */
import type { Connection, WriteDestination } from '@penstock/domain/connections/connection';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { decide } from '@penstock/domain/execution-identity/decide';
import type { Actor } from '@penstock/domain/members/actor';
import type { Clock } from '@penstock/domain/ports/clock';
import type { RandomSource } from '@penstock/domain/ports/random';
import { chooseDestination } from '@penstock/domain/write-destinations/choose-destination';
import type { DestinationVerdict } from '@penstock/domain/write-destinations/choose-destination';
import type { VerdictDetail } from '@penstock/domain/write-destinations/verdict';
import type { StatementTag, WarehouseSession } from '@penstock/warehouse/port';
import type { ConnectionStore } from '../connections/store.ts';
import type { DataPermissions } from '../data-permissions/data-permissions.ts';
import { atMost } from '../credentials/at-most.ts';
import type { WarehouseTokens } from '../credentials/warehouse-tokens.ts';
import type { RunAs } from '../queries/run-as.ts';
import type { Leftover, ProbeRegistry } from './probe-registry.ts';
import { probe, sweep } from './probe.ts';
import { unknownVerdict, verdictOf } from './verdict-of.ts';
import type { ProbeExtent, VerdictStore } from './verdict-store.ts';

/** A verdict with the moment it was found; `null` while nothing was ever asked. */
export type CheckedVerdict = DestinationVerdict & { readonly checkedAt: Date | null };

export interface WriteAccess {
  /** What is known now; asks for what is not, in the background. */
  verdicts(actor: Actor, connectionId: string): Promise<readonly CheckedVerdict[]>;
  /** Asks anew for every destination and waits for the answers. */
  check(actor: Actor, connectionId: string): Promise<readonly CheckedVerdict[]>;
  /**
   * The destination of a new object (R15, R16). Unknown verdicts are asked for again first. Throws `write-access.off`,
   * `write-destination.none`, `.choice-needed`, `.not-authorized`, `.unknown` or `connection.warehouse-sign-in-required`.
   */
  choose(actor: Actor, connectionId: string, requestedDestinationId: string | null): Promise<WriteDestination>;
  /** A write was refused by the warehouse: what was known about that destination is dropped (decision 5). */
  refused(who: Actor | string, destination: Pick<WriteDestination, 'id'>): Promise<void>;
  /** Probe objects that a crash left behind; all of the connection's for `memberId` null. */
  leftovers(connectionId: string, memberId: string | null): Promise<readonly Leftover[]>;
  /** Starts listening for gained credentials and for destinations that are added. */
  start(): Promise<void>;
  /** Waits for the probes under way. */
  close(): Promise<void>;
}

interface Needs {
  readonly dataPermissions: Pick<DataPermissions, 'personFacts'>;
  readonly connections: ConnectionStore;
  readonly runAs: Pick<RunAs, 'withSession'>;
  readonly tokens: Pick<WarehouseTokens, 'onGained'>;
  readonly verdictStore: VerdictStore;
  readonly registry: ProbeRegistry;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly onError: (error: unknown) => void;
}

/** In whose name a probe runs, and under which key its verdicts are kept. */
interface Subject {
  readonly sessionKey: string;
  readonly memberId: string;
  readonly human: string;
}

/** Keeps the verdict on one claimed destination. */
type Settle = (destination: WriteDestination, verdict: VerdictDetail) => Promise<void>;

const waitForVerdictMs = 30_000;
/** A listing asks again for unknown verdicts only after this time, so that a page that polls does not hammer the warehouse. */
const askAgainAfterMs = 30_000;
/** In the background of one node, so that a whole company that signs in at nine does not exhaust the warehouse. */
const backgroundProbesAtOnce = 16;
const attemptsAtChange = 3;

export function makeWriteAccess(needs: Needs): WriteAccess {
  const { connections, dataPermissions, verdictStore, registry, clock } = needs;
  const underWay = new Set<Promise<unknown>>();
  const inTurn = atMost(backgroundProbesAtOnce);
  const knownDestinations = new Map<string, ReadonlySet<string>>();

  function inBackground(work: Promise<unknown>): void {
    const settled = work.catch(needs.onError).finally(() => underWay.delete(settled));
    underWay.add(settled);
  }

  /** Claims what `extent` asks for and probes it; resolves when this process's probes are settled. */
  async function probeDestinations(subject: Subject, connection: Connection, extent: ProbeExtent): Promise<void> {
    const destinations = await connections.destinations(connection.id);
    if (!connection.writeAccess || destinations.length === 0) return;
    const memberId = connection.authentication === 'static' ? null : subject.memberId;
    const ids = await verdictStore.claim(
      subject.sessionKey,
      memberId,
      destinations.map(({ id }) => id),
      extent,
    );
    const claimed = destinations.filter(({ id }) => ids.includes(id));
    if (claimed.length > 0) await probeClaimed(subject, connection, claimed);
  }

  async function probeClaimed(subject: Subject, connection: Connection, claimed: readonly WriteDestination[]): Promise<void> {
    const open = new Map(claimed.map((destination) => [destination.id, destination]));
    const settle = async (destination: WriteDestination, verdict: VerdictDetail) => {
      open.delete(destination.id);
      await verdictStore.settle(subject.sessionKey, destination.id, verdict);
    };
    let rest = unknownVerdict('no-answer', 'The check did not finish.');
    try {
      rest = await probeInSession(subject, connection, claimed, settle);
    } finally {
      for (const destination of open.values()) await settle(destination, rest);
    }
  }

  /** Returns the verdict on those destinations that it did not get to. */
  async function probeInSession(
    subject: Subject,
    connection: Connection,
    claimed: readonly WriteDestination[],
    settle: Settle,
  ): Promise<VerdictDetail> {
    const tag: StatementTag = { purpose: 'probe', requestId: 'write-access', human: subject.human, document: null, element: null };
    for (let attempt = 1; ; attempt += 1) {
      // Read again each time: a configuration that changed in this moment is decided anew.
      const newest = await connections.get(connection.id);
      const person = await dataPermissions.personFacts(newest, subject.memberId, []);
      const decision = decide({ purpose: 'probe', connection: newest, person });
      if (decision.kind === 'refuse') return unknownVerdict('no-answer', decision.reason);
      const outcome = await needs.runAs.withSession(decision.identity, tag, (session) =>
        probeAll(session, subject, newest, claimed, tag, settle),
      );
      if (outcome.kind === 'done')
        return unknownVerdict('no-answer', 'The warehouse gave no definite answer about another destination before.');
      if (outcome.kind !== 'no-session') return unknownVerdict('no-answer', outcome.failure.message);
      if (outcome.signIn === 'required' || outcome.failure.kind === 'sign-in') return unknownVerdict('sign-in', outcome.failure.message);
      if (outcome.failure.kind !== 'concurrency' || attempt === attemptsAtChange)
        return unknownVerdict('no-answer', outcome.failure.message);
      connections.forget(connection.id);
    }
  }

  async function probeAll(
    session: WarehouseSession,
    subject: Subject,
    connection: Connection,
    claimed: readonly WriteDestination[],
    tag: StatementTag,
    settle: Settle,
  ): Promise<void> {
    const reach = { host: connection.host, port: connection.port, database: connection.database };
    await sweep(session, reach, registry, { ...tag, purpose: 'sweep' });
    for (const destination of claimed) {
      const order = {
        purpose: 'write-access',
        reach,
        schema: destination.schema,
        connectionId: connection.id,
        memberId: subject.memberId,
      } as const;
      const result = await probe(session, order, registry, needs.random, tag);
      await settle(destination, verdictOf(result, destination.schema, session.login));
      // A session whose last outcome is unknown is not asked again; the rest stays unknown too.
      if (result.kind === 'unknown') return;
    }
  }

  async function current(subject: Subject, connection: Connection): Promise<readonly CheckedVerdict[]> {
    const destinations = await connections.destinations(connection.id);
    const stored = new Map(
      (
        await verdictStore.read(
          subject.sessionKey,
          destinations.map(({ id }) => id),
        )
      ).map((entry) => [entry.destinationId, entry]),
    );
    return destinations.map((destination) => {
      const entry = stored.get(destination.id);
      if (entry === undefined) return { destination, ...unknownVerdict('no-answer', 'Not checked yet.'), checkedAt: null };
      const { verdict, cause, reason, missingPrivilege, grantSql, checkedAt } = entry;
      return { destination, verdict, cause, reason, missingPrivilege, grantSql, checkedAt };
    });
  }

  /** Probes as `extent` says and waits until nobody, here or on another node, is checking any more. */
  async function settled(subject: Subject, connection: Connection, extent: ProbeExtent): Promise<readonly CheckedVerdict[]> {
    const work = probeDestinations(subject, connection, extent);
    inBackground(work);
    const deadlineMs = clock.nowMs() + waitForVerdictMs;
    const waiting = new AbortController();
    await Promise.race([work.catch(() => {}), clock.sleep(waitForVerdictMs, waiting.signal).catch(() => {})]);
    waiting.abort();
    for (let pauseMs = 25; ; pauseMs = Math.min(pauseMs * 2, 250)) {
      const verdicts = await current(subject, connection);
      if (!verdicts.some((entry) => entry.verdict === 'checking') || clock.nowMs() >= deadlineMs) return verdicts;
      await clock.sleep(pauseMs);
    }
  }

  async function writable(actor: Actor, connectionId: string): Promise<{ connection: Connection; subject: Subject }> {
    const connection = await connections.get(connectionId);
    if (!connection.writeAccess) throw new PenstockError('write-access.off', `Write access is off on "${connection.name}".`);
    return { connection, subject: subjectOf(actor, connection, clock.nowMs()) };
  }

  async function refusedByPermission(actor: Actor, connection: Connection): Promise<readonly CheckedVerdict[] | null> {
    const { dataPermission } = await dataPermissions.personFacts(connection, actor.memberId, []);
    if (dataPermission.write) return null;
    const reason = `Your data permission on "${connection.name}" does not include writing; an Admin can give you "Can write only" or "Can use".`;
    const destinations = await connections.destinations(connection.id);
    return destinations.map((destination) => ({
      destination,
      verdict: 'unauthorized',
      cause: 'privilege',
      reason,
      missingPrivilege: null,
      grantSql: null,
      checkedAt: null,
    }));
  }

  async function afterChange(connectionId: string): Promise<void> {
    const facts = await connections.facts(connectionId);
    const before = knownDestinations.get(connectionId) ?? new Set();
    if (facts === null) {
      knownDestinations.delete(connectionId);
      return;
    }
    const usable = facts.connection.writeAccess ? facts.destinations.map(({ id }) => id) : [];
    knownDestinations.set(connectionId, new Set(usable));
    if (facts.connection.authentication === 'static' || usable.every((id) => before.has(id))) return;
    const sessions = await verdictStore.liveSessions();
    await Promise.all(
      sessions.map(({ sessionId, memberId }) =>
        inTurn(() => probeDestinations({ sessionKey: sessionId, memberId, human: memberId }, facts.connection, 'absent')).catch(
          needs.onError,
        ),
      ),
    );
  }

  async function afterGain(event: { readonly memberId: string; readonly sessionId: string; readonly connectionId: string }): Promise<void> {
    const subject = { sessionKey: event.sessionId, memberId: event.memberId, human: event.memberId };
    const gained = (await connections.list()).filter(({ id, oauth }) =>
      event.connectionId === 'organization' ? oauth?.level === 'organization' : id === event.connectionId,
    );
    await Promise.all(gained.map((connection) => inTurn(() => probeDestinations(subject, connection, 'all')).catch(needs.onError)));
  }

  return {
    async verdicts(actor, connectionId) {
      const { connection, subject } = await writable(actor, connectionId);
      const refused = await refusedByPermission(actor, connection);
      if (refused !== null) return refused;
      const before = await current(subject, connection);
      if (!before.some((entry) => isOverdue(entry, clock.nowMs()))) return before;
      inBackground(probeDestinations(subject, connection, 'absent-or-unknown'));
      return before.map((entry) => (entry.verdict === 'unknown' ? { ...entry, verdict: 'checking', cause: null, reason: null } : entry));
    },
    async check(actor, connectionId) {
      const { connection, subject } = await writable(actor, connectionId);
      return (await refusedByPermission(actor, connection)) ?? settled(subject, connection, 'all');
    },
    async choose(actor, connectionId, requestedDestinationId) {
      const { connection, subject } = await writable(actor, connectionId);
      const verdicts = (await refusedByPermission(actor, connection)) ?? (await settled(subject, connection, 'absent-or-unknown'));
      return chosenOrThrow(verdicts, requestedDestinationId, connection);
    },
    async refused(who, destination) {
      await verdictStore.forget(typeof who === 'string' ? who : who.memberId, destination.id);
    },
    leftovers: (connectionId, memberId) => registry.list(connectionId, memberId),
    async start() {
      for (const facts of await connections.listFacts()) {
        knownDestinations.set(facts.connection.id, new Set(facts.connection.writeAccess ? facts.destinations.map(({ id }) => id) : []));
      }
      needs.tokens.onGained((event) => inBackground(afterGain(event)));
      connections.onChanged((connectionId) => inBackground(afterChange(connectionId)));
      inBackground(verdictStore.purge());
    },
    async close() {
      await Promise.allSettled(underWay);
    },
  };
}

function subjectOf(actor: Actor, connection: Connection, nowMs: number): Subject {
  return { sessionKey: sessionKeyOf(actor, connection, nowMs), memberId: actor.memberId, human: actor.email };
}

/**
 * What a verdict lasts for. A browser's session ends by itself; an API key may live for years, so that each day of it
 * counts as a session; on a static connection everybody shares the verdicts on its one credential.
 */
function sessionKeyOf(actor: Actor, connection: Connection, nowMs: number): string {
  if (connection.authentication === 'static') return `connection ${connection.id} ${connection.generation}`;
  return actor.through === 'session' ? actor.sessionId : `key ${actor.sessionId} ${new Date(nowMs).toISOString().slice(0, 10)}`;
}

/** Nobody is finding it out, and it was asked long enough ago, or whoever asked has died. */
function isOverdue(entry: CheckedVerdict, nowMs: number): boolean {
  return entry.verdict === 'unknown' && (entry.checkedAt === null || nowMs - entry.checkedAt.getTime() > askAgainAfterMs);
}

function chosenOrThrow(verdicts: readonly DestinationVerdict[], requestedId: string | null, connection: Connection): WriteDestination {
  const choice = chooseDestination(verdicts, requestedId);
  switch (choice.kind) {
    case 'chosen':
      return choice.destination;
    case 'choice-needed':
      throw new PenstockError(
        'write-destination.choice-needed',
        `You may write to ${choice.among.length} destinations of "${connection.name}".`,
        {
          fields: [{ pointer: '/body/destinationId', message: 'Choose one of the listed destinations.' }],
          facts: { destinations: choice.among.map(({ id, database, schema }) => ({ id, database, schema })) },
        },
      );
    case 'none':
      throw refusal('write-destination.none', `You may not write to any destination of "${connection.name}".`, choice.why);
    case 'not-authorized':
      throw refusal('write-destination.not-authorized', `You may not write to "${choice.why.destination.schema}".`, [choice.why]);
    case 'no-such-destination':
      throw new PenstockError('write-destination.not-authorized', `"${connection.name}" has no such destination.`);
  }
}

/** A refusal is only certain when the warehouse was: silence and a missing sign-in are told as what they are. */
function refusal(
  code: 'write-destination.none' | 'write-destination.not-authorized',
  sentence: string,
  why: readonly DestinationVerdict[],
): PenstockError {
  const facts = {
    destinations: why.map(({ destination, verdict, reason, missingPrivilege, grantSql }) => ({
      id: destination.id,
      database: destination.database,
      schema: destination.schema,
      verdict,
      reason,
      missingPrivilege,
      grantSql,
    })),
  };
  const reasons = why.flatMap(({ reason }) => reason ?? []);
  const detail = [sentence, ...new Set(reasons)].join(' ');
  if (why.length > 0 && why.every((entry) => entry.cause === 'sign-in'))
    return new PenstockError('connection.warehouse-sign-in-required', detail, { facts });
  if (why.some((entry) => entry.verdict === 'unknown' || entry.verdict === 'checking'))
    return new PenstockError('write-destination.unknown', detail, { facts });
  return new PenstockError(code, detail, { facts });
}
