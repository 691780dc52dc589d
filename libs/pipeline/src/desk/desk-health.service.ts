import { Injectable } from '@nestjs/common';

import { ApprovalsService } from '@lazaret/access';
import { CaseNewsView, CasesService } from '@lazaret/cases';
import { FeedHealthView } from '@lazaret/feeds';
import { GardenService, StayListView } from '@lazaret/garden';
import type { Instant } from '@lazaret/kernel';
import { NoticeHealthView } from '@lazaret/notices';
import { Database, type Tx } from '@lazaret/platform';

import { JobOutbox } from '../job-outbox.js';

/** How the house is. */
export interface HouseHealth {
  /** How long the oldest due work has been waiting: jobs by real time, cases and stays by the domain's. */
  readonly oldestDueSeconds: number;
  /** Since when the oldest release waits for the network's word. */
  readonly oldestReleaseSeconds: number;
  /** Of today's rows that ought to have a line; null without rows. */
  readonly attributionToday: number | null;
  /** Somebody has stopped new confinements by hand. */
  readonly stopped: boolean;
  readonly failedReports: number;
  readonly observedTypes: number;
  readonly failedJobs: number;
  readonly waiting: {
    readonly cases: number;
    readonly garden: number;
    readonly approvals: number;
    readonly reports: number;
    readonly notices: number;
  };
}

/** Asks every room how it is. */
@Injectable()
export class DeskHealth {
  constructor(
    private readonly database: Database,
    private readonly cases: CasesService,
    private readonly news: CaseNewsView,
    private readonly garden: GardenService,
    private readonly stays: StayListView,
    private readonly feeds: FeedHealthView,
    private readonly notices: NoticeHealthView,
    private readonly approvals: ApprovalsService,
    private readonly outbox: JobOutbox,
  ) {}

  /** @param real real time, for what waits for a second person */
  async look(tx: Tx, now: Instant, real: Instant): Promise<HouseHealth> {
    const { oldestDueMs, failed } = await this.outbox.state(this.database);
    const due = [await this.cases.nextDue(tx), await this.garden.nextDue(tx)];
    const { stopped } = await this.garden.readiness();
    const { drift, oldestRelease } = await this.stays.counts(tx, now);
    const feeds = await this.feeds.look(tx, now);
    return {
      oldestDueSeconds: Math.max((oldestDueMs ?? 0) / 1_000, ...due.map((at) => secondsSince(at, now))),
      oldestReleaseSeconds: secondsSince(oldestRelease, now),
      // Sums of changes: of a day that began before they were kept, more lines than questions may be left.
      attributionToday: feeds.asked > 0 ? Math.min(1, Math.max(0, feeds.lines / feeds.asked)) : null,
      stopped,
      failedReports: feeds.failed,
      observedTypes: feeds.observed,
      failedJobs: failed,
      waiting: {
        cases: await this.news.waiting(tx),
        garden: drift,
        approvals: await this.approvals.countOpen(tx, real),
        reports: feeds.failed + feeds.observed,
        notices: await this.notices.waiting(tx, now),
      },
    };
  }
}

function secondsSince(at: Instant | null, now: Instant): number {
  return at === null ? 0 : Math.max(0, (now.getTime() - at.getTime()) / 1_000);
}
