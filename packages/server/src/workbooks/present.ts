/** How documents leave the server. */
import type { Actor } from '@penstock/domain/members/actor';
import type { Definition } from '@penstock/domain/workbooks/definition';
import { effectiveRight } from '@penstock/domain/workbooks/rights';
import type { DocumentChange } from '@penstock/domain/workbooks/summarize-changes';
import type { z } from 'zod';
import type * as schema from './schema.ts';
import type { Grant, NewGrant, Published, WorkbookSummary } from './store.ts';
import type { OpenWorkbook } from './workbooks.ts';

export function presentWorkbook({ workbook, reached, version }: OpenWorkbook): z.input<typeof schema.workbook> {
  const { published } = workbook;
  const definition = version === 'published' && published !== null ? published.definition : workbook.draft;
  return {
    id: workbook.id,
    kind: workbook.kind,
    name: workbook.name,
    owner: workbook.owner,
    folderId: workbook.folderId,
    createdAt: workbook.createdAt.toISOString(),
    updatedAt: workbook.updatedAt.toISOString(),
    myRight: reached.right,
    version,
    revision: workbook.revision,
    definition: presentDefinition(definition),
    published: published === null ? null : presentPublished(published),
    hasUnpublishedChanges: reached.right === 'edit' && workbook.hasUnpublishedChanges,
    pages: definition.pages.map((page) => ({
      id: page.id,
      name: page.name,
      elements: page.elements.flatMap((element, position) =>
        element.kind === 'input-table'
          ? [{ id: element.id, kind: element.kind, inputTableId: element.inputTableId, name: element.name, position }]
          : [],
      ),
    })),
  };
}

/** The same value: the schema's types are those of the domain but for `readonly`. */
export function presentDefinition(definition: Definition): z.input<typeof schema.savedDraft>['definition'] {
  return definition as z.input<typeof schema.savedDraft>['definition'];
}

export function presentPublished({
  number,
  publishedAt,
  publishedBy,
  summary,
}: Published): z.input<typeof schema.versionList>['items'][number] {
  return { number, publishedAt: publishedAt.toISOString(), publishedBy, summary };
}

export function presentChanges(changes: readonly DocumentChange[]): z.input<typeof schema.unpublishedChanges>['changes'] {
  return changes.map(({ of, id, name, change, details }) => ({ of, id, name, change, details: [...details] }));
}

/** `null` for a workbook that the account type does not let its member see. */
export function presentSummary(summary: WorkbookSummary, actor: Actor): z.input<typeof schema.workbookList>['items'][number] | null {
  const myRight = effectiveRight({
    isOwner: summary.owner.id === actor.memberId,
    granted: summary.granted,
    permissions: actor.permissions,
  });
  if (myRight === null) return null;
  return {
    id: summary.id,
    kind: summary.kind,
    name: summary.name,
    owner: summary.owner,
    folderId: summary.folderId,
    publishedNumber: summary.publishedNumber,
    updatedAt: summary.updatedAt.toISOString(),
    visitedAt: summary.visitedAt?.toISOString() ?? null,
    deletedAt: summary.deletedAt?.toISOString() ?? null,
    myRight,
  };
}

export function presentGrants(grants: readonly Grant[]): z.input<typeof schema.grants> {
  return { grants: grants.map(({ member, team, right }) => ({ to: presentRecipient(member, team), right })) };
}

function presentRecipient(member: Grant['member'], team: Grant['team']): z.input<typeof schema.grants>['grants'][number]['to'] {
  if (team !== null) return { teamId: team.id, name: team.name };
  return member === null ? 'everyone' : { memberId: member.id, name: member.name, email: member.email };
}

export function grantsFrom({ grants }: z.output<typeof schema.newGrants>): readonly NewGrant[] {
  return grants.map(({ to, right }) => ({
    memberId: to !== 'everyone' && 'memberId' in to ? to.memberId : null,
    teamId: to !== 'everyone' && 'teamId' in to ? to.teamId : null,
    right,
  }));
}
