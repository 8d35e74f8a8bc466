/** Workbooks: who may do what with one, and the commands that change them. Unknown and foreign ones look the same. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Actor } from '@penstock/domain/members/actor';
import type { Clock } from '@penstock/domain/ports/clock';
import { effectiveRight, isEnough, mayDelete } from '@penstock/domain/workbooks/rights';
import type { Right } from '@penstock/domain/workbooks/rights';
import type { Database } from '../metadata/database.ts';
import type { MetadataListener } from '../metadata/listener.ts';
import { ShortCache } from '../metadata/short-cache.ts';
import * as store from './store.ts';
import type { Grant, ListFilter, Page, Workbook, WorkbookFacts } from './store.ts';

interface Needs {
  readonly database: Database;
  readonly notifications: MetadataListener;
  readonly clock: Clock;
}

/** A workbook that the actor may use, with what they may do. */
export interface Reached {
  readonly id: string;
  readonly documentTimeZone: string;
  readonly isOwner: boolean;
  readonly right: Right;
}

export class Workbooks {
  readonly #database: Database;
  readonly #facts: ShortCache<WorkbookFacts | null>;

  constructor({ database, notifications, clock }: Needs) {
    this.#database = database;
    this.#facts = new ShortCache(clock, (id: string) => store.workbookFacts(database.pool, id)).dropOn(notifications, 'workbooks_changed');
  }

  /** The actor's right on a workbook, `null` without any. Remembered for a few seconds, dropped on change. */
  async reach(actor: Actor, workbookId: string): Promise<Reached | null> {
    const facts = await this.#facts.get(workbookId);
    if (facts === null) return null;
    const isOwner = facts.ownerId === actor.memberId;
    const right = effectiveRight({
      isOwner,
      grantedToMe: facts.grantedTo.get(actor.memberId) ?? null,
      grantedToEveryone: facts.grantedToEveryone,
      permissions: actor.permissions,
    });
    return right === null ? null : { id: workbookId, documentTimeZone: facts.documentTimeZone, isOwner, right };
  }

  /** As `reach`, for callers that decide themselves. */
  async rightOf(actor: Actor, workbookId: string): Promise<Right | 'none'> {
    return (await this.reach(actor, workbookId))?.right ?? 'none';
  }

  /** IANA name; throws `request.not-found`. */
  async timeZoneOf(workbookId: string): Promise<string> {
    const facts = await this.#facts.get(workbookId);
    if (facts === null) throw unknownWorkbook();
    return facts.documentTimeZone;
  }

  /** Throws `request.not-found` when it does not exist for the actor, `workbook.not-permitted` when their right is lower. */
  async require(actor: Actor, workbookId: string, needed: Right): Promise<Reached> {
    const reached = await this.reach(actor, workbookId);
    if (reached === null) throw unknownWorkbook();
    if (isEnough(reached.right, needed)) return reached;
    throw new PenstockError('workbook.not-permitted', `This needs the right "${needed}" on the workbook; yours is "${reached.right}".`, {
      facts: { neededRight: needed, myRight: reached.right },
    });
  }

  /** With one empty page. A repeated request with the same id makes it once. */
  async create(actor: Actor, workbook: { id: string; name: string; documentTimeZone: string }): Promise<Workbook> {
    requireTimeZone(workbook.documentTimeZone);
    const created = await this.#database.transaction(async ({ client }) => {
      await store.insertWorkbook(client, { ...workbook, ownerId: actor.memberId });
      const present = await store.loadWorkbook(client, workbook.id);
      if (present === null || present.owner.id !== actor.memberId || present.pages.length > 0) return present;
      await store.replacePages(client, workbook.id, [{ id: randomUUID(), name: 'Page 1', elements: [] }]);
      return store.loadWorkbook(client, workbook.id);
    });
    this.#facts.drop(workbook.id);
    if (created === null || created.owner.id !== actor.memberId) throw unknownWorkbook();
    return created;
  }

  /** The whole workbook; remembers the visit. */
  async open(actor: Actor, id: string): Promise<{ workbook: Workbook; reached: Reached }> {
    const reached = await this.require(actor, id, 'view');
    const workbook = await store.loadWorkbook(this.#database.pool, id);
    if (workbook === null) throw unknownWorkbook();
    await store.noteVisit(this.#database.pool, actor.memberId, id);
    return { workbook, reached };
  }

  /** `pages` replaces all pages; `version`, when given, must be the current one. Throws `workbook.changed`, `workbook.invalid`. */
  async change(
    actor: Actor,
    id: string,
    changes: { name: string | null; documentTimeZone: string | null; pages: readonly Page[] | null; version: number | null },
  ): Promise<Workbook> {
    await this.require(actor, id, 'edit');
    if (changes.documentTimeZone !== null) requireTimeZone(changes.documentTimeZone);
    const changed = await this.#database.transaction(async ({ client }) => {
      const version = await store.lockWorkbook(client, id);
      if (version === null) return null;
      if (changes.version !== null && changes.version !== version) {
        throw new PenstockError(
          'workbook.changed',
          `Your change is based on version ${changes.version}; the workbook is at version ${version}.`,
          { facts: { version } },
        );
      }
      if (changes.pages !== null) await this.#replacePages(client, id, changes.pages);
      await store.updateWorkbook(client, id, changes);
      return store.loadWorkbook(client, id);
    });
    this.#facts.drop(id);
    if (changed === null) throw unknownWorkbook();
    return changed;
  }

  async #replacePages(client: pg.PoolClient, id: string, pages: readonly Page[]): Promise<void> {
    requireDistinctIds(pages);
    const current = await store.loadWorkbook(client, id);
    const tables = new Set(current?.pages.flatMap((page) => page.elements.map((element) => element.inputTableId)));
    // An element comes into a workbook only by creating it there; otherwise naming an id would open a foreign table.
    const foreign = pages.flatMap((page) => page.elements).find((element) => !tables.has(element.inputTableId));
    if (foreign !== undefined) throw invalid(`The input table ${foreign.inputTableId} is not in this workbook.`);
    await store.replacePages(client, id, pages);
  }

  /** Puts a new input table at the end of a page; once, however often it is asked. Throws `workbook.invalid` without that page. */
  async addElement(
    actor: Actor,
    workbookId: string,
    element: { pageId: string; id: string; inputTableId: string; name: string },
  ): Promise<void> {
    await this.require(actor, workbookId, 'edit');
    await this.#database.transaction(async ({ client }) => {
      if ((await store.lockWorkbook(client, workbookId)) === null) throw unknownWorkbook();
      const workbook = await store.loadWorkbook(client, workbookId);
      if (workbook?.pages.some((page) => page.id === element.pageId) !== true) throw invalid('The workbook has no page with this id.');
      await store.insertElement(client, workbookId, element.pageId, {
        id: element.id,
        kind: 'input-table',
        inputTableId: element.inputTableId,
        name: element.name,
      });
      await store.updateWorkbook(client, workbookId, { name: null, documentTimeZone: null });
    });
  }

  /** Throws `workbook.owner-only`. What the workbook's input tables hold stays in the warehouse. */
  async delete(actor: Actor, id: string): Promise<void> {
    const reached = await this.require(actor, id, 'view');
    if (!mayDelete(reached.right, reached.isOwner))
      throw new PenstockError('workbook.owner-only', 'Only the owner of a workbook, while they may build, deletes it.');
    await store.deleteWorkbook(this.#database.pool, id);
    this.#facts.drop(id);
  }

  async grants(actor: Actor, id: string): Promise<readonly Grant[]> {
    await this.require(actor, id, 'edit');
    return store.grantsOf(this.#database.pool, id);
  }

  /** Replaces all grants. Throws `workbook.invalid` for unknown members and for two grants to one. */
  async setGrants(actor: Actor, id: string, grants: readonly { memberId: string | null; right: Right }[]): Promise<readonly Grant[]> {
    await this.require(actor, id, 'edit');
    if (new Set(grants.map((grant) => grant.memberId)).size !== grants.length) throw invalid('Two grants go to the same member.');
    const set = await this.#database.transaction(async ({ client }) => {
      if ((await store.lockWorkbook(client, id)) === null) throw unknownWorkbook();
      await store.replaceGrants(client, id, grants).catch((error: unknown) => {
        if ((error as { code?: unknown }).code === '23503') throw invalid('A grant names a member that does not exist.');
        throw error;
      });
      return store.grantsOf(client, id);
    });
    this.#facts.drop(id);
    return set;
  }

  list(
    actor: Actor,
    options: { filter: ListFilter; after: { orderedBy: string; id: string } | null; limit: number },
  ): Promise<readonly store.WorkbookSummary[]> {
    return store.listReachable(this.#database.pool, actor.memberId, options);
  }

  search(actor: Actor, text: string): Promise<readonly store.Found[]> {
    return store.searchReachable(this.#database.pool, actor.memberId, text, 50);
  }
}

function requireDistinctIds(pages: readonly Page[]): void {
  if (pages.length === 0) throw invalid('A workbook has at least one page.');
  const ids = [...pages.map((page) => page.id), ...pages.flatMap((page) => page.elements.map((element) => element.id))];
  if (new Set(ids).size !== ids.length) throw invalid('Two pages or elements have the same id.');
}

function requireTimeZone(name: string): void {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    throw invalid(`"${name}" is not a time zone of the IANA list.`);
  }
}

function invalid(detail: string): PenstockError {
  return new PenstockError('workbook.invalid', detail);
}

function unknownWorkbook(): PenstockError {
  return new PenstockError('request.not-found', 'There is no workbook with this id, or it is not shared with you.');
}
