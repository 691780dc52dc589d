import { Injectable } from '@nestjs/common';

import type { Instant, LineClass } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { ListedCase } from './standing.js';

/** What a row of `cases.listed` took from the directory. */
export interface ListedLine {
  readonly caseId: number;
  readonly lineId: number;
  readonly lineClass: LineClass;
  readonly region: string | null;
}

/** The only place that writes `cases.listed`. */
@Injectable()
export class ListedRepository {
  /** Rows as the decider sees them; what the case itself says is read here, after its decision was written. */
  async write(tx: Tx, rows: readonly ListedCase[], now: Instant): Promise<void> {
    const written = rows.map(({ badgeSince, waitingSince, next, lineClass, caseId, ...row }) => ({
      ...row, case_id: caseId, line_class: lineClass, badge_since: badgeSince, waiting_since: waitingSince,
      next_step: next.step, next_at: next.at,
    })); // prettier-ignore
    await tx.query(WRITE, [JSON.stringify(written), now]);
  }

  /** Cases that cannot be decided: a person is needed. What was known before stays; of a new case nothing is. */
  async broken(tx: Tx, caseIds: readonly number[], wakeAt: Instant, now: Instant): Promise<void> {
    await tx.query(BROKEN, [caseIds, wakeAt, now]);
  }

  /** Sightings that came to, or went from, cases that nobody decides again. */
  async recount(tx: Tx, caseIds: readonly number[]): Promise<void> {
    await tx.query(RECOUNT, [caseIds]);
  }

  /** Of cases that are not over; up to `limit` behind the case `after`. */
  async lines(tx: Tx, after: number, limit: number): Promise<ListedLine[]> {
    return tx.query<ListedLine>(
      `select case_id as "caseId", line_id as "lineId", line_class as "lineClass", region from cases.listed
        where case_id > $1 and state not in ('cleared', 'closed') order by case_id limit $2`,
      [after, limit],
    );
  }
}

const COPIED = 'line_id, class, state, tier, opened_at, seen_at';
const DECIDED =
  'line_class, region, garden, waits, badge, next_step, badge_since, waiting_since, family, sightings';
const UPDATED = [COPIED, DECIDED, 'next_at, waiting_order, days, days_to']
  .join(', ')
  .split(', ')
  .map((name) => `${name} = excluded.${name}`)
  .join(', ');

// $1 rows, $2 now.
const WRITE = `
  insert into cases.listed as l (case_id, ${COPIED}, ${DECIDED}, next_at, waiting_order, days, days_to)
  select c.id, c.line_id, c.class, c.state, c.tier, c.opened_at, s.at, d.line_class, d.region,
    case when c.state in ('cleared', 'closed') then 'none' else d.garden end, d.waits, d.badge, d.next_step, d.badge_since,
    d.waiting_since, d.family, d.sightings, coalesce(d.next_at, 'infinity'),
    cases.waiting_order(d.waits, c.state, d.waiting_since, s.at), cases.days_of(c.id, today.day), today.day
  from jsonb_to_recordset($1::jsonb) as d(case_id bigint, line_class text, region text, garden text, waits text, badge text,
    next_step text, next_at timestamptz, badge_since timestamptz, waiting_since timestamptz, family text, sightings int)
  join cases.case c on c.id = d.case_id
  cross join (select ($2::timestamptz at time zone 'UTC')::date as day) today
  cross join lateral (select coalesce(c.last_seen, '-infinity') as at) s
  order by c.id
  on conflict (case_id) do update set ${UPDATED}`;

// $1 cases, $2 when they are tried again, $3 now.
const BROKEN = `
  insert into cases.listed as l (case_id, ${COPIED}, ${DECIDED}, next_at, waiting_order)
  select c.id, c.line_id, c.class, c.state, c.tier, c.opened_at, s.at, 'unknown', null, 'none', 'person', 'broken',
    'decides-again', null, $3::timestamptz, null, 0, $2::timestamptz, cases.waiting_order('person', c.state, $3, s.at)
  from cases.case c
  cross join lateral (select coalesce(c.last_seen, '-infinity') as at) s
  where c.id = any($1)
  order by c.id
  on conflict (case_id) do update set waits = 'person', badge = 'broken', badge_since = null, next_step = 'decides-again',
    next_at = $2, seen_at = excluded.seen_at,
    waiting_since = case when l.badge = 'broken' then l.waiting_since else $3 end,
    waiting_order = case when l.badge = 'broken' then l.waiting_order else excluded.waiting_order end`;

const RECOUNT = `
  update cases.listed l set sightings = s.count, seen_at = s.at, days = cases.days_of(l.case_id, l.days_to),
    waiting_order = cases.waiting_order(l.waits, l.state, l.waiting_since, s.at)
  from (
    select c.id, coalesce(c.last_seen, '-infinity') as at,
      (select count(*) from cases.sighting where case_id = c.id and detached_why is null) as count
    from cases.case c where c.id = any($1)
  ) s
  where l.case_id = s.id`;
