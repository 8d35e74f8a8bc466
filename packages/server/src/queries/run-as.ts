/**
 * The only maker of warehouse sessions. It takes an `ExecutionIdentity`, which only `domain/execution-identity/decide`
 * can make, so no code path picks a principal by hand, and there is no way to fall back to another one (P14).
 *
 * Pools are keyed by connection, its generation, principal, version of the credential, role, and whether the session may
 * write: nothing crosses identities, and a session ends with the token that opened it. When the warehouse refuses an
 * unexpired token, a newer one is fetched and the sign-in, never a statement, is tried once more.
 */
import type { Connection } from '@penstock/domain/connections/connection';
import type { ExecutionIdentity } from '@penstock/domain/execution-identity/decide';
import type { Principal, Purpose } from '@penstock/domain/execution-identity/purpose';
import type { Clock } from '@penstock/domain/ports/clock';
import type { ConnectTarget, Outcome, StatementTag, WarehouseDriver, WarehouseFailure, WarehouseSession } from '@penstock/warehouse/port';
import { StreamFailure } from '@penstock/warehouse/port';
import type { ConnectionStore } from '../connections/store.ts';
import type { TokenAnswer, WarehouseTokens } from '../credentials/warehouse-tokens.ts';
import type { Outbound } from '../outbound/outbound.ts';
import type { Observation, Observe } from './observation.ts';
import { ObservedSession } from './observed-session.ts';
import type { PoolLimits } from './session-pool.ts';
import { SessionPool } from './session-pool.ts';

/** No statement ran: there was no session to run it in. */
export interface NoSession {
  readonly kind: 'no-session';
  readonly failure: WarehouseFailure;
  /** `required`: only the person can help, by signing in. `unreachable`: the identity provider does not answer. */
  readonly signIn?: 'required' | 'unreachable';
}

export interface RunAs {
  /**
   * Lends a session of the decided principal to `use`, for as long as its promise runs. `done` carries what `use`
   * returned, whatever its statements' outcomes were; `failed` is a stream that broke off inside `use`.
   * `credential`: whether the principal's credential was loaded to open this session, or for an earlier loan of it.
   */
  withSession<T>(
    identity: ExecutionIdentity,
    tag: StatementTag,
    use: (session: WarehouseSession, credential: 'loaded' | 'in-use') => Promise<T>,
  ): Promise<Outcome<T> | NoSession>;
  /**
   * Whether the principal's credential lets it in at this moment, without opening a session: asked before something
   * remembered is shown (P16, P18). Its login; `null` for an account of the connection, which the generation names.
   */
  admit(identity: ExecutionIdentity): Promise<{ readonly kind: 'admitted'; readonly login: string | null } | NoSession>;
  /** A session for the test of a connection that is not saved yet, with credentials just typed; closed at the end. */
  withDraftSession<T>(
    target: DraftTarget,
    tag: StatementTag,
    use: (session: WarehouseSession) => Promise<T>,
  ): Promise<Outcome<T> | NoSession>;
  /** Sessions open now, of all principals. */
  openSessions(): number;
  close(): void;
}

export interface DraftTarget {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly tls: 'require' | 'off';
  readonly login: string;
  readonly password: string;
}

export interface RunAsNeeds {
  readonly driver: WarehouseDriver;
  readonly connections: Pick<ConnectionStore, 'load' | 'credential'>;
  readonly tokens: Pick<WarehouseTokens, 'accessToken' | 'refresh'>;
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly observe: Observe;
}

/** A person types in one place at a time; the accounts of a connection work for everybody. */
const personLimits: PoolLimits = { maximumSessions: 4, idleMs: 60_000, waitMs: 15_000 };
const accountLimits: PoolLimits = { maximumSessions: 8, idleMs: 60_000, waitMs: 15_000 };

const connectTimeoutMs = 10_000;

/** What may only read is told so to the warehouse itself. */
const readingPurposes: ReadonlySet<Purpose> = new Set([
  'view',
  'page',
  'explore',
  'export',
  'schedule',
  'overlay',
  'history',
  'catalog',
  'describe-source',
  'list-roles',
  'read-input-table',
  'log-read',
  'governance',
]);

/** A credential at hand; its secret is only asked for when a session has to be opened. */
interface Credential {
  readonly version: number;
  readonly expiresAtMs: number | null;
  /** `null`: the secret tells. */
  readonly login: string | null;
  secret(): Promise<LoginSecret | NoSession>;
}

interface LoginSecret {
  readonly login: string;
  readonly password: string;
}

/** What a session is opened for. */
interface Order {
  readonly identity: ExecutionIdentity;
  readonly connection: Connection;
  readonly readOnly: boolean;
}

interface SessionMode {
  readonly readOnly: boolean;
  readonly role: string | null;
}

interface Loan {
  readonly kind: 'loan';
  readonly session: WarehouseSession;
  readonly pool: SessionPool;
  readonly credential: 'loaded' | 'in-use';
}

export function makeRunAs(needs: RunAsNeeds): RunAs {
  const { driver, connections, tokens, outbound, clock, observe } = needs;
  const pools = new Map<string, SessionPool>();

  async function withSession<T>(
    identity: ExecutionIdentity,
    _tag: StatementTag,
    use: (session: WarehouseSession, credential: Loan['credential']) => Promise<T>,
  ): Promise<Outcome<T> | NoSession> {
    const order = await orderOf(identity);
    if ('kind' in order) return order;
    const loan = await borrow(order);
    if (loan.kind === 'no-session') return loan;
    const { session, pool, credential } = loan;
    let given = true;
    const refusal = (): WarehouseFailure | null => {
      if (!given) return failure('other', 'This session was given back already.');
      return pool.expiresAtMs !== null && clock.nowMs() >= pool.expiresAtMs
        ? failure('sign-in', 'The sign-in that opened this session has ended.')
        : null;
    };
    const { principal, purpose, connectionId } = identity;
    const observed = new ObservedSession(session, refusal, ({ failure: problem, ...report }) => {
      const engine = { failure: problem?.kind ?? null, engineCode: problem?.engineCode ?? null };
      observe({ event: 'statements', connectionId, principal, purpose, login: session.login, ...report, ...engine });
    });
    try {
      return await used(use(observed, credential));
    } finally {
      given = false;
      pool.put(session);
    }
  }

  async function orderOf(identity: ExecutionIdentity): Promise<Order | NoSession> {
    const connection = await connections.load(identity.connectionId);
    if (connection === null) return noSession('missing-object', 'The connection no longer exists.');
    if (connection.generation !== identity.connectionGeneration) {
      return noSession('concurrency', 'The connection was changed in this moment; it is decided anew who runs this.');
    }
    return { identity, connection, readOnly: readingPurposes.has(identity.purpose) };
  }

  async function borrow(order: Order): Promise<Loan | NoSession> {
    const credential = await credentialOf(order, null);
    if ('kind' in credential) return credential;
    const first = await borrowWith(order, credential);
    if (first.kind === 'loan' || first.failure.kind !== 'sign-in' || order.identity.principal.kind !== 'person') return first;
    // The warehouse refused a token that has not expired: revoked or rotated. A newer one is tried, once.
    const newer = await credentialOf(order, credential.version);
    return 'kind' in newer ? newer : borrowWith(order, newer);
  }

  async function borrowWith(order: Order, credential: Credential): Promise<Loan | NoSession> {
    const pool = poolOf(order, credential);
    const place = await pool.take();
    switch (place.kind) {
      case 'session':
        return { kind: 'loan', session: place.session, pool, credential: 'in-use' };
      case 'busy':
        return noSession('throttled', 'All warehouse sessions of this login are busy.');
      case 'open': {
        const opened = await open(order, credential).catch((error: unknown) => {
          pool.abandon();
          throw error;
        });
        if ('failure' in opened) {
          pool.abandon();
          return opened;
        }
        return { kind: 'loan', session: opened, pool, credential: 'loaded' };
      }
    }
  }

  function poolOf(order: Order, credential: Credential): SessionPool {
    const owner = poolOwner(order.identity.connectionId, order.identity.principal);
    const { role } = order.identity;
    // A role is any name: as JSON it cannot be taken for what stands before it.
    const key = `${owner} ${order.connection.generation} ${credential.version} ${order.readOnly ? 'reads' : 'writes'} ${JSON.stringify(role)}`;
    const known = pools.get(key);
    if (known !== undefined && !known.draining) return known;
    // First use of a newer credential or configuration: sessions of the older ones end.
    const current = `${owner} ${order.connection.generation} ${credential.version} `;
    for (const [olderKey, pool] of pools) {
      if (!olderKey.startsWith(`${owner} `) || (olderKey.startsWith(current) && !pool.draining)) continue;
      pool.drain();
      pools.delete(olderKey);
    }
    const limits = order.identity.principal.kind === 'person' ? personLimits : accountLimits;
    const pool = new SessionPool(limits, clock, credential.expiresAtMs);
    pools.set(key, pool);
    return pool;
  }

  /** `refusedVersion`: the warehouse did not accept this version of the person's token. */
  async function credentialOf(order: Order, refusedVersion: number | null): Promise<Credential | NoSession> {
    const { principal } = order.identity;
    if (principal.kind === 'person') {
      const answer =
        refusedVersion === null
          ? await tokens.accessToken(principal.memberId, order.connection)
          : await tokens.refresh(principal.memberId, order.connection, refusedVersion);
      if (answer.kind === 'sign-in-required') drainOwner(poolOwner(order.identity.connectionId, principal));
      return credentialFromToken(answer);
    }
    // The generation grows when the account's password is replaced, so it is the version.
    return { version: 0, expiresAtMs: null, login: null, secret: () => accountSecret(order.connection.id, principal.kind) };
  }

  async function accountSecret(connectionId: string, kind: 'service-account' | 'connection-credential'): Promise<LoginSecret | NoSession> {
    const credential = await connections.credential(connectionId, kind === 'service-account' ? 'service-account' : 'connection');
    return credential ?? noSession('sign-in', `The connection has no ${kind === 'service-account' ? 'service account' : 'credentials'}.`);
  }

  function drainOwner(owner: string): void {
    for (const [key, pool] of pools) {
      if (!key.startsWith(`${owner} `)) continue;
      pool.drain();
      pools.delete(key);
    }
  }

  async function open(order: Order, credential: Credential): Promise<WarehouseSession | NoSession> {
    const { connection, identity, readOnly } = order;
    const facts = { connectionId: connection.id, principal: identity.principal, purpose: identity.purpose };
    const secret = await credential.secret();
    return 'kind' in secret ? secret : dial({ ...connection, ...secret }, { readOnly, role: identity.role }, facts);
  }

  async function dial(
    target: DraftTarget,
    mode: SessionMode,
    facts: { readonly connectionId: string; readonly principal: Principal; readonly purpose: Observation['purpose'] },
  ): Promise<WarehouseSession | NoSession> {
    const startedMs = performance.now();
    const refuse = (problem: WarehouseFailure): NoSession => {
      const durationMs = performance.now() - startedMs;
      observe({
        event: 'session-refused',
        ...facts,
        login: target.login,
        durationMs,
        failure: problem.kind,
        engineCode: problem.engineCode,
      });
      return { kind: 'no-session', failure: problem };
    };
    const answer = await outbound.resolve(target.host);
    if (answer.kind !== 'address') return refuse(failure('network', answer.reason));
    const outcome = await driver.connect(connectTarget(target, answer.address, mode));
    if (outcome.kind !== 'done') return refuse(outcome.failure);
    const session = outcome.value;
    if (session.login !== target.login) {
      void session.close();
      return refuse(failure('sign-in', `The warehouse signed in ${session.login} where ${target.login} was asked for.`));
    }
    observe({
      event: 'session-opened',
      ...facts,
      login: session.login,
      durationMs: performance.now() - startedMs,
      failure: null,
      engineCode: null,
    });
    return session;
  }

  return {
    withSession,
    async admit(identity) {
      const order = await orderOf(identity);
      if ('kind' in order) return order;
      const credential = await credentialOf(order, null);
      return 'kind' in credential ? credential : { kind: 'admitted', login: credential.login };
    },
    async withDraftSession(target, _tag, use) {
      const facts = { connectionId: 'draft', principal: { kind: 'connection-credential' }, purpose: 'draft-test' } as const;
      const session = await dial(target, { readOnly: false, role: null }, facts);
      if ('failure' in session) return session;
      const observed = new ObservedSession(
        session,
        () => null,
        ({ failure: problem, ...report }) => {
          const engine = { failure: problem?.kind ?? null, engineCode: problem?.engineCode ?? null };
          observe({ event: 'statements', ...facts, login: session.login, ...report, ...engine });
        },
      );
      try {
        return await used(use(observed));
      } finally {
        void session.close(!session.usable);
      }
    },
    openSessions: () => [...pools.values()].reduce((sum, pool) => sum + pool.size, 0),
    close() {
      for (const pool of pools.values()) pool.drain();
      pools.clear();
    },
  };
}

function connectTarget(target: DraftTarget, address: string, { readOnly, role }: SessionMode): ConnectTarget {
  return {
    host: target.host,
    address,
    port: target.port,
    database: target.database,
    tls: target.tls,
    user: target.login,
    password: target.password,
    connectTimeoutMs,
    applicationName: 'penstock',
    readOnly,
    ...(role === null ? {} : { role }),
  };
}

/** Whose sessions: nothing of one owner is ever lent to another. Ids are UUIDs, so the spaces of a key cannot lie. */
function poolOwner(connectionId: string, principal: Principal): string {
  return `${connectionId} ${principal.kind === 'person' ? `person:${principal.memberId}` : principal.kind}`;
}

function credentialFromToken(answer: TokenAnswer): Credential | NoSession {
  switch (answer.kind) {
    case 'token': {
      const secret = { login: answer.login, password: answer.token };
      return { version: answer.version, expiresAtMs: answer.expiresAtMs, login: answer.login, secret: () => Promise.resolve(secret) };
    }
    case 'sign-in-required':
      return { ...noSession('sign-in', answer.reason), signIn: 'required' };
    case 'unreachable':
      return { ...noSession('network', answer.reason), signIn: 'unreachable' };
  }
}

async function used<T>(work: Promise<T>): Promise<Outcome<T>> {
  try {
    return { kind: 'done', value: await work };
  } catch (error) {
    if (error instanceof StreamFailure) return { kind: 'failed', failure: error.failure };
    throw error;
  }
}

function failure(kind: WarehouseFailure['kind'], message: string): WarehouseFailure {
  return { kind, message, engineCode: null, remedy: null };
}

function noSession(kind: WarehouseFailure['kind'], message: string): NoSession {
  return { kind: 'no-session', failure: failure(kind, message) };
}
