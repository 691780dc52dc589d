import type { Instant } from '@lazaret/kernel';

import { ON_THE_WAY_SECONDS } from './enforcer.js';
import { retryAt } from './retry-at.js';
import { mayBeHeld, type CapabilityOf, type Hold, type Session, type Stay } from './stay.js';

/** What to tell the network about one session. */
export type Wanted =
  /** Not held any more so long after now, however long the order is on its way. */
  | { readonly kind: 'confine'; readonly session: Named; readonly holdSeconds: number }
  | { readonly kind: 'release'; readonly session: Named };

/** A session as the NAS knows it; without its holder where only our own notes name it. */
export type Named = Pick<Session, 'sessionId' | 'nas' | 'acctSessionId'> & {
  readonly holder: Session['holder'] | null;
};

export interface Situation {
  readonly stay: Stay;
  /** After {@link learn}. */
  readonly holds: readonly Hold[];
  /** The line's open sessions, of whatever service. */
  readonly sessions: readonly Session[];
  /** Somebody stopped new confinements by hand. */
  readonly stopped: boolean;
}

/** A line that the network never took in is not taken in late: what was right at nine may be wrong at night. */
export const START_WITHIN_MS = 3_600_000;
/** A hold is renewed once so much of it is gone: a NAS may be away for the rest of it. */
const RENEW_AFTER = 0.5;
const LOOK_AGAIN_MS = 900_000;
/** A shorter hold would be over before anybody could renew it, or before the NAS hears of it. */
const SHORTEST_HOLD_SECONDS = 60 + ON_THE_WAY_SECONDS;

/**
 * The orders that are due now. Only sessions of the service `internet` are ever confined, each by its own name, so that
 * a restriction follows a line to its next session and never an address to its next holder.
 */
export function chooseOrders(situation: Situation, capabilityOf: CapabilityOf, now: Instant): Wanted[] {
  const { stay, holds } = situation;
  if (stay.desired === 'open') return releases(holds, situation, now);
  const strays = holds.filter((hold) => isStray(hold, situation));
  return [...releases(strays, situation, now), ...confines(situation, capabilityOf, now)];
}

/** A hold on a session that is not, or no longer, an internet session of the line; or that is being let go of as one. */
function isStray({ sessionId, state }: Hold, { sessions }: Situation): boolean {
  return state === 'lifting' || sessions.find((one) => one.sessionId === sessionId)?.service !== 'internet';
}

function releases(holds: readonly Hold[], { sessions }: Situation, now: Instant): Wanted[] {
  const open = new Map(sessions.map((session) => [session.sessionId, session]));
  return holds.flatMap((hold): Wanted[] => {
    if (!mayBeHeld(hold, now)) return [];
    const session = open.get(hold.sessionId) ?? { ...hold, holder: null };
    const again = hold.state !== 'lifting' || retryAt(hold) <= now;
    return again ? [{ kind: 'release', session }] : [];
  });
}

function confines(
  { stay, holds, sessions, stopped }: Situation,
  capabilityOf: CapabilityOf,
  now: Instant,
): Wanted[] {
  if (stay.confirmedAt === null && (stopped || isTooLate(stay, now))) return [];
  const left = Math.floor((stay.endsAt.getTime() - now.getTime()) / 1000);
  const holdSeconds = Math.min(stay.holdSeconds, left);
  if (holdSeconds < SHORTEST_HOLD_SECONDS) return [];
  const bySession = new Map(holds.map((hold) => [hold.sessionId, hold]));
  return sessions.flatMap((session): Wanted[] => {
    if (session.service !== 'internet' || capabilityOf(session.nas)?.expiry !== true) return [];
    const hold = bySession.get(session.sessionId);
    return hold === undefined || isDue(hold, stay, now) ? [{ kind: 'confine', session, holdSeconds }] : [];
  });
}

function isDue(hold: Hold, stay: Stay, now: Instant): boolean {
  switch (hold.state) {
    case 'accepted':
    case 'active':
      return renewAt(hold, stay) <= now;
    case 'asked':
    case 'unknown':
      return retryAt(hold) <= now;
    case 'lifted':
      // It was let go of and is the line's again; but one the NAS does not know is left alone for a while.
      return !isUnknownToNas(hold) || lookAgainAt(hold) <= now;
    case 'refused':
    case 'lifting':
      return false;
  }
}

/** The NAS knows no such session (Error-Cause 503): its Stop is on the way to us. */
export function isUnknownToNas({ state, cause }: Hold): boolean {
  return state === 'lifted' && cause === 503;
}

export function lookAgainAt({ askedAt }: Hold): Instant {
  return new Date(askedAt.getTime() + LOOK_AGAIN_MS);
}

/** When a hold that stands is to be renewed; never for one that already reaches to the end of the stay. */
export function renewAt(hold: Hold, stay: Stay): Instant {
  if (hold.heldUntil === null) return hold.askedAt;
  const atTheEnd = hold.heldUntil.getTime() + 1000 >= stay.endsAt.getTime();
  if (atTheEnd) return stay.endsAt;
  return new Date(hold.heldUntil.getTime() - stay.holdSeconds * 1000 * RENEW_AFTER);
}

export function isTooLate(stay: Stay, now: Instant): boolean {
  return now.getTime() >= stay.askedAt.getTime() + START_WITHIN_MS;
}
