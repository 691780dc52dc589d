/**
 * The question of the ledger: who held this address (and port) then? As SQL over any number of askings at once, so
 * that a batch and a single look-up cannot answer differently.
 *
 * @param asked a query giving n, realm, address, port, protocol, seen_at, precision_ms. $1 is now.
 * @returns common table expressions ending in `answer`, one row per n.
 */
export function answers(asked: string): string {
  return `
  asked as (${asked}),
  keyed as materialized (
    select n, realm, nullif(port, 0) as port, protocol, seen_at, precision_ms,
           seen_at + precision_ms * interval '1 ms' as seen_to,
           family(address)::smallint as family, ledger.key_k(address, port) as k, ledger.key_k2(address) as k2
      from asked
  ),
  knower as materialized (
    select id, realm, kind, make_interval(secs => skew_ms / 1000.0) as skew,
           case when kind = 'static' then 'infinity' else coalesce(watermark, '-infinity') end as watermark,
           make_interval(secs => 2 * interim_seconds) as silence, make_interval(secs => coalesce(interim_seconds, 0)) as interim,
           $1::timestamptz - make_interval(days => retention_days) as kept_from, make_interval(days => retention_days) as retention
      from ledger.source
  ),
  widest as materialized (select max(skew) as skew from knower),
  -- What the address plan says: the most specific prefix. One look-up for each kind of prefix in use.
  place as materialized (
    select distinct on (q.n) q.n, p.level, f.id as prefix_id, f.class, f.source_id, f.class in ('pool', 'cgnat') as leased
      from keyed q
      join ledger.probe p on p.prefixes and p.realm = q.realm and p.family = q.family
      join ledger.prefix f on f.probe_id = p.id and f.k = q.k & p.mask_k and f.k2 = q.k2 & p.mask_k2
     where f.valid_from <= q.seen_at and q.seen_at < f.valid_to
     order by q.n, p.level desc, f.valid_from desc
  ),
  -- Every row of the question goes on from here, so that later joins begin with a number the planner knows.
  placed as materialized (
    select q.*, p.level as place_level, p.prefix_id, p.class, p.source_id as place_source, p.leased
      from keyed q left join place p on p.n = q.n
  ),
  -- One look-up for each kind of lease in use. Port blocks cannot be asked without a port.
  probed as materialized (
    select q.n, q.seen_at, q.seen_to, q.place_level, q.leased, p.id as probe_id, p.level, q.k & p.mask_k as k,
           q.k2 & p.mask_k2 as k2
      from placed q
      join ledger.probe p on p.leases and p.realm = q.realm and p.family = q.family
       and (p.protocol = 0 or q.protocol = 0 or p.protocol = q.protocol)
     where p.level <> 33 or q.port is not null
  ),
  -- Every lease that may have been held within precision and clock skew, unless the plan has something as specific.
  -- sure_to: until when its holder is beyond doubt; confirmed_to: until when a record says so.
  held as (
    select q.n, q.level, l.id as lease_id, l.holder_id, l.source_id, l.session_id, l.held_from, l.held_to,
           q.seen_at - s.skew as win_from, q.seen_to + s.skew as win_to, e.last_at as open_until, s.silence,
           case when l.held_to < 'infinity' then coalesce(l.uncertain_from, l.held_to)
                when e.last_at + s.silence < s.watermark then e.last_at
                else 'infinity' end as sure_to,
           case when l.held_to < 'infinity' then coalesce(l.uncertain_from, l.held_to)
                else coalesce(e.last_at, 'infinity') end as confirmed_to
      from probed q
      join ledger.lease l on l.probe_id = q.probe_id and l.k = q.k and l.k2 = q.k2
                         and l.held_to > q.seen_at - (select skew from widest)
      join knower s on s.id = l.source_id and l.held_to > q.seen_at - s.skew and l.held_from < q.seen_to + s.skew
      left join ledger.session e on e.id = case when l.held_to = 'infinity' then l.session_id end
     -- At the same level a pool gives way to the lease and a refusal does not.
     where q.place_level is null or q.level > q.place_level or (q.level = q.place_level and q.leased)
  ),
  -- The most specific lease wins, but hides the others only if it was held all the while.
  kept as materialized (
    select *
      from (select *, held_from <= win_from and sure_to >= win_to as covers,
                   max(level) filter (where held_from <= win_from and sure_to >= win_to) over (partition by n) as floor
              from held) h
     where level >= coalesce(floor, 0)
  ),
  summed as materialized (
    select n, min(holder_id) as holder_id, min(holder_id) <> max(holder_id) as several,
           array_agg(lease_id order by covers desc, level desc, held_from desc, lease_id) as leases,
           (array_agg(source_id order by covers desc, level desc, held_from desc, lease_id))[1] as source_id,
           bool_or(level = 33) as blocks, bool_and(session_id is null) as by_contract,
           bool_and(sure_to < held_to and sure_to < win_to) as doubtful,
           bool_or(held_from <= win_from and confirmed_to >= win_to) as confirmed,
           -- A holder whose session is open but not heard of since: ask again when it would have fallen silent.
           min(open_until + silence) filter (where open_until < win_to) as silent_at
      from kept group by n
  ),
  -- Whose records must be complete: those the leases rest on and, unless a contract answers alone, the pool's.
  must_know as (
    select q.n, s.id
      from placed q
      left join summed c on c.n = q.n
      join knower s on s.id = q.place_source or (q.place_source is null and s.realm = q.realm and s.kind <> 'static')
     where q.leased and not coalesce(c.by_contract, false)
    union
    select n, source_id from kept
  ),
  told as materialized (
    select n, bool_or(watermark < seen_to + skew) as behind, bool_or(seen_at <= kept_from) as forgotten,
           (array_agg(id order by watermark, id))[1] as source_id, min(watermark) as watermark,
           max(retention) as retention, max(seen_to + skew) as win_to, max(hole_to + interim) as hole_to
      from (
        select q.n, q.seen_at, q.seen_to, s.*,
               (select max(o.gap_to) from ledger.hole o
                 where o.source_id = s.id and o.gap_from < q.seen_to + s.skew and o.gap_to > q.seen_at - s.skew) as hole_to
          from placed q join must_know m on m.n = q.n join knower s on s.id = m.id
      ) each_source group by n
  ),
  weighed as materialized (
    select q.n, q.port, q.precision_ms, q.seen_at, q.class, q.prefix_id, c.holder_id, c.several, c.leases, c.doubtful, c.confirmed,
           c.silent_at, c.source_id as lease_source, t.behind, t.forgotten, t.source_id as lagging, t.watermark, t.retention,
           t.win_to, t.hole_to,
           coalesce(c.blocks, q.class = 'cgnat', false)
             or (q.port is null and q.family = 4
                 and exists (select from ledger.shared_address a where a.realm = q.realm and a.k = q.k)
                 and exists (
                   select from ledger.probe b
                     join ledger.lease l on l.probe_id = b.id and l.k between q.k and q.k | 65535 and l.k2 = 0
                    where b.realm = q.realm and b.level = 33 and l.held_to > q.seen_at - (select skew from widest)
                      and l.held_from < q.seen_to + (select skew from widest)
                 )) as shared
      from placed q
      left join summed c on c.n = q.n
      left join told t on t.n = q.n
  ),
  judged as (
    select *, case
        when shared and port is null then 'no-port'
        when leases is null and class is null and not shared then 'no-prefix'
        when leases is null and class in ('own', 'delegated', 'foreign') then class
        when forgotten then 'retention'
        when shared and precision_ms > 1000 then 'coarse-time'
        when behind then 'watermark'
        when several then 'two-holders'
        when hole_to is not null and not coalesce(confirmed, false) then 'hole'
        when doubtful then 'gap'
        when leases is not null then 'held'
        else 'nobody' end as why
      from weighed
  ),
  answer as materialized (
    select n, why, case why
        when 'held' then 'line' when 'no-port' then 'needs-port' when 'no-prefix' then 'not-ours' when 'retention' then 'expired'
        when 'watermark' then 'pending' when 'nobody' then 'no-lease' when 'coarse-time' then 'ambiguous'
        when 'two-holders' then 'ambiguous' when 'hole' then 'ambiguous' when 'gap' then 'ambiguous'
        else why end as outcome,
           case when why = 'held' then holder_id end as holder_id, case when why = 'held' then leases[1] end as lease_id,
           leases, prefix_id, coalesce(case when why in ('held', 'gap') then lease_source end, lagging) as source_id, watermark,
           -- What would change the answer, if anything foreseeable would.
           case when why = 'watermark' then win_to
                when why = 'hole' and hole_to > watermark then hole_to
                when why = 'held' and silent_at >= watermark then silent_at end as waits_until,
           case when why in ('watermark', 'hole') then lagging when why = 'held' then lease_source end as waits_for,
           case when why = 'watermark' then seen_at + retention end as due_at
      from judged
  )`;
}

/** Answers the batch and remembers what was answered. $1: now. */
export const CORRELATE = `
  with ${answers(`
    select n, realm, address, port, protocol, seen_at, precision_ms from batch where observation_id is not null`)},
  before as materialized (
    select b.n, a.outcome, a.holder_id from batch b join ledger.attribution a on a.observation_id = b.observation_id
  ),
  remembered as (
    insert into ledger.attribution as r (observation_id, realm, family, k, k2, port_known, protocol, seen_at, precision_ms, outcome,
                                         why, holder_id, lease_id, source_id, answered_at, due_at, waits_for, waits_until)
    select b.observation_id, q.realm, q.family, q.k, q.k2, q.port is not null, q.protocol, q.seen_at, q.precision_ms, w.outcome,
           w.why, w.holder_id, w.lease_id, w.source_id, $1, w.due_at,
           case when w.waits_until is not null then w.waits_for end, w.waits_until
      from batch b join keyed q on q.n = b.n join answer w on w.n = b.n
     order by b.observation_id
    on conflict (observation_id) do update set
      outcome = excluded.outcome, why = excluded.why, holder_id = excluded.holder_id, lease_id = excluded.lease_id,
      source_id = excluded.source_id, answered_at = excluded.answered_at, due_at = excluded.due_at,
      waits_for = excluded.waits_for, waits_until = excluded.waits_until
  ),
  filled as (
    update batch b
       set outcome = w.outcome, outcome_before = o.outcome, access_kind = h.kind, access_value = h.value, lease_id = w.lease_id
      from answer w left join ledger.holder h on h.id = w.holder_id left join before o on o.n = w.n
     where w.n = b.n and b.observation_id is not null
    returning b.n, w.outcome, w.holder_id, w.source_id
  )
  select f.outcome, s.name as source, count(*) as count,
         count(*) filter (where o.outcome = 'line' and o.holder_id is distinct from f.holder_id) as withdrawn
    from filled f left join ledger.source s on s.id = f.source_id left join before o on o.n = f.n
   group by 1, 2 order by 1, 2`;

/** Answers one asking. $1: now; then realm, address, port, protocol, seen_at, precision_ms. */
export const WHO = `
  with ${answers(`
    select 0 as n, $2::text as realm, $3::inet as address, $4::int as port, $5::smallint as protocol, $6::timestamptz as seen_at,
           $7::int as precision_ms`)}
  select w.outcome, w.why, w.leases, w.lease_id, h.kind, h.value, s.name as source,
         case when isfinite(w.watermark) then w.watermark end as watermark,
         f.prefix::text as prefix, f.class, f.organisation, f.abuse_contact, k.name as knower
    from answer w
    left join ledger.holder h on h.id = w.holder_id
    left join ledger.source s on s.id = w.source_id
    left join ledger.prefix f on f.id = w.prefix_id
    left join ledger.source k on k.id = f.source_id`;
