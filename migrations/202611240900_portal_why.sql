-- A page of a line that is let out says who or what let it out, and one of a line that waits for a person says for what:
-- whoever did nothing is not thanked. Nothing else of it is new.
drop function portal.visit(inet, int);
-- What a page opened from this address shows: no row when nobody is known to be there, one without a case when there is
-- nothing to tell. Nothing in it says who anybody is.
create function portal.visit(visitor inet, visitor_port int)
  returns table (
    now timestamptz, locale text, time_zone text, brand text, line_class text,
    code text, class text, state text, malware text, advice text, family text, told_at timestamptz,
    last_seen_at timestamptz, upstreams int, acknowledged_at timestamptz, cleared_at timestamptz,
    garden text, profile text, confirmed_at timestamptz, ends_at timestamptz, open_asked_at timestamptz,
    released_at timestamptz, release_wanted_at timestamptz, release_wanted_why text, open_why text,
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
      released_at := g.over_at; release_wanted_at := g.release_wanted_at; release_wanted_why := g.release_wanted_why;
      open_why := g.open_why;
    end if;
  end if;

  select * into r from portal.request q where q.tenure_id = v.tenure_id order by q.id desc limit 1;
  asked_kind := r.kind; asked_at := r.asked_at; asked_outcome := r.outcome;
  asked_seconds := extract(epoch from clock_timestamp() - r.received_at)::int;
  return next;
end $$;

revoke all on function portal.visit(inet, int) from public;
grant execute on function portal.visit(inet, int) to lazaret_portal;
