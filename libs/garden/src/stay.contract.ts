import type { Instant } from '@lazaret/kernel';

import type { Situation } from './choose-orders.js';
import type { Capability, Hold, Session, Stay } from './stay.js';

/** Makers for specs about stays. All begins on Monday the 9th of November 2026 at nine. */
export function at(time: string, day = 9): Instant {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return new Date(Date.UTC(2026, 10, day, hours, minutes, seconds));
}

export const PROFILE = 'lazaret-leaky';

/** Asked for at nine, for seven days, a day at a time, and confirmed at once. */
export function aStay(facts: Partial<Stay> = {}): Stay {
  return {
    desired: 'confined',
    profile: 'leaky',
    askedAt: at('09:00'),
    endsAt: at('09:00', 16),
    holdSeconds: 86_400,
    confirmedAt: at('09:00'),
    releaseWantedAt: null,
    ...facts,
  };
}

/** Session 1, held since nine for a day. */
export function aHold(facts: Partial<Hold> = {}): Hold {
  return {
    sessionId: 1,
    nas: 'north',
    acctSessionId: 'S1',
    state: 'accepted',
    heldUntil: at('09:00', 10),
    askedAt: at('09:00'),
    answeredAt: at('09:00'),
    tries: 0,
    cause: null,
    ...facts,
  };
}

/** Session 1, of which no record said what the NAS applies to it. */
export function aSession(facts: Partial<Session> = {}): Session {
  return {
    sessionId: 1,
    nas: 'north',
    acctSessionId: 'S1',
    service: 'internet',
    holder: { kind: 'user-name', value: 'anna' },
    profile: null,
    profileAt: null,
    ...facts,
  };
}

/** One session, held. */
export function aSituation(facts: Partial<Situation> = {}): Situation {
  return { stay: aStay(), holds: [aHold()], sessions: [aSession()], stopped: false, ...facts };
}

/** `north` can do everything, `south` tells nothing, `endless` does not let go by itself; others are in no file. */
export function capabilityOf(nas: string): Capability | null {
  if (!['north', 'south', 'endless'].includes(nas)) return null;
  const [expiry, readback] = [nas !== 'endless', nas !== 'south'];
  return { key: nas, region: null, expiry, readback, profileName: (profile) => `lazaret-${profile}` };
}
