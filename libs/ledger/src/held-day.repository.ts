import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { Holder } from './holder.js';

/** A time for which somebody asks whether a holder was online, `[from, to)`. */
export interface HolderSpan {
  readonly holder: Holder;
  readonly from: Instant;
  readonly to: Instant;
}

/** A UTC day, as `2026-11-12`, and the place of the span it is of. */
export interface HeldDay {
  readonly place: number;
  readonly day: string;
}

@Injectable()
export class HeldDayRepository {
  /** The UTC days of each span on which its holder surely held something, whatever it was. */
  async of(tx: Tx, spans: readonly HolderSpan[]): Promise<HeldDay[]> {
    return tx.query<HeldDay>(HELD_DAYS, [
      spans.map((_, place) => place),
      spans.map((s) => s.holder.kind),
      spans.map((s) => s.holder.value),
      spans.map((s) => s.from),
      spans.map((s) => s.to),
    ]);
  }
}

// An open lease goes on until its session fell silent. Without word from its source it is believed for one more day: some
// deliver their records once a day.
const HELD_DAYS = `
  with known as materialized (
    select a.place, h.id as holder_id, a.span_from, a.span_to
      from unnest($1::int[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[]) as a (place, kind, value, span_from, span_to)
      join ledger.holder h on h.kind = a.kind and h.value = a.value
  ), asked as (
    select a.place, a.holder_id, d.day, greatest(d.day at time zone 'UTC', a.span_from) as day_from,
           least((d.day + interval '1 day') at time zone 'UTC', a.span_to) as day_to
      from known a
     cross join lateral generate_series(date_trunc('day', a.span_from at time zone 'UTC'),
                                        a.span_to at time zone 'UTC', interval '1 day') as d (day)
     where d.day < a.span_to at time zone 'UTC'
  )
  select place, day::date::text as day
    from asked a
   where exists (
           select from ledger.lease l
            where l.holder_id = a.holder_id and l.session_id is null and l.held_from < a.day_to and l.held_to > a.day_from)
      or exists (
           select from ledger.session e
             join ledger.source s on s.id = e.source_id
             join ledger.lease l on l.session_id = e.id
            where e.holder_id = a.holder_id and e.started_at < a.day_to and coalesce(e.stopped_at, 'infinity') >= a.day_from
              and l.held_from < a.day_to
              and (l.held_from >= a.day_from
                   or case when l.held_to < 'infinity' then coalesce(l.uncertain_from, l.held_to)
                           when e.last_at + 2 * s.interim_seconds * interval '1 s' < s.watermark then e.last_at
                           else s.watermark + interval '1 day' end > a.day_from))
   order by place, day`;
