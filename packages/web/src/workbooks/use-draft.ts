/** The draft of an open document, and what happens to the document elsewhere. */
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { api, apiAddress } from '../api/client.ts';
import type { Workbook } from '../api/contract.ts';
import { DraftStore } from './draft-store.ts';
import type { Saved } from './draft-store.ts';

const keyOf = (id: string): readonly string[] => ['workbook', id];

function storeOf(workbook: Workbook, queryClient: QueryClient): DraftStore {
  const path = `/workbooks/${workbook.id}`;
  return new DraftStore(workbook, workbook.kind, {
    save: (changes, baseRevision, idempotencyKey) => api.post<Saved>(`${path}/draft`, { changes, baseRevision }, { idempotencyKey }),
    load: () => api.get<Workbook>(path, { version: 'draft' }),
    onSaved: (saved) =>
      queryClient.setQueryData<Workbook>(keyOf(workbook.id), (known) =>
        known?.version === 'draft' ? { ...known, ...saved, hasUnpublishedChanges: true } : known,
      ),
    onLost: (problem) => notifications.show({ title: problem.title, message: `${problem.message} ${problem.nextStep}`, color: 'red' }),
    later: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    newKey: () => crypto.randomUUID(),
  });
}

/** One store for as long as the document is open; changes of others flow in. */
export function useDraft(workbook: Workbook): DraftStore {
  const queryClient = useQueryClient();
  const [store] = useState(() => storeOf(workbook, queryClient));
  useSyncExternalStore(store.subscribe, store.version);
  useEffect(() => {
    if (workbook.version === 'draft') store.receive(workbook);
  }, [store, workbook]);
  useEffect(() => {
    const keep = (event: BeforeUnloadEvent): void => {
      if (store.state !== 'saved') event.preventDefault();
    };
    addEventListener('beforeunload', keep);
    return () => {
      removeEventListener('beforeunload', keep);
      void store.flush();
    };
  }, [store]);
  return store;
}

/** Loads the document again when somebody changed, published or shared it. */
export function useDocumentEvents(id: string): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    const source = new EventSource(apiAddress(`/workbooks/${id}/events`), { withCredentials: true });
    const reload = (): void => void queryClient.invalidateQueries({ queryKey: keyOf(id) });
    source.addEventListener('draft-changed', (message: MessageEvent<string>) => {
      const { revision } = JSON.parse(message.data) as { readonly revision: number };
      if ((queryClient.getQueryData<Workbook>(keyOf(id))?.revision ?? 0) < revision) reload();
    });
    for (const name of ['published', 'right-changed']) source.addEventListener(name, reload);
    source.addEventListener('ended', () => {
      source.close();
      reload();
    });
    return () => source.close();
  }, [id, queryClient]);
}
