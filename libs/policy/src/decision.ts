import type { CaseState, CloseReason, Instant } from '@lazaret/kernel';

/** Why a line is let out of the garden. */
export type ReleaseWhy = 'left' | 'withdrawn' | 'observing' | 'not-confinable' | 'time-is-up' | 'unanswered';

/** What the pipeline must bring about. Only ids and words, nothing about a person. */
export type Action =
  | { readonly kind: 'notify'; readonly template: string; readonly round: number }
  | { readonly kind: 'confine'; readonly profile: 'leaky'; readonly maxDays: number }
  | { readonly kind: 'release'; readonly why: ReleaseWhy }
  | { readonly kind: 'ask-desk'; readonly why: string }
  | { readonly kind: 'clear' }
  | { readonly kind: 'close'; readonly reason: CloseReason };

/** What would have been done, and what keeps it from being done. It is decided afresh, never fired late. */
export interface Held {
  readonly what: string;
  readonly why: string;
}

export interface Decision {
  readonly tier: string | null;
  readonly state: CaseState;
  /** Of the strongest evidence that still counts, 0 … 5. It may fall. */
  readonly severity: number;
  readonly actions: readonly Action[];
  /** The earliest instant at which the answer may change although no fact did; null for never. */
  readonly wakeAt: Instant | null;
  /** Which rule spoke, stable: `infected/told`, `cleared`. For statistics; people read `reason`. */
  readonly rule: string;
  /** In words a help-line agent can read out; instants in the local time of the line. */
  readonly reason: string;
  readonly closeReason?: CloseReason;
  readonly held: readonly Held[];
}
