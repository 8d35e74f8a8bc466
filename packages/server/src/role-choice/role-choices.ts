/** In which role a person reads where they sign in themselves; without a choice, with all that their login inherits. */
import type { Clock } from '@penstock/domain/ports/clock';
import type { Database } from '../metadata/database.ts';
import type { MetadataListener } from '../metadata/listener.ts';
import { ShortCache } from '../metadata/short-cache.ts';

interface Needs {
  readonly database: Database;
  readonly notifications: MetadataListener;
  readonly clock: Clock;
}

export class RoleChoices {
  readonly #database: Database;
  /** By member and connection. */
  readonly #chosen: ShortCache<string | null>;

  constructor({ database, notifications, clock }: Needs) {
    this.#database = database;
    this.#chosen = new ShortCache(clock, async (key: string) => {
      const { rows } = await database.pool.query<{ role: string }>(
        'select role from role_choices where member_id = $1 and connection_id = $2',
        key.split(' '),
      );
      return rows[0]?.role ?? null;
    }).dropOn(notifications, 'role_choices_changed');
  }

  /** Remembered for a few seconds, dropped on change. */
  of(memberId: string, connectionId: string): Promise<string | null> {
    return this.#chosen.get(`${memberId} ${connectionId}`);
  }

  async choose(memberId: string, connectionId: string, role: string | null): Promise<void> {
    await (role === null
      ? this.#database.pool.query('delete from role_choices where member_id = $1 and connection_id = $2', [memberId, connectionId])
      : this.#database.pool.query(
          `insert into role_choices (member_id, connection_id, role) values ($1, $2, $3)
           on conflict (member_id, connection_id) do update set role = excluded.role`,
          [memberId, connectionId, role],
        ));
    this.#chosen.drop(`${memberId} ${connectionId}`);
  }
}
