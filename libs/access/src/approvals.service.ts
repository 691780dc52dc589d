import { Injectable } from '@nestjs/common';

import { Broken, Refused, type Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { AccessMetrics } from './access.metrics.js';
import {
  APPROVAL_MS,
  type Approval,
  type ApprovalKind,
  type ApprovalOutcome,
  type ApprovalState,
  type NewApproval,
} from './approval.js';
import { ApprovalRepository } from './approval.repository.js';
import { judgeApproval } from './judge-approval.js';
import { pageOf, readPaging, type Page, type Paging } from './read-page.js';

/** Before every instant an approval can have: what does not ask the time sees what is written. */
const NEVER = new Date(0);

/** What needs a second person. Every time is real time. */
@Injectable()
export class ApprovalsService {
  constructor(
    private readonly approvals: ApprovalRepository,
    private readonly metrics: AccessMetrics,
  ) {}

  /** @returns its id. @throws Refused when the same is asked for already and waits */
  async ask(tx: Tx, asked: NewApproval, at: Instant): Promise<number> {
    await this.expire(tx, at);
    const id = await this.approvals.ask(tx, asked, at, new Date(at.getTime() + APPROVAL_MS));
    if (id === null)
      throw new Refused('this waits for a second person already', {
        problems: [{ at: 'subject', message: `somebody asked for the same: ${asked.subject}` }],
      });
    this.metrics.approvals.inc({ kind: asked.kind, outcome: 'asked' });
    return id;
  }

  /** The last asked first. @throws Refused for a page nobody gave */
  async page(
    tx: Tx,
    filter: { readonly state?: ApprovalState | undefined },
    paging: Paging,
    at: Instant = NEVER,
  ): Promise<Page<Approval>> {
    const { before, limit } = readPaging(paging);
    return pageOf(await this.approvals.page(tx, { state: filter.state, before }, limit + 1, at), limit);
  }

  /** @param lock holds it until the transaction ends: whoever answers it meanwhile waits */
  async find(tx: Tx, id: number, lock = false, at: Instant = NEVER): Promise<Approval | null> {
    return this.approvals.find(tx, id, lock, at);
  }

  /**
   * Answers it; what was agreed to is for the caller to do.
   * @throws Refused for who asked, for an answer that was given, for one that comes too late
   */
  async decide(
    tx: Tx,
    id: number,
    outcome: ApprovalOutcome,
    answer: { readonly by: string; readonly why?: string | null | undefined },
    at: Instant,
  ): Promise<Approval> {
    const asked = await this.approvals.find(tx, id, true, at);
    if (asked === null) throw new Refused(`there is no approval ${id}`);
    const trouble = judgeApproval(asked, outcome, answer.by, at);
    if (trouble !== null) throw new Refused(trouble);
    await this.approvals.decide(tx, id, { outcome, by: answer.by, why: answer.why ?? null }, at);
    this.metrics.approvals.inc({ kind: asked.kind, outcome });
    const decided = await this.approvals.find(tx, id, false, at);
    if (decided === null) throw new Broken(`approval ${id} is gone`);
    return decided;
  }

  /** The one that waits about a case (its code) or a policy version (its number). */
  async openFor(
    tx: Tx,
    kind: ApprovalKind,
    about: string | number,
    at: Instant = NEVER,
  ): Promise<number | null> {
    const where = typeof about === 'string' ? { caseCode: about } : { policyId: about };
    return this.approvals.openFor(tx, kind, where, at);
  }

  /** How many wait for a second person. */
  async countOpen(tx: Tx, at: Instant): Promise<number> {
    return this.approvals.countOpen(tx, at);
  }

  /** Writes down which have waited too long. */
  async expire(tx: Tx, at: Instant): Promise<number> {
    const expired = await this.approvals.expire(tx, at);
    for (const { kind } of expired) this.metrics.approvals.inc({ kind, outcome: 'expired' });
    return expired.length;
  }
}
