import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

/** A feed as the desk lists it. Where it is fetched from is not part of it. */
export interface ListedFeed {
  readonly name: string;
  readonly provider: string;
  readonly format: string;
  readonly upstream: string;
  readonly everyMinutes: number;
  readonly dueAt: Instant | null;
  readonly pulledAt: Instant | null;
  readonly deliveredAt: Instant | null;
  readonly failures: number;
  readonly lastError: string | null;
  readonly types: readonly ListedType[];
  /** The last fourteen UTC days, the last is today. */
  readonly attribution: readonly AttributedDay[];
}

/** A report type that a feed brought, in one mapping. */
export interface ListedType {
  readonly reportType: string;
  readonly mappingVersion: string;
  readonly activatedAt: Instant | null;
  readonly activatedBy: string | null;
  readonly observations: number;
  /** Observations that have a line. */
  readonly lines: number;
}

/** `asked`: rows that came that day and ought to have a line; `lines`: those that have one. */
export interface AttributedDay {
  readonly day: string;
  readonly asked: number;
  readonly lines: number;
}

const DAYS = 14;
/** A provider has some dozens of feeds. */
const MOST = 500;

/** Where reports come from, and how well it works. */
@Injectable()
export class FeedListView {
  /** By name. @param only one of them */
  async list(tx: Tx, now: Instant, only: string | null = null): Promise<ListedFeed[]> {
    const feeds = await tx.query<Omit<ListedFeed, 'types' | 'attribution'> & { id: number }>(
      `select id, name, provider, format, upstream, every_minutes as "everyMinutes", due_at as "dueAt", pulled_at as "pulledAt",
              delivered_at as "deliveredAt", failures, last_error as "lastError"
         from feeds.feed where $1::text is null or name = $1 order by name limit ${MOST}`,
      [only],
    );
    const ids = feeds.map(({ id }) => id);
    const types = await tx.query<ListedType & { feedId: number }>(TYPES, [ids]);
    const days = await tx.query<AttributedDay & { feedId: number }>(ATTRIBUTION, [ids, now]);
    return feeds.map(({ id, ...feed }) => ({
      ...feed,
      types: types.filter(({ feedId }) => feedId === id).map(({ feedId: _, ...type }) => type),
      attribution: days.filter(({ feedId }) => feedId === id).map(({ feedId: _, ...day }) => day),
    }));
  }
}

const TYPES = `
  select r.feed_id as "feedId", r.report_type as "reportType", r.mapping_version as "mappingVersion",
         a.activated_at as "activatedAt", a.activated_by as "activatedBy", r.observed as observations, r.lines
    from (
      select r.feed_id, r.report_type, r.mapping_version, sum(r.observed)::bigint as observed,
             coalesce(sum(l.count), 0)::bigint as lines
        from feeds.report r
        left join feeds.report_answer l on l.report_id = r.id and l.outcome = 'line' and l.count > 0
       where r.feed_id = any($1::smallint[]) and r.report_type is not null
       group by r.feed_id, r.report_type, r.mapping_version
    ) r
    left join feeds.activation a using (feed_id, report_type, mapping_version)
   order by r.feed_id, r.report_type, r.mapping_version
   limit 5000`;

// Of what came before these were counted only the changes are there: what is less than nothing is nothing.
const ATTRIBUTION = `
  select f.id as "feedId", d.day::text as day, greatest(coalesce(a.asked, 0), 0) as asked,
         greatest(least(coalesce(a.lines, 0), coalesce(a.asked, 0)), 0) as lines
    from unnest($1::smallint[]) as f (id)
   cross join (
     select (($2::timestamptz at time zone 'UTC')::date - ${DAYS - 1} + n) as day from generate_series(0, ${DAYS - 1}) n
   ) d
    left join feeds.attributed_day a on a.feed_id = f.id and a.day = d.day
   order by f.id, d.day`;
