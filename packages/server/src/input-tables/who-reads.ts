/**
 * As whom the table behind an input table is read for somebody who has reached its document. On OAuth they look with
 * their own sign-in. On a static connection it is a part of the document like any other: the owner's data permission
 * counts (R41), and what the person may write is their own (R61).
 */
import type { Connection } from '@penstock/domain/connections/connection';
import { decide } from '@penstock/domain/execution-identity/decide';
import type { Decision } from '@penstock/domain/execution-identity/decide';
import type { Actor } from '@penstock/domain/members/actor';
import { versionFor } from '@penstock/domain/workbooks/versions';
import type { Needs } from './needs.ts';
import type { InputTable } from './store.ts';

export type WhoReadsNeeds = Pick<Needs, 'dataPermissions' | 'toggles' | 'workbooks'>;

export interface WhoReads {
  readonly decision: Decision;
  /** Whether the person's own data permission lets them write; always on OAuth, where the warehouse decides. */
  readonly mayWrite: boolean;
}

export async function whoReads(needs: WhoReadsNeeds, actor: Actor, table: InputTable, connection: Connection): Promise<WhoReads> {
  const person = await needs.dataPermissions.personFacts(connection, actor.memberId, []);
  if (connection.authentication === 'oauth')
    return { decision: decide({ purpose: 'read-input-table', connection, person }), mayWrite: true };
  const reached = await needs.workbooks.reach(actor, table.workbookId);
  const right = reached?.right ?? null;
  const seen = right === null ? 'not-permitted' : versionFor(right, null, reached?.publishedNumber !== null);
  const version = seen === 'published' ? 'published' : 'draft';
  const source = { kind: 'input-table', connectionId: connection.id, inputTableId: table.id } as const;
  const ownerId = reached?.ownerId ?? '';
  const part = await needs.toggles.partFacts({ workbookId: table.workbookId, ownerId, version, connection, sources: [source] });
  const document = { ...part, version, interaction: 'as-published', right } as const;
  return { decision: decide({ purpose: 'overlay', connection, person, document }), mayWrite: person.dataPermission.write };
}
