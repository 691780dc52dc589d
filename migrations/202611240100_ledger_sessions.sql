-- How records of this source tell the service of a session: {"attribute": "NAS-Port-Id", "values": {"voip": "voice"}}.
-- Null: every session is Internet access.
alter table ledger.source add column service_by jsonb;

-- Rows from before keep their service, which was always this word.
alter table ledger.session
  add constraint session_service check (service in ('internet', 'voice', 'tv', 'management', 'unknown')),
  -- What its newest record says the NAS applies to it: '' when that one names nothing, null when none was ever looked at.
  add column profile text,
  add column profile_at timestamptz,
  add constraint session_profile_has_its_time check ((profile is null) = (profile_at is null));

-- The sessions of a line. No column here moves with an Interim-Update, so that one stays a heap-only change.
create index session_open_of_holder on ledger.session (holder_id, started_at) where stopped_at is null;
