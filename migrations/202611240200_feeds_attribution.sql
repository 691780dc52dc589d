-- How far the rows of a feed found their lines, by the UTC day they came in: silence on a day on which most of them did
-- not means nothing. `asked` are those that ought to have a line, `lines` those that have one; both follow answers that
-- change later. Of what came before this table only the changes are here, so that neither is sure to be the greater.
create table feeds.attributed_day (
  feed_id smallint not null references feeds.feed on delete cascade,
  day date not null,
  asked bigint not null,
  lines bigint not null,
  primary key (feed_id, day)
);
