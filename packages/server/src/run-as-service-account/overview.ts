/** What the share dialog and the publish dialog show of "Run as service account" (R50-R54). */
import type { Connection } from '@penstock/domain/connections/connection';
import { newSources } from '@penstock/domain/data-permissions/read-source';
import type { ReadSource } from '@penstock/domain/data-permissions/read-source';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Actor } from '@penstock/domain/members/actor';
import { offerOf, qualificationOf } from '@penstock/domain/run-as-service-account/offer';
import type { ConnectionStore } from '../connections/store.ts';
import type { Queryable } from '../members/store.ts';
import type { Workbooks } from '../workbooks/workbooks.ts';
import { inputTableNames, loadDocument, sourcesRead, toggleOf } from './store.ts';

export interface OverviewNeeds {
  readonly database: { readonly pool: Queryable };
  readonly connections: Pick<ConnectionStore, 'load'>;
  readonly workbooks: Pick<Workbooks, 'require'>;
}

/** Admins see it of every document; everybody else of those they may open. Throws `request.not-found`. */
export async function overviewOf({ database, connections, workbooks }: OverviewNeeds, actor: Actor, workbookId: string) {
  const isAdmin = actor.permissions.has('connections.manage');
  const mayEdit = isAdmin || (await workbooks.require(actor, workbookId, 'view')).right === 'edit';
  const [document, toggle] = await Promise.all([loadDocument(database.pool, workbookId), toggleOf(database.pool, workbookId)]);
  if (document === null) throw new PenstockError('request.not-found', 'There is no workbook with this id.');
  const { draft, published } = document;
  const read = published === null ? [] : await sourcesRead(database.pool, published.definition);
  const used = await Promise.all([...new Set(read.map(({ connectionId }) => connectionId))].map((id) => connections.load(id)));
  const known = used.filter((connection) => connection !== null);
  const newInDraft = newSources(toggle?.approvedSources ?? read, await sourcesRead(database.pool, draft));
  const names = new Map([...inputTableNames(draft), ...(published === null ? [] : inputTableNames(published.definition))]);
  // What custom SQL says is for those who could read it in the draft.
  const told = (sources: readonly ReadSource[]) => (mayEdit ? sources.map((source) => ({ ...source, name: nameOf(source, names) })) : []);
  return {
    ...offerOf(published !== null, known),
    maySet: isAdmin,
    enabled: toggle !== null,
    setBy: toggle?.setBy ?? null,
    setAt: toggle?.setAt.toISOString() ?? null,
    approvedVersion: toggle?.approvedNumber ?? null,
    waitingVersion: toggle?.waitingNumber ?? null,
    connections: known.map((connection) => presentConnection(connection, toggle?.covered ?? null)),
    reads: told(read),
    newInDraft: told(newInDraft),
  };
}

function presentConnection(connection: Connection, covered: readonly string[] | null) {
  const { qualifies, reason } = qualificationOf(connection);
  const runsAsServiceAccount = covered?.includes(connection.id) ?? false;
  return {
    id: connection.id,
    name: connection.name,
    qualifies,
    reason,
    runsAsServiceAccount,
    serviceAccount: connection.serviceAccountLogin,
  };
}

function nameOf(source: ReadSource, inputTables: ReadonlyMap<string, string>): string {
  switch (source.kind) {
    case 'warehouse-table':
      return `${source.schema}.${source.table}`;
    case 'custom-sql':
      return source.sql;
    case 'input-table':
      return inputTables.get(source.inputTableId) ?? 'Input table';
  }
}
