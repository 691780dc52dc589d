import { Injectable } from '@nestjs/common';

import { Refused, type Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { readNewFeed, type NewFeedInput } from './feed-source.js';
import type { Feed } from './feeds.entity.js';
import { FeedRepository, type SeenType } from './feed.repository.js';
import { formatOf } from './formats.js';
import { LiveDayRepository, type LiveDay } from './live-day.repository.js';
import { ObservationRepository, type ObservationRecord } from './observation.repository.js';
import { outcomeOf, type Cursor, type Pulled } from './pulled.js';
import type { RejectedRow } from './report-format.js';
import { ReportRepository, type ReportSummary } from './report.repository.js';
import { nextPull } from './schedule-pull.js';

/** Feeds, their reports and the observations in them. */
@Injectable()
export class FeedsService {
  constructor(
    private readonly feeds: FeedRepository,
    private readonly reports: ReportRepository,
    private readonly observations: ObservationRepository,
    private readonly days: LiveDayRepository,
  ) {}

  /** A new feed, due at once, all of it in observe. @throws Refused naming each field that is wrong. */
  async add(tx: Tx, input: NewFeedInput, now: Instant): Promise<Feed> {
    const feed = readNewFeed(input);
    formatOf(feed.format);
    return this.feeds.add(tx, feed, now);
  }

  async list(tx: Tx): Promise<Feed[]> {
    return this.feeds.list(tx);
  }

  /** By name or id. @throws Refused */
  async get(tx: Tx, feed: string | number): Promise<Feed> {
    return this.feeds.get(tx, feed);
  }

  /** What the feed has delivered, by report type, for the person who is to activate it. */
  async seenTypes(tx: Tx, feedName: string): Promise<SeenType[]> {
    const feed = await this.feeds.get(tx, feedName);
    return this.feeds.seenTypes(tx, feed.id);
  }

  /**
   * Ends observe for report types, in the mapping this build has. What was stored before stays inactive.
   * Answers how many were not active yet. @throws Refused naming the types the format does not know.
   */
  async activate(
    tx: Tx,
    feedName: string,
    reportTypes: readonly string[],
    by: string,
    now: Instant,
  ): Promise<number> {
    const feed = await this.feeds.get(tx, feedName);
    const format = formatOf(feed.format);
    const unknown = reportTypes.filter((type) => !format.reportTypes.includes(type));
    if (unknown.length > 0)
      throw new Refused(`${feed.format} has no such report types`, {
        problems: unknown.map((type) => ({ at: type, message: 'look at the types the feed has delivered' })),
      });
    return this.feeds.activate(tx, feed.id, reportTypes, format.mappingVersion, by, now);
  }

  /** Feeds to look at now, each given to one caller only. */
  async due(tx: Tx, now: Instant, limit: number): Promise<Feed[]> {
    return this.feeds.claimDue(tx, now, limit);
  }

  async cursors(tx: Tx, feedId: number): Promise<Cursor[]> {
    return this.feeds.cursors(tx, feedId);
  }

  /** Enters what a look brought and when to look next. Answers the reports that are new, to be parsed. */
  async recordPull(
    tx: Tx,
    feedId: number,
    pulled: Pulled,
    now: Instant,
  ): Promise<{ readonly newReports: number[]; readonly known: number }> {
    const newReports: number[] = [];
    for (const report of pulled.reports) {
      const { reportId, isNew } = await this.reports.receive(tx, feedId, report, now);
      if (isNew) newReports.push(reportId);
    }
    await this.feeds.saveCursors(tx, feedId, pulled.cursors, now);
    const error =
      pulled.problems
        .map(({ message }) => message)
        .slice(0, 5)
        .join('; ') || null;
    const nextAt = nextPull(await this.feeds.get(tx, feedId), outcomeOf(pulled), now);
    await this.feeds.recordPull(tx, feedId, { error, nextAt, at: now });
    return { newReports, known: pulled.reports.length - newReports.length };
  }

  /** Keeps what is new in the open batch: fills `observation_id`, null for what was seen before. */
  async store(tx: Tx): Promise<{ readonly observed: number; readonly duplicate: number }> {
    return this.observations.store(tx);
  }

  /** Puts stored observations into the open, empty batch. Answers how many there were. */
  async reload(tx: Tx, ids: readonly number[]): Promise<number> {
    return this.observations.reload(tx, ids);
  }

  /** Reports waiting to be parsed, or left half-way. */
  async unfinished(tx: Tx, limit: number): Promise<number[]> {
    return this.reports.unfinished(tx, limit);
  }

  /** Sends a parsed or failed report round again. What it gave before stays and comes out as duplicates. */
  async replay(tx: Tx, reportId: number): Promise<void> {
    await this.reports.reset(tx, reportId);
  }

  /** The newest reports with their counts. */
  async listReports(tx: Tx, options: { readonly limit: number }): Promise<ReportSummary[]> {
    return this.reports.list(tx, options.limit);
  }

  /** One report with its counts. @throws Refused when there is no such report. */
  async report(tx: Tx, reportId: number): Promise<ReportSummary> {
    return this.reports.summary(tx, reportId);
  }

  /** Rows a report put aside, by line. */
  async rejected(tx: Tx, reportId: number, limit: number): Promise<RejectedRow[]> {
    return this.reports.rejected(tx, reportId, limit);
  }

  /** Observations with the reports they stand in, oldest first: the first links of a why-chain. */
  async find(tx: Tx, ids: readonly number[]): Promise<ObservationRecord[]> {
    return this.observations.find(tx, ids);
  }

  /** After the ledger and the directory: remembers how far the rows of the open batch found their lines. */
  async countAnswers(tx: Tx): Promise<void> {
    await this.days.countAnswers(tx);
  }

  /** On which UTC days, `from` and `to` inside, the feeds gave something to read, and whether their rows found lines. */
  async liveDays(
    tx: Tx,
    feedIds: readonly number[],
    days: { readonly from: string; readonly to: string },
  ): Promise<LiveDay[]> {
    return feedIds.length === 0 ? [] : this.days.of(tx, feedIds, days);
  }
}
