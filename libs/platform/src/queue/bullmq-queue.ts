import type { Job, JobsOptions } from 'bullmq';

import { AppError, Unavailable } from '@lazaret/kernel';

import { Queue, type QueuedJob, type QueueDepth, type Work } from './queue.js';

/** What BullMQ carries. */
export interface Cargo {
  readonly outboxId: number;
  readonly attempt: number;
}

/** The part of BullMQ's `Queue` we use, whatever it stands on. */
export interface Producer {
  addBulk(jobs: { name: string; data: Cargo; opts: JobsOptions }[]): Promise<unknown>;
  getJobCounts(...states: ('waiting' | 'active')[]): Promise<Record<string, number>>;
  getJobs(
    states: 'waiting',
    start: number,
    end: number,
    asc: boolean,
  ): Promise<{ readonly timestamp: number }[]>;
  close(): Promise<void>;
}

/** The part of BullMQ's `Worker` we use. */
export interface Consumer {
  pause(): Promise<void>;
  close(force?: boolean): Promise<void>;
}

/** What BullMQ stands on: PostgreSQL or Redis. */
export interface Ground {
  /** Ready for use. */
  producer(queue: string): Promise<Producer>;
  consumer(
    queue: string,
    process: (job: Job<Cargo>) => Promise<void>,
    concurrency: number,
  ): Promise<Consumer>;
  wipe(): Promise<void>;
  close(): Promise<void>;
}

/** Kept nowhere once they ended: a job that is kept holds its id, and the relay's next `add` would be ignored in silence. */
const FLEETING = { attempts: 1, removeOnComplete: true, removeOnFail: true } satisfies JobsOptions;

/** `Queue` on BullMQ. Retries are the outbox's affair, so BullMQ tries each job once. */
export class BullmqQueue extends Queue {
  readonly #producers = new Map<string, Promise<Producer>>();
  readonly #consumers = new Set<Consumer>();

  constructor(private readonly ground: Ground) {
    super();
  }

  override async add(queue: string, jobs: readonly QueuedJob[]): Promise<void> {
    if (jobs.length === 0) return;
    await passing(async () => {
      const producer = await this.#producer(queue);
      await producer.addBulk(
        jobs.map(({ job, outboxId, attempt }) => ({
          name: job,
          data: { outboxId, attempt },
          opts: { ...FLEETING, jobId: jobId(job, outboxId, attempt) },
        })),
      );
    });
  }

  override async work(
    queue: string,
    handle: (job: QueuedJob) => Promise<void>,
    options: { readonly concurrency: number },
  ): Promise<Work> {
    const consumer = await passing(() =>
      this.ground.consumer(queue, ({ name, data }) => handle({ job: name, ...data }), options.concurrency),
    );
    this.#consumers.add(consumer);
    return {
      stop: async () => {
        await consumer.pause();
        this.#consumers.delete(consumer);
        await consumer.close();
      },
    };
  }

  override async depth(queue: string): Promise<QueueDepth> {
    return passing(async () => {
      const producer = await this.#producer(queue);
      const counts = await producer.getJobCounts('waiting', 'active');
      const [oldest] = await producer.getJobs('waiting', 0, 0, true);
      return {
        waiting: counts['waiting'] ?? 0,
        active: counts['active'] ?? 0,
        oldestWaitingMs: oldest === undefined ? null : Math.max(0, Date.now() - oldest.timestamp),
      };
    });
  }

  override async wipe(): Promise<void> {
    await passing(() => this.ground.wipe());
  }

  override async close(): Promise<void> {
    await Promise.allSettled([...this.#consumers].map((consumer) => consumer.close(true)));
    await Promise.allSettled([...this.#producers.values()].map(async (made) => (await made).close()));
    await this.ground.close();
  }

  /** One producer a queue. A failed start is forgotten, so that the next `add` tries afresh. */
  #producer(queue: string): Promise<Producer> {
    const known = this.#producers.get(queue);
    if (known !== undefined) return known;
    const made = this.ground.producer(queue);
    this.#producers.set(queue, made);
    made.catch(() => this.#producers.delete(queue));
    return made;
  }
}

/** BullMQ refuses ids that hold `:` or are digits only. */
function jobId(job: string, outboxId: number, attempt: number): string {
  return `${job.replaceAll('.', '-')}-${outboxId}-${attempt}`;
}

async function passing<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof AppError ? error : new Unavailable('the queue does not answer', { cause: error });
  }
}
