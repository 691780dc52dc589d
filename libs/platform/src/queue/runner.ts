import { setTimeout } from 'node:timers/promises';

import { Broken, Refused, Unavailable } from '@lazaret/kernel';

import type { Database } from '../postgres/database.js';
import { briefError } from './brief-error.js';
import { Claim } from './claim.js';
import { insist } from './insist.js';
import { bindHandlers, type HandleJob, type JobCatalogue, type JobHandler } from './job-catalogue.js';
import type { JobEvent, JobMetrics } from './queue.metrics.js';
import type { Queue, QueuedJob, Work } from './queue.js';

export interface RunnerOptions<C extends JobCatalogue> {
  readonly catalogue: C;
  readonly handlers: readonly JobHandler<C>[];
  readonly database: Database;
  readonly queue: Queue;
  readonly metrics: JobMetrics;
  /** Told of every handler's failure, and of what went wrong around it. */
  readonly onError: (job: string, error: unknown) => void;
  /** How long a worker may be silent before its job is given to another, in milliseconds. Default 60 s. */
  readonly leaseMs?: number;
}

/** Does the jobs: claims the row, runs the handler, settles. Nothing a handler throws goes further than its row. */
export class Runner<C extends JobCatalogue = JobCatalogue> {
  readonly #handlers: ReadonlyMap<string, HandleJob>;
  readonly #stopping = new AbortController();
  readonly #leaseMs: number;
  #works: Work[] = [];

  /** @throws Broken unless every job of the catalogue has exactly one handler. */
  constructor(private readonly options: RunnerOptions<C>) {
    this.#handlers = bindHandlers(options.catalogue, options.handlers);
    this.#leaseMs = options.leaseMs ?? 60_000;
  }

  /** Works every queue of the catalogue. @throws Unavailable when the queue cannot be reached. */
  async start(): Promise<void> {
    try {
      for (const [name, { concurrency }] of Object.entries(this.options.catalogue.queues))
        this.#works.push(await this.options.queue.work(name, (job) => this.#run(job), { concurrency }));
    } catch (error) {
      await this.stop(0);
      throw error;
    }
  }

  /**
   * Takes no more jobs and waits for the running ones: first `graceMs`, then as long again after their signal was
   * aborted. Answers false when some still ran; their claims end by themselves.
   */
  async stop(graceMs: number): Promise<boolean> {
    const ended = new AbortController();
    void Promise.allSettled(this.#works.map((work) => work.stop())).then(() => ended.abort());
    this.#works = [];
    const waited = (): Promise<boolean> =>
      setTimeout(graceMs, false, { signal: ended.signal }).catch(() => true);
    if (await waited()) return true;
    this.#stopping.abort(new Unavailable('the process has to stop'));
    return waited();
  }

  async #run(job: QueuedJob): Promise<void> {
    // A job that only a newer program knows: its row waits for that one.
    const handle = this.#handlers.get(job.job);
    if (handle === undefined) return;
    try {
      const claim = await this.#insist(() => Claim.take(this.options.database, job, this.#leaseMs));
      if (claim !== undefined) await this.#work(job, claim, handle);
    } catch (error) {
      this.options.onError(job.job, error);
    }
  }

  async #work(job: QueuedJob, claim: Claim, handle: HandleJob): Promise<void> {
    const heart = new Heartbeat(claim, this.#leaseMs);
    const signal = AbortSignal.any([this.#stopping.signal, heart.lost]);
    const started = performance.now();
    let failure: { readonly error: unknown } | undefined;
    try {
      await handle(claim.ids, { signal, outboxId: job.outboxId, attempt: job.attempt });
    } catch (error) {
      failure = { error };
      this.options.onError(job.job, error);
    }
    this.options.metrics.ran(job.job, (performance.now() - started) / 1000);
    await heart.stop();
    const [event, settled] =
      failure === undefined
        ? (['settled', () => claim.settle()] as const)
        : this.#afterFailure(job, claim, failure.error);
    this.options.metrics.count(job.job, (await this.#insist(settled)) ? event : 'lost');
  }

  /** Passing trouble is tried again, a stop at once; a fault of the caller or ours is not, nor anything for ever. */
  #afterFailure(job: QueuedJob, claim: Claim, error: unknown): readonly [JobEvent, () => Promise<boolean>] {
    const brief = briefError(error);
    if (this.#stopping.signal.aborted) return ['retried', () => claim.retryIn(0, brief)];
    const tried = job.attempt + 1;
    const rule = this.options.catalogue.jobs[job.job];
    const hopeless = error instanceof Refused || error instanceof Broken;
    if (rule === undefined || hopeless || tried >= rule.attempts) return ['failed', () => claim.fail(brief)];
    return ['retried', () => claim.retryIn(rule.backoffSeconds(tried), brief)];
  }

  /** Late is harmless: claim and settle name their try, and change nothing once it is another's. */
  #insist<T>(call: () => Promise<T>): Promise<T> {
    return insist(call, this.#stopping.signal);
  }
}

/** Extends a claim three times a lease, and tells when it was lost or could not be extended in time. */
class Heartbeat {
  readonly #lost = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #extended = performance.now();
  #beating: Promise<void> | undefined;

  constructor(
    private readonly claim: Claim,
    private readonly leaseMs: number,
  ) {
    this.#timer = setInterval(() => this.#tick(), leaseMs / 3);
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
  }

  #tick(): void {
    // PostgreSQL is away or hangs: at the third tick somebody else may have the job.
    if (performance.now() - this.#extended > 0.9 * this.leaseMs) this.#lose();
    this.#beating ??= this.#beat();
  }

  async #beat(): Promise<void> {
    const asked = performance.now();
    try {
      if (await this.claim.extend()) this.#extended = asked;
      else this.#lose();
    } catch {
      // The next tick asks again, or finds that it is too late.
    } finally {
      this.#beating = undefined;
    }
  }

  #lose(): void {
    this.#lost.abort(new Unavailable('the claim was lost'));
  }
}
