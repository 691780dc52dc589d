/**
 * The temp table `moved`: which keys hold something else than before, and over which time. Everything that changes the
 * ledger fills it; one statement then asks again what was answered there.
 */
export const OPEN_MOVED = `
  create temp table if not exists moved (
    probe_id smallint not null, k bigint not null, k2 bigint not null,
    moved_from timestamptz not null, moved_to timestamptz not null,
    -- Only a later record of the same lease: nothing but an answer that lacked one can change.
    confirms boolean not null default false,
    -- What still holds surely, so that answers resting on it are left alone.
    lease_id bigint, holder_id int, held_from timestamptz, sure_to timestamptz
  ) on commit drop`;

/** From `touched` (leases as they were) to `moved`; answers how many leases differ now. */
export const REMEMBER_TOUCHED = `
  insert into moved
  select l.probe_id, l.k, l.k2, least(t.held_from, l.held_from), greatest(t.held_to, l.held_to),
         not t.fresh and (t.held_from, t.held_to, t.uncertain_from, t.holder_id)
                     is not distinct from (l.held_from, l.held_to, l.uncertain_from, l.holder_id),
         l.id, l.holder_id, l.held_from, coalesce(l.uncertain_from, l.held_to)
    from touched t join ledger.lease l on l.id = t.id
   where t.fresh or (t.held_from, t.held_to, t.uncertain_from, t.holder_id, t.certain_to)
     is distinct from (l.held_from, l.held_to, l.uncertain_from, l.holder_id, l.certain_to)`;

/** Makes due every answer that what has moved may change. $1: now. */
export const ASK_AGAIN = `
  with widest as (select make_interval(secs => max(skew_ms) / 1000.0) as skew from ledger.source),
  range as (
    -- An answer without a port concerns every block of its address.
    select m.*, p.realm, p.family, p.protocol, p.level, p.mask_k, p.mask_k2, w.skew,
           case when p.level = 33 then m.k & ~65535::bigint else m.k end as lowest,
           case when p.level = 33 then m.k | 65535 else m.k | ~p.mask_k end as highest
      from moved m join ledger.probe p on p.id = m.probe_id cross join widest w
  )
  update ledger.attribution a
     set due_at = least(a.due_at, $1)
    from (
      select distinct hit.observation_id
        from range r
        -- One look at the index for each range: the offset keeps the planner from comparing everything with everything.
       cross join lateral (
         select a.observation_id
           from ledger.attribution a
          where a.family = r.family and a.k between r.lowest and r.highest and a.realm = r.realm
            and ((a.k & r.mask_k) = r.k or (r.level = 33 and not a.port_known))
            and (a.k2 & r.mask_k2) = r.k2
            and (r.protocol = 0 or a.protocol = 0 or a.protocol = r.protocol)
            and a.seen_at < r.moved_to + r.skew
            and a.seen_at + a.precision_ms * interval '1 ms' > r.moved_from - r.skew
            and (not r.confirms or a.outcome = 'ambiguous')
            and not (a.outcome = 'line' and coalesce(a.lease_id = r.lease_id and a.holder_id = r.holder_id, false)
                     and r.held_from <= a.seen_at - r.skew
                     and r.sure_to >= a.seen_at + a.precision_ms * interval '1 ms' + r.skew)
         offset 0
       ) hit
    ) due
   where a.observation_id = due.observation_id`;

/** Wakes the answers that waited for this source to come this far. $1: now, $2: source, $3: its watermark. */
export const WAKE_WAITING = `
  update ledger.attribution
     set due_at = least(due_at, $1), waits_for = null, waits_until = null
   where waits_for = $2 and waits_until <= $3`;
