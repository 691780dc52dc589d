-- hold_once begins with the same column: a foreign key's index need not be kept twice.
drop index garden.hold_by_confinement;
