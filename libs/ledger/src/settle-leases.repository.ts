/**
 * The statements that bring a batch of folded sessions into the ledger, in the order they run. `folded_session` and
 * `folded_lease` are what the records say, `touched` is what was there before.
 */
export const OPEN_FOLDED = `
  create temp table folded_session (
    id bigint not null, nas text not null, acct_session_id text not null, started_at timestamptz not null, start_by text not null,
    first_at timestamptz not null, last_at timestamptz not null, stopped_at timestamptz, kind text not null, value text not null,
    named_at timestamptz not null, service text not null, profile text, profile_at timestamptz
  ) on commit drop;
  create temp table folded_lease (
    session_id bigint not null, realm text not null, protocol smallint not null, class smallint not null, k bigint not null,
    k2 bigint not null, first_at timestamptz not null, held_from timestamptz not null, certain_to timestamptz not null,
    port_from int, port_to int, file_id int, line int
  ) on commit drop;
  create temp table touched (
    id bigint not null, held_from timestamptz, held_to timestamptz, uncertain_from timestamptz, holder_id int,
    certain_to timestamptz, fresh boolean not null
  ) on commit drop`;

// Ids of these two are small on purpose: a conflict would burn one, so only what is missing is inserted.
export const ADD_HOLDERS = `
  insert into ledger.holder (kind, value)
  select distinct f.kind, f.value from folded_session f
   where not exists (select from ledger.holder h where h.kind = f.kind and h.value = f.value)
  on conflict do nothing`;
export const ADD_PROBES = `
  merge into ledger.probe p using (select distinct realm, protocol, class from folded_lease) f
    on p.realm = f.realm and p.protocol = f.protocol and p.class = f.class
  when matched and not p.leases then update set leases = true
  when not matched then insert (realm, protocol, class, leases) values (f.realm, f.protocol, f.class, true)`;

export const ADD_SHARED = `
  insert into ledger.shared_address (realm, k)
  select distinct realm, k & ~65535::bigint from folded_lease where class between 33 and 48
  on conflict do nothing`;

export const WRITE_SESSIONS = `
  insert into ledger.session as s (id, source_id, nas, acct_session_id, started_at, start_by, first_at, last_at, stopped_at,
                                   holder_id, named_at, service, profile, profile_at)
  select f.id, $1, f.nas, f.acct_session_id, f.started_at, f.start_by, f.first_at, f.last_at, f.stopped_at, h.id, f.named_at,
         f.service, f.profile, f.profile_at
    from folded_session f join ledger.holder h on h.kind = f.kind and h.value = f.value
   order by f.id
  on conflict (id) do update set
    started_at = excluded.started_at, start_by = excluded.start_by, first_at = excluded.first_at, last_at = excluded.last_at,
    stopped_at = excluded.stopped_at, holder_id = excluded.holder_id, named_at = excluded.named_at, service = excluded.service,
    profile = excluded.profile, profile_at = excluded.profile_at`;

// What this batch may change, as it was: the sessions' own leases; leases without a Stop on the same keys, whose end is
// the next start and may now come earlier; leases of sessions that a reset ends.
export const TOUCH_KNOWN = `
  with own as (
    select l.id from folded_session f join ledger.lease l on l.session_id = f.id
  ), neighbour as (
    select l.id
      from folded_lease f
      join ledger.probe p on p.realm = f.realm and p.protocol = f.protocol and p.class = f.class
      left join ledger.lease before on before.session_id = f.session_id and before.probe_id = p.id
                                   and before.k = f.k and before.k2 = f.k2
      join ledger.lease l on l.probe_id = p.id and l.k = f.k and l.k2 = f.k2
                         and l.held_to >= least(f.held_from, before.held_from)
     where l.session_id <> f.session_id and l.ended is distinct from 'stop'
  ), reset as (
    select l.id
      from unnest($2::text[], $3::timestamptz[]) as r (nas, at)
      join ledger.session s on s.source_id = $1 and s.nas = r.nas and s.stopped_at is null
                           and s.started_at < r.at and s.last_at <= r.at
      join ledger.lease l on l.session_id = s.id and l.held_to >= r.at
  )
  insert into touched
  select l.id, l.held_from, l.held_to, l.uncertain_from, l.holder_id, l.certain_to, false
    from ledger.lease l
   where l.id in (select id from own union select id from neighbour union select id from reset)`;

export const WRITE_LEASES = `
  insert into ledger.lease as l (probe_id, k, k2, holder_id, source_id, session_id, first_at, held_from, certain_to, port_from,
                                 port_to, file_id, line)
  select p.id, f.k, f.k2, s.holder_id, $1, f.session_id, f.first_at, f.held_from, f.certain_to, f.port_from, f.port_to, f.file_id,
         f.line
    from folded_lease f
    join ledger.probe p on p.realm = f.realm and p.protocol = f.protocol and p.class = f.class
    join ledger.session s on s.id = f.session_id
  on conflict (session_id, probe_id, k, k2) where session_id is not null do update set
    holder_id = excluded.holder_id, first_at = excluded.first_at, held_from = excluded.held_from,
    held_to = greatest(l.held_to, excluded.held_from),
    uncertain_from = case when l.uncertain_from is not null then greatest(l.uncertain_from, excluded.held_from) end,
    certain_to = excluded.certain_to, file_id = excluded.file_id, line = excluded.line`;

export const TOUCH_NEW = `
  insert into touched (id, fresh)
  select l.id, true from folded_session f join ledger.lease l on l.session_id = f.id
   where not exists (select from touched t where t.id = l.id)`;

// A Stop ends a lease. Without one it ends at the next start of another session on its key (but not before the last
// record that lists it), or at the first reset of its NAS after the session's last record: whichever comes first. From
// its last record to such an end nobody knows, unless the next session is the same holder's.
export const SETTLE_ENDS = `
  update ledger.lease l
     set held_to = e.held_to, ended = e.ended,
         uncertain_from = case when e.doubt and l.certain_to < e.held_to then greatest(l.certain_to, l.held_from) end
    from (
      select t.id,
             case when s.stopped_at is not null then greatest(s.stopped_at, a.held_from)
                  else least(next.at, reset.at, 'infinity') end as held_to,
             case when s.stopped_at is not null then 'stop'
                  when reset.at <= coalesce(next.at, 'infinity') then 'nas-reset'
                  when next.at is not null then 'next-start' end as ended,
             s.stopped_at is null and coalesce(next.at, reset.at) is not null
               and not coalesce(next.at < coalesce(reset.at, 'infinity') and next.holder_id = a.holder_id, false) as doubt
        from touched t
        join ledger.lease a on a.id = t.id
        join ledger.session s on s.id = a.session_id
        left join lateral (
          select greatest(b.held_from, a.certain_to) as at, b.holder_id
            from ledger.lease b
           where b.probe_id = a.probe_id and b.k = a.k and b.k2 = a.k2 and b.held_to >= a.held_from
             and b.held_from > a.held_from and b.session_id <> a.session_id
           order by b.held_from, b.holder_id limit 1
        ) next on true
        left join lateral (
          select greatest(r.at, a.held_from) as at from ledger.nas_reset r
           where r.source_id = s.source_id and r.nas = s.nas and r.at >= s.last_at and r.at > s.started_at
           order by r.at limit 1
        ) reset on true
    ) e
   where l.id = e.id
     and (l.held_to, l.ended, l.uncertain_from) is distinct from
         (e.held_to, e.ended, case when e.doubt and l.certain_to < e.held_to then greatest(l.certain_to, l.held_from) end)`;

export const COUNT_CONTRADICTIONS = `
  select count(*) as contradictions
    from touched t
    join ledger.lease a on a.id = t.id
   where (t.fresh or (t.held_from, t.held_to, t.holder_id) is distinct from (a.held_from, a.held_to, a.holder_id))
     and exists (
       select from ledger.lease b
        where b.probe_id = a.probe_id and b.k = a.k and b.k2 = a.k2 and b.held_to > a.held_from
          and b.id <> a.id and b.holder_id <> a.holder_id
          and b.held_from < coalesce(a.uncertain_from, a.held_to) and coalesce(b.uncertain_from, b.held_to) > a.held_from
     )`;
