import type { Actor } from '@penstock/domain/members/actor';
import type { SecretStore } from '../credentials/secret-store.ts';
import type { Database } from '../metadata/database.ts';
import type { Draft } from './draft.ts';
import type { Stage } from './schema.ts';

/** Who asks, and in which request: both travel with every statement. */
export interface Asker {
  readonly actor: Actor;
  readonly requestId: string;
}

/** What creating, changing and deleting connections needs of the rest of the server. */
export interface CommandNeeds {
  readonly database: Database;
  readonly secrets: SecretStore;
  /** Tries the edit log stages of a draft (R6); everything that failed. */
  readonly examineEditLog: (draft: Draft, asker: Asker) => Promise<readonly Stage[]>;
  /** Edits of a connection that are logged and not yet settled. */
  readonly pendingEdits: (connectionId: string) => Promise<number>;
}
