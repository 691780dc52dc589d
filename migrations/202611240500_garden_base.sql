-- What the network is asked to do with lines, and what it is known to do.
create schema garden;

-- One stay of a line in the walled garden, from the decision to the network's word that nothing is held back any more.
create table garden.confinement (
  id bigint generated always as identity primary key,
  line_id bigint not null references directory.line,
  tenure_id bigint not null,
  case_id bigint not null,
  profile text not null check (profile in ('leaky', 'strict')),
  -- Behind which BNG the directory has the line: what the caps count by.
  bng text not null,
  desired text not null default 'confined' check (desired in ('confined', 'open')),
  state text not null default 'requested' check (
    state in ('requested', 'accepted', 'active', 'releasing', 'released', 'failed', 'unknown', 'no-session', 'not-enforceable')
  ),
  state_since timestamptz not null,
  -- Set while the line is to be held. The pair of keys refuses a line that must not be confined, and refuses to
  -- protect a line that is not released in the same transaction.
  confinable boolean default true check (confinable),
  asked_at timestamptz not null,
  -- At the latest: no order to the network reaches beyond it.
  ends_at timestamptz not null,
  -- The network lets go by itself after so long unless it is told again.
  hold_seconds int not null check (hold_seconds between 60 and 86400),
  -- The first time the network said yes.
  confirmed_at timestamptz,
  open_asked_at timestamptz,
  open_why text check (open_why ~ '^[a-z][a-z-]{1,39}$'),
  open_by text check (open_by in ('policy', 'subscriber', 'operator', 'switch')),
  over_at timestamptz,
  -- A release request or appeal of the subscriber that nobody has answered yet.
  release_wanted_at timestamptz,
  release_wanted_why text check (release_wanted_why in ('cleaned', 'not-me')),
  -- When the network must be spoken to again; null when it is over.
  due_at timestamptz,
  -- Real time: a worker is speaking to the network about it until then.
  claimed_until timestamptz,
  constraint confinement_holds_only_confinable
    foreign key (line_id, confinable) references directory.line (id, confinable) deferrable initially deferred,
  constraint confinement_frees_the_flag check ((desired = 'confined') = (confinable is not null)),
  constraint confinement_ends check (ends_at > asked_at),
  constraint confinement_open_says_why
    check ((desired = 'open') = (open_asked_at is not null) and (open_asked_at is null) = (open_why is null)
      and (open_why is null) = (open_by is null)),
  constraint confinement_over_is_open check (over_at is null or (desired = 'open' and due_at is null)),
  constraint confinement_over_has_an_end
    check ((over_at is not null) = (state in ('released', 'failed', 'not-enforceable'))),
  constraint confinement_wanted check ((release_wanted_at is null) = (release_wanted_why is null))
) with (fillfactor = 80);
-- The law: one garden state a line, whatever its cases.
create unique index confinement_is_one_a_line on garden.confinement (line_id) where over_at is null;
create index confinement_by_line on garden.confinement (line_id, asked_at);
create index confinement_by_case on garden.confinement (case_id);
create index confinement_due on garden.confinement (due_at, id) where due_at is not null;
-- What the caps count.
create index confinement_asked on garden.confinement (asked_at);

-- What one session was told. IPv4 and IPv6 of a line may be one session or two; each is held by name, never by address.
create table garden.hold (
  id bigint generated always as identity primary key,
  confinement_id bigint not null references garden.confinement on delete cascade,
  session_id bigint not null,
  nas text not null,
  acct_session_id text not null,
  state text not null check (state in ('asked', 'accepted', 'active', 'unknown', 'refused', 'lifting', 'lifted')),
  -- Until when the network may hold it at most if it is told nothing more. An order whose answer is not known counts.
  held_until timestamptz,
  asked_at timestamptz not null,
  answered_at timestamptz,
  -- Orders in a row that were not answered with yes.
  tries int not null default 0 check (tries >= 0),
  -- Error-Cause of the last refusal (RFC 5176 §3.5).
  cause int,
  constraint hold_once unique (confinement_id, session_id)
) with (fillfactor = 80);
create index hold_by_confinement on garden.hold (confinement_id);

-- For the portal: the newest stay of each line.
create view garden.shown as
  select distinct on (line_id) line_id, tenure_id, case_id, state, profile, asked_at, confirmed_at, ends_at, release_wanted_at,
    release_wanted_why, open_asked_at, open_why, over_at
  from garden.confinement
  order by line_id, asked_at desc, id desc;
