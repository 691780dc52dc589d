import type { Instant, CaseState, CloseReason } from '@lazaret/kernel';

/** What the policy decided about one case, with its why. `facts` hold no personal data. */
export interface CaseDecision {
  readonly caseId: number;
  /** Of the snapshot the facts were taken from. */
  readonly version: number;
  readonly policyVersion: string;
  readonly tier: string | null;
  readonly rule: string;
  /** In words, for people. */
  readonly reason: string;
  readonly facts: object;
  readonly actions: readonly object[];
  readonly state: CaseState;
  /** Exactly when the case is closed by this decision. */
  readonly closeReason?: CloseReason | null | undefined;
  /** When to look again without an event; null for never. A closed case is never looked at. */
  readonly wakeAt: Instant | null;
}

export interface Recorded {
  /** Decisions written. */
  readonly appended: number;
  /** Decisions equal to the last one in policy, facts and outcome: only the wake-up moved. */
  readonly unchanged: number;
  /** Cases changed since their snapshot: nothing was written, they stay due. Do not act on their decisions. */
  readonly outdated: readonly number[];
}
