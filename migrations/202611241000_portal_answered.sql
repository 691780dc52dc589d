-- When a person of the desk talked with whoever asked. Until then a line that a code alone called needed for health, alarm
-- or safety is not confined (docs/decisions/0006).
alter table portal.request
  add column answered_at timestamptz,
  add constraint request_answered_was_settled check (answered_at is null or settled_at is not null);
create index request_keeps_out on portal.request (tenure_id) where kind = 'safety' and via = 'code' and answered_at is null;
