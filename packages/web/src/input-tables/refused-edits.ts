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

/** What a refusal of the warehouse means; its own words follow. */
const inPlainWords: Readonly<Record<string, string>> = {
  'warehouse.privilege': 'Your warehouse login may not write to this table',
  'warehouse.value': 'The warehouse does not take this value',
  'edit-log.depends-on-refused': 'It belongs to an edit that was refused',
  'edit-log.row-missing': 'The row is not there any more',
};

export function refusedEdits(tray: readonly TrayItem[], refusedHere: readonly WaitingEdit[]): readonly RefusedEdit[] {
  return [
    ...tray.map(({ editId, operation, code, reason, at }) => ({
      editId,
      keptIn: 'tray' as const,
      operation,
      reason: `${inPlainWords[code] ?? 'The warehouse refused it'}: ${reason}`,
      at,
    })),
    ...refusedHere.map(({ editId, operation, refusal, madeAtMs }) => ({
      editId,
      keptIn: 'browser' as const,
      operation,
      reason: refusal === null ? '' : `${refusal.reason} ${refusal.nextStep}`,
      at: new Date(madeAtMs).toISOString(),
    })),
  ];
}
