-- A notice is `delivered` when the mail system of the person says that it lies in the mailbox (RFC 3464). Having been
-- taken by the next server is `sent`, no more.
alter table notices.notice
  drop constraint notice_state_check,
  drop constraint notice_words,
  drop constraint notice_sent,
  drop constraint notice_settled,
  add constraint notice_state_check check (
    state in ('planned', 'claimed', 'sending', 'sent', 'delivered', 'failed', 'uncertain', 'bounced', 'held', 'cancelled')
  ),
  -- `<=` between booleans reads: if the left is true, so is the right.
  add constraint notice_words check ((state in ('sending', 'sent', 'delivered', 'uncertain', 'bounced')) <= (subject is not null and template_version is not null)),
  add constraint notice_sent check ((state in ('sent', 'delivered')) <= (sent_at is not null)),
  add constraint notice_settled check ((state in ('sent', 'delivered', 'failed', 'uncertain', 'bounced', 'cancelled')) = (settled_at is not null));

-- What the portal's functions read: of each case the newest letter that was sent, so that page and letter give the same
-- advice. A case nobody was written to is not in it.
create view notices.shown as
select distinct on (case_id)
  case_id, matter ->> 'advice' as advice, matter ->> 'family' as family, template, sent_at
from notices.notice
where sent_at is not null
order by case_id, sent_at desc, id desc;
