/**
 * Numbers, leases and progress in the metadata database. The hot path is one prepared statement for each step of a
 * group; leases are timed by the database's clock, so that nodes need not agree about the time.
 */
import type {
  DataTable,
  EditException,
  EditStore,
  Lease,
  LogRegistration,
  LoggedTable,
  NumberAnswer,
  NumberRecord,
  NumberRequest,
  Progress,
  RecoveredNumber,
  Restriction,
  StoredEnvelope,
} from '@penstock/domain/edit-log/ports';
import { noShape, shapeFromJson, shapeToJson } from '@penstock/domain/edit-log/table-shape';
import type pg from 'pg';
import type { Database } from '../metadata/database.ts';
import { processLockClass } from '../metadata/listener.ts';

interface Needs {
  readonly database: Database;
  readonly installationId: string;
  /** This process, as `isGone` reads it. */
  readonly nodeId: string;
  /** Tells the registry of connections where the log was made, in the same transaction. */
  readonly recordLogMade: (connectionId: string, client: pg.ClientBase) => Promise<void>;
}

interface TableRow {
  table_id: string;
  connection_id: string;
  database_name: string;
  schema_name: string;
  table_name: string;
  head_num: string;
  applied_num: string;
  shape: string;
  restrictions: string;
}

interface NumberRow {
  num: string;
  edit_id: string;
  state: NumberRecord['state'];
  envelope: string;
  allocated_at: Date;
  owner_is_gone: boolean;
  abandoned_edit_id: string | null;
  abandoned_at: string | null;
}

interface ExceptionRow {
  num: string;
  edit_id: string;
  kind: EditException['kind'];
  member_id: string;
  adopted_by: string | null;
  code: string;
  reason: string;
}

const tableColumns = 'table_id, connection_id, database_name, schema_name, table_name';
const numberColumns = 'num, edit_id, state, envelope, allocated_at, abandoned_edit_id, abandoned_at';

/**
 * A node names its server process (`17-...`), and a live process holds the advisory lock of its number: so the tables
 * of a killed one are taken over at once instead of after the lease, and its unconfirmed numbers settled at once. The
 * fence, the compare-and-swap of numbers and the guards in the warehouse bear it if a process only lost its connection.
 */
function isGone(process: string): string {
  return `(${process} ~ '^[0-9]+-' and not exists (
    select from pg_locks l where l.locktype = 'advisory' and l.classid = ${processLockClass} and l.objsubid = 2 and l.granted
      and l.objid = split_part(${process}, '-', 1)::oid
      and l.database = (select d.oid from pg_database d where d.datname = current_database())))`;
}

const holderIsDead = isGone('t.holder');

export class PostgresqlEditStore implements EditStore {
  readonly #database: Database;
  readonly #installationId: string;
  readonly #nodeId: string;
  readonly #recordLogMade: Needs['recordLogMade'];

  constructor(needs: Needs) {
    this.#database = needs.database;
    this.#installationId = needs.installationId;
    this.#nodeId = needs.nodeId;
    this.#recordLogMade = needs.recordLogMade;
  }

  async #rows<Row extends pg.QueryResultRow>(name: string, text: string, values: readonly unknown[]): Promise<readonly Row[]> {
    const result = await this.#database.pool.query<Row>({ name: `edit-log ${name}`, text, values: [...values] });
    return result.rows;
  }

  async register(table: DataTable): Promise<void> {
    await this.#rows(
      'register',
      `insert into edit_log_tables (${tableColumns}) values ($1, $2, $3, $4, $5) on conflict (table_id) do nothing`,
      [table.tableId, table.connectionId, table.database, table.schema, table.table],
    );
  }

  async load(tableId: string): Promise<LoggedTable | null> {
    const [row] = await this.#rows<TableRow & { exceptions: readonly ExceptionRow[] }>(
      'load',
      `select ${tableColumns}, head_num, applied_num, shape, restrictions,
         (select coalesce(json_agg(e order by e.num), '[]') from edit_exceptions e where e.table_id = t.table_id) as exceptions
       from edit_log_tables t where table_id = $1`,
      [tableId],
    );
    if (row === undefined) return null;
    return {
      ...dataTable(row),
      headNum: Number(row.head_num),
      appliedNum: Number(row.applied_num),
      shape: row.shape === '' ? noShape : shapeFromJson(row.shape),
      restrictions: JSON.parse(row.restrictions) as readonly Restriction[],
      exceptions: row.exceptions.map(exceptionOf),
    };
  }

  async allocate(requests: readonly NumberRequest[]): Promise<readonly NumberAnswer[]> {
    const rows = await this.#rows<{ outcome: string; num: string; state: 'allocated' | 'logged'; envelope: string }>(
      'give',
      'select outcome, num, state, envelope from give_edit_numbers($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7)',
      [
        requests.map(({ tableId }) => tableId),
        requests.map(({ editId }) => editId),
        requests.map(({ memberId }) => memberId),
        requests.map(({ payloadHash }) => payloadHash),
        requests.map(({ envelope }) => JSON.stringify({ ...envelope, installationId: this.#installationId })),
        requests.map(({ fence }) => fence),
        this.#nodeId,
      ],
    );
    return rows.map(({ outcome, num, state, envelope }): NumberAnswer => {
      switch (outcome) {
        case 'fresh':
        case 'known':
          return { kind: 'numbered', num: Number(num), state, envelope: envelopeOf(envelope), fresh: outcome === 'fresh' };
        case 'other-payload':
        case 'fence-lost':
          return { kind: outcome };
        default:
          return { kind: 'table-unknown' };
      }
    });
  }

  async acknowledge(numbers: readonly { readonly tableId: string; readonly num: number }[]): Promise<readonly boolean[]> {
    const rows = await this.#rows<{ place: string }>('confirm', 'select place from confirm_edit_numbers($1::uuid[], $2::bigint[])', [
      numbers.map(({ tableId }) => tableId),
      numbers.map(({ num }) => num),
    ]);
    const logged = new Set(rows.map(({ place }) => Number(place)));
    return numbers.map((_, index) => logged.has(index + 1));
  }

  async abandon(tableId: string, num: number, at: string): Promise<NumberRecord | null> {
    await this.#rows('abandon', abandoning(`state = 'allocated'`), [tableId, num, at]);
    return (await this.numbers(tableId, num, num))[0] ?? null;
  }

  async closeGap(tableId: string, num: number, at: string): Promise<void> {
    await this.#rows('close-gap', abandoning(`state <> 'abandoned'`), [tableId, num, at]);
  }

  async numbers(tableId: string, fromNum: number, toNum: number): Promise<readonly NumberRecord[]> {
    const rows = await this.#rows<NumberRow>(
      'numbers',
      `select ${numberColumns}, state = 'allocated' and ${isGone('given_to')} as owner_is_gone
       from edit_numbers where table_id = $1 and num between $2 and $3 order by num`,
      [tableId, fromNum, toNum],
    );
    return rows.map((row) => ({
      num: Number(row.num),
      editId: row.edit_id,
      state: row.state,
      allocatedAtMs: row.allocated_at.getTime(),
      ownerIsGone: row.owner_is_gone === true,
      envelope: envelopeOf(row.envelope),
      abandonedEditId: row.abandoned_edit_id,
      abandonedAt: row.abandoned_at,
    }));
  }

  async adoptNumbers(tableId: string, records: readonly RecoveredNumber[], claim: RecoveredNumber): Promise<void> {
    await this.#database.transaction(async ({ client }) => {
      const locked = await client.query<{ head_num: string }>('select head_num from edit_log_tables where table_id = $1 for update', [
        tableId,
      ]);
      const oldHead = Number(locked.rows[0]?.head_num ?? claim.num);
      if (oldHead >= claim.num) return;
      const given = [...records, claim];
      await client.query(
        `insert into edit_numbers (table_id, num, edit_id, member_id, payload_hash, envelope, state)
         select $1, r.* from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) as r
         on conflict do nothing`,
        [
          tableId,
          given.map(({ num }) => num),
          given.map(({ editId }) => editId),
          given.map(({ memberId }) => memberId),
          given.map(({ payloadHash }) => payloadHash),
          given.map(({ envelope }) => JSON.stringify(envelope)),
          given.map((record) => (record === claim ? 'allocated' : 'logged')),
        ],
      );
      // Numbers that the log does not hold: nobody knows their edits any more, and a noop will stand there.
      await client.query(
        `insert into edit_numbers (table_id, num, edit_id, member_id, payload_hash, envelope, state, abandoned_edit_id, abandoned_at)
         select $1, n, 'noop-' || n, '', '', $4, 'abandoned', '', $5 from generate_series($2::bigint, $3::bigint) n
         on conflict do nothing`,
        [tableId, oldHead + 1, claim.num, JSON.stringify(records[0]?.envelope ?? {}), records[0]?.envelope.at ?? ''],
      );
      await client.query('update edit_log_tables set head_num = $2 where table_id = $1', [tableId, claim.num]);
    });
  }

  async acquireLease(tableId: string, holder: string, nowMs: number, forMs: number): Promise<Lease | null> {
    const [row] = await this.#rows<{ fence: string; taken_over: boolean }>(
      'take',
      `with before as (select holder from edit_log_tables where table_id = $1 for update)
       update edit_log_tables t set holder = $2, fence = t.fence + 1, expires_at = clock_timestamp() + $3 * interval '1 millisecond'
       from before
       where t.table_id = $1 and (t.holder is null or t.holder = $2 or t.expires_at <= clock_timestamp() or ${holderIsDead})
       returning t.fence, before.holder is not null as taken_over`,
      [tableId, holder, forMs],
    );
    return row === undefined ? null : { tableId, holder, fence: Number(row.fence), expiresAtMs: nowMs + forMs, takenOver: row.taken_over };
  }

  async renewLeases(holder: string, leases: readonly Lease[], _nowMs: number, forMs: number): Promise<readonly string[]> {
    const rows = await this.#rows<{ table_id: string }>(
      'renew',
      `update edit_log_tables t set expires_at = clock_timestamp() + $4 * interval '1 millisecond'
       from unnest($1::uuid[], $2::bigint[]) as l (table_id, fence)
       where t.table_id = l.table_id and t.fence = l.fence and t.holder = $3 returning t.table_id`,
      [leases.map(({ tableId }) => tableId), leases.map(({ fence }) => fence), holder, forMs],
    );
    return rows.map((row) => row.table_id);
  }

  async releaseLease({ tableId, fence }: Lease): Promise<void> {
    await this.#rows('release', 'update edit_log_tables set holder = null, expires_at = null where table_id = $1 and fence = $2', [
      tableId,
      fence,
    ]);
  }

  async saveProgress(progress: Progress): Promise<boolean> {
    const { tableId, fence, appliedNum, shape, restrictions, raised, lifted } = progress;
    const [row] = await this.#rows<{ saved: boolean }>(
      'progress',
      'select note_edit_progress($1, $2, $3, $4, $5, $6, $7::bigint[]) as saved',
      [tableId, fence, appliedNum, shapeToJson(shape), JSON.stringify(restrictions), JSON.stringify(raised), lifted],
    );
    return row?.saved === true;
  }

  async orphans(_nowMs: number, limit: number): Promise<readonly DataTable[]> {
    const rows = await this.#rows<TableRow>(
      'orphans',
      `select ${tableColumns} from edit_log_tables t
       where (holder is null or expires_at <= clock_timestamp() or ${holderIsDead})
         and (head_num > applied_num or exists (select from edit_exceptions e where e.table_id = t.table_id and e.kind = 'waiting'))
       limit $1`,
      [limit],
    );
    return rows.map(dataTable);
  }

  async waitingFor(memberId: string): Promise<readonly DataTable[]> {
    const rows = await this.#rows<TableRow>(
      'waiting',
      `select ${tableColumns} from edit_log_tables where table_id in
         (select table_id from edit_exceptions where kind = 'waiting' and coalesce(adopted_by, member_id) = $1)
         or restrictions like $2`,
      [memberId, `%"${memberId}"%`],
    );
    return rows.map(dataTable);
  }

  async pendingCount(connectionId: string): Promise<number> {
    const [row] = await this.#rows<{ pending: string }>(
      'pending',
      `select coalesce(sum(head_num - applied_num + (select count(*) from edit_exceptions e where e.table_id = t.table_id and e.kind = 'waiting')), 0) as pending
       from edit_log_tables t where connection_id = $1`,
      [connectionId],
    );
    return Number(row?.pending ?? 0);
  }

  async registration(connectionId: string): Promise<LogRegistration> {
    const [row] = await this.#rows<{ epoch: number; made: boolean }>(
      'registration',
      'select epoch, made_at is not null as made from edit_logs where connection_id = $1',
      [connectionId],
    );
    return { installationId: this.#installationId, epoch: row?.epoch ?? 1, state: row?.made === true ? 'made' : 'none' };
  }

  async registerLog(connectionId: string, make: () => Promise<void>): Promise<LogRegistration> {
    await this.#database.transaction(async ({ client }) => {
      await client.query('insert into edit_logs (connection_id) values ($1) on conflict (connection_id) do nothing', [connectionId]);
      const locked = await client.query<{ made_at: Date | null }>('select made_at from edit_logs where connection_id = $1 for update', [
        connectionId,
      ]);
      if (locked.rows[0]?.made_at != null) return;
      await make();
      await this.#recordLogMade(connectionId, client);
      await client.query('update edit_logs set made_at = now() where connection_id = $1', [connectionId]);
    });
    return this.registration(connectionId);
  }

  async raiseEpoch(connectionId: string, epoch: number): Promise<void> {
    await this.#rows('epoch', 'update edit_logs set epoch = greatest(epoch, $2) where connection_id = $1', [connectionId, epoch]);
  }
}

function abandoning(when: string): string {
  return `update edit_numbers set state = 'abandoned', abandoned_edit_id = edit_id, edit_id = 'noop-' || num, abandoned_at = $3
    where table_id = $1 and num = $2 and ${when}`;
}

function dataTable(row: TableRow): DataTable {
  return {
    tableId: row.table_id,
    connectionId: row.connection_id,
    database: row.database_name,
    schema: row.schema_name,
    table: row.table_name,
  };
}

function envelopeOf(text: string): StoredEnvelope {
  return JSON.parse(text) as StoredEnvelope;
}

function exceptionOf(row: ExceptionRow): EditException {
  const { edit_id, kind, member_id, adopted_by, code, reason } = row;
  return { num: Number(row.num), editId: edit_id, kind, memberId: member_id, adoptedBy: adopted_by, code, reason };
}
