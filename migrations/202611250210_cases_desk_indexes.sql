-- What people said about a case: asks, acts, notes. Among a thousand sightings of a timeline they are few, and the decider
-- asks for them of every case.
create index event_of_people on cases.event (case_id, kind, id) where actor_kind in ('operator', 'subscriber');
-- The list as it opens, and the two ways it is sorted most. Other orders sort what passes the filter.
create index listed_by_waiting on cases.listed (waiting_order, case_id);
create index listed_by_seen on cases.listed (seen_at, case_id);
create index listed_by_line on cases.listed (line_id);
