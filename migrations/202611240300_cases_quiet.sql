-- Every finished UTC day of a case that is not closed, judged once: was it quiet because nothing happened, or because
-- nobody could have seen it?
create table cases.quiet_day (
  case_id bigint not null references cases.case on delete cascade,
  day date not null,
  -- The first condition that failed, or `quiet`.
  why text not null check (why in ('feed-silent', 'attribution-failed', 'offline', 'confined', 'quiet')),
  counts boolean not null generated always as (why = 'quiet') stored,
  -- Who had seen the case when the day was judged: for a feed that turns out later to have seen it too, nobody asked.
  feed_ids smallint[] not null,
  primary key (case_id, day)
);

-- What pages may know of a case. Only who owns it may use it: the functions of the portal's schema do, with the owner's
-- rights. Upstreams are counted; malware is what most attached sightings name.
create view cases.shown as
  select c.id as case_id, c.code, c.tenure_id, c.line_id, c.class, c.state, c.tier, c.acknowledged_at, c.cleared_at, c.closed_at,
         c.first_seen, c.last_seen, s.sightings, s.upstreams, m.malware
    from cases.case c
   cross join lateral (
     select count(*)::int as sightings, count(distinct upstream)::int as upstreams
       from cases.sighting where case_id = c.id and detached_why is null
   ) s
    left join lateral (
     select malware from cases.sighting where case_id = c.id and detached_why is null and malware is not null
      group by malware order by count(*) desc, malware limit 1
   ) m on true;
