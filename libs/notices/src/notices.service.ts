import { Injectable } from '@nestjs/common';

import { Refused, type Instant, type Personal } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { Verdict } from './judge-receipt.js';
import { judgeReport } from './judge-report.js';
import type { Template } from './language.js';
import { Letters, type Letter } from './letters.js';
import { readMatter, readPlans, type Matter, type NoticePlan } from './matter.js';
import type { NoticeState } from './notice.entity.js';
import { NoticesMetrics } from './notices.metrics.js';
import {
  NoticesRepository,
  type AdvisedCase,
  type NoticeFact,
  type NoticeName,
} from './notices.repository.js';
import type { DeliveryReport, IgnoredMail } from './read-report.js';

/** A notice that is ours to send until the claim runs out. */
export interface ClaimedNotice extends NoticeName {
  readonly claim: string;
  /** This attempt's number, from 1. */
  readonly attempt: number;
  readonly locale: string | null;
  readonly messageId: string;
  readonly matter: Matter;
}

/** A notice and what became of it. */
export interface SettledNotice extends NoticeName {
  /** `planned`: to be tried again later. */
  readonly state: NoticeState;
  readonly error: string | null;
  /** Mail to this contact does not arrive: mark it. */
  readonly badAddress: boolean;
}

export interface Claim {
  readonly ready: readonly ClaimedNotice[];
  /** A sender died while these left. They are settled now and never sent again. */
  readonly uncertain: readonly SettledNotice[];
  /** Claimed by another sender, or not to be tried yet: ask again later. */
  readonly waiting: readonly number[];
}

/** A notice whose end the mail system reported: `delivered` or `bounced`. */
export interface ReportedNotice extends SettledNotice {
  /** Whom the report says the letter was for: a contact may have changed since. */
  readonly recipients: Personal<readonly string[]>;
  /** The report was faster than the answer of our own mail server: that the letter left at all is news as well. */
  readonly leftUnheard: boolean;
}

/** What the sender answers for one notice. */
export type NoticeReceipt = Verdict & { readonly id: number; readonly claim: string };

/** Exactly what a person was sent. */
export interface SentNotice {
  readonly id: number;
  readonly caseId: number;
  readonly template: Template;
  readonly templateVersion: string;
  readonly locale: string;
  readonly state: NoticeState;
  readonly messageId: string;
  readonly sentAt: Instant | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Longest list of ids a job carries. */
const MOST_AT_ONCE = 50;

/** How long a claim holds, in real milliseconds. Nest token for a number. */
export abstract class ClaimTime {
  abstract readonly milliseconds: number;
}

/** Notices from plan to receipt. Takes a transaction, answers facts, puts nothing into queues. */
@Injectable()
export class NoticesService {
  constructor(
    private readonly repository: NoticesRepository,
    private readonly letters: Letters,
    private readonly metrics: NoticesMetrics,
    private readonly claimTime: ClaimTime,
  ) {}

  /**
   * Plans letters. A letter whose (case, template, round) is there already is left alone.
   * @returns the new ones only, in no order: what to put into the outbox
   * @throws Refused when a plan lacks a fact its letter needs; nothing is planned then
   */
  async plan(tx: Tx, plans: readonly NoticePlan[], now: Instant): Promise<readonly NoticeName[]> {
    if (plans.length === 0) return [];
    const rows = readPlans(plans).map((plan) => {
      const { advice, family } = this.letters.adviceFor(plan);
      const { caseId, lineId, tenureId, template, round, dueAt, brand } = plan;
      const { code, lastSeenAt, wroteAt, timeZone, mayHold, sightings } = plan;
      const { profile, heldSince, endsAtLatestDays, releasedAt, release } = plan;
      const about = { code, class: plan.class, advice, family, lastSeenAt, wroteAt, mayHold, sightings };
      const garden = { profile, heldSince, endsAtLatestDays, releasedAt, release };
      const matter = { ...about, ...garden, timeZone, brand };
      const host = this.letters.brands.hostOf(brand);
      return {
        caseId,
        lineId,
        tenureId,
        template,
        round,
        dueAt,
        matter,
        host,
        locale: plan.locale ?? UNSAID,
      };
    });
    const planned = await this.repository.plan(tx, rows, now);
    for (const { template } of planned) this.metrics.planned.inc({ template });
    return planned;
  }

  /**
   * Takes notices for sending, for as long as the claim time.
   * @throws Refused for more than 50 ids
   */
  async claim(tx: Tx, ids: readonly number[], now: Instant): Promise<Claim> {
    if (ids.length > MOST_AT_ONCE) throw new Refused(`at most ${MOST_AT_ONCE} notices are claimed at once`);
    const asked = await this.repository.claim(tx, ids, now, this.claimTime.milliseconds);
    const taken = asked.filter((n) => n.taken);
    const uncertain = taken
      .filter((n) => n.state === 'uncertain')
      .map((n) => ({ ...nameOf(n), state: n.state, error: n.error, badAddress: false }));
    for (const { template, state } of uncertain) this.metrics.settled.inc({ template, state });
    return {
      ready: taken.flatMap((n) => {
        if (n.state !== 'claimed' || n.claim === null) return [];
        const locale = n.locale === UNSAID ? null : n.locale;
        const { claim, attempt, messageId } = n;
        return [{ ...nameOf(n), claim, attempt, messageId, locale, matter: readMatter(n.matter) }];
      }),
      uncertain,
      waiting: asked.filter((n) => !n.taken && OPEN.has(n.state)).map((n) => n.id),
    };
  }

  /**
   * Flags, in a transaction of its own, that a letter begins to leave, and keeps its exact words.
   * @throws Refused when the claim was lost (it ran out, or the case was closed): the letter must not leave
   */
  async begin(tx: Tx, notice: ClaimedNotice, letter: Letter): Promise<void> {
    const ours = await this.repository.begin(
      tx,
      notice.id,
      notice.claim,
      letter,
      this.claimTime.milliseconds,
    );
    if (!ours) throw new Refused(`notice ${notice.id} is no longer ours to send`);
  }

  /** Writes what became of claimed notices, in one statement. What was cancelled or taken over meanwhile is left out. */
  async settle(tx: Tx, receipts: readonly NoticeReceipt[], now: Instant): Promise<readonly SettledNotice[]> {
    if (receipts.length === 0) return [];
    const bad = new Set(receipts.filter((r) => r.badAddress).map((r) => r.id));
    const settled = await this.repository.settle(tx, receipts, now);
    for (const { template, state } of settled) this.metrics.settled.inc({ template, state });
    return settled.map((row) => ({ ...row, badAddress: bad.has(row.id) }));
  }

  /**
   * Takes note of mails that came back to our return paths. Reading them again changes nothing.
   * @returns the notices that changed
   * @throws Refused for more than 50
   */
  async reported(
    tx: Tx,
    mails: readonly (DeliveryReport | IgnoredMail)[],
    now: Instant,
  ): Promise<readonly ReportedNotice[]> {
    if (mails.length > MOST_AT_ONCE) throw new Refused(`at most ${MOST_AT_ONCE} reports are taken at once`);
    const reports = mails.filter((mail) => mail.kind === 'report');
    const ids = [...new Set(reports.flatMap(({ names }) => names.map(({ id }) => id)))];
    const found = ids.length === 0 ? [] : await this.repository.reported(tx, ids);
    const notices = new Map(found.map((notice) => [notice.id, notice]));
    const leaving = new Set(found.filter(({ state }) => state === 'sending').map(({ id }) => id));
    const ends = new Map<number, DeliveryReport>();
    for (const mail of mails) {
      const notice = mail.kind === 'report' ? notices.get(mail.names[0]?.id ?? 0) : undefined;
      const outcome = mail.kind === 'report' ? judgeReport(mail, notice) : mail.why;
      this.metrics.reports.inc({ outcome });
      if (mail.kind !== 'report' || notice === undefined) continue;
      if (outcome !== 'delivered' && outcome !== 'bounced') continue;
      ends.set(notice.id, mail);
      notices.set(notice.id, { ...notice, state: outcome });
    }
    if (ends.size === 0) return [];
    const rows = [...ends].map(([id, report]) =>
      report.action === 'delivered'
        ? ({ id, state: 'delivered', error: null } as const)
        : ({ id, state: 'bounced', error: `came back, status ${report.status ?? 'not said'}` } as const),
    );
    const closed = await this.repository.close(tx, rows, now);
    for (const { template, state } of closed) this.metrics.settled.inc({ template, state });
    return closed.flatMap((row) => {
      const report = ends.get(row.id);
      return report === undefined
        ? []
        : [
            {
              ...row,
              badAddress: report.badAddress,
              recipients: report.recipients,
              leftUnheard: leaving.has(row.id),
            },
          ];
    });
  }

  /** Withdraws the letters of closed cases that have not begun to leave; one that is leaving now is not tried again. */
  async cancel(
    tx: Tx,
    caseIds: readonly number[],
    why: string,
    now: Instant,
  ): Promise<readonly NoticeName[]> {
    const cancelled = caseIds.length === 0 ? [] : await this.repository.cancel(tx, caseIds, why, now);
    for (const { template } of cancelled) this.metrics.settled.inc({ template, state: 'cancelled' });
    return cancelled;
  }

  /** All notices of each case, the oldest first. Cases without one are not in the map. */
  async history(tx: Tx, caseIds: readonly number[]): Promise<ReadonlyMap<number, readonly NoticeFact[]>> {
    const byCase = new Map<number, NoticeFact[]>();
    for (const fact of caseIds.length === 0 ? [] : await this.repository.history(tx, caseIds)) {
      const list = byCase.get(fact.caseId);
      if (list === undefined) byCase.set(fact.caseId, [fact]);
      else list.push(fact);
    }
    return byCase;
  }

  /** What advice people were given, so that whoever talks with them gives the same. Cases without a letter are missing. */
  async advised(tx: Tx, caseIds: readonly number[]): Promise<ReadonlyMap<number, AdvisedCase>> {
    const rows = caseIds.length === 0 ? [] : await this.repository.advised(tx, caseIds);
    return new Map(rows.map((row) => [row.caseId, row]));
  }

  /** The letter as it left. `null` when there is no such notice or its letter never began to leave. */
  async view(tx: Tx, id: number): Promise<SentNotice | null> {
    const row = await this.repository.find(tx, id);
    if (row === null || row.subject === null || row.bodyText === null || row.bodyHtml === null) return null;
    const {
      caseId,
      template,
      locale,
      state,
      messageId,
      sentAt,
      subject,
      bodyText: text,
      bodyHtml: html,
    } = row;
    const templateVersion = row.templateVersion ?? '';
    return { id, caseId, template, templateVersion, locale, state, messageId, sentAt, subject, text, html };
  }
}

/** BCP 47 for "not said": the brand's language is used. */
const UNSAID = 'und';
const OPEN: ReadonlySet<NoticeState> = new Set(['planned', 'claimed', 'sending']);

function nameOf({ id, caseId, lineId, tenureId, template, round }: NoticeName): NoticeName {
  return { id, caseId, lineId, tenureId, template, round };
}
