/**
 * Sessions of people in browsers: made at every sign-in, found on every request, ended by sign-out, by the profile
 * page, by an Admin, or by time. A found session is remembered for a few seconds; its end is announced to all nodes.
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '@penstock/domain/ports/clock';
import type { RandomSource } from '@penstock/domain/ports/random';
import type { Pool, PoolClient } from 'pg';
import type { Database } from '../metadata/database.ts';
import type { MetadataListener } from '../metadata/listener.ts';
import { ShortCache } from '../metadata/short-cache.ts';
import { defaultSessionLifetimes, isAlive } from './expiry.ts';
import type { SessionLifetimes } from './expiry.ts';
import { csrfTokenOf, hashOfToken, newSessionToken } from './session-token.ts';
import { endSession, endSessionsOf, forgetSessions, insertSession, openSessionsOf, sawSession, sessionByTokenHash } from './store.ts';
import type { SessionRow } from './store.ts';

export interface Session {
  readonly id: string;
  readonly memberId: string;
  readonly through: 'oauth' | 'password';
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}

/** Where a sign-in came from, for the person's own list of sessions. */
export interface SignedInFrom {
  readonly address: string | null;
  readonly userAgent: string | null;
}

export interface Sessions {
  /** A session with a new id and a new token, whatever the browser had before. */
  create(memberId: string, through: Session['through'], from: SignedInFrom): Promise<{ readonly token: string; readonly session: Session }>;
  /** The living session of that token, or `null`. */
  find(token: string): Promise<Session | null>;
  csrfToken(token: string): string;
  list(memberId: string): Promise<readonly Session[]>;
  /** False if there is no such open session; with `memberId` only of that member. */
  end(id: string, memberId?: string): Promise<boolean>;
  /** Ends every session of a member, in the caller's transaction if one is given. */
  endAllOf(memberId: string, options?: { readonly except?: string; readonly client?: PoolClient }): Promise<void>;
}

/** "Last seen" is written at most this often for one session. */
const seenIntervalMs = 60_000;
/** So long after its end a session can still be looked up by whoever asks who was signed in when. */
const keptMs = 30 * 24 * 3_600_000;

export function makeSessions(needs: {
  readonly database: Database;
  readonly notifications: MetadataListener;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly lifetimes?: SessionLifetimes;
}): Sessions {
  const { clock, random } = needs;
  const pool: Pool = needs.database.pool;
  const lifetimes = needs.lifetimes ?? defaultSessionLifetimes;
  const cache = new ShortCache<SessionRow | null>(clock, (hash) => sessionByTokenHash(pool, Buffer.from(hash, 'base64')));
  // Notifications name sessions by id and the cache knows them by token: an end is rare, so all are dropped.
  cache.dropOn(needs.notifications, 'sessions_changed', 'all');

  function noteSeen(row: SessionRow, nowMs: number): void {
    if (nowMs - row.last_seen_at.getTime() < seenIntervalMs) return;
    row.last_seen_at.setTime(nowMs);
    // The request does not wait for it; a lost write only makes the session look idle for a minute more.
    sawSession(pool, row.id, new Date(nowMs)).catch(() => {});
  }

  return {
    async create(memberId, through, from) {
      const token = newSessionToken(random);
      const nowMs = clock.nowMs();
      const row = {
        id: randomUUID(),
        member_id: memberId,
        through,
        address: from.address,
        user_agent: from.userAgent?.slice(0, 300) ?? null,
        created_at: new Date(nowMs),
        last_seen_at: new Date(nowMs),
        expires_at: new Date(nowMs + lifetimes.absoluteMs),
        ended_at: null,
      };
      await insertSession(pool, { ...row, token });
      await forgetSessions(pool, new Date(nowMs - keptMs));
      return { token, session: fromRow(row) };
    },
    async find(token) {
      const row = await cache.get(hashOfToken(token).toString('base64'));
      const nowMs = clock.nowMs();
      if (row === null || !isAlive(timesOf(row), lifetimes, nowMs)) return null;
      noteSeen(row, nowMs);
      return fromRow(row);
    },
    csrfToken: csrfTokenOf,
    async list(memberId) {
      const rows = await openSessionsOf(pool, memberId);
      return rows.filter((row) => isAlive(timesOf(row), lifetimes, clock.nowMs())).map(fromRow);
    },
    async end(id, memberId) {
      const ended = await endSession(pool, id, memberId ?? null, new Date(clock.nowMs()));
      cache.clear();
      return ended;
    },
    async endAllOf(memberId, options = {}) {
      await endSessionsOf(options.client ?? pool, memberId, options.except ?? null, new Date(clock.nowMs()));
      cache.clear();
    },
  };
}

function fromRow(row: SessionRow): Session {
  return {
    id: row.id,
    memberId: row.member_id,
    through: row.through,
    address: row.address,
    userAgent: row.user_agent,
    createdAt: row.created_at,
    lastSeenAt: new Date(row.last_seen_at),
    expiresAt: row.expires_at,
  };
}

function timesOf(row: SessionRow): { lastSeenAtMs: number; expiresAtMs: number; endedAtMs: number | null } {
  return { lastSeenAtMs: row.last_seen_at.getTime(), expiresAtMs: row.expires_at.getTime(), endedAtMs: row.ended_at?.getTime() ?? null };
}
