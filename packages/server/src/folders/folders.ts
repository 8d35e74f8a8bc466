/**
 * Folders: where documents lie. A grant on a folder holds for everything in it, however deep, and who owns a folder may
 * edit what lies in it. A folder that is not shared with somebody is not there for them.
 */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Actor } from '@penstock/domain/members/actor';
import { effectiveRight, isEnough } from '@penstock/domain/workbooks/rights';
import type { Right } from '@penstock/domain/workbooks/rights';
import type { Database } from '../metadata/database.ts';
import { refuseUnknownRecipients, requireOneEach } from '../workbooks/sharing.ts';
import type { Grant, NewGrant } from '../workbooks/store.ts';
import * as store from './store.ts';
import type { Folder } from './store.ts';

export interface ReachedFolder {
  readonly folder: Folder;
  readonly right: Right;
}

export class Folders {
  readonly #database: Database;
  readonly #changed: (() => void)[] = [];

  constructor({ database }: { readonly database: Database }) {
    this.#database = database;
  }

  /** Calls `listener` after a change at this node, which the notification tells only a moment later. */
  onChanged(listener: () => void): void {
    this.#changed.push(listener);
  }

  /** Those that the actor may see, by name. */
  async list(actor: Actor): Promise<readonly ReachedFolder[]> {
    const folders = await store.listFolders(this.#database.pool, actor.memberId);
    return folders.flatMap((folder) => reached(actor, folder) ?? []);
  }

  /** Throws `request.not-found` when it does not exist for the actor, `folder.not-permitted` when their right is lower. */
  async require(actor: Actor, id: string, needed: Right): Promise<ReachedFolder> {
    const folder = await store.folderById(this.#database.pool, actor.memberId, id);
    const found = folder === null ? null : reached(actor, folder);
    if (found === null) throw unknownFolder();
    if (isEnough(found.right, needed)) return found;
    throw new PenstockError('folder.not-permitted', `This needs the right "${needed}" on the folder; yours is "${found.right}".`, {
      facts: { neededRight: needed, myRight: found.right },
    });
  }

  /** A repeated request with the same id makes it once. */
  async create(actor: Actor, folder: { id: string; name: string; parentId: string | null }): Promise<ReachedFolder> {
    if (folder.parentId !== null) await this.require(actor, folder.parentId, 'edit');
    await this.#inTree((client) => store.insertFolder(client, { ...folder, ownerId: actor.memberId }));
    return this.require(actor, folder.id, 'edit');
  }

  /** Renames, or moves into another folder (`parentId` null: to the outermost level). Throws `folder.circular`. */
  async change(
    actor: Actor,
    id: string,
    changes: { readonly name?: string | undefined; readonly parentId?: string | null | undefined },
  ): Promise<ReachedFolder> {
    const { folder } = await this.require(actor, id, 'edit');
    const { name, parentId } = changes;
    const moves = parentId !== undefined && parentId !== folder.parentId;
    if (moves && !folder.isOwner) throw new PenstockError('folder.not-permitted', 'Only who owns a folder, or one above it, moves it.');
    if (moves && parentId !== null) await this.require(actor, parentId, 'edit');
    await this.#inTree(async (client) => {
      if (name !== undefined) await store.renameFolder(client, id, name);
      if (!moves) return;
      if (parentId !== null && (await store.liesWithin(client, parentId, id)))
        throw new PenstockError('folder.circular', 'The folder would come to lie in itself.');
      await store.moveFolder(client, id, parentId);
    });
    return this.require(actor, id, 'view');
  }

  /** What lies in it comes to lie in the folder above. */
  async delete(actor: Actor, id: string): Promise<void> {
    const { folder } = await this.require(actor, id, 'edit');
    if (!folder.isOwner) throw new PenstockError('folder.not-permitted', 'Only who owns a folder, or one above it, deletes it.');
    await this.#inTree((client) => store.deleteFolder(client, id));
  }

  async grants(actor: Actor, id: string): Promise<readonly Grant[]> {
    await this.require(actor, id, 'edit');
    return store.grantsOfFolder(this.#database.pool, id);
  }

  /** Replaces all grants. Throws `workbook.invalid` for unknown members and teams and for two grants to one. */
  async setGrants(actor: Actor, id: string, grants: readonly NewGrant[]): Promise<readonly Grant[]> {
    await this.require(actor, id, 'edit');
    requireOneEach(grants);
    await this.#inTree((client) => store.replaceFolderGrants(client, id, grants).catch(refuseUnknownRecipients));
    return store.grantsOfFolder(this.#database.pool, id);
  }

  async #inTree(work: (client: Parameters<typeof store.lockTree>[0]) => Promise<void>): Promise<void> {
    await this.#database.transaction(async ({ client }) => {
      await store.lockTree(client);
      await work(client);
    });
    for (const listener of this.#changed) listener();
  }
}

function reached(actor: Actor, folder: Folder): ReachedFolder | null {
  const right = effectiveRight({ isOwner: folder.isOwner, granted: folder.granted, permissions: actor.permissions });
  return right === null ? null : { folder, right };
}

function unknownFolder(): PenstockError {
  return new PenstockError('request.not-found', 'There is no folder with this id, or it is not shared with you.');
}
