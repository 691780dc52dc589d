import type { AccessKind, GardenProfile } from '@lazaret/kernel';

import type { Capability } from './stay.js';

/** What the network is to do with one session. */
export interface Order {
  readonly kind: 'confine' | 'release';
  /** As the accounting names it: NAS-IP-Address, NAS-IPv6-Address or NAS-Identifier. */
  readonly nas: string;
  /** The session itself: an address alone may be somebody else's by now. */
  readonly acctSessionId: string;
  readonly holder: { readonly kind: AccessKind; readonly value: string };
  readonly profile: GardenProfile;
  /** Of a confinement: after so long the network lets go by itself. At most a day. */
  readonly holdSeconds: number;
}

/** What became of an order (RFC 5176 §3.5). */
export type OrderOutcome =
  | { readonly kind: 'accepted' }
  /** The NAS knows no such session (503). */
  | { readonly kind: 'no-session' }
  /** Not now (506); with null nothing left this machine. Either way nothing changed in the network. */
  | { readonly kind: 'busy'; readonly cause: number | null }
  /** No, and asking again gives the same answer. With null the NAS gave no reason, or there is no way to ask it. */
  | { readonly kind: 'refused'; readonly cause: number | null }
  /** No answer, or "I have begun" (507): it may hold the session or not, which the next accounting tells. */
  | { readonly kind: 'unknown' };

/** Tells the network. Trouble there is an answer, not an exception. */
export abstract class Enforcer {
  /** What this NAS can do; null when nobody told us how to speak to it. */
  abstract capability(nas: string): Capability | null;
  abstract send(order: Order): Promise<OrderOutcome>;
  /** Orders on their way become `unknown`. */
  abstract close(): Promise<void>;
}
