/** The feeds room: a report comes in, observations come out. */
export { ReportArchive, type Archived } from './archive.file.js';
export { feedsConfig } from './feeds.config.js';
export { FeedsMetrics } from './feeds.metrics.js';
export { FeedsModule, type FeedsOptions } from './feeds.module.js';
export { FeedsService } from './feeds.service.js';
export { Feed, feedsEntities, Report, type ReportState } from './feeds.entity.js';
export type { SeenType } from './feed.repository.js';
export type { FeedSource, NewFeedInput } from './feed-source.js';
export { formatOf, formats, type FormatName } from './formats.js';
export { unpack } from './inflate.file.js';
export { IntakeService, type Intake, type IntakePiece } from './intake.service.js';
export type { ObservationRecord } from './observation.repository.js';
export { PullService } from './pull.service.js';
export type { Cursor, Pulled, PulledReport, PullProblem } from './pulled.js';
export type { Counts, ReportSummary } from './report.repository.js';
export { FlatEvent, type IntelmqEvent } from './flat-event.js';
export type { ParsedChunk, ParsedRow, RejectedRow, ReportFormat } from './report-format.js';
export { toIntelmq } from './to-intelmq.js';
