import type { Connection } from '../connections/connection.ts';
import type { Principal, Purpose } from './purpose.ts';

/** Proof that `decide` chose the principal: only this file can make one. */
declare const decided: unique symbol;

export interface ExecutionIdentity {
  readonly [decided]: true;
  readonly purpose: Purpose;
  readonly principal: Principal;
  readonly connectionId: string;
  readonly connectionGeneration: number;
  /** Why this principal, in a sentence for the "runs as" badge and the audit. */
  readonly reason: string;
}

export type Decision =
  | { readonly kind: 'run'; readonly identity: ExecutionIdentity }
  | { readonly kind: 'refuse'; readonly why: 'no-service-account' | 'no-edit-log' | 'write-access-off'; readonly reason: string };

/** The part of the connection's facts that the decision rests on. */
export type DecidingFacts = Pick<
  Connection,
  'id' | 'generation' | 'authentication' | 'hasServiceAccount' | 'writeAccess' | 'editLogDestination'
>;

/**
 * Chooses the principal of a statement; pure and total. `memberId` is the person the work is done for: the one at
 * the screen, or for `apply` the edit's author or adopter.
 */
export function decide(purpose: Purpose, connection: DecidingFacts, memberId: string): Decision {
  switch (purpose) {
    case 'catalog':
    case 'read-input-table':
      return personRun(purpose, connection, memberId, 'the person reads with their own sign-in');
    case 'probe':
    case 'sweep':
    case 'apply':
    case 'rebuild':
      if (!connection.writeAccess) return writeAccessOff;
      return personRun(purpose, connection, memberId, "data is written with the person's own sign-in");
    case 'log-append':
      // Nothing is acknowledged that could not be written to its table afterwards.
      if (!connection.writeAccess) return writeAccessOff;
      return logRun(purpose, connection);
    case 'log-read':
      return logRun(purpose, connection);
    case 'connection-test':
    case 'governance':
      return serviceRun(purpose, connection, "the connection is examined with the service account's own rights");
  }
}

const writeAccessOff = refuse('write-access-off', 'write access is switched off on this connection');

function personRun(purpose: Purpose, connection: DecidingFacts, memberId: string, reason: string): Decision {
  return connection.authentication === 'static'
    ? staticRun(purpose, connection)
    : run(purpose, connection, { kind: 'person', memberId }, reason);
}

function logRun(purpose: Purpose, connection: DecidingFacts): Decision {
  if (connection.editLogDestination === null) return refuse('no-edit-log', 'no edit log destination is set on this connection');
  return serviceRun(purpose, connection, 'only the service account touches the edit log');
}

function serviceRun(purpose: Purpose, connection: DecidingFacts, reason: string): Decision {
  if (connection.authentication === 'static') return staticRun(purpose, connection);
  if (!connection.hasServiceAccount) return refuse('no-service-account', 'this connection has no service account');
  return run(purpose, connection, { kind: 'service-account' }, reason);
}

function staticRun(purpose: Purpose, connection: DecidingFacts): Decision {
  return run(purpose, connection, { kind: 'connection-credential' }, 'a static connection runs everything with its own credentials');
}

function run(purpose: Purpose, connection: DecidingFacts, principal: Principal, reason: string): Decision {
  const identity = { purpose, principal, connectionId: connection.id, connectionGeneration: connection.generation, reason };
  // The brand exists only in the type: this assertion is the one place where an identity comes to be.
  return { kind: 'run', identity: identity as ExecutionIdentity };
}

function refuse(why: Extract<Decision, { kind: 'refuse' }>['why'], reason: string): Decision {
  return { kind: 'refuse', why, reason };
}
