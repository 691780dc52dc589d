import { Broken, type AccessKind, type GardenProfile } from '@lazaret/kernel';

import type { Capability } from './stay.js';

/** What one session is to be told. One order covers IPv4 and IPv6 of the session. */
export interface Order {
  readonly kind: 'confine' | 'release';
  /** As accounting names it: NAS-IP-Address, else NAS-IPv6-Address, else NAS-Identifier. */
  readonly nas: string;
  readonly acctSessionId: string;
  /** What the network calls the line; null when only the session is known. */
  readonly holder: { readonly kind: AccessKind; readonly value: string } | null;
  readonly profile: GardenProfile;
  /** Of a confinement: the network lets go by itself so long after it heard of it. */
  readonly holdSeconds: number;
}

/** What the network made of an order (RFC 5176 §3.5). */
export type OrderOutcome =
  | { readonly kind: 'accepted' }
  /** 503: it knows no such session. */
  | { readonly kind: 'no-session' }
  /** 506: it has no room for it now. With null nothing was sent at all. Either way nothing changed in the network. */
  | { readonly kind: 'busy'; readonly cause: number | null }
  /** A refusal that asking again will not change. With null the NAS named no cause, or there is no way to ask it. */
  | { readonly kind: 'refused'; readonly cause: number | null }
  /** No answer in time, or 507: it may do it or not. */
  | { readonly kind: 'unknown' };

/**
 * How long an order may be on its way: it leaves so many seconds after it was written down, waits so many for its turn,
 * and with all its tries is answered, or given up, after so many more (RFC 5080 §2.2.1).
 */
export const LEAVES_WITHIN_SECONDS = 50;
export const TURN_WITHIN_SECONDS = 15;
export const TRIES_WITHIN_SECONDS = 30;
/** All of it. A session is held so much shorter than was written down, for a NAS counts from when it hears of it. */
export const ON_THE_WAY_SECONDS = LEAVES_WITHIN_SECONDS + TURN_WITHIN_SECONDS + TRIES_WITHIN_SECONDS;

/** The network, as far as it holds lines back. */
export abstract class Enforcer {
  /** Is there a network to speak to at all? */
  abstract readonly connected: boolean;
  /** What this NAS can do; null when no file of ours names it. */
  abstract capability(nas: string): Capability | null;
  /** Tells it, and waits for a bounded time. What a network does is an outcome, never an error. */
  abstract send(order: Order): Promise<OrderOutcome>;
  abstract close(): Promise<void>;
}

/** Where no network is connected: nobody can be confined, and nobody is. */
export class NoEnforcer extends Enforcer {
  override readonly connected = false;

  override capability(): null {
    return null;
  }

  override async send(): Promise<OrderOutcome> {
    throw new Broken('no network is connected that could confine or release');
  }

  override async close(): Promise<void> {
    await Promise.resolve();
  }
}
