/**
 * Limits on guessing passwords. Every attempt is counted in the metadata before the password is looked at, so that
 * parallel attempts on many nodes cannot overtake the count:
 *   account + address   10 in 15 minutes; forgiven by a success
 *   address            100 in 15 minutes: one place trying many accounts
 *   account            100 in 15 minutes: many places trying one account; high, so that nobody can lock out another easily
 */
import { createHash } from 'node:crypto';
import type { Clock } from '@penstock/domain/ports/clock';
import type { Database } from '../metadata/database.ts';

export interface AttemptLimits {
  /** Counts an attempt; answers the seconds to wait if it is one too many, else `null`. */
  count(account: string, address: string): Promise<number | null>;
  /** After a success: the account's attempts from that address no longer count. */
  forgive(account: string, address: string): Promise<void>;
}

const windowMs = 15 * 60_000;

export function makeAttemptLimits(database: Database, clock: Clock): AttemptLimits {
  return {
    async count(account, address) {
      const buckets = [
        { bucket: bucketOf('both', account, address), limit: 10 },
        { bucket: bucketOf('address', address), limit: 100 },
        { bucket: bucketOf('account', account), limit: 100 },
      ];
      const nowMs = clock.nowMs();
      await database.pool.query('delete from sign_in_attempts where window_ends_at <= $1', [new Date(nowMs)]);
      let waitMs = 0;
      for (const { bucket, limit } of buckets) {
        const { rows } = await database.pool.query<{ attempts: number; window_ends_at: Date }>(
          `insert into sign_in_attempts (bucket, attempts, window_ends_at) values ($1, 1, $2)
           on conflict (bucket) do update set attempts = sign_in_attempts.attempts + 1
           returning attempts, window_ends_at`,
          [bucket, new Date(nowMs + windowMs)],
        );
        const row = rows[0];
        if (row !== undefined && row.attempts > limit) waitMs = Math.max(waitMs, row.window_ends_at.getTime() - nowMs);
      }
      return waitMs === 0 ? null : Math.ceil(waitMs / 1000);
    },
    async forgive(account, address) {
      await database.pool.query('delete from sign_in_attempts where bucket = $1', [bucketOf('both', account, address)]);
    },
  };
}

/** Hashed: the table need not tell who tried what, and a typed address can be of any length. */
function bucketOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
