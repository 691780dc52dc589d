import { Injectable } from '@nestjs/common';

import { CasesService } from '@lazaret/cases';
import { DirectoryService } from '@lazaret/directory';
import { FeedsService } from '@lazaret/feeds';
import type { Instant } from '@lazaret/kernel';
import { LedgerService } from '@lazaret/ledger';
import type { Tx } from '@lazaret/platform';

import { PipelineMetrics } from './pipeline.metrics.js';

/** The three questions every observation goes through, in sets: whose address, which line and tenure, which case. */
@Injectable()
export class AttributeStep {
  constructor(
    private readonly ledger: LedgerService,
    private readonly directory: DirectoryService,
    private readonly cases: CasesService,
    private readonly feeds: FeedsService,
    private readonly metrics: PipelineMetrics,
  ) {}

  /** For the rows of the open batch that have an observation id. */
  async attribute(tx: Tx, now: Instant): Promise<void> {
    const answered = await this.ledger.correlate(tx, now);
    await this.directory.assign(tx);
    await this.ledger.conclude(tx, answered);
    this.metrics.attached(await this.cases.attach(tx, now));
    await this.feeds.countAnswers(tx);
  }
}
