import { Module, type DynamicModule } from '@nestjs/common';

import { ReportArchive } from './archive.file.js';
import { FeedListView } from './feed-list.view.js';
import { FeedRepository } from './feed.repository.js';
import { FeedsMetrics } from './feeds.metrics.js';
import { FeedsService } from './feeds.service.js';
import { FETCH_LIMITS, WebFetcher, type FetchLimits } from './fetch.http.js';
import { IntakeService } from './intake.service.js';
import { LiveDayRepository } from './live-day.repository.js';
import { ObservationRepository } from './observation.repository.js';
import { PullService } from './pull.service.js';
import { ReportListView } from './report-list.view.js';
import { ReportRepository } from './report.repository.js';

export interface FeedsOptions {
  /** Where reports are archived; made when it is not there. */
  readonly archiveDir: string;
  /** The largest report taken, in bytes. */
  readonly maxReportBytes?: number;
  readonly fetch?: FetchLimits;
  readonly metrics: FeedsMetrics;
}

@Module({})
export class FeedsModule {
  static register(options: FeedsOptions): DynamicModule {
    return {
      module: FeedsModule,
      providers: [
        FeedRepository,
        ReportRepository,
        ObservationRepository,
        LiveDayRepository,
        ReportListView,
        FeedListView,
        {
          provide: ReportArchive,
          useFactory: () => new ReportArchive(options.archiveDir, options.maxReportBytes),
        },
        { provide: WebFetcher, useFactory: () => new WebFetcher(options.fetch ?? FETCH_LIMITS) },
        { provide: FeedsMetrics, useValue: options.metrics },
        FeedsService,
        PullService,
        IntakeService,
      ],
      exports: [FeedsService, PullService, IntakeService, ReportArchive, ReportListView, FeedListView],
    };
  }
}
