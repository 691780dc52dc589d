import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { Verdict } from './judge-receipt.js';
import type { Template } from './language.js';
import type { Letter } from './letters.js';
import type { Matter } from './matter.js';
import { Notice, type NoticeState } from './notice.entity.js';

/** A row about to be planned. */
export interface NewNotice {
  readonly caseId: number;
  readonly lineId: number;
  readonly tenureId: number;
  readonly template: Template;
  readonly round: number;
  readonly locale: string;
  readonly matter: Matter;
  readonly dueAt: Instant;
  readonly host: string;
}

/** Which notice of which case. */
export interface NoticeName {
  readonly id: number;
  readonly caseId: number;
  readonly lineId: number;
  readonly tenureId: number;
  readonly template: Template;
  readonly round: number;
}

export interface AskedNotice extends NoticeName {
  readonly state: NoticeState;
  /** Whether this claim changed it: to `claimed`, or from `sending` to `uncertain`. */
  readonly taken: boolean;
  readonly claim: string | null;
  readonly attempt: number;
  readonly locale: string;
  readonly messageId: string;
  readonly matter: unknown;
  readonly error: string | null;
}

export interface SettledRow extends NoticeName {
  readonly state: NoticeState;
  readonly error: string | null;
}

/** A notice as a delivery report may name it. */
export interface NamedNotice {
  readonly id: number;
  readonly state: NoticeState;
  readonly messageId: string;
}

/** What policy and the desk are told about a notice. */
export interface NoticeFact extends NoticeName {
  readonly channel: 'email';
  readonly state: NoticeState;
  readonly locale: string;
  readonly plannedAt: Instant;
  readonly dueAt: Instant;
  readonly sentAt: Instant | null;
  readonly settledAt: Instant | null;
  readonly attempt: number;
  readonly receipt: string | null;
  readonly error: string | null;
}

const NAME = `n.id, n.case_id as "caseId", n.line_id as "lineId", n.tenure_id as "tenureId", n.template, n.round`;

/** A letter that is leaving has an `error` only when `cancel` left one: then no other try may follow. */
const CALLED_OFF = `(r.state = 'planned' and n.state = 'sending' and n.error is not null)`;

/** The advice the newest letter of a case gave. */
export interface AdvisedCase {
  readonly caseId: number;
  /** Key of the advice book. */
  readonly advice: string;
  readonly family: string | null;
}

/** The only place that writes `notices.notice`. */
export class NoticesRepository {
  /** Adds what is not there yet; a letter of a round already planned is left as it is and not answered. */
  async plan(tx: Tx, notices: readonly NewNotice[], now: Instant): Promise<NoticeName[]> {
    return tx.query<NoticeName>(
      `with fresh as materialized (
         select nextval('notices.notice_id') as id, left(replace(gen_random_uuid()::text, '-', ''), 16) as token, p.*
         from jsonb_to_recordset($1::jsonb) as p("caseId" bigint, "lineId" bigint, "tenureId" bigint, template text,
           round int, locale text, matter jsonb, "dueAt" timestamptz, host text)
       )
       insert into notices.notice as n
         (id, case_id, line_id, tenure_id, template, round, channel, locale, matter, message_id, planned_at, due_at)
       select id, "caseId", "lineId", "tenureId", template, round, 'email', locale, matter,
         '<notice-' || id || '.' || token || '@' || host || '>', $2, "dueAt"
       from fresh
       on conflict (case_id, template, round, channel) do nothing
       returning ${NAME}`,
      [JSON.stringify(notices), now],
    );
  }

  /**
   * Takes what may be sent, in one statement. A notice whose claim ran out is taken again, unless its letter had begun
   * to leave: then nobody knows whether it arrived, so it becomes `uncertain` and is not sent again.
   * @returns every notice asked for, changed or not
   */
  async claim(tx: Tx, ids: readonly number[], now: Instant, claimMs: number): Promise<AskedNotice[]> {
    return tx.query<AskedNotice>(
      `with asked as materialized (
         select n.id, n.state from notices.notice n where n.id = any($1::bigint[]) order by n.id for update
       ), fresh as materialized (select gen_random_uuid() as claim),
       taken as (
         update notices.notice n set
           state = case n.state when 'sending' then 'uncertain' else 'claimed' end,
           claim = case n.state when 'sending' then n.claim else fresh.claim end,
           claimed_at = case n.state when 'sending' then n.claimed_at else $2 end,
           claimed_until = case n.state when 'sending' then null else clock_timestamp() + $3 * interval '1 ms' end,
           settled_at = case n.state when 'sending' then $2 end,
           error = case n.state when 'sending' then 'the sender died after the letter had begun to leave' end,
           not_before = null,
           attempt = n.attempt + (n.state = 'planned')::int
         from asked, fresh
         where n.id = asked.id and (
           n.state = 'planned' and n.due_at <= $2 and (n.not_before is null or n.not_before <= clock_timestamp())
           or n.state in ('claimed', 'sending') and n.claimed_until <= clock_timestamp())
         returning n.*
       )
       select ${NAME}, coalesce(taken.state, n.state) as state, taken.id is not null as taken, taken.claim,
         coalesce(taken.attempt, n.attempt) as attempt, n.locale, n.message_id as "messageId", n.matter, taken.error
       from asked join notices.notice n using (id) left join taken using (id) order by n.id`,
      [ids, now, claimMs],
    );
  }

  /** Flags that the letter begins to leave, with its exact words. False when the claim is no longer ours. */
  async begin(tx: Tx, id: number, claim: string, letter: Letter, claimMs: number): Promise<boolean> {
    const touched = await tx.execute(
      `update notices.notice set state = 'sending', subject = $3, body_text = $4, body_html = $5, template_version = $6,
         claimed_until = clock_timestamp() + $7 * interval '1 ms'
       where id = $1 and claim = $2 and state = 'claimed'`,
      [id, claim, letter.subject, letter.text, letter.html, letter.version, claimMs],
    );
    return touched === 1;
  }

  /**
   * Writes what became of the notices of a claim. What was meanwhile taken by another claim is not touched; what was
   * meanwhile called off and did not arrive is not tried again.
   */
  async settle(
    tx: Tx,
    receipts: readonly (Verdict & { id: number; claim: string })[],
    now: Instant,
  ): Promise<SettledRow[]> {
    return tx.query<SettledRow>(
      `update notices.notice n set
         state = case when ${CALLED_OFF} then 'cancelled' else r.state end,
         receipt = nullif(r.receipt, ''), remote_id = r."remoteId",
         error = case when ${CALLED_OFF} then n.error else r.error end,
         sent_at = case when r.state = 'sent' then $2::timestamptz end,
         settled_at = case when r.state <> 'planned' or ${CALLED_OFF} then $2::timestamptz end,
         not_before = case when r.state = 'planned' then clock_timestamp() + r."retryMs" * interval '1 ms' end,
         attempt = n.attempt - (not r.counted)::int,
         claim = case when r.state = 'planned' then null else n.claim end,
         claimed_until = null
       from jsonb_to_recordset($1::jsonb) as r(id bigint, claim uuid, state text, receipt text, "remoteId" text,
         error text, counted boolean, "retryMs" bigint)
       where n.id = r.id and n.claim = r.claim and n.state in ('claimed', 'sending', 'uncertain')
       returning ${NAME}, n.state, n.error`,
      [JSON.stringify(receipts), now],
    );
  }

  /** Withdraws what has not begun to leave. What is just leaving is marked, so that a refusal for now is its last. */
  async cancel(tx: Tx, caseIds: readonly number[], why: string, now: Instant): Promise<NoticeName[]> {
    return tx.query<NoticeName>(
      `with cancelled as (
         update notices.notice n set
           state = case n.state when 'sending' then n.state else 'cancelled' end,
           settled_at = case n.state when 'sending' then null else $3::timestamptz end,
           claimed_until = case n.state when 'sending' then n.claimed_until end,
           error = left($2, 300)
         where n.case_id = any($1::bigint[]) and n.state in ('planned', 'claimed', 'held', 'sending')
         returning n.*
       )
       select ${NAME} from cancelled n where n.state = 'cancelled' order by n.id`,
      [caseIds, why, now],
    );
  }

  /** The notices that reports name, held until the transaction ends. */
  async reported(tx: Tx, ids: readonly number[]): Promise<NamedNotice[]> {
    return tx.query<NamedNotice>(
      `select n.id, n.state, n.message_id as "messageId" from notices.notice n
       where n.id = any($1::bigint[]) order by n.id for update`,
      [ids],
    );
  }

  /** Writes what the mail system reported of letters that had left. Whoever still waits for an answer about one waits no more. */
  async close(
    tx: Tx,
    ends: readonly { id: number; state: 'delivered' | 'bounced'; error: string | null }[],
    now: Instant,
  ): Promise<SettledRow[]> {
    return tx.query<SettledRow>(
      `update notices.notice n set state = r.state, error = r.error, settled_at = $2, claimed_until = null,
         sent_at = coalesce(n.sent_at, n.settled_at, $2)
       from jsonb_to_recordset($1::jsonb) as r(id bigint, state text, error text)
       where n.id = r.id and n.state in ('sending', 'sent', 'uncertain')
       returning ${NAME}, n.state, n.error`,
      [JSON.stringify(ends), now],
    );
  }

  async history(tx: Tx, caseIds: readonly number[]): Promise<NoticeFact[]> {
    return tx.query<NoticeFact>(
      `select ${NAME}, n.channel, n.state, n.locale, n.planned_at as "plannedAt", n.due_at as "dueAt",
         n.sent_at as "sentAt", n.settled_at as "settledAt", n.attempt, n.receipt, n.error
       from notices.notice n where n.case_id = any($1::bigint[]) order by n.id`,
      [caseIds],
    );
  }

  /** Of the newest letter that was sent in each case. */
  async advised(tx: Tx, caseIds: readonly number[]): Promise<AdvisedCase[]> {
    return tx.query<AdvisedCase>(
      `select case_id as "caseId", advice, family from notices.shown where case_id = any($1::bigint[])`,
      [caseIds],
    );
  }

  async find(tx: Tx, id: number): Promise<Notice | null> {
    return tx.manager.findOneBy(Notice, { id });
  }
}
