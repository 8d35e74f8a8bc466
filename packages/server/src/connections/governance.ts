/**
 * Whether the edit log is the service account's alone (R25, P10): asked of the warehouse's own access lists on demand
 * and every few minutes, kept as the connection's health, with the REVOKE for every finding.
 */
import type { Connection } from '@penstock/domain/connections/connection';
import { findIntruders } from '@penstock/domain/connections/log-writers';
import type { LogIntruder, LogWriter } from '@penstock/domain/connections/log-writers';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { decide } from '@penstock/domain/execution-identity/decide';
import { editLogName } from '@penstock/domain/input-tables/physical-layout';
import type { Clock } from '@penstock/domain/ports/clock';
import type { StatementTag } from '@penstock/warehouse/port';
import {
  alterSchemaOwnerText,
  alterTableOwnerText,
  listLogWriters,
  listSuperusers,
  revokeColumnText,
  revokeMembershipText,
  revokeSchemaText,
  revokeTableText,
} from '@penstock/warehouse/postgresql/governance-statements';
import type { Database } from '../metadata/database.ts';
import type { RunAs } from '../queries/run-as.ts';
import type { ConnectionFacts, ConnectionStore } from './store.ts';

export interface Finding {
  readonly kind: 'log-writer' | 'log-owner' | 'schema-writer' | 'schema-owner' | 'member' | 'superuser' | 'missing-log';
  /** A note does not make the connection unhealthy. */
  readonly severity: 'error' | 'note';
  readonly subject: string;
  readonly detail: string;
  readonly remedySql: string | null;
}

export interface Health {
  readonly healthy: boolean;
  readonly checkedAt: Date;
  readonly findings: readonly Finding[];
}

export interface Governance {
  /** Asks the warehouse now. Throws `connection.no-service-account` or `connection.warehouse-unreachable`. */
  check(connectionId: string): Promise<Health>;
  /** The latest check; `null` before the first. */
  latest(connectionId: string): Promise<Health | null>;
  /** Calls `listener` when a check finds a connection's health changed. */
  onChanged(listener: (event: { readonly connection: Connection; readonly health: Health }) => void): void;
  /** Starts the periodic check. */
  start(): void;
  close(): Promise<void>;
}

interface Needs {
  readonly connections: ConnectionStore;
  readonly runAs: Pick<RunAs, 'withSession'>;
  readonly database: Database;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

const timeoutMs = 20_000;
const checkEveryMs = 10 * 60_000;
const lookEveryMs = 60_000;
/** No person: the statement is the product's own. */
const tag: StatementTag = { purpose: 'governance', requestId: 'governance', human: null, document: null, element: null };

export function makeGovernance(needs: Needs): Governance {
  const { connections, database, clock } = needs;
  const listeners = new Set<(event: { connection: Connection; health: Health }) => void>();
  const stopping = new AbortController();
  let loop: Promise<void> = Promise.resolve();

  async function check(connectionId: string): Promise<Health> {
    const facts = await connections.facts(connectionId);
    if (facts === null) throw new PenstockError('connection.not-found', `There is no connection ${connectionId}.`);
    const findings = facts.connection.editLogDestination === null && facts.editLogTable === null ? [] : await findingsOf(facts);
    const health = { healthy: findings.every((finding) => finding.severity === 'note'), checkedAt: new Date(clock.nowMs()), findings };
    const before = await latest(connectionId);
    await database.pool.query(
      `insert into governance_checks (connection_id, checked_at, healthy, findings) values ($1, $2, $3, $4)
       on conflict (connection_id) do update set checked_at = excluded.checked_at, healthy = excluded.healthy, findings = excluded.findings`,
      [connectionId, health.checkedAt, health.healthy, JSON.stringify(findings)],
    );
    if ((before?.healthy ?? true) !== health.healthy) for (const listener of listeners) listener({ connection: facts.connection, health });
    return health;
  }

  async function findingsOf(facts: ConnectionFacts): Promise<readonly Finding[]> {
    const { connection } = facts;
    const place = facts.editLogTable ?? connection.editLogDestination;
    const account = connection.authentication === 'static' ? facts.login : connection.serviceAccountLogin;
    const decision = decide({ purpose: 'governance', connection });
    if (decision.kind === 'refuse' || account === null || place === null) {
      throw new PenstockError('connection.no-service-account', `"${connection.name}" has no service account to look with.`);
    }
    const table = facts.editLogTable?.table ?? editLogName(connection.id);
    const outcome = await needs.runAs.withSession(decision.identity, tag, async (session) => ({
      writers: await session.run(listLogWriters(place.schema, table), { tag, timeoutMs }),
      superusers: await session.run(listSuperusers(), { tag, timeoutMs }),
    }));
    if (outcome.kind !== 'done') throw unreachable(connection, outcome.failure.message);
    const { writers, superusers } = outcome.value;
    if (writers.kind !== 'done') throw unreachable(connection, writers.failure.message);
    if (superusers.kind !== 'done') throw unreachable(connection, superusers.failure.message);
    const known = writers.value.rows.map(writerOf);
    const guard = { ownAccount: account, accountsOfSchema: await accountsLoggingIn(connection, place.schema) };
    const missing = facts.editLogTable !== null && !known.some((writer) => writer.what === 'table');
    return [
      ...(missing ? [missingLog(place.schema, table)] : []),
      ...findIntruders(known, guard).map((intruder) => findingOf(intruder, place.schema, table, account)),
      ...superusers.value.rows.map(([name]) => superuserNote(String(name))),
    ];
  }

  /** Accounts of every connection whose log lies in this schema of the same warehouse database (R35). */
  async function accountsLoggingIn(connection: Connection, schema: string): Promise<readonly string[]> {
    const sharing = (await connections.listFacts()).filter(
      (other) =>
        other.connection.host === connection.host &&
        other.connection.port === connection.port &&
        other.connection.database === connection.database &&
        (other.editLogTable?.schema === schema || other.connection.editLogDestination?.schema === schema),
    );
    return sharing.map((other) => other.connection.serviceAccountLogin ?? other.login).filter((login) => login !== null);
  }

  async function latest(connectionId: string): Promise<Health | null> {
    const { rows } = await database.pool.query<{ checked_at: Date; healthy: boolean; findings: Finding[] }>(
      'select checked_at, healthy, findings from governance_checks where connection_id = $1',
      [connectionId],
    );
    const [row] = rows;
    return row === undefined ? null : { healthy: row.healthy, checkedAt: row.checked_at, findings: row.findings };
  }

  async function checkPeriodically(): Promise<void> {
    while (!stopping.signal.aborted) {
      await clock.sleep(lookEveryMs, stopping.signal).catch(() => {});
      if (stopping.signal.aborted) return;
      await checkWhatIsDue().catch(needs.onError);
    }
  }

  async function checkWhatIsDue(): Promise<void> {
    for (const { connection, editLogTable } of await connections.listFacts()) {
      if (stopping.signal.aborted) return;
      if (connection.editLogDestination === null && editLogTable === null) continue;
      const last = await latest(connection.id);
      if (last !== null && clock.nowMs() - last.checkedAt.getTime() < checkEveryMs) continue;
      await check(connection.id).catch(needs.onError);
    }
  }

  return {
    check,
    latest,
    onChanged: (listener) => void listeners.add(listener),
    start: () => {
      loop = checkPeriodically();
    },
    async close() {
      stopping.abort();
      await loop;
    },
  };
}

function writerOf(row: readonly unknown[]): LogWriter {
  const [what, role, privilege, superuser, members] = row;
  const logins: unknown = JSON.parse(String(members));
  return {
    what: what === 'table' ? 'table' : what === 'schema' ? 'schema' : 'server',
    role: String(role),
    privilege: String(privilege),
    superuser: superuser === true,
    members: Array.isArray(logins) ? logins.map(String) : [],
  };
}

function findingOf({ writer, via }: LogIntruder, schema: string, table: string, account: string): Finding {
  if (via !== null) {
    return {
      kind: 'member',
      severity: 'error',
      subject: via,
      detail: `"${via}" is a member of "${writer.role}" and can write the edit log through it.`,
      remedySql: revokeMembershipText(writer.role, via),
    };
  }
  const { role, privilege } = writer;
  if (writer.what === 'schema') {
    return privilege === 'OWNER'
      ? finding(
          'schema-owner',
          role,
          `"${role}" owns the schema "${schema}" and can drop or replace what is in it.`,
          alterSchemaOwnerText(schema, account),
        )
      : finding(
          'schema-writer',
          role,
          `"${role}" may create objects in the schema of the edit log, "${schema}".`,
          revokeSchemaText(schema, role),
        );
  }
  if (privilege === 'OWNER') {
    return finding(
      'log-owner',
      role,
      `"${role}" owns the edit log; it should be "${account}".`,
      alterTableOwnerText(schema, table, account),
    );
  }
  const column = /^(\w+) \(column (.*)\)$/s.exec(privilege);
  const remedy =
    column?.[1] !== undefined && column[2] !== undefined
      ? revokeColumnText(schema, table, column[1], column[2], role)
      : revokeTableText(schema, table, privilege, role);
  return finding('log-writer', role, `"${role}" holds ${privilege} on the edit log "${schema}"."${table}".`, remedy);
}

function finding(kind: Finding['kind'], subject: string, detail: string, remedySql: string): Finding {
  return { kind, severity: 'error', subject, detail, remedySql };
}

function missingLog(schema: string, table: string): Finding {
  return {
    kind: 'missing-log',
    severity: 'error',
    subject: table,
    detail: `The edit log "${schema}"."${table}" was created and is no longer there: it was moved or dropped. Editing stays restricted until it is back.`,
    remedySql: null,
  };
}

function superuserNote(name: string): Finding {
  return {
    kind: 'superuser',
    severity: 'note',
    subject: name,
    detail: `"${name}" is a superuser of the warehouse and can write anything; only its administrators should have this login.`,
    remedySql: null,
  };
}

function unreachable(connection: Connection, message: string): PenstockError {
  return new PenstockError('connection.warehouse-unreachable', `"${connection.name}" gave no answer: ${message}`);
}
