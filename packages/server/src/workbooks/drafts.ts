/**
 * The draft that a document's editors share. Each save is one transaction that ends in the next revision. The last writer
 * of an element wins; who names the revision that they saw is told when somebody else was faster.
 */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Actor } from '@penstock/domain/members/actor';
import { applyChanges, changedElements, elementOf, freeElementName, touchedBy } from '@penstock/domain/workbooks/apply-change';
import type { DraftChange } from '@penstock/domain/workbooks/apply-change';
import type { DefinitionProblem } from '@penstock/domain/workbooks/check-definition';
import type { Definition, DocumentKind, Element, TableElement } from '@penstock/domain/workbooks/definition';
import { definitionLimits } from '@penstock/domain/workbooks/limits';
import type pg from 'pg';
import type { Queryable } from '../members/store.ts';
import type { Database } from '../metadata/database.ts';
import { invalid, unknownWorkbook } from './access.ts';
import type { WorkbookAccess } from './access.ts';
import { newSources, requireOwnInputTables, requireSources } from './outside-sources.ts';
import type { SourceNeeds } from './outside-sources.ts';
import { changeSince, loadDraft, lockDraft, rememberedChanges, updateDraft } from './version-store.ts';
import type { Draft } from './version-store.ts';

export interface SavedDraft {
  readonly revision: number;
  readonly definition: Definition;
}

export interface PlacedInputTable {
  readonly pageId: string;
  readonly id: string;
  readonly inputTableId: string;
  readonly name: string;
  /** What its element shows, when its rows are those of another source. */
  readonly linked: Pick<TableElement, 'source' | 'columns' | 'sorts'> | null;
}

type Needs = Omit<SourceNeeds, 'pool'> & { readonly database: Database };

export class Drafts {
  readonly #database: Database;
  readonly #access: WorkbookAccess;
  readonly #sources: SourceNeeds;

  constructor({ database, ...sources }: Needs) {
    this.#database = database;
    this.#access = sources.access;
    this.#sources = { pool: database.pool, ...sources };
  }

  /**
   * All changes or none. `baseRevision`: what the editor saw when making them; a change may name its own.
   * Throws `workbook.changed` with the element as it is now, and what is wrong with the draft that would result.
   */
  async change(
    actor: Actor,
    workbookId: string,
    wanted: { readonly changes: readonly DraftChange[]; readonly baseRevision: number | null },
  ): Promise<SavedDraft> {
    await this.#access.require(actor, workbookId, 'edit');
    for (const change of wanted.changes) if (change.kind === 'setDocument') requireTimeZone(change.timeZone);
    const seen = await loadDraft(this.#database.pool, workbookId);
    if (seen === null) throw unknownWorkbook();
    // First, because what somebody else has changed meanwhile may be why the change does not fit.
    await refuseConflicts(this.#database.pool, workbookId, seen, wanted);
    const expected = changed(seen, wanted.changes);
    const sources = newSources(seen.definition, expected);
    await requireSources(this.#sources, actor, workbookId, sources);
    return this.#save(workbookId, async (client, draft) => {
      await refuseConflicts(client, workbookId, draft, wanted);
      const base = draft.revision === seen.revision ? seen : draft;
      const definition = base === seen ? expected : changed(draft, wanted.changes);
      // Somebody has just taken the source out, so that its use would have to be allowed anew.
      if ([...newSources(draft.definition, definition).keys()].some((key) => !sources.has(key))) throw changedMeanwhile(draft, {});
      await requireOwnInputTables(client, workbookId, draft.definition, definition);
      requireSize(definition);
      const concerned = wanted.changes.flatMap((change) => touchedBy(draft.definition, change));
      return { definition, memberId: actor.memberId, touched: [...concerned, ...changedElements(base.definition, definition)] };
    });
  }

  /** Puts a new input table below what is on a page; once, however often it is asked. Throws `workbook.invalid` without that page. */
  async addInputTable(actor: Actor, workbookId: string, table: PlacedInputTable): Promise<void> {
    await this.#access.require(actor, workbookId, 'edit');
    await this.#save(workbookId, async (client, draft) => {
      const { definition } = draft;
      const page = definition.pages.find(({ id }) => id === table.pageId);
      if (page === undefined) throw invalid('The workbook has no page with this id.');
      const present = elementOf(definition, table.id);
      if (present !== undefined) return { definition, memberId: actor.memberId, touched: [] };
      const base = {
        id: table.id,
        name: freeElementName(definition, table.name.slice(0, 190)),
        layout: { x: 0, y: Math.max(0, ...page.elements.map(({ layout }) => layout.y + layout.height)), width: 24, height: 16 },
      };
      const element: Element =
        table.linked === null
          ? { ...base, kind: 'input-table', inputTableId: table.inputTableId, editableIn: 'draft' }
          : { ...base, ...table.linked, kind: 'table', filters: [], groupings: [], totals: [] };
      const added = changed(draft, [{ kind: 'putElement', pageId: page.id, element }]);
      await requireOwnInputTables(client, workbookId, definition, added);
      return { definition: added, memberId: actor.memberId, touched: [element.id] };
    });
  }

  /** Puts another definition in the draft's place, as one more revision; `also` happens in the same transaction. */
  async replace(
    actor: Actor,
    workbookId: string,
    definition: Definition,
    also: (client: pg.PoolClient) => Promise<void>,
  ): Promise<SavedDraft> {
    await this.#access.require(actor, workbookId, 'edit');
    return this.#save(workbookId, async (client, draft) => {
      await also(client);
      return { definition, memberId: actor.memberId, touched: [...idsOf(draft.definition), ...idsOf(definition)] };
    });
  }

  async #save(
    workbookId: string,
    next: (client: pg.PoolClient, draft: Draft) => Promise<{ definition: Definition; memberId: string; touched: readonly string[] }>,
  ): Promise<SavedDraft> {
    const saved = await this.#database.transaction(async ({ client }) => {
      const draft = await lockDraft(client, workbookId);
      if (draft === null) throw unknownWorkbook();
      const wanted = await next(client, draft);
      const revision = await updateDraft(client, workbookId, wanted);
      return { revision: revision ?? draft.revision, definition: wanted.definition };
    });
    this.#access.forget(workbookId);
    return saved;
  }
}

/** A definition with one empty page, as every new document has. */
export function emptyDefinition(pageId: string, timeZone: string): Definition {
  requireTimeZone(timeZone);
  return { formatVersion: 1, timeZone, weekStart: 'monday', pages: [{ id: pageId, name: 'Page 1', elements: [] }] };
}

/** Throws the first of the problems' codes with all of them as fields. */
export function refuse(problems: readonly DefinitionProblem[]): never {
  const [first] = problems;
  throw new PenstockError(first?.code ?? 'workbook.invalid', sentence(problems), {
    fields: problems.slice(0, 50).map(({ pointer, message }) => ({ pointer: `/definition${pointer}`, message })),
  });
}

function sentence(problems: readonly DefinitionProblem[]): string {
  const [first] = problems;
  if (first === undefined) return 'The draft would not be whole.';
  return `In the draft that would result, ${first.pointer} ${first.message}${problems.length > 1 ? `, and ${problems.length - 1} more` : ''}.`;
}

function changed(draft: { readonly definition: Definition; readonly kind: DocumentKind }, changes: readonly DraftChange[]): Definition {
  const result = applyChanges(draft.definition, changes, draft.kind);
  return result.kind === 'changed' ? result.definition : refuse(result.problems);
}

async function refuseConflicts(
  on: Queryable,
  workbookId: string,
  draft: Draft,
  { changes, baseRevision }: { readonly changes: readonly DraftChange[]; readonly baseRevision: number | null },
): Promise<void> {
  for (const change of changes) {
    const base = ('baseRevision' in change ? change.baseRevision : undefined) ?? baseRevision;
    const touched = touchedBy(draft.definition, change);
    if (base === null || base >= draft.revision || touched.length === 0) continue;
    if (base < draft.revision - rememberedChanges) throw changedMeanwhile(draft, {});
    const faster = await changeSince(on, workbookId, base, touched);
    if (faster === null) continue;
    const id = touched.find((each) => faster.touched.includes(each)) ?? '';
    throw changedMeanwhile(draft, { by: faster.by, elementId: id, element: elementOf(draft.definition, id) ?? null });
  }
}

function changedMeanwhile({ revision }: Draft, facts: Readonly<Record<string, unknown>>): PenstockError {
  return new PenstockError('workbook.changed', `The draft is at revision ${revision}, where what you changed is no longer as you saw it.`, {
    facts: { revision, ...facts },
  });
}

function requireSize(definition: Definition): void {
  const bytes = Buffer.byteLength(JSON.stringify(definition));
  if (bytes <= definitionLimits.bytes) return;
  throw new PenstockError('workbook.too-large', `The draft would have ${bytes} bytes; ${definitionLimits.bytes} are possible.`);
}

function requireTimeZone(name: string | undefined): void {
  try {
    if (name !== undefined) Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    throw invalid(`"${name}" is not a time zone of the IANA list.`);
  }
}

function idsOf(definition: Definition): readonly string[] {
  return definition.pages.flatMap((page) => [page.id, ...page.elements.map(({ id }) => id)]);
}
