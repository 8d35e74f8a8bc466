/**
 * API keys: `pk_<id>_<secret>`, shown once. Only a SHA-256 of the secret is kept: it has 256 random bits, so a slow
 * hash would add nothing. A key acts as its member (D17).
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@penstock/domain/ports/clock';
import type { RandomSource } from '@penstock/domain/ports/random';
import type { Database } from '../metadata/database.ts';
import type { MetadataListener } from '../metadata/listener.ts';
import { ShortCache } from '../metadata/short-cache.ts';

export interface ApiKey {
  /** UUID; also the session id of what the key does. */
  readonly id: string;
  readonly memberId: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  /** Day of last use (UTC), `YYYY-MM-DD`. */
  readonly lastUsedOn: string | null;
}

interface Row {
  readonly id: string;
  readonly member_id: string;
  readonly name: string;
  readonly secret_hash: Uint8Array;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly last_used_on: string | null;
}

interface Needs {
  readonly database: Database;
  readonly notifications: MetadataListener;
  readonly clock: Clock;
  readonly random: RandomSource;
}

const columns = 'id, member_id, name, secret_hash, created_at, expires_at, last_used_on::text';

export class ApiKeys {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #random: RandomSource;
  readonly #live: ShortCache<Row | null>;

  constructor({ database, notifications, clock, random }: Needs) {
    this.#database = database;
    this.#clock = clock;
    this.#random = random;
    this.#live = new ShortCache(clock, (id: string) => this.#load(id)).dropOn(notifications, 'api_keys_changed');
  }

  /** The live key that a bearer value is, or `null`. */
  async find(bearer: string): Promise<ApiKey | null> {
    const match = /^pk_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/.exec(bearer);
    if (match?.[1] === undefined || match[2] === undefined) return null;
    const row = await this.#live.get(withHyphens(match[1]));
    if (row === null || !timingSafeEqual(hashOf(match[2]), row.secret_hash)) return null;
    if (row.expires_at !== null && row.expires_at.getTime() <= this.#clock.nowMs()) return null;
    return keyOf(row);
  }

  async #load(id: string): Promise<Row | null> {
    const { rows } = await this.#database.pool.query<Row>(`select ${columns} from api_keys where id = $1 and revoked_at is null`, [id]);
    const [row] = rows;
    if (row === undefined) return null;
    // Once a day, so that a used key does not write on every request.
    await this.#database.pool.query(
      "update api_keys set last_used_on = (now() at time zone 'utc')::date where id = $1 and last_used_on is distinct from (now() at time zone 'utc')::date",
      [id],
    );
    return row;
  }

  /** Makes a key, or takes the place of the same one that a repeated request made. Its secret is in the answer only. */
  async create(key: { id: string; memberId: string; name: string; expiresAt: Date | null }): Promise<{ key: ApiKey; secret: string }> {
    const secret = Buffer.from(this.#random.bytes(32)).toString('base64url');
    const { rows } = await this.#database.pool.query<Row>(
      `insert into api_keys (id, member_id, name, secret_hash, expires_at) values ($1, $2, $3, $4, $5)
       on conflict (id) do update set secret_hash = excluded.secret_hash where api_keys.member_id = excluded.member_id
       returning ${columns}`,
      [key.id, key.memberId, key.name, hashOf(secret), key.expiresAt],
    );
    const [row] = rows;
    if (row === undefined) throw new Error('An API key of another member has this id.');
    return { key: keyOf(row), secret: `pk_${key.id.replaceAll('-', '')}_${secret}` };
  }

  /** Newest first. */
  async listOf(memberId: string): Promise<readonly ApiKey[]> {
    const { rows } = await this.#database.pool.query<Row>(
      `select ${columns} from api_keys where member_id = $1 and revoked_at is null order by created_at desc, id`,
      [memberId],
    );
    return rows.map(keyOf);
  }

  /** Returns false when the member has no such key. */
  async revoke(id: string, memberId: string): Promise<boolean> {
    const { rowCount } = await this.#database.pool.query(
      'update api_keys set revoked_at = now() where id = $1 and member_id = $2 and revoked_at is null',
      [id, memberId],
    );
    this.#live.drop(id);
    return rowCount === 1;
  }
}

function hashOf(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest();
}

function withHyphens(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function keyOf(row: Row): ApiKey {
  return {
    id: row.id,
    memberId: row.member_id,
    name: row.name,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedOn: row.last_used_on,
  };
}
