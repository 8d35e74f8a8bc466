import type { Actor } from '@penstock/domain/members/actor';
import { effectiveRight } from '@penstock/domain/workbooks/rights';
import type { Right } from '@penstock/domain/workbooks/rights';
import type { z } from 'zod';
import type * as schema from './schema.ts';
import type { Grant, Workbook, WorkbookSummary } from './store.ts';

export function presentWorkbook(workbook: Workbook, myRight: Right): z.output<typeof schema.workbook> {
  return {
    id: workbook.id,
    name: workbook.name,
    owner: workbook.owner,
    documentTimeZone: workbook.documentTimeZone,
    version: workbook.version,
    createdAt: workbook.createdAt.toISOString(),
    updatedAt: workbook.updatedAt.toISOString(),
    myRight,
    pages: workbook.pages.map((page) => ({ ...page, elements: [...page.elements] })),
  };
}

/** `null` for a workbook that the account type does not let its member see. */
export function presentSummary(summary: WorkbookSummary, actor: Actor): z.output<typeof schema.workbookList>['items'][number] | null {
  const myRight = effectiveRight({
    isOwner: summary.owner.id === actor.memberId,
    grantedToMe: summary.grantedToMe,
    grantedToEveryone: summary.grantedToEveryone,
    permissions: actor.permissions,
  });
  if (myRight === null) return null;
  return {
    id: summary.id,
    name: summary.name,
    owner: summary.owner,
    updatedAt: summary.updatedAt.toISOString(),
    visitedAt: summary.visitedAt?.toISOString() ?? null,
    myRight,
  };
}

export function presentGrants(grants: readonly Grant[]): z.output<typeof schema.grants> {
  return {
    grants: grants.map(({ member, right }) => ({
      to: member === null ? 'everyone' : { memberId: member.id, name: member.name, email: member.email },
      right,
    })),
  };
}
