/** What people are told when an element's query does not run or fails: one place for each kind, with the principal and the remedy. */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { ErrorCode } from '@penstock/domain/errors/catalogue';
import type { FailureKind, Outcome, WarehouseFailure } from '@penstock/warehouse/port';
import type { Connection } from '@penstock/domain/connections/connection';
import type { Decision } from '@penstock/domain/execution-identity/decide';
import type { ElementProblem } from '@penstock/domain/queries/problem';
import type { NoSession } from './run-as.ts';

/** An outcome without a result. */
export type Failed = Exclude<Outcome<never>, { readonly kind: 'done' }> | NoSession;

/** Who ran it, or was to: shown on the element beside the message. */
export interface RanAs {
  readonly connectionId: string;
  readonly connectionName: string;
  readonly principal: 'person' | 'service-account' | 'connection-credential';
  /** As the warehouse knows it; `null` when no session came about. */
  readonly login: string | null;
  /** Taken after the sign-in; `null`: the login's own rights. */
  readonly role: string | null;
  readonly rule: string;
  readonly reason: string;
  readonly remedy: string;
}

const codes: Readonly<Record<FailureKind, ErrorCode>> = {
  network: 'query.warehouse-unreachable',
  timeout: 'query.took-too-long',
  throttled: 'query.busy',
  concurrency: 'query.busy',
  'sign-in': 'query.sign-in-needed',
  privilege: 'query.warehouse-refused',
  'missing-object': 'query.statement-failed',
  'altered-object': 'query.statement-failed',
  'already-exists': 'query.statement-failed',
  value: 'query.statement-failed',
  cancelled: 'query.cancelled',
  'read-only': 'query.warehouse-refused',
  other: 'query.statement-failed',
};

/** Who runs it by this decision, before a session has told the login. */
export function ranAsOf({ identity, remedy }: Extract<Decision, { kind: 'run' }>, connection: Connection): RanAs {
  return {
    connectionId: connection.id,
    connectionName: connection.name,
    principal: identity.principal.kind,
    login: null,
    role: identity.role,
    rule: identity.rule,
    reason: identity.reason,
    remedy: remedy.sentence,
  };
}

/** Nobody may run it, and never somebody else in their place (P14). */
export function refusedIdentity({ why, reason, remedy }: Extract<Decision, { kind: 'refuse' }>, connection: Connection): PenstockError {
  return new PenstockError(why === 'sign-in-needed' ? 'query.sign-in-needed' : 'query.identity-refused', reason, {
    nextStep: remedy.sentence,
    facts: { why, remedy: remedy.action, connectionId: connection.id, connectionName: connection.name },
  });
}

export function wrongElement(problems: readonly ElementProblem[]): PenstockError {
  return new PenstockError('query.element-wrong', problems[0]?.message ?? 'The element cannot be planned.', { facts: { problems } });
}

/** Whether a warehouse's message of this kind may quote a value of some row. */
export function mayQuoteValues(kind: string): boolean {
  return kind === 'value' || kind === 'other';
}

/**
 * Throws what the outcome means to people. `told`: an account of the connection reads more than it shows to a reader, who
 * gets no message that may quote a value.
 */
export function refuse(outcome: Failed, ranAs: RanAs, told: 'everything' | 'no-values' = 'everything'): never {
  if (outcome.kind === 'no-session') throw refusalWithoutSession(outcome, ranAs);
  const { failure } = outcome;
  throw refusalOf(told === 'no-values' && mayQuoteValues(failure.kind) ? withoutMessage(failure) : failure, ranAs);
}

function withoutMessage(failure: WarehouseFailure): WarehouseFailure {
  const code = failure.engineCode === null ? '' : ` (${failure.engineCode})`;
  return { ...failure, message: `the statement failed${code}; who may edit the document is told why.` };
}

function refusalOf(failure: WarehouseFailure, ranAs: RanAs): PenstockError {
  return new PenstockError(codes[failure.kind], `"${ranAs.connectionName}" answered: ${failure.message}`, {
    facts: { runsAs: ranAs, kind: failure.kind, ...(failure.remedy === null ? {} : { remedy: failure.remedy }) },
  });
}

function refusalWithoutSession(none: NoSession, ranAs: RanAs): PenstockError {
  if (none.signIn === 'required' || (none.failure.kind === 'sign-in' && ranAs.principal === 'person')) {
    return new PenstockError('query.sign-in-needed', `"${ranAs.connectionName}" did not let you in: ${none.failure.message}`, {
      facts: { runsAs: ranAs, connectionId: ranAs.connectionId },
    });
  }
  if (none.failure.kind === 'sign-in') {
    const account = ranAs.principal === 'service-account' ? 'its service account' : 'its own login';
    return new PenstockError('query.warehouse-refused', `"${ranAs.connectionName}" did not let ${account} in: ${none.failure.message}`, {
      facts: { runsAs: ranAs, kind: 'sign-in' },
    });
  }
  return refusalOf(none.failure, ranAs);
}
