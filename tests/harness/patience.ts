/** Waiting for what is promised within a time, on a machine that may be busy. */
import { setTimeout as sleep } from 'node:timers/promises';

const leastLooks = 25;

/**
 * Waits until `holds`, for `withinMs` and at least so many looks: on a machine where a look takes long, the time alone
 * would say more about the machine than about the product.
 */
export async function soon(withinMs: number, holds: () => Promise<boolean>): Promise<void> {
  const deadlineMs = Date.now() + withinMs;
  for (let looks = 1; !(await holds()); looks += 1) {
    if (Date.now() > deadlineMs && looks >= leastLooks) throw new Error(`It did not come about within ${withinMs} ms.`);
    await sleep(20);
  }
}

/** What is awaited later: when the test has failed meanwhile, its end is nobody's failure any more. */
export function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
