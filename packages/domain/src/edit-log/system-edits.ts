/**
 * The edits that the product writes itself. Their ids are derived, so that two nodes that do the same thing at the
 * same time write the very same row.
 */
import type { Operation } from '../input-tables/operation.ts';

type Of<Op extends Operation['op']> = Extract<Operation, { readonly op: Op }>;

/** Fills an abandoned number for ever; wins over the edit's own row whenever that lands. */
export function noopEdit(num: number, abandonedEditId: string): { readonly editId: string; readonly operation: Of<'noop'> } {
  return { editId: `noop-${num}`, operation: { op: 'noop', abandonedEditId } };
}

export function rejectEdit(
  rejected: { readonly num: number; readonly editId: string },
  code: string,
  reason: string,
): { readonly editId: string; readonly operation: Of<'reject'> } {
  return {
    editId: `reject-${rejected.num}`,
    operation: { op: 'reject', code, editId: rejected.editId, reason, rejectedNum: rejected.num },
  };
}

/** The installation takes the log, or takes it again after its metadata was restored from an older backup. */
export function claimEdit(installationId: string, epoch: number): { readonly editId: string; readonly operation: Of<'claim'> } {
  return { editId: `claim-${epoch}`, operation: { op: 'claim', epoch, installationId } };
}

/** Whether an edit id is one that only the product gives. */
export function isSystemEditId(editId: string): boolean {
  return /^(noop|reject|claim)-\d+$/.test(editId);
}
