/** When "Run as service account" is offered for a document (R51-R54, D10), and what it would mean on each connection. */
import type { Connection } from '../connections/connection.ts';

type QualifyingFacts = Pick<Connection, 'authentication' | 'oauth' | 'hasServiceAccount'>;

export interface Qualification {
  readonly qualifies: boolean;
  /** Why, or why not, in a sentence. */
  readonly reason: string;
}

/** R51, R52: organization-level OAuth with a service account. */
export function qualificationOf(connection: QualifyingFacts): Qualification {
  if (connection.authentication === 'static')
    return { qualifies: false, reason: "Runs with the connection's own credentials, on the data permissions of the document's owner." };
  if (connection.oauth?.level !== 'organization')
    return { qualifies: false, reason: 'People sign in to this connection separately, so its parts keep running as the person.' };
  if (!connection.hasServiceAccount)
    return { qualifies: false, reason: 'This connection has no service account, so its parts keep running as the person.' };
  return { qualifies: true, reason: "Its parts of the published version run as the connection's service account." };
}

export interface Offer {
  readonly offered: boolean;
  readonly reason: string;
}

/** D10: one connection that qualifies is enough; parts on the others keep running as they did. */
export function offerOf(isPublished: boolean, connections: readonly QualifyingFacts[]): Offer {
  if (!isPublished) return { offered: false, reason: 'Publish the document first: the service account runs the published version only.' };
  if (connections.some((connection) => qualificationOf(connection).qualifies))
    return { offered: true, reason: 'At least one connection of the published version can run as its service account.' };
  if (connections.every(({ authentication }) => authentication === 'static'))
    return { offered: false, reason: 'Nothing of the published version is on a connection that people sign in to.' };
  if (connections.some(({ oauth }) => oauth?.level === 'organization'))
    return { offered: false, reason: 'The connection has no service account; an Admin can add one on the page of the connection.' };
  return {
    offered: false,
    reason: "People sign in to the connection separately; a service account stands in only for the organization's own sign-in.",
  };
}
