-- What lists of lines may ask of other rooms, one row each: cases that are not over, and stays that are not over.
create view cases.open_case as
  select id as case_id, code, line_id, tenure_id, class, opened_at, last_seen from cases.case where state not in ('cleared', 'closed');
create view garden.standing as
  select line_id, case_id, state, desired from garden.confinement where over_at is null;
