/** What is on record about everything a warehouse was asked: the audit's and the log's source, a type and not strings. */
import type { Principal, Purpose } from '@penstock/domain/execution-identity/purpose';
import type { FailureKind, StatementTag } from '@penstock/warehouse/port';

export type Observation = SessionObservation | StatementObservation;

interface Observed {
  readonly connectionId: string;
  readonly principal: Principal;
  readonly purpose: Purpose | 'draft-test';
  /** The login that signed in, or was to. */
  readonly login: string | null;
  readonly durationMs: number;
}

export interface SessionObservation extends Observed {
  readonly event: 'session-opened' | 'session-refused';
  readonly failure: FailureKind | null;
  readonly engineCode: string | null;
}

export interface StatementObservation extends Observed {
  readonly event: 'statements';
  readonly tag: StatementTag;
  /** How many statements the one round trip held. */
  readonly statements: number;
  readonly outcome: 'done' | 'failed' | 'unknown';
  readonly failure: FailureKind | null;
  readonly engineCode: string | null;
}

export type Observe = (observation: Observation) => void;
