import { Queue, type QueuedJob, type QueueDepth, type Work } from './queue.js';

interface Line {
  readonly waiting: Map<string, { readonly job: QueuedJob; readonly since: number }>;
  readonly active: Map<string, Promise<void>>;
  readonly crews: Set<Crew>;
}

interface Crew {
  readonly handle: (job: QueuedJob) => Promise<void>;
  readonly concurrency: number;
  readonly running: Set<Promise<void>>;
}

/** A queue in memory that behaves as the real ones do. For tests. */
export class FakeQueue extends Queue {
  readonly #lines = new Map<string, Line>();

  override add(queue: string, jobs: readonly QueuedJob[]): Promise<void> {
    const line = this.#line(queue);
    for (const job of jobs) {
      const key = `${job.job}-${job.outboxId}-${job.attempt}`;
      if (!line.waiting.has(key) && !line.active.has(key)) line.waiting.set(key, { job, since: Date.now() });
    }
    this.#hand(line);
    return Promise.resolve();
  }

  override work(
    queue: string,
    handle: (job: QueuedJob) => Promise<void>,
    options: { readonly concurrency: number },
  ): Promise<Work> {
    const line = this.#line(queue);
    const crew: Crew = { handle, concurrency: options.concurrency, running: new Set() };
    line.crews.add(crew);
    this.#hand(line);
    return Promise.resolve({
      stop: async () => {
        line.crews.delete(crew);
        await Promise.all(crew.running);
      },
    });
  }

  override depth(queue: string): Promise<QueueDepth> {
    const line = this.#line(queue);
    const oldest = line.waiting.values().next().value;
    return Promise.resolve({
      waiting: line.waiting.size,
      active: line.active.size,
      oldestWaitingMs: oldest === undefined ? null : Date.now() - oldest.since,
    });
  }

  override wipe(): Promise<void> {
    for (const line of this.#lines.values()) {
      line.waiting.clear();
      line.active.clear();
    }
    return Promise.resolve();
  }

  override close(): Promise<void> {
    for (const line of this.#lines.values()) line.crews.clear();
    return Promise.resolve();
  }

  #line(queue: string): Line {
    let line = this.#lines.get(queue);
    if (line === undefined) {
      line = { waiting: new Map(), active: new Map(), crews: new Set() };
      this.#lines.set(queue, line);
    }
    return line;
  }

  #hand(line: Line): void {
    for (const crew of line.crews)
      for (const [key, { job }] of line.waiting) {
        if (crew.running.size >= crew.concurrency) break;
        line.waiting.delete(key);
        const run = Promise.resolve()
          .then(() => crew.handle(job))
          .catch(() => undefined)
          .finally(() => {
            crew.running.delete(run);
            // After a wipe the same job may have been handed out afresh; only our own mark is taken away.
            if (line.active.get(key) === run) line.active.delete(key);
            this.#hand(line);
          });
        crew.running.add(run);
        line.active.set(key, run);
      }
  }
}
