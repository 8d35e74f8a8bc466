/** An edit as the log tells it, after its parts were joined and its signature checked. */
import type { Operation } from '../input-tables/operation.ts';

/** Who made an edit. A system operation has an empty member id and e-mail. */
export interface Author {
  readonly memberId: string;
  readonly email: string;
  /** The login the person had in the warehouse, as far as it was known. */
  readonly login: string;
}

/** Where an edit came from, for the history and the audit. Empty strings where it does not apply. */
export interface EditMetadata {
  readonly documentId: string;
  readonly elementId: string;
  readonly requestId: string;
}

/** What is known of an edit besides its payload: with the payload, enough to write the very same bytes again. */
export interface Envelope {
  readonly tableId: string;
  readonly num: number;
  /** 32 hex digits made by the client; system operations derive theirs (`system-edits.ts`). */
  readonly editId: string;
  /** The number that the author had seen: the edit's columns are those of this moment. */
  readonly base: number;
  /** `YYYY-MM-DDTHH:MM:SS.ffffffZ` */
  readonly at: string;
  readonly author: Author;
  readonly metadata: EditMetadata;
  readonly installationId: string;
  /** Grows when an older metadata database was restored (I12). */
  readonly epoch: number;
}

export interface EditEntry extends Envelope {
  readonly operation: Operation;
}

/** The author of what the product itself writes. */
export const systemAuthor: Author = { memberId: '', email: '', login: '' };

export const noMetadata: EditMetadata = { documentId: '', elementId: '', requestId: '' };

/** What has become of an edit. `waiting`: for its author's sign-in, or for an edit that it depends on. */
export type EditState = 'pending' | 'applied' | 'rejected' | 'waiting';
