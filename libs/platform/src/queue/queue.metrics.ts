import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

import type { OutboxState } from './outbox.js';

/**
 * What may happen to an outbox row: `added` to the queue, `added-again` (the queue had lost it, or is slow), `settled`,
 * `retried`, `failed`, `abandoned` (its worker fell silent), `lost` (it was another's when the handler had ended).
 */
export type JobEvent = 'added' | 'added-again' | 'settled' | 'retried' | 'failed' | 'abandoned' | 'lost';

/** Counts the way of the jobs. */
export class JobMetrics {
  readonly #events: Counter<'job' | 'event'>;
  readonly #seconds: Histogram<'job'>;

  constructor(registry: Registry) {
    this.#events = new Counter({
      name: 'lazaret_job_events_total',
      help: 'What happened to outbox rows, by job.',
      labelNames: ['job', 'event'],
      registers: [registry],
    });
    this.#seconds = new Histogram({
      name: 'lazaret_job_seconds',
      help: 'How long handlers ran.',
      labelNames: ['job'],
      buckets: [0.01, 0.05, 0.25, 1, 5, 30, 120],
      registers: [registry],
    });
  }

  count(job: string, event: JobEvent): void {
    this.#events.inc({ job, event });
  }

  ran(job: string, seconds: number): void {
    this.#seconds.observe({ job }, seconds);
  }
}

/** Depth and age of the outbox, read when they are asked for. While PostgreSQL is away they keep their last value. */
export function gaugeOutbox(registry: Registry, read: () => Promise<OutboxState>): void {
  // Both gauges are collected at the same time, and share one look.
  let looking: Promise<OutboxState | undefined> | undefined;
  const look = (): Promise<OutboxState | undefined> =>
    (looking ??= read()
      .catch(() => undefined)
      .finally(() => (looking = undefined)));
  const rows = new Gauge({
    name: 'lazaret_outbox_rows',
    help: 'Outbox rows not yet done, and rows given up.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const state = await look();
      if (state === undefined) return;
      rows.set({ state: 'unsettled' }, state.unsettled);
      rows.set({ state: 'failed' }, state.failed);
    },
  });
  const age = new Gauge({
    name: 'lazaret_outbox_oldest_due_seconds',
    help: 'How long the oldest due outbox row has been due.',
    registers: [registry],
    async collect() {
      const state = await look();
      if (state !== undefined) age.set((state.oldestDueMs ?? 0) / 1000);
    },
  });
}
