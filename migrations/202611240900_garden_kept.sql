-- Since now `garden.confinement.bng` names where the line's session was when it was decided, and where the directory has the
-- line only while it has none: the caps count by it.

-- What retention looks for.
create index confinement_over on garden.confinement (over_at) where over_at is not null;
