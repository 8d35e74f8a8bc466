import type { Clock } from '@penstock/domain/ports/clock';
import type { Database } from '../metadata/database.ts';
import { forgetOld } from './store.ts';

const everyMs = 60 * 60_000;

/** Removes kept answers that nobody will ask for any more, every hour until `signal` aborts. */
export async function forgetAnswers(
  needs: { readonly database: Database; readonly clock: Clock; readonly onError: (error: unknown) => void },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await forgetOld(needs.database.pool).catch(needs.onError);
    await needs.clock.sleep(everyMs, signal).catch(() => {});
  }
}
