/** The command behind "Rebuild from log": who may, that it is logged, and what follows. */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Actor } from '@penstock/domain/members/actor';
import { requireEditRight } from './commands.ts';
import type { InputTables } from './input-tables.ts';
import { dataTableOf } from './reach.ts';
import { rebuildTable } from './rebuild-table.ts';

/** Throws `input-table.rebuild-failed` with what the warehouse said. */
export async function rebuildInputTable(
  room: InputTables,
  actor: Actor,
  tableId: string,
  ids: { readonly editId: string; readonly requestId: string },
): Promise<{ readonly rows: number; readonly num: number }> {
  const reached = await room.reach.of(actor, tableId);
  requireEditRight(actor, reached);
  const table = dataTableOf(reached.table);
  const { access } = await room.access.toWrite(actor, reached.table, 0);
  const login = access.kind === 'seen' || access.kind === 'missing' ? access.login : '';
  if (access.kind === 'seen' && !access.ours)
    throw new PenstockError('input-table.not-ours', 'A table of this name is there, but it does not bear the mark of Penstock.');
  const status = await room.editLog.status(table);
  await room.editLog.submit({
    table,
    editId: ids.editId,
    base: status.headNum,
    author: { memberId: actor.memberId, email: actor.email, login },
    metadata: { documentId: reached.table.workbookId, elementId: tableId, requestId: ids.requestId },
    operation: { op: 'rebuild' },
  });
  const outcome = await rebuildTable(
    room.logPorts,
    {
      ...table,
      headNum: status.headNum,
      appliedNum: status.appliedNum,
      shape: status.dataShape,
      restrictions: status.restrictions,
      exceptions: status.exceptions,
    },
    actor.memberId,
  );
  if (outcome.kind === 'failed') throw new PenstockError('input-table.rebuild-failed', outcome.reason);
  room.access.drop(tableId);
  await room.editLog.recheck(table);
  return { rows: outcome.rows, num: outcome.num };
}
