-- The clock of the domain: one row. Real until a demo or a test makes it virtual; then `at` is now.
create table platform.clock (
  single boolean primary key default true check (single),
  at timestamptz
);
insert into platform.clock default values;

-- What must happen outside once the transaction that wrote it has committed. Only the worker's settle takes a row
-- away; times here are real ones, for retries are about the network and not about the case.
create table platform.outbox (
  id bigint generated always as identity primary key,
  job text not null,
  ids bigint[] not null check (cardinality(ids) between 1 and 50),
  put_at timestamptz not null default now(),
  due_at timestamptz not null default now(),
  -- Given to the queue. The queue may forget it, so an old mark means: give it again.
  queued_at timestamptz,
  -- A worker is at it and says so again before this passes; one that fell silent has died.
  claimed_until timestamptz,
  -- Earlier tries. Claim, heartbeat and settle name it, so that a worker thought dead cannot settle the try after its own.
  attempt int not null default 0 check (attempt >= 0),
  -- Given up, kept for the desk. `error` holds the trouble of the last try and no personal data.
  failed_at timestamptz,
  error text check (length(error) <= 200),
  check (failed_at is null or (error is not null and claimed_until is null))
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

-- Each index holds one kind of row that the relay looks for; rows move from one to the next.
create index outbox_to_queue on platform.outbox (due_at, id)
  where failed_at is null and claimed_until is null and queued_at is null;
create index outbox_queued on platform.outbox (queued_at)
  where failed_at is null and claimed_until is null and queued_at is not null;
create index outbox_claimed on platform.outbox (claimed_until) where claimed_until is not null;
create index outbox_failed on platform.outbox (failed_at) where failed_at is not null;
