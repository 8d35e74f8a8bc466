/** The table's routes, and what an answer means for an edit that waits. */
import { newSpanId, traceHeaders } from '@penstock/domain/edit-log/trace-context';
import type { ErrorCode } from '@penstock/domain/errors/catalogue';
import type { DocumentVersion } from '@penstock/domain/workbooks/versions';
import { api } from '../api/client.ts';
import type { Acknowledgement, InputTable, List, PendingItem, RowPage, TrayItem } from '../api/contract.ts';
import { asProblem } from '../api/problem.ts';
import { browserRandom } from './browser-ports.ts';
import type { Outcome } from './edit-queue.ts';
import { liveOf } from './live.ts';
import type { TableTransport } from './table-store.ts';

/** `version`: of the document that is shown, which decides who reads the rows for this person. */
export function tableTransport(tableId: string, version: DocumentVersion): TableTransport {
  const path = `/input-tables/${tableId}`;
  return {
    loadTable: () => api.get<InputTable>(path, { version }),
    loadRows: (offset, limit, system) =>
      api.get<RowPage>(`${path}/rows`, { version, offset, limit, ...(system ? { system: 'true' } : {}) }),
    loadTray: async () => (await api.get<List<TrayItem>>(`${path}/tray`)).items,
    sendTrayAgain: async (editId, newEditId) => {
      await api.post(`${path}/tray/${editId}/send-again`, { newEditId });
    },
    emptyTray: async (editId) => {
      await api.delete(`${path}/tray/${editId}`);
    },
    loadHeld: async () =>
      (await api.get<List<PendingItem>>(`${path}/pending`, { version })).items.filter(({ state }) => state === 'waiting'),
    adopt: async (nums) => {
      await api.post(`${path}/adopt`, { nums });
    },
    withdraw: async (nums) => {
      await api.post(`${path}/withdraw`, { nums });
    },
    openLive: liveOf(version),
    send: async ({ editId, baseNum, operation, madeAtMs }) => {
      // The first step of the edit's trace is here, where it was made; each sending is a step of its own.
      const headers = traceHeaders({ traceId: editId, spanId: newSpanId(browserRandom) }, madeAtMs);
      try {
        const edit = { editId, baseNum, operation };
        const ask = { idempotencyKey: editId, headers };
        return { kind: 'acknowledged', acknowledgement: await api.post<Acknowledgement>(`${path}/edits`, edit, ask) };
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
    loadRows: (offset, limit, system) =>
      api.get<RowPage>(`/input-tables/${table.id}/rows`, { offset, limit, asOf, ...(system ? { system: 'true' } : {}) }),
    loadTray: async () => [],
    sendTrayAgain: unchanging,
    emptyTray: unchanging,
    loadHeld: async () => [],
    adopt: unchanging,
    withdraw: unchanging,
    openLive: () => () => undefined,
    send: async () => ({ kind: 'again', problem: asProblem(new Error('The past cannot be edited.')) }),
  };
}

async function unchanging(): Promise<never> {
  throw new Error('The past cannot be edited.');
}

/**
 * Only a code that judges this very edit refuses it. Everything else leaves it waiting: a restriction that lifts by itself
 * or by an administrator, a token of an older session, a proxy's page, and codes that this screen does not know.
 */
export function outcomeOf(error: unknown): Outcome {
  const problem = asProblem(error);
  if (problem.status === 401) return { kind: 'signed-out', problem };
  return refusals.has(problem.code) ? { kind: 'refused', problem } : { kind: 'again', problem };
}

/** What no waiting would change about the edit; a test compares these with the error catalogue. */
export const refusals: ReadonlySet<string> = new Set<ErrorCode>([
  'edit-log.edit-id-reused',
  'edit-log.refused',
  'input-table.column-protected',
  'input-table.column-unknown',
  'input-table.edit-invalid',
  'input-table.edit-too-large',
  'input-table.full',
  'input-table.key-column',
  'input-table.not-editable-here',
  'input-table.owner-needed',
  'input-table.row-unknown',
  'input-table.rows-of-source',
  'input-table.value-not-listed',
  'input-table.values-refused',
  'member.not-permitted',
  'request.idempotency-mismatch',
  'request.invalid',
  'request.too-large',
  'request.unsupported-type',
  'workbook.not-permitted',
]);
