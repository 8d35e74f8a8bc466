/** The store of an open table, for as long as its element is on the screen; and one for a moment of its past. */
import { notifications } from '@mantine/notifications';
import type { DocumentVersion } from '@penstock/domain/workbooks/versions';
import { useEffect, useMemo } from 'react';
import type { InputTable } from '../api/contract.ts';
import { useSession } from '../app/session.tsx';
import { browserLater, browserRandom } from './browser-ports.ts';
import { inOrder } from './columns-after.ts';
import { browserEditStore, memoryEditStore } from './edit-store.ts';
import { noteWritten } from './table-changes.ts';
import { TableStore } from './table-store.ts';
import { pastTransport, tableTransport } from './transport.ts';

const editStore = typeof indexedDB === 'undefined' ? memoryEditStore() : browserEditStore();

/** `version`: of the document that is shown. */
export function useTableStore(table: InputTable, version: DocumentVersion): TableStore {
  const { member } = useSession();
  const store = useMemo(
    () =>
      new TableStore({
        table: { ...table, columns: inOrder(table.columns) },
        memberId: member.id,
        transport: tableTransport(table.id, version),
        editStore,
        random: browserRandom,
        nowMs: () => Date.now(),
        later: browserLater,
        onOverwritten: (event) =>
          notifications.show({
            title: `${event.by.name} wrote over your ${event.cells.length === 1 ? 'cell' : `${event.cells.length} cells`}`,
            message: 'The newer value stands. The history keeps yours.',
            color: 'yellow',
            autoClose: 8000,
          }),
        onRefused: ({ title, reason, nextStep }) =>
          notifications.show({
            title,
            message: `${reason} ${nextStep} Your edit is kept under “Refused edits”.`,
            color: 'red',
            autoClose: 12_000,
          }),
        onWritten: () => noteWritten(table.id),
        isLinked: table.link != null,
      }),
    // The store lives as long as the element; later table data comes through it.
    [table.id, version, member.id],
  );
  useEffect(() => store.open(), [store]);
  useEffect(() => {
    const online = (): void => store.resume();
    window.addEventListener('online', online);
    return () => window.removeEventListener('online', online);
  }, [store]);
  return store;
}

export function usePastStore(table: InputTable, asOf: string | null): TableStore | null {
  const { member } = useSession();
  const store = useMemo(
    () =>
      asOf === null
        ? null
        : new TableStore({
            table,
            memberId: member.id,
            transport: pastTransport(table, asOf),
            editStore: memoryEditStore(),
            random: browserRandom,
            nowMs: () => Date.now(),
            later: browserLater,
            onOverwritten: () => undefined,
            onRefused: () => undefined,
            onWritten: () => undefined,
          }),
    [table.id, asOf, member.id],
  );
  useEffect(() => store?.open(), [store]);
  return store;
}
