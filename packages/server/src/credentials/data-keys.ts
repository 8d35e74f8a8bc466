/**
 * The data keys: what secrets are really sealed with. They are kept wrapped by the master key in `encryption_keys`;
 * the newest one that is not retired seals, every one opens. Unwrapped keys stay in memory only.
 */
import { createSecretKey, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { RandomSource } from '@penstock/domain/ports/random';
import type { Database } from '../metadata/database.ts';
import type { MasterKey } from './master-key.ts';
import { openBytes, sealBytes } from './sealed-format.ts';
import type { SecretPlace } from './sealed-format.ts';

export interface DataKey {
  readonly id: string;
  readonly key: KeyObject;
}

export interface DataKeys {
  /** The key that seals; the first is made on first use. */
  active(): Promise<DataKey>;
  /** The key of that id; throws when it is unknown or the master key does not fit. */
  byId(id: string): Promise<DataKey>;
  /** Makes a new key; from now on it seals (on this node at once, on others after their next start). */
  rotate(): Promise<DataKey>;
}

interface WrappedKeyRow {
  readonly id: string;
  readonly master_key_id: string;
  readonly wrapped: Buffer;
}

/** Serializes the making of the first key among nodes that start together. */
const makingLock = 0x70656e6b;

export function makeDataKeys(database: Database, masterKey: MasterKey, random: RandomSource): DataKeys {
  const unwrapped = new Map<string, DataKey>();
  let newest: Promise<DataKey> | null = null;

  function unwrap(row: WrappedKeyRow): DataKey {
    if (row.master_key_id !== masterKey.id) throw new Error(`data key ${row.id} was wrapped by another master key (${row.master_key_id})`);
    const dataKey = { id: row.id, key: createSecretKey(openBytes(masterKey.wrappingKey, placeOf(row.id), row.wrapped)) };
    unwrapped.set(row.id, dataKey);
    return dataKey;
  }

  /** One key that is spoiled must not keep the others' secrets from being read. */
  function unwrapIfItFits(row: WrappedKeyRow): void {
    try {
      unwrap(row);
    } catch {
      // Whoever needs this very key is told by `byId`.
    }
  }

  function make(evenIfThereIsOne: boolean): Promise<DataKey> {
    return database.transaction(async ({ client }) => {
      await client.query('select pg_advisory_xact_lock($1)', [makingLock]);
      const { rows } = await client.query<WrappedKeyRow & { readonly is_retired: boolean }>(
        'select id, master_key_id, wrapped, retired_at is not null as is_retired from encryption_keys order by created_at desc',
      );
      // All that fit are at hand from now on: whoever opens a secret within a transaction asks the database for no key.
      for (const row of rows) unwrapIfItFits(row);
      const existing = rows.find((row) => !row.is_retired);
      if (existing !== undefined && !evenIfThereIsOne) return unwrap(existing);
      const id = randomUUID();
      const wrapped = sealBytes(masterKey.wrappingKey, id, random.bytes(12), placeOf(id), random.bytes(32));
      await client.query('insert into encryption_keys (id, master_key_id, wrapped, created_at) values ($1, $2, $3, clock_timestamp())', [
        id,
        masterKey.id,
        wrapped,
      ]);
      return unwrap({ id, master_key_id: masterKey.id, wrapped });
    });
  }

  return {
    async active() {
      newest ??= make(false);
      newest.catch(() => (newest = null));
      return newest;
    },
    async byId(id) {
      const known = unwrapped.get(id);
      if (known !== undefined) return known;
      const { rows } = await database.pool.query<WrappedKeyRow>('select id, master_key_id, wrapped from encryption_keys where id = $1', [
        id,
      ]);
      const row = rows[0];
      if (row === undefined) throw new Error(`data key ${id} is not in this installation`);
      return unwrap(row);
    },
    async rotate() {
      newest = make(true);
      newest.catch(() => (newest = null));
      return newest;
    },
  };
}

/** A wrapped key is itself bound to its row. */
function placeOf(keyId: string): SecretPlace {
  return { table: 'encryption_keys', rowId: keyId, column: 'wrapped' };
}
