import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import { only, type Tx } from '@lazaret/platform';

import { readSnapshot, type CaseSnapshot, type SnapshotRow } from './case-snapshot.js';

/** Whose cases to look at again. */
export type Touched =
  | { readonly tenureIds: readonly number[] }
  | { readonly caseIds: readonly number[] }
  | { readonly lineIds: readonly number[] };
const TOUCHED = { tenureIds: 'tenure_id', caseIds: 'id', lineIds: 'line_id' } as const;

/** Since when and until when somebody has a line. The end is outside; null: still. */
export interface TenureTime {
  readonly id: number;
  readonly from: Instant;
  readonly to: Instant | null;
}

/** The decider's side of the cases: which are due, with all that their own tables know. */
@Injectable()
export class DueRepository {
  /**
   * Due cases in `(due_at, id)` order, locked until the transaction ends. One that somebody else is changing is left
   * out: it is due again by that change. So the decider waits for nobody.
   */
  async due(tx: Tx, now: Instant, limit: number, graceMs: number): Promise<CaseSnapshot[]> {
    const rows = await tx.query<SnapshotRow>(DUE, [now, limit, graceMs]);
    return rows.map(readSnapshot);
  }

  /** When the next case is due; null when none ever is by itself. */
  async nextDue(tx: Tx): Promise<Instant | null> {
    return only(
      await tx.query<{ at: Instant | null }>(
        'select min(due_at) as at from cases.case where due_at is not null',
      ),
    ).at;
  }

  /** What is attached to cases of these tenures and was seen outside them. */
  async seenOutside(tx: Tx, tenures: readonly TenureTime[]): Promise<number[]> {
    const rows = await tx.query<{ id: number }>(
      `select s.observation_id as id
         from unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[]) as t (id, valid_from, valid_to)
         join cases.case c on c.tenure_id = t.id
         join cases.sighting s on s.case_id = c.id and s.detached_at is null
        where s.seen_at < t.valid_from or s.seen_at >= t.valid_to
        order by 1`,
      [tenures.map((t) => t.id), tenures.map((t) => t.from), tenures.map((t) => t.to)],
    );
    return rows.map((row) => row.id);
  }

  /** Makes the cases that are not over due at `now`, unless they are already. Answers how many. */
  async touch(tx: Tx, whose: Touched, now: Instant): Promise<number> {
    const [name, ids] = Object.entries(whose)[0] as [keyof typeof TOUCHED, readonly number[]];
    return tx.execute(
      `with touched as (
         select id from cases.case where ${TOUCHED[name]} = any($1) and state <> 'closed' order by id for no key update
       )
       update cases.case c set due_at = least(c.due_at, $2), version = c.version + 1 from touched where c.id = touched.id`,
      [ids, now],
    );
  }
}

// $1 now, $2 limit, $3 grace in milliseconds. `counts` marks what was seen after the last word or release and grace.
// Attached is told by `detached_why`, which is null exactly when `detached_at` is: until the first statistics are there the
// planner takes "detached_at is null" for rare, and reads the whole index of attached sightings for every case.
const DUE = `
  with due as materialized (
    select * from cases.case where due_at <= $1 order by due_at, id limit $2 for no key update skip locked
  )
  select c.id as "caseId", c.code, c.class, c.state, c.tier, c.observing, c.line_id as "lineId", c.tenure_id as "tenureId",
    c.opened_at as "openedAt", c.first_seen as "firstSeenAt", c.last_seen as "lastSeenAt",
    c.acknowledged_at as "acknowledgedAt", c.released_at as "releasedAt", c.cleared_at as "clearedAt",
    c.previous_cases as "previousCases", c.reinfections, c.version,
    (select max(detached_at) from cases.sighting where case_id = c.id and detached_at is not null) as "withdrawnAt",
    s.*, m.malware,
    d.at as "decidedAt", d.policy_version as "policyVersion", d.tier as "decidedTier", d.rule, d.reason
  from due c
  cross join lateral (
    select count(*) as sightings, coalesce(array_agg(distinct feed_id), '{}') as "feedIds",
      count(*) filter (where counts and proves) as "currentSightings",
      count(distinct utc_day) filter (where counts and proves) as "currentDays",
      coalesce(array_agg(distinct upstream) filter (where counts and proves), '{}') as "currentUpstreams",
      coalesce(array_agg(distinct feed_id) filter (where counts and proves), '{}') as "currentFeedIds",
      max(seen_at) filter (where counts and proves) as "currentLastSeenAt",
      coalesce(max(severity) filter (where counts and proves), 0) as "currentSeverity",
      count(*) filter (where counts) as "allSightings",
      count(distinct utc_day) filter (where counts) as "allDays",
      coalesce(array_agg(distinct upstream) filter (where counts), '{}') as "allUpstreams",
      coalesce(array_agg(distinct feed_id) filter (where counts), '{}') as "allFeedIds",
      max(seen_at) filter (where counts) as "allLastSeenAt",
      coalesce(max(severity) filter (where counts), 0) as "allSeverity"
    from (
      select feed_id, upstream, seen_at, severity, (seen_at at time zone 'UTC')::date as utc_day,
        role = 'actor' and not spoofable as proves,
        active and seen_at > coalesce(
          greatest(c.acknowledged_at, c.released_at) + $3::float8 * interval '1 millisecond', '-infinity') as counts
      from cases.sighting where case_id = c.id and detached_why is null
    ) as sighting
  ) as s
  cross join lateral (
    select coalesce(array_agg(malware order by seen desc, malware), '{}') as malware from (
      select malware, count(*) as seen from cases.sighting
      where case_id = c.id and detached_why is null and malware is not null
      group by malware order by seen desc, malware limit 5
    ) as named
  ) as m
  left join lateral (
    select * from cases.decision where case_id = c.id order by id desc limit 1
  ) as d on true
  order by c.due_at, c.id`;
