/**
 * Who may do what with a document. A person's right is the highest that owning it or any grant that reaches them gives,
 * and never more than their account type allows. The warehouse's grants are another matter.
 */
import type { Permission } from '../members/permissions.ts';

/** Lowest first; each includes those before it. */
export const rights = ['view', 'explore', 'edit'] as const;

export type Right = (typeof rights)[number];

/** The permission of the account type that each right rests on. */
const neededPermission: Readonly<Record<Right, Permission>> = {
  view: 'workbooks.view',
  explore: 'workbooks.explore',
  edit: 'workbooks.build',
};

export interface RightFacts {
  readonly isOwner: boolean;
  /** By every grant that reaches this person: to them, to their teams, to everyone; on the document or a folder above it. */
  readonly granted: readonly Right[];
  readonly permissions: ReadonlySet<Permission>;
}

/** What this person may do; `null`: the document does not exist for them. */
export function effectiveRight(facts: RightFacts): Right | null {
  return lower(highestGiven(facts), highestAllowed(facts.permissions));
}

/** A person with `right` may do what `needed` asks. */
export function isEnough(right: Right, needed: Right): boolean {
  return rights.indexOf(right) >= rights.indexOf(needed);
}

/** Only the owner deletes a document, and only while the account type lets them build. */
export function mayDelete(right: Right, isOwner: boolean): boolean {
  return isOwner && right === 'edit';
}

/** Its owner gives a document to another; so does who manages members, also when the owner is gone. */
export function mayTransfer(facts: { readonly isOwner: boolean; readonly permissions: ReadonlySet<Permission> }): boolean {
  return facts.isOwner || facts.permissions.has('members.manage');
}

function highestGiven({ isOwner, granted }: RightFacts): Right | null {
  return isOwner ? 'edit' : (rights.findLast((right) => granted.includes(right)) ?? null);
}

function highestAllowed(permissions: ReadonlySet<Permission>): Right | null {
  return rights.findLast((right) => permissions.has(neededPermission[right])) ?? null;
}

function lower(left: Right | null, right: Right | null): Right | null {
  if (left === null || right === null) return null;
  return isEnough(left, right) ? right : left;
}
