/** Metadata SQL of "Run as service account", and what a document reads once data models are followed to their ends. */
import type { ReadSource } from '@penstock/domain/data-permissions/read-source';
import { sourceKey } from '@penstock/domain/data-permissions/read-source';
import { leafKey, leafSources } from '@penstock/domain/queries/leaf-sources';
import type { Definition } from '@penstock/domain/workbooks/definition';
import { elementsOf, linkOf } from '@penstock/domain/workbooks/references';
import type { Queryable } from '../members/store.ts';

/** A toggle that is on. */
export interface Toggle {
  readonly setBy: { readonly id: string; readonly name: string };
  readonly setAt: Date;
  /** The version that is served. */
  readonly approvedNumber: number;
  /** Connections that qualified at the latest approval. */
  readonly covered: readonly string[];
  readonly approvedSources: readonly ReadSource[];
  /** Published, but waiting for an Admin. */
  readonly waitingNumber: number | null;
}

/** `null`: off. */
export async function toggleOf(on: Queryable, workbookId: string): Promise<Toggle | null> {
  const { rows } = await on.query<{
    set_by: string;
    name: string;
    set_at: Date;
    approved_number: number;
    covered_connections: readonly string[];
    approved_sources: readonly ReadSource[];
    waiting_number: number | null;
  }>(
    `select t.set_by, m.name, t.set_at, t.approved_number, t.covered_connections, t.approved_sources, t.waiting_number
     from service_account_toggles t join members m on m.id = t.set_by where t.workbook_id = $1`,
    [workbookId],
  );
  const [row] = rows;
  if (row === undefined) return null;
  return {
    setBy: { id: row.set_by, name: row.name },
    setAt: row.set_at,
    approvedNumber: row.approved_number,
    covered: row.covered_connections,
    approvedSources: row.approved_sources,
    waitingNumber: row.waiting_number,
  };
}

/** What an approval says: which connections' parts run as the service account, reading what. */
export interface Approval {
  readonly number: number;
  readonly covered: readonly string[];
  readonly sources: readonly ReadSource[];
  /** `null`: nobody had to be asked. */
  readonly approvedBy: string | null;
}

export async function switchOn(on: Queryable, workbookId: string, memberId: string, approval: Approval): Promise<void> {
  await on.query(
    `insert into service_account_toggles (workbook_id, set_by, approved_number, covered_connections, approved_sources) values ($1, $2, $3, $4, $5)
     on conflict (workbook_id) do update set set_by = excluded.set_by, set_at = now(), approved_number = excluded.approved_number,
       covered_connections = excluded.covered_connections, approved_sources = excluded.approved_sources`,
    [workbookId, memberId, approval.number, approval.covered, JSON.stringify(approval.sources)],
  );
  await noteApproved(on, workbookId, approval);
}

/** The approved version is the newest: none waits any more. */
export async function approveNewest(on: Queryable, workbookId: string, approval: Approval): Promise<void> {
  await on.query(
    `update service_account_toggles set approved_number = $2, covered_connections = $3, approved_sources = $4, waiting_number = null
     where workbook_id = $1`,
    [workbookId, approval.number, approval.covered, JSON.stringify(approval.sources)],
  );
  await noteApproved(on, workbookId, approval);
}

export async function letWait(on: Queryable, workbookId: string, number: number): Promise<void> {
  await on.query('update service_account_toggles set waiting_number = $2 where workbook_id = $1', [workbookId, number]);
}

export async function switchOff(on: Queryable, workbookId: string): Promise<void> {
  await on.query('delete from service_account_toggles where workbook_id = $1', [workbookId]);
}

async function noteApproved(on: Queryable, workbookId: string, { number, approvedBy }: Approval): Promise<void> {
  await on.query(
    'insert into service_account_approvals (workbook_id, number, approved_by) values ($1, $2, $3) on conflict (workbook_id, number) do nothing',
    [workbookId, number, approvedBy],
  );
}

export async function wasApproved(on: Queryable, workbookId: string, number: number): Promise<boolean> {
  const { rowCount } = await on.query('select 1 from service_account_approvals where workbook_id = $1 and number = $2', [
    workbookId,
    number,
  ]);
  return rowCount === 1;
}

/** Whether new sources wait for an Admin, in the whole organization. */
export async function approvalIsAsked(on: Queryable): Promise<boolean> {
  const { rows } = await on.query<{ asked: boolean }>('select service_account_approval as asked from installation');
  return rows[0]?.asked ?? true;
}

export async function setApprovalIsAsked(on: Queryable, asked: boolean): Promise<void> {
  await on.query('update installation set service_account_approval = $1', [asked]);
}

export interface PublishedDocument {
  readonly draft: Definition;
  /** What readers see; `null` before the first publishing. */
  readonly published: { readonly number: number; readonly definition: Definition } | null;
}

/** Locks the document until the transaction ends; `null` for unknown and deleted ones. */
export async function lockDocument(on: Queryable, workbookId: string): Promise<PublishedDocument | null> {
  const { rowCount } = await on.query('select 1 from workbooks where id = $1 and deleted_at is null for update', [workbookId]);
  return rowCount === 1 ? loadDocument(on, workbookId) : null;
}

export async function loadDocument(on: Queryable, workbookId: string): Promise<PublishedDocument | null> {
  const { rows } = await on.query<{ draft: Definition; number: number | null; definition: Definition | null }>(
    `select w.draft, v.number, v.definition from workbooks w
     left join workbook_versions v on v.workbook_id = w.id and v.number = w.published_number
     where w.id = $1 and w.deleted_at is null`,
    [workbookId],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const published = row.number === null || row.definition === null ? null : { number: row.number, definition: row.definition };
  return { draft: row.draft, published };
}

export async function definitionOfVersion(on: Queryable, workbookId: string, number: number): Promise<Definition | null> {
  const { rows } = await on.query<{ definition: Definition }>(
    'select definition from workbook_versions where workbook_id = $1 and number = $2',
    [workbookId, number],
  );
  return rows[0]?.definition ?? null;
}

export async function serveVersion(on: Queryable, workbookId: string, number: number): Promise<void> {
  await on.query('update workbooks set published_number = $2, updated_at = now() where id = $1', [workbookId, number]);
}

/** Everything that all elements of a definition read. */
export function sourcesRead(on: Queryable, definition: Definition): Promise<readonly ReadSource[]> {
  return sourcesOf(
    on,
    definition,
    elementsOf(definition).map(({ id }) => id),
  );
}

/** Everything that these elements read, each data model that they name followed as it is published now, down to the end. */
export async function sourcesOf(on: Queryable, definition: Definition, elementIds: readonly string[]): Promise<readonly ReadSource[]> {
  const found = new Map<string, ReadSource>();
  const inputTables = new Set<string>();
  const models = new Map<string, Definition | null>();
  const seen = new Set<string>();
  const waiting = elementIds.map((elementId) => ({ within: definition, elementId }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const leaf of leafSources(next.within, next.elementId)) {
      switch (leaf.kind) {
        case 'warehouse-table':
        case 'custom-sql':
          found.set(sourceKey(leaf), leaf);
          break;
        case 'input-table':
          inputTables.add(leaf.inputTableId);
          break;
        case 'data-model': {
          if (seen.has(leafKey(leaf))) break;
          seen.add(leafKey(leaf));
          const { documentId, elementId } = leaf;
          if (!models.has(documentId)) models.set(documentId, (await loadDocument(on, documentId))?.published?.definition ?? null);
          const within = models.get(documentId) ?? null;
          if (within !== null) waiting.push({ within, elementId });
        }
      }
    }
  }
  for (const source of await connectionsOfInputTables(on, [...inputTables])) found.set(sourceKey(source), source);
  return [...found.values()];
}

async function connectionsOfInputTables(on: Queryable, ids: readonly string[]): Promise<readonly ReadSource[]> {
  if (ids.length === 0) return [];
  const { rows } = await on.query<{ id: string; connection_id: string }>('select id, connection_id from input_tables where id = any($1)', [
    ids,
  ]);
  return rows.map((row) => ({ kind: 'input-table', connectionId: row.connection_id, inputTableId: row.id }));
}

/** Names that people know input tables by, as far as a document gives them one. */
export function inputTableNames(definition: Definition): ReadonlyMap<string, string> {
  return new Map(
    elementsOf(definition).flatMap((element) => {
      const table = element.kind === 'input-table' ? element : linkOf(element);
      return table === null ? [] : [[table.inputTableId, element.name] as const];
    }),
  );
}
