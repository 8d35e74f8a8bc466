/**
 * How long a query may go on: until nobody waits for its answer any more (P33), or until its reader may no longer have
 * it (P18). A right is asked for again every two seconds, from caches that a change drops at once.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorAgain } from '../app/authenticate.ts';
import type { Finders } from '../app/authenticate.ts';
import type { Workbooks } from '../workbooks/workbooks.ts';

export interface AllowedNeeds extends Finders {
  readonly workbooks: Pick<Workbooks, 'reach'>;
}

const askEveryMs = 2_000;

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
