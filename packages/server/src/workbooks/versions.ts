/** Publishing a draft, and what was published before. */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Actor } from '@penstock/domain/members/actor';
import { checkDefinition } from '@penstock/domain/workbooks/check-definition';
import { summarizeChanges } from '@penstock/domain/workbooks/summarize-changes';
import type { DocumentChange } from '@penstock/domain/workbooks/summarize-changes';
import type { Queryable } from '../members/store.ts';
import type { Database } from '../metadata/database.ts';
import { unknownWorkbook } from './access.ts';
import type { WorkbookAccess } from './access.ts';
import { refuse } from './drafts.ts';
import type { Drafts, SavedDraft } from './drafts.ts';
import type { Happenings } from './happenings.ts';
import { refuseCircles } from './outside-sources.ts';
import {
  insertVersion,
  listVersions,
  loadDraft,
  loadVersion,
  lockDraft,
  lockPublishing,
  serveVersion,
  versionOfRevision,
} from './version-store.ts';
import type { Version } from './version-store.ts';

/** `awaitsApproval`: readers still see the version before. */
export interface PublishedNow {
  readonly version: Version;
  readonly awaitsApproval: boolean;
}

interface Needs {
  readonly database: Database;
  readonly access: WorkbookAccess;
  readonly drafts: Drafts;
  readonly happenings: Happenings;
}

export class Versions {
  readonly #database: Database;
  readonly #access: WorkbookAccess;
  readonly #drafts: Drafts;
  readonly #happenings: Happenings;

  constructor({ database, access, drafts, happenings }: Needs) {
    this.#database = database;
    this.#access = access;
    this.#drafts = drafts;
    this.#happenings = happenings;
  }

  /**
   * Publishes the draft as it stands at `revision`; a revision that is published already is not published again.
   * Throws `workbook.changed` when the draft has gone on, so that nobody publishes what they have not seen.
   */
  async publish(
    actor: Actor,
    workbookId: string,
    { revision, summary }: { readonly revision: number; readonly summary: string },
  ): Promise<PublishedNow> {
    const { kind } = await this.#access.require(actor, workbookId, 'edit');
    const published = await this.#database.transaction(async ({ client }) => {
      if (kind !== 'workbook') await lockPublishing(client);
      const draft = await lockDraft(client, workbookId);
      if (draft === null) throw unknownWorkbook();
      const already = await versionOfRevision(client, workbookId, revision);
      if (already !== null) return { version: already, awaitsApproval: already.number > (draft.publishedNumber ?? 0) };
      if (draft.revision !== revision)
        throw new PenstockError('workbook.changed', `The draft is at revision ${draft.revision}; you saw revision ${revision}.`, {
          facts: { revision: draft.revision },
        });
      const problems = checkDefinition(draft.definition, draft.kind);
      if (problems.length > 0) refuse(problems);
      await refuseCircles(client, workbookId, draft.definition);
      const number = await insertVersion(client, workbookId, { summary, memberId: actor.memberId });
      await serveVersion(client, workbookId, number);
      await this.#happenings.tell(client, { kind: 'published', workbookId, by: actor.memberId, number });
      const served = await lockDraft(client, workbookId);
      return { version: await load(client, workbookId, number), awaitsApproval: served?.publishedNumber !== number };
    });
    this.#access.forget(workbookId);
    return published;
  }

  /** What publishing now would change for readers. */
  async unpublishedChanges(
    actor: Actor,
    workbookId: string,
  ): Promise<{ readonly revision: number; readonly publishedNumber: number | null; readonly changes: readonly DocumentChange[] }> {
    await this.#access.require(actor, workbookId, 'edit');
    const draft = await loadDraft(this.#database.pool, workbookId);
    if (draft === null) throw unknownWorkbook();
    const { publishedNumber } = draft;
    const published = publishedNumber === null ? null : await loadVersion(this.#database.pool, workbookId, publishedNumber);
    return { revision: draft.revision, publishedNumber, changes: summarizeChanges(published?.definition ?? null, draft.definition) };
  }

  /** Newest first. History is for those who edit: readers see what is published, not what was taken back. */
  async list(actor: Actor, workbookId: string, before: number | null, limit: number): Promise<readonly Version[]> {
    await this.#access.require(actor, workbookId, 'edit');
    return listVersions(this.#database.pool, workbookId, before, limit);
  }

  /** With what it changed for readers. Throws `request.not-found`. */
  async one(
    actor: Actor,
    workbookId: string,
    number: number,
  ): Promise<{ readonly version: Version; readonly changes: readonly DocumentChange[] }> {
    await this.#access.require(actor, workbookId, 'edit');
    const version = await load(this.#database.pool, workbookId, number);
    const before = await loadVersion(this.#database.pool, workbookId, number - 1);
    return { version, changes: summarizeChanges(before?.definition ?? null, version.definition) };
  }

  /** Puts an old version into the draft; readers see it when it is published again. */
  async restore(actor: Actor, workbookId: string, number: number): Promise<SavedDraft> {
    await this.#access.require(actor, workbookId, 'edit');
    const { definition } = await load(this.#database.pool, workbookId, number);
    return this.#drafts.replace(actor, workbookId, definition, (client) =>
      this.#happenings.tell(client, { kind: 'restored', workbookId, by: actor.memberId, number }),
    );
  }
}

async function load(on: Queryable, workbookId: string, number: number): Promise<Version> {
  const version = await loadVersion(on, workbookId, number);
  if (version === null) throw new PenstockError('request.not-found', `The workbook has no version ${number}.`);
  return version;
}
