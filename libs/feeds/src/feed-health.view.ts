import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import { only, type Tx } from '@lazaret/platform';

/** How reports come in, in a few figures. */
export interface FeedHealth {
  /** Of the rows that came in on the UTC day of `now`: those that ought to have a line, and those that have one. */
  readonly asked: number;
  readonly lines: number;
  /** Reports of the last week that could not be read at all. */
  readonly failed: number;
  /** Report types that brought observations and that no person has activated. */
  readonly observed: number;
}

/** Reports that are looked at: what lies further back has been seen by somebody. */
const MOST_REPORTS = 5_000;

@Injectable()
export class FeedHealthView {
  async look(tx: Tx, now: Instant): Promise<FeedHealth> {
    return only(
      await tx.query<FeedHealth>(
        `with newest as (
           select feed_id, state, report_type, mapping_version, observed, received_at
             from feeds.report order by id desc limit ${MOST_REPORTS})
         select coalesce((select sum(asked) from feeds.attributed_day
                           where day = ($1::timestamptz at time zone 'UTC')::date), 0)::int as asked,
                coalesce((select sum(lines) from feeds.attributed_day
                           where day = ($1::timestamptz at time zone 'UTC')::date), 0)::int as lines,
                (select count(*) from newest
                  where state = 'failed' and received_at > $1::timestamptz - interval '7 days')::int as failed,
                (select count(*) from (
                   select distinct feed_id, report_type, mapping_version from newest where observed > 0) seen
                  where not exists (
                    select from feeds.activation a
                     where a.feed_id = seen.feed_id and a.report_type = seen.report_type
                       and a.mapping_version = seen.mapping_version))::int as observed`,
        [now],
      ),
    );
  }
}
