-- Who is behind a line and how to reach them. Kept apart from cases on purpose: they hold line and tenure ids only,
-- and every look at a person is written down (directory.lookup).
create extension if not exists btree_gist;
create schema directory;

create table directory.line (
  id bigint generated always as identity primary key,
  -- The provider's own pseudonymous id of the access service.
  ref text not null unique check (length(ref) between 1 and 200),
  class text not null check (class in ('residential', 'business', 'shared', 'wholesale', 'protected', 'unknown')),
  confinable boolean not null,
  locale text,
  time_zone text not null,
  brand text,
  region text,
  nas text,
  -- Set when a person said "never confine this line"; no import lifts it.
  protected_at timestamptz,
  protected_by text,
  protected_reason text,
  -- Missing from the last complete snapshot. Marked, never deleted: its history is still evidence.
  vanished_at timestamptz,
  -- What a restriction refers to: it holds a copy of the flag, so that protecting a line must release it first.
  unique (id, confinable),
  constraint line_protected_is_never_confinable check (not confinable or class not in ('protected', 'unknown')),
  constraint line_protected_by_hand_is_never_confinable check (not confinable or protected_at is null),
  constraint line_protection_is_signed
    check ((protected_at is null) = (protected_by is null) and (protected_at is null) = (protected_reason is null))
);

create table directory.subscriber (
  id bigint generated always as identity primary key,
  ref text not null unique check (length(ref) between 1 and 200),
  kind text not null check (kind in ('person', 'organisation', 'unknown')),
  locale text
);

-- Which line an identifier of the network meant, and when. The two exclusion constraints are checked at the end of an
-- import, which ends one span and begins the next in two statements.
create table directory.access (
  id bigint generated always as identity primary key,
  line_id bigint not null references directory.line,
  kind text not null check (kind in ('cui', 'user-name', 'calling-station', 'circuit', 'duid', 'static')),
  value text not null check (length(value) between 1 and 253),
  valid_from timestamptz not null,
  valid_to timestamptz,
  check (valid_to > valid_from),
  -- By hash: the planner would else look identifiers up in this GiST index, at fifteen times the price of the B-tree
  -- below, and importing takes twice as long. At ten million identifiers two of them collide with odds of 1 : 300,000,
  -- and then an import is refused, never a line mistaken.
  constraint access_means_one_line
    exclude using gist (hashtextextended(kind || ':' || value, 0) with =, tstzrange(valid_from, valid_to) with &&)
    deferrable initially immediate
);
-- The way of `assign`: the newest span that began before an instant.
create index access_by_value on directory.access (kind, value, valid_from) include (valid_to, line_id);
create index access_by_line on directory.access (line_id);

create table directory.tenure (
  id bigint generated always as identity primary key,
  line_id bigint not null references directory.line,
  subscriber_id bigint not null references directory.subscriber,
  valid_from timestamptz not null,
  -- Equal to valid_from: withdrawn, it never was. The row stays, for cases refer to it.
  valid_to timestamptz,
  check (valid_to >= valid_from),
  constraint tenure_is_one_a_line
    exclude using gist (line_id with =, tstzrange(valid_from, valid_to) with &&)
    deferrable initially immediate
);
create index tenure_by_line on directory.tenure (line_id, valid_from) include (valid_to, id);
create index tenure_by_subscriber on directory.tenure (subscriber_id);

create table directory.contact (
  id bigint generated always as identity primary key,
  subscriber_id bigint not null references directory.subscriber,
  channel text not null check (channel in ('email')),
  value text not null check (length(value) between 1 and 254),
  -- The lowest is used first.
  priority smallint not null check (priority >= 0),
  bounced_at timestamptz,
  unique (subscriber_id, channel, value)
);
create index contact_by_value on directory.contact (channel, value);

-- Every look at a person: when, who, why, at whom. It names no person itself, and no foreign key ties it to rows that
-- may have to be erased.
create table directory.lookup (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null check (length(actor) between 1 and 200),
  purpose text not null check (length(purpose) between 1 and 200),
  kind text not null check (kind in ('contact', 'reveal')),
  line_id bigint not null,
  tenure_id bigint,
  found boolean not null
);
create index lookup_by_actor on directory.lookup (actor, at);
create index lookup_by_line on directory.lookup (line_id, at);

create function directory.refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception 'directory.lookup is written once and never changed';
end $$;
create trigger lookup_is_append_only before update or delete or truncate on directory.lookup
  for each statement execute function directory.refuse_rewriting();

create table directory.import_run (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  by text not null,
  name text not null,
  record text not null check (record in ('line', 'access', 'subscriber', 'tenure', 'contact')),
  complete boolean not null,
  read bigint not null,
  added bigint not null,
  changed bigint not null,
  unchanged bigint not null,
  removed bigint not null,
  rejected bigint not null,
  protected_lost bigint not null
);
