-- Where reports come from, what each of them held, and the rows that were understood. A row's digest is the law
-- against counting the same evidence twice, whatever is imported again.
create schema feeds;

create table feeds.feed (
  id smallint generated always as identity primary key,
  name text not null unique check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  provider text not null check (length(provider) between 1 and 200),
  format text not null check (length(format) between 1 and 60),
  -- Who saw it first hand. Two feeds with one upstream are one source for every rule that asks for independence.
  upstream text not null check (length(upstream) between 1 and 200),
  source jsonb not null,
  every_minutes int not null check (every_minutes between 1 and 10080),
  -- Null: pulled by hand only.
  due_at timestamptz,
  created_at timestamptz not null,
  pulled_at timestamptz,
  delivered_at timestamptz,
  -- In a row; the next success sets it to zero.
  failures int not null default 0 check (failures >= 0),
  last_error text
);
create index feed_due on feeds.feed (due_at) where due_at is not null;

-- What a look at an address or file told, so that the next look asks only for news. A file is taken once two looks
-- agree on its state.
create table feeds.cursor (
  feed_id smallint not null references feeds.feed on delete cascade,
  address text not null check (length(address) <= 4096),
  etag text,
  last_modified text,
  taken boolean not null,
  seen_at timestamptz not null,
  primary key (feed_id, address)
);

-- A new feed, report type or mapping begins in observe: its rows are stored `active = false` until a person who has
-- seen the counts puts a row here.
create table feeds.activation (
  feed_id smallint not null references feeds.feed on delete cascade,
  report_type text not null,
  mapping_version text not null,
  activated_at timestamptz not null,
  activated_by text not null check (length(activated_by) between 1 and 200),
  primary key (feed_id, report_type, mapping_version)
);

create table feeds.report (
  id bigint generated always as identity primary key,
  feed_id smallint not null references feeds.feed,
  name text not null check (length(name) between 1 and 255),
  -- Of the bytes as received; they lie in the archive under it.
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null check (bytes >= 0),
  received_at timestamptz not null,
  state text not null default 'stored' check (state in ('stored', 'parsing', 'parsed', 'failed')),
  report_type text,
  mapping_version text,
  -- Rows up to here are settled: after a crash parsing goes on behind it, and the counts stay exact.
  parsed_to bigint not null default 0,
  rows bigint not null default 0,
  observed bigint not null default 0,
  duplicate bigint not null default 0,
  rejected bigint not null default 0,
  started_at timestamptz,
  finished_at timestamptz,
  error text,
  unique (feed_id, sha256),
  constraint report_counts check (observed + duplicate + rejected = rows),
  constraint report_failed_says_why check ((state = 'failed') = (error is not null))
);
create index report_unfinished on feeds.report (id) where state in ('stored', 'parsing');

-- Days in UTC on which a feed gave a report that could be read: only those count when silence is to mean clean.
create table feeds.live_day (
  feed_id smallint not null references feeds.feed on delete cascade,
  day date not null,
  primary key (feed_id, day)
);

-- The first rows a report put aside, whole; the rest is only counted.
create table feeds.rejected_row (
  report_id bigint not null references feeds.report on delete cascade,
  line bigint not null,
  column_name text,
  reason text not null,
  raw text not null,
  primary key (report_id, line)
);

create table feeds.observation (
  id bigint generated always as identity primary key,
  feed_id smallint not null references feeds.feed,
  report_id bigint not null references feeds.report,
  report_line bigint not null,
  report_type text not null,
  digest uuid not null,
  seen_at timestamptz not null,
  precision_ms int not null check (precision_ms > 0),
  received_at timestamptz not null,
  address inet not null,
  port int check (port between 1 and 65535),
  protocol smallint not null check (protocol between 0 and 255),
  class text not null check (class in ('infected', 'vulnerable', 'abusive')),
  role text not null check (role in ('actor', 'victim', 'host', 'resolver', 'unknown')),
  spoofable boolean not null,
  severity smallint not null check (severity between 1 and 5),
  taxonomy text not null,
  type text not null,
  identifier text,
  malware text,
  upstream text not null,
  active boolean not null,
  attributes jsonb not null,
  unique (feed_id, digest)
);
