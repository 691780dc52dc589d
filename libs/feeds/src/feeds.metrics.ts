import { Counter, type Registry } from 'prom-client';

import type { Counts } from './report.repository.js';

/** How a look at one address or folder ended. */
export type PullEvent = 'delivered' | 'unchanged' | 'refused' | 'unavailable';

/** Counts what comes in. */
export class FeedsMetrics {
  readonly #pulls: Counter<'feed' | 'event'>;
  readonly #bytes: Counter<'feed'>;
  readonly #rows: Counter<'feed' | 'result'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#pulls = new Counter({
      name: 'lazaret_feed_pulls_total',
      help: 'Reports delivered, looks that found nothing new, and looks that failed.',
      labelNames: ['feed', 'event'],
      registers,
    });
    this.#bytes = new Counter({
      name: 'lazaret_feed_bytes_total',
      help: 'Bytes of reports archived.',
      labelNames: ['feed'],
      registers,
    });
    this.#rows = new Counter({
      name: 'lazaret_feed_rows_total',
      help: 'Rows of reports: kept as observations, seen before, put aside.',
      labelNames: ['feed', 'result'],
      registers,
    });
  }

  pulled(feed: string, event: PullEvent, count: number): void {
    if (count > 0) this.#pulls.inc({ feed, event }, count);
  }

  archived(feed: string, bytes: number): void {
    this.#bytes.inc({ feed }, bytes);
  }

  settled(feed: string, counts: Counts): void {
    for (const result of ['observed', 'duplicate', 'rejected'] as const)
      this.#rows.inc({ feed, result }, counts[result]);
  }
}
