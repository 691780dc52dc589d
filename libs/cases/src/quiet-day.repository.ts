import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { DayVerdict } from './judge-day.js';

/** A finished UTC day of a case that nobody has judged. */
export interface UnjudgedDay {
  readonly caseId: number;
  readonly lineId: number;
  /** As `2026-11-12`. */
  readonly day: string;
  /** Feeds with an attached sighting. */
  readonly feedIds: readonly number[];
}

/** How far back a day is judged. Leases are forgotten earlier; nothing that old would count. */
const LOOK_BACK_DAYS = 35;

@Injectable()
export class QuietDayRepository {
  /** Days of the first cases, by id, that are not closed and lack any. */
  async unjudged(tx: Tx, now: Instant, most: number): Promise<UnjudgedDay[]> {
    return tx.query<UnjudgedDay>(unjudged('true'), [now, LOOK_BACK_DAYS, most]);
  }

  /** The same of these cases. */
  async unjudgedOf(tx: Tx, caseIds: readonly number[], now: Instant): Promise<UnjudgedDay[]> {
    return tx.query<UnjudgedDay>(unjudged('c.id = any($4::bigint[])'), [
      now,
      LOOK_BACK_DAYS,
      caseIds.length,
      caseIds,
    ]);
  }

  /** What was judged before stays as it was judged. */
  async write(tx: Tx, judged: readonly (UnjudgedDay & { readonly why: DayVerdict })[]): Promise<void> {
    await tx.query(
      `insert into cases.quiet_day (case_id, day, why, feed_ids)
       select case_id, day, why, feed_ids::smallint[]
         from unnest($1::bigint[], $2::date[], $3::text[], $4::text[]) as j (case_id, day, why, feed_ids)
        order by case_id, day
       on conflict do nothing`,
      [
        judged.map((j) => j.caseId),
        judged.map((j) => j.day),
        judged.map((j) => j.why),
        judged.map((j) => `{${j.feedIds.join(',')}}`),
      ],
    );
  }

  /**
   * Days of cases closed before `before`, and of others those so long before the last sighting that no withdrawal brings
   * them back; up to `limit`. Answers how many.
   * @param days how long before the last sighting
   */
  async forget(tx: Tx, before: Instant, days: number, limit: number): Promise<number> {
    return tx.execute(
      `delete from cases.quiet_day d using (
         select q.case_id, q.day from cases.quiet_day q join cases.case c on c.id = q.case_id
          where c.closed_at < $1 or q.day < (c.last_seen at time zone 'UTC')::date - $2::int
          order by q.case_id, q.day limit $3
       ) old where d.case_id = old.case_id and d.day = old.day`,
      [before, days, limit],
    );
  }

  /** Cases without a sighting are missing. */
  async counted(tx: Tx, caseIds: readonly number[]): Promise<{ caseId: number; days: number }[]> {
    return tx.query(
      `select c.id as "caseId", count(q.day)::int as days
         from cases.case c
        cross join lateral (
          select array_agg(distinct feed_id) as ids from cases.sighting where case_id = c.id and detached_why is null
        ) f
         left join cases.quiet_day q
           on q.case_id = c.id and q.counts and q.day > (c.last_seen at time zone 'UTC')::date and q.feed_ids @> f.ids
        where c.id = any($1::bigint[]) and f.ids is not null
        group by c.id`,
      [caseIds],
    );
  }
}

// $1 now, $2 how many days back, $3 how many cases. A case's days are judged all at once, up to yesterday: what is missing
// lies behind the last one.
function unjudged(which: string): string {
  return `
  with behind as (
    select c.id, c.line_id, greatest((c.opened_at at time zone 'UTC')::date, a.today - $2::int, q.last + 1) as since, a.today
      from (select ($1::timestamptz at time zone 'UTC')::date as today) a
      join cases.case c on c.state <> 'closed' and (c.opened_at at time zone 'UTC')::date < a.today and ${which}
      left join lateral (select max(day) as last from cases.quiet_day where case_id = c.id) q on true
     where q.last is null or q.last < a.today - 1
     order by c.id limit $3
  )
  select b.id as "caseId", b.line_id as "lineId", d.day::date::text as day, f.ids as "feedIds"
    from behind b
   cross join lateral (
     select coalesce(array_agg(distinct feed_id order by feed_id), '{}') as ids
       from cases.sighting where case_id = b.id and detached_why is null
   ) f
   cross join lateral generate_series(b.since::timestamp, (b.today - 1)::timestamp, interval '1 day') as d (day)
   order by b.id, d.day`;
}
