import type { CaseState, GardenProfile, Instant, LineClass, ThreatClass } from '@lazaret/kernel';

import type { RequestKind, RequestOutcome, RequestWay } from './words.js';

/** What a page opened from an address may show. Nothing in it says who anybody is, or what else they have. */
export interface Visit {
  /** The domain's time of this answer. */
  readonly now: Instant;
  /** BCP 47, as the line asks for it. */
  readonly locale: string | null;
  /** IANA name. */
  readonly timeZone: string;
  readonly brand: string | null;
  readonly lineClass: LineClass;
  /** Null: there is nothing to tell. */
  readonly case: VisitedCase | null;
  /** Null while nothing was confirmed by the network, or there is nothing to say of it. */
  readonly garden: VisitedGarden | null;
  /** The newest request of whoever has the line now. */
  readonly asked: AskedLast | null;
}

export interface VisitedCase {
  readonly code: string;
  readonly class: ThreatClass;
  readonly state: CaseState;
  /** Null as well when nothing speaks for the case any more: what we had said was a mistake. */
  readonly lastSeenAt: Instant | null;
  readonly malware: string | null;
  /** Of the newest letter; null when none was sent. */
  readonly advice: string | null;
  readonly family: string | null;
  readonly toldAt: Instant | null;
  /** Sources that do not depend on each other. */
  readonly upstreams: number;
  readonly acknowledgedAt: Instant | null;
  /** Since when it is no longer seen, or over. */
  readonly clearedAt: Instant | null;
}

export interface VisitedGarden {
  readonly state: 'confined' | 'releasing' | 'released';
  readonly profile: GardenProfile;
  readonly confirmedAt: Instant;
  readonly endsAt: Instant;
  readonly openAskedAt: Instant | null;
  readonly releasedAt: Instant | null;
  /** A release or an appeal that a person must answer. */
  readonly releaseWantedAt: Instant | null;
  readonly releaseWantedWhy: 'cleaned' | 'not-me' | null;
  /** Why the line is, or was, let out, as the garden notes it. */
  readonly openWhy: string | null;
}

export interface AskedLast {
  readonly kind: RequestKind;
  readonly at: Instant;
  /** Real time that has passed since. */
  readonly secondsAgo: number;
  /** Null: not carried out yet. */
  readonly outcome: RequestOutcome | null;
}

/** What became of the request of one form. */
export interface Asked extends AskedLast {
  readonly via: RequestWay;
}

/** A letter of ours: what it is about, not whose it is. */
export interface Verified {
  readonly class: ThreatClass;
  readonly open: boolean;
  /** When the newest one was sent; null: none by letter, the page showed the code. */
  readonly writtenAt: Instant | null;
  readonly timeZone: string;
}

/** A request, as a form makes it. Whose it is, the database finds out by itself. */
export interface Ask {
  readonly kind: RequestKind;
  /** Null where nobody's address is known. */
  readonly address: string | null;
  readonly port: number | null;
  /** A case code; at a known address only that line's own is taken. */
  readonly code: string | null;
  /** UUID of the form: one form, one request. */
  readonly nonce: string;
}

/** What the database said to it. `again`: this form was sent before. */
export type AskAnswer = 'taken' | 'again' | 'nobody' | 'no-case' | 'too-many' | 'not-yours';
