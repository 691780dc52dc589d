import { Injectable } from '@nestjs/common';

import type { Outcome } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

/** A UTC day, as `2026-11-12`, on which a feed gave a report that could be read. */
export interface LiveDay {
  readonly feedId: number;
  readonly day: string;
  /** At least half of the rows that came that day and ought to have a line have one, or there were none. */
  readonly attributed: boolean;
}

/** A row about our own address space, as far as anybody here could have it: it ought to have a line. */
const OUGHT: readonly Outcome[] = ['line', 'pending', 'ambiguous', 'no-lease', 'expired'];

/** On which days could this room have seen something? */
@Injectable()
export class LiveDayRepository {
  /**
   * The room's last words on `batch`, after the answers: counts them by feed and day, and by report. An answer that replaces
   * another is counted in its place, so that the sums are the same whenever and however often rows are asked.
   */
  async countAnswers(tx: Tx): Promise<void> {
    await tx.query(COUNT_ANSWERS, [OUGHT]);
    await tx.query(COUNT_BY_REPORT);
  }

  /** Days from `from` to `to`, both inside. Days on which a feed was silent are missing. */
  async of(
    tx: Tx,
    feedIds: readonly number[],
    days: { readonly from: string; readonly to: string },
  ): Promise<LiveDay[]> {
    return tx.query<LiveDay>(
      `select d.feed_id as "feedId", d.day::text as day, coalesce(2 * a.lines >= a.asked, true) as attributed
         from feeds.live_day d left join feeds.attributed_day a on a.feed_id = d.feed_id and a.day = d.day
        where d.feed_id = any($1::smallint[]) and d.day between $2::date and $3::date
        order by d.feed_id, d.day`,
      [feedIds, days.from, days.to],
    );
  }
}

const COUNT_ANSWERS = `
  insert into feeds.attributed_day as d (feed_id, day, asked, lines)
  select * from (
    select feed_id, (received_at at time zone 'UTC')::date as day,
           count(*) filter (where outcome = any($1::text[])) - count(*) filter (where outcome_before = any($1::text[])) as asked,
           count(*) filter (where outcome = 'line') - count(*) filter (where outcome_before = 'line') as lines
      from batch where observation_id is not null
     group by 1, 2 order by 1, 2
  ) c where asked <> 0 or lines <> 0
  on conflict (feed_id, day) do update set asked = d.asked + excluded.asked, lines = d.lines + excluded.lines`;

const COUNT_BY_REPORT = `
  insert into feeds.report_answer as d (report_id, outcome, count)
  select * from (
    select report_id, outcome, sum(n)::bigint as count from (
      select report_id, outcome, 1 as n from batch where observation_id is not null and outcome is not null
      union all
      select report_id, outcome_before, -1 from batch where observation_id is not null and outcome_before is not null
    ) answered group by report_id, outcome order by report_id, outcome
  ) c where count <> 0
  on conflict (report_id, outcome) do update set count = d.count + excluded.count`;
