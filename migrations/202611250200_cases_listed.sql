-- What lists of cases filter and sort by: one narrow row a case. The decider writes it in the transaction of each decision,
-- and every change makes a case due, so that a row is as old as the oldest undecided change. It is derived: emptied, it is
-- filled again by deciding.
create table cases.listed (
  case_id bigint primary key references cases.case on delete cascade,
  line_id bigint not null,
  class text not null,
  state text not null,
  tier text,
  line_class text not null,
  region text,
  -- Of the line, while the case is not over; then `none`.
  garden text not null,
  -- For whom or what it waits, what it looks like at a glance, and what happens next by itself.
  waits text not null check (waits in ('person', 'subscriber', 'network', 'nobody')),
  badge text not null check (badge in ('asked', 'appeal', 'call', 'desk', 'network', 'bounced', 'broken', 'confined', 'told',
    'delivered', 'acknowledged', 'watching', 'observing', 'protected', 'clear', 'closed')),
  next_step text not null check (next_step in ('releases-itself', 'stay-ends', 'decides-again', 'network-retry', 'closes',
    'waits-for-activation', 'nothing')),
  -- Since when what the badge says is so, where days are counted from it.
  badge_since timestamptz,
  -- Since when a person is waited for; else null.
  waiting_since timestamptz,
  -- What most attached sightings name.
  family text,
  -- Attached now.
  sightings int not null,
  opened_at timestamptz not null,
  -- The last attached sighting; '-infinity' without any.
  seen_at timestamptz not null,
  -- 'infinity': by itself nothing happens.
  next_at timestamptz not null,
  -- The order of who works a list off: who waits for a person, the longest first; what waits for the network; the rest; what
  -- is over; each of these the last seen first. Milliseconds, in bands.
  waiting_order bigint not null,
  constraint listed_waits_since check ((waits = 'person') = (waiting_since is not null))
) with (fillfactor = 80);

create function cases.ms(at timestamptz) returns bigint immutable strict parallel safe
  return case when isfinite(at) then (extract(epoch from at) * 1000)::bigint else 0 end;
create function cases.waiting_order(waits text, state text, waiting_since timestamptz, seen_at timestamptz) returns bigint
  immutable parallel safe return case
    when waits = 'person' then cases.ms(waiting_since)
    when state in ('cleared', 'closed') then 8000000000000000 - cases.ms(seen_at)
    when waits = 'network' then 2000000000000000 - cases.ms(seen_at)
    else 4000000000000000 - cases.ms(seen_at) end;

-- Cases from before this table. What other rooms know is missing: the decider is asked about all that are not over.
insert into cases.listed (case_id, line_id, class, state, tier, line_class, region, garden, waits, badge, next_step, badge_since,
  waiting_since, family, sightings, opened_at, seen_at, next_at, waiting_order)
select c.id, c.line_id, c.class, c.state, c.tier, l.class, l.region, 'none', w.waits,
       case c.state when 'closed' then 'closed' when 'cleared' then 'clear' when 'waiting' then 'desk'
         when 'watching' then case when c.observing then 'observing' else 'watching' end else 'told' end,
       case when c.state = 'closed' or c.due_at is null then 'nothing' when c.state = 'cleared' then 'closes' else 'decides-again' end,
       null, case when w.waits = 'person' then w.since end, f.malware, coalesce(s.sightings, 0), c.opened_at,
       coalesce(c.last_seen, '-infinity'), case when c.state = 'closed' then 'infinity' else coalesce(c.due_at, 'infinity') end,
       cases.waiting_order(w.waits, c.state, w.since, coalesce(c.last_seen, '-infinity'))
  from cases.case c
  join directory.line l on l.id = c.line_id
 cross join lateral (
   select case c.state when 'waiting' then 'person' when 'told' then 'subscriber' when 'confined' then 'subscriber' else 'nobody' end,
     date_trunc('milliseconds', coalesce((select max(at) from cases.decision where case_id = c.id and c.state = 'waiting'), c.opened_at))
 ) w (waits, since)
  left join (
    select case_id, count(*)::int as sightings from cases.sighting where detached_why is null group by case_id
  ) s on s.case_id = c.id
  left join (
    select distinct on (case_id) case_id, malware from (
      select case_id, malware, count(*) as seen from cases.sighting
       where detached_why is null and malware is not null group by case_id, malware
    ) named order by case_id, seen desc, malware
  ) f on f.case_id = c.id;
update cases.case set due_at = least(due_at, opened_at), version = version + 1 where state <> 'closed';
