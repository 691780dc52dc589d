-- How records of this source tell the service of a session: {"attribute": "NAS-Port-Id", "values": {"voip": "voice"}}.
-- Null: every session is Internet access.
alter table ledger.source add column service_by jsonb;

-- Rows from before keep their service, which was always this word.
alter table ledger.session
  add constraint session_service check (service in ('internet', 'voice', 'tv', 'management', 'unknown')),
  -- What its newest record says the NAS applies to it: '' when that one names nothing, null when none was ever looked at.
  add column profile text,
  add column profile_at timestamptz,
  add constraint session_profile_has_its_time check ((profile is null) = (profile_at is null));

-- The sessions of a line: those without a Stop by equality, those of a day by range. No column here moves with an
-- Interim-Update, so that one stays a heap-only change.
create index session_of_holder on ledger.session (holder_id, coalesce(stopped_at, 'infinity'), started_at);
-- The contracts of a line; there are few.
create index lease_of_contract on ledger.lease (holder_id) where session_id is null;

-- Who holds an address (and source port) now, beyond doubt: for pages that know a person by it alone. No row means "I
-- cannot say", whatever the reason. Stricter than `answer.repository.ts`, which answers for what is past and complete:
-- nothing may have changed hands within the clock skew (two seconds at least, for records tell whole seconds), and what
-- was not yet told may not matter. `holder_since` is -infinity for what a contract gives since always.
create function ledger.holder_now(realm text, address inet, port int, now timestamptz)
  returns table (access_kind text, access_value text, holder_since timestamptz)
  language sql stable parallel safe rows 1 set search_path = ''
as $$
  with asked as materialized (
    select holder_now.realm, nullif(holder_now.port, 0) as port, holder_now.now as at, family(holder_now.address) as family,
           ledger.key_k(holder_now.address, holder_now.port) as k, ledger.key_k2(holder_now.address) as k2
     where masklen(holder_now.address) = case family(holder_now.address) when 4 then 32 else 128 end
       and coalesce(holder_now.port, 0) between 0 and 65535
  ),
  knower as materialized (
    select s.id, s.realm, s.kind, s.watermark, greatest(s.skew_ms * interval '1 ms', interval '2 s') as skew,
           2 * s.interim_seconds * interval '1 s' as silence,
           -- Contracts tell no records; a source that has told nothing for so long may be deaf.
           s.kind = 'static'
             or coalesce(s.watermark >= holder_now.now
                           - greatest(2 * coalesce(s.interim_seconds, 0) * interval '1 s', interval '15 min'), false) as live
      from ledger.source s
  ),
  widest as materialized (
    select max(skew) as skew, max(skew + coalesce(silence, interval '0')) as reach from knower
  ),
  place as materialized (
    select p.level, f.class, f.source_id, max(p.level) over () as top
      from asked q
     cross join widest w
      join ledger.probe p on p.prefixes and p.realm = q.realm and p.family = q.family
      join ledger.prefix f on f.probe_id = p.id and f.k = q.k & p.mask_k and f.k2 = q.k2 & p.mask_k2
     where f.valid_from < q.at + w.skew and f.valid_to > q.at - w.skew
  ),
  probed as materialized (
    select q.at, p.id as probe_id, p.level, q.k & p.mask_k as k, q.k2 & p.mask_k2 as k2
      from asked q
      join ledger.probe p on p.leases and p.realm = q.realm and p.family = q.family
     where p.level <> 33 or q.port is not null
  ),
  -- Every lease held within the skew. One that the next start ended goes on being heard of when its last word came after
  -- that start: then two say they hold the key, until the first is silent.
  held as materialized (
    select q.level, l.holder_id, l.source_id, l.session_id is null as by_contract, l.held_from, e.last_at,
           l.held_from <= q.at - s.skew and l.held_to >= q.at + s.skew and l.uncertain_from is null
             and (l.session_id is null
                  or (l.held_to = 'infinity' and s.live and coalesce(e.last_at + s.silence >= q.at + s.skew, true))) as sure
      from probed q
     cross join widest w
      join ledger.lease l on l.probe_id = q.probe_id and l.k = q.k and l.k2 = q.k2 and l.held_to > q.at - w.reach
      join knower s on s.id = l.source_id and l.held_from < q.at + s.skew
       and l.held_to + case when l.ended = 'next-start' and l.certain_to >= l.held_to then coalesce(s.silence, interval '0')
                            else interval '0' end > q.at - s.skew
      left join ledger.session e on e.id = l.session_id
  ),
  -- The most specific lease that is sure hides the wider ones, never the narrower.
  kept as materialized (
    select h.*, f.level as floor
      from held h cross join (select max(level) as level from held where sure) f
     where h.level >= f.level
  ),
  summed as materialized (
    select min(holder_id) as holder_id, min(floor) as floor, bool_and(by_contract) as by_contract,
           min(held_from) filter (where sure and level = floor) as since,
           max(last_at) filter (where sure and level = floor) as heard_at
      from kept having min(holder_id) = max(holder_id)
  ),
  -- Whose silence could hide another holder: those the leases rest on and, unless a contract answers alone, the pool's.
  must_know as materialized (
    select s.*
      from summed c cross join asked q
      join knower s on s.id in (select source_id from kept)
        or (not c.by_contract and s.kind <> 'static'
            and exists (select from place p where p.level = p.top and p.class in ('pool', 'cgnat')
                                              and (p.source_id = s.id or (p.source_id is null and s.realm = q.realm))))
  )
  select h.kind, h.value, c.since
    from summed c
   cross join asked q
   cross join widest w
    join ledger.holder h on h.id = c.holder_id
   where not exists (select from place p where p.level > c.floor or (p.level = c.floor and p.class not in ('pool', 'cgnat')))
     and (q.port is not null or not exists (select from place p where p.level = p.top and p.class = 'cgnat'))
     -- Where ports are given out, only a port says whose the packet is.
     and (c.floor = 33
          or not exists (
            select from ledger.shared_address a
              join ledger.probe b on b.realm = a.realm and b.level = 33
              join ledger.lease l on l.probe_id = b.id and l.k between a.k and a.k | 65535 and l.k2 = 0
             where a.realm = q.realm and q.family = 4 and a.k = q.k & ~65535::bigint
               and l.held_to > q.at - w.skew and l.held_from < q.at + w.skew))
     and not exists (select from must_know s where not s.live)
     -- A change of hands in a hole would be untold until the next word of either.
     and not exists (
       select from must_know s
         join ledger.hole o on o.source_id = s.id
        where o.gap_from < q.at + s.skew and o.gap_to > least(c.heard_at, s.watermark) - s.skew)
$$;
revoke all on function ledger.holder_now(text, inet, int, timestamptz) from public;
