/** Metadata SQL of repeated requests. */
import type pg from 'pg';
import { processLockClass } from '../metadata/listener.ts';

export interface KeptRequest {
  readonly requestHash: Uint8Array;
  /** `null` while the request runs. */
  readonly status: number | null;
  readonly contentType: string | null;
  readonly sealedBody: Uint8Array | null;
  /** False when the server process that worked on it is gone. */
  readonly processLives: boolean;
}

export interface Claim {
  readonly id: string;
  readonly memberId: string;
  readonly key: string;
  readonly requestHash: Uint8Array;
  readonly processNumber: number;
}

/** Takes the key for this request; false when it is taken. */
export async function claim(pool: pg.Pool, wanted: Claim): Promise<boolean> {
  const { rowCount } = await pool.query(
    'insert into idempotency_keys (id, member_id, key, request_hash, claimed_by) values ($1, $2, $3, $4, $5) on conflict do nothing',
    [wanted.id, wanted.memberId, wanted.key, wanted.requestHash, wanted.processNumber],
  );
  return rowCount === 1;
}

/** What is kept under the key, or `null` when it was released meanwhile. */
export async function find(pool: pg.Pool, id: string): Promise<KeptRequest | null> {
  const { rows } = await pool.query<{
    request_hash: Uint8Array;
    status: number | null;
    content_type: string | null;
    sealed_body: Uint8Array | null;
    lives: boolean;
  }>(
    `select request_hash, status, content_type, sealed_body,
            exists (select from pg_locks where locktype = 'advisory' and classid = $2 and objid = claimed_by
                    and database = (select oid from pg_database where datname = current_database())) as lives
     from idempotency_keys where id = $1`,
    [id, processLockClass],
  );
  const [row] = rows;
  if (row === undefined) return null;
  return {
    requestHash: row.request_hash,
    status: row.status,
    contentType: row.content_type,
    sealedBody: row.sealed_body,
    processLives: row.lives,
  };
}

/** Takes over a request whose server process died; false when another was faster. */
export async function takeOver(pool: pg.Pool, wanted: Claim): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update idempotency_keys set claimed_by = $2, claimed_at = now() where id = $1 and status is null and claimed_by <> $2
       and not exists (select from pg_locks where locktype = 'advisory' and classid = $3 and objid = claimed_by
                       and database = (select oid from pg_database where datname = current_database()))`,
    [wanted.id, wanted.processNumber, processLockClass],
  );
  return rowCount === 1;
}

export async function keepAnswer(
  pool: pg.Pool,
  id: string,
  answer: { status: number; contentType: string | null; sealedBody: Uint8Array },
): Promise<void> {
  await pool.query('update idempotency_keys set status = $2, content_type = $3, sealed_body = $4 where id = $1', [
    id,
    answer.status,
    answer.contentType,
    answer.sealedBody,
  ]);
}

/** A request that failed did nothing; its key may be used again. */
export async function release(pool: pg.Pool, id: string): Promise<void> {
  await pool.query('delete from idempotency_keys where id = $1 and status is null', [id]);
}

/** Answers are kept for two days. */
export async function forgetOld(pool: pg.Pool): Promise<void> {
  await pool.query("delete from idempotency_keys where claimed_at < now() - interval '2 days'");
}
