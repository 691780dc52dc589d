-- How many rows of lists look alike, kept by whoever writes one: what is counted beside a list is then read, not counted, and
-- a filter knows how many cases pass before it looks for them. A kind of which there is no case any more stays, with 0.
create table cases.kind (
  kind bigint primary key,
  waits text not null,
  state text not null,
  class text not null,
  line_class text not null,
  badge text not null,
  garden text not null,
  family text,
  region text,
  cases bigint not null
) with (fillfactor = 50);

create function cases.count_kinds() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    insert into cases.kind as k (kind, waits, state, class, line_class, badge, garden, family, region, cases)
    select kind, min(waits), min(state), min(class), min(line_class), min(badge), min(garden), min(family), min(region), count(*)
      from new_rows group by kind order by kind
    on conflict (kind) do update set cases = k.cases + excluded.cases;
  elsif tg_op = 'UPDATE' then
    insert into cases.kind as k (kind, waits, state, class, line_class, badge, garden, family, region, cases)
    select kind, min(waits), min(state), min(class), min(line_class), min(badge), min(garden), min(family), min(region), sum(more)
      from (select *, 1 as more from new_rows union all select *, -1 from old_rows) changed
     group by kind having sum(more) <> 0 order by kind
    on conflict (kind) do update set cases = k.cases + excluded.cases;
  else
    update cases.kind k set cases = k.cases - gone.count
      from (select kind, count(*) as count from old_rows group by kind) gone where k.kind = gone.kind;
  end if;
  return null;
end $$;
create trigger listed_is_counted_in after insert on cases.listed
  referencing new table as new_rows for each statement execute function cases.count_kinds();
create trigger listed_is_counted_again after update on cases.listed
  referencing old table as old_rows new table as new_rows for each statement execute function cases.count_kinds();
create trigger listed_is_counted_out after delete on cases.listed
  referencing old table as old_rows for each statement execute function cases.count_kinds();

insert into cases.kind (kind, waits, state, class, line_class, badge, garden, family, region, cases)
select kind, min(waits), min(state), min(class), min(line_class), min(badge), min(garden), min(family), min(region), count(*)
  from cases.listed group by kind;

-- The way to the cases of a few kinds.
create index listed_by_kind on cases.listed (kind);
