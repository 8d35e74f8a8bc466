/** Where edits wait until they are acknowledged: IndexedDB in the browser, so that a reload or a crash loses none. */
import type { ClientOperation } from '@penstock/domain/input-tables/operation';

export interface WaitingEdit {
  /** 128 random bits in hex: the edit's identity for ever, also across retries and reloads. */
  readonly editId: string;
  readonly tableId: string;
  readonly memberId: string;
  /** Order of making, over all edits of this browser. */
  readonly sequence: number;
  readonly baseNum: number;
  readonly operation: ClientOperation;
  /** Undo of an edit that has no number yet: filled in before the first sending, then never changed. */
  readonly onlyWhileEditId: string | null;
  readonly madeAtMs: number;
  /** Set when Penstock definitely refused it; it then waits for its author's decision. */
  readonly refusal: Refusal | null;
}

export interface Refusal {
  readonly code: string;
  readonly title: string;
  readonly reason: string;
  readonly nextStep: string;
}

export interface EditStore {
  load(memberId: string, tableId: string): Promise<readonly WaitingEdit[]>;
  put(edit: WaitingEdit): Promise<void>;
  remove(editId: string): Promise<void>;
}

/** Keeps edits for as long as the page lives; for tests, and for browsers that forbid storage. */
export function memoryEditStore(): EditStore {
  const edits = new Map<string, WaitingEdit>();
  return {
    load: async (memberId, tableId) =>
      [...edits.values()]
        .filter((edit) => edit.memberId === memberId && edit.tableId === tableId)
        .toSorted((a, b) => a.sequence - b.sequence),
    put: async (edit) => void edits.set(edit.editId, edit),
    remove: async (editId) => void edits.delete(editId),
  };
}

const name = 'penstock';
const edits = 'waiting-edits';

const settled = <Result>(request: IDBRequest<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The browser refused to store an edit.'));
  });

export function browserEditStore(): EditStore {
  let opened: Promise<IDBDatabase> | null = null;
  const database = (): Promise<IDBDatabase> => {
    opened ??= (() => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () =>
        request.result.createObjectStore(edits, { keyPath: 'editId' }).createIndex('table', ['memberId', 'tableId']);
      return settled(request);
    })();
    return opened;
  };
  const objects = async (mode: IDBTransactionMode): Promise<IDBObjectStore> =>
    (await database()).transaction(edits, mode, { durability: 'strict' }).objectStore(edits);
  return {
    load: async (memberId, tableId) => {
      const found = (await settled((await objects('readonly')).index('table').getAll([memberId, tableId]))) as WaitingEdit[];
      return found.toSorted((a, b) => a.sequence - b.sequence);
    },
    put: async (edit) => void (await settled((await objects('readwrite')).put(edit))),
    remove: async (editId) => void (await settled((await objects('readwrite')).delete(editId))),
  };
}
