/** Whether this person may edit now, and if not, for whom it is restricted, why and what to do: the outcome table's last column. */
import type { Connection } from '@penstock/domain/connections/connection';
import type { TableStatus } from '../edit-log/edit-log.ts';
import type { Access } from './table-access.ts';

export interface Editing {
  readonly state: 'open' | 'restricted';
  readonly scope: 'me' | 'table' | 'connection' | null;
  readonly code: string | null;
  readonly reason: string | null;
  readonly nextStep: string | null;
}

/** What the warehouse says of the table: to whoever writes into it, or to the service account that only reads it for people. */
export interface DescribedAccess {
  readonly of: 'writer' | 'readers';
  readonly access: Access;
}

interface Facts {
  readonly status: Pick<TableStatus, 'restrictions' | 'logRefusal' | 'appliedNum'>;
  /** `null`: its connection was removed. */
  readonly access: DescribedAccess | null;
  readonly connection: Pick<Connection, 'name' | 'writeAccess' | 'editLogDestination' | 'hasServiceAccount' | 'authentication'> | null;
  readonly memberId: string;
}

const open: Editing = { state: 'open', scope: null, code: null, reason: null, nextStep: null };

/** The widest restriction is named first. */
export function editingState(facts: Facts): Editing {
  return ofConnection(facts) ?? ofTable(facts) ?? ofPerson(facts) ?? open;
}

function ofConnection({ status, connection }: Facts): Editing | null {
  if (connection === null)
    return restricted('connection', 'connection.not-found', 'The connection of this table was removed.', 'Ask an Admin.');
  const admin = 'Ask an Admin to mend the connection; then choose Re-check.';
  if (!connection.writeAccess) return restricted('connection', 'write-access.off', `Write access is off on ${connection.name}.`, admin);
  if (connection.editLogDestination === null)
    return restricted('connection', 'edit-log.not-set', `${connection.name} has no edit log destination.`, admin);
  if (connection.authentication === 'oauth' && !connection.hasServiceAccount)
    return restricted('connection', 'connection.no-service-account', `${connection.name} has no service account.`, admin);
  if (status.logRefusal !== null) return restricted('connection', status.logRefusal.code, status.logRefusal.reason, admin);
  return null;
}

function ofTable({ status, access: described }: Facts): Editing | null {
  const restriction = status.restrictions.find(({ memberId }) => memberId === null);
  const mend = 'Put the table back as it was, or rebuild it from its log; then choose Re-check.';
  if (restriction !== undefined) return restricted('table', restriction.code, restriction.reason, mend);
  const access = described?.access;
  if (access?.kind === 'missing' && status.appliedNum > 0)
    return restricted(
      'table',
      'input-table.data-missing',
      'The table is not in the warehouse any more, or your login may not see its schema.',
      mend,
    );
  if (access?.kind === 'seen' && !access.ours)
    return restricted(
      'table',
      'input-table.not-ours',
      'A table of this name is there, but it does not bear the mark of Penstock.',
      'Ask an Admin.',
    );
  return null;
}

function ofPerson({ status, access: described, memberId }: Facts): Editing | null {
  if (described?.of !== 'writer') return null;
  const { access } = described;
  if (access.kind === 'sign-in-ended')
    return restricted('me', 'sign-in.ended', access.reason, 'Sign in again; what was saved waits for you.');
  if (access.kind === 'seen' && access.heldBack !== null)
    return restricted('me', 'warehouse.privilege', access.heldBack, 'Ask an Admin for the data permission on the connection.');
  if (access.kind === 'seen' && !access.mayEdit) {
    return restricted(
      'me',
      'warehouse.privilege',
      `The login ${access.login} may not ${access.mayRead ? 'write to' : 'read'} this table.`,
      `Ask ${access.owner} for SELECT, INSERT and UPDATE on it; then choose Re-check.`,
    );
  }
  const restriction = status.restrictions.find((standing) => standing.memberId === memberId);
  if (restriction === undefined) return null;
  return restricted(
    'me',
    restriction.code,
    restriction.reason,
    ownNextSteps[restriction.code] ?? 'Ask for the named right; then choose Re-check.',
  );
}

const ownNextSteps: Readonly<Record<string, string>> = {
  'sign-in.ended': 'Sign in again; what was saved waits for you.',
  'warehouse.unexplained': 'It is tried again by itself, and at once by Re-check; you can also withdraw the edits that wait.',
};

function restricted(scope: Exclude<Editing['scope'], null>, code: string, reason: string, nextStep: string): Editing {
  return { state: 'restricted', scope, code, reason, nextStep };
}
