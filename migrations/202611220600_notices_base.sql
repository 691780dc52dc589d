create schema notices;

create sequence notices.notice_id as bigint;

-- One message to one contact over one channel. It holds no address and no name: who is told is looked up in
-- `directory` when the notice leaves. What it says (BR-13) is not personal either, so the words as sent are kept.
create table notices.notice (
  -- Drawn from the sequence by whoever plans: the message id carries it.
  id bigint primary key,
  case_id bigint not null,
  line_id bigint not null references directory.line (id),
  tenure_id bigint not null,
  template text not null check (template ~ '^[a-z][a-z-]{2,30}$'),
  -- Digest of the template, the sentences and the rules it was rendered with.
  template_version text check (template_version ~ '^[0-9a-f]{12}$'),
  round int not null check (round between 1 and 1000),
  channel text not null check (channel in ('email')),
  -- As the line asks for it (BCP 47); the language written is the nearest one there is.
  locale text not null check (length(locale) between 2 and 35),
  state text not null default 'planned' check (
    state in ('planned', 'claimed', 'sending', 'sent', 'failed', 'uncertain', 'bounced', 'held', 'cancelled')
  ),
  -- What the letter is about: case code, advice, kind, last seen, time zone. No personal data.
  matter jsonb not null check (jsonb_typeof(matter) = 'object'),
  -- Given once and kept over every attempt, so that a copy that arrives twice is one letter.
  message_id text not null unique check (message_id ~ '^<notice-[0-9]+\.[0-9a-f]{16}@[a-z0-9.-]+>$'),
  -- Instants of the domain.
  planned_at timestamptz not null,
  due_at timestamptz not null,
  claimed_at timestamptz,
  sent_at timestamptz,
  settled_at timestamptz,
  -- Real time: a claim is about processes that die, a retry about a network that comes back.
  claim uuid,
  claimed_until timestamptz,
  not_before timestamptz,
  attempt int not null default 0 check (attempt >= 0),
  -- The server's answer, cut and with addresses taken out.
  receipt text check (length(receipt) <= 300),
  remote_id text check (length(remote_id) <= 100),
  error text check (length(error) <= 300),
  -- Exactly what was sent, written before the first byte of it left.
  subject text,
  body_text text,
  body_html text,
  -- The ladder sends each letter of a round once.
  constraint notice_once unique (case_id, template, round, channel),
  -- `<=` between booleans reads: if the left is true, so is the right.
  constraint notice_claim check ((state in ('claimed', 'sending')) <= (claim is not null and claimed_until is not null)),
  constraint notice_words check ((state in ('sending', 'sent', 'uncertain', 'bounced')) <= (subject is not null and template_version is not null)),
  constraint notice_sent check ((state = 'sent') <= (sent_at is not null)),
  constraint notice_settled check ((state in ('sent', 'failed', 'uncertain', 'bounced', 'cancelled')) = (settled_at is not null))
) with (fillfactor = 80);

-- What a tenure was told, over all its cases.
create index notice_tenure on notices.notice (tenure_id);
create index notice_line on notices.notice (line_id);
