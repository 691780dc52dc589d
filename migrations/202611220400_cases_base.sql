-- One tenure's trouble of one threat class over time. Cases hold line and tenure ids only, never a person.
create schema cases;

-- What people read to each other on the phone: 40 random bits in Crockford's base 32, which has no I, L, O, U.
-- gen_random_uuid() draws from the strong generator; the first byte of a UUID is all random.
create function cases.draw_letter() returns text language sql volatile as $$
  select substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (get_byte(uuid_send(gen_random_uuid()), 0) & 31), 1)
$$;
create function cases.draw_code() returns text language sql volatile as $$
  select cases.draw_letter() || cases.draw_letter() || cases.draw_letter() || cases.draw_letter() || '-'
      || cases.draw_letter() || cases.draw_letter() || cases.draw_letter() || cases.draw_letter()
$$;

create table cases.case (
  id bigint generated always as identity primary key,
  code text not null default cases.draw_code()
    constraint case_code_is_unique unique
    check (code ~ '^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$'),
  tenure_id bigint not null,
  line_id bigint not null references directory.line,
  class text not null check (class in ('infected', 'vulnerable', 'abusive')),
  state text not null default 'watching'
    constraint case_state check (state in ('watching', 'told', 'waiting', 'confined', 'cleared', 'closed')),
  opened_at timestamptz not null,
  -- Of the sightings attached now; null when every one was withdrawn.
  first_seen timestamptz,
  last_seen timestamptz,
  -- True while all evidence comes from feeds that are only observed: a case, no notice.
  observing boolean not null,
  acknowledged_at timestamptz,
  released_at timestamptz,
  tier text,
  -- When the decider must look again; null when nothing but an event can change anything.
  due_at timestamptz,
  -- The case before this one of the same tenure and class, and what its chain counts.
  previous_id bigint references cases.case,
  previous_cases int not null default 0 check (previous_cases >= 0),
  reinfections int not null default 0 check (reinfections between 0 and previous_cases),
  cleared_at timestamptz,
  closed_at timestamptz,
  close_reason text check (close_reason in ('clean', 'left', 'withdrawn', 'stale')),
  -- Raised by every change, so that a decision on older facts is noticed.
  version int not null default 0,
  constraint case_is_seen_from_first_to_last
    check ((first_seen is null) = (last_seen is null) and first_seen <= last_seen),
  constraint case_cleared_knows_when check (state <> 'cleared' or cleared_at is not null),
  constraint case_open_is_not_cleared check (state in ('cleared', 'closed') or cleared_at is null),
  constraint case_closed_knows_when_and_why
    check ((state = 'closed') = (closed_at is not null) and (state = 'closed') = (close_reason is not null))
) with (fillfactor = 80);
-- The law behind attach: one open case a tenure and class, whoever tries at the same time.
create unique index case_is_open_once on cases.case (tenure_id, class) where state not in ('cleared', 'closed');
create index case_by_tenure on cases.case (tenure_id, class);
create index case_by_line on cases.case (line_id);
create index case_due on cases.case (due_at, id) where due_at is not null;
create index case_by_previous on cases.case (previous_id) where previous_id is not null;

-- Which observation speaks for which case. A withdrawn one stays, marked: that it was wrong is evidence too.
create table cases.sighting (
  case_id bigint not null references cases.case on delete cascade,
  seen_at timestamptz not null,
  observation_id bigint not null,
  feed_id smallint not null,
  upstream text not null,
  role text not null,
  spoofable boolean not null,
  active boolean not null,
  severity smallint not null,
  malware text,
  detached_at timestamptz,
  -- The answer that took its place: `line` (another line), `tenure` (the same line under somebody else), or the
  -- reason why there is none.
  detached_why text,
  primary key (case_id, seen_at, observation_id),
  check ((detached_at is null) = (detached_why is null))
) with (fillfactor = 90);
create unique index sighting_is_attached_once on cases.sighting (observation_id) where detached_at is null;
-- The decider asks every due case for its last withdrawal. Hardly a case has one, and some have a thousand sightings.
create index sighting_withdrawn on cases.sighting (case_id, detached_at) where detached_at is not null;

-- The timeline.
create table cases.event (
  id bigint generated always as identity primary key,
  case_id bigint not null references cases.case on delete cascade,
  at timestamptz not null,
  kind text not null check (kind ~ '^[a-z][a-z.-]{1,39}$'),
  actor_kind text not null check (actor_kind in ('system', 'operator', 'subscriber', 'client')),
  actor_name text not null check (length(actor_name) between 1 and 200),
  data jsonb not null default '{}' check (jsonb_typeof(data) = 'object')
);
create index event_by_case on cases.event (case_id, id);

-- What was decided, on which facts, and why.
create table cases.decision (
  id bigint generated always as identity primary key,
  case_id bigint not null references cases.case on delete cascade,
  at timestamptz not null,
  policy_version text not null,
  tier text,
  rule text not null,
  reason text not null,
  state text not null check (state in ('watching', 'told', 'waiting', 'confined', 'cleared', 'closed')),
  facts jsonb not null,
  -- SHA-256 of the facts as PostgreSQL writes them, keys in its order.
  facts_digest text not null,
  actions jsonb not null check (jsonb_typeof(actions) = 'array'),
  wake_at timestamptz
);
create index decision_by_case on cases.decision (case_id, id);

-- History is added to and, at the end of its retention, removed; it is never rewritten.
create function cases.refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception '%.% is written once and never changed', tg_table_schema, tg_table_name;
end $$;
create trigger event_is_append_only before update on cases.event
  for each statement execute function cases.refuse_rewriting();
create trigger decision_is_append_only before update on cases.decision
  for each statement execute function cases.refuse_rewriting();
