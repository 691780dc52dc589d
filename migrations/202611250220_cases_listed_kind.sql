-- Rows that look alike to every facet have one number, so that counting them is counting numbers; their words are read off
-- one of each.
alter table cases.listed
  add column kind bigint not null generated always as (hashtextextended(
    waits || E'\n' || state || E'\n' || class || E'\n' || line_class || E'\n' || badge || E'\n' || garden || E'\n'
      || coalesce(family, '') || E'\n' || coalesce(region, ''), 0)) stored,
  -- Attached sightings of the fourteen UTC days up to a day: what is seen later makes the case due, and the row is written anew.
  add column days int[] not null default array_fill(0, array[14]) check (cardinality(days) = 14),
  add column days_to date not null default '1970-01-01';

create function cases.days_of(id bigint, upto date) returns int[] stable parallel safe language sql set search_path = ''
return (
  select array_agg(coalesce(seen.count, 0) order by day.n)
    from generate_series(0, 13) as day (n)
    left join (
      select (s.seen_at at time zone 'UTC')::date - (upto - 13) as n, count(*)::int as count
        from cases.sighting s
       where s.case_id = id and s.detached_why is null
         and s.seen_at >= (upto - 13)::timestamp at time zone 'UTC' and s.seen_at < (upto + 1)::timestamp at time zone 'UTC'
       group by 1
    ) as seen on seen.n = day.n
);

update cases.listed set days_to = d.day, days = cases.days_of(case_id, d.day)
  from (select case_id as id, (seen_at at time zone 'UTC')::date as day from cases.listed where isfinite(seen_at)) d
 where d.id = case_id;

-- The other ways a list can be sorted.
create index listed_by_opened on cases.listed (opened_at, case_id);
create index listed_by_next on cases.listed (next_at, case_id);
create index listed_by_sightings on cases.listed (sightings, case_id);
