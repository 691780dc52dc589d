import { Injectable } from '@nestjs/common';

import { NotThere, type Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import {
  BulkRepository,
  type BulkItem,
  type BulkOutcome,
  type BulkRun,
  type NewBulk,
} from './bulk.repository.js';

/** Days after which what became of each case of a run is forgotten; the timelines and the audit keep what was done. */
const KEPT_DAYS = 90;
const DAY_MS = 86_400_000;

/** One thing done with many cases: which, how far, and what became of each. Times are real. */
@Injectable()
export class BulkService {
  constructor(private readonly runs: BulkRepository) {}

  /** @returns its id */
  async start(tx: Tx, bulk: NewBulk, caseIds: readonly number[], at: Instant): Promise<number> {
    await this.runs.forget(tx, new Date(at.getTime() - KEPT_DAYS * DAY_MS));
    return this.runs.add(tx, bulk, caseIds, at);
  }

  /** @throws NotThere */
  async find(tx: Tx, id: number): Promise<BulkRun> {
    const found = await this.runs.find(tx, id);
    if (found === null) throw new NotThere(`there is no bulk action ${id}`);
    return found;
  }

  async take(tx: Tx, id: number, limit: number): Promise<BulkItem[]> {
    return this.runs.take(tx, id, limit);
  }

  async settle(tx: Tx, id: number, caseId: number, outcome: BulkOutcome, why: string | null): Promise<void> {
    await this.runs.settle(tx, id, caseId, outcome, why);
  }

  async finish(tx: Tx, id: number, at: Instant): Promise<void> {
    await this.runs.finish(tx, id, at);
  }

  /** What became of each case, in the order of the cases; up to `limit` behind the case `after`. */
  async items(
    tx: Tx,
    id: number,
    page: { readonly outcome?: BulkOutcome | undefined; readonly after: number; readonly limit: number },
  ): Promise<BulkItem[]> {
    return this.runs.items(tx, id, page.outcome, page.after, page.limit);
  }
}
