import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { Template } from './language.js';
import type { NoticeState } from './notice.entity.js';
import type { NoticeFact } from './notices.repository.js';

export interface NoticeFilter {
  readonly state?: string | undefined;
  readonly template?: string | undefined;
  readonly lineId?: number | undefined;
}

export interface NoticeCount {
  readonly state: NoticeState;
  readonly template: Template;
  readonly count: number;
}

/** One letter with what belongs to it but its words. */
export interface NoticeDetail extends NoticeFact {
  readonly messageId: string;
  readonly templateVersion: string | null;
}

const FACT = `
  n.id, n.case_id as "caseId", n.line_id as "lineId", n.tenure_id as "tenureId", n.template, n.round, n.channel, n.state, n.locale,
  n.planned_at as "plannedAt", n.due_at as "dueAt", n.sent_at as "sentAt", n.settled_at as "settledAt", n.attempt, n.receipt, n.error`;

/** Letters, the newest first. To whom they went is not part of them. */
@Injectable()
export class NoticeListView {
  /** Up to `limit` with a smaller id than `before`. */
  async page(tx: Tx, filter: NoticeFilter, before: number | null, limit: number): Promise<NoticeFact[]> {
    const values: unknown[] = [];
    const give = (value: unknown): string => `$${values.push(value)}`;
    const where = [
      ...(filter.state === undefined ? [] : [`n.state = ${give(filter.state)}`]),
      ...(filter.template === undefined ? [] : [`n.template = ${give(filter.template)}`]),
      ...(filter.lineId === undefined ? [] : [`n.line_id = ${give(filter.lineId)}`]),
      ...(before === null ? [] : [`n.id < ${give(before)}`]),
    ];
    return tx.query<NoticeFact>(
      `select ${FACT} from notices.notice n ${where.length === 0 ? '' : `where ${where.join(' and ')}`}
        order by n.id desc limit ${give(limit)}`,
      values,
    );
  }

  /** Of the letters planned since an instant. */
  async counts(tx: Tx, since: Instant): Promise<NoticeCount[]> {
    return tx.query<NoticeCount>(
      `select state, template, count(*) from notices.notice where planned_at >= $1
        group by state, template order by state, template`,
      [since],
    );
  }

  async find(tx: Tx, id: number): Promise<NoticeDetail | null> {
    const [found] = await tx.query<NoticeDetail>(
      `select ${FACT}, n.message_id as "messageId", n.template_version as "templateVersion" from notices.notice n where n.id = $1`,
      [id],
    );
    return found ?? null;
  }
}
