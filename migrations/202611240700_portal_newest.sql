-- A visitor's newest request is found in one step, and a foreign key's index is not kept twice.
create index request_newest on portal.request (tenure_id, id);
drop index garden.hold_by_confinement;
