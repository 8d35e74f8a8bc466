/**
 * Where the identity provider keeps sessions, grants and refresh tokens: in memory for tests, in a database of its own
 * for `npm start`, so that nobody has to sign in again after a restart.
 */
import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Pool } from 'pg';

export interface Storage {
  adapter(model: string): Adapter;
  /** Forgets every stored thing of one kind that belongs to an account. */
  removeOf(model: string, accountId: string): Promise<void>;
}

interface Entry {
  readonly model: string;
  readonly id: string;
  readonly payload: AdapterPayload;
  readonly expiresAtMs: number;
}

export function memoryStorage(): Storage {
  const entries = new Map<string, Entry>();
  const find = (matches: (entry: Entry) => boolean): AdapterPayload | undefined => {
    for (const entry of entries.values()) if (matches(entry) && entry.expiresAtMs > Date.now()) return entry.payload;
    return undefined;
  };
  const remove = (matches: (entry: Entry) => boolean): void => {
    for (const [key, entry] of entries) if (matches(entry)) entries.delete(key);
  };

  return {
    adapter: (model) => ({
      upsert: async (id, payload, expiresInSeconds) => {
        entries.set(`${model}:${id}`, { model, id, payload, expiresAtMs: expiryMs(expiresInSeconds) });
      },
      find: async (id) => find((entry) => entry.model === model && entry.id === id),
      findByUid: async (uid) => find((entry) => entry.model === model && entry.payload.uid === uid),
      findByUserCode: async () => undefined,
      consume: async (id) => {
        const entry = entries.get(`${model}:${id}`);
        if (entry !== undefined) entry.payload.consumed = nowSeconds();
      },
      destroy: async (id) => void entries.delete(`${model}:${id}`),
      revokeByGrantId: async (grantId) => remove((entry) => entry.payload.grantId === grantId),
    }),
    removeOf: async (model, accountId) => remove((entry) => entry.model === model && entry.payload.accountId === accountId),
  };
}

const table = `
  create table if not exists stored (
    model text not null,
    id text not null,
    payload jsonb not null,
    expires_at timestamptz,
    primary key (model, id)
  );
  create index if not exists stored_uid on stored ((payload ->> 'uid')) where model = 'Session';
  create index if not exists stored_grant on stored ((payload ->> 'grantId'));
  delete from stored where expires_at < now();
`;

/** Makes the table if it is missing and drops what has expired. */
export async function databaseStorage(pool: Pool): Promise<Storage> {
  await pool.query(table);
  const find = async (condition: string, values: readonly string[]): Promise<AdapterPayload | undefined> => {
    const sql = `select payload from stored where ${condition} and (expires_at is null or expires_at > now())`;
    const { rows } = await pool.query<{ payload: AdapterPayload }>(sql, [...values]);
    return rows[0]?.payload;
  };

  return {
    adapter: (model) => ({
      upsert: async (id, payload, expiresInSeconds) => {
        const expiresAt = expiresInSeconds === undefined ? null : new Date(expiryMs(expiresInSeconds));
        await pool.query(
          `insert into stored (model, id, payload, expires_at) values ($1, $2, $3, $4)
           on conflict (model, id) do update set payload = excluded.payload, expires_at = excluded.expires_at`,
          [model, id, JSON.stringify(payload), expiresAt],
        );
      },
      find: async (id) => await find('model = $1 and id = $2', [model, id]),
      findByUid: async (uid) => await find(`model = $1 and payload ->> 'uid' = $2`, [model, uid]),
      findByUserCode: async () => undefined,
      consume: async (id) => {
        await pool.query(`update stored set payload = payload || jsonb_build_object('consumed', $3::bigint) where model = $1 and id = $2`, [
          model,
          id,
          nowSeconds(),
        ]);
      },
      destroy: async (id) => void (await pool.query('delete from stored where model = $1 and id = $2', [model, id])),
      revokeByGrantId: async (grantId) => void (await pool.query(`delete from stored where payload ->> 'grantId' = $1`, [grantId])),
    }),
    removeOf: async (model, accountId) => {
      await pool.query(`delete from stored where model = $1 and payload ->> 'accountId' = $2`, [model, accountId]);
    },
  };
}

function expiryMs(expiresInSeconds: number | undefined): number {
  return expiresInSeconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + expiresInSeconds * 1_000;
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1_000);
}
