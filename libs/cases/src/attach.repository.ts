import { Injectable } from '@nestjs/common';

import { Unavailable, type Instant } from '@lazaret/kernel';
import { only, type Tx } from '@lazaret/platform';

import { EXERCISE, openingPairs } from './evidence-that-opens.js';
import { WITHDRAWN_BECAUSE, type WithdrawalAnswer } from './explain-withdrawal.js';

/** An observation that no longer speaks for a case, and the answer that took its place. */
export interface Withdrawal {
  readonly caseId: number;
  readonly observationId: number;
  readonly answer: WithdrawalAnswer;
}

/** What a batch did to the cases; counts of cases, but `attached`, which counts sightings. */
export interface AttachCounts {
  readonly opened: number;
  readonly touched: number;
  readonly attached: number;
}

/** And which cases were over when they got what was seen before their end. */
interface Placed extends AttachCounts {
  readonly late: readonly number[];
}

/** The room's part of `batch`: three statements, whatever its size. */
@Injectable()
export class AttachRepository {
  /**
   * Waits for everybody who works on these cases, always in the order of their ids, so that no two wait for each other.
   * It is a statement of its own because the next ones must see what those others wrote.
   */
  async lock(tx: Tx): Promise<void> {
    await tx.query(LOCK);
  }

  /** Takes observations off the cases they no longer speak for. One timeline event a case and answer. */
  async withdraw(tx: Tx, now: Instant): Promise<Withdrawal[]> {
    return tx.query<Withdrawal>(WITHDRAW, [
      now,
      Object.keys(WITHDRAWN_BECAUSE),
      Object.values(WITHDRAWN_BECAUSE),
    ]);
  }

  /** Attaches what has a tenure and may open a case, and fills `batch.case_id`. One timeline event a case. */
  async attach(tx: Tx, now: Instant): Promise<Placed> {
    const { roles, classes } = openingPairs();
    try {
      return only(await tx.query<Placed>(ATTACH, [now, EXERCISE, roles, classes]));
    } catch (error) {
      if (drewTheSameCode(error))
        throw new Unavailable('two cases drew the same code; the next try draws others', { cause: error });
      throw error;
    }
  }
}

function drewTheSameCode(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'case_code_is_unique';
}

const LOCK = `
  select count(*) from (
    select id from cases.case
    where id in (
      select s.case_id from batch b join cases.sighting s on s.observation_id = b.observation_id and s.detached_at is null
      union
      select c.id from batch b join cases.case c on c.tenure_id = b.tenure_id and c.class = b.class
      where b.observation_id is not null)
    order by id
    for no key update
  ) as locked`;

// $1 now, $2 answers, $3 the same in words.
const WITHDRAW = `
  with changed as materialized (
    select s.case_id, s.seen_at, s.observation_id,
      case when b.outcome <> 'line' then b.outcome when b.line_id = c.line_id then 'tenure' else 'line' end as answer
    from batch b
    join cases.sighting s on s.observation_id = b.observation_id and s.detached_at is null
    join cases.case c on c.id = s.case_id
    -- That the records are gone by now says nothing against the answer given while they were there.
    where b.outcome <> 'expired' and (b.outcome <> 'line' or b.tenure_id <> c.tenure_id)
  ),
  detached as (
    update cases.sighting s set detached_at = $1, detached_why = changed.answer from changed
    where (s.case_id, s.seen_at, s.observation_id) = (changed.case_id, changed.seen_at, changed.observation_id)
  ),
  -- This statement still sees the rows it detaches, so it leaves them out by name.
  remaining as (
    select s.case_id, min(s.seen_at) as first_seen, max(s.seen_at) as last_seen, bool_or(s.active) as active
    from cases.sighting s
    where s.case_id in (select case_id from changed) and s.detached_at is null
      and not exists (select from changed where changed.observation_id = s.observation_id)
    group by s.case_id
  ),
  decided_again as (
    update cases.case c set
      first_seen = remaining.first_seen, last_seen = remaining.last_seen, observing = not coalesce(remaining.active, false),
      -- A closed case is decided once more only when nothing speaks for it any longer: somebody may have to be told.
      due_at = case when c.state = 'closed' and remaining.case_id is not null then null else least(c.due_at, $1) end,
      version = c.version + 1
    from (select distinct case_id from changed) as touched left join remaining using (case_id)
    where c.id = touched.case_id
  ),
  told as (
    insert into cases.event (case_id, at, kind, actor_kind, actor_name, data)
    select case_id, $1, 'attribution-withdrawn', 'system', 'cases', jsonb_build_object(
      'count', count(*), 'observations', to_jsonb((array_agg(observation_id order by seen_at desc))[:20]),
      'firstSeenAt', min(seen_at), 'lastSeenAt', max(seen_at), 'answer', answer, 'why', min(because.words))
    from changed join unnest($2::text[], $3::text[]) as because(answer, words) using (answer)
    group by case_id, answer order by case_id, answer
  )
  select case_id as "caseId", observation_id as "observationId", answer from changed order by case_id, observation_id`;

// $1 now, $2 the taxonomy of exercises, $3 roles and $4 classes that go together. What an outer join did not find is
// told by a boolean of its own: for "x is null" the planner asks the statistics of x, expects one row, and loops.
const ATTACH = `
  with evidence as materialized (
    select b.n, b.observation_id, b.seen_at, b.feed_id, b.upstream, b.role, b.spoofable, b.active, b.severity, b.malware,
      b.class, b.line_id, b.tenure_id, s.case_id as standing, s.case_id is null as loose
    from batch b left join cases.sighting s on s.observation_id = b.observation_id and s.detached_at is null
    where b.observation_id is not null and b.outcome = 'line' and b.tenure_id is not null and b.taxonomy <> $2
      -- What a person of the desk took away stays away.
      and not exists (select from cases.sighting d where d.observation_id = b.observation_id and d.detached_why = 'desk')
      and (b.role, b.class) in (select * from unnest($3::text[], $4::text[]))
  ),
  -- Cases of the same tenure and class that are over. One opened in error is nobody's history. "offset 0" keeps it a
  -- look into the index for each, which no outdated statistics can turn into something slower.
  former as materialized (
    select c.* from (select distinct tenure_id, class from evidence where loose) as wanted
    cross join lateral (
      select id, tenure_id, class, coalesce(cleared_at, closed_at) as ended_at, previous_cases, reinfections,
        cleared_at is not null or close_reason = 'clean' as clean
      from cases.case
      where tenure_id = wanted.tenure_id and class = wanted.class
        and state in ('cleared', 'closed') and close_reason is distinct from 'withdrawn'
      offset 0
    ) as c
  ),
  -- A sighting belongs to the first case that ended after it was seen, else to the open one.
  placed as materialized (
    select distinct on (e.n) e.*, f.id as former_id, f.id is not null as belated
    from evidence e
    left join former f on f.tenure_id = e.tenure_id and f.class = e.class and f.ended_at > e.seen_at
    where e.loose
    order by e.n, f.ended_at
  ),
  latest as (
    select distinct on (tenure_id, class) * from former order by tenure_id, class, ended_at desc
  ),
  open as (
    insert into cases.case as c (tenure_id, class, line_id, opened_at, first_seen, last_seen, observing, due_at,
      previous_id, previous_cases, reinfections)
    select p.tenure_id, p.class, min(p.line_id), $1, min(p.seen_at), max(p.seen_at), not bool_or(p.active), $1,
      min(l.id), coalesce(min(l.previous_cases) + 1, 0), coalesce(min(l.reinfections + l.clean::int), 0)
    from placed p left join latest l on l.tenure_id = p.tenure_id and l.class = p.class
    where not p.belated
    group by p.tenure_id, p.class
    order by p.tenure_id, p.class
    on conflict (tenure_id, class) where state not in ('cleared', 'closed') do update set
      first_seen = least(c.first_seen, excluded.first_seen), last_seen = greatest(c.last_seen, excluded.last_seen),
      observing = c.observing and excluded.observing, due_at = least(c.due_at, excluded.due_at), version = c.version + 1
    returning c.id, c.tenure_id, c.class, c.previous_id, c.version = 0 as opened
  ),
  late as (
    update cases.case c set
      first_seen = least(c.first_seen, p.first_seen), last_seen = greatest(c.last_seen, p.last_seen), version = c.version + 1
    from (select former_id, min(seen_at) as first_seen, max(seen_at) as last_seen from placed
          where belated group by former_id) as p
    where c.id = p.former_id
    returning c.id
  ),
  target as materialized (
    select p.*, coalesce(p.former_id, o.id) as case_id,
      case when p.belated or not o.opened then 'sightings'
           when o.previous_id is null then 'opened'
           when l.clean then 'reinfection' else 'reopened' end as kind
    from placed p
    left join open o on not p.belated and o.tenure_id = p.tenure_id and o.class = p.class
    left join latest l on l.id = o.previous_id
  ),
  attached as (
    insert into cases.sighting as s (case_id, seen_at, observation_id, feed_id, upstream, role, spoofable, active, severity, malware)
    select case_id, seen_at, observation_id, feed_id, upstream, role, spoofable, active, severity, malware from target
    on conflict (case_id, seen_at, observation_id) do update set detached_at = null, detached_why = null
      where s.detached_at is not null
    returning 1
  ),
  filled as (
    update batch b set case_id = answer.case_id
    from (select n, case_id from target union all select n, standing from evidence where not loose) as answer
    where b.n = answer.n
  ),
  told as (
    insert into cases.event (case_id, at, kind, actor_kind, actor_name, data)
    select case_id, $1, kind, 'system', 'cases', jsonb_strip_nulls(jsonb_build_object(
      'count', count(*), 'firstSeenAt', min(seen_at), 'lastSeenAt', max(seen_at), 'severity', max(severity),
      'upstreams', to_jsonb((array_agg(distinct upstream))[:10]),
      'malware', to_jsonb((array_agg(distinct malware) filter (where malware is not null))[:10]),
      'afterTheEnd', case when bool_or(belated) then true end))
    from target group by case_id, kind order by case_id
  )
  select (select count(*) from open where opened) as opened,
    (select count(*) from open where not opened) + (select count(*) from late) as touched,
    (select count(*) from attached) as attached,
    (select coalesce(json_agg(id), '[]') from late) as late`;
