/** The feeds room: a report comes in, observations come out. */
export { FeedHealthView, type FeedHealth } from './feed-health.view.js';
export { ReportArchive } from './archive.file.js';
export { feedsConfig } from './feeds.config.js';
export { FeedListView, type ListedFeed } from './feed-list.view.js';
export { FeedsMetrics } from './feeds.metrics.js';
export { FeedsModule, type FeedsOptions } from './feeds.module.js';
export { FeedsService } from './feeds.service.js';
export { Feed, feedsEntities } from './feeds.entity.js';
export type { NewFeedInput } from './feed-source.js';
export { formatOf, formats } from './formats.js';
export { unpack } from './inflate.file.js';
export { type LiveDay } from './live-day.repository.js';
export { IntakeService, type Intake, type IntakePiece } from './intake.service.js';
export type { ObservationRecord } from './observation.repository.js';
export { PullService } from './pull.service.js';
export {
  ReportListView,
  type ListedReport,
  type PutAsideRow,
  type ReportFilter,
} from './report-list.view.js';
export { toIntelmq } from './to-intelmq.js';
