/** What changes an input table: edits, and what mends it. Creating one is in `create.ts`. */
import type { EditMetadata } from '@penstock/domain/edit-log/entry';
import type { Restriction } from '@penstock/domain/edit-log/ports';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { decide } from '@penstock/domain/execution-identity/decide';
import { unlistedCells } from '@penstock/domain/input-tables/column-rules';
import type { UnlistedCell } from '@penstock/domain/input-tables/column-rules';
import type { ClientOperation, Operation } from '@penstock/domain/input-tables/operation';
import type { Actor } from '@penstock/domain/members/actor';
import { requirePermission } from '@penstock/domain/members/require-permission';
import { applyCodes } from '../edit-log/applier.ts';
import { admit, requireWriteRight } from './admit.ts';
import type { Admission } from './admit.ts';
import type { Needs } from './needs.ts';
import type { Reads } from './reads.ts';
import { asLogged } from './linked.ts';
import type { RequestedOperation } from './linked.ts';
import { dataTableOf, pathOf } from './reach.ts';
import type { Reach, Reached } from './reach.ts';
import { closeTrayEntry, hasNumber } from './store.ts';
import type { InputTable } from './store.ts';
import { readTag } from './table-access.ts';
import type { TableAccess } from './table-access.ts';
import { notPermitted, typingOf } from './typing.ts';

export interface NewEdit {
  readonly editId: string;
  readonly base: number;
  readonly operation: ClientOperation;
  readonly requestId: string;
}

export interface RequestedEdit extends Omit<NewEdit, 'operation'> {
  readonly operation: RequestedOperation;
}

export interface Acknowledgement {
  readonly editId: string;
  readonly editNum: number;
  readonly at: string;
  readonly state: 'logged' | 'applied';
}

/** What was admitted though a column's list does not have it. */
export interface Submitted extends Acknowledgement {
  readonly unlisted: readonly UnlistedCell[];
}

export interface CommandNeeds extends Needs {
  readonly reach: Reach;
  readonly access: TableAccess;
  readonly reads: Reads;
}

/** Admits an edit and has it logged; resolves when the log has confirmed it (I2). */
export async function submitEdit(needs: CommandNeeds, actor: Actor, tableId: string, requested: RequestedEdit): Promise<Submitted> {
  const reached = await needs.reach.of(actor, tableId);
  const edit: NewEdit = { ...requested, operation: asLogged(reached.table, requested.operation) };
  const { login, unlisted } = await admitOrRecognise(needs, actor, reached, edit);
  const acknowledged = await logEdit(needs, actor, reached.table, login, edit);
  needs.reads.remember(reached.table.id, edit.operation);
  return { ...acknowledged, unlisted };
}

/** A repeat of an edit that has its number is answered as before, though it might not be admitted today (I4). */
async function admitOrRecognise(needs: CommandNeeds, actor: Actor, reached: Reached, edit: NewEdit): Promise<Admission> {
  const status = await needs.editLog.status(dataTableOf(reached.table));
  try {
    const admission = await admit(needs.reads.admission, {
      actor,
      right: reached.right,
      typing: await typingOf(needs.workbooks, actor, reached),
      table: reached.table,
      status,
      operation: edit.operation,
    });
    needs.editingNotices.mended(reached.table.id);
    return admission;
  } catch (error) {
    if (error instanceof PenstockError && (await hasNumber(needs.database.pool, reached.table.id, actor.memberId, edit.editId)))
      return { login: '', unlisted: unlistedCells(edit.operation, reached.table.columnRules) };
    const restriction = restrictionOf(error, actor);
    if (restriction !== null) needs.editingNotices.refused(reached.table.id, restriction);
    throw error;
  }
}

/** R56: what the warehouse itself put in an edit's way is told as if the edit had come as far as the warehouse. */
function restrictionOf(error: unknown, actor: Actor): Restriction | null {
  if (!(error instanceof PenstockError)) return null;
  if (error.code === 'input-table.not-ours') return { memberId: null, code: applyCodes.tableChanged, reason: error.message };
  if (error.code !== 'input-table.editing-restricted') return null;
  if (error.facts['cause'] === 'table-changed') return { memberId: null, code: applyCodes.tableChanged, reason: error.message };
  return error.facts['cause'] === 'privilege' ? { memberId: actor.memberId, code: applyCodes.privilege, reason: error.message } : null;
}

/** Has an edit logged as this person's; resolves when the log has confirmed it. */
export async function logEdit(
  needs: CommandNeeds,
  actor: Actor,
  table: InputTable,
  login: string,
  edit: { readonly editId: string; readonly base: number; readonly operation: Operation; readonly requestId: string },
): Promise<Acknowledgement> {
  const metadata: EditMetadata = { documentId: table.workbookId, elementId: table.id, requestId: edit.requestId };
  const author = { memberId: actor.memberId, email: actor.email, login };
  const data = dataTableOf(table);
  const { editNum, at } = await needs.editLog.submit({
    table: data,
    editId: edit.editId,
    base: edit.base,
    author,
    metadata,
    operation: edit.operation,
  });
  const { appliedNum } = await needs.editLog.status(data);
  return { editId: edit.editId, editNum, at, state: editNum <= appliedNum ? 'applied' : 'logged' };
}

/** The rejected edit again, under a new id, on the table as it is now; the tray entry is closed with it. */
export async function sendAgain(
  needs: CommandNeeds,
  actor: Actor,
  tableId: string,
  editId: string,
  again: { readonly newEditId: string; readonly requestId: string },
): Promise<Submitted> {
  const { table } = await needs.reach.of(actor, tableId);
  const entry = (await needs.reads.rejected(actor, table)).find((rejected) => rejected.entry.editId === editId)?.entry;
  if (entry === undefined) throw new PenstockError('input-table.not-rejected', 'Your tray has no edit with this id.');
  const { operation } = entry;
  if (!isClientOperation(operation)) throw new PenstockError('input-table.not-rejected', 'This edit cannot be sent again.');
  const { headNum } = await needs.editLog.status(dataTableOf(table));
  const sent = await submitEdit(needs, actor, tableId, {
    editId: again.newEditId,
    base: Math.min(entry.base, headNum),
    operation,
    requestId: again.requestId,
  });
  await closeTrayEntry(needs.database.pool, table.id, actor.memberId, editId, again.newEditId);
  return sent;
}

export async function putAway(needs: CommandNeeds, actor: Actor, tableId: string, editId: string): Promise<void> {
  const { table } = await needs.reach.of(actor, tableId);
  await closeTrayEntry(needs.database.pool, table.id, actor.memberId, editId, null);
}

/** Lifts a restriction if the warehouse now agrees; otherwise says what still stands in the way. */
export async function recheck(needs: CommandNeeds, actor: Actor, tableId: string): Promise<void> {
  const { table } = await needs.reach.of(actor, tableId);
  needs.access.drop(table.id);
  requireWriteRight((await needs.access.toWrite(actor, table, 0)).access);
  await needs.editLog.recheck(dataTableOf(table));
  needs.editingNotices.mended(table.id);
}

/** D4: the creator gives a colleague's login the right to read or to edit, in the warehouse, as the creator. */
export async function grantToLogin(
  needs: CommandNeeds,
  actor: Actor,
  tableId: string,
  wanted: { readonly login: string; readonly right: 'read' | 'edit' },
): Promise<string> {
  const reached = await needs.reach.of(actor, tableId);
  requireEditRight(actor, reached);
  const { table } = reached;
  const { access } = await needs.access.toWrite(actor, table, 0);
  requireWriteRight(access);
  if (access.kind !== 'seen' || !access.owns)
    throw new PenstockError(
      'input-table.grant-refused',
      `The table belongs to ${access.kind === 'seen' ? access.owner : 'somebody else'} in the warehouse; only its owner can give rights on it.`,
    );
  const connection = await needs.connections.load(table.connectionId);
  if (connection === null) throw new PenstockError('connection.not-found', 'The connection of this table was removed.');
  const person = await needs.dataPermissions.personFacts(connection, actor.memberId, []);
  const decision = decide({ purpose: 'apply', connection, person });
  if (decision.kind === 'refuse') throw new PenstockError('write-access.off', decision.reason);
  const statement = needs.dialect.inputTables.grant(pathOf(table), wanted.right, wanted.login);
  const tag = { ...readTag(decision.identity, actor, table), purpose: 'grant', human: actor.email };
  const result = await needs.runAs.withSession(decision.identity, tag, (session) => session.run(statement, { tag, timeoutMs: 15_000 }));
  const outcome = result.kind === 'done' ? result.value : result;
  if (outcome.kind !== 'done')
    throw new PenstockError('input-table.grant-refused', outcome.failure.message, { facts: { sql: statement.text } });
  needs.access.drop(table.id);
  return statement.text;
}

export function requireEditRight(actor: Actor, { right, table }: Reached): void {
  requirePermission(actor, 'input-tables.write');
  if (right === 'edit') return;
  throw notPermitted(right, table.name);
}

const clientOperations: ReadonlySet<Operation['op']> = new Set<ClientOperation['op']>([
  'addColumn',
  'changeColumn',
  'deleteColumn',
  'moveColumn',
  'insertRows',
  'updateCells',
  'updateKeyedCells',
  'moveRows',
  'deleteRows',
  'restoreRows',
]);

export function isClientOperation(operation: Operation): operation is ClientOperation {
  return clientOperations.has(operation.op);
}
