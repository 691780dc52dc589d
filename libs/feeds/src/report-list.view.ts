import { Injectable } from '@nestjs/common';

import type { Instant, Refusal } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { ReportState } from './feeds.entity.js';

/** A report as the desk lists it. `observed + duplicate + rejected` is `rows`. */
export interface ListedReport {
  readonly id: number;
  readonly feed: string;
  readonly name: string;
  readonly sha256: string;
  readonly reportType: string | null;
  readonly mappingVersion: string | null;
  readonly state: ReportState;
  readonly bytes: number;
  readonly receivedAt: Instant;
  readonly finishedAt: Instant | null;
  readonly rows: number;
  readonly observed: number;
  readonly duplicate: number;
  readonly rejected: number;
  /** The last line that is settled. */
  readonly parsedTo: number;
  readonly error: string | null;
}

export interface ReportFilter {
  readonly feed?: string | undefined;
  readonly state?: ReportState | undefined;
  /** True: only reports that put rows aside. */
  readonly withRejected?: boolean | undefined;
}

export interface PutAsideRow {
  readonly line: number;
  readonly column: string | null;
  readonly reason: string;
  readonly raw: string;
}

const REPORT = `
  r.id, f.name as feed, r.name, r.sha256, r.report_type as "reportType", r.mapping_version as "mappingVersion", r.state, r.bytes,
  r.received_at as "receivedAt", r.finished_at as "finishedAt", r.rows, r.observed, r.duplicate, r.rejected,
  r.parsed_to as "parsedTo", r.error
  from feeds.report r join feeds.feed f on f.id = r.feed_id`;

/** Reports, the newest first, with what became of their rows. */
@Injectable()
export class ReportListView {
  /** Up to `limit` with a smaller id than `before`. */
  async page(tx: Tx, filter: ReportFilter, before: number | null, limit: number): Promise<ListedReport[]> {
    const values: unknown[] = [];
    const give = (value: unknown): string => `$${values.push(value)}`;
    const where = [
      ...(filter.feed === undefined
        ? []
        : [`r.feed_id = (select id from feeds.feed where name = ${give(filter.feed)})`]),
      ...(filter.state === undefined ? [] : [`r.state = ${give(filter.state)}`]),
      ...(filter.withRejected === true ? ['r.rejected > 0'] : []),
      ...(before === null ? [] : [`r.id < ${give(before)}`]),
    ];
    return tx.query<ListedReport>(
      `select ${REPORT} ${where.length === 0 ? '' : `where ${where.join(' and ')}`} order by r.id desc limit ${give(limit)}`,
      values,
    );
  }

  async find(tx: Tx, id: number): Promise<ListedReport | null> {
    const [found] = await tx.query<ListedReport>(`select ${REPORT} where r.id = $1`, [id]);
    return found ?? null;
  }

  /** Why rows of a report have no line, the most frequent first. */
  async unattributed(tx: Tx, id: number): Promise<{ readonly why: Refusal; readonly count: number }[]> {
    return tx.query(
      `select outcome as why, count from feeds.report_answer
        where report_id = $1 and outcome <> 'line' and count > 0 order by count desc, outcome`,
      [id],
    );
  }

  /** Rows that were put aside, by line; up to `limit` behind the line `after`. */
  async rejected(tx: Tx, id: number, after: number, limit: number): Promise<PutAsideRow[]> {
    return tx.query<PutAsideRow>(
      `select line, nullif(column_name, '') as "column", reason, raw from feeds.rejected_row
        where report_id = $1 and line > $2 order by line limit $3`,
      [id, after, limit],
    );
  }
}
