/** SQL of the `sessions` table. */
import type { Pool, PoolClient } from 'pg';
import { hashOfToken } from './session-token.ts';

export interface SessionRow {
  readonly id: string;
  readonly member_id: string;
  readonly through: 'oauth' | 'password';
  readonly address: string | null;
  readonly user_agent: string | null;
  readonly created_at: Date;
  readonly last_seen_at: Date;
  readonly expires_at: Date;
  readonly ended_at: Date | null;
}

const columns = 'id, member_id, through, address, user_agent, created_at, last_seen_at, expires_at, ended_at';

export async function insertSession(
  pool: Pool,
  row: Omit<SessionRow, 'last_seen_at' | 'ended_at'> & { readonly token: string },
): Promise<void> {
  await pool.query(
    `insert into sessions (id, token_hash, member_id, through, address, user_agent, created_at, last_seen_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $7, $8)`,
    [row.id, hashOfToken(row.token), row.member_id, row.through, row.address, row.user_agent, row.created_at, row.expires_at],
  );
}

export async function sessionByTokenHash(pool: Pool, tokenHash: Buffer): Promise<SessionRow | null> {
  const { rows } = await pool.query<SessionRow>({
    name: 'session by token hash',
    text: `select ${columns} from sessions where token_hash = $1`,
    values: [tokenHash],
  });
  return rows[0] ?? null;
}

export async function openSessionsOf(pool: Pool, memberId: string): Promise<readonly SessionRow[]> {
  const { rows } = await pool.query<SessionRow>(
    `select ${columns} from sessions where member_id = $1 and ended_at is null order by last_seen_at desc`,
    [memberId],
  );
  return rows;
}

/** Sessions that nobody will ask for any more. */
export async function forgetSessions(pool: Pool, expiredBefore: Date): Promise<void> {
  await pool.query('delete from sessions where expires_at < $1', [expiredBefore]);
}

/** True if there was an open session of that id; `memberId` limits it to that member's own. */
export async function endSession(pool: Pool, id: string, memberId: string | null, at: Date): Promise<boolean> {
  const { rowCount } = await pool.query(
    'update sessions set ended_at = $3 where id = $1 and ended_at is null and ($2::uuid is null or member_id = $2)',
    [id, memberId, at],
  );
  return rowCount === 1;
}

export async function endSessionsOf(client: Pool | PoolClient, memberId: string, except: string | null, at: Date): Promise<void> {
  await client.query('update sessions set ended_at = $3 where member_id = $1 and ended_at is null and id is distinct from $2', [
    memberId,
    except,
    at,
  ]);
}

export async function sawSession(pool: Pool, id: string, at: Date): Promise<void> {
  await pool.query('update sessions set last_seen_at = greatest(last_seen_at, $2) where id = $1', [id, at]);
}
