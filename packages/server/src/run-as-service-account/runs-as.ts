/** Who an element runs as for a person, why, and what to do about it: the badge on the element, and "preview as". */
import type { Connection } from '@penstock/domain/connections/connection';
import type { ReadSource } from '@penstock/domain/data-permissions/read-source';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { decide } from '@penstock/domain/execution-identity/decide';
import type { Principal } from '@penstock/domain/execution-identity/purpose';
import { tableRowOf } from '@penstock/domain/execution-identity/table-row';
import type { Actor } from '@penstock/domain/members/actor';
import { elementsOf } from '@penstock/domain/workbooks/references';
import type { DocumentVersion } from '@penstock/domain/workbooks/versions';
import type { ConnectionStore } from '../connections/store.ts';
import type { Standing, WarehouseTokens } from '../credentials/warehouse-tokens.ts';
import type { DataPermissions } from '../data-permissions/data-permissions.ts';
import type { Members } from '../members/members.ts';
import type { Queryable } from '../members/store.ts';
import type { SeenDefinition, Workbooks } from '../workbooks/workbooks.ts';
import { sourcesOf, sourcesRead } from './store.ts';
import type { Toggles } from './toggles.ts';

export interface RunsAsNeeds {
  readonly database: { readonly pool: Queryable };
  readonly connections: Pick<ConnectionStore, 'get' | 'facts' | 'load'>;
  readonly dataPermissions: Pick<DataPermissions, 'personFacts'>;
  readonly members: Pick<Members, 'byId'>;
  readonly toggles: Pick<Toggles, 'partFacts' | 'toggleOf'>;
  readonly tokens: Pick<WarehouseTokens, 'standing'>;
  readonly workbooks: Pick<Workbooks, 'definition' | 'reach' | 'require'>;
}

export interface RunsAsQuestion {
  readonly workbookId: string;
  readonly elementId: string;
  /** `null`: the version that the asker sees by themselves. */
  readonly version: DocumentVersion | null;
  /** Somebody else to look as; only for those who may share. `null`: the asker. */
  readonly asMemberId: string | null;
}

/** Throws `request.not-found`, `workbook.not-permitted`, `workbook.not-published`. */
export async function runsAs(needs: RunsAsNeeds, actor: Actor, question: RunsAsQuestion) {
  const { workbookId, elementId, asMemberId } = question;
  if (asMemberId !== null) await needs.workbooks.require(actor, workbookId, 'edit');
  const person = asMemberId === null ? actor : await actorOf(needs, asMemberId);
  const document = await needs.workbooks.definition(actor, workbookId, question.version);
  const element = elementsOf(document.definition).find(({ id }) => id === elementId);
  if (element === undefined) throw new PenstockError('request.not-found', 'The workbook has no element with this id.');
  const sources = await sourcesOf(needs.database.pool, document.definition, [elementId]);
  const purpose = element.kind === 'input-table' ? 'overlay' : 'view';
  const byConnection = Map.groupBy(sources, ({ connectionId }) => connectionId);
  const parts = [...byConnection].map(([connectionId, ofPart]) =>
    partOf(needs, { person, document, workbookId, purpose, connectionId, sources: ofPart }),
  );
  return {
    member: { id: person.memberId, name: person.name },
    version: document.version,
    row: await rowOf(needs, workbookId, document),
    parts: await Promise.all(parts),
  };
}

interface Part {
  readonly person: Actor;
  readonly document: SeenDefinition;
  readonly workbookId: string;
  readonly purpose: 'view' | 'overlay';
  readonly connectionId: string;
  readonly sources: readonly ReadSource[];
}

async function partOf(needs: RunsAsNeeds, { person, document, workbookId, purpose, connectionId, sources }: Part) {
  const connection = await needs.connections.get(connectionId);
  const { version, ownerId } = document;
  const [facts, reached, standing, personal] = await Promise.all([
    needs.toggles.partFacts({ workbookId, ownerId, version, connection, sources }),
    needs.workbooks.reach(person, workbookId),
    connection.authentication === 'oauth' ? needs.tokens.standing(person.memberId, connection) : null,
    needs.dataPermissions.personFacts(connection, person.memberId, sources),
  ]);
  const decision = decide({
    purpose,
    connection,
    person: { ...personal, signIn: standing === null ? 'unknown' : signIns[standing.state] },
    document: { ...facts, version, interaction: 'as-published', right: reached?.right ?? null },
  });
  const named = { connectionId, connectionName: connection.name };
  if (decision.kind === 'refuse') {
    const { why, reason, remedy } = decision;
    return { ...named, principal: null, rule: null, refused: why, reason, remedy: { ...remedy, signInUrl: signInUrl(connection, why) } };
  }
  const { principal, rule, reason, role } = decision.identity;
  return {
    ...named,
    principal: { ...(await presentPrincipal(needs, principal, connection, person, standing)), role },
    rule,
    refused: null,
    reason,
    remedy: { ...decision.remedy, signInUrl: null },
  };
}

const signIns = { 'signed-in': 'live', expired: 'ended', none: 'none' } as const satisfies Record<Standing['state'], string>;

async function presentPrincipal(
  needs: RunsAsNeeds,
  principal: Principal,
  connection: Connection,
  person: Actor,
  standing: Standing | null,
): Promise<{ kind: Principal['kind']; login: string | null; name: string }> {
  switch (principal.kind) {
    case 'person':
      return { kind: 'person', login: standing?.login ?? null, name: person.name };
    case 'service-account':
      return { kind: 'service-account', login: connection.serviceAccountLogin, name: `Service account of ${connection.name}` };
    case 'connection-credential':
      return {
        kind: 'connection-credential',
        login: (await needs.connections.facts(connection.id))?.login ?? null,
        name: `Credentials of ${connection.name}`,
      };
  }
}

/** Where to send the browser so that the person can sign in; it returns to `returnTo`, which the page adds. */
function signInUrl(connection: Connection, why: string): string | null {
  if (why !== 'sign-in-needed') return null;
  return connection.oauth?.level === 'independent' ? `/auth/connections/${connection.id}/sign-in` : '/auth/sign-in';
}

async function actorOf(needs: RunsAsNeeds, memberId: string): Promise<Actor> {
  const member = await needs.members.byId(memberId);
  if (member === null) throw new PenstockError('request.not-found', 'There is no member with this id.');
  const { email, name, status, accountType } = member;
  // Nothing is done in their name: the session is only asked for what they would see.
  return {
    memberId,
    email,
    name,
    permissions: status === 'active' ? accountType.permissions : new Set(),
    sessionId: '',
    through: 'session',
  };
}

async function rowOf(needs: RunsAsNeeds, workbookId: string, { definition }: SeenDefinition) {
  const ids = new Set((await sourcesRead(needs.database.pool, definition)).map(({ connectionId }) => connectionId));
  const used = await Promise.all([...ids].map((id) => needs.connections.load(id)));
  return tableRowOf({
    oauthConnections: used.filter((connection) => connection?.authentication === 'oauth').length,
    staticConnections: used.filter((connection) => connection?.authentication === 'static').length,
    runsAsServiceAccount: (await needs.toggles.toggleOf(workbookId)) !== null,
  });
}
