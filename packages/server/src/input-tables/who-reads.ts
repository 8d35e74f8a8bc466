/**
 * As whom an input table is read, and as whom somebody writes into it: two questions, because in a published workbook
 * that runs as the service account the rows are read by it, and writing stays the person's own (R42, D11, I13).
 */
import type { Connection } from '@penstock/domain/connections/connection';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { decide } from '@penstock/domain/execution-identity/decide';
import type { Decision, ExecutionIdentity } from '@penstock/domain/execution-identity/decide';
import { editableInOf } from '@penstock/domain/input-tables/where-typed';
import type { Actor } from '@penstock/domain/members/actor';
import type { Definition } from '@penstock/domain/workbooks/definition';
import { elementsOf } from '@penstock/domain/workbooks/references';
import type { DocumentVersion } from '@penstock/domain/workbooks/versions';
import type { Needs } from './needs.ts';
import type { InputTable } from './store.ts';

export type WhoReadsNeeds = Pick<Needs, 'dataPermissions' | 'toggles' | 'workbooks'>;

/** Somebody who looks at a table. */
export interface Look {
  readonly actor: Actor;
  readonly table: InputTable;
  /** Of the document that shows it; `null`: the one that they see by themselves. */
  readonly version: DocumentVersion | null;
  /** What goes out is no more than the element's page shows; otherwise it may be any row and column of the table. */
  readonly asShown?: true;
}

/** The rows as they are now, with logged edits over them; or what the table held before. */
export type ReadingPurpose = 'overlay' | 'history';

export interface WhoWrites {
  readonly identity: ExecutionIdentity;
  /** Why the product itself does not let this person edit; `null`: the warehouse alone decides. */
  readonly heldBack: string | null;
}

/**
 * An input table is a part of its document like any other. What the version does not show is exploring: never the service
 * account's. Throws as `Workbooks.definition`, and with the reason when nobody may read it.
 */
export async function whoReads(
  needs: WhoReadsNeeds,
  { actor, table, version: wanted, asShown }: Look,
  connection: Connection,
  purpose: ReadingPurpose,
): Promise<ExecutionIdentity> {
  const { definition, version, right, ownerId } = await needs.workbooks.definition(actor, table.workbookId, wanted);
  const source = { kind: 'input-table', connectionId: connection.id, inputTableId: table.id } as const;
  const [person, part] = await Promise.all([
    needs.dataPermissions.personFacts(connection, actor.memberId, []),
    needs.toggles.partFacts({ workbookId: table.workbookId, ownerId, version, connection, sources: [source] }),
  ]);
  const isShown = asShown ? editableInOf(definition, table.id) !== null : showsWhole(definition, table.id);
  const interaction = isShown ? 'as-published' : 'other';
  return identityOf(decide({ purpose, connection, person, document: { ...part, version, interaction, right } }));
}

/** An input table's own element shows all of it; one beside the rows of another source may filter rows and hide columns. */
function showsWhole(definition: Definition, inputTableId: string): boolean {
  return elementsOf(definition).some((element) => element.kind === 'input-table' && element.inputTableId === inputTableId);
}

/**
 * On OAuth with their own sign-in, whoever reads. A static connection has one login for both; what the person may write is
 * their data permission (R61). Throws with the reason when nobody may even read it.
 */
export async function whoWrites(needs: WhoReadsNeeds, actor: Actor, table: InputTable, connection: Connection): Promise<WhoWrites> {
  const person = await needs.dataPermissions.personFacts(connection, actor.memberId, []);
  if (connection.authentication === 'oauth')
    return { identity: identityOf(decide({ purpose: 'read-input-table', connection, person })), heldBack: null };
  const identity = await whoReads(needs, { actor, table, version: null, asShown: true }, connection, 'overlay');
  return {
    identity,
    heldBack: person.dataPermission.write ? null : `Your data permission on "${connection.name}" does not include writing.`,
  };
}

function identityOf(decision: Decision): ExecutionIdentity {
  if (decision.kind === 'run') return decision.identity;
  const { why, reason, remedy } = decision;
  const code = why === 'owner-lacks-data-permission' ? 'connection.no-data-permission' : 'input-table.not-readable';
  throw new PenstockError(code, reason, { nextStep: remedy.sentence, facts: { why } });
}
