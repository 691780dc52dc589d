import type { OpenHouse } from '@lazaret/pipeline';

/** How much a made-up desk has to look through. */
export interface DeskSize {
  readonly lines: number;
  readonly cases: number;
  readonly sightings: number;
}

/**
 * Years of an abuse desk, written straight into the tables of every room: a quarter of the cases is open, some have
 * thousands of sightings and most a handful, and what belongs together lies apart on disk, as it came in by the day. Every
 * choice is a hash of a number, so that each run has the same.
 */
export async function loadDesk(
  { database }: OpenHouse,
  size: DeskSize,
  tell: (text: string) => void,
): Promise<void> {
  // Else the log of the database is put away every few seconds.
  await database.query(`alter system set max_wal_size = '16GB'`);
  await database.query('select pg_reload_conf()');
  for (const [what, ...statements] of STEPS) {
    const from = performance.now();
    const filled = statements.map((sql) =>
      sql.replace(/:(lines|cases|sightings)\b/g, (_, name: keyof DeskSize) => String(size[name])),
    );
    // What is made up keeps the keys by itself: asking for each row whether it does takes longer than writing it.
    await database.run(async (tx) => {
      await tx.query(`set local session_replication_role = replica`);
      await tx.query(`set local work_mem = '256MB'`);
      for (const sql of filled) await tx.query(sql);
    });
    tell(`${what}: ${((performance.now() - from) / 1_000).toFixed(1)} s`);
  }
  tell('vacuum analyze');
  await database.query('vacuum analyze');
}

/** Facts of the length they have, of a case like any. */
const FACTS = `'{"class":"infected","state":"told","tier":"told","observing":false,"line":{"class":"residential","confinable":true,"timeZone":"UTC"},"tenureEndedAt":null,"openedAt":"2026-10-12T10:00:00.000Z","sightings":42,"withdrawnAt":null,"clearedAt":null,"all":{"sightings":42,"days":12,"upstreams":["shadowserver","honeynet"],"lastSeenAt":"2026-11-12T09:00:00.000Z","severity":4},"current":{"sightings":42,"days":12,"upstreams":["shadowserver","honeynet"],"lastSeenAt":"2026-11-12T09:00:00.000Z","severity":4},"malware":["mirai"],"silentLiveDays":0,"acknowledgedAt":null,"releasedAt":null,"notices":[{"template":"first","round":1,"channel":"email","state":"delivered","plannedAt":"2026-10-12T10:00:00.000Z","settledAt":"2026-10-12T10:01:00.000Z"}],"history":{"selfReleases":[],"confinements":[],"told":[]},"garden":{"available":true,"stopped":false,"state":"none","since":null,"releaseAskedAt":null},"previousCases":0}'::jsonb`;
const FAMILIES = `array['mirai','mozi','qakbot','badbox2','lumma','hajime','socks5systemz','necurs','tinba','pushdo','aisuru','avalanche','conficker','gamut','emotet','ramnit','zeus','andromeda','flubot','joker','gafgyt','dns-open-resolver','open-telnet','open-ntp','ssh-brute-force','vpnfilter','glupteba','raccoon','redline','xmrig','vidar','nymaim','hiddad','rootnik']`;
/** An even number below `upTo`, the same for the same `n` and `salt`. */
const roll = (n: string, salt: number, upTo: number): string =>
  `(abs(hashint8extended(${n}, ${salt})) % ${upTo})`;
const NOW = `timestamptz '2026-11-12 10:00:00Z'`;

const STEPS: readonly (readonly [what: string, ...sql: string[]])[] = [
  [
    'regions, classes, telephone numbers',
    `update directory.line set region = (array['leipzig','dresden','chemnitz','halle','erfurt','jena','gera','zwickau'])[1 + ${roll('id', 1, 8)}],
         class = case when class = 'business' then 'business' when ${roll('id', 2, 40)} = 0 then 'shared' when ${roll('id', 2, 200)} = 1 then 'protected' else class end,
         confinable = class = 'residential' and ${roll('id', 2, 200)} <> 1 and ${roll('id', 2, 40)} <> 0, nas = 'bng-' || ${roll('id', 3, 16)}`,
    `insert into directory.contact (subscriber_id, channel, value, priority)
         select id, 'phone', '+4934' || lpad(id::text, 8, '0'), 1 from directory.subscriber`,
  ],
  [
    'cases',
    `create table bench_case as
         select n, 1 + (n * 7919) % :lines as line, n > :cases * 3 / 4 as open, ${roll('n', 4, 100)} as dice,
           -- A long tail: many have a handful, few have thousands.
           least(20000, greatest(1, floor(:sightings::numeric / :cases / 3.1 * power(1 - ${roll('n', 5, 1000000)} / 1000000.0, -0.7))))::int as seen,
           (${FAMILIES})[1 + floor(34 * power(${roll('n', 6, 10000)} / 10000.0, 2))::int] as family
         from generate_series(1, :cases) n`,
    `insert into cases.case (tenure_id, line_id, class, state, opened_at, first_seen, last_seen, observing, tier, due_at,
           acknowledged_at, cleared_at, closed_at, close_reason)
         select t.id, l.id, case when c.dice < 70 then 'infected' when c.dice < 92 then 'vulnerable' else 'abusive' end,
           s.state, s.opened_at, s.opened_at, s.last_seen, c.dice = 7,
           case s.state when 'watching' then null when 'waiting' then 'desk' when 'confined' then 'garden' else 'told' end,
           case when c.open then ${NOW} + interval '1 minute' * (60 + ${roll('c.n', 7, 10000)}) end,
           case when c.dice % 9 = 0 then s.last_seen end, case when s.state = 'cleared' then s.last_seen + interval '14 days' end,
           case when not c.open then s.last_seen + interval '20 days' end,
           case when not c.open then (array['clean','clean','stale','left'])[1 + c.dice % 4] end
         from bench_case c
         join (select id, row_number() over (order by id) as n from directory.line) l on l.n = c.line
         join directory.tenure t on t.line_id = l.id
         cross join lateral (
           select case when not c.open then 'closed' when c.dice < 45 then 'watching' when c.dice < 75 then 'told'
               when c.dice < 77 then 'waiting' when c.dice < 80 then 'confined' when c.dice < 98 then 'told' else 'cleared' end as state,
             last.at - interval '1 hour' * (1 + ${roll('c.n', 8, 480)}) as opened_at, last.at as last_seen
           from (select ${NOW} - case when c.open and c.dice < 98 then interval '1 second' * ${roll('c.n', 9, 1800000)}
             else interval '30 days' + interval '1 minute' * ${roll('c.n', 9, 500000)} end as at) last
         ) s
         order by c.n`,
  ],
  [
    'what was seen, in the order it came in',
    `create table bench_seen as
         select row_number() over (order by s.seen_at) as id, s.* from (
           select c.id as case_id, c.first_seen + (c.last_seen - c.first_seen) * (k::float8 / b.seen) as seen_at, k = b.seen as newest,
           b.family, b.dice
         from (select *, row_number() over (order by id) as n from cases.case) c join bench_case b on b.n = c.n
         cross join lateral generate_series(1, b.seen) k
         ) s order by s.seen_at`,
  ],
  [
    'reports',
    `insert into feeds.report (feed_id, name, sha256, bytes, received_at, state, report_type, mapping_version, finished_at)
       select (select min(id) from feeds.feed), '2026-event4_sinkhole-' || n || '.csv', lpad(to_hex(n), 64, '0'), 1000, ${NOW}, 'parsed',
         'event4_sinkhole', '1', ${NOW} from generate_series(1, 400) n`,
  ],
  [
    'observations',
    `insert into feeds.observation (feed_id, report_id, report_line, report_type, digest, seen_at, precision_ms, received_at, address,
         port, protocol, class, role, spoofable, severity, taxonomy, type, identifier, malware, upstream, active, attributes)
       overriding user value
       select (select min(id) from feeds.feed), 1 + id % 400, 2 + id / 400, 'event4_sinkhole', lpad(to_hex(id), 32, '0')::uuid, seen_at, 1000,
         seen_at + interval '20 minutes', '10.0.0.0'::inet + case_id, 1024 + (id % 60000)::int, 6, 'infected', 'actor', false, 4,
         'malicious-code', 'infected-system', 'sinkhole', family, case when dice % 3 = 0 then 'honeynet' else 'shadowserver' end, true,
         jsonb_build_object('destination.ip', '192.88.99.1', 'destination.port', 443, 'source.reverse_dns', 'host-' || case_id || '.access.bench.example', 'extra.tag', family)
       from bench_seen order by id`,
  ],
  [
    'sightings',
    `insert into cases.sighting (case_id, seen_at, observation_id, feed_id, upstream, role, spoofable, active, severity, malware, detached_at, detached_why)
       select case_id, seen_at, id, (select min(id) from feeds.feed),
         case when id % 3 = 0 then 'honeynet' else 'shadowserver' end, 'actor', false, true, 4, family,
         case when id % 500 = 0 then ${NOW} end, case when id % 500 = 0 then 'no-lease' end
       from bench_seen order by id`,
  ],
  [
    'answers of the ledger, for the newest of each case',
    `insert into ledger.attribution (observation_id, realm, family, k, k2, port_known, protocol, seen_at, precision_ms, outcome, why,
         holder_id, lease_id, source_id, answered_at)
       select s.id, '', 4, s.case_id << 16, 0, true, 6, s.seen_at, 1000, 'line', 'held', l.holder_id, l.id, l.source_id, s.seen_at
       from bench_seen s
       join lateral (select * from ledger.lease where id = 1 + (s.case_id * 7919) % (select max(id) from ledger.lease)) l on true
       where s.newest`,
  ],
  [
    'timelines',
    `insert into cases.event (case_id, at, kind, actor_kind, actor_name, data)
       select c.id, c.opened_at + (c.last_seen - c.opened_at) * (e.k::float8 / e.most),
         case when e.k = 1 then 'opened' when e.k = e.most and c.id % 11 = 0 then 'note' when e.k = 2 then 'decided' when e.k = 3 then 'notice.sent' else 'sightings' end,
         case when e.k = e.most and c.id % 11 = 0 then 'operator' else 'system' end, 'bench',
         case when e.k = e.most and c.id % 11 = 0 then '{"text":"called, will look at the camera on Sunday"}'
           when e.k = 2 then '{"from":"watching","state":"told","tier":"told","rule":"infected/told","reason":"A notice goes out (first): seen on 1 day by 1 source."}'
           when e.k = 3 then '{"notice":1,"template":"first","round":1}'
           else '{"count":3,"firstSeenAt":"2026-11-12T09:00:00.000Z","lastSeenAt":"2026-11-12T09:30:00.000Z","severity":4,"upstreams":["shadowserver"],"malware":["mirai"]}' end::jsonb
       from (select c.*, least(40, 4 + b.seen / 4) as most from (select *, row_number() over (order by id) as n from cases.case) c join bench_case b on b.n = c.n) c
       cross join lateral (select k, c.most from generate_series(1, c.most) k) e
       order by 2`,
  ],
  [
    'decisions',
    `insert into cases.decision (case_id, at, policy_version, tier, rule, reason, state, facts, facts_digest, actions, wake_at)
       select c.id, c.opened_at + (c.last_seen - c.opened_at) * (k / 3.0), 'default 1', 'told', 'infected/told',
         'Told on 12 Oct 10:04; seen on 12 days by 2 sources; the garden not before 16 Nov 09:00 (starts mon, tue, wed, thu 09:00–16:00).',
         'told', ${FACTS}, lpad(to_hex(c.id), 64, '0'), '[]'::jsonb, c.due_at
       from cases.case c cross join generate_series(1, 3) k order by 2`,
  ],
  [
    'letters',
    `insert into notices.notice (id, case_id, line_id, tenure_id, template, template_version, round, channel, locale, state, matter,
         message_id, planned_at, due_at, sent_at, settled_at, subject, body_text, body_html)
       select nextval('notices.notice_id'), c.id, c.line_id, c.tenure_id, t.template, '0123456789ab', 1, 'email', 'en', 'delivered', '{}'::jsonb,
         '<notice-' || c.id * 2 + t.n || '.0123456789abcdef@bench.example>', c.opened_at, c.opened_at, c.opened_at, c.opened_at,
         'A device in your home is being misused', repeat('What you can do now, in order. ', 40), repeat('<p>What you can do now.</p>', 80)
       from cases.case c cross join (values (0, 'first'), (1, 'reminder')) t (n, template)
       where c.state not in ('watching') and (t.n = 0 or c.id % 2 = 0) order by c.opened_at`,
  ],
  [
    'stays in the garden',
    `insert into garden.confinement (line_id, tenure_id, case_id, profile, bng, desired, state, state_since, confinable, asked_at, ends_at,
           hold_seconds, confirmed_at, open_asked_at, open_why, open_by, over_at, due_at)
         select c.line_id, c.tenure_id, c.id, 'leaky', 'bng-' || c.line_id % 16, case when g.over then 'open' else 'confined' end,
           case when g.over then 'released' when c.id % 5 = 0 then 'unknown' else 'accepted' end, ${NOW}, case when g.over then null else true end,
           g.asked, g.asked + interval '7 days', 86400, g.asked, case when g.over then g.asked + interval '3 days' end,
           case when g.over then 'cleaned' end, case when g.over then 'subscriber' end, case when g.over then g.asked + interval '3 days' end,
           case when not g.over then ${NOW} + interval '1 hour' end
         from cases.case c join directory.line l on l.id = c.line_id
         cross join lateral (select c.state <> 'confined' or not l.confinable as over,
           case when c.state = 'confined' then ${NOW} - interval '2 days' else c.opened_at + interval '4 days' end as asked) g
         where c.state = 'confined' or c.id % 12 = 0
         on conflict do nothing`,
    `insert into garden.hold (confinement_id, session_id, nas, acct_session_id, state, held_until, asked_at, answered_at)
         select id, 1, bng, id::text, case when over_at is null then 'accepted' else 'lifted' end, asked_at + interval '1 day', asked_at, asked_at from garden.confinement`,
  ],
  [
    'rows of lists',
    // These are counted as they are written.
    'set local session_replication_role = origin',
    `insert into cases.listed (case_id, line_id, class, state, tier, line_class, region, garden, waits, badge, next_step, badge_since,
         waiting_since, family, sightings, opened_at, seen_at, next_at, waiting_order)
       select c.id, c.line_id, c.class, c.state, c.tier, l.class, l.region,
         case when c.state in ('cleared', 'closed') then 'none' else coalesce(g.state, 'none') end, w.waits,
         case when w.waits = 'person' then (array['asked','appeal','call','desk','bounced'])[1 + b.dice % 5] when g.state = 'unknown' then 'network'
           when g.state = 'accepted' then 'confined' when c.state = 'watching' then case when c.observing then 'observing' else 'watching' end
           when c.state = 'cleared' then 'clear' when c.state = 'closed' then 'closed' when l.class = 'protected' then 'protected'
           else (array['told','delivered','acknowledged'])[1 + b.dice % 3] end,
         case when c.state = 'closed' then 'nothing' when c.state = 'cleared' then 'closes' when g.state is not null then 'stay-ends' else 'decides-again' end,
         g.asked_at, case when w.waits = 'person' then c.last_seen end, b.family, b.seen, c.opened_at, c.last_seen,
         coalesce(c.due_at, 'infinity'), cases.waiting_order(w.waits, c.state, c.last_seen, c.last_seen)
       from (select *, row_number() over (order by id) as n from cases.case) c join bench_case b on b.n = c.n
       join directory.line l on l.id = c.line_id
       left join garden.confinement g on g.case_id = c.id and g.over_at is null
       cross join lateral (select case when c.state = 'waiting' then 'person' when g.state = 'unknown' then 'network'
         when c.state in ('told', 'confined') then 'subscriber' else 'nobody' end) w (waits)`,
  ],
  ['the helping tables away', 'drop table bench_case', 'drop table bench_seen'],
];
