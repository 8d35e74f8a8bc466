/**
 * Changes of a document on their way to those who have it open. Nodes tell each other only which document changed; each
 * looks once for all its listeners, and asks again for each listener what that person may see (P18).
 */
import type { DocumentVersion } from '@penstock/domain/workbooks/versions';
import type { Right } from '@penstock/domain/workbooks/rights';
import type { Database } from '../metadata/database.ts';
import type { MetadataListener } from '../metadata/listener.ts';
import type { Person } from './store.ts';
import { headOf } from './version-store.ts';
import type { Head } from './version-store.ts';

export type WorkbookEvent =
  | { readonly event: 'draft-changed'; readonly revision: number; readonly by: Person }
  | { readonly event: 'published'; readonly number: number }
  | { readonly event: 'right-changed'; readonly myRight: Right }
  /** The document is gone for this person; the stream ends after this. */
  | { readonly event: 'ended' };

export interface WorkbookListener {
  /** Asked again before every delivery; `null` when the document is gone for this person. */
  sight(): Promise<{ readonly right: Right; readonly version: DocumentVersion } | null>;
  deliver(event: WorkbookEvent): void;
}

/** Listeners whose right ended without a change of the document are found within this time (P18). */
const lookAgainMs = 4_000;

interface Listening {
  readonly listener: WorkbookListener;
  told: { revision: number; number: number | null; right: Right | null } | null;
  round: Promise<void>;
}

export class WorkbookEvents {
  readonly #channels = new Map<string, Set<Listening>>();
  readonly #database: Database;
  readonly #onError: (error: unknown) => void;
  readonly #stops: (() => void)[];

  constructor({
    database,
    notifications,
    onError,
  }: {
    readonly database: Database;
    readonly notifications: Pick<MetadataListener, 'on' | 'onGap'>;
    readonly onError: (error: unknown) => void;
  }) {
    this.#database = database;
    this.#onError = onError;
    const timer = setInterval(() => this.#lookAgain(), lookAgainMs);
    timer.unref();
    this.#stops = [
      notifications.on('workbooks_changed', (id) => this.#look(id)),
      notifications.on('folders_changed', () => this.#lookAgain()),
      notifications.on('team_members_changed', () => this.#lookAgain()),
      notifications.onGap(() => this.#lookAgain()),
      () => clearInterval(timer),
    ];
  }

  /** Starts delivery of what happens after `head`; the returned function ends it. */
  listen(workbookId: string, listener: WorkbookListener, head: { revision: number; number: number | null }): () => void {
    const listening: Listening = { listener, told: { ...head, right: null }, round: Promise.resolve() };
    const channel = this.#channels.get(workbookId) ?? new Set();
    this.#channels.set(workbookId, channel.add(listening));
    this.#look(workbookId);
    return () => {
      listening.told = null;
      channel.delete(listening);
      if (channel.size === 0 && this.#channels.get(workbookId) === channel) this.#channels.delete(workbookId);
    };
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  #lookAgain(): void {
    for (const workbookId of this.#channels.keys()) this.#look(workbookId);
  }

  #look(workbookId: string): void {
    const channel = this.#channels.get(workbookId);
    if (channel === undefined) return;
    const head = headOf(this.#database.pool, workbookId);
    // Each round reports a failure itself, however late it comes to look.
    head.catch(() => {});
    // One round after the other for each listener, so that nothing is told twice or out of order.
    for (const listening of channel)
      listening.round = listening.round.then(async () => this.#tell(listening, await head)).catch(this.#onError);
  }

  async #tell(listening: Listening, head: Head | null): Promise<void> {
    const sight = head === null ? null : await listening.listener.sight();
    const { told, listener } = listening;
    if (told === null) return;
    if (head === null || sight === null) {
      listening.told = null;
      return listener.deliver({ event: 'ended' });
    }
    listening.told = { revision: Math.max(head.revision, told.revision), number: head.publishedNumber, right: sight.right };
    if (told.right !== null && told.right !== sight.right) listener.deliver({ event: 'right-changed', myRight: sight.right });
    if (head.publishedNumber !== null && head.publishedNumber !== told.number)
      listener.deliver({ event: 'published', number: head.publishedNumber });
    if (head.revision > told.revision && sight.version === 'draft')
      listener.deliver({ event: 'draft-changed', revision: head.revision, by: head.by });
  }
}
