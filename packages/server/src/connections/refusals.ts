/** Why a connection is not saved or deleted, one function a rule. */
import type { SchemaPath } from '@penstock/domain/connections/connection';
import { samePath } from '@penstock/domain/connections/schema-path';
import type { WriteAccessSettings } from '@penstock/domain/connections/write-access';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { FieldProblem } from '@penstock/domain/errors/penstock-error';
import type pg from 'pg';
import { pendingEditsOf } from '../input-tables/store.ts';
import { goesElsewhere, invalid } from './draft.ts';
import type { Draft } from './draft.ts';
import type { Asker, CommandNeeds } from './needs.ts';
import type { ConnectionChange } from './schema.ts';
import type { ConnectionFacts, Credential } from './store.ts';

/** D8, R6: nobody but a service account writes an edit log. */
export function refuseLogWithoutAccount(log: SchemaPath | null, account: Credential | null, pointer: string): void {
  if (log !== null && account === null) {
    throw invalid([
      {
        pointer,
        message: 'An edit log needs a service account that may create tables in its schema. Give one, or leave the edit log blank.',
      },
    ]);
  }
}

/** R6: write access whose edit log cannot be written is not saved; the answer names schema, privilege and GRANT. */
export async function refuseFailingEditLog(needs: CommandNeeds, draft: Draft, asker: Asker): Promise<void> {
  if (!draft.writeAccess.enabled || draft.writeAccess.editLogDestination === null) return;
  const failed = (await needs.examineEditLog(draft, asker)).filter((stage) => stage.result === 'failed');
  const [first] = failed;
  if (first === undefined) return;
  throw new PenstockError('connection.test-failed', first.detail, {
    facts: { stages: failed, missingPrivilege: first.missingPrivilege, grantSql: first.grantSql },
    ...(first.grantSql === null ? { nextStep: 'Correct what the failed stage names, then save again.' } : {}),
  });
}

/** Whether the part that the edit log rests on may be different after the change. */
export function touchesEditLog(before: ConnectionFacts, change: ConnectionChange, settings: WriteAccessSettings): boolean {
  const log = before.connection.editLogDestination;
  const newLog = settings.editLogDestination;
  return (
    change.serviceAccount !== undefined ||
    change.credential !== undefined ||
    movesAway(before, change) ||
    (settings.enabled && !before.connection.writeAccess) ||
    (newLog !== null && (log === null || !samePath(log, newLog)))
  );
}

/** Whether the connection would lead to another warehouse database. */
export function movesAway(before: ConnectionFacts, change: ConnectionChange): boolean {
  return goesElsewhere(before, change) || (change.database ?? before.connection.database) !== before.connection.database;
}

/** R28: fields of the other way to sign in are refused, as at creation. */
export function refuseForeignFields(before: ConnectionFacts, change: ConnectionChange): void {
  const problems: FieldProblem[] = [];
  if (before.connection.authentication === 'static') {
    if (change.oauth !== undefined) problems.push({ pointer: '/body/oauth', message: 'This connection signs in with its own credential.' });
    if (change.serviceAccount !== undefined)
      problems.push({ pointer: '/body/serviceAccount', message: 'This connection has its own credential instead of a service account.' });
  } else {
    if (change.credential !== undefined)
      problems.push({
        pointer: '/body/credential',
        message: 'People sign in to this connection themselves; the account it holds is the service account.',
      });
    if (typeof change.roleAttribute === 'string')
      problems.push({
        pointer: '/body/roleAttribute',
        message: 'People sign in to this connection themselves, each with their own roles.',
      });
  }
  if (problems.length > 0) throw invalid(problems);
}

/** Where input tables and their log live stays as it is; clearing the log waits for the last edit (R21, R32). */
export async function refuseFixedFields(
  needs: CommandNeeds,
  before: ConnectionFacts,
  change: ConnectionChange,
  settings: WriteAccessSettings,
): Promise<void> {
  const { connection } = before;
  if (
    change.database !== undefined &&
    change.database !== connection.database &&
    (before.editLogTable !== null || (await inputTableCount(needs.database.pool, connection.id)) > 0)
  ) {
    throw new PenstockError('connection.fixed-field', `"${connection.name}" has input tables in the database "${connection.database}".`, {
      fields: [{ pointer: '/body/database', message: 'Stays as it is while input tables live there.' }],
    });
  }
  const log = settings.editLogDestination;
  if (log !== null && before.editLogTable !== null && !samePath(log, before.editLogTable)) {
    throw new PenstockError(
      'connection.edit-log-moved',
      `The edit log "${before.editLogTable.table}" is in "${before.editLogTable.schema}" and not in "${log.schema}".`,
      {
        fields: [{ pointer: '/body/writeAccess/editLogDestination', message: 'The edit log lives elsewhere.' }],
        facts: { table: before.editLogTable },
      },
    );
  }
  if (log === null && connection.editLogDestination !== null) {
    const pending = await needs.pendingEdits(connection.id);
    if (pending > 0) {
      const inputTables = await pendingEditsOf(needs.database.pool, connection.id);
      const named = inputTables.map(
        ({ name, edits, waitingFor }) => `"${name}" (${edits}${waitingFor.length === 0 ? '' : `, waiting for ${waitingFor.join(', ')}`})`,
      );
      throw new PenstockError(
        'connection.edits-pending',
        `${pending} edits on "${connection.name}" are logged and not yet written: ${named.join(', ')}.`.slice(0, 2_000),
        { facts: { pending, inputTables } },
      );
    }
  }
}

/** Nothing that lives on a connection loses it. */
export async function refuseWhileInUse(client: pg.ClientBase, before: ConnectionFacts): Promise<void> {
  const { rows } = await client.query<{ id: string; name: string }>(
    'select id, name from input_tables where connection_id = $1 order by created_at limit 20',
    [before.connection.id],
  );
  if (rows.length === 0) return;
  throw new PenstockError(
    'connection.in-use',
    `"${before.connection.name}" holds input tables: ${rows.map((row) => `"${row.name}"`).join(', ')}.`,
    {
      facts: { inputTables: rows },
    },
  );
}

async function inputTableCount(pool: pg.Pool, connectionId: string): Promise<number> {
  const { rows } = await pool.query<{ count: string }>('select count(*)::text as count from input_tables where connection_id = $1', [
    connectionId,
  ]);
  return Number(rows[0]?.count ?? 0);
}

/** Runs `save` and names the connection whose name is taken. */
export async function onNameTaken<T>(name: string, save: () => Promise<T>): Promise<T> {
  try {
    return await save();
  } catch (error) {
    if (sqlState(error) === '23505')
      throw new PenstockError('connection.name-taken', `There is already a connection called "${name}".`, { cause: error });
    throw error;
  }
}

/** PostgreSQL's code of an error of the metadata database. */
export function sqlState(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
