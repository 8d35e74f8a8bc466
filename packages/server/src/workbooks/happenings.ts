/** What other rooms do when something happens to a document: in the same transaction, so that neither is without the other. */
import type pg from 'pg';

/** `by`: the member who did it. */
export type Happening =
  /** Readers are about to see version `number`; a listener may let them see another one. */
  | { readonly kind: 'published'; readonly workbookId: string; readonly by: string; readonly number: number }
  /** Version `number` is in the draft again. */
  | { readonly kind: 'restored'; readonly workbookId: string; readonly by: string; readonly number: number }
  | { readonly kind: 'transferred'; readonly workbookId: string; readonly by: string; readonly to: string };

export type HappeningListener = (client: pg.PoolClient, happening: Happening) => Promise<void>;

export class Happenings {
  readonly #listeners: HappeningListener[] = [];

  /** The listener uses only the client that it is given; what it throws undoes what happened. */
  on(listener: HappeningListener): void {
    this.#listeners.push(listener);
  }

  async tell(client: pg.PoolClient, happening: Happening): Promise<void> {
    for (const listener of this.#listeners) await listener(client, happening);
  }
}
