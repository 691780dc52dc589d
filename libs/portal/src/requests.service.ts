import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { PortalMetrics } from './portal.metrics.js';
import { RequestsRepository, type SettledRequest, type TakenRequest } from './requests.repository.js';

/** NOTIFY channel: somebody asked for something on the portal. */
export const PORTAL_CHANNEL = 'portal_request';

/** As long as the longest window that counts what subscribers did: confined days in any 60. */
const KEPT_DAYS = 60;
const DAY_MS = 86_400_000;

/** What visitors asked for, as the worker carries it out. */
@Injectable()
export class RequestsService {
  constructor(
    private readonly requests: RequestsRepository,
    private readonly metrics: PortalMetrics,
  ) {}

  /** Up to `limit` that wait, the oldest first, locked until the transaction ends; another worker's are left out. */
  async take(tx: Tx, limit: number): Promise<TakenRequest[]> {
    return this.requests.take(tx, limit);
  }

  /** Writes down what became of them. A request is settled once; a second word changes nothing. */
  async settle(tx: Tx, settled: readonly SettledRequest[]): Promise<void> {
    if (settled.length === 0) return;
    for (const { kind, outcome } of await this.requests.settle(tx, settled))
      this.metrics.settled.inc({ kind, outcome });
  }

  /**
   * Of these tenures the ones whose line is not to be confined though no flag of the directory says so: somebody with a
   * code said that health, alarm or safety needs it, and nobody of the desk has talked with them.
   */
  async unansweredSafety(tx: Tx, tenureIds: readonly number[]): Promise<ReadonlySet<number>> {
    return new Set(tenureIds.length === 0 ? [] : await this.requests.unansweredSafety(tx, tenureIds));
  }

  /** A person talked with them: from here on the flag of the directory alone says. Answers how many requests that ends. */
  async answerSafety(tx: Tx, tenureId: number, now: Instant): Promise<number> {
    return this.requests.answerSafety(tx, tenureId, now);
  }

  /**
   * Forgets what was settled long ago, up to `limit`: by then it is on the timeline of its case alone. What keeps a line
   * out of the garden until a person has talked with them is kept. Answers how many.
   */
  async forget(tx: Tx, now: Instant, limit: number): Promise<number> {
    return this.requests.forget(tx, new Date(now.getTime() - KEPT_DAYS * DAY_MS), limit);
  }

  /** How many wait. */
  async waiting(tx: Tx): Promise<number> {
    return this.requests.waiting(tx);
  }
}
