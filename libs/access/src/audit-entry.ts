import type { Instant } from '@lazaret/kernel';

export type ActorKind = 'operator' | 'client' | 'system';

/** What somebody did. No person's data is in it. */
export interface AuditEntry {
  /** Real time. */
  readonly at: Instant;
  /** The operator's name, the client's, or which part of the house. */
  readonly actor: string;
  readonly actorKind: ActorKind;
  /** `case.release`: lower case letters, digits, dots and dashes. */
  readonly action: string;
  /** What it was done to: `case K7QM-2TXD`. */
  readonly subject: string;
  readonly why?: string | null | undefined;
  /** What was, and what is now. Kept as JSON. */
  readonly before?: unknown;
  readonly after?: unknown;
  readonly requestId?: string | null | undefined;
  readonly address?: string | null | undefined;
}

/** An entry as it stands in the chain. */
export interface AuditLink {
  /** Without gaps, from 1. */
  readonly id: number;
  readonly at: Instant;
  readonly actor: string;
  readonly actorKind: ActorKind;
  readonly action: string;
  readonly subject: string;
  readonly why: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly requestId: string | null;
  readonly address: string | null;
  readonly prevHash: string;
  readonly hash: string;
}

export interface AuditFilter {
  readonly actor?: string | undefined;
  /** One action, `case.release`, or all of a kind, `case`. */
  readonly action?: string | undefined;
  /** A part of the subject, whatever its case. */
  readonly subject?: string | undefined;
}

export interface Verified {
  readonly intact: boolean;
  /** Rows that were found right. */
  readonly checked: number;
  /** The row at which the chain breaks; null when it is whole, or when it is the head that is wrong. */
  readonly brokenAt: number | null;
  readonly why: string | null;
  /** `<rows>:<digest>`: noted elsewhere, it proves later that nobody wrote the whole chain anew. */
  readonly head: string | null;
}
