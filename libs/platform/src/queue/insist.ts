import { setTimeout } from 'node:timers/promises';

import { Unavailable } from '@lazaret/kernel';

/** How long an outage of PostgreSQL a finished piece of work outlives; a longer one has it done again. */
const PATIENCE_MS = 600_000;

/**
 * Asks again while PostgreSQL is away: for writing down what was done, where giving up would mean not to know. `call`
 * has to name its claim, so that late is harmless. Once `signal` is aborted it is asked one last time.
 * @throws Unavailable after ten minutes, and at once whatever else `call` throws
 */
export async function insist<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const until = performance.now() + PATIENCE_MS;
  for (let wait = 100; ; wait = Math.min(2 * wait, 500)) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Unavailable) || signal?.aborted === true || performance.now() > until)
        throw error;
      await setTimeout(wait, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    }
  }
}
