/** One job on its way. It carries no facts: what to do is read from the outbox row when the job is claimed. */
export interface QueuedJob {
  readonly outboxId: number;
  /** Which try of that row: a retry is another job. */
  readonly attempt: number;
  readonly job: string;
}

export interface QueueDepth {
  readonly waiting: number;
  readonly active: number;
  /** Age in milliseconds of the job that waits longest; null when none waits. */
  readonly oldestWaitingMs: number | null;
}

/** Workers at one queue. */
export interface Work {
  /** Takes no more jobs; resolves when the running ones have ended. */
  stop(): Promise<void>;
}

/**
 * Carries jobs from the relay to the workers and may forget all of them at any moment: the outbox is the truth.
 * A job waiting or running is held once, whoever adds it again; one that ended, well or not, may be added again.
 */
export abstract class Queue {
  /** @throws Unavailable at once when the queue cannot be reached. */
  abstract add(queue: string, jobs: readonly QueuedJob[]): Promise<void>;

  /**
   * Starts workers. What `handle` throws ends that job and nothing else.
   * @throws Unavailable when the queue cannot be reached. Once started, the workers outlive an outage.
   */
  abstract work(
    queue: string,
    handle: (job: QueuedJob) => Promise<void>,
    options: { readonly concurrency: number },
  ): Promise<Work>;

  /** @throws Unavailable */
  abstract depth(queue: string): Promise<QueueDepth>;

  /** Forgets every job. The relay brings back what is unsettled. @throws Unavailable */
  abstract wipe(): Promise<void>;

  /** Lets go of the connections, without waiting for running jobs. */
  abstract close(): Promise<void>;
}
