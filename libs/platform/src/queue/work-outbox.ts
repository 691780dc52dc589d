import { Unavailable } from '@lazaret/kernel';

import type { Database } from '../postgres/database.js';
import { briefError } from './brief-error.js';
import { Claim } from './claim.js';
import { bindHandlers, type JobCatalogue, type JobHandler } from './job-catalogue.js';
import type { QueuedJob } from './queue.js';

const AT_ONCE = 200;
const LEASE_MS = 600_000;

const DUE = `
  select id as "outboxId", attempt, job from platform.outbox
   where failed_at is null and claimed_until is null and due_at <= clock_timestamp() and job = any($1)
   order by id limit $2`;

/**
 * Does what the outbox has due in this process, one row after the other in the order they were put: for whoever has to
 * know the order, and has no queue. Answers how many were done.
 * @throws whatever a handler throws but `Unavailable`; the row is put aside as failed then, and passing trouble waits
 */
export async function workOutbox<C extends JobCatalogue>(
  database: Database,
  catalogue: C,
  handlers: readonly JobHandler<C>[],
): Promise<number> {
  const bound = bindHandlers(catalogue, handlers);
  const never = new AbortController().signal;
  let done = 0;
  const due = await database.query<QueuedJob>(DUE, [[...bound.keys()], AT_ONCE]);
  for (const { outboxId, attempt, job } of due) {
    const claim = await Claim.take(database, { outboxId, attempt }, LEASE_MS);
    const handle = bound.get(job);
    if (claim === undefined || handle === undefined) continue;
    try {
      await handle(claim.ids, { signal: never, outboxId, attempt });
    } catch (error) {
      const brief = briefError(error);
      if (!(error instanceof Unavailable)) {
        await claim.fail(brief);
        throw error;
      }
      await claim.retryIn(catalogue.jobs[job]?.backoffSeconds(attempt + 1) ?? 1, brief);
      continue;
    }
    await claim.settle();
    done += 1;
  }
  return done;
}
