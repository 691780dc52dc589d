-- Who may sign in, what they did, and what waits for a second person. All times are real time, never the domain's clock.
create schema access;

create table access.operator (
  id bigint generated always as identity primary key,
  -- Never given to another person: the audit knows people by it.
  name text not null unique check (name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  display_name text not null check (length(display_name) between 1 and 100),
  roles text[] not null check (
    cardinality(roles) between 1 and 5 and array_position(roles, null) is null
    and roles <@ array['viewer', 'helpline', 'analyst', 'engineer', 'admin']),
  -- As argon2 writes it, with its parameters.
  password_hash text not null check (password_hash like '$argon2id$%'),
  password_changed_at timestamptz not null,
  must_change_password boolean not null,
  preferences jsonb not null,
  disabled_at timestamptz,
  created_at timestamptz not null,
  signed_in_at timestamptz,
  -- Raised by every change of what an administrator sees.
  version int not null default 1
);

-- A row is an open door: ending a session deletes it. The token itself is known to the browser alone.
create table access.session (
  id uuid primary key,
  operator_id bigint not null references access.operator,
  token_sha256 bytea not null unique check (length(token_sha256) = 32),
  agent text not null check (length(agent) <= 200),
  started_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > started_at)
);
create index session_by_operator on access.session (operator_id, started_at);
create index session_by_end on access.session (expires_at);

-- Wrong passwords, by the name that was typed and by the network it came from. Only digests: what is typed as a name is
-- sometimes a password.
create table access.attempt (
  kind text not null check (kind in ('operator', 'address')),
  key bytea not null check (length(key) = 32),
  failures int not null check (failures >= 0),
  failed_at timestamptz not null,
  locked_until timestamptz,
  primary key (kind, key)
);
create index attempt_by_age on access.attempt (failed_at);

create table access.approval (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('confine', 'activate-policy', 'raise-caps')),
  state text not null default 'open' check (state in ('open', 'approved', 'declined', 'withdrawn', 'expired')),
  subject text not null check (length(subject) between 1 and 200),
  case_code text check (length(case_code) between 1 and 20),
  policy_id bigint,
  -- What is done when it is agreed to: ids and figures, no data about people.
  what jsonb not null,
  why text not null check (length(why) between 1 and 500),
  asked_by text not null check (length(asked_by) between 1 and 100),
  asked_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > asked_at),
  decided_by text check (length(decided_by) between 1 and 100),
  decided_at timestamptz,
  decided_why text check (length(decided_why) <= 500),
  constraint approval_is_decided_by_somebody check (
    (decided_by is not null) = (state in ('approved', 'declined', 'withdrawn'))
    and (decided_at is not null) = (state in ('approved', 'declined', 'withdrawn'))),
  constraint approval_needs_a_second_person check (
    state not in ('approved', 'declined') or lower(decided_by) <> lower(asked_by)),
  constraint approval_is_withdrawn_by_the_asker check (
    state <> 'withdrawn' or lower(decided_by) = lower(asked_by))
);
create unique index approval_open_once on access.approval (kind, subject) where state = 'open';
create index approval_by_state on access.approval (state, id);
create index approval_open_by_case on access.approval (case_code) where state = 'open';
create index approval_open_by_policy on access.approval (policy_id) where state = 'open';

-- What somebody agreed to stays what it was, and an answer is given once.
create function access.keep_approval() returns trigger language plpgsql as $$
begin
  if old.state <> 'open'
     or (new.kind, new.subject, new.case_code, new.policy_id, new.what, new.why, new.asked_by, new.asked_at, new.expires_at)
        is distinct from
        (old.kind, old.subject, old.case_code, old.policy_id, old.what, old.why, old.asked_by, old.asked_at, old.expires_at)
  then
    raise exception 'access.approval is asked once and answered once';
  end if;
  return new;
end $$;
create trigger approval_is_kept before update on access.approval
  for each row execute function access.keep_approval();

create table access.view (
  id bigint generated always as identity primary key,
  operator_id bigint not null references access.operator,
  page text not null check (page in ('cases', 'lines', 'reports', 'notices', 'garden', 'audit')),
  name text not null check (length(name) between 1 and 60),
  search text not null check (length(search) <= 2000),
  shared boolean not null,
  unique (operator_id, page, name)
);
create index view_shared on access.view (page, name) where shared;

-- Who did what. Every row carries the digest of the one before it: changing or removing one breaks the chain.
create table access.audit (
  -- Without gaps, from 1.
  id bigint primary key check (id > 0),
  at timestamptz not null,
  actor text not null check (length(actor) between 1 and 100),
  actor_kind text not null check (actor_kind in ('operator', 'client', 'system')),
  action text not null check (action ~ '^[a-z][a-z0-9.-]{0,59}$'),
  subject text not null check (length(subject) between 1 and 200),
  why text,
  before jsonb,
  after jsonb,
  request_id text,
  address text,
  prev_hash text not null check (prev_hash ~ '^[0-9a-f]{64}$'),
  hash text not null unique check (hash ~ '^[0-9a-f]{64}$')
);
create index audit_by_actor on access.audit (actor, id);
create index audit_by_action on access.audit (action, id);

-- How many rows there are and the digest of the last: without it nobody would miss rows taken off the end.
create table access.audit_head (
  one boolean primary key default true check (one),
  rows bigint not null check (rows >= 0),
  hash text not null check (hash ~ '^[0-9a-f]{64}$')
);
insert into access.audit_head (rows, hash) values (0, repeat('0', 64));

create function access.refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception '%.% is written once and never changed', tg_table_schema, tg_table_name;
end $$;
create trigger audit_is_append_only before update or delete or truncate on access.audit
  for each statement execute function access.refuse_rewriting();
create trigger audit_head_is_one before insert or delete or truncate on access.audit_head
  for each statement execute function access.refuse_rewriting();

create function access.link_audit() returns trigger language plpgsql as $$
declare
  head record;
begin
  select h.rows, h.hash into head from access.audit_head h;
  if not found or new.id <> head.rows + 1 or new.prev_hash <> head.hash then
    raise exception 'a row of access.audit follows the last one';
  end if;
  return new;
end $$;
create trigger audit_is_linked before insert on access.audit
  for each row execute function access.link_audit();

create function access.move_audit_head() returns trigger language plpgsql as $$
begin
  update access.audit_head set rows = new.id, hash = new.hash;
  return null;
end $$;
create trigger audit_moves_its_head after insert on access.audit
  for each row execute function access.move_audit_head();

create function access.guard_audit_head() returns trigger language plpgsql as $$
begin
  if new.rows <> old.rows + 1
     or not exists (select from access.audit a where a.id = new.rows and a.hash = new.hash and a.prev_hash = old.hash)
  then
    raise exception 'access.audit_head moves with access.audit alone';
  end if;
  return new;
end $$;
create trigger audit_head_is_guarded before update on access.audit_head
  for each row execute function access.guard_audit_head();
