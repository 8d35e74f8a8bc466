/** The times and sizes of the edit log, in one place; the simulation and the crash tests shorten the times. */
import type { WindowLimits } from '@penstock/domain/edit-log/window';

export interface EditLogSettings {
  /** Edits and text in one group commit. */
  readonly batchEdits: number;
  readonly batchLength: number;
  /** Group commits on their way at once, a connection: the next is numbered while the last one lands. */
  readonly batchesInFlight: number;
  /** Wait before a group is sent although nothing is on its way: 0 where a commit is cheap. */
  readonly flushIntervalMs: number;
  /** Wait before a group is sent while another one is on its way: answers set off the next edits within it. */
  readonly gatherMs: number;
  /** Edits that may wait for a group on one connection; beyond that a client is asked to come back. */
  readonly queuedEdits: number;
  /** After that a client is told "not confirmed yet", and sends again. */
  readonly appendDeadlineMs: number;
  /** A number without a log row for so long has lost its owner; above `appendDeadlineMs`. */
  readonly abandonAfterMs: number;
  readonly leaseMs: number;
  readonly leaseRenewMs: number;
  /** An applier without work gives its lease back after that. */
  readonly idleMs: number;
  /** First pause after a transient or unknown outcome; doubles up to `longestPauseMs`. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** A refusal that nothing explains is tried again so long before the edit waits and people are told. */
  readonly unexplainedMs: number;
  /** Between tries of an edit that waits: at first, and at the longest. */
  readonly retryAfterMs: number;
  readonly retryAtLeastEveryMs: number;
  /** After an unknown outcome a refusal is final only when nothing late can land any more. */
  readonly lateLandingMs: number;
  /** Progress is noted at most that often in the steady state. */
  readonly checkpointMs: number;
  readonly window: WindowLimits;
  /** Least time from one window to the next, so that a stream of edits is applied in few statements. */
  readonly windowEveryMs: number;
  /** Rows at a time when a retype converts a column, or a table is verified. */
  readonly rowsAtATime: number;
  /** Most that may be logged and not applied, by `weightOf`: of one table, and of all that this node has open. */
  readonly unappliedOfTable: number;
  readonly unappliedOfNode: number;
  /** An edit waits so long for room among them before it is turned away. */
  readonly backlogPatienceMs: number;
  /** Edits a table keeps in memory after they were applied, for notices and live readers. */
  readonly recentEdits: number;
}

export const defaultSettings: EditLogSettings = {
  batchEdits: 500,
  batchLength: 4 * 1024 * 1024,
  batchesInFlight: 2,
  flushIntervalMs: 0,
  gatherMs: 2,
  queuedEdits: 10_000,
  appendDeadlineMs: 15_000,
  abandonAfterMs: 30_000,
  leaseMs: 15_000,
  leaseRenewMs: 5_000,
  idleMs: 60_000,
  firstPauseMs: 20,
  longestPauseMs: 5_000,
  unexplainedMs: 10_000,
  retryAfterMs: 30_000,
  retryAtLeastEveryMs: 5 * 60_000,
  lateLandingMs: 70_000,
  checkpointMs: 100,
  windowEveryMs: 80,
  window: { edits: 5_000, cells: 60_000 },
  rowsAtATime: 5_000,
  unappliedOfTable: 24 * 1024 * 1024,
  unappliedOfNode: 96 * 1024 * 1024,
  backlogPatienceMs: 10_000,
  recentEdits: 1_000,
};
