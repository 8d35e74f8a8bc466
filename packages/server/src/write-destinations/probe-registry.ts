/**
 * Every probe object that was ever named, in the metadata database. A name is recorded before its CREATE is sent, so
 * that whatever a crash leaves in the warehouse is known, can be listed, and is dropped with its creator's next
 * credential (R10). Nothing that is not in here is ever dropped by a sweep (P8).
 */
import type { Clock } from '@penstock/domain/ports/clock';
import type { Database } from '../metadata/database.ts';
import { processLockClass } from '../metadata/listener.ts';

/** A warehouse database as a connection reaches it. */
export interface Reach {
  readonly host: string;
  readonly port: number;
  readonly database: string;
}

export interface ProbeObject extends Reach {
  readonly id: string;
  readonly purpose: 'write-access' | 'edit-log';
  readonly schema: string;
  readonly table: string;
  /** Name of its only column. */
  readonly mark: string;
  readonly connectionId: string | null;
  readonly memberId: string | null;
  /** The login that creates it. */
  readonly login: string;
}

export interface Leftover extends ProbeObject {
  readonly recordedAt: Date;
}

/** `gone`: dropped or never there; `foreign`: the table of that name is not ours. */
export type Settled = 'gone' | 'foreign';

export interface ProbeRegistry {
  /** Before the CREATE; this process is then known to be at work on it. */
  record(object: ProbeObject): Promise<void>;
  markCreated(id: string): Promise<void>;
  settle(id: string, state: Settled): Promise<void>;
  /** This process is done with it, but the object may still be there. */
  release(id: string): Promise<void>;
  /** What a login left behind in a database; objects that a live process is at work on are left out. */
  leftovers(reach: Reach, login: string): Promise<readonly Leftover[]>;
  /** All leftovers of a connection, or those of one member. */
  list(connectionId: string, memberId: string | null): Promise<readonly Leftover[]>;
}

interface Row extends Reach {
  id: string;
  purpose: 'write-access' | 'edit-log';
  schema: string;
  table_name: string;
  mark: string;
  connection_id: string | null;
  member_id: string | null;
  login: string;
  recorded_at: Date;
}

const leftoverRows = `select id, purpose, host, port, database, schema, table_name, mark, connection_id, member_id, login, recorded_at from probe_objects o
where state in ('planned', 'created') and not ${processIsAlive('o.claimed_by')}`;

export function makeProbeRegistry(needs: {
  readonly database: Database;
  readonly clock: Clock;
  readonly processNumber: () => number;
}): ProbeRegistry {
  const { pool } = needs.database;
  const now = () => new Date(needs.clock.nowMs());
  return {
    async record(object) {
      await pool.query(
        `insert into probe_objects (id, purpose, host, port, database, schema, table_name, mark, connection_id, member_id, login, recorded_at, state, claimed_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'planned', $13)`,
        [
          object.id,
          object.purpose,
          object.host,
          object.port,
          object.database,
          object.schema,
          object.table,
          object.mark,
          object.connectionId,
          object.memberId,
          object.login,
          now(),
          needs.processNumber(),
        ],
      );
    },
    async markCreated(id) {
      await pool.query(`update probe_objects set state = 'created' where id = $1 and state = 'planned'`, [id]);
    },
    async settle(id, state) {
      await pool.query(`update probe_objects set state = $2, settled_at = $3, claimed_by = null where id = $1`, [id, state, now()]);
    },
    async release(id) {
      await pool.query('update probe_objects set claimed_by = null where id = $1', [id]);
    },
    async leftovers(reach, login) {
      const { rows } = await pool.query<Row>(
        `${leftoverRows} and host = $1 and port = $2 and database = $3 and login = $4 order by recorded_at limit 100`,
        [reach.host, reach.port, reach.database, login],
      );
      return rows.map(leftoverOf);
    },
    async list(connectionId, memberId) {
      const { rows } = await pool.query<Row>(
        `${leftoverRows} and connection_id = $1 and ($2::uuid is null or member_id = $2) order by recorded_at limit 500`,
        [connectionId, memberId],
      );
      return rows.map(leftoverOf);
    },
  };
}

/** SQL that is true while the server process of the number in `column` lives: it holds an advisory lock (`listener.ts`). */
export function processIsAlive(column: string): string {
  return `exists (select 1 from pg_locks l where l.locktype = 'advisory' and l.granted and l.objsubid = 2
    and l.database = (select d.oid from pg_database d where d.datname = current_database())
    and l.classid = ${processLockClass}::oid and l.objid = ${column}::oid)`;
}

function leftoverOf(row: Row): Leftover {
  return {
    id: row.id,
    purpose: row.purpose,
    host: row.host,
    port: row.port,
    database: row.database,
    schema: row.schema,
    table: row.table_name,
    mark: row.mark,
    connectionId: row.connection_id,
    memberId: row.member_id,
    login: row.login,
    recordedAt: row.recorded_at,
  };
}
