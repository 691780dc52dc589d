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
  queued_at timestamptz,
  claimed_until timestamptz,
  attempt int not null default 0,
  failed_at timestamptz,
  error text
) with (fillfactor = 70);
create index outbox_due on platform.outbox (due_at, id) where failed_at is null;
