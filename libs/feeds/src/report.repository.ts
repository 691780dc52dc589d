import { Injectable } from '@nestjs/common';

import { Refused, Unavailable, type Instant } from '@lazaret/kernel';
import { only, type Tx } from '@lazaret/platform';

import type { RejectedRow } from './report-format.js';
import { RejectedRowRecord, Report, type ReportState } from './feeds.entity.js';

/** How many rows a report puts aside whole; the rest is counted. */
export const KEPT_REJECTED = 1_000;

/** What one batch of a report came to. `observed + duplicate + rejected` is all of it. */
export interface Counts {
  readonly observed: number;
  readonly duplicate: number;
  readonly rejected: number;
}

export interface ReportSummary extends Counts {
  readonly id: number;
  readonly feed: string;
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly receivedAt: Instant;
  readonly state: ReportState;
  readonly reportType: string | null;
  readonly mappingVersion: string | null;
  readonly rows: number;
  readonly finishedAt: Instant | null;
  readonly error: string | null;
}

const SUMMARY = `
  select r.id, f.name as feed, r.name, r.sha256, r.bytes, r.received_at as "receivedAt", r.state,
         r.report_type as "reportType", r.mapping_version as "mappingVersion", r.rows, r.observed, r.duplicate,
         r.rejected, r.finished_at as "finishedAt", r.error
    from feeds.report r join feeds.feed f on f.id = r.feed_id`;

@Injectable()
export class ReportRepository {
  /** Enters a report; the same bytes from the same feed are the same report, and a sign of life all the same. */
  async receive(
    tx: Tx,
    feedId: number,
    file: { readonly name: string; readonly sha256: string; readonly bytes: number },
    receivedAt: Instant,
  ): Promise<{ readonly reportId: number; readonly isNew: boolean }> {
    const fresh = await tx.query<{ id: number }>(
      `insert into feeds.report (feed_id, name, sha256, bytes, received_at) values ($1, $2, $3, $4, $5)
       on conflict (feed_id, sha256) do nothing returning id`,
      [feedId, file.name, file.sha256, file.bytes, receivedAt],
    );
    await tx.query('update feeds.feed set delivered_at = greatest(delivered_at, $2) where id = $1', [
      feedId,
      receivedAt,
    ]);
    if (fresh[0] !== undefined) return { reportId: fresh[0].id, isNew: true };
    const known = only(
      await tx.query<{ id: number; name: string; state: ReportState }>(
        'select id, name, state from feeds.report where feed_id = $1 and sha256 = $2',
        [feedId, file.sha256],
      ),
    );
    if (known.state === 'parsed') await this.markAlive(tx, feedId, receivedAt);
    if (known.state === 'failed' && known.name !== file.name) {
      // The name tells the type: what could not be read under one may be read under another.
      await tx.query('update feeds.report set name = $2 where id = $1', [known.id, file.name]);
      await this.reset(tx, known.id);
      return { reportId: known.id, isNew: true };
    }
    return { reportId: known.id, isNew: false };
  }

  /** @throws Refused when there is no such report. */
  async get(tx: Tx, reportId: number): Promise<Report> {
    const report = await tx.manager.findOneBy(Report, { id: reportId });
    if (report === null) throw new Refused(`there is no report ${reportId}`);
    return report;
  }

  /** Ids of reports nobody has finished, oldest first. */
  async unfinished(tx: Tx, limit: number): Promise<number[]> {
    const rows = await tx.query<{ id: number }>(
      `select id from feeds.report where state in ('stored', 'parsing') order by id limit $1`,
      [limit],
    );
    return rows.map((row) => row.id);
  }

  /** Begins parsing, or goes on where a crash left it; `parsedTo` is the last line already settled. */
  async start(
    tx: Tx,
    reportId: number,
    facts: { reportType: string; mappingVersion: string },
    at: Instant,
  ): Promise<{ readonly parsedTo: number }> {
    const rows = await tx.query<{ parsedTo: number }>(
      `update feeds.report set state = 'parsing', report_type = $2, mapping_version = $3, started_at = coalesce(started_at, $4)
       where id = $1 and state in ('stored', 'parsing') returning parsed_to as "parsedTo"`,
      [reportId, facts.reportType, facts.mappingVersion, at],
    );
    if (rows[0] === undefined)
      throw new Refused(`report ${reportId} is not waiting to be parsed; replay it to parse it again`);
    return rows[0];
  }

  /**
   * Enters what a batch came to, in the batch's own transaction. @throws Unavailable when another worker was faster:
   * the transaction takes its batch back, and nothing is wrong with the report.
   */
  async progress(tx: Tx, reportId: number, parsedTo: number, counts: Counts): Promise<void> {
    const { observed, duplicate, rejected } = counts;
    const touched = await tx.execute(
      `update feeds.report set parsed_to = $2, rows = rows + $3::bigint + $4 + $5, observed = observed + $3,
         duplicate = duplicate + $4, rejected = rejected + $5
       where id = $1 and state = 'parsing' and parsed_to < $2`,
      [reportId, parsedTo, observed, duplicate, rejected],
    );
    if (touched === 0)
      throw new Unavailable(
        `report ${reportId} is being parsed by somebody else, or was already up to line ${parsedTo}`,
      );
  }

  /** Keeps the first rows put aside; what is more is in the count alone. */
  async putAside(tx: Tx, reportId: number, rejected: readonly RejectedRow[]): Promise<number> {
    if (rejected.length === 0) return 0;
    return tx.execute(
      `insert into feeds.rejected_row (report_id, line, column_name, reason, raw)
       select $1, r.line, r.column_name, r.reason, r.raw
       from unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) with ordinality
         as r (line, column_name, reason, raw, place)
       where r.place <= $6 - (select count(*) from feeds.rejected_row where report_id = $1)
       on conflict do nothing`,
      [
        reportId,
        rejected.map((row) => row.line),
        rejected.map((row) => row.column),
        rejected.map((row) => row.reason),
        rejected.map((row) => row.raw),
        KEPT_REJECTED,
      ],
    );
  }

  /** Parsed to the end: from now on the day of its arrival counts as one on which the feed was alive. */
  async finish(tx: Tx, reportId: number, at: Instant): Promise<void> {
    const rows = await tx.query<{ feedId: number; receivedAt: Instant }>(
      `update feeds.report set state = 'parsed', finished_at = $2 where id = $1 and state = 'parsing'
       returning feed_id as "feedId", received_at as "receivedAt"`,
      [reportId, at],
    );
    const { feedId, receivedAt } = only(rows);
    await this.markAlive(tx, feedId, receivedAt);
  }

  /** The report cannot be read as a whole. It is kept. */
  async fail(tx: Tx, reportId: number, error: string, at: Instant): Promise<void> {
    await tx.query(
      `update feeds.report set state = 'failed', error = $2, finished_at = $3 where id = $1 and state in ('stored', 'parsing')`,
      [reportId, error.slice(0, 2_000), at],
    );
  }

  /** Back to the start: the next parse counts afresh. What it gave before stays, and comes out as duplicates. */
  async reset(tx: Tx, reportId: number): Promise<void> {
    await tx.query('delete from feeds.rejected_row where report_id = $1', [reportId]);
    const touched = await tx.execute(
      `update feeds.report set state = 'stored', parsed_to = 0, rows = 0, observed = 0, duplicate = 0, rejected = 0,
         error = null, started_at = null, finished_at = null
       where id = $1 and state <> 'parsing'`,
      [reportId],
    );
    if (touched === 0) throw new Refused(`report ${reportId} does not exist, or is just being parsed`);
  }

  async list(tx: Tx, limit: number): Promise<ReportSummary[]> {
    return tx.query<ReportSummary>(`${SUMMARY} order by r.id desc limit $1`, [limit]);
  }

  /** @throws Refused when there is no such report. */
  async summary(tx: Tx, reportId: number): Promise<ReportSummary> {
    const [found] = await tx.query<ReportSummary>(`${SUMMARY} where r.id = $1`, [reportId]);
    if (found === undefined) throw new Refused(`there is no report ${reportId}`);
    return found;
  }

  async rejected(tx: Tx, reportId: number, limit: number): Promise<RejectedRow[]> {
    return tx.manager.find(RejectedRowRecord, { where: { reportId }, order: { line: 'asc' }, take: limit });
  }

  private async markAlive(tx: Tx, feedId: number, at: Instant): Promise<void> {
    await tx.query(
      `insert into feeds.live_day (feed_id, day) values ($1, ($2::timestamptz at time zone 'UTC')::date) on conflict do nothing`,
      [feedId, at],
    );
  }
}
