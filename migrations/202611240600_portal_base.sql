-- What a visitor of the portal may know, and what he may ask. The portal logs in as a member of `lazaret_portal`, which may
-- call three functions and insert into one table, nothing else (docs/decisions/0006). The functions run with the rights of
-- the role that migrates, on a search path nobody else can write to.
create schema portal;

-- A role belongs to the whole server; another database of it may have made this one, perhaps at this moment.
do $$
begin
  if not exists (select from pg_roles where rolname = 'lazaret_portal') then
    create role lazaret_portal nologin;
  end if;
exception
  when duplicate_object or unique_violation then null;
  when insufficient_privilege then
    raise exception 'the role lazaret_portal is missing and may not be created here'
      using hint = 'Let an administrator run: create role lazaret_portal nologin';
end $$;

-- What people asked for, and what became of it. The address that spoke is used to find its line and then forgotten.
create table portal.request (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('acknowledge', 'cleaned', 'safety', 'not-me', 'call')),
  address inet,
  port int check (port between 0 and 65535),
  code text,
  -- One form, one request.
  nonce uuid not null constraint request_once unique,
  line_id bigint not null references directory.line,
  tenure_id bigint not null,
  case_id bigint,
  -- How we know whose it is: by the address it came from, or by the code of a letter.
  via text not null check (via in ('address', 'code')),
  -- The domain's time.
  asked_at timestamptz not null,
  -- Real time: what the limit counts by.
  received_at timestamptz not null,
  settled_at timestamptz,
  outcome text check (outcome in ('noted', 'released', 'desk', 'nothing')),
  constraint request_forgets_who_spoke check (address is null and port is null and code is null),
  constraint request_settled_has_an_outcome check ((settled_at is null) = (outcome is null)),
  constraint request_is_about_a_case check (case_id is not null or kind in ('safety', 'call'))
);
create index request_waiting on portal.request (id) where settled_at is null;
create index request_by_tenure on portal.request (tenure_id, kind, received_at);

-- The figures, in one place. How many requests of one kind a tenure may make in an hour, and how long a case that is over
-- is still spoken of.
create function portal.most_an_hour() returns int immutable language sql return 6;
create function portal.spoken_of() returns interval immutable language sql return interval '14 days';

create function portal.domain_now() returns timestamptz stable language sql
  return (select coalesce(at, clock_timestamp()) from platform.clock);

-- Who is at this address now: no row unless that is beyond doubt.
create function portal.visitor(visitor inet, visitor_port int, now timestamptz)
  returns table (line_id bigint, tenure_id bigint)
  language plpgsql stable rows 1 set search_path = pg_catalog, pg_temp
as $$
begin
  return query
    select l.line_id, l.tenure_id
      from ledger.holder_now('', visitor, visitor_port, now) h
     cross join lateral directory.line_of(h.access_kind, h.access_value, now) l
     where l.tenure_id is not null
     limit 1;
end $$;

-- Whether anybody was, or is being, told of a case. What merely is watched, nobody reads on a page first.
create function portal.was_told(id bigint, state text) returns boolean
  language plpgsql stable set search_path = pg_catalog, pg_temp
as $$
begin
  return state in ('told', 'waiting', 'confined') or exists (select from notices.shown n where n.case_id = id);
end $$;

-- The one case a page is about: the one the line is held for, else one that is open, else the newest that ended lately.
create function portal.case_of(line bigint, tenure bigint, now timestamptz) returns bigint
  language plpgsql stable set search_path = pg_catalog, pg_temp
as $$
declare
  held bigint := (select g.case_id from garden.shown g
                   where g.line_id = line and g.tenure_id = tenure and g.confirmed_at is not null);
  c record;
begin
  for c in
    select s.case_id, s.state from cases.shown s
     where s.tenure_id = tenure
       and coalesce(s.cleared_at, now) > now - portal.spoken_of()
       and coalesce(s.closed_at, now) > now - portal.spoken_of()
     order by s.state not in ('cleared', 'closed') desc, coalesce(s.case_id = held, false) desc,
              array_position(array['infected', 'abusive', 'vulnerable'], s.class), s.case_id desc
     limit 20
  loop
    if c.case_id = held or portal.was_told(c.case_id, c.state) then return c.case_id; end if;
  end loop;
  return null;
end $$;

-- What a page opened from this address shows: no row when nobody is known to be there, one without a case when there is
-- nothing to tell. Nothing in it says who anybody is.
create function portal.visit(visitor inet, visitor_port int)
  returns table (
    now timestamptz, locale text, time_zone text, brand text, line_class text,
    code text, class text, state text, malware text, advice text, family text, told_at timestamptz,
    last_seen_at timestamptz, upstreams int, acknowledged_at timestamptz, cleared_at timestamptz,
    garden text, profile text, confirmed_at timestamptz, ends_at timestamptz, open_asked_at timestamptz,
    released_at timestamptz, release_wanted_at timestamptz,
    asked_kind text, asked_at timestamptz, asked_seconds int, asked_outcome text
  )
  language plpgsql stable security definer rows 1 set search_path = pg_catalog, pg_temp
as $$
declare
  v record;
  l record;
  c record;
  n record;
  g record;
  r record;
  shown bigint;
begin
  now := portal.domain_now();
  select * into v from portal.visitor(visitor, visitor_port, now);
  if not found then return; end if;

  select * into l from directory.shown_line s where s.line_id = v.line_id;
  locale := l.locale; time_zone := l.time_zone; brand := l.brand; line_class := l.class;

  shown := portal.case_of(v.line_id, v.tenure_id, now);
  select * into c from cases.shown s where s.case_id = shown;
  if found then
    select * into n from notices.shown s where s.case_id = c.case_id;
    code := c.code; class := c.class; state := c.state; malware := c.malware;
    advice := n.advice; family := n.family; told_at := n.sent_at;
    last_seen_at := c.last_seen; upstreams := c.upstreams;
    acknowledged_at := c.acknowledged_at; cleared_at := coalesce(c.cleared_at, c.closed_at);

    select * into g from garden.shown s where s.line_id = v.line_id and s.tenure_id = v.tenure_id;
    -- Said only after the network said yes. What it does not answer for is not said at all.
    garden := case
      when g.confirmed_at is null then null
      when g.over_at is not null then case when g.state = 'released' then 'released' end
      when g.open_asked_at is not null then 'releasing'
      when g.state in ('accepted', 'active') then 'confined'
    end;
    if garden is not null then
      profile := g.profile; confirmed_at := g.confirmed_at; ends_at := g.ends_at; open_asked_at := g.open_asked_at;
      released_at := g.over_at; release_wanted_at := g.release_wanted_at;
    end if;
  end if;

  select * into r from portal.request q where q.tenure_id = v.tenure_id order by q.id desc limit 1;
  asked_kind := r.kind; asked_at := r.asked_at; asked_outcome := r.outcome;
  asked_seconds := extract(epoch from clock_timestamp() - r.received_at)::int;
  return next;
end $$;

-- Whether a letter with this code is ours, and what such a letter is about. Neither whose it is nor what became of it.
create function portal.verify(asked_code text)
  returns table (class text, open boolean, written_at timestamptz, time_zone text)
  language plpgsql stable security definer rows 1 set search_path = pg_catalog, pg_temp
as $$
declare
  c record;
begin
  select * into c from cases.shown s where s.code = asked_code;
  if not found or not portal.was_told(c.case_id, c.state) then return; end if;
  class := c.class; open := c.state not in ('cleared', 'closed');
  written_at := (select n.sent_at from notices.shown n where n.case_id = c.case_id);
  time_zone := (select l.time_zone from directory.shown_line l where l.line_id = c.line_id);
  return next;
end $$;

-- What became of the request of one form.
create function portal.asked(form uuid)
  returns table (kind text, via text, asked_at timestamptz, asked_seconds int, outcome text)
  language sql stable security definer rows 1 set search_path = pg_catalog, pg_temp
as $$
  select r.kind, r.via, r.asked_at, extract(epoch from clock_timestamp() - r.received_at)::int, r.outcome
    from portal.request r where r.nonce = form
$$;

-- Whose a request is, the portal does not say: its address does, looked up here and now. A code with it must be that
-- line's own. Without a known address a code of an open case is enough, but only for what can harm nobody.
create function portal.take_request() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v record;
  c record;
  shown bigint;
begin
  new.asked_at := portal.domain_now();
  new.received_at := clock_timestamp();
  new.settled_at := null;
  new.outcome := null;
  new.case_id := null;

  select * into v from portal.visitor(new.address, new.port, new.asked_at);
  if found then
    shown := portal.case_of(v.line_id, v.tenure_id, new.asked_at);
    select * into c from cases.shown s where s.case_id = shown;
    if new.code is not null and new.code is distinct from c.code then
      raise exception 'not yours' using errcode = 'LZ004';
    end if;
    new.via := 'address';
    new.line_id := v.line_id;
    new.tenure_id := v.tenure_id;
    if c.state not in ('cleared', 'closed') then new.case_id := c.case_id; end if;
  else
    if new.code is null or new.kind not in ('safety', 'call') then
      raise exception 'nobody is known there' using errcode = 'LZ001';
    end if;
    select * into c from cases.shown s where s.code = new.code and s.state not in ('cleared', 'closed');
    if not found or not portal.was_told(c.case_id, c.state) then
      raise exception 'nobody is known there' using errcode = 'LZ001';
    end if;
    new.via := 'code';
    new.line_id := c.line_id;
    new.tenure_id := c.tenure_id;
    new.case_id := c.case_id;
  end if;
  if new.case_id is null and new.kind not in ('safety', 'call') then
    raise exception 'there is no case' using errcode = 'LZ002';
  end if;

  -- One after the other, or the limit would count none of those that come together.
  perform pg_advisory_xact_lock(7255206, (new.tenure_id % 2147483647)::int);
  if (select count(*) from portal.request r
       where r.tenure_id = new.tenure_id and r.kind = new.kind and r.received_at > new.received_at - interval '1 hour')
     >= portal.most_an_hour()
  then
    raise exception 'too many in an hour' using errcode = 'LZ003';
  end if;

  new.address := null;
  new.port := null;
  new.code := null;
  return new;
end $$;
create trigger request_is_taken before insert on portal.request
  for each row execute function portal.take_request();

create function portal.announce_request() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_notify('portal_request', '');
  return null;
end $$;
create trigger request_is_announced after insert on portal.request
  for each statement execute function portal.announce_request();

revoke all on schema portal from public;
revoke all on all functions in schema portal from public;
revoke all on all tables in schema portal from public;
-- Functions of extensions live there; nobody but who migrates needs them.
revoke all on schema public from public;

grant usage on schema portal to lazaret_portal;
grant execute on function portal.visit(inet, int), portal.verify(text), portal.asked(uuid) to lazaret_portal;
grant insert (kind, address, port, nonce, code) on portal.request to lazaret_portal;
