/** What people do about logged edits that wait: others adopt them, their author withdraws them. Both are edits of the log. */
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import { rowChanges } from '@penstock/domain/edit-log/row-changes';
import { columnsInOrder } from '@penstock/domain/edit-log/table-shape';
import type { TableShape } from '@penstock/domain/edit-log/table-shape';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Actor } from '@penstock/domain/members/actor';
import type { CellValue } from '@penstock/domain/values/cell-value';
import { applyCodes } from '../edit-log/applier.ts';
import { requireOwner, requireWriteRight } from './admit.ts';
import { isClientOperation, logEdit, requireEditRight } from './commands.ts';
import type { CommandNeeds } from './commands.ts';
import { dataTableOf } from './reach.ts';
import type { Access } from './table-access.ts';

interface Ids {
  readonly editId: string;
  readonly requestId: string;
}

/**
 * D2: edits of somebody whose sign-in has ended are applied with the adopter's credential, at their place in the order. The
 * warehouse is asked now whether the adopter may: what it refuses later goes back to its author.
 */
export async function adopt(
  needs: CommandNeeds,
  actor: Actor,
  tableId: string,
  nums: readonly number[],
  ids: Ids,
): Promise<readonly number[]> {
  const reached = await needs.reach.of(actor, tableId);
  requireEditRight(actor, reached);
  const { table } = reached;
  const { access } = await needs.access.toWrite(actor, table, 0);
  const login = requireWriteRight(access);
  const data = dataTableOf(table);
  const { exceptions, headNum, shape } = await needs.editLog.status(data);
  const waiting = new Set(
    exceptions.filter(({ kind, code }) => kind === 'waiting' && code !== applyCodes.withdrawing).map(({ num }) => num),
  );
  const adopted = nums.filter((num) => waiting.has(num));
  if (adopted.length === 0) throw new PenstockError('input-table.not-adoptable', 'None of these edits is waiting.');
  const entries = (await needs.editLog.pending(data)).filter(({ num }) => adopted.includes(num));
  refuseToAdopt(access, entries, shape);
  await logEdit(needs, actor, table, login, { ...ids, base: headNum, operation: { op: 'adopt', nums: adopted } });
  return adopted;
}

/** A statement does nothing to rows that a policy hides from the adopter's login: the edit would count as written and be lost. */
function refuseToAdopt(access: Access, entries: readonly EditEntry[], shape: TableShape): void {
  if (access.kind === 'seen' && access.underPolicies)
    throw new PenstockError('input-table.not-adoptable', `Policies hide a part of the table from the login ${access.login}.`);
  for (const { operation } of entries) if (isClientOperation(operation)) requireOwner(access, operation, shape);
}

/** Needs no right but to have made the edits: nothing is written. Whether one was written already is looked up before it falls. */
export async function withdraw(
  needs: CommandNeeds,
  actor: Actor,
  tableId: string,
  nums: readonly number[],
  ids: Ids,
): Promise<readonly number[]> {
  const { table } = await needs.reach.of(actor, tableId);
  const { exceptions, headNum } = await needs.editLog.status(dataTableOf(table));
  const mine = new Set(exceptions.filter(({ kind, memberId }) => kind === 'waiting' && memberId === actor.memberId).map(({ num }) => num));
  const withdrawn = nums.filter((num) => mine.has(num));
  if (withdrawn.length === 0)
    throw new PenstockError('input-table.not-withdrawable', 'None of these edits is yours and waiting.', { facts: { nums } });
  await logEdit(needs, actor, table, '', { ...ids, base: headNum, operation: { op: 'withdraw', nums: withdrawn } });
  return withdrawn;
}

export interface WaitingCell {
  readonly row: string;
  readonly column: string;
  readonly value: CellValue;
}

/** Cells of an edit that are shown with it, in the order of the columns; the rest is a count. */
const shownCells = 60;

/** What an edit would write, as the columns are now. */
export function cellsOfEdit(entry: EditEntry, shape: TableShape): { readonly cells: readonly WaitingCell[]; readonly cellCount: number } {
  const place = new Map(columnsInOrder(shape).map(({ id }, index) => [id, index]));
  const changes = rowChanges(entry, shape);
  const cells: WaitingCell[] = [];
  for (const { rowId, cells: ofRow } of changes) {
    if (cells.length >= shownCells) break;
    const inOrder = ofRow.toSorted((one, other) => (place.get(one.columnId) ?? 0) - (place.get(other.columnId) ?? 0));
    cells.push(...inOrder.map(({ columnId, value }) => ({ row: rowId, column: columnId, value })));
  }
  return { cells: cells.slice(0, shownCells), cellCount: changes.reduce((sum, change) => sum + change.cells.length, 0) };
}
