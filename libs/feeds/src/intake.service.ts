import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import type { BatchRow, Tx } from '@lazaret/platform';

import { ReportArchive } from './archive.file.js';
import { FeedRepository } from './feed.repository.js';
import { FeedsMetrics } from './feeds.metrics.js';
import { formatOf } from './formats.js';
import { unpack } from './inflate.file.js';
import type { RejectedRow } from './report-format.js';
import { ReportRepository, type Counts } from './report.repository.js';
import { toBatch, type BatchContext } from './to-batch-row.js';

/** A report whose parsing has begun. */
export interface Intake {
  readonly reportId: number;
  readonly feed: string;
  readonly fileName: string;
  readonly sha256: string;
  /** Lines up to here were settled before; their rows are not given again. */
  readonly parsedTo: number;
  readonly format: string;
  readonly context: BatchContext;
}

/** What belongs into one transaction: rows for the batch, rows put aside, and how far the report is then settled. */
export interface IntakePiece {
  readonly rows: readonly BatchRow[];
  readonly rejected: readonly RejectedRow[];
  readonly toLine: number;
}

/** From an archived report to rows for the batch. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly feeds: FeedRepository,
    private readonly reports: ReportRepository,
    private readonly archive: ReportArchive,
    private readonly metrics: FeedsMetrics,
  ) {}

  /** Begins a report, or goes on after a crash. @throws Refused when its type or format is unknown: then `fail` it. */
  async begin(tx: Tx, reportId: number, now: Instant): Promise<Intake> {
    const report = await this.reports.get(tx, reportId);
    const feed = await this.feeds.get(tx, report.feedId);
    const format = formatOf(feed.format);
    const reportType = format.reportType(report.name);
    const { mappingVersion } = format;
    const { parsedTo } = await this.reports.start(tx, reportId, { reportType, mappingVersion }, now);
    const active = await this.feeds.activeTypes(tx, feed.id, mappingVersion);
    return {
      reportId,
      feed: feed.name,
      fileName: report.name,
      sha256: report.sha256,
      parsedTo,
      format: feed.format,
      context: {
        feedId: feed.id,
        feedName: feed.name,
        upstream: feed.upstream,
        reportId,
        receivedAt: report.receivedAt,
        isActive: (type) => active.has(type),
        md5: (text) => createHash('md5').update(text).digest('hex'),
      },
    };
  }

  /** The rest of the report in pieces of bounded size. @throws Refused when it cannot be read as a whole: then `fail` it. */
  async *read(intake: Intake): AsyncGenerator<IntakePiece> {
    const content = unpack(intake.fileName, this.archive.open(intake.sha256));
    for await (const chunk of formatOf(intake.format).parse(intake.fileName, content)) {
      if (chunk.toLine <= intake.parsedTo) continue;
      const fresh = ({ line }: { readonly line: number }): boolean => line > intake.parsedTo;
      const rest = { ...chunk, rows: chunk.rows.filter(fresh), rejected: chunk.rejected.filter(fresh) };
      yield { ...toBatch(rest, intake.context), toLine: chunk.toLine };
    }
  }

  /** Enters a piece whose batch was stored, in the same transaction: what was put aside, and the counts. */
  async settle(
    tx: Tx,
    intake: Intake,
    piece: Pick<IntakePiece, 'rejected' | 'toLine'>,
    stored: { readonly observed: number; readonly duplicate: number },
  ): Promise<Counts> {
    const counts = { ...stored, rejected: piece.rejected.length };
    await this.reports.putAside(tx, intake.reportId, piece.rejected);
    await this.reports.progress(tx, intake.reportId, piece.toLine, counts);
    this.metrics.settled(intake.feed, counts);
    return counts;
  }

  async finish(tx: Tx, reportId: number, now: Instant): Promise<void> {
    await this.reports.finish(tx, reportId, now);
  }

  /** Keeps the report with the reason why nothing, or nothing more, could be read of it. */
  async fail(tx: Tx, reportId: number, reason: string, now: Instant): Promise<void> {
    await this.reports.fail(tx, reportId, reason, now);
  }
}
