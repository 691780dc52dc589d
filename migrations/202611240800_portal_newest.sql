-- A visitor's newest request is found in one step.
create index request_newest on portal.request (tenure_id, id);
