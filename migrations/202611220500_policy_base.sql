create schema policy;

-- Every policy that was ever put here, word for word: a decision names the version it was taken under, so a version is
-- never changed and never removed.
create table policy.version (
  id bigint generated always as identity primary key,
  -- The same text is the same version, however often it is put.
  sha256 text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
  name text not null,
  content text not null,
  created_at timestamptz not null,
  created_by text not null check (created_by <> ''),
  active boolean not null default false,
  -- Of the last time it became the active one; the audit trail has the others.
  activated_at timestamptz,
  activated_by text check (activated_by <> ''),
  check ((activated_at is null) = (activated_by is null)),
  check (not active or activated_at is not null)
);
-- One policy decides at a time.
create unique index version_active on policy.version (active) where active;
