/** The columns of something that a person may want to use as a source, as they see it with their own rights. */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { decide } from '@penstock/domain/execution-identity/decide';
import type { Actor } from '@penstock/domain/members/actor';
import { CheckedElements } from '@penstock/domain/queries/check-element';
import { describeSource as sourceAsSeen } from '@penstock/domain/queries/describe-element';
import type { ResolvedSource, SourceOf } from '@penstock/domain/queries/resolved-source';
import type { Definition, Source, SourceColumn, TableElement } from '@penstock/domain/workbooks/definition';
import type { ConnectionStore } from '../connections/store.ts';
import type { DataPermissions } from '../data-permissions/data-permissions.ts';
import type { Workbooks } from '../workbooks/workbooks.ts';
import { theOneConnection } from './asked-element.ts';
import type { ElementSources } from './element-sources.ts';
import { ranAsOf, refuse, refusedIdentity, wrongElement } from './refusals.ts';
import type { RunAs } from './run-as.ts';

export interface DescribeNeeds {
  readonly workbooks: Pick<Workbooks, 'require' | 'definition' | 'requireSources'>;
  readonly connections: Pick<ConnectionStore, 'get'>;
  readonly dataPermissions: Pick<DataPermissions, 'personFacts'>;
  readonly sources: ElementSources;
  readonly runAs: Pick<RunAs, 'withSession'>;
}

/** `engineType`: the warehouse's own name; `null` for a column that a data model calculates. */
export type DescribedColumn = Omit<SourceColumn, 'id'> & {
  readonly id: string | null;
  readonly engineType: string | null;
  readonly onRequest: boolean;
};

export interface DescribedSource {
  readonly columns: readonly DescribedColumn[];
  /** Ids of those that hold the keys of a linked input table. */
  readonly keyColumns: readonly string[];
}

interface SourceQuestion {
  readonly actor: Actor;
  readonly requestId: string;
  readonly workbookId: string;
  readonly source: Source;
  readonly signal: AbortSignal;
}

/** Elements of the same document are described by their definition, joins and unions end by end. */
export async function describeSource(
  needs: DescribeNeeds,
  { actor, requestId, workbookId, source, signal }: SourceQuestion,
): Promise<DescribedSource> {
  await needs.workbooks.require(actor, workbookId, 'explore');
  if (source.kind === 'element' || source.kind === 'join' || source.kind === 'union' || source.kind === 'linked-input-table') {
    throw new PenstockError('request.invalid', 'Ask for a table, custom SQL, an input table or an element of a data model.', {
      fields: [{ pointer: '/source/kind', message: 'is described by what it is made of' }],
    });
  }
  const described = definitionWith(source, emptyDocument);
  const { definition } = await needs.workbooks.definition(actor, workbookId, null);
  await needs.workbooks.requireSources(actor, workbookId, definition, described);
  const { sourceOf } = await lookAsPerson(needs, { actor, requestId, workbookId, signal }, described);
  const resolved = sourceOf(source);
  if (resolved === undefined) throw new PenstockError('request.not-found', 'There is no such source, or you may not read it.');
  return { columns: columnsOf(resolved, sourceOf), keyColumns: resolved.kind === 'input-table' ? resolved.keyColumns : [] };
}

/** What any source gives to a new element of the draft, and the connection that it reads. Throws `query.element-wrong`. */
export async function describeForNewElement(
  needs: DescribeNeeds,
  { source, ...question }: SourceQuestion,
): Promise<{ readonly columns: readonly SourceColumn[]; readonly connectionId: string }> {
  const { definition } = await needs.workbooks.definition(question.actor, question.workbookId, 'draft');
  const described = definitionWith(source, definition);
  await needs.workbooks.requireSources(question.actor, question.workbookId, definition, described);
  const { sourceOf, connectionId } = await lookAsPerson(needs, question, described);
  const seen = sourceAsSeen(definition, source, sourceOf);
  if (seen.kind === 'wrong') throw wrongElement([seen.problem]);
  return { columns: seen.columns, connectionId };
}

/** What the probe of a definition reads, found with the person's own rights. */
async function lookAsPerson(
  needs: DescribeNeeds,
  { actor, requestId, workbookId, signal }: Omit<SourceQuestion, 'source'>,
  definition: Definition,
): Promise<{ readonly sourceOf: SourceOf; readonly connectionId: string }> {
  const lookedUp = await needs.sources.lookUp(definition, probeId);
  const connection = await needs.connections.get(theOneConnection(lookedUp));
  const person = await needs.dataPermissions.personFacts(connection, actor.memberId, lookedUp.leaves);
  const decision = decide({ purpose: 'describe-source', connection, person });
  if (decision.kind === 'refuse') throw refusedIdentity(decision, connection);
  const { identity } = decision;
  const tag = { purpose: identity.purpose, requestId, human: actor.email, document: workbookId, element: null };
  const ranAs = ranAsOf(decision, connection);
  // What somebody just added to an input table or renamed there is offered to them.
  await needs.sources.applied(lookedUp.inputTables, 'answer', signal);
  const sourceOf = await needs.sources.resolve(lookedUp, {
    identity,
    tag,
    withSession: (use) => needs.runAs.withSession(identity, tag, use),
    refuse: (outcome) => refuse(outcome, ranAs),
  });
  return { sourceOf, connectionId: connection.id };
}

const probeId = 'described';
const emptyDocument: Definition = { formatVersion: 1, timeZone: 'UTC', weekStart: 'monday', pages: [] };

function definitionWith(source: Source, definition: Definition): Definition {
  const element: TableElement = {
    id: probeId,
    kind: 'table',
    name: 'Described',
    layout: { x: 0, y: 0, width: 1, height: 1 },
    source,
    columns: [],
    filters: [],
    sorts: [],
    groupings: [],
    totals: [],
  };
  return { ...definition, pages: [...definition.pages, { id: probeId, name: 'Described', elements: [element] }] };
}

function columnsOf(source: ResolvedSource, sourceOf: SourceOf): readonly DescribedColumn[] {
  if (source.kind !== 'element')
    return source.columns.map(({ name, type, engineType, ...more }) => {
      const { id = null, onRequest = false } = more;
      return { id, name, type, engineType, onRequest };
    });
  const { output } = new CheckedElements(source.definition, sourceOf).element(source.elementId);
  return output.map(({ name, type }) => ({ id: null, name, type, engineType: null, onRequest: false }));
}
