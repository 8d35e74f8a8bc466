/**
 * Who may do what with a workbook. A person's right is the highest that owning it, a grant to them or a grant to
 * everyone gives, and never more than their account type allows. The warehouse's grants are another matter.
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
  /** The right that was granted to this person; `null` without one. */
  readonly grantedToMe: Right | null;
  /** The right that was granted to everyone in the organization. */
  readonly grantedToEveryone: Right | null;
  readonly permissions: ReadonlySet<Permission>;
}

/** What this person may do; `null`: the workbook does not exist for them. */
export function effectiveRight(facts: RightFacts): Right | null {
  return lower(highestGiven(facts), highestAllowed(facts.permissions));
}

/** A person with `right` may do what `needed` asks. */
export function isEnough(right: Right, needed: Right): boolean {
  return rights.indexOf(right) >= rights.indexOf(needed);
}

/** Who may edit a workbook may share it. */
export function mayShare(right: Right): boolean {
  return right === 'edit';
}

/** Only the owner deletes a workbook, and only while the account type lets them build. */
export function mayDelete(right: Right, isOwner: boolean): boolean {
  return isOwner && right === 'edit';
}

function highestGiven({ isOwner, grantedToMe, grantedToEveryone }: RightFacts): Right | null {
  return isOwner ? 'edit' : higher(grantedToMe, grantedToEveryone);
}

function highestAllowed(permissions: ReadonlySet<Permission>): Right | null {
  return rights.findLast((right) => permissions.has(neededPermission[right])) ?? null;
}

function higher(left: Right | null, right: Right | null): Right | null {
  if (left === null || right === null) return left ?? right;
  return isEnough(left, right) ? left : right;
}

function lower(left: Right | null, right: Right | null): Right | null {
  if (left === null || right === null) return null;
  return isEnough(left, right) ? right : left;
}
