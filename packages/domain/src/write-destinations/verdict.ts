/**
 * What is known, in one session, about a person's right to create objects in one destination.
 *   authorized    the warehouse let the person create an object
 *   unauthorized  the warehouse definitely refused
 *   unknown       nothing definite came back (timeout, lost connection, no sign-in); asked again on use
 *   checking      a probe is under way
 */
export type Verdict = 'authorized' | 'unauthorized' | 'unknown' | 'checking';

/** What kind of answer a verdict other than authorized rests on. */
export type VerdictCause = 'privilege' | 'missing-schema' | 'sign-in' | 'no-answer';

export interface VerdictDetail {
  readonly verdict: Verdict;
  /** `null` when authorized or checking. */
  readonly cause: VerdictCause | null;
  /** A sentence for the person; `null` when authorized. */
  readonly reason: string | null;
  /** E.g. `CREATE on schema wb_b`; `null` unless a privilege is what is missing. */
  readonly missingPrivilege: string | null;
  /** The statement that an administrator of the warehouse can run; `null` unless a privilege is missing. */
  readonly grantSql: string | null;
}
