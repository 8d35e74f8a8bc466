/** What a warehouse's answer means for an edit: the left column of the outcome table (requirements, section C). */
import type { ReadOutcome, WriteOutcome } from '@penstock/domain/edit-log/ports';
import type { Outcome, WarehouseFailure } from '@penstock/warehouse/port';
import type { NoSession } from '../queries/run-as.ts';

type Refused = Exclude<WriteOutcome, { readonly kind: 'done' }>;

/** `T` is what the work in the session answered. */
export function outcomeOf<T>(lent: Outcome<Outcome<T>> | NoSession): ReadOutcome<T> {
  switch (lent.kind) {
    case 'no-session':
      if (lent.signIn === 'required') return { kind: 'sign-in-ended', reason: lent.failure.message };
      return refusedBy(lent.failure);
    case 'failed':
      return refusedBy(lent.failure);
    case 'unknown':
      return { kind: 'unknown', reason: lent.failure.message };
    case 'done':
      if (lent.value.kind === 'unknown') return { kind: 'unknown', reason: lent.value.failure.message };
      return lent.value.kind === 'failed' ? refusedBy(lent.value.failure) : lent.value;
  }
}

export function written(outcome: ReadOutcome<unknown>): WriteOutcome {
  return outcome.kind === 'done' ? { kind: 'done' } : outcome;
}

function refusedBy({ kind, message: reason, remedy }: WarehouseFailure): Refused {
  switch (kind) {
    case 'sign-in':
      return { kind: 'sign-in-ended', reason };
    case 'privilege':
      return { kind: 'privilege', reason, remedy };
    case 'missing-object':
    case 'altered-object':
    case 'already-exists':
      return { kind: 'table-changed', reason };
    case 'value':
      return { kind: 'value', reason };
    case 'network':
    case 'timeout':
    case 'throttled':
    case 'concurrency':
    case 'cancelled':
      return { kind: 'transient', reason };
    case 'read-only':
    case 'other':
      return { kind: 'unexplained', reason };
  }
}
