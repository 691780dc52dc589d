import { Injectable } from '@nestjs/common';

import { FeedsService } from '@lazaret/feeds';
import type { Instant } from '@lazaret/kernel';
import { LedgerService } from '@lazaret/ledger';
import { Database, openBatch } from '@lazaret/platform';

import { AttributeStep } from './attribute.step.js';

/** Observations asked again in one transaction. */
const AT_ONCE = 5_000;

/** Asks again what was pending, and what a late record contradicts; a changed answer is withdrawn from its case. */
@Injectable()
export class AskAgainStep {
  constructor(
    private readonly database: Database,
    private readonly feeds: FeedsService,
    private readonly ledger: LedgerService,
    private readonly attribution: AttributeStep,
  ) {}

  /** Answers how many were asked. */
  async run(now: Instant): Promise<number> {
    return this.database.run(async (tx) => {
      const overdue = await this.ledger.overdue(tx, now, AT_ONCE);
      if (overdue.length === 0) return 0;
      await openBatch(tx);
      const found = await this.feeds.reload(tx, overdue);
      await this.attribution.attribute(tx, now);
      // What is no longer stored cannot be asked about; counted, it would keep this turn busy for ever.
      return found;
    });
  }
}
