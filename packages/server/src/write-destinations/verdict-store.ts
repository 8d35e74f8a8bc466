/**
 * Verdicts per session and destination in the metadata database. A probe is claimed by writing `checking` with the
 * number of the server process, so that several nodes and tabs make one CREATE; a dead process's claim is void.
 */
import type { VerdictDetail, Verdict, VerdictCause } from '@penstock/domain/write-destinations/verdict';
import type { Clock } from '@penstock/domain/ports/clock';
import type { Database } from '../metadata/database.ts';
import { processIsAlive } from './probe-registry.ts';

/** Without a moment: whoever was checking has died. */
export type StoredVerdict = VerdictDetail & { readonly destinationId: string; readonly checkedAt: Date | null };

/** Which verdicts are asked for again: none but absent ones; unknown ones too; all that nobody is checking just now. */
export type ProbeExtent = 'absent' | 'absent-or-unknown' | 'all';

export interface VerdictStore {
  read(sessionKey: string, destinationIds: readonly string[]): Promise<readonly StoredVerdict[]>;
  /** Returns those of `destinationIds` that this process now has to probe. */
  claim(sessionKey: string, memberId: string | null, destinationIds: readonly string[], extent: ProbeExtent): Promise<readonly string[]>;
  /** Ends this process's claim. */
  settle(sessionKey: string, destinationId: string, verdict: VerdictDetail): Promise<void>;
  /** Drops what is known about a member in a destination, in all of the member's sessions and in the connection's own. */
  forget(memberId: string, destinationId: string): Promise<void>;
  /** Sessions of people that are alive now. */
  liveSessions(): Promise<readonly { readonly sessionId: string; readonly memberId: string }[]>;
  /** Deletes verdicts that nobody can ask for any more. */
  purge(): Promise<void>;
}

/** Longer than every probe of one sign-in together can take. */
const claimMs = 180_000;
const keptForMs = 30 * 24 * 3_600_000;

export function makeVerdictStore(needs: {
  readonly database: Database;
  readonly clock: Clock;
  readonly processNumber: () => number;
}): VerdictStore {
  const { pool } = needs.database;
  const now = () => new Date(needs.clock.nowMs());
  return {
    async read(sessionKey, destinationIds) {
      const { rows } = await pool.query<Row>(
        `select destination_id, case when void then 'unknown' else verdict end as verdict, case when void then 'no-answer' else cause end as cause,
           case when void then 'The check was cut short.' else reason end as reason, missing_privilege, grant_sql, case when void then null else checked_at end as checked_at
         from write_verdicts v, lateral (select verdict = 'checking' and not (claimed_until > $3 and ${processIsAlive('v.claimed_by')}) as void) claim
         where session_key = $1 and destination_id = any($2)`,
        [sessionKey, destinationIds, now()],
      );
      return rows.map(verdictOfRow);
    },
    async claim(sessionKey, memberId, destinationIds, extent) {
      const { rows } = await pool.query<{ destination_id: string }>(
        `insert into write_verdicts as v (session_key, destination_id, member_id, verdict, checked_at, claimed_by, claimed_until)
         select $1, d, $2, 'checking', $4, $5, $6 from unnest($3::uuid[]) d
         on conflict (session_key, destination_id) do update
           set verdict = 'checking', cause = null, reason = null, missing_privilege = null, grant_sql = null,
             checked_at = excluded.checked_at, claimed_by = excluded.claimed_by, claimed_until = excluded.claimed_until
           where case when v.verdict = 'checking' then not (v.claimed_until > $4 and ${processIsAlive('v.claimed_by')})
             else $7 = 'all' or ($7 = 'absent-or-unknown' and v.verdict = 'unknown') end
         returning destination_id`,
        [sessionKey, memberId, destinationIds, now(), needs.processNumber(), new Date(needs.clock.nowMs() + claimMs), extent],
      );
      return rows.map((row) => row.destination_id);
    },
    async settle(sessionKey, destinationId, verdict) {
      await pool.query(
        `update write_verdicts set verdict = $3, cause = $4, reason = $5, missing_privilege = $6, grant_sql = $7, checked_at = $8, claimed_by = null, claimed_until = null
         where session_key = $1 and destination_id = $2 and verdict = 'checking' and claimed_by = $9`,
        [
          sessionKey,
          destinationId,
          verdict.verdict,
          verdict.cause,
          verdict.reason,
          verdict.missingPrivilege,
          verdict.grantSql,
          now(),
          needs.processNumber(),
        ],
      );
    },
    async forget(memberId, destinationId) {
      await pool.query(
        `delete from write_verdicts where (member_id = $1 or member_id is null) and destination_id = $2 and verdict <> 'checking'`,
        [memberId, destinationId],
      );
    },
    async liveSessions() {
      const { rows } = await pool.query<{ id: string; member_id: string }>(
        'select id, member_id from sessions where ended_at is null and expires_at > $1',
        [now()],
      );
      return rows.map((row) => ({ sessionId: row.id, memberId: row.member_id }));
    },
    async purge() {
      await pool.query('delete from write_verdicts where checked_at < $1', [new Date(needs.clock.nowMs() - keptForMs)]);
    },
  };
}

interface Row {
  destination_id: string;
  verdict: Verdict;
  cause: VerdictCause | null;
  reason: string | null;
  missing_privilege: string | null;
  grant_sql: string | null;
  checked_at: Date | null;
}

function verdictOfRow(row: Row): StoredVerdict {
  return {
    destinationId: row.destination_id,
    verdict: row.verdict,
    cause: row.cause,
    reason: row.reason,
    missingPrivilege: row.missing_privilege,
    grantSql: row.grant_sql,
    checkedAt: row.checked_at,
  };
}
