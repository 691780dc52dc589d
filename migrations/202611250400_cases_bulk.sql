-- What one person does with many cases at once: the run, and what became of each case.
create table cases.bulk (
  id bigint generated always as identity primary key,
  action text not null check (action in ('release', 'note', 'call-back')),
  by text not null check (length(by) between 1 and 100),
  why text not null check (length(why) between 1 and 500),
  -- Of the request that asked for it: where the audit continues.
  request_id text not null,
  -- Real time.
  started_at timestamptz not null,
  finished_at timestamptz
);
create index bulk_unfinished on cases.bulk (id) where finished_at is null;

create table cases.bulk_item (
  bulk_id bigint not null references cases.bulk on delete cascade,
  case_id bigint not null,
  outcome text not null default 'waiting' check (outcome in ('waiting', 'done', 'skipped', 'failed')),
  -- Why it was not done: one of the reasons an action is not offered, or what went wrong.
  why text check (length(why) <= 200),
  primary key (bulk_id, case_id)
);
create index bulk_waiting on cases.bulk_item (bulk_id, case_id) where outcome = 'waiting';

-- What a person of the desk took away stays away: it is found before it is attached again.
create index sighting_by_desk on cases.sighting (observation_id) where detached_why = 'desk';
