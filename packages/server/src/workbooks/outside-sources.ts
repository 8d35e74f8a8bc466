/**
 * What a draft names outside itself: data models, input tables of other documents, connections. Whoever brings such a
 * source in must be allowed to explore it; what stands in the draft already stays, whoever goes on working on it.
 */
import { sourceKey } from '@penstock/domain/data-permissions/read-source';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Actor } from '@penstock/domain/members/actor';
import type { Definition } from '@penstock/domain/workbooks/definition';
import { elementsOf, leafSourcesOf } from '@penstock/domain/workbooks/references';
import type { LeafSource } from '@penstock/domain/workbooks/references';
import { isEnough } from '@penstock/domain/workbooks/rights';
import type { ConnectionStore } from '../connections/store.ts';
import type { DataPermissions } from '../data-permissions/data-permissions.ts';
import type { Queryable } from '../members/store.ts';
import type { WorkbookAccess } from './access.ts';
import { inputTablesOf, workbookOfInputTable } from './store.ts';
import { publishedOf } from './version-store.ts';

export interface SourceNeeds {
  readonly pool: Queryable;
  readonly access: WorkbookAccess;
  readonly connections: Pick<ConnectionStore, 'load'>;
  readonly dataPermissions: Pick<DataPermissions, 'mayRead'>;
}

/** What `after` names outside itself and `before` does not, by key. */
export function newSources(before: Definition, after: Definition): ReadonlyMap<string, LeafSource> {
  const known = new Set(leafSourcesOf(before).map(keyOf));
  const outside = leafSourcesOf(after).filter((source) => source.kind !== 'element' && !known.has(keyOf(source)));
  return new Map(outside.map((source) => [keyOf(source), source]));
}

/** Throws `workbook.unknown-reference`, `workbook.source-not-permitted`, `workbook.circular`. */
export async function requireSources(
  needs: SourceNeeds,
  actor: Actor,
  workbookId: string,
  sources: ReadonlyMap<string, LeafSource>,
): Promise<void> {
  for (const source of sources.values()) {
    switch (source.kind) {
      case 'warehouse-table':
      case 'custom-sql':
        await requireReadable(needs, actor, source);
        break;
      case 'data-model':
        await requireDataModel(needs, actor, workbookId, source);
        break;
      case 'input-table':
        await requireInputTable(needs, actor, workbookId, source.inputTableId, source);
        break;
      case 'element':
        break;
    }
  }
}

/** An input table shows in the document that it was made in, and in no other. Throws `workbook.unknown-reference`. */
export async function requireOwnInputTables(on: Queryable, workbookId: string, before: Definition, after: Definition): Promise<void> {
  const known = new Set(shownInputTables(before));
  const added = shownInputTables(after).filter((id) => !known.has(id));
  if (added.length === 0) return;
  const own = await inputTablesOf(on, workbookId);
  const foreign = added.find((id) => !own.has(id));
  if (foreign !== undefined)
    throw new PenstockError('workbook.unknown-reference', `The input table ${foreign} is not of this workbook.`, {
      facts: { id: foreign },
    });
}

/** Throws `workbook.circular` when what the definition reads from reads, through published data models, from the document itself. */
export async function refuseCircles(on: Queryable, workbookId: string, definition: Definition): Promise<void> {
  const seen = new Set<string>();
  const waiting = dataModelsOf(definition);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (id === workbookId)
      throw new PenstockError('workbook.circular', 'Through the data models that it uses, this document would read from itself.');
    if (seen.has(id)) continue;
    seen.add(id);
    const published = await publishedOf(on, id);
    if (published !== null) waiting.push(...dataModelsOf(published.version.definition));
  }
}

/** On a static connection the owner's data permission counts when it runs: nobody reads through the owner by editing. */
async function requireReadable(
  needs: SourceNeeds,
  actor: Actor,
  source: Extract<LeafSource, { kind: 'warehouse-table' | 'custom-sql' }>,
): Promise<void> {
  const connection = await needs.connections.load(source.connectionId);
  if (connection === null) throw unknown('There is no connection of this id.', source);
  if (await needs.dataPermissions.mayRead(connection, actor.memberId, [source])) return;
  throw new PenstockError('workbook.source-not-permitted', `Your data permissions on ${connection.name} do not cover this.`, {
    nextStep: 'Ask an Admin for a data permission on it.',
    facts: { source },
  });
}

async function requireDataModel(
  needs: SourceNeeds,
  actor: Actor,
  workbookId: string,
  source: Extract<LeafSource, { kind: 'data-model' }>,
): Promise<void> {
  const reached = await needs.access.reach(actor, source.documentId);
  if (reached === null || reached.kind === 'workbook')
    throw unknown('There is no data model or dataset of this id, or it is not shared with you.', source);
  if (!isEnough(reached.right, 'explore')) throw notPermitted('data model', source);
  const published = await publishedOf(needs.pool, source.documentId);
  if (published === null) throw unknown('The data model was never published.', source);
  if (!elementsOf(published.version.definition).some(({ id }) => id === source.elementId))
    throw unknown(`The published version of "${published.name}" has no such element.`, source);
  if (source.documentId === workbookId) throw new PenstockError('workbook.circular', 'A data model cannot read from itself.');
  await refuseCircles(needs.pool, workbookId, published.version.definition);
}

async function requireInputTable(
  needs: SourceNeeds,
  actor: Actor,
  workbookId: string,
  inputTableId: string,
  source: LeafSource,
): Promise<void> {
  const madeIn = await workbookOfInputTable(needs.pool, inputTableId);
  if (madeIn === workbookId) return;
  const reached = madeIn === null ? null : await needs.access.reach(actor, madeIn);
  if (reached === null) throw unknown('There is no input table of this id, or its workbook is not shared with you.', source);
  if (!isEnough(reached.right, 'explore')) throw notPermitted('input table', source);
}

function keyOf(source: LeafSource): string {
  switch (source.kind) {
    case 'warehouse-table':
    case 'custom-sql':
      return sourceKey(source);
    case 'data-model':
      return `data model ${source.documentId} ${source.elementId}`;
    case 'input-table':
      return `input table ${source.inputTableId}`;
    case 'element':
      return `element ${source.elementId}`;
  }
}

function dataModelsOf(definition: Definition): string[] {
  return leafSourcesOf(definition).flatMap((source) => (source.kind === 'data-model' ? [source.documentId] : []));
}

function shownInputTables(definition: Definition): readonly string[] {
  return elementsOf(definition).flatMap((element) => (element.kind === 'input-table' ? [element.inputTableId] : []));
}

function unknown(detail: string, source: LeafSource): PenstockError {
  return new PenstockError('workbook.unknown-reference', detail, { facts: { source } });
}

function notPermitted(what: string, source: LeafSource): PenstockError {
  return new PenstockError('workbook.source-not-permitted', `You may view this ${what}, not build on it.`, { facts: { source } });
}
