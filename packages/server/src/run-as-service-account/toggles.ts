/**
 * "Run as service account", one switch a document: what the published version reads on connections that qualify is then
 * asked by their service accounts. Switched by Admins only (R50), it holds for what they approved (D12): a new source
 * waits, and until somebody approves it the version before is served. Every change is audited.
 */
import type { Connection } from '@penstock/domain/connections/connection';
import { newSources, sourceKey } from '@penstock/domain/data-permissions/read-source';
import type { ReadSource } from '@penstock/domain/data-permissions/read-source';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { DocumentFacts } from '@penstock/domain/execution-identity/facts';
import type { Actor } from '@penstock/domain/members/actor';
import { requirePermission } from '@penstock/domain/members/require-permission';
import type { Clock } from '@penstock/domain/ports/clock';
import { offerOf, qualificationOf } from '@penstock/domain/run-as-service-account/offer';
import type { Definition } from '@penstock/domain/workbooks/definition';
import { recordAudit } from '../audit/store.ts';
import type { ConnectionStore } from '../connections/store.ts';
import type { DataPermissions } from '../data-permissions/data-permissions.ts';
import type { Queryable } from '../members/store.ts';
import type { Database } from '../metadata/database.ts';
import type { MetadataListener } from '../metadata/listener.ts';
import { ShortCache } from '../metadata/short-cache.ts';
import type { Happening } from '../workbooks/happenings.ts';
import * as store from './store.ts';
import type { Approval, PublishedDocument, Toggle } from './store.ts';

interface Needs {
  readonly database: Database;
  readonly notifications: MetadataListener;
  readonly clock: Clock;
  readonly connections: Pick<ConnectionStore, 'load'>;
  readonly dataPermissions: Pick<DataPermissions, 'mayRead'>;
}

/** A toggle as queries need it. */
interface Standing {
  readonly toggle: Toggle;
  readonly approvalIsAsked: boolean;
  readonly approvedKeys: ReadonlySet<string>;
}

export interface Part {
  readonly workbookId: string;
  readonly ownerId: string;
  readonly version: 'draft' | 'published';
  readonly connection: Connection;
  /** All that the part reads on this connection. */
  readonly sources: readonly ReadSource[];
}

export type PartFacts = Pick<DocumentFacts, 'runsAsServiceAccount' | 'approved' | 'covered' | 'ownerMayRead'>;

const manage = 'connections.manage';

export class Toggles {
  readonly #needs: Needs;
  readonly #standings: ShortCache<Standing | null>;

  constructor(needs: Needs) {
    this.#needs = needs;
    this.#standings = new ShortCache(needs.clock, (workbookId: string) => loadStanding(needs.database.pool, workbookId)).dropOn(
      needs.notifications,
      'service_account_toggles_changed',
    );
  }

  /** What the rules of execution identity ask of one part of a document. Remembered for a few seconds, dropped on change. */
  async partFacts({ workbookId, ownerId, version, connection, sources }: Part): Promise<PartFacts> {
    const [standing, ownerMayRead] = await Promise.all([
      this.#standings.get(workbookId),
      this.#needs.dataPermissions.mayRead(connection, ownerId, sources),
    ]);
    if (standing === null) return { runsAsServiceAccount: false, approved: true, covered: false, ownerMayRead };
    const { toggle, approvalIsAsked, approvedKeys } = standing;
    return {
      runsAsServiceAccount: true,
      // A data model that was published anew may bring sources that nobody approved for this document.
      approved: version === 'published' && (!approvalIsAsked || sources.every((source) => approvedKeys.has(sourceKey(source)))),
      covered: toggle.covered.includes(connection.id),
      ownerMayRead,
    };
  }

  /** `null`: off. */
  async toggleOf(workbookId: string): Promise<Toggle | null> {
    return (await this.#standings.get(workbookId))?.toggle ?? null;
  }

  /** Approves what is published now. Throws `member.not-permitted`, `request.not-found`, `run-as-service-account.not-offered`. */
  async switchOn(actor: Actor, workbookId: string): Promise<void> {
    requirePermission(actor, manage);
    await this.#needs.database.transaction(async ({ client }) => {
      const document = await lockDocument(client, workbookId);
      const sources = document.published === null ? [] : await store.sourcesRead(client, document.published.definition);
      const connections = await this.#connectionsOf(sources);
      const offer = offerOf(document.published !== null, connections);
      if (!offer.offered || document.published === null) throw new PenstockError('run-as-service-account.not-offered', offer.reason);
      const before = await store.toggleOf(client, workbookId);
      const approval = { number: document.published.number, sources, covered: qualifying(connections), approvedBy: actor.memberId };
      await store.switchOn(client, workbookId, actor.memberId, approval);
      await recordAudit(client, actor.memberId, {
        action: 'run-as-service-account.switched-on',
        subject: { kind: 'workbook', id: workbookId },
        before: audited(before),
        after: { enabled: true, version: approval.number, connections: approval.covered, sources },
      });
    });
    this.#standings.drop(workbookId);
  }

  /** A version that waits is served from now on, as everybody's own. Throws `member.not-permitted`, `request.not-found`. */
  async switchOff(actor: Actor, workbookId: string): Promise<void> {
    requirePermission(actor, manage);
    await this.#needs.database.transaction(async ({ client }) => {
      await lockDocument(client, workbookId);
      await switchOff(client, workbookId, actor.memberId, 'run-as-service-account.switched-off');
    });
    this.#standings.drop(workbookId);
  }

  /** Throws `member.not-permitted`, `request.not-found`, `run-as-service-account.nothing-waits`. */
  async approve(actor: Actor, workbookId: string, number: number): Promise<void> {
    requirePermission(actor, manage);
    await this.#needs.database.transaction(async ({ client }) => {
      await lockDocument(client, workbookId);
      const before = await store.toggleOf(client, workbookId);
      const definition = await store.definitionOfVersion(client, workbookId, number);
      if (before === null || definition === null || before.waitingNumber !== number)
        throw new PenstockError('run-as-service-account.nothing-waits', `Version ${number} does not wait for an approval.`);
      const approval = await this.#approvalOf(client, number, definition, actor.memberId);
      await store.approveNewest(client, workbookId, approval);
      await store.serveVersion(client, workbookId, number);
      await recordAudit(client, actor.memberId, {
        action: 'run-as-service-account.approved',
        subject: { kind: 'workbook', id: workbookId },
        before: audited(before),
        after: { enabled: true, version: number, connections: approval.covered, sources: approval.sources },
      });
    });
    this.#standings.drop(workbookId);
  }

  /** What becomes of the toggle when something happens to its document, in the transaction in which that happens. */
  async follow(client: Queryable, happening: Happening): Promise<void> {
    switch (happening.kind) {
      case 'published':
        return this.#judge(client, happening.workbookId, happening.number);
      case 'restored':
        // D12: what nobody approved does not come in through the draft of a document that runs as the service account.
        if (await store.wasApproved(client, happening.workbookId, happening.number)) return undefined;
        return switchOff(client, happening.workbookId, happening.by, 'run-as-service-account.reset-by-restore');
      case 'transferred':
        return switchOff(client, happening.workbookId, happening.by, 'run-as-service-account.reset-by-transfer');
    }
  }

  /** A version that reads something new waits for an Admin; until then the approved one stays what readers see. */
  async #judge(client: Queryable, workbookId: string, number: number): Promise<void> {
    const toggle = await store.toggleOf(client, workbookId);
    const definition = await store.definitionOfVersion(client, workbookId, number);
    if (toggle === null || definition === null) return;
    const asked = await store.approvalIsAsked(client);
    const approval = await this.#approvalOf(client, number, definition, null);
    if (asked && newSources(toggle.approvedSources, approval.sources).length > 0) {
      await store.letWait(client, workbookId, number);
      await store.serveVersion(client, workbookId, toggle.approvedNumber);
      return;
    }
    // Without the question new connections are covered as they come; with it, what is covered is what an Admin saw.
    await store.approveNewest(client, workbookId, { ...approval, covered: asked ? toggle.covered : approval.covered });
  }

  /** Whether new sources wait for an Admin. Throws `member.not-permitted`. */
  async approvalIsAsked(actor: Actor): Promise<boolean> {
    requirePermission(actor, manage);
    return store.approvalIsAsked(this.#needs.database.pool);
  }

  /** Throws `member.not-permitted`. */
  async askForApproval(actor: Actor, organizationId: string, asked: boolean): Promise<void> {
    requirePermission(actor, 'organization.manage');
    await this.#needs.database.transaction(async ({ client }) => {
      const before = await store.approvalIsAsked(client);
      await store.setApprovalIsAsked(client, asked);
      await recordAudit(client, actor.memberId, {
        action: 'run-as-service-account.approval-setting',
        subject: { kind: 'organization', id: organizationId },
        before: { approvalIsAsked: before },
        after: { approvalIsAsked: asked },
      });
    });
    this.#standings.clear();
  }

  async #approvalOf(client: Queryable, number: number, definition: Definition, approvedBy: string | null): Promise<Approval> {
    const sources = await store.sourcesRead(client, definition);
    return { number, sources, covered: qualifying(await this.#connectionsOf(sources)), approvedBy };
  }

  async #connectionsOf(sources: readonly ReadSource[]): Promise<readonly Connection[]> {
    const ids = [...new Set(sources.map(({ connectionId }) => connectionId))];
    return (await Promise.all(ids.map((id) => this.#needs.connections.load(id)))).filter((connection) => connection !== null);
  }
}

async function loadStanding(on: Queryable, workbookId: string): Promise<Standing | null> {
  const toggle = await store.toggleOf(on, workbookId);
  if (toggle === null) return null;
  return {
    toggle,
    approvalIsAsked: await store.approvalIsAsked(on),
    approvedKeys: new Set(toggle.approvedSources.map(sourceKey)),
  };
}

async function lockDocument(client: Queryable, workbookId: string): Promise<PublishedDocument> {
  const document = await store.lockDocument(client, workbookId);
  if (document === null) throw new PenstockError('request.not-found', 'There is no workbook with this id.');
  return document;
}

async function switchOff(client: Queryable, workbookId: string, memberId: string, action: string): Promise<void> {
  const before = await store.toggleOf(client, workbookId);
  if (before === null) return;
  await store.switchOff(client, workbookId);
  // Without the toggle nothing waits: what was published is what readers see.
  if (before.waitingNumber !== null) await store.serveVersion(client, workbookId, before.waitingNumber);
  await recordAudit(client, memberId, {
    action,
    subject: { kind: 'workbook', id: workbookId },
    before: audited(before),
    after: { enabled: false },
  });
}

function qualifying(connections: readonly Connection[]): readonly string[] {
  return connections.filter((connection) => qualificationOf(connection).qualifies).map(({ id }) => id);
}

function audited(toggle: Toggle | null): unknown {
  if (toggle === null) return { enabled: false };
  return {
    enabled: true,
    version: toggle.approvedNumber,
    connections: toggle.covered,
    sources: toggle.approvedSources,
    waitingVersion: toggle.waitingNumber,
  };
}
