/**
 * Whether an edit may enter the log. What is refused here never had a number; what passes is tried as its author, and
 * the outcome table decides. Reads top to bottom; costs no warehouse round trip while the answers are remembered.
 */
import { largestTableRows, checkOperation } from '@penstock/domain/input-tables/check-operation';
import { columnsWritten, mayWrite, noRules, unlistedCells } from '@penstock/domain/input-tables/column-rules';
import type { UnlistedCell, Writer } from '@penstock/domain/input-tables/column-rules';
import type { OperationCheck } from '@penstock/domain/input-tables/check-operation';
import { rowsOf } from '@penstock/domain/edit-log/row-changes';
import type { TableShape } from '@penstock/domain/edit-log/table-shape';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { ClientOperation } from '@penstock/domain/input-tables/operation';
import type { Actor } from '@penstock/domain/members/actor';
import { requirePermission } from '@penstock/domain/members/require-permission';
import type { Typing } from '@penstock/domain/input-tables/where-typed';
import type { Right } from '@penstock/domain/workbooks/rights';
import type { TableStatus } from '../edit-log/edit-log.ts';
import { refuseAgainstLink } from './linked.ts';
import { admissionAgeMs } from './table-access.ts';
import type { Access, TableAccess } from './table-access.ts';
import type { InputTable } from './store.ts';
import { requirePlace } from './typing.ts';

/** Cells named in one refusal; the rest is a count. */
const listedCells = 1_000;

export interface Admission {
  readonly login: string;
  /** Cells with values that their columns' lists do not have, and that are taken all the same. */
  readonly unlisted: readonly UnlistedCell[];
}

export interface AdmissionNeeds {
  readonly access: TableAccess;
  /** Which of these row ids the table does not have, as far as this person can see. */
  readonly unknownRows: (actor: Actor, table: InputTable, rowIds: readonly string[]) => Promise<readonly string[]>;
  /** Rows of the table as last counted; `null` when nobody counted. */
  readonly rowTotal: (tableId: string) => number | null;
  /** The person, as the rules of columns look at them. */
  readonly writer: (actor: Actor, table: InputTable) => Promise<Writer>;
}

export interface EditToAdmit {
  readonly actor: Actor;
  readonly right: Right;
  readonly typing: Typing;
  readonly table: InputTable;
  readonly status: TableStatus;
  readonly operation: ClientOperation;
}

export async function admit(needs: AdmissionNeeds, edit: EditToAdmit): Promise<Admission> {
  requirePermission(edit.actor, 'input-tables.write');
  requirePlace(edit.typing, edit.right, edit.table.name, edit.operation);
  refuseRestricted(edit.status, edit.actor);
  refuseAgainstLink(edit.table, edit.operation);
  refuseUnfit(checkOperation(edit.operation, edit.status.shape));
  await refuseProtected(needs, edit);
  const unlisted = unlistedCells(edit.operation, edit.table.columnRules);
  refuseUnlisted(unlisted, edit.status.shape);
  const { access } = await needs.access.toWrite(edit.actor, edit.table, admissionAgeMs);
  const login = requireWriteRight(access);
  requireOwner(access, edit.operation, edit.status.shape);
  refuseFull(needs.rowTotal(edit.table.id), edit.operation);
  await refuseUnknownRows(needs, edit);
  return { login, unlisted };
}

async function refuseProtected(needs: AdmissionNeeds, { actor, table, status, operation }: EditToAdmit): Promise<void> {
  const written = columnsWritten(operation).filter((columnId) => (table.columnRules.get(columnId)?.protection ?? null) !== null);
  if (written.length === 0) return;
  const writer = await needs.writer(actor, table);
  const refused = written.filter((columnId) => !mayWrite(table.columnRules.get(columnId) ?? noRules, writer));
  if (refused.length === 0) return;
  const names = refused.map((columnId) => `"${status.shape.columns.get(columnId)?.name ?? columnId}"`);
  throw new PenstockError('input-table.column-protected', `You are not among those who may change ${names.join(', ')}.`, {
    facts: { columns: refused },
  });
}

function refuseUnlisted(cells: readonly UnlistedCell[], { columns }: TableShape): void {
  const refused = cells.filter(({ otherwise }) => otherwise === 'refuse');
  const [first] = refused;
  if (first === undefined) return;
  const name = columns.get(first.column)?.name ?? first.column;
  throw new PenstockError(
    'input-table.value-not-listed',
    refused.length === 1
      ? `"${name}" takes values of its list only.`
      : `${refused.length} cells hold values that their columns do not take.`,
    { facts: { cells: refused.slice(0, listedCells).map(({ row, column }) => ({ row, column })), count: refused.length } },
  );
}

/** The outcome table's last column: editing goes on, or is restricted for this person, this table, this connection. */
export function refuseRestricted(status: TableStatus, actor: Actor): void {
  const restriction = status.restrictions.find(({ memberId }) => memberId === null || memberId === actor.memberId);
  if (restriction === undefined) return;
  throw new PenstockError('input-table.editing-restricted', restriction.reason, {
    facts: { scope: restriction.memberId === null ? 'table' : 'me', cause: restriction.code },
  });
}

export function refuseUnfit(check: OperationCheck): void {
  switch (check.kind) {
    case 'fits':
      return;
    case 'cells':
      throw new PenstockError(
        'input-table.values-refused',
        check.count === 1 ? 'One cell does not fit its column.' : `${check.count} cells do not fit their columns.`,
        {
          facts: { cells: check.cells, count: check.count },
        },
      );
    case 'column-unknown':
      throw new PenstockError('input-table.column-unknown', `There is no column ${check.columnId} in this table.`, {
        facts: { columns: [check.columnId] },
      });
    case 'too-large':
      throw new PenstockError('input-table.edit-too-large', `The edit has ${check.cells} cells.`);
    case 'invalid':
      throw new PenstockError('input-table.edit-invalid', check.message, { fields: [{ pointer: check.pointer, message: check.message }] });
  }
}

/** A live credential, and a right to write that the warehouse has confirmed in this session. */
export function requireWriteRight(access: Access): string {
  switch (access.kind) {
    case 'unknown':
      throw new PenstockError('connection.warehouse-unreachable', `The warehouse cannot be asked whether you may edit: ${access.reason}`);
    case 'sign-in-ended':
      throw new PenstockError('input-table.editing-restricted', `Your sign-in to the warehouse has ended: ${access.reason}`, {
        nextStep: 'Sign in again; nothing that was saved is lost.',
        facts: { scope: 'me', cause: 'sign-in-ended' },
      });
    case 'missing':
      throw new PenstockError(
        'input-table.editing-restricted',
        'The table is not in the warehouse any more, or your login may not see its schema.',
        {
          facts: { scope: 'table', cause: 'table-changed' },
        },
      );
    case 'seen':
      if (!access.ours)
        throw new PenstockError('input-table.not-ours', 'A table of this name is there, but it does not bear the mark of Penstock.');
      if (access.mayEdit) return access.login;
      if (access.heldBack !== null)
        throw new PenstockError('input-table.editing-restricted', access.heldBack, {
          nextStep: 'Ask an Admin for the data permission on the connection.',
          facts: { scope: 'me', cause: 'privilege', owner: access.owner },
        });
      throw new PenstockError(
        'input-table.editing-restricted',
        `The login ${access.login} may not ${access.mayRead ? 'write to' : 'read'} this table in the warehouse.`,
        {
          nextStep: `Ask ${access.owner}, who owns the table, for SELECT, INSERT and UPDATE on it; then choose Re-check.`,
          facts: { scope: 'me', cause: 'privilege', owner: access.owner },
        },
      );
  }
}

/** D4: only the owner can ALTER, so adding and retyping is refused for others *before* it is logged. */
export function requireOwner(access: Access, operation: ClientOperation, shape: TableShape): void {
  if (access.kind !== 'seen' || access.owns) return;
  const retypes =
    operation.op === 'changeColumn' && operation.type !== undefined && operation.type !== shape.columns.get(operation.columnId)?.type;
  if (operation.op !== 'addColumn' && !retypes) return;
  throw new PenstockError(
    'input-table.owner-needed',
    `The table belongs to ${access.owner} in the warehouse, and you are ${access.login}.`,
    {
      nextStep: `Ask ${access.owner} to ${retypes ? 'change the type of' : 'add'} the column.`,
      facts: { owner: access.owner },
    },
  );
}

function refuseFull(total: number | null, operation: ClientOperation): void {
  const { made } = rowsOf(operation);
  if (total === null || made.length === 0 || total + made.length <= largestTableRows) return;
  throw new PenstockError('input-table.full', `The table has ${total} rows and may have up to ${largestTableRows}.`);
}

async function refuseUnknownRows(needs: AdmissionNeeds, { actor, table, operation }: EditToAdmit): Promise<void> {
  const unknown = await needs.unknownRows(actor, table, rowsOf(operation).touched);
  if (unknown.length === 0) return;
  throw new PenstockError(
    'input-table.row-unknown',
    `${unknown.length} of the edit's rows do not exist in this table, or you cannot see them.`,
    {
      facts: { rows: unknown.slice(0, 100) },
    },
  );
}
