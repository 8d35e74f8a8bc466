/** Edits that were refused, wherever they are kept: by the server in the author's tray, or in this browser. */
import type { ClientOperation } from '@penstock/domain/input-tables/operation';
import type { TrayItem } from '../api/contract.ts';
import type { WaitingEdit } from './edit-store.ts';

export interface RefusedEdit {
  readonly editId: string;
  /** `tray`: it was logged, and the warehouse refused it. `browser`: Penstock did not take it. */
  readonly keptIn: 'tray' | 'browser';
  readonly operation: ClientOperation;
  /** A sentence or two: why, and what to do. */
  readonly reason: string;
  readonly at: string;
}

export function refusedEdits(tray: readonly TrayItem[], refusedHere: readonly WaitingEdit[]): readonly RefusedEdit[] {
  return [
    ...tray.map(({ editId, operation, reason, at }) => ({ editId, keptIn: 'tray' as const, operation, reason, at })),
    ...refusedHere.map(({ editId, operation, refusal, madeAtMs }) => ({
      editId,
      keptIn: 'browser' as const,
      operation,
      reason: refusal === null ? '' : `${refusal.reason} ${refusal.nextStep}`,
      at: new Date(madeAtMs).toISOString(),
    })),
  ];
}
