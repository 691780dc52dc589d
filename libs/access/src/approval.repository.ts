import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { Approval, ApprovalKind, ApprovalOutcome, ApprovalState, NewApproval } from './approval.js';

const APPROVAL = `
  id, kind, case when state = 'open' and expires_at <= $1 then 'expired' else state end as state, subject,
  case_code as "caseCode", policy_id as "policyId", what, why, asked_by as "askedBy", asked_at as "askedAt",
  expires_at as "expiresAt", decided_by as "decidedBy", decided_at as "decidedAt", decided_why as "decidedWhy"`;

/** What state a row is in at an instant: nobody need have noticed yet that its time is over. */
const IN_STATE = `(case when state = 'open' and expires_at <= $1 then 'expired' else state end) = $2`;

@Injectable()
export class ApprovalRepository {
  /** Answers null when the same is open already. */
  async ask(tx: Tx, asked: NewApproval, at: Instant, expiresAt: Instant): Promise<number | null> {
    const rows = await tx.query<{ id: number }>(
      `insert into access.approval (kind, subject, case_code, policy_id, what, why, asked_by, asked_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (kind, subject) where state = 'open' do nothing returning id`,
      [
        asked.kind,
        asked.subject,
        asked.caseCode ?? null,
        asked.policyId ?? null,
        asked.what,
        asked.why,
        asked.by,
        at,
        expiresAt,
      ],
    );
    return rows[0]?.id ?? null;
  }

  async page(
    tx: Tx,
    filter: { state?: ApprovalState | undefined; before: number | null },
    limit: number,
    at: Instant,
  ): Promise<Approval[]> {
    return tx.query<Approval>(
      `select ${APPROVAL} from access.approval
        where ($2::text is null or ${IN_STATE}) and ($3::bigint is null or id < $3) order by id desc limit $4`,
      [at, filter.state ?? null, filter.before, limit],
    );
  }

  async find(tx: Tx, id: number, lock: boolean, at: Instant): Promise<Approval | null> {
    const rows = await tx.query<Approval>(
      `select ${APPROVAL} from access.approval where id = $2 ${lock ? 'for update' : ''}`,
      [at, id],
    );
    return rows[0] ?? null;
  }

  async decide(
    tx: Tx,
    id: number,
    answer: { outcome: ApprovalOutcome; by: string; why: string | null },
    at: Instant,
  ): Promise<void> {
    await tx.execute(
      `update access.approval set state = $2, decided_by = $3, decided_why = $4, decided_at = $5 where id = $1`,
      [id, answer.outcome, answer.by, answer.why, at],
    );
  }

  async openFor(
    tx: Tx,
    kind: ApprovalKind,
    about: { caseCode: string } | { policyId: number },
    at: Instant,
  ): Promise<number | null> {
    const [column, value] =
      'caseCode' in about ? ['case_code', about.caseCode] : ['policy_id', about.policyId];
    const rows = await tx.query<{ id: number }>(
      `select id from access.approval
        where kind = $1 and ${column} = $2 and state = 'open' and expires_at > $3 order by id desc limit 1`,
      [kind, value, at],
    );
    return rows[0]?.id ?? null;
  }

  async countOpen(tx: Tx, at: Instant): Promise<number> {
    const rows = await tx.query<{ n: number }>(
      `select count(*) as n from access.approval where state = 'open' and expires_at > $1`,
      [at],
    );
    return rows[0]?.n ?? 0;
  }

  /** Writes down that their time is over. Answers which. */
  async expire(tx: Tx, at: Instant): Promise<{ id: number; kind: ApprovalKind }[]> {
    return tx.query(
      `update access.approval set state = 'expired' where state = 'open' and expires_at <= $1 returning id, kind`,
      [at],
    );
  }
}
