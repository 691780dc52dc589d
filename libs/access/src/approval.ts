import type { Instant } from '@lazaret/kernel';

/** What a second person must agree to. */
export type ApprovalKind = 'confine' | 'activate-policy' | 'raise-caps';
export type ApprovalState = 'open' | 'approved' | 'declined' | 'withdrawn' | 'expired';
export type ApprovalOutcome = 'approved' | 'declined' | 'withdrawn';

export interface Approval {
  readonly id: number;
  readonly kind: ApprovalKind;
  readonly state: ApprovalState;
  /** What it is about, in words: `line 4711-08, case K7QM-2TXD`. One is open for a kind and a subject. */
  readonly subject: string;
  readonly caseCode: string | null;
  readonly policyId: number | null;
  /** What is done when it is agreed to, as it was asked for. */
  readonly what: object;
  readonly why: string;
  /** Operators' names, not what they are called. */
  readonly askedBy: string;
  readonly askedAt: Instant;
  readonly expiresAt: Instant;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
  readonly decidedWhy: string | null;
}

export interface NewApproval {
  readonly kind: ApprovalKind;
  readonly subject: string;
  readonly caseCode?: string | null | undefined;
  readonly policyId?: number | null | undefined;
  /** Ids and figures; no data about people. */
  readonly what: object;
  readonly why: string;
  readonly by: string;
}

/** What nobody answers within a day is asked afresh: what was true then may not be true now. */
export const APPROVAL_MS = 24 * 60 * 60_000;
