-- People who call are found by their telephone number. Nothing is ever sent to one.
alter table directory.contact
  drop constraint contact_channel_check,
  add constraint contact_channel_check check (channel in ('email', 'phone'));
-- A number is found by its last digits, whatever its spelling, and then compared; an address whatever its capitals.
create index contact_by_phone on directory.contact (right(value, 6)) where channel = 'phone';
create index contact_by_mail on directory.contact (lower(value)) where channel = 'email';

-- A look the other way, from a customer number, a telephone number or an address to a line. One that finds nobody is a
-- look too, and names no line. `datum` says by what, never which.
alter table directory.lookup
  drop constraint lookup_kind_check,
  alter column line_id drop not null,
  add column datum text check (datum in ('customer', 'phone', 'email')),
  -- Real time: looks are counted by it, whatever the domain's clock does. One statement, one look.
  add column noted_at timestamptz not null default statement_timestamp(),
  add constraint lookup_kind_check check (kind in ('contact', 'reveal', 'search')),
  add constraint lookup_search_says_by_what check ((kind = 'search') = (datum is not null)),
  add constraint lookup_names_a_line check (line_id is not null or (kind = 'search' and not found));
create index lookup_by_actor_and_time on directory.lookup (actor, noted_at);

-- Lines are listed by their ref, and looked for by its beginning.
create index line_by_ref_pattern on directory.line (ref text_pattern_ops);
