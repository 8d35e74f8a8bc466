/** Documents: the door to this room for other rooms, and the commands that concern a document as a whole. */
import { randomUUID } from 'node:crypto';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Actor } from '@penstock/domain/members/actor';
import type { Definition, DocumentKind } from '@penstock/domain/workbooks/definition';
import { mayDelete, mayTransfer } from '@penstock/domain/workbooks/rights';
import type { Right } from '@penstock/domain/workbooks/rights';
import { versionFor } from '@penstock/domain/workbooks/versions';
import { withoutInputTables } from '@penstock/domain/workbooks/without-input-tables';
import type { DocumentVersion } from '@penstock/domain/workbooks/versions';
import type { Members } from '../members/members.ts';
import type { Folders } from '../folders/folders.ts';
import type { Database } from '../metadata/database.ts';
import type { Teams } from '../teams/teams.ts';
import { WorkbookAccess, invalid, unknownWorkbook } from './access.ts';
import type { AccessNeeds, Reached } from './access.ts';
import { Definitions } from './definitions.ts';
import { Drafts, emptyDefinition } from './drafts.ts';

import { Happenings } from './happenings.ts';
import { WorkbookEvents } from './live-events.ts';
import { newSources, requireSources } from './outside-sources.ts';
import type { SourceNeeds } from './outside-sources.ts';
import { refuseUnknownRecipients, requireOneEach } from './sharing.ts';
import * as store from './store.ts';
import type { Grant, ListOptions, NewGrant, Workbook } from './store.ts';
import { Versions } from './versions.ts';

interface Needs extends AccessNeeds, Pick<SourceNeeds, 'connections' | 'dataPermissions'> {
  readonly members: Pick<Members, 'byId'>;
  readonly folders: Pick<Folders, 'require' | 'onChanged'>;
  readonly teams: Pick<Teams, 'teamsOf' | 'onDeleted'>;
  readonly onError: (error: unknown) => void;
}

/** A document as one person sees it. */
export interface OpenWorkbook {
  readonly workbook: Workbook;
  readonly reached: Reached;
  readonly version: DocumentVersion;
}

/** What a document says, with what deciding who runs its queries needs. */
export interface SeenDefinition {
  readonly definition: Definition;
  readonly version: DocumentVersion;
  /** Of the draft. */
  readonly revision: number;
  /** Of what is published, or of the older version that was asked for; `null` for a draft. */
  readonly number: number | null;
  readonly name: string;
  readonly kind: DocumentKind;
  readonly ownerId: string;
  readonly right: Right;
}

/** What a data model or dataset offers to the documents that use it. */
export interface DataModel {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly number: number;
  readonly definition: Definition;
}

export class Workbooks {
  readonly drafts: Drafts;
  readonly versions: Versions;
  readonly events: WorkbookEvents;
  /** For rooms that must follow in the same transaction. */
  readonly happenings = new Happenings();
  readonly #database: Database;
  readonly #access: WorkbookAccess;
  readonly #sources: SourceNeeds;
  readonly #definitions: Definitions;
  readonly #members: Needs['members'];
  readonly #folders: Needs['folders'];

  constructor(needs: Needs) {
    const { database, connections, dataPermissions } = needs;
    const access = new WorkbookAccess(needs);
    needs.folders.onChanged(() => access.forgetAll());
    needs.teams.onDeleted(() => access.forgetAll());
    this.#database = database;
    this.#access = access;
    this.#sources = { pool: database.pool, access, connections, dataPermissions };
    this.#definitions = new Definitions(database.pool);
    this.#members = needs.members;
    this.#folders = needs.folders;
    this.drafts = new Drafts({ database, access, connections, dataPermissions });
    this.versions = new Versions({ database, access, drafts: this.drafts, happenings: this.happenings });
    this.events = new WorkbookEvents({ database, notifications: needs.notifications, onError: needs.onError });
  }

  /** The actor's right on a document, `null` without any. Remembered for a few seconds, dropped on change. */
  reach(actor: Actor, workbookId: string): Promise<Reached | null> {
    return this.#access.reach(actor, workbookId);
  }

  /** Throws `request.not-found` when it does not exist for the actor, `workbook.not-permitted` when their right is lower. */
  require(actor: Actor, workbookId: string, needed: Right): Promise<Reached> {
    return this.#access.require(actor, workbookId, needed);
  }

  /** With one empty page. A repeated request with the same id makes it once. */
  async create(
    actor: Actor,
    workbook: { id: string; kind: DocumentKind; name: string; folderId: string | null; documentTimeZone: string },
  ): Promise<OpenWorkbook> {
    return this.#insert(actor, { ...workbook, draft: emptyDefinition(randomUUID(), workbook.documentTimeZone) });
  }

  /**
   * A copy of one's own: of the draft for who may edit, of what is published for others. Its input tables stay where they
   * are. Throws as `definition`.
   */
  async duplicate(actor: Actor, workbookId: string, copy: { id: string; name: string; folderId: string | null }): Promise<OpenWorkbook> {
    const { definition, kind, name } = await this.definition(actor, workbookId, null);
    return this.#insert(actor, { ...copy, kind, draft: withoutInputTables(definition, name) });
  }

  async #insert(
    actor: Actor,
    workbook: { id: string; kind: DocumentKind; name: string; folderId: string | null; draft: Definition },
  ): Promise<OpenWorkbook> {
    if (workbook.folderId !== null) await this.#folders.require(actor, workbook.folderId, 'edit');
    await store.insertWorkbook(this.#database.pool, { ...workbook, ownerId: actor.memberId });
    this.#access.forget(workbook.id);
    return this.#show(actor, workbook.id, null);
  }

  /** The whole document in the version that the actor sees; remembers the visit. Throws as `definition`. */
  async open(actor: Actor, id: string, wanted: DocumentVersion | null): Promise<OpenWorkbook> {
    const shown = await this.#show(actor, id, wanted);
    await store.noteVisit(this.#database.pool, actor.memberId, id);
    return shown;
  }

  async #show(actor: Actor, id: string, wanted: DocumentVersion | null): Promise<OpenWorkbook> {
    const reached = await this.require(actor, id, 'view');
    const workbook = await store.loadWorkbook(this.#database.pool, id);
    if (workbook === null) throw unknownWorkbook();
    return { workbook, reached, version: requireVersion(reached.right, wanted, workbook.published !== null) };
  }

  /**
   * What the document says to this person; `null` for the version that they see by themselves. A number asks for an older
   * version, which is read as a draft is: by those who edit, and as themselves. Throws `request.not-found`,
   * `workbook.not-permitted` for a draft that is not theirs to see, `workbook.not-published`.
   */
  async definition(actor: Actor, workbookId: string, wanted: DocumentVersion | number | null): Promise<SeenDefinition> {
    const reached = await this.require(actor, workbookId, 'view');
    const { name, kind, ownerId, right, publishedNumber } = reached;
    const about = { name, kind, ownerId, right };
    if (typeof wanted === 'number') {
      requireVersion(right, 'draft', true);
      const definition = await this.#definitions.version(workbookId, wanted);
      if (definition === null) throw new PenstockError('request.not-found', `There is no version ${wanted} of this document.`);
      return { ...about, version: 'draft', definition, revision: reached.revision, number: wanted };
    }
    const version = requireVersion(right, wanted, publishedNumber !== null);
    if (version === 'published' && publishedNumber !== null) {
      const definition = await this.#definitions.version(workbookId, publishedNumber);
      if (definition === null) throw unknownWorkbook();
      return { ...about, version, definition, revision: reached.revision, number: publishedNumber };
    }
    const draft = await this.#definitions.draft(workbookId, reached.revision);
    if (draft === null) throw unknownWorkbook();
    return { ...about, version, ...draft, number: null };
  }

  /**
   * Whoever explores a document brings in no source that they could not bring into a draft: names of columns and values of
   * lists are told before the warehouse is asked. `after`: the document as it would be. Throws as a change of a draft.
   */
  async requireSources(actor: Actor, workbookId: string, before: Definition, after: Definition): Promise<void> {
    await requireSources(this.#sources, actor, workbookId, newSources(before, after));
  }

  /**
   * The published version of a data model or dataset, whoever asks: the right to build on it was asked for when it was
   * chosen as a source, and the warehouse decides who reads. `null` for one that is gone or was never published.
   */
  async dataModel(documentId: string): Promise<DataModel | null> {
    const facts = await this.#access.facts(documentId);
    if (facts === null || facts.kind === 'workbook' || facts.publishedNumber === null) return null;
    const definition = await this.#definitions.version(documentId, facts.publishedNumber);
    return definition === null
      ? null
      : { id: documentId, name: facts.name, ownerId: facts.ownerId, number: facts.publishedNumber, definition };
  }

  /** Renames; its owner also moves it to another folder (`null`: to none), which changes who else reaches it. */
  async change(
    actor: Actor,
    id: string,
    changes: { name?: string | undefined; folderId?: string | null | undefined },
  ): Promise<OpenWorkbook> {
    const { isOwner } = await this.require(actor, id, 'edit');
    if (changes.folderId !== undefined && !isOwner)
      throw new PenstockError('workbook.owner-only', 'Only the owner of a workbook moves it to another folder.');
    if (typeof changes.folderId === 'string') await this.#folders.require(actor, changes.folderId, 'edit');
    const { name, folderId } = changes;
    await this.#database.transaction(async ({ client }) => {
      if (!(await store.lockWorkbook(client, id))) throw unknownWorkbook();
      if (name !== undefined) await store.renameWorkbook(client, id, name);
      if (folderId !== undefined) await store.moveWorkbook(client, id, folderId);
    });
    this.#access.forget(id);
    return this.#show(actor, id, null);
  }

  /** Puts it in the trash. Throws `workbook.owner-only`. What its input tables hold stays in the warehouse. */
  async delete(actor: Actor, id: string): Promise<void> {
    const reached = await this.require(actor, id, 'view');
    if (!mayDelete(reached.right, reached.isOwner))
      throw new PenstockError('workbook.owner-only', 'Only the owner of a workbook, while they may build, deletes it.');
    await store.deleteWorkbook(this.#database.pool, id);
    this.#access.forget(id);
  }

  /** Takes a document of one's own, or of anybody's for those who manage members, out of the trash. */
  async undelete(actor: Actor, id: string): Promise<void> {
    const ownerId = await store.ownerOfDeleted(this.#database.pool, id);
    const mine = ownerId === actor.memberId && actor.permissions.has('workbooks.build');
    if (ownerId === null || !(mine || actor.permissions.has('members.manage')))
      throw new PenstockError('request.not-found', 'There is nothing of yours with this id in the trash.');
    await store.undeleteWorkbook(this.#database.pool, id);
    this.#access.forget(id);
  }

  /** Gives the document to another member; its owner before keeps the right to edit it. Throws `workbook.owner-only`. */
  async transfer(actor: Actor, id: string, memberId: string): Promise<void> {
    const [reached, facts] = await Promise.all([this.reach(actor, id), this.#access.facts(id)]);
    const isOwner = facts?.ownerId === actor.memberId;
    const may = mayTransfer({ isOwner, permissions: actor.permissions });
    if (facts === null || (reached === null && !may)) throw unknownWorkbook();
    if (!may) throw new PenstockError('workbook.owner-only', 'Only the owner of a workbook, or an Admin, gives it to somebody else.');
    if ((await this.#members.byId(memberId))?.status !== 'active') throw invalid('The new owner is no active member.');
    await this.#database.transaction(async ({ client }) => {
      if (!(await store.lockWorkbook(client, id))) throw unknownWorkbook();
      const before = await store.ownerOf(client, id);
      if (before === memberId) return;
      await store.setOwner(client, id, memberId);
      await store.grantToMember(client, id, memberId, null);
      await store.grantToMember(client, id, before, 'edit');
      await this.happenings.tell(client, { kind: 'transferred', workbookId: id, by: actor.memberId, to: memberId });
    });
    this.#access.forget(id);
  }

  async grants(actor: Actor, id: string): Promise<readonly Grant[]> {
    await this.require(actor, id, 'edit');
    return store.grantsOf(this.#database.pool, id);
  }

  /** Replaces all grants. Throws `workbook.invalid` for unknown members and teams and for two grants to one. */
  async setGrants(actor: Actor, id: string, grants: readonly NewGrant[]): Promise<readonly Grant[]> {
    await this.require(actor, id, 'edit');
    requireOneEach(grants);
    const set = await this.#database.transaction(async ({ client }) => {
      if (!(await store.lockWorkbook(client, id))) throw unknownWorkbook();
      await store.replaceGrants(client, id, grants).catch(refuseUnknownRecipients);
      return store.grantsOf(client, id);
    });
    this.#access.forget(id);
    return set;
  }

  list(actor: Actor, options: ListOptions): Promise<readonly store.WorkbookSummary[]> {
    return store.listReachable(this.#database.pool, actor.memberId, options);
  }

  search(actor: Actor, text: string): Promise<readonly store.Found[]> {
    const member = { id: actor.memberId, mayBuild: actor.permissions.has('workbooks.build') };
    return store.searchReachable(this.#database.pool, member, text, 50);
  }

  close(): void {
    this.events.close();
  }
}

function requireVersion(right: Right, wanted: DocumentVersion | null, isPublished: boolean): DocumentVersion {
  const version = versionFor(right, wanted, isPublished);
  if (version === 'not-published') throw new PenstockError('workbook.not-published', 'There is only a draft so far.');
  if (version === 'not-permitted')
    throw new PenstockError('workbook.not-permitted', `The draft is for those who may edit; your right is "${right}".`, {
      facts: { neededRight: 'edit', myRight: right },
    });
  return version;
}
