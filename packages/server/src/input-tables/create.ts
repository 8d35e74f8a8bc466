/**
 * Creating an input table: its registration, then the log's first edit by the service account, then CREATE TABLE by
 * the author's own login, then its place in the workbook. Each step can be repeated; the same edit id makes one table.
 */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { checkNewColumns } from '@penstock/domain/input-tables/check-operation';
import type { Column } from '@penstock/domain/input-tables/column';
import { fingerprintOf } from '@penstock/domain/input-tables/fingerprint';
import { keysBetween } from '@penstock/domain/input-tables/order-key';
import { dataTableName } from '@penstock/domain/input-tables/physical-layout';
import type { Actor } from '@penstock/domain/members/actor';
import { requirePermission } from '@penstock/domain/members/require-permission';
import type { Source } from '@penstock/domain/workbooks/definition';
import { uuidFrom } from '../app/request-id.ts';
import { refuseUnfit } from './admit.ts';
import type { Needs } from './needs.ts';
import { keyColumnsOf, linkedElement } from './linked.ts';
import type { LinkedRows, NewLink } from './linked.ts';
import { dataTableOf } from './reach.ts';
import { advanceLife, loadInputTable, planInputTable } from './store.ts';
import type { InputTable } from './store.ts';
import type { TableAccess } from './table-access.ts';

export interface NewInputTable {
  readonly workbookId: string;
  readonly pageId: string;
  readonly name: string;
  readonly connectionId: string;
  readonly destinationId: string | null;
  /** Those that people type into; of a linked table, its keys come before them. */
  readonly columns: readonly NewColumn[];
  readonly link: NewLink | null;
  readonly editId: string;
  readonly requestId: string;
}

export type NewColumn = Pick<Column, 'id' | 'name' | 'type'> & {
  readonly options?: Column['options'] | undefined;
  readonly order?: string | undefined;
};

/** How long the answer waits for the warehouse to have the table; after that it comes when it comes. */
const creationPatienceMs = 20_000;

export interface CreateNeeds extends Needs {
  readonly access: TableAccess;
  /** What a source gives, as this person sees it. Throws where they may not build on it. */
  readonly describe: (source: Source) => Promise<LinkedRows>;
}

export async function createInputTable(needs: CreateNeeds, actor: Actor, wanted: NewInputTable): Promise<InputTable> {
  requirePermission(actor, 'input-tables.write');
  await needs.workbooks.require(actor, wanted.workbookId, 'edit');
  const { link } = wanted;
  const keys = link === null ? [] : keyColumnsOf(link, await needs.describe(link.source), wanted.connectionId);
  const columns = completed([...keys, ...wanted.columns]);
  refuseUnfit(checkNewColumns(columns));
  await requireEditLog(needs, wanted.connectionId);
  const planned = await plan(
    needs,
    actor,
    wanted,
    keys.map(({ id }) => id),
  );
  needs.crashPoint('input-table.planned');
  const { access: seen } = await needs.access.toWrite(actor, planned, 0);
  const login = seen.kind === 'seen' || seen.kind === 'missing' ? seen.login : '';
  const { editNum } = await needs.editLog.createTable({
    table: dataTableOf(planned),
    editId: wanted.editId,
    base: 0,
    author: { memberId: actor.memberId, email: actor.email, login },
    metadata: { documentId: planned.workbookId, elementId: planned.id, requestId: wanted.requestId },
    operation: { op: 'createTable', name: planned.name, columns },
  });
  needs.crashPoint('input-table.creation-logged');
  await advanceLife(needs.database.pool, planned.id, 'writing', login === '' ? null : login);
  await created(needs, planned, editNum);
  needs.crashPoint('input-table.created');
  await needs.workbooks.drafts.addInputTable(actor, planned.workbookId, {
    pageId: planned.pageId,
    id: planned.id,
    inputTableId: planned.id,
    name: planned.name,
    linked: link === null ? null : linkedElement(planned.id, link, wanted.columns),
  });
  needs.access.drop(planned.id);
  return planned;
}

/** Columns in the order they were given, options empty unless they are named. */
function completed(columns: readonly NewColumn[]): readonly Column[] {
  const orders = keysBetween(null, null, columns.length);
  return columns.map(({ id, name, type, options, order }, index) => ({
    id,
    name,
    type,
    options: options ?? [],
    order: order ?? orders[index] ?? 'a0',
    generation: 1,
  }));
}

/** R21, D8: without a log destination or a service account there are no input tables, and the reason is said. */
async function requireEditLog(needs: Needs, connectionId: string): Promise<void> {
  const connection = await needs.connections.load(connectionId);
  if (connection === null) throw new PenstockError('connection.not-found', 'There is no connection with this id.');
  if (!connection.writeAccess) throw new PenstockError('write-access.off', `Write access is off on ${connection.name}.`);
  if (connection.editLogDestination === null)
    throw new PenstockError('edit-log.not-set', `${connection.name} has no edit log destination, so input tables are disabled on it.`);
  if (connection.authentication === 'oauth' && !connection.hasServiceAccount) {
    throw new PenstockError('connection.no-service-account', `${connection.name} has no service account that could write the edit log.`);
  }
}

async function plan(needs: Needs, actor: Actor, wanted: NewInputTable, keyColumns: readonly string[]): Promise<InputTable> {
  const id = uuidFrom(`input table\n${actor.memberId}\n${wanted.editId}`);
  // A repeat goes where the first request went, whatever may be written to today.
  const planned = (await loadInputTable(needs.database.pool, id)) ?? (await register(needs, actor, id, wanted, keyColumns));
  const same = planned.workbookId === wanted.workbookId && planned.connectionId === wanted.connectionId && planned.name === wanted.name;
  if (!same) throw new PenstockError('edit-log.edit-id-reused', 'This edit id has created another input table.');
  if (planned.life === 'retired')
    throw new PenstockError('edit-log.edit-id-reused', 'The warehouse refused the table that this edit id was to create.');
  return planned;
}

async function register(needs: Needs, actor: Actor, id: string, wanted: NewInputTable, keyColumns: readonly string[]): Promise<InputTable> {
  const destination = await needs.writeAccess.choose(actor, wanted.connectionId, wanted.destinationId);
  return planInputTable(needs.database.pool, {
    id,
    workbookId: wanted.workbookId,
    pageId: wanted.pageId,
    name: wanted.name,
    connectionId: wanted.connectionId,
    destination: { database: destination.database, schema: destination.schema },
    destinationId: destination.id,
    tableName: dataTableName(id),
    ownerMemberId: actor.memberId,
    fingerprint: fingerprintOf(id),
    createEditId: wanted.editId,
    keyColumns,
  });
}

/** Waits until the author's CREATE TABLE has run; a refusal ends the table's life and is told. */
async function created(needs: Needs, planned: InputTable, editNum: number): Promise<void> {
  const deadlineMs = needs.clock.nowMs() + creationPatienceMs;
  const table = dataTableOf(planned);
  for (let pauseMs = 5; needs.clock.nowMs() < deadlineMs; pauseMs = Math.min(pauseMs * 2, 100)) {
    const status = await needs.editLog.status(table);
    const exception = status.exceptions.find(({ num }) => num === editNum);
    if (exception?.kind === 'rejected') {
      await advanceLife(needs.database.pool, planned.id, 'retired', null);
      if (planned.destinationId !== null) await needs.writeAccess.refused(planned.ownerMemberId, { id: planned.destinationId });
      throw new PenstockError('write-destination.not-authorized', `The warehouse refused to create the table: ${exception.reason}`);
    }
    if (exception?.kind === 'waiting') return;
    if (status.appliedNum >= editNum) return advanceLife(needs.database.pool, planned.id, 'live', null);
    await needs.clock.sleep(pauseMs);
  }
}
