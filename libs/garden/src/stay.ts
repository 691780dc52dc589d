import type { AccessKind, GardenProfile, GardenState, Instant } from '@lazaret/kernel';

/** One stay of a line in the garden, as far as orders to the network depend on it. */
export interface Stay {
  readonly desired: 'confined' | 'open';
  readonly profile: GardenProfile;
  readonly askedAt: Instant;
  /** No order reaches beyond it. */
  readonly endsAt: Instant;
  /** The network lets go by itself after so long. At most a day (the table says so too). */
  readonly holdSeconds: number;
  /** The first time the network said yes. */
  readonly confirmedAt: Instant | null;
  /** A request to be let out that nobody has answered. */
  readonly releaseWantedAt: Instant | null;
}

export const HOLD_STATES = [
  'asked',
  'accepted',
  'active',
  'unknown',
  'refused',
  'lifting',
  'lifted',
] as const;
export type HoldState = (typeof HOLD_STATES)[number];

/** What one session was told, and what is known of it. */
export interface Hold {
  readonly sessionId: number;
  readonly nas: string;
  readonly acctSessionId: string;
  readonly state: HoldState;
  /** Until when the network may hold the session at most; null when it certainly does not. */
  readonly heldUntil: Instant | null;
  readonly askedAt: Instant;
  readonly answeredAt: Instant | null;
  /** Orders in a row that were not answered with yes. */
  readonly tries: number;
  readonly cause: number | null;
}

/** A session that is open by the accounting records. */
export interface Session {
  readonly sessionId: number;
  readonly nas: string;
  readonly acctSessionId: string;
  /** Only `internet` may be confined. */
  readonly service: string;
  readonly holder: { readonly kind: AccessKind; readonly value: string };
  /** What the NAS says it applies to the session, by its newest record; null when no record said anything. */
  readonly profile: string | null;
  readonly profileAt: Instant | null;
}

/** What a NAS can do. */
export interface Capability {
  /** What people call it: the key in the NAS file. */
  readonly key: string;
  readonly region: string | null;
  /** It lets go by itself. Without, nobody may be confined there automatically. */
  readonly expiry: boolean;
  /** Its accounting names what it applies. */
  readonly readback: boolean;
  profileName(profile: GardenProfile): string;
}

export type CapabilityOf = (nas: string) => Capability | null;

/** Over: nothing is held, and nothing more will be asked. */
export type FinalState = Extract<GardenState, 'released' | 'failed' | 'not-enforceable'>;

/** A hold that may still be in the network. */
export function mayBeHeld(hold: Hold, now: Instant): boolean {
  if (hold.state === 'lifted') return false;
  return hold.heldUntil !== null && hold.heldUntil > now;
}
