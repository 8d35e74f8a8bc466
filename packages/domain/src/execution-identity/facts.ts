/** What `decide` is asked: plain data that the server has gathered beforehand. */
import type { Connection } from '../connections/connection.ts';
import type { Right } from '../workbooks/rights.ts';
import type { DocumentPurpose, LookPurpose, ProductPurpose, WritePurpose } from './purpose.ts';

/**
 * One question asks about one part: one connection that an element reads, or that a purpose touches. How the person
 * came is not among the facts: an API key acts as its member, with that member's stored sign-in (D17).
 */
export type Question =
  | {
      readonly purpose: DocumentPurpose;
      readonly connection: DecidingFacts;
      readonly person: PersonFacts;
      readonly document: DocumentFacts;
    }
  | { readonly purpose: WritePurpose | LookPurpose; readonly connection: DecidingFacts; readonly person: PersonFacts }
  | { readonly purpose: ProductPurpose; readonly connection: DecidingFacts };

/** The part of the connection's facts that the decision rests on. */
export type DecidingFacts = Pick<
  Connection,
  'id' | 'generation' | 'authentication' | 'oauth' | 'hasServiceAccount' | 'roleAttribute' | 'writeAccess' | 'editLogDestination'
>;

/** The person the work is done for: at the screen, the schedule's owner, the edit's author or adopter. */
export interface PersonFacts {
  readonly memberId: string;
  /**
   * The stored sign-in for an OAuth connection. `unknown`: not looked up; opening the session tells. A static
   * connection needs none.
   */
  readonly signIn: 'live' | 'ended' | 'none' | 'unknown';
  /** What the person's own data permission lets them do on a static connection; on OAuth the warehouse decides. */
  readonly dataPermission: DataPermission;
  /**
   * The role in which they read. On a static connection their value of the attribute that it asks for; on OAuth what they
   * chose among the roles of their login. `null`: none, or it does not ask.
   */
  readonly role: string | null;
}

export interface DataPermission {
  readonly use: boolean;
  readonly write: boolean;
}

/** On OAuth nothing in the product stands before the warehouse's own grants. */
export const everyDataPermission: DataPermission = { use: true, write: true };

export interface DocumentFacts {
  /** The toggle "Run as service account", as an Admin set it. */
  readonly runsAsServiceAccount: boolean;
  readonly version: 'draft' | 'published';
  /**
   * The version that is run is the one an Admin approved (D12); `true` where approval is not asked for. Means nothing
   * for drafts and while the toggle is off.
   */
  readonly approved: boolean;
  /**
   * This connection qualified when the Admin approved, so they agreed that its service account runs this part. A
   * connection that qualified only later waits for a new approval.
   */
  readonly covered: boolean;
  /**
   * What the request changes of the element: nothing; only paging, sorting, filtering by visible published columns and
   * declared controls; or anything else (D14).
   */
  readonly interaction: 'as-published' | 'visible' | 'other';
  /** The person's effective right on the document; `null`: it does not exist for them. */
  readonly right: Right | null;
  /** On a static connection: the document owner's data permission covers all that this part reads (R41). */
  readonly ownerMayRead: boolean;
}
