import type { Database } from '../postgres/database.js';
import type { JobCatalogue } from './job-catalogue.js';
import type { JobMetrics } from './queue.metrics.js';
import type { Queue, QueuedJob } from './queue.js';

export interface RelayOptions {
  readonly catalogue: JobCatalogue;
  readonly database: Database;
  readonly queue: Queue;
  readonly metrics: JobMetrics;
  /** Rows a turn. Default 1000. */
  readonly batch?: number;
  /** The runners' lease in milliseconds. Default 60 s. */
  readonly leaseMs?: number;
  /** After how many milliseconds an unclaimed row is given to the queue again. Default 60 s. */
  readonly addAgainMs?: number;
}

/**
 * A worker fell silent: this try is over, and the last one was the last. When PostgreSQL was away everybody fell
 * silent, so after its start each has one lease to speak again.
 */
const ABANDON = `
  with silent as (
    select o.id, o.attempt + 1 >= r.attempts as last
    from platform.outbox o join unnest($1::text[], $2::int[]) as r (job, attempts) on r.job = o.job
    where o.claimed_until < now() and pg_postmaster_start_time() < now() - $4 * interval '1 millisecond'
    order by o.claimed_until limit $3 for update of o skip locked
  )
  update platform.outbox o
  set attempt = o.attempt + 1, claimed_until = null, queued_at = null, error = 'broken: the worker fell silent',
    failed_at = case when silent.last then clock_timestamp() end
  from silent where o.id = silent.id
  returning o.job, silent.last`;

/** Due and never queued, or queued long ago and claimed by nobody. Jobs of a newer program's catalogue are left to it. */
const TAKE = `
  with fresh as (
    select id from platform.outbox
    where failed_at is null and claimed_until is null and queued_at is null
      and due_at <= now() and job = any($1)
    order by due_at, id limit $2 for update skip locked
  ), stale as (
    select id from platform.outbox
    where failed_at is null and claimed_until is null
      and queued_at < now() - $3 * interval '1 millisecond' and job = any($1)
    order by queued_at limit $2 for update skip locked
  ), taken as (
    select id, true as first from fresh union all select id, false from stale
  )
  update platform.outbox o set queued_at = clock_timestamp()
  from taken where o.id = taken.id
  returning o.id as "outboxId", o.attempt, o.job, taken.first`;

interface Taken extends QueuedJob {
  readonly first: boolean;
}

/**
 * Moves outbox rows to the queue. The mark is set before the call and taken back when it fails, so that no transaction
 * waits for the queue; a crash in between costs `addAgainMs`. Any number of relays may run.
 */
export class Relay {
  readonly #names: readonly string[];
  readonly #attempts: readonly number[];

  constructor(private readonly options: RelayOptions) {
    this.#names = Object.keys(options.catalogue.jobs);
    this.#attempts = Object.values(options.catalogue.jobs).map((rule) => rule.attempts);
  }

  /** One turn of its loop; true when there may be more to move. @throws Unavailable */
  async turn(): Promise<boolean> {
    const { database, metrics, batch = 1_000, leaseMs = 60_000, addAgainMs = 60_000 } = this.options;
    const taken = await database.run(async (tx) => {
      const abandoned = await tx.query<{ job: string; last: boolean }>(ABANDON, [
        this.#names,
        this.#attempts,
        batch,
        leaseMs,
      ]);
      for (const { job, last } of abandoned) {
        metrics.count(job, 'abandoned');
        if (last) metrics.count(job, 'failed');
      }
      return tx.query<Taken>(TAKE, [this.#names, batch, addAgainMs]);
    });
    await this.#add(taken);
    return taken.length >= batch;
  }

  async #add(taken: readonly Taken[]): Promise<void> {
    try {
      for (const [queue, jobs] of this.#byQueue(taken)) await this.options.queue.add(queue, jobs);
    } catch (error) {
      await this.#giveBack(taken).catch(() => undefined);
      throw error;
    }
    for (const { job, first } of taken) this.options.metrics.count(job, first ? 'added' : 'added-again');
  }

  /** What the queue took before it failed is given to it once more, and found there or claimed. */
  async #giveBack(taken: readonly Taken[]): Promise<void> {
    await this.options.database.run((tx) =>
      tx.execute('update platform.outbox set queued_at = null where id = any($1) and claimed_until is null', [
        taken.map((t) => t.outboxId),
      ]),
    );
  }

  #byQueue(taken: readonly Taken[]): Map<string, QueuedJob[]> {
    const queues = new Map<string, QueuedJob[]>();
    for (const { outboxId, attempt, job } of taken) {
      const queue = this.options.catalogue.jobs[job]?.queue ?? '';
      const jobs = queues.get(queue) ?? [];
      jobs.push({ outboxId, attempt, job });
      queues.set(queue, jobs);
    }
    return queues;
  }
}
