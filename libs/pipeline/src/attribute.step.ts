import { Injectable } from '@nestjs/common';

import { CasesService, type Attached } from '@lazaret/cases';
import { DirectoryService } from '@lazaret/directory';
import { FeedsService } from '@lazaret/feeds';
import type { Instant } from '@lazaret/kernel';
import { LedgerService } from '@lazaret/ledger';
import { Database, openBatch, type Tx } from '@lazaret/platform';

/** Observations asked again in one transaction. */
const AT_ONCE = 5_000;

/** The three questions every observation goes through, in sets: whose address, which line and tenure, which case. */
@Injectable()
export class AttributeStep {
  constructor(
    private readonly database: Database,
    private readonly feeds: FeedsService,
    private readonly ledger: LedgerService,
    private readonly directory: DirectoryService,
    private readonly cases: CasesService,
  ) {}

  /** For the rows of the open batch that have an observation id. */
  async attribute(tx: Tx, now: Instant): Promise<Attached> {
    await this.ledger.correlate(tx, now);
    await this.directory.assign(tx);
    await this.ledger.conclude(tx);
    return this.cases.attach(tx, now);
  }

  /**
   * Asks again what was pending, and what a late record contradicts; a changed answer is withdrawn from its case.
   * Answers how many were asked.
   */
  async again(now: Instant): Promise<number> {
    return this.database.run(async (tx) => {
      const overdue = await this.ledger.overdue(tx, now, AT_ONCE);
      if (overdue.length === 0) return 0;
      await openBatch(tx);
      await this.feeds.reload(tx, overdue);
      await this.attribute(tx, now);
      return overdue.length;
    });
  }
}
