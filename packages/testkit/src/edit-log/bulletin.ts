/** News between nodes in memory; each delivery may be lost or late, as LISTEN/NOTIFY may. */
import type { EditBulletin, EditNews } from '@penstock/domain/edit-log/ports';

export class MemoryBulletin {
  readonly #listeners = new Map<string, (news: EditNews) => void>();
  readonly #deliver: (send: () => void) => void;

  constructor(deliver: (send: () => void) => void) {
    this.#deliver = deliver;
  }

  /** The end of one node: it does not hear itself. */
  for(nodeId: string): EditBulletin {
    return {
      publish: (news) => {
        for (const [listenerId, listener] of this.#listeners) if (listenerId !== nodeId) this.#deliver(() => listener(news));
      },
      subscribe: (listener) => {
        this.#listeners.set(nodeId, listener);
        return () => void this.#listeners.delete(nodeId);
      },
    };
  }
}
