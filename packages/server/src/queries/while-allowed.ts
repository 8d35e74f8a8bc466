/**
 * How long a query may go on: until nobody waits for its answer any more (P33), or until its reader may no longer have
 * it (P18). Rights and sign-ins are asked for again every two seconds, from caches that a change drops at once.
 */
import type { ExecutionIdentity } from '@penstock/domain/execution-identity/decide';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorAgain } from '../app/authenticate.ts';
import type { Finders } from '../app/authenticate.ts';
import type { Workbooks } from '../workbooks/workbooks.ts';
import type { RunAs } from './run-as.ts';

export interface AllowedNeeds extends Finders {
  readonly workbooks: Pick<Workbooks, 'reach'>;
}

const askEveryMs = 2_000;

/**
 * The signal of a statement that is about to run: aborted with `signal`, and when the sign-in of the person that it runs as
 * is gone. `stop` it when the statement has ended.
 */
export function whileSignedIn(
  runAs: Pick<RunAs, 'admit'>,
  identity: ExecutionIdentity,
  signal: AbortSignal,
): { readonly signal: AbortSignal; readonly stop: () => void } {
  if (identity.principal.kind !== 'person') return { signal, stop: () => undefined };
  const over = new AbortController();
  const timer = setInterval(() => void ask().catch(() => undefined), askEveryMs);
  timer.unref();
  return { signal: AbortSignal.any([signal, over.signal]), stop: () => clearInterval(timer) };

  async function ask(): Promise<void> {
    const admitted = await runAs.admit(identity);
    // A provider that does not answer ends nothing.
    if (admitted.kind === 'no-session' && admitted.signIn === 'required') over.abort();
  }
}

/** Aborted when the request is over or the reader's session, account or right on the document is gone. */
export function whileAllowed(needs: AllowedNeeds, request: FastifyRequest, reply: FastifyReply, workbookId: string): AbortSignal {
  const over = new AbortController();
  const timer = setInterval(() => void ask().catch(() => over.abort()), askEveryMs);
  timer.unref();
  over.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  reply.raw.once('close', () => over.abort());
  return over.signal;

  async function ask(): Promise<void> {
    const actor = await actorAgain(needs, request);
    if (actor === null || (await needs.workbooks.reach(actor, workbookId)) === null) over.abort();
  }
}
