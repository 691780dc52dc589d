-- Why the rows of a report have, or have not, a line: counted as answers are given, and changed as they change. Forgotten
-- answers stay counted.
create table feeds.report_answer (
  report_id bigint not null references feeds.report on delete cascade,
  outcome text not null,
  count bigint not null,
  primary key (report_id, outcome)
) with (fillfactor = 80);
insert into feeds.report_answer (report_id, outcome, count)
  select o.report_id, a.outcome, count(*) from feeds.observation o join ledger.attribution a on a.observation_id = o.id group by 1, 2;

-- Lists of reports and of letters, by what they are filtered by; the newest first.
create index report_by_feed on feeds.report (feed_id, id);
create index report_with_rejected on feeds.report (id) where rejected > 0;
create index notice_planned on notices.notice (planned_at);
