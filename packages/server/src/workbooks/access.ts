/** Who may do what with a document. Unknown and foreign documents look the same. */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Actor } from '@penstock/domain/members/actor';
import type { Clock } from '@penstock/domain/ports/clock';
import type { DocumentKind } from '@penstock/domain/workbooks/definition';
import { effectiveRight, isEnough } from '@penstock/domain/workbooks/rights';
import type { Right } from '@penstock/domain/workbooks/rights';
import type { Database } from '../metadata/database.ts';
import type { MetadataListener } from '../metadata/listener.ts';
import { ShortCache } from '../metadata/short-cache.ts';
import type { Teams } from '../teams/teams.ts';
import { workbookFacts } from './store.ts';
import type { Recipient, WorkbookFacts } from './store.ts';

export interface AccessNeeds {
  readonly database: Database;
  readonly notifications: MetadataListener;
  readonly clock: Clock;
  readonly teams: Pick<Teams, 'teamsOf'>;
}

/** A document that the actor may use, with what they may do. */
export interface Reached {
  readonly id: string;
  readonly name: string;
  readonly kind: DocumentKind;
  readonly ownerId: string;
  readonly documentTimeZone: string;
  /** Of the draft. */
  readonly revision: number;
  /** The version that readers see; `null` before the first publishing. */
  readonly publishedNumber: number | null;
  readonly isOwner: boolean;
  readonly right: Right;
}

/** Remembers the facts for a few seconds, dropped on change: also of a folder above or of somebody's teams. */
export class WorkbookAccess {
  readonly #facts: ShortCache<WorkbookFacts | null>;
  readonly #teams: AccessNeeds['teams'];

  constructor({ database, notifications, clock, teams }: AccessNeeds) {
    this.#teams = teams;
    this.#facts = new ShortCache(clock, (id: string) => workbookFacts(database.pool, id))
      .dropOn(notifications, 'workbooks_changed')
      .dropOn(notifications, 'folders_changed', 'all');
  }

  /** The actor's right on a document, `null` without any. */
  async reach(actor: Actor, workbookId: string): Promise<Reached | null> {
    const [facts, teams] = await Promise.all([this.#facts.get(workbookId), this.#teams.teamsOf(actor.memberId)]);
    if (facts === null) return null;
    const isOwner = facts.ownerId === actor.memberId;
    const granted = facts.grants.filter(({ to }) => reaches(to, actor.memberId, teams)).map(({ right }) => right);
    const right = effectiveRight({ isOwner, granted, permissions: actor.permissions });
    if (right === null) return null;
    const { grants: _grants, ...about } = facts;
    return { ...about, isOwner, right };
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

  /** Also of documents that the actor has no right on. */
  facts(workbookId: string): Promise<WorkbookFacts | null> {
    return this.#facts.get(workbookId);
  }

  /** After a change of one's own, which the notification tells only a moment later. */
  forget(workbookId: string): void {
    this.#facts.drop(workbookId);
  }

  forgetAll(): void {
    this.#facts.clear();
  }
}

export function reaches({ memberId, teamId }: Recipient, me: string, myTeams: ReadonlySet<string>): boolean {
  if (teamId !== null) return myTeams.has(teamId);
  return memberId === null || memberId === me;
}

export function unknownWorkbook(): PenstockError {
  return new PenstockError('request.not-found', 'There is no workbook with this id, or it is not shared with you.');
}

export function invalid(detail: string): PenstockError {
  return new PenstockError('workbook.invalid', detail);
}
