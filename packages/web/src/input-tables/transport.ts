/** The table's routes, and what an answer means for an edit that waits. */
import { api } from '../api/client.ts';
import type { Acknowledgement, InputTable, List, RowPage, TrayItem } from '../api/contract.ts';
import { asProblem } from '../api/problem.ts';
import type { Outcome } from './edit-queue.ts';
import { openLive } from './live.ts';
import type { TableTransport } from './table-store.ts';

export function tableTransport(tableId: string): TableTransport {
  const path = `/input-tables/${tableId}`;
  return {
    loadTable: () => api.get<InputTable>(path),
    loadRows: (offset, limit) => api.get<RowPage>(`${path}/rows`, { offset, limit }),
    loadTray: async () => (await api.get<List<TrayItem>>(`${path}/tray`)).items,
    openLive,
    send: async ({ editId, baseNum, operation }) => {
      try {
        return { kind: 'acknowledged', acknowledgement: await api.post<Acknowledgement>(`${path}/edits`, { editId, baseNum, operation }, { idempotencyKey: editId }) };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

/** The table as it was at a log number: nothing lives, nothing is sent. */
export function pastTransport(table: InputTable, asOf: string): TableTransport {
  return {
    loadTable: async () => table,
    loadRows: (offset, limit) => api.get<RowPage>(`/input-tables/${table.id}/rows`, { offset, limit, asOf }),
    loadTray: async () => [],
    openLive: () => () => undefined,
    send: async () => ({ kind: 'again', problem: asProblem(new Error('The past cannot be edited.')) }),
  };
}

/** Only a 4xx about this very edit refuses it; everything else leaves it waiting. */
export function outcomeOf(error: unknown): Outcome {
  const problem = asProblem(error);
  const { status, code } = problem;
  if (status === 401) return { kind: 'signed-out', problem };
  const aboutTheMoment = status === 0 || status >= 500 || status === 408 || status === 429 || (status === 409 && code === 'request.in-progress') || restrictions.has(code);
  return aboutTheMoment ? { kind: 'again', problem } : { kind: 'refused', problem };
}

/** Refusals that lift by themselves or by an administrator: the edit keeps waiting, as the log's outcome table asks. */
const restrictions = new Set(['edit-log.unavailable', 'edit-log.moved', 'edit-log.service-account', 'input-table.editing-restricted', 'sign-in.warehouse-required']);
